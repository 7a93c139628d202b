"""Generations of an index on disk: written aside, verified, then put in place in one step.

    index/
      current → gen-7          the generation that is served
      gen-6/  gen-7/           the engine's files and MANIFEST.json; the last two stay
      gen-8.building/          one being written
      current.next             the pointer about to replace `current`
      .writer.lock             held by the one writer

The order of steps is what makes a kill, a power cut or a full disk harmless (docs/reliability.md).
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from indexer.errors import IndexDamaged, IndexLocked, IndexMissing, SearchIndexError

MANIFEST = "MANIFEST.json"
FORMAT = 3  # of the manifest and of what the engine stores
KEPT = 2
_CURRENT = "current"
_NEXT = "current.next"
_LOCK = ".writer.lock"
_BUILDING = ".building"
_GENERATION = re.compile(r"gen-([0-9]+)")
_SPARE_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is, written into it last. `files` maps names to (bytes, SHA-256)."""

    generation: int
    fingerprint: str  # of the analysis
    readers: str  # fingerprint of what read the documents
    created: str  # ISO 8601, UTC
    documents: int
    words: int
    years: tuple[tuple[int, int], ...]  # (year, documents), ascending
    files: tuple[tuple[str, int, str], ...]  # (name, bytes, SHA-256 in hex)
    format: int = FORMAT

    def answers_to(self, fingerprint: str) -> bool:
        """Whether it is of the present format, and of the analysis that bears `fingerprint`."""
        return (self.fingerprint, self.format) == (fingerprint, FORMAT)


@dataclass(frozen=True, slots=True)
class Generation:
    """A complete generation and the folder it is in."""

    folder: Path
    manifest: Manifest


# Writing


