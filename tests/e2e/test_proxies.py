"""Headers that say where a request came from: forged at gunicorn, and sent through nginx as
docs/deployment.md sets it up."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import Server

ROOT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
OPENSSL = shutil.which("openssl")

FORGED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "//evil.example",
    "X-Forwarded-Port": "6666",
    "X-Forwarded-Ssl": "on",
    "X-Forwarded-Protocol": "ssl",
    "Forwarded": "for=6.6.6.6;host=evil.example;proto=https",
    "SCRIPT_NAME": "//evil.example",
    "PATH_INFO": "/fr/guide",
    "REMOTE_USER": "evil",
    "X-Script-Name": "/evil.example",
}
BY_THE_PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "6.6.6.6"}
PATHS = ("/", "/ar", "/ar/d/1", "/ar/search?q=x", "/api/openapi.json", "//evil.example/ar/d/1")


def told(answer: tuple[int, Mapping[str, str], bytes]) -> tuple[int, dict[str, str], bytes]:
    """An answer without what differs from one to the next."""
    status, headers, body = answer
    kept = {name: value for name, value in headers.items() if name != "Date"}
    return status, kept, body


@pytest.mark.parametrize("proxies", [0, 1])
def test_no_forged_header_is_believed(serve: Callable[[str], Server], proxies: int) -> None:
    server = serve(f"workers = 1\nproxies = {proxies}")
    forged = FORGED if proxies else FORGED | BY_THE_PROXY
    believed = [
        (name, path)
        for path in PATHS
        for honest in [told(server.ask(path))]
        for name, value in forged.items()
        if told(server.ask(path, {name: value})) != honest
    ]
    assert believed == []
    everything = server.ask("/ar/d/1", FORGED)
    assert b"evil" not in everything[2]


class Nginx:
    """nginx with the server block of docs/deployment.md, on a free port, before `upstream`."""

    def __init__(self, folder: Path, upstream: int) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        block = documented("nginx")
        for stated, meant in (
            ("listen 443 ssl;", f"listen 127.0.0.1:{self.port} ssl;"),
            ("/etc/ssl/archive.example", f"{folder}/archive.example"),
            ("http://127.0.0.1:8000;", f"http://127.0.0.1:{upstream};"),
            ("/var/log/nginx/", f"{folder}/"),
        ):
            assert stated in block
            block = block.replace(stated, meant)
        certify(folder / "archive.example")
        config = folder / "nginx.conf"
        config.write_text(
            f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/start.log;\n"
            "events {}\n"
            f"http {{ access_log {folder}/access.log;\n"
            + "".join(
                f"{kind}_temp_path {folder}/{kind};\n"
                for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            + block
            + "}\n"
        )
        self.process = subprocess.Popen([str(NGINX), "-p", str(folder), "-c", str(config)])

    def ask(
        self, path: str, headers: Mapping[str, str] = {}
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        trusting = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=trusting)
        try:
            connection.request("GET", path, headers={"Host": "archive.example"} | dict(headers))
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def wait(self) -> None:
        for _ in range(500):
            try:
                self.ask("/healthz")
            except OSError:
                assert self.process.poll() is None, (self.folder / "start.log").read_text()
                time.sleep(0.02)
            else:
                return
        raise AssertionError("nginx does not answer")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


def documented(language: str) -> str:
    """The one block of docs/deployment.md in `language`."""
    text = (ROOT / "docs" / "deployment.md").read_text("utf-8")
    (block,) = re.findall(rf"^```{language}\n(.*?)^```", text, re.S | re.M)
    return str(block)


def certify(path: Path) -> None:
    """Write a certificate and its key as `path`.pem and `path`.key."""
    command = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=archive.example"]
    command += ["-keyout", f"{path}.key", "-out", f"{path}.pem"]
    subprocess.run([str(OPENSSL), *command], check=True, capture_output=True)


@pytest.fixture(scope="module")
def proxied(
    serve: Callable[[str], Server], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Nginx, Server]]:
    """nginx and gunicorn behind it, both as docs/deployment.md says."""
    if NGINX is None or OPENSSL is None:
        pytest.skip("no nginx or no openssl here (apt-get install nginx openssl)")
    settings = documented("toml").removeprefix("[web]\n")
    server = serve(f"workers = 1\nrequests_per_second = 0.1\nburst = 60\n{settings}")
    nginx = Nginx(tmp_path_factory.mktemp("nginx"), server.port)
    try:
        nginx.wait()
        yield nginx, server
    finally:
        nginx.stop()


def test_the_documented_proxy_lets_no_header_through(proxied: tuple[Nginx, Server]) -> None:
    nginx, _ = proxied
    status, _, body = nginx.ask("/ar/d/1")
    assert status == 200
    assert b'"https://archive.example/ar/d/1"' in body
    assert b"127.0.0.1" not in body
    honest = {path: told(nginx.ask(path)) for path in PATHS}
    forged = {path: told(nginx.ask(path, FORGED | BY_THE_PROXY)) for path in PATHS}
    assert forged == honest
    assert honest["/"][1]["Location"] == "/ar/"
    assert nginx.ask("/ar/", {"Host": "evil.example"})[0] == 400


def test_the_documented_proxy_logs_no_query(proxied: tuple[Nginx, Server]) -> None:
    nginx, server = proxied
    assert nginx.ask("/ar/search?q=secretword")[0] == 200
    server.stop()
    assert nginx.ask("/ar/search?q=secretword")[0] == 502
    logs = [path.read_text() for path in nginx.folder.glob("*.log")]
    assert logs
    assert "secretword" not in "".join(logs) + server.log.read_text()


def test_behind_the_documented_proxy_no_reader_passes_for_another(
    serve: Callable[[str], Server], tmp_path: Path
) -> None:
    if NGINX is None or OPENSSL is None:
        pytest.skip("no nginx or no openssl here (apt-get install nginx openssl)")
    settings = documented("toml").removeprefix("[web]\n")
    server = serve(f"workers = 1\nrequests_per_second = 0.1\nburst = 5\n{settings}")
    nginx = Nginx(tmp_path, server.port)
    try:
        nginx.wait()
        statuses = [
            nginx.ask("/ar/guide", {"X-Forwarded-For": f"6.6.{number}.6"})[0]
            for number in range(10)
        ]
    finally:
        nginx.stop()
    assert statuses == [200] * 5 + [429] * 5
