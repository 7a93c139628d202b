"""Generations of an index on disk: written aside, verified, then put in place in one step.

    index/
      current                  a file that names the generation that is served
      gen-6/  gen-7/           the engine's files and the manifest; the last two stay
      gen-8.building/          one being written
      current.next             the pointer about to replace `current`
      .writer.lock             held by the one writer

MANIFEST.json has the size and the digest of each file, and MANIFEST.sha256 its own, as `sha256sum`
writes it.

The order of steps is what makes a kill, a power cut or a full disk harmless (docs/reliability.md).
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from indexer.engine import pointer
from indexer.engine.disk import lock, sync
from indexer.engine.pointer import CURRENT, GENERATION, MANIFEST
from indexer.errors import IndexDamaged, IndexMissing, SearchIndexError
from indexer.fingerprint import Fingerprint
from indexer.release import command

log = logging.getLogger(__name__)

FORMAT = 12  # of the manifest and of what the engine stores
SIGNATURE = "MANIFEST.sha256"
KEPT = 2
_SIGNED = 4  # the first format whose manifest has a signature
_BUILDING = ".building"
_SPARE_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of a generation, written into it last."""

    generation: int
    fingerprint: str  # of the analysis
    readers: str  # fingerprint of what read the documents
    created: str  # ISO 8601, UTC
    documents: int
    words: int
    years: tuple[tuple[int, int], ...]  # (year, documents), ascending
    files: tuple[tuple[str, int, str], ...] = ()  # (name, bytes, SHA-256 in hex)
    failures: int = 0  # recorded in it (`records`)
    kept: int = 0  # documents that have the text they last had
    unread: int = 0  # files of formats that are not read
    format: int = FORMAT
    engine: str = "whoosh"  # the name of the engine that wrote it

    def answers_to(self, fingerprint: Fingerprint) -> bool:
        """Whether it is of the present format, and of the analysis that bears `fingerprint`."""
        return self.format == FORMAT and fingerprint.answers(self.fingerprint)


@dataclass(frozen=True, slots=True)
class Generation:
    """A complete generation and the folder it is in."""

    folder: Path
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Building:
    """A generation that is being built: its number, and the folder for its local files."""

    number: int
    folder: Path


# Writing


@contextmanager
def writer_lock(index: Path) -> Iterator[None]:
    """Holds the right to write `index`, creating its folder; raises IndexLocked if it is taken.

    What the disk refuses while it is held is raised as SearchIndexError.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        with lock(index):
            yield
    except OSError as error:
        raise SearchIndexError(f"{index} was not written: {error}.") from error


def new_building(index: Path) -> tuple[int, Path]:
    """The number of the next generation and the empty folder to build it in.

    Removes what killed writers left and mends a lost pointer. Raises SearchIndexError when the disk
    is too full to hold a second copy of the present generation. Call it under the writer's lock.
    """
    pointer.clear(index)
    for entry in index.glob(f"*{_BUILDING}"):
        if GENERATION.fullmatch(entry.name.removesuffix(_BUILDING)):
            shutil.rmtree(entry)
    present = in_place(index)
    if present and not pointer.pointed(index):
        pointer.point(index, present)
    _remove_outdated(index)
    size = sum(path.stat().st_size for path in index.glob(f"{present}/*")) if present else 0
    needed = 2 * size + _SPARE_BYTES
    free = shutil.disk_usage(index).free
    if free < needed:
        raise SearchIndexError(
            f"{index} has {free >> 20} MB left and rebuilding needs {needed >> 20} MB: free some."
        )
    names = [entry.name for entry in index.iterdir()]
    number = 1 + max([int(found[1]) for found in map(GENERATION.fullmatch, names) if found] or [0])
    building = index / f"gen-{number}{_BUILDING}"
    building.mkdir()
    return number, building


def publish(building: Path, manifest: Manifest) -> Generation:
    """Makes `building` the current generation, durably; older ones but the last go."""
    index = building.parent
    write_manifest(building, manifest)
    for path in building.iterdir():
        sync(path)
    sync(building)
    folder = building.with_name(building.name.removesuffix(_BUILDING))
    building.rename(folder)
    sync(index)
    pointer.point(index, folder.name)
    _remove_outdated(index)
    return Generation(folder, manifest)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Writes `manifest` and its signature into `folder`."""
    row = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
    (folder / MANIFEST).write_bytes(row)
    (folder / SIGNATURE).write_bytes(signature(row))


