"""What is said of settings with which the archive cannot be served, or not safely."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import CONFIG_VARIABLE
from webapp.http.listening import unavailable

ROOT = Path(__file__).resolve().parents[2]
GUNICORN = ("gunicorn", "-c", "webapp/gunicorn.conf.py", "webapp:create_app()")


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def started(folder: Path, web: str, *module: str, others: str = "") -> tuple[int, list[str]]:
    """The exit code of a server that cannot start, and the lines it says."""
    config = folder / "khizana.toml"
    config.write_text(f"[web]\n{web}\n{others}")
    done = subprocess.run(
        [sys.executable, "-m", *module],
        cwd=ROOT,
        env={**os.environ, CONFIG_VARIABLE: str(config)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).splitlines()


@pytest.mark.parametrize("module", [GUNICORN, ("webapp",)])
def test_a_port_in_use_is_named_at_once(
    tmp_path: Path, taken: int, module: tuple[str, ...]
) -> None:
    begun = time.monotonic()
    exit_code, lines = started(tmp_path, f"port = {taken}", *module)
    assert exit_code == 2
    assert time.monotonic() - begun < 20
    (told,) = [line for line in lines if "Starting gunicorn" not in line]
    assert told.startswith(f"Port {taken} of 127.0.0.1 is in use")
    assert "[web] port" in told


def test_an_archive_that_answers_to_any_name_says_so(tmp_path: Path, taken: int) -> None:
    """It stops after it has said so: its port is in use."""
    exit_code, lines = started(tmp_path, f"host = '0.0.0.0'\nport = {taken}", *GUNICORN)
    assert exit_code == 2
    (warned,) = [line for line in lines if "[WARNING]" in line]
    assert "listens on 0.0.0.0" in warned
    assert "[web] trusted_hosts" in warned


def test_settings_that_cannot_be_used_are_named_without_a_traceback(tmp_path: Path) -> None:
    exit_code, lines = started(tmp_path, "port = 'x'", *GUNICORN)
    assert (exit_code, lines) == (2, ["[web] port = 'x': must be a whole number."])


@pytest.mark.parametrize("host", ["192.0.2.1", "none.invalid"])
def test_an_address_of_another_machine_is_named(host: str) -> None:
    sentence = unavailable(host, 0) or ""
    assert host in sentence
    assert "[web] host" in sentence


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_free_port_is_left_free(host: str) -> None:
    assert unavailable(host, 0) is None


def test_what_is_brought_up_to_date_is_served(tmp_path: Path, taken: int) -> None:
    """Documents that were skipped do not keep the others from being served.

    That it goes on to serve is seen by what it says of a port that is in use.
    """
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("كتاب", "utf-8")
    (tmp_path / "corpus" / "b.pdf").touch()
    folders = "[corpus]\nfolder = 'corpus'\n[index]\nfolder = 'index'\n"
    code, lines = started(tmp_path, f"port = {taken}", "indexer", "serve", others=folders)
    told = "\n".join(lines)
    assert code == 2
    assert "skipped b.pdf" in told
    assert f"Serving http://127.0.0.1:{taken}/ as {tmp_path / 'khizana.toml'} says" in told
    assert f"Port {taken} of 127.0.0.1 is in use" in told
    assert "The site is not started" not in told
