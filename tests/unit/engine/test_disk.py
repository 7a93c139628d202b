"""Disks without locks, systems without fcntl, and what makes things last on each of them."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from indexer import IndexLocked
from indexer.engine import disk
from indexer.engine.disk import lock, replace, sync


@pytest.fixture(params=["ENOLCK", "EPERM", "ENOSYS", "EOPNOTSUPP"])
def lockless(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Disks know no locks, and say so in one of the ways."""

    def refused(*_: Any) -> None:
        raise OSError(getattr(errno, request.param), "no locks")

    monkeypatch.setattr(fcntl, "flock", refused)


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".writer.lock"}


@pytest.mark.usefixtures("lockless")
def test_without_locks_a_file_keeps_a_second_writer_out(tmp_path: Path) -> None:
    with lock(tmp_path):
        assert (tmp_path / ".writer.pid").read_text() == f"{os.getpid()} {socket.gethostname()}"
        with (
            pytest.raises(IndexLocked, match=f"by process {os.getpid()} on") as caught,
            lock(tmp_path),
        ):
            pass
        assert caught.value.pid == os.getpid()
        assert f"delete {tmp_path}/.writer.pid" in str(caught.value)
    assert left(tmp_path) == set()
    with lock(tmp_path):
        pass


@pytest.mark.usefixtures("lockless")
def test_the_file_of_a_dead_process_is_replaced(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        pass
    for pid in (dead.pid, os.getpid()):  # or of one that had our number, in a container
        (tmp_path / ".writer.pid").write_text(f"{pid} {socket.gethostname()}")
        with lock(tmp_path):
            pass
        assert left(tmp_path) == set()


@pytest.mark.usefixtures("lockless")
@pytest.mark.parametrize(
    "holder", ["1 {here}", "1 elsewhere", "", "garbage", "\udcff"], ids=lambda text: ascii(text)
)
def test_the_file_of_any_other_process_stands(tmp_path: Path, holder: str) -> None:
    content = holder.format(here=socket.gethostname()).encode("utf-8", "surrogateescape")
    (tmp_path / ".writer.pid").write_bytes(content)
    with pytest.raises(IndexLocked, match="If there is no such process, delete"), lock(tmp_path):
        pass
    assert (tmp_path / ".writer.pid").read_bytes() == content


@pytest.mark.usefixtures("lockless")
def test_the_file_goes_with_a_writer_that_failed(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), lock(tmp_path):
        raise ZeroDivisionError
    assert left(tmp_path) == set()


def test_any_other_fault_of_a_lock_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(fcntl, "flock", refused)
    with pytest.raises(OSError, match="broken"), lock(tmp_path):
        pass


def test_the_cache_of_the_drive_is_emptied_where_there_is_a_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on macOS, where fsync leaves things in the drive's own memory."""
    asked: list[Any] = []
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", lambda handle, what: asked.append(what))
    monkeypatch.setattr(os, "fsync", lambda handle: asked.append("fsync"))
    sync(tmp_path)
    assert asked == [51]


def test_a_disk_that_has_no_such_way_is_synced_as_others_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def refused(*_: Any) -> None:
        raise OSError(errno.ENOTSUP, "not here")

    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", refused)
    monkeypatch.setattr(os, "fsync", lambda handle: asked.append("fsync"))
    sync(tmp_path)
    assert asked == ["fsync"]


@pytest.mark.parametrize(
    ("fault", "folders", "files"), [("EINVAL", True, False), ("EIO", False, False)]
)
def test_only_folders_may_know_no_syncing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, folders: bool, files: bool
) -> None:
    def refused(_: int) -> None:
        raise OSError(getattr(errno, fault), "refused")

    (tmp_path / "file").touch()
    monkeypatch.setattr(disk, "_sync", refused)
    for path, passes in ((tmp_path, folders), (tmp_path / "file", False)):
        if passes:
            sync(path)
        else:
            with pytest.raises(OSError, match="refused"):
                sync(path)


