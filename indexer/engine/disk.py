"""Two things that differ between disks and systems: how files are made to last, and locks."""

from __future__ import annotations

import errno
import importlib
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

from indexer.errors import IndexLocked

LOCK = ".writer.lock"
_HOLDER = ".writer.pid"  # instead of a lock, where there are none
_UNKNOWN = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}  # to this disk
_NO_LOCKS = _UNKNOWN | {errno.ENOLCK, errno.EPERM}
_held: set[Path] = set()  # files of _HOLDER that this process made
_LOCKED_BYTE = (
    1 << 30
)  # of the file of the lock on Windows, where others cannot read what is locked
_TRIES, _PAUSE = 50, 0.02  # for a file that another program has open


def system_module(name: str) -> Any:
    """The module `name` of the standard library; None where the system lacks it.

    Windows lacks fcntl, and has msvcrt for it.
    """
    return importlib.import_module(name) if find_spec(name) else None


# What lasts


def sync(path: Path) -> None:
    """Makes the contents of the file or folder at `path` outlast a power cut.

    Windows syncs files that are open to be written, and keeps the names in folders by itself.
    """
    posix = system_module("fcntl") is not None
    if not posix and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if posix else os.O_RDWR)
    try:
        _sync(handle)
    except OSError as error:
        if not (path.is_dir() and error.errno in _UNKNOWN):  # some disks keep folders by themselves
            raise
    finally:
        os.close(handle)


def _sync(handle: int) -> None:
    fcntl = system_module("fcntl")
    full = getattr(fcntl, "F_FULLFSYNC", None)  # of macOS, whose fsync stops at the drive's cache
    if full is not None:
        try:
            fcntl.fcntl(handle, full)
            return
        except OSError as error:  # not every disk has it
            if error.errno not in _UNKNOWN | {errno.ENOTTY}:
                raise
    os.fsync(handle)


def replace(path: Path, target: Path) -> None:
    """Gives what is at `path` the name `target`, in place of what has it.

    Windows refuses it while another program has one of them open, as readers have for a moment.
    """
    for _ in range(0 if system_module("fcntl") else _TRIES):
        try:
            path.replace(target)
        except PermissionError:
            time.sleep(_PAUSE)
        else:
            return
    path.replace(target)


# Who may write


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Holds the right to write in `folder`; raises IndexLocked if another has it.

    It is a lock of the system, which dies with the process that holds it. On a disk that knows no
    locks it is a file that names the process.
    """
    with (folder / LOCK).open("a+b", buffering=0) as file:
        try:
            _take(file)
        except BlockingIOError as error:
            raise _locked(folder, file) from error
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            with _file_held(folder):
                yield
            return
        file.truncate(0)
        file.write(str(os.getpid()).encode())
        try:
            yield
        finally:
            _release(file)


def _take(file: BinaryIO) -> None:
    """Locks `file`; raises BlockingIOError if another process has, OSError if there is no way."""
    if fcntl := system_module("fcntl"):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    elif msvcrt := system_module("msvcrt"):
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EDEADLK):
                raise BlockingIOError(*error.args) from error
            raise
    else:
        raise OSError(errno.ENOSYS, "this system has no locks")


def _release(file: BinaryIO) -> None:
    """Unlocks `file` where closing it does so only some time later."""
    if msvcrt := system_module("msvcrt"):
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)


def _locked(folder: Path, file: BinaryIO) -> IndexLocked:
    """The error that names the process which holds the lock on `file`."""
    file.seek(0)
    holder = file.read(20)
    pid = int(holder) if holder.isdigit() else None
    by = f" by process {pid}" if pid else ""
    return IndexLocked(f"{folder} is being written{by}; try again when it is done.", pid)


@contextmanager
def _file_held(folder: Path) -> Iterator[None]:
    """Holds the file that names this process; one that a dead process of this machine left goes."""
    path = folder / _HOLDER
    if _is_left_over(path):
        path.unlink(missing_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            _held.add(path)
            file.write(f"{os.getpid()} {socket.gethostname()}")
    except FileExistsError as error:
        pid, host = _holder(path)
        raise IndexLocked(
            f"{folder} is being written by process {pid or '?'} on {host or '?'}; try again when "
            f"it is done. If there is no such process, delete {path}.",
            pid,
        ) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    try:
        yield
    finally:
        _held.discard(path)
        path.unlink(missing_ok=True)


def _holder(path: Path) -> tuple[int | None, str]:
    """The process, and its machine, that made the file at `path`."""
    try:
        pid, _, host = path.read_text("utf-8", "replace").partition(" ")
    except OSError:
        return None, ""
    return (int(pid) if pid.isascii() and pid.isdigit() else None), host


def _is_left_over(path: Path) -> bool:
    """Whether the file at `path` was left by a process of this machine that is gone."""
    pid, host = _holder(path)
    if pid is None or host != socket.gethostname():
        return False
    if pid == os.getpid():  # of one before this, which had the same number
        return path not in _held
    return is_gone(pid)


def is_gone(pid: int) -> bool:
    """Whether no process of this machine has that number; False where it cannot be asked."""
    if hasattr(signal, "CTRL_C_EVENT"):  # of Windows, which sends that for the signal 0
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass
    return False
