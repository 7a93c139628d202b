"""The archive where there is no fcntl, no resource and no gunicorn, as on Windows.

It is Linux with what Windows lacks taken away, and with its locks: as far as Linux can tell.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from indexer import CONFIG_VARIABLE
from webapp.__main__ import by_gunicorn, by_waitress, server

ROOT = Path(__file__).resolve().parents[2]

WITHOUT = """
import fcntl, os, signal, sys
import multiprocessing.util, subprocess  # which find out by msvcrt what system this is
from importlib.machinery import ModuleSpec
from types import ModuleType

signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where tests run aside

flock, LOCK, FREE = fcntl.flock, fcntl.LOCK_EX | fcntl.LOCK_NB, fcntl.LOCK_UN

class Msvcrt(ModuleType):
    LK_UNLCK, LK_NBLCK = 0, 2
    def locking(self, handle, mode, count):
        try:
            flock(handle, FREE if mode == self.LK_UNLCK else LOCK)
        except BlockingIOError as error:
            raise PermissionError(13, "locked") from error

sys.modules["msvcrt"] = Msvcrt("msvcrt")
sys.modules["msvcrt"].__spec__ = ModuleSpec("msvcrt", None)
for name in ("fcntl", "resource", "grp", "pwd", "termios", "gunicorn"):
    sys.modules[name] = None
for name in ("setitimer", "SIGPROF", "SIGQUIT", "SIGUSR1", "SIGHUP"):
    delattr(signal, name)
for name in ("fork", "symlink", "execve", "getuid", "geteuid", "killpg", "mkfifo", "chown"):
    delattr(os, name)
"""


def test_gunicorn_serves_where_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    assert server() is by_gunicorn
    monkeypatch.setitem(sys.modules, "fcntl", None)  # type: ignore[arg-type]
    assert server() is by_waitress


def test_the_archive_is_built_and_served_without_what_windows_lacks(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WITHOUT)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("قانون المدرسة", "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = tmp_path / "khizana.toml"
    config.write_text(
        f"[corpus]\nfolder = 'corpus'\n[index]\nfolder = 'index'\n[web]\nport = {port}\n"
    )
    (tmp_path / "browser").write_text('#!/bin/sh\necho "shown: $1"\n')
    (tmp_path / "browser").chmod(0o755)
    environment = {
        CONFIG_VARIABLE: str(config),
        "PYTHONPATH": str(tmp_path),
        "BROWSER": str(tmp_path / "browser"),
    }
    log = tmp_path / "log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "indexer", "serve", "--open"],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 60
        while not (answer := asked(port, f"/api/search?q={quote('المدرسة')}&title=secret")):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        assert [hit["id"] for hit in json.loads(answer)["hits"]] == ["a"]
        assert "قانون" in asked(port, "/ar/d/a").decode()
    finally:
        os.killpg(process.pid, signal.SIGINT)  # Ctrl-C
        code = process.wait(30)
    told = log.read_text()
    assert code == 0, told
    assert "generation 1: 1 documents" in told
    assert "max_memory_megabytes and max_seconds" in told
    assert "secret" not in told
    assert "Traceback" not in told
    assert f"shown: http://127.0.0.1:{port}/" in told


def asked(port: int, path: str) -> bytes:
    """The body of the answer to `path`; none while nothing answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    except OSError:
        return b""
    finally:
        connection.close()
