"""Generations on disk: one writer, whole or not at all, and damage named."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from indexer import IndexDamaged, IndexLocked, IndexMissing, SearchIndexError
from indexer.analysis import fingerprint
from indexer.engine import generations
from indexer.engine.generations import Generation, Manifest, new_building, publish, writer_lock
from indexer.engine.pointer import stamp
from indexer.engine.requests import generation_before
from indexer.engine.whoosh.engine import whoosh_engine

ROOT = Path(__file__).resolve().parents[3]
HOLDER = """
import sys, time
from pathlib import Path
from indexer.engine.generations import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def built(index: Path, text: str = "كتاب") -> Generation:
    """A generation of one file, put in place."""
    with writer_lock(index):
        number, folder = new_building(index)
        (folder / "words").write_text(text, "utf-8")
        files = generations.digests(folder)
        return publish(folder, Manifest(number, "f", "r", "2026-01-01", 1, 1, ((1956, 1),), files))


@contextmanager
def held_elsewhere(index: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock of `index`."""
    command = [sys.executable, "-c", HOLDER, str(index)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def names(index: Path) -> set[str]:
    return {path.name for path in index.iterdir()} - {".writer.lock"}


# Writing


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    with held_elsewhere(tmp_path) as process:
        with (
            pytest.raises(IndexLocked, match=f"by process {process.pid};") as caught,
            writer_lock(tmp_path),
        ):
            pass
        assert caught.value.pid == process.pid


def test_the_lock_dies_with_the_process_that_holds_it(tmp_path: Path) -> None:
    with held_elsewhere(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        with writer_lock(tmp_path):
            assert (tmp_path / ".writer.lock").read_text() == str(os.getpid())


def test_the_lock_is_free_after_a_writer_that_failed(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writer_lock(tmp_path):
        raise ZeroDivisionError
    assert built(tmp_path).manifest.generation == 1


def test_an_index_that_cannot_be_made_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SearchIndexError, match=r"file/index was not written: .*Not a directory"):
        built(tmp_path / "file" / "index")


def test_what_the_disk_refuses_a_writer_is_an_error_of_the_index(tmp_path: Path) -> None:
    with (
        pytest.raises(SearchIndexError, match=r"was not written: .*No space left"),
        writer_lock(tmp_path),
    ):
        raise OSError(28, "No space left on device")


def test_leftovers_of_killed_writers_go(tmp_path: Path) -> None:
    built(tmp_path)
    (tmp_path / "gen-2.building").mkdir()
    (tmp_path / "gen-2.building" / "half").touch()
    (tmp_path / "current.next").symlink_to("gen-2")
    built(tmp_path)
    assert names(tmp_path) == {"gen-1", "gen-2", "current"}


@pytest.mark.parametrize("pointed", ["gen-2", "gen-4"])  # killed before the swap, and after
def test_generations_that_killed_writers_did_not_remove_go(tmp_path: Path, pointed: str) -> None:
    for number in range(1, 5):
        (tmp_path / f"gen-{number}").mkdir()
    (tmp_path / "current").write_text(pointed)
    new_building(tmp_path)
    kept = {"gen-4", "gen-2"} if pointed == "gen-2" else {"gen-4", "gen-3"}
    assert names(tmp_path) == kept | {"current", "gen-5.building"}


def test_what_is_not_a_generation_stays(tmp_path: Path) -> None:
    strangers = {"notes.building", "current.md", "gen-x", "gen-1.old"}
    for name in strangers:
        (tmp_path / name).mkdir()
    for _ in range(3):
        built(tmp_path)
    assert names(tmp_path) == strangers | {"gen-2", "gen-3", "current"}


def test_the_last_two_generations_stay(tmp_path: Path) -> None:
    for _ in range(4):
        built(tmp_path)
    assert names(tmp_path) == {"gen-3", "gen-4", "current"}
    assert (tmp_path / "current").read_text() == "gen-4\n"
    before = generation_before(whoosh_engine(tmp_path))
    assert before is not None
    assert before.manifest.generation == 3


@pytest.mark.parametrize(
    ("present", "pointed", "number"),
    [
        ([], None, 1),
        (["gen-9", "gen-10"], "gen-10", 11),  # as numbers, not as texts
        (["gen-10"], "gen-3", 11),  # put in place by hand
        (["gen-x", "gen--5", "gen-5.old"], None, 1),
        (["gen-007"], None, 8),
    ],
)
def test_numbers_grow(tmp_path: Path, present: list[str], pointed: str | None, number: int) -> None:
    for name in present:
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (2e9, 2e9))  # a clock that ran ahead
    if pointed:
        (tmp_path / "current").write_text(pointed)
    assert new_building(tmp_path) == (number, tmp_path / f"gen-{number}.building")


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(
    ("free", "enough"),
    [
        ((64 << 20) + 2 * 1_000_000, False),  # a byte of the manifest is missing, at least
        ((65 << 20) + 2 * 1_000_000, True),  # twice the present index, and 64 MB to spare
    ],
)
def test_a_disk_too_full_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, enough: bool
) -> None:
    built(tmp_path, "a" * 1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, free))
    if enough:
        assert new_building(tmp_path)[0] == 2
    else:
        with pytest.raises(SearchIndexError, match="has 65 MB left and rebuilding needs 65 MB"):
            new_building(tmp_path)
        assert names(tmp_path) == {"gen-1", "current"}


def test_a_manifest_says_what_the_generation_is(tmp_path: Path) -> None:
    generation = built(tmp_path, "كتاب")
    digest = hashlib.sha256((tmp_path / "gen-1" / "MANIFEST.json").read_bytes()).hexdigest()
    signature = (tmp_path / "gen-1" / "MANIFEST.sha256").read_text("utf-8")
    assert signature == f"{digest}  MANIFEST.json\n"
    row = json.loads((tmp_path / "gen-1" / "MANIFEST.json").read_text("utf-8"))
    assert row == {
        "generation": 1,
        "fingerprint": "f",
        "readers": "r",
        "created": "2026-01-01",
        "documents": 1,
        "words": 1,
        "years": [[1956, 1]],
        "files": [["words", 8, hashlib.sha256("كتاب".encode()).hexdigest()]],
        "failures": 0,
        "kept": 0,
        "unread": 0,
        "format": generations.FORMAT,
        "engine": "whoosh",
    }
    assert generations.current(tmp_path) == generation


def test_everything_is_on_disk_before_it_is_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[Any] = []
    fsync, rename, replace = os.fsync, os.rename, os.replace
    monkeypatch.setattr(os, "fsync", lambda f: (steps.append(os.fstat(f).st_ino), fsync(f)))
    monkeypatch.setattr(os, "rename", lambda *at: (steps.append("rename"), rename(*at)))
    monkeypatch.setattr(os, "replace", lambda *at: (steps.append("replace"), replace(*at)))
    folder = built(tmp_path).folder
    there = (tmp_path, tmp_path / "current", folder, *folder.iterdir())
    inode = {path.name: path.stat().st_ino for path in there}
    files = {inode[name] for name in ("words", "MANIFEST.json", "MANIFEST.sha256")}
    assert set(steps[:3]) == files
    index, pointer = inode[tmp_path.name], inode["current"]
    assert steps[3:] == [inode["gen-1"], "rename", index, pointer, "replace", index]


def test_there_is_a_generation_in_place_at_every_moment_of_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(tmp_path)
    seen: list[int] = []
    fsync = os.fsync

    def looking(handle: int) -> None:
        seen.append(generations.current(tmp_path).manifest.generation)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", looking)
    built(tmp_path)
    # three files, their folder, the rename, the pointer aside; then the pointer
    assert seen == [1, 1, 1, 1, 1, 1, 2]


def test_the_stamp_changes_even_when_an_index_is_deleted_and_built_again(tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert stamp(index) is None
    stamps = set()
    for _ in range(2):
        built(index)
        stamps.add(stamp(index))
        assert stamp(index) in stamps
        shutil.rmtree(index)
    assert len(stamps) == 2


# Reading


def test_without_a_pointer_the_index_is_missing(tmp_path: Path) -> None:
    for index in (tmp_path, tmp_path / "absent"):
        with pytest.raises(IndexMissing, match="build it with: python -m indexer reindex"):
            generations.current(index)
        assert generation_before(whoosh_engine(index)) is None


def test_a_missing_file_is_damage(tmp_path: Path) -> None:
    (built(tmp_path).folder / "words").unlink()
    with pytest.raises(IndexDamaged, match="gen-1/words is missing"):
        generations.current(tmp_path)


def test_a_file_of_another_size_is_damage(tmp_path: Path) -> None:
    (built(tmp_path).folder / "words").write_text("كتا", "utf-8")
    with pytest.raises(IndexDamaged, match="gen-1/words is missing or not as long"):
        generations.current(tmp_path)


def test_a_folder_or_a_link_in_place_of_a_file_is_damage(tmp_path: Path) -> None:
    words = built(tmp_path).folder / "words"
    words.rename(tmp_path / "elsewhere")
    words.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(IndexDamaged, match="gen-1/words"):
        generations.current(tmp_path)


def test_a_flipped_bit_is_found_by_reading_the_contents(tmp_path: Path) -> None:
    generation = built(tmp_path)
    words = generation.folder / "words"
    content = bytearray(words.read_bytes())
    assert generations.damaged_files(generation) == ()
    content[3] ^= 1
    words.write_bytes(content)
    assert generations.current(tmp_path) == generation
    assert generations.damaged_files(generation) == ("words",)


def test_a_generation_that_has_vanished_is_damaged_whole(tmp_path: Path) -> None:
    generation = built(tmp_path)
    shutil.rmtree(generation.folder)
    assert generations.damaged_files(generation) == ("words",)


GOOD = {
    "generation": 1,
    "fingerprint": "f",
    "readers": "r",
    "created": "2026",
    "documents": 0,
    "words": 0,
    "years": [],
    "files": [],
    "format": generations.FORMAT,
}


def signed(folder: Path, text: str) -> None:
    """Writes a manifest and its signature."""
    content = text.encode("utf-8", "surrogatepass")
    (folder / "MANIFEST.json").write_bytes(content)
    (folder / "MANIFEST.sha256").write_bytes(generations.signature(content))


def test_a_manifest_may_hold_names_that_a_later_version_adds(tmp_path: Path) -> None:
    signed(tmp_path, json.dumps({**GOOD, "engine": "another"}))
    assert generations.opened(tmp_path).manifest.documents == 0


@pytest.mark.parametrize(
    "text",
    [
        "",  # what a power cut may leave
        "{",
        "[]",
        "null",
        "{}",
        "[" * 100_000,
        json.dumps({**GOOD, "documents": "many"}),
        json.dumps({**GOOD, "documents": None}),
        json.dumps({**GOOD, "documents": float("inf")}),
        json.dumps({**GOOD, "years": [[1956]]}),
        json.dumps({**GOOD, "files": 3}),
        json.dumps({**GOOD, "files": [["words", 1]]}),
        json.dumps({**GOOD, "files": [["..", 1, ""]]}),
        # names no file can have
        json.dumps({**GOOD, "files": [["a\0", 1, ""]]}),
        json.dumps({**GOOD, "files": [["\ud800", 1, ""]]}),
        json.dumps({**GOOD, "files": [["", 1, ""]]}),
        json.dumps({**GOOD, "files": [["a" * 5000, 1, ""]]}),
    ],
    ids=lambda text: text[:8] + text[-32:],
)
def test_a_manifest_that_is_none_is_damage(tmp_path: Path, text: str) -> None:
    signed(tmp_path, text)
    with pytest.raises(IndexDamaged):
        generations.opened(tmp_path)


@pytest.mark.parametrize("name", ["../gen-1/words", "./words", "{index}/gen-1/words"])
def test_a_manifest_names_only_files_beside_it(tmp_path: Path, name: str) -> None:
    folder = built(tmp_path).folder
    manifest = (folder / "MANIFEST.json").read_text("utf-8")
    elsewhere = name.format(index=tmp_path)
    signed(folder, manifest.replace('"words",', f'"{elsewhere}",'))
    with pytest.raises(IndexDamaged, match="is not the name of a file"):
        generations.opened(folder)


def test_a_generation_that_goes_while_it_is_opened_is_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(tmp_path)
    opened = generations.opened

    def overtaken(folder: Path) -> Generation:
        if folder.name == "gen-1":
            built(tmp_path)
            built(tmp_path)
        return opened(folder)

    monkeypatch.setattr(generations, "opened", overtaken)
    assert generations.current(tmp_path).manifest.generation == 3


def test_a_manifest_that_is_not_utf_8_is_damage(tmp_path: Path) -> None:
    (built(tmp_path).folder / "MANIFEST.json").write_bytes(b"\xff")
    with pytest.raises(IndexDamaged, match=r"MANIFEST\.json cannot be read"):
        generations.current(tmp_path)


def test_a_manifest_without_its_signature_is_damage(tmp_path: Path) -> None:
    folder = built(tmp_path).folder
    (folder / "MANIFEST.sha256").unlink()
    with pytest.raises(IndexDamaged, match=r"MANIFEST\.json is not as it was written"):
        generations.opened(folder)


def test_a_manifest_of_old_has_no_signature(tmp_path: Path) -> None:
    (tmp_path / "MANIFEST.json").write_text(json.dumps({**GOOD, "format": 3}))
    assert not generations.opened(tmp_path).manifest.answers_to(fingerprint())


def test_the_newest_whole_generation_is_in_place_when_the_pointer_is_lost(lost: Path) -> None:
    assert generations.current(lost).manifest.generation == 2
    before = generation_before(whoosh_engine(lost))
    assert before is not None
    assert before.manifest.generation == 1
    (lost / "gen-2" / "words").unlink()
    assert generations.current(lost).manifest.generation == 1
    (lost / "gen-1" / "words").unlink()
    with pytest.raises(IndexDamaged, match="gen-2"):
        generations.current(lost)


def test_the_next_run_mends_a_lost_pointer(lost: Path) -> None:
    assert generations.pointer_fault(lost)
    with writer_lock(lost):
        new_building(lost)
    assert (lost / "current").read_text() == "gen-2\n"
    assert generations.pointer_fault(lost) is None
    assert built(lost).manifest.generation == 3
    assert names(lost) == {"gen-2", "gen-3", "current"}


def test_a_loss_of_the_pointer_and_its_return_are_noticed(tmp_path: Path) -> None:
    built(tmp_path)
    seen = [stamp(tmp_path)]
    for _ in range(3):
        (tmp_path / "current").unlink()
        seen.append(stamp(tmp_path))
        built(tmp_path)
        seen.append(stamp(tmp_path))
    assert len(set(seen)) == len(seen)


@pytest.fixture(
    params=["", "gen-9", "gen-1.building", "../gen-1", ".", "/", "\0\xff", "link", "folder", "copy"]
)
def lost(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An index of two generations whose pointer is lost in some way."""
    for _ in range(2):
        built(tmp_path)
    pointer = tmp_path / "current"
    pointer.unlink()
    if request.param == "link":
        pointer.symlink_to("gen-9")
    elif request.param == "folder":
        pointer.mkdir()
    elif request.param == "copy":  # as `cp -rL` makes it of a link
        shutil.copytree(tmp_path / "gen-2", pointer)
    elif request.param:
        pointer.write_text(request.param, "latin-1")
    return tmp_path


def test_a_link_as_earlier_versions_made_it_is_read(tmp_path: Path) -> None:
    for _ in range(2):
        built(tmp_path)
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to("gen-1")
    assert generations.current(tmp_path).manifest.generation == 1
    assert generations.pointer_fault(tmp_path) is None
    built(tmp_path)
    assert (tmp_path / "current").read_text() == "gen-3\n"


def test_a_folder_of_something_else_is_not_removed(tmp_path: Path) -> None:
    (tmp_path / "current").mkdir()
    (tmp_path / "current" / "letter.txt").touch()
    with pytest.raises(SearchIndexError, match="and not of an index: choose another folder"):
        built(tmp_path)
    assert (tmp_path / "current" / "letter.txt").exists()


def test_a_damaged_generation_is_not_the_one_before(tmp_path: Path) -> None:
    for _ in range(2):
        generation = built(tmp_path)
    before = generation_before(whoosh_engine(tmp_path))
    assert before is not None
    (before.folder / "words").unlink()
    assert generation_before(whoosh_engine(tmp_path)) is None
    assert generations.current(tmp_path) == generation
