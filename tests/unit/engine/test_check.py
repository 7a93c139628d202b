"""What `check` says of an index that is whole, damaged or stale."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import IndexDamaged, IndexMissing, Settings, reindex
from indexer.analysis import fingerprint
from indexer.engine.check import Check, checked
from indexer.engine.generations import FORMAT
from indexer.engine.registry import engine_of
from indexer.engine.whoosh.engine import whoosh_engine

Write = Callable[[str, str], Path]
Rewrite = Callable[[Path, str, str], None]


@pytest.fixture
def index(settings: Settings, write: Write) -> Path:
    """The folder of an index of two generations of two documents."""
    write("a.txt", "كتاب في المكتبة")
    write("b.txt", "كتاب")
    reindex(settings)
    reindex(settings)
    return settings.index.folder


def flip(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return path


def test_a_whole_index_is_described(index: Path) -> None:
    found = checked(whoosh_engine(index))
    assert found.whole
    assert found.lines[0].startswith("generation 2 of 20")
    assert ": 2 documents, 4 words, 0.0 MB" in found.lines[0]
    assert found.lines[1:] == ("generation 1 before it: whole", "whole")


def test_a_first_generation_has_none_before_it(settings: Settings, write: Write) -> None:
    write("a.txt", "كتاب")
    reindex(settings)
    assert len(checked(engine_of(settings.index)).lines) == 2


@pytest.mark.parametrize("pattern", ["*.arrays", "*.toc"])
def test_a_flipped_bit_is_named(index: Path, pattern: str) -> None:
    path = flip(index / "gen-2", pattern)
    assert checked(whoosh_engine(index)) == Check(
        (
            checked(whoosh_engine(index)).lines[0],
            f"{path}: not as it was written",
            "generation 1 before it: whole",
            "not whole",
        ),
        whole=False,
    )


def test_damage_before_the_generation_in_place_is_told_and_harms_nothing(index: Path) -> None:
    flip(index / "gen-1", "*.arrays")
    found = checked(whoosh_engine(index))
    assert found.lines[1:] == ("generation 1 before it: damaged", "whole")
    assert found.whole


@pytest.mark.parametrize(
    ("old", "new"),
    [(str(fingerprint()), "another"), (f'"format": {FORMAT}', '"format": 1')],
)
def test_another_analysis_is_told_with_the_remedy(
    index: Path, rewrite: Rewrite, old: str, new: str
) -> None:
    rewrite(index / "gen-2", old, new)
    found = checked(whoosh_engine(index))
    assert not found.whole
    assert found.lines[1].endswith("another version of the analysis: python -m indexer reindex")


def test_documents_that_are_not_there_are_counted(index: Path, rewrite: Rewrite) -> None:
    rewrite(index / "gen-2", '"documents": 2', '"documents": 3')
    found = checked(whoosh_engine(index))
    assert not found.whole
    assert found.lines[1] == "2 documents can be read, not 3"


def test_a_file_of_the_wrong_size_is_an_error(index: Path) -> None:
    next((index / "gen-2").glob("*.arrays")).write_bytes(b"")
    with pytest.raises(IndexDamaged, match="gen-2"):
        checked(whoosh_engine(index))


@pytest.mark.parametrize("name", ["words", "years", "created", "generation", "documents"])
def test_a_manifest_that_says_anything_else_is_an_error(index: Path, name: str) -> None:
    path = index / "gen-2" / "MANIFEST.json"
    row = json.loads(path.read_text("utf-8"))
    row[name] = {"years": [[1066, 40]], "created": "2031-01-01"}.get(name, 77)
    path.write_text(json.dumps(row, ensure_ascii=False, indent=1), "utf-8")
    with pytest.raises(IndexDamaged, match=r"gen-2/MANIFEST\.json is not as it was written"):
        checked(whoosh_engine(index))


def test_a_lost_pointer_is_told(index: Path) -> None:
    (index / "current").unlink()
    found = checked(whoosh_engine(index))
    assert found.whole
    assert found.lines[0].startswith("generation 2 of 20")
    assert found.lines[1].startswith(f"{index}/current names no generation that is there")


def test_no_index_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        checked(whoosh_engine(tmp_path))
