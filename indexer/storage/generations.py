"""Generations of an index on disk: written aside, verified, then put in place in one step.

    index/
      current → gen-7          the generation that is served
      gen-6/  gen-7/           the engine's files and MANIFEST.json; the last two stay
      gen-8.building/          one being written
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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.errors import IndexDamaged, IndexLocked, IndexMissing, SearchIndexError

MANIFEST = "MANIFEST.json"
FORMAT = 1  # of the manifest and of what the engine stores
KEPT = 2
_CURRENT = "current"
_LOCK = ".writer.lock"
_BUILDING = ".building"
_GENERATION = re.compile(r"gen-(\d+)(?:\.building)?")
_SPARE_BYTES = 64 << 20
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is, written into it last. `files` maps names to (bytes, SHA-256)."""

    generation: int
    fingerprint: str
    created: str  # ISO 8601, UTC
    documents: int
    words: int
    years: tuple[tuple[int, int], ...]  # (year, documents), ascending
    files: tuple[tuple[str, int, str], ...]  # (name, bytes, SHA-256 in hex)
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Generation:
    """A complete generation and the folder it is in."""

    folder: Path
    manifest: Manifest


# Writing


@contextmanager
def writer_lock(index: Path) -> Iterator[None]:
    """Holds the right to write `index`, creating its folder; raises IndexLocked if it is taken.

    The lock dies with the process that holds it.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        lock = os.open(index / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise SearchIndexError(f"{index} cannot be written: {error.strerror}.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.read(lock, 20).decode("ascii", "replace").strip()
        os.close(lock)
        pid = int(holder) if holder.isdigit() else None
        by = f" by process {pid}" if pid else ""
        raise IndexLocked(
            f"{index} is being written{by}; try again when it is done.", pid
        ) from error
    try:
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(lock)


def new_building(index: Path) -> tuple[int, Path]:
    """The number of the next generation and the empty folder to build it in.

    Removes what killed writers left, and raises SearchIndexError when the disk is too full to hold
    a second copy of the present generation. Call it under the writer's lock.
    """
    numbers = [0]
    for entry in index.iterdir():
        found = _GENERATION.fullmatch(entry.name)
        if found:
            numbers.append(int(found[1]))
        if entry.name.endswith(_BUILDING):
            shutil.rmtree(entry)
        elif entry.name.startswith(f"{_CURRENT}."):
            entry.unlink()
    present = sum(path.stat().st_size for path in index.glob(f"{_CURRENT}/*"))
    needed = 2 * present + _SPARE_BYTES
    free = shutil.disk_usage(index).free
    if free < needed:
        raise SearchIndexError(
            f"{index} has {free >> 20} MB left and rebuilding needs {needed >> 20} MB: free some."
        )
    number = max(numbers) + 1
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
    link = index / f"{_CURRENT}.{os.getpid()}"
    link.symlink_to(folder.name)
    link.replace(index / _CURRENT)
    _sync(index)
    for _, old in _numbered(index)[KEPT:]:
        shutil.rmtree(old)
    return Generation(folder, manifest)


def digests(folder: Path) -> tuple[tuple[str, int, str], ...]:
    """(name, bytes, SHA-256) of each file in `folder`, the manifest left out."""
    paths = sorted(path for path in folder.iterdir() if path.name != MANIFEST)
    return tuple((path.name, path.stat().st_size, _sha256(path)) for path in paths)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


# Reading


def current_name(index: Path) -> str | None:
    """The name of the generation in place: cheap enough to ask before each search."""
    try:
        return os.readlink(index / _CURRENT)
    except OSError:
        return None


def current(index: Path) -> Generation:
    """The generation in place; raises IndexMissing, or IndexDamaged if it is not whole."""
    while (name := current_name(index)) is not None:
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
        row = json.loads((folder / MANIFEST).read_text("utf-8"))
        files = tuple((str(name), int(size), str(sha)) for name, size, sha in row.pop("files"))
        years = tuple((int(year), int(count)) for year, count in row.pop("years"))
        manifest = Manifest(**row, files=files, years=years)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexDamaged(f"{folder / MANIFEST} cannot be read: {error}") from error
    for name, size, _ in manifest.files:
        path = folder / name
        if not path.is_file() or path.stat().st_size != size:
            raise IndexDamaged(f"{path} is missing or not of the size it was written with.")
    return Generation(folder, manifest)


def damaged_files(generation: Generation) -> tuple[str, ...]:
    """The names of the files of `generation` whose contents are not those that were written."""
    return tuple(
        name
        for name, _, sha in generation.manifest.files
        if not (generation.folder / name).is_file() or _sha256(generation.folder / name) != sha
    )


def _numbered(index: Path) -> list[tuple[int, Path]]:
    """The complete generations in `index`, newest first."""
    found = []
    for entry in index.iterdir():
        name = _GENERATION.fullmatch(entry.name)
        if name and not entry.name.endswith(_BUILDING):
            found.append((int(name[1]), entry))
    return sorted(found, reverse=True)
