"""Disks without locks, and what makes things last on each system."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from indexer import IndexLocked
from indexer.engine import disk
from indexer.engine.disk import lock, sync


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