class Msvcrt(ModuleType):
    """The locks of Windows: bytes of a file, beyond its end too, kept from all other handles."""

    LK_UNLCK, LK_NBLCK = 0, 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.__spec__ = ModuleSpec("msvcrt", None)
        self.locked: dict[tuple[int, int], int] = {}  # (file, byte) → handle
        self.fault = errno.EACCES

    def locking(self, handle: int, mode: int, count: int) -> None:
        place = os.fstat(handle).st_ino, os.lseek(handle, 0, os.SEEK_CUR)
        assert count == 1
        if mode == self.LK_UNLCK:
            assert self.locked.pop(place) == handle
        elif place in self.locked:
            raise PermissionError(self.fault, "locked")
        else:
            self.locked[place] = handle


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Msvcrt:
    """Without fcntl, with the locks of Windows."""
    system = Msvcrt()
    monkeypatch.setitem(sys.modules, "fcntl", None)  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, "msvcrt", system)
    return system


@pytest.mark.parametrize("fault", [errno.EACCES, errno.EDEADLK])
def test_the_locks_of_windows_keep_a_second_writer_out(
    tmp_path: Path, windows: Msvcrt, fault: int
) -> None:
    windows.fault = fault
    with lock(tmp_path):
        (place,) = windows.locked
        assert place[1] > 1 << 20  # where nobody reads
        with pytest.raises(IndexLocked) as caught, lock(tmp_path):
            pass
        assert caught.value.pid == os.getpid()
        assert not (tmp_path / ".writer.pid").exists()
    assert windows.locked == {}
    with pytest.raises(ZeroDivisionError), lock(tmp_path):
        raise ZeroDivisionError
    with lock(tmp_path):
        pass


def test_a_disk_of_windows_without_locks_has_a_file_for_them(
    tmp_path: Path, windows: Msvcrt, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any) -> None:
        raise OSError(errno.EINVAL, "no locks")

    monkeypatch.setattr(windows, "locking", refused)
    with lock(tmp_path):
        assert (tmp_path / ".writer.pid").exists()


def test_a_system_without_any_locks_has_a_file_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)  # type: ignore[arg-type]
    with lock(tmp_path):
        assert (tmp_path / ".writer.pid").exists()
        with pytest.raises(IndexLocked), lock(tmp_path):
            pass


def test_no_signal_is_sent_where_it_would_be_ctrl_c(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a file that a dead process left stands, and the error says which to delete."""
    sent: list[Any] = []
    monkeypatch.setitem(sys.modules, "fcntl", None)  # type: ignore[arg-type]
    monkeypatch.setattr(signal, "CTRL_C_EVENT", 0, raising=False)
    monkeypatch.setattr(os, "kill", lambda *given: sent.append(given))
    (tmp_path / ".writer.pid").write_text(f"1 {socket.gethostname()}")
    with pytest.raises(IndexLocked, match="If there is no such process, delete"), lock(tmp_path):
        pass
    assert sent == []


@pytest.mark.usefixtures("windows")
def test_windows_syncs_files_that_may_be_written_and_no_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[bool] = []

    def fsync(handle: int) -> None:
        os.write(handle, b"")  # fails where the file is open to be read alone
        synced.append(True)

    monkeypatch.setattr(os, "fsync", fsync)
    (tmp_path / "file").touch()
    sync(tmp_path)
    assert synced == []
    sync(tmp_path / "file")
    assert synced == [True]


@pytest.fixture(params=["fcntl", "msvcrt"])
def refusals(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A renaming is refused three times, as by Windows while a reader has the file open."""
    if request.param == "msvcrt":
        request.getfixturevalue("windows")
    left = [3]
    rename = Path.replace

    def refused(path: Path, target: Path) -> Path:
        if left[0]:
            left[0] -= 1
            raise PermissionError(errno.EACCES, "open elsewhere")
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", refused)
    monkeypatch.setattr(disk, "_PAUSE", 0)
    return left


def test_a_file_that_is_open_is_replaced_when_it_is_not_any_more(
    tmp_path: Path, refusals: list[int]
) -> None:
    """Elsewhere nobody's reading refuses it: the fault is told at once."""
    (tmp_path / "new").write_text("new")
    (tmp_path / "old").write_text("old")
    if sys.modules["fcntl"] is None:
        replace(tmp_path / "new", tmp_path / "old")
        assert (tmp_path / "old").read_text() == "new"
    else:
        with pytest.raises(PermissionError):
            replace(tmp_path / "new", tmp_path / "old")
        assert refusals == [2]
