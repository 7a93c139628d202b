"""A note in a generation that its files were compared with the manifest: once a host is enough.

    VERIFIED.json   {"manifest": SHA-256 of it, "boot": identifier of the host's boot,
                     "at": seconds since 1970, "process": its number,
                     "files": [[name, bytes, inode, mtime, ctime], …]}, sealed

The processes of a host share it: the first compares, the others wait for it and read the note. It
is trusted for a day, under the same boot, and as long as every file is the same and untouched: a
program cannot set back the time of a file's last change (ctime). So it survives neither a power
cut, after which a disk may give back other bytes, nor a copy of the index. It must be a file of
this user that others cannot write; whoever writes as this user can write the manifest as well,
whose digests are no secret. Where no note is trusted or can be written, each process compares.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from indexer.engine import disk
from indexer.engine.generations import Generation
from indexer.engine.pointer import MANIFEST
from indexer.engine.sealed_file import SealedFile, unsealed
from indexer.errors import IndexLocked, SearchIndexError

NOTE = "VERIFIED.json"
_SECONDS = 24 * 60 * 60  # that a note is trusted
_WAIT_SECONDS = 10.0  # for another process that compares
_PAUSE = 0.05
_MOST_BYTES = 1 << 20
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_TICK = 100_000_000  # ns: changes nearer to each other than this may bear the same time
_COARSE, _COARSE_TICK = 10_000_000, 2_000_000_000  # disks of which all times are such multiples

Row = list[str | int]


def damaged_once(
    generation: Generation, damaged: Callable[[Generation], Sequence[str]]
) -> Sequence[str]:
    """The names of the files that `damaged` finds damaged.

    It is not asked where a process of this host found none lately: then there are none.
    """
    folder = generation.folder
    if _boot() is None or not folder.is_dir():
        return damaged(generation)
    with suppress(OSError):
        if _is_noted(generation):
            return ()
    with _turn(folder):
        with suppress(OSError):
            if _is_noted(generation):
                return ()
        try:
            before, started = _rows(generation), time.time_ns()
        except OSError:
            return damaged(generation)
        found = damaged(generation)
        if not found:
            with suppress(OSError):  # a folder that is gone, or that this process only reads
                if _rows(generation) == before and _is_settled(before, started):
                    _write(folder, before, started)
        return found


def _boot() -> str | None:
    """The identifier of the boot of this host; None on a system that has none."""
    try:
        return _BOOT.read_text("ascii").strip()
    except OSError:
        return None


def _rows(generation: Generation) -> list[Row]:
    """The row of each file of `generation`; raises OSError."""
    rows: list[Row] = []
    for name, _, _ in generation.manifest.files:
        found = os.lstat(generation.folder / name)
        rows.append([name, found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns])
    return rows


def _is_settled(rows: Sequence[Row], started: int) -> bool:
    """Whether a change of a file after `started`, in ns, is sure to show in its row."""
    times = [int(time) for row in rows for time in row[3:]]
    tick = _COARSE_TICK if all(time % _COARSE == 0 for time in times) else _TICK
    return all(time < started - tick for time in times)


def _digest(folder: Path) -> str:
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()


def _is_noted(generation: Generation) -> bool:
    """Whether a note says so of the files as they are now; raises OSError where there is none."""
    folder = generation.folder
    row = _note(folder / NOTE)
    return (
        row is not None
        and row.get("manifest") == _digest(folder)
        and row.get("boot") == _boot()
        and isinstance(at := row.get("at"), int | float)
        and 0 <= time.time() - at < _SECONDS
        and row.get("files") == _rows(generation)
    )


def _note(path: Path) -> dict[str, Any] | None:
    """The note at `path`; None where it is not as it was written, or not ours."""
    found = os.lstat(path)
    user = getattr(os, "geteuid", lambda: found.st_uid)()
    if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST_BYTES:
        return None
    if found.st_uid != user or found.st_mode & _WRITABLE_BY_OTHERS:
        return None
    try:
        with unsealed(path) as file:
            row = json.loads(file.readline())
    except (SearchIndexError, ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _write(folder: Path, rows: Sequence[Row], started: int) -> None:
    """Writes the note: a whole one appears, or none."""
    row = {
        "manifest": _digest(folder),
        "boot": _boot(),
        "at": started / 1e9,
        "process": os.getpid(),
        "files": rows,
    }
    aside = folder / f"{NOTE}.new"
    aside.unlink(missing_ok=True)
    with SealedFile(aside) as file:
        file.write(f"{json.dumps(row)}\n".encode())
    aside.chmod(stat.S_IRUSR | stat.S_IWUSR)
    disk.replace(aside, folder / NOTE)


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Waits until no other process compares the files in `folder`, or for _WAIT_SECONDS.

    It does not wait where nothing can be written into the folder.
    """
    until = time.monotonic() + _WAIT_SECONDS
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(disk.lock(folder))
                break
            except IndexLocked:
                if time.monotonic() >= until:
                    break
                time.sleep(_PAUSE)
            except OSError:
                break
        yield
