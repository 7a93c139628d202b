"""A generation is compared once a host, and again as soon as anything about it is another."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from indexer.engine import disk, generations, verified
from indexer.engine.generations import Generation
from indexer.engine.sealed_file import SealedFile
from indexer.engine.verified import NOTE, damaged_once


class Comparison:
    """Compares as an engine does, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, generation: Generation) -> tuple[str, ...]:
        self.times += 1
        return generations.damaged_files(generation)


@pytest.fixture
def compare() -> Comparison:
    return Comparison()


@pytest.fixture
def generation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generation:
    """A generation of two files, written long enough ago for a change to show in their times."""
    if verified._boot() is None:
        pytest.skip("this system tells no boot from another, so nothing is noted")
    monkeypatch.setattr(verified, "_TICK", 0)
    monkeypatch.setattr(verified, "_COARSE", 1 << 62)
    folder = tmp_path / "gen-1.building"
    folder.mkdir()
    (folder / "words").write_bytes(b"words")
    (folder / "texts").write_bytes(b"texts")
    manifest = generations.Manifest(
        generation=1,
        fingerprint="f",
        readers="r",
        created="2026-01-01T00:00:00+00:00",
        documents=1,
        words=1,
        years=(),
        files=generations.digests(folder),
    )
    found = generations.publish(folder, manifest)
    time.sleep(0.02)  # a tick of the clock of files
    return found


def test_the_second_to_ask_does_not_compare(generation: Generation, compare: Comparison) -> None:
    assert damaged_once(generation, compare) == ()
    assert damaged_once(generation, compare) == ()
    assert compare.times == 1


def test_those_that_ask_at_once_wait_for_the_first(generation: Generation) -> None:
    start = Barrier(6)
    compare = Comparison()

    def slow(of: Generation) -> tuple[str, ...]:
        time.sleep(0.1)
        return compare(of)

    def ask(_: int) -> object:
        start.wait()
        return damaged_once(generation, slow)

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(ask, range(6))) == [()] * 6
    assert compare.times == 1


def flipped(path: Path) -> None:
    """Changes a byte, and gives the file the times of before."""
    before = path.stat()
    with path.open("r+b") as file:
        file.write(b"W")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(path: Path) -> None:
    """Puts another file of the same size and times in its place."""
    before = path.stat()
    aside = path.with_name("aside")
    aside.write_bytes(b"W" * before.st_size)
    os.utime(aside, ns=(before.st_atime_ns, before.st_mtime_ns))
    aside.replace(path)


@pytest.mark.parametrize("harm", [flipped, replaced, lambda path: os.truncate(path, 1), os.unlink])
def test_a_file_that_changes_is_found_in_spite_of_the_note(
    generation: Generation, compare: Comparison, harm: Callable[[Path], None]
) -> None:
    damaged_once(generation, compare)
    harm(generation.folder / "words")
    assert damaged_once(generation, compare) == ("words",)
    assert damaged_once(generation, compare) == ("words",)  # which is never noted
    assert compare.times == 3


def rewritten(folder: Path, **changes: object) -> None:
    """Writes the note with other values, sealed as it should be."""
    row = json.loads((folder / NOTE).read_bytes().split(b"\n")[0]) | changes
    (folder / NOTE).unlink()
    with SealedFile(folder / NOTE) as file:
        file.write(f"{json.dumps(row)}\n".encode())
    (folder / NOTE).chmod(0o600)


@pytest.mark.parametrize(
    "changes",
    [
        {"boot": "another"},
        {"at": -25 * 60 * 60},  # seconds from now
        {"at": 60},
        {"at": "now"},
        {"manifest": "another"},
        {"files": []},
        {"files": None},
    ],
    ids=str,
)
def test_a_note_of_another_boot_day_or_manifest_is_not_trusted(
    generation: Generation, compare: Comparison, changes: dict[str, object]
) -> None:
    damaged_once(generation, compare)
    rewritten(generation.folder)
    damaged_once(generation, compare)
    assert compare.times == 1  # rewriting alone does no harm
    if isinstance(seconds := changes.get("at"), int):
        changes = {"at": time.time() + seconds}
    rewritten(generation.folder, **changes)
    damaged_once(generation, compare)
    assert compare.times == 2


def torn(note: Path) -> None:
    os.truncate(note, note.stat().st_size // 2)


def linked(note: Path) -> None:
    note.rename(note.with_name("aside"))
    note.symlink_to("aside")


@pytest.mark.parametrize(
    "harm",
    [
        torn,
        linked,
        lambda note: note.write_bytes(b""),
        lambda note: note.write_bytes(b"[]\n" * 9),
        lambda note: note.write_bytes(bytes(2 << 20)),
        lambda note: note.chmod(0o666),
        lambda note: note.chmod(0o660),
    ],
)
def test_a_note_that_is_torn_or_that_others_can_write_is_not_trusted(
    generation: Generation, compare: Comparison, harm: Callable[[Path], None]
) -> None:
    damaged_once(generation, compare)
    harm(generation.folder / NOTE)
    assert damaged_once(generation, compare) == ()
    assert compare.times == 2
    damaged_once(generation, compare)  # a trustworthy note is in its place
    assert compare.times == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root: a chown")
def test_a_note_of_another_user_is_not_trusted(generation: Generation, compare: Comparison) -> None:
    damaged_once(generation, compare)
    os.chown(generation.folder / NOTE, 12345, -1)
    damaged_once(generation, compare)
    assert compare.times == 2


def test_where_nothing_can_be_written_each_compares(
    generation: Generation, compare: Comparison
) -> None:
    (generation.folder / f"{NOTE}.new").mkdir()
    (generation.folder / ".writer.lock").mkdir()
    for _ in range(3):
        assert damaged_once(generation, compare) == ()
    assert compare.times == 3


def test_a_process_that_hangs_is_not_waited_for_without_end(
    generation: Generation, compare: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verified, "_WAIT_SECONDS", 0.01)
    with disk.lock(generation.folder):
        assert damaged_once(generation, compare) == ()
    assert compare.times == 1


def test_files_that_were_just_written_are_not_noted(
    generation: Generation, compare: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verified, "_TICK", 60_000_000_000)  # a change may bear the same time
    damaged_once(generation, compare)
    assert not (generation.folder / NOTE).exists()


def test_a_file_that_changes_while_it_is_compared_is_not_noted(generation: Generation) -> None:
    def compare(of: Generation) -> tuple[str, ...]:
        found = generations.damaged_files(of)
        flipped(of.folder / "words")
        return found

    assert damaged_once(generation, compare) == ()
    assert damaged_once(generation, generations.damaged_files) == ("words",)


def test_no_note_is_carried_with_a_copy(generation: Generation, compare: Comparison) -> None:
    damaged_once(generation, compare)
    copy = generation.folder.with_name("gen-2")
    shutil.copytree(generation.folder, copy)
    damaged_once(generations.opened(copy), compare)
    assert compare.times == 2


def test_a_system_without_boots_compares_each_time(
    generation: Generation, compare: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verified, "_BOOT", generation.folder / "absent")
    damaged_once(generation, compare)
    damaged_once(generation, compare)
    assert compare.times == 2