def signature(manifest: bytes) -> bytes:
    """The content of SIGNATURE for a manifest of that content."""
    return f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode()


def _remove_outdated(index: Path) -> None:
    """Removes every generation but the one in place and the newest others, KEPT in all.

    One that cannot be removed is left to the next run: Windows keeps what a reader has open.
    """
    name = in_place(index)
    others = [folder for _, folder in _numbered(index) if folder.name != name]
    for folder in others[KEPT - 1 :]:
        try:
            shutil.rmtree(folder)
        except OSError as error:
            log.warning("A generation that is no longer needed was not removed: %s", error)


def digests(folder: Path) -> tuple[tuple[str, int, str], ...]:
    """(name, bytes, SHA-256) of each file in `folder`, but of the manifest and its signature."""
    paths = sorted(path for path in folder.iterdir() if path.name not in (MANIFEST, SIGNATURE))
    return tuple((path.name, path.stat().st_size, _sha256(path)) for path in paths)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


# Reading


def in_place(index: Path) -> str | None:
    """The name of the generation in place: the one the pointer names.

    Where that is lost it is the newest that is whole, or the newest there is if none is.
    """
    if name := pointer.pointed(index):
        return name
    folders = [folder for _, folder in _numbered(index)]
    return next((folder.name for folder in (*filter(_is_whole, folders), *folders)), None)


def pointer_fault(index: Path) -> str | None:
    """A sentence on the pointer of `index` where it is lost."""
    if pointer.pointed(index):
        return None
    return (
        f"{index / CURRENT} names no generation that is there: the newest whole one serves, "
        "and the next update or reindex mends this"
    )


def current(index: Path) -> Generation:
    """The generation in place; raises IndexMissing, or IndexDamaged if it is not whole."""
    while (name := in_place(index)) is not None:
        try:
            return opened(index / name)
        except IndexDamaged:
            if name == in_place(index):
                raise
            # replaced, and cleaned away, between the two lines above: read the name again
    raise IndexMissing(f"There is no index in {index}; build it with: {command('reindex')}")


def whole_generations(index: Path) -> tuple[Generation, ...]:
    """The generations whose files have the sizes they were written with, the newest first."""
    found = []
    for _, folder in _numbered(index):
        with suppress(IndexDamaged):
            found.append(opened(folder))
    return tuple(found)


def opened(folder: Path) -> Generation:
    """The generation in `folder`, its files of the sizes they were written with.

    Raises IndexDamaged otherwise. `damaged_files` compares their contents too, which takes longer.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
        manifest = manifest_of(json.loads(content.decode("utf-8")))
        signed = _is_signed(folder, content, manifest)
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise IndexDamaged(f"{folder / MANIFEST} cannot be read: {error}") from error
    if not signed:
        raise IndexDamaged(f"{folder / MANIFEST} is not as it was written.")
    for name, size, _ in manifest.files:
        if _size(folder / name) != size:
            raise IndexDamaged(f"{folder / name} is missing or not as long as it was written.")
    return Generation(folder, manifest)


def _is_signed(folder: Path, content: bytes, manifest: Manifest) -> bool:
    """Whether the manifest of that content bears its signature; formats of old have none."""
    try:
        return (folder / SIGNATURE).read_bytes() == signature(content)
    except FileNotFoundError:
        return manifest.format < _SIGNED


def _is_whole(folder: Path) -> bool:
    try:
        opened(folder)
    except IndexDamaged:
        return False
    return True


def damaged_files(generation: Generation) -> tuple[str, ...]:
    """The names of the files of `generation` whose contents are not those that were written."""
    return tuple(
        name
        for name, _, sha in generation.manifest.files
        if not _holds(generation.folder / name, sha)
    )


def manifest_of(row: Any) -> Manifest:
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
        failures=int(row.get("failures", 0)),
        kept=int(row.get("kept", 0)),
        unread=int(row.get("unread", 0)),
        format=int(row["format"]),
        engine=str(row.get("engine", "whoosh")),
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
        name = GENERATION.fullmatch(folder.name)
        if name and folder.is_dir():
            found.append((int(name[1]), folder))
    return sorted(found, reverse=True)