@contextmanager
def writer_lock(index: Path) -> Iterator[None]:
    """Holds the right to write `index`, creating its folder; raises IndexLocked if it is taken.

    The lock dies with the process that holds it. What the disk refuses while it is held is raised
    as SearchIndexError.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        with (index / _LOCK).open("a+b", buffering=0) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise _locked(index, lock) from error
            lock.truncate(0)
            lock.write(str(os.getpid()).encode())
            yield
    except OSError as error:
        raise SearchIndexError(f"{index} was not written: {error}.") from error


def _locked(index: Path, lock: BinaryIO) -> IndexLocked:
    """The error that names the process which holds `lock`."""
    lock.seek(0)
    holder = lock.read(20)
    pid = int(holder) if holder.isdigit() else None
    by = f" by process {pid}" if pid else ""
    return IndexLocked(f"{index} is being written{by}; try again when it is done.", pid)


def new_building(index: Path) -> tuple[int, Path]:
    """The number of the next generation and the empty folder to build it in.

    Removes what killed writers left, and raises SearchIndexError when the disk is too full to hold
    a second copy of the present generation. Call it under the writer's lock.
    """
    (index / _NEXT).unlink(missing_ok=True)
    for entry in index.glob(f"*{_BUILDING}"):
        if _GENERATION.fullmatch(entry.name.removesuffix(_BUILDING)):
            shutil.rmtree(entry)
    _remove_outdated(index)
    present = sum(path.stat().st_size for path in index.glob(f"{_CURRENT}/*"))
    needed = 2 * present + _SPARE_BYTES
    free = shutil.disk_usage(index).free
    if free < needed:
        raise SearchIndexError(
            f"{index} has {free >> 20} MB left and rebuilding needs {needed >> 20} MB: free some."
        )
    names = [current_name(index) or "", *(entry.name for entry in index.iterdir())]
    number = 1 + max([int(found[1]) for found in map(_GENERATION.fullmatch, names) if found] or [0])
    building = index / f"gen-{number}{_BUILDING}"
    building.mkdir()
    return number, building


def publish(building: Path, manifest: Manifest) -> Generation:
    """Makes `building` the current generation, durably; older ones but the last go."""
    index = building.parent
    row = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (building / MANIFEST).write_text(row, "utf-8")
    for path in building.iterdir():
        _sync(path)
    _sync(building)
    folder = building.with_name(building.name.removesuffix(_BUILDING))
    building.rename(folder)
    _sync(index)
    link = index / _NEXT
    link.symlink_to(folder.name)
    link.replace(index / _CURRENT)
    _sync(index)
    _remove_outdated(index)
    return Generation(folder, manifest)


def _remove_outdated(index: Path) -> None:
    """Removes every generation but the one in place and the newest others, KEPT in all."""
    name = current_name(index)
    others = [folder for _, folder in _numbered(index) if folder.name != name]
    for folder in others[KEPT - 1 :]:
        shutil.rmtree(folder)


def digests(folder: Path) -> tuple[tuple[str, int, str], ...]:
    """(name, bytes, SHA-256) of each file in `folder`, the manifest left out."""
    paths = sorted(path for path in folder.iterdir() if path.name != MANIFEST)
    return tuple((path.name, path.stat().st_size, _sha256(path)) for path in paths)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# Reading


def current_name(index: Path) -> str | None:
    """What the pointer to the generation in place says."""
    try:
        return os.readlink(index / _CURRENT)
    except OSError:
        return None


def current_stamp(index: Path) -> tuple[int, int] | None:
    """A value that changes whenever a generation is put in place, be the index deleted in between.

    Cheap enough to ask before each search; None when there is no pointer.
    """
    try:
        link = os.lstat(index / _CURRENT)
    except OSError:
        return None
    return link.st_ino, link.st_mtime_ns


def current(index: Path) -> Generation:
    """The generation in place; raises IndexMissing, or IndexDamaged if it is not whole."""
    while (name := current_name(index)) is not None:
        if not _GENERATION.fullmatch(name):
            raise IndexDamaged(f"{index / _CURRENT} points to {name}, which is no generation.")
        try:
            return opened(index / name)
        except IndexDamaged:
            if name == current_name(index):
                raise
            # replaced, and cleaned away, between the two lines above: read the name again
    raise IndexMissing(f"There is no index in {index}; build it with: python -m indexer reindex")


def previous(index: Path) -> Generation | None:
    """The newest whole generation besides the one in place."""
    for _, folder in _numbered(index):
        if folder.name != current_name(index):
            try:
                return opened(folder)
            except IndexDamaged:
                continue
    return None


def opened(folder: Path) -> Generation:
    """The generation in `folder`, its files of the sizes they were written with.

    Raises IndexDamaged otherwise. `damaged_files` compares their contents too, which takes longer.
    """
    try:
        manifest = _manifest(json.loads((folder / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise IndexDamaged(f"{folder / MANIFEST} cannot be read: {error}") from error
    for name, size, _ in manifest.files:
        if _size(folder / name) != size:
            raise IndexDamaged(f"{folder / name} is missing or not as long as it was written.")
    return Generation(folder, manifest)


def damaged_files(generation: Generation) -> tuple[str, ...]:
    """The names of the files of `generation` whose contents are not those that were written."""
    return tuple(
        name
        for name, _, sha in generation.manifest.files
        if not _holds(generation.folder / name, sha)
    )


def _manifest(row: Any) -> Manifest:
    """The manifest stored as `row`; raises ValueError, TypeError or KeyError when it is not one."""
    files = tuple((str(name), int(size), str(sha)) for name, size, sha in row["files"])
    for name, _, _ in files:
        if Path(name).name != name:
            raise ValueError(f"{name!r} is not the name of a file")
    return Manifest(
        generation=int(row["generation"]),
        fingerprint=str(row["fingerprint"]),
        readers=str(row["readers"]),
        created=str(row["created"]),
        documents=int(row["documents"]),
        words=int(row["words"]),
        years=tuple((int(year), int(count)) for year, count in row["years"]),
        files=files,
        format=int(row["format"]),
    )


def _size(path: Path) -> int | None:
    """The bytes of the file at `path`; None when there is none."""
    try:
        status = path.lstat()
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _holds(path: Path, sha: str) -> bool:
    """Whether the file at `path` can be read and has the SHA-256 `sha`."""
    try:
        return _sha256(path) == sha
    except OSError:
        return False


def _numbered(index: Path) -> list[tuple[int, Path]]:
    """The complete generations in `index`, newest first."""
    found = []
    for folder in index.glob("gen-*"):
        name = _GENERATION.fullmatch(folder.name)
        if name and folder.is_dir():
            found.append((int(name[1]), folder))
    return sorted(found, reverse=True)
