"""gunicorn as it is deployed, on a free port of this machine, with a corpus of the test."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPConnection, HTTPException, HTTPMessage
from pathlib import Path
from typing import Any

import pytest

from indexer import CONFIG_VARIABLE, Settings, load_settings, reindex

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class Server:
    """gunicorn on a free port, over the corpus and index of `settings`; `web` is added to [web]."""

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        web: str = "workers = 2",
        application: str = "webapp:create_app()",
    ) -> None:
        self.port = free_port()
        config = folder / "khizana.toml"
        config.write_text(
            f"[corpus]\nfolder = '{settings.corpus.folder}'\n"
            f"[index]\nfolder = '{settings.index.folder}'\n"
            f"[web]\nport = {self.port}\n{web}\n"
            + ("" if "requests_per_second" in web else "requests_per_second = 0\n"),
            "utf-8",
        )
        self.environment = {**os.environ, CONFIG_VARIABLE: str(config)}
        self.log = folder / "log"
        self.process = self.start("gunicorn", "-c", "webapp/gunicorn.conf.py", application)

    def start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def ask(self, path: str, headers: Mapping[str, str] = {}) -> tuple[int, HTTPMessage, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers=dict(headers))
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def get(self, path: str) -> tuple[int, bytes]:
        status, _, body = self.ask(path)
        return status, body

    def json(self, path: str) -> tuple[int, Any]:
        status, body = self.get(path)
        return status, json.loads(body)

    def say(self, sent: bytes, seconds: float = 20) -> bytes:
        """All that is answered to the bytes `sent`, until the server closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            connection.sendall(sent)
            answer = b""
            while piece := connection.recv(65_536):
                answer += piece
            return answer

    def reindex(self) -> None:
        assert self.start("indexer", "reindex").wait(30) == 0, self.log.read_text()

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + 20
        while not self._answers():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def stop(self) -> None:
        """End it at once, its workers included."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(20)

    def _answers(self) -> bool:
        try:
            return self.get("/healthz")[0] in (200, 400)  # 400: it answers to other names
        except (OSError, HTTPException):
            return False


@pytest.fixture
def server(
    settings: Settings, write: Callable[[str, str], Path], tmp_path: Path
) -> Iterator[Server]:
    """A server that answers, over a corpus of 30 documents without an index."""
    for number in range(30):
        write(f"{number}.txt", f"كتاب رقم {number}\n\n" + "مدرسة " * 200)
    started = Server(settings, tmp_path)
    try:
        started.wait()
        yield started
    finally:
        started.stop()


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings over a corpus of 30 documents and its index."""
    folder = tmp_path_factory.mktemp("indexed")
    (folder / "corpus").mkdir()
    for number in range(30):
        text = f"كتاب رقم {number}\n\n" + "مدرسة " * 200
        (folder / "corpus" / f"{number}.txt").write_text(text, "utf-8")
    settings = load_settings().with_folders(folder / "corpus", folder / "index")
    reindex(settings)
    return settings


@pytest.fixture(scope="module")
def serve(
    indexed: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Server]]:
    """Starts servers over `indexed`, each with the [web] settings it is given."""
    started: list[Server] = []

    def served(web: str = "workers = 1") -> Server:
        server = Server(indexed, tmp_path_factory.mktemp("served"), web)
        started.append(server)
        server.wait()
        return server

    yield served
    for server in started:
        server.stop()
