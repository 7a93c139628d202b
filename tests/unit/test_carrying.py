"""An index can be carried: copied by whatever copies files, it answers and is written on."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import Archive, SearchRequest, Settings, reindex, update
from indexer.engine.check import checked
from indexer.engine.generations import pointer_fault
from indexer.engine.registry import engine_of

Write = Callable[[str, str], Path]
Carry = Callable[[Path, Path], None]


def links_followed(index: Path, to: Path) -> None:
    subprocess.run(["cp", "-rL", index, to], check=True)


def as_it_is(index: Path, to: Path) -> None:
    subprocess.run(["cp", "-a", index, to], check=True)


def zipped(index: Path, to: Path) -> None:
    path = to.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(index.rglob("*")):
            archive.write(file, file.relative_to(index))
    with zipfile.ZipFile(path) as archive:
        archive.extractall(to)


def only_generations(index: Path, to: Path) -> None:
    """Without the pointer, the lock and times, as some drives of the web leave it."""
    to.mkdir()
    for folder in index.glob("gen-*"):
        shutil.copytree(folder, to / folder.name, copy_function=shutil.copyfile)


@pytest.fixture(params=["file", "link"])
def index(request: pytest.FixtureRequest, settings: Settings, write: Write) -> Path:
    """An index of two generations, with a pointer of now or of earlier versions."""
    write("a.txt", "كتاب في المكتبة")
    reindex(settings)
    write("b.txt", "كتاب آخر")
    update(settings)
    if request.param == "link":
        (settings.index.folder / "current").unlink()
        (settings.index.folder / "current").symlink_to("gen-2")
    return settings.index.folder


def found(settings: Settings) -> list[str]:
    with Archive(settings) as archive:
        page = archive.search(SearchRequest("كتاب"))
        assert archive.status().degraded is None
    return sorted(hit.document.id for hit in page.hits)


@pytest.mark.parametrize("carry", [links_followed, as_it_is, zipped, only_generations])
def test_a_carried_index_is_checked_searched_and_written_on(
    settings: Settings, write: Write, index: Path, tmp_path: Path, carry: Carry
) -> None:
    carry(index, tmp_path / "carried")
    there = settings.with_folders(index=tmp_path / "carried")
    assert checked(engine_of(there.index)).whole
    assert found(there) == ["a", "b"]
    assert update(there).generation == 2  # nothing changed
    assert pointer_fault(there.index.folder) is None
    assert found(there) == ["a", "b"]
    write("c.txt", "كتاب جديد")
    assert update(there).added == 1
    assert found(there) == ["a", "b", "c"]
    assert reindex(there).generation == 4
    assert found(there) == ["a", "b", "c"]
    assert checked(engine_of(there.index)).whole
    assert {path.name for path in there.index.folder.glob("[!.]*")} == {"gen-3", "gen-4", "current"}
    assert found(settings) == ["a", "b"]


def test_an_index_that_is_carried_in_is_noticed(
    settings: Settings, write: Write, index: Path, tmp_path: Path
) -> None:
    there = settings.with_folders(index=tmp_path / "other")
    reindex(there)
    write("c.txt", "كتاب جديد")
    with Archive(there) as archive:
        assert archive.status().documents == 2
        update(there)
        assert archive.status().documents == 3
        shutil.rmtree(there.index.folder)
        links_followed(index, there.index.folder)
        assert archive.status().documents == 2
