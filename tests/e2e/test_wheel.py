"""The wheel: whole, and all that is needed to serve an archive from an empty folder.

KHIZANA_LONG_TESTS=1 installs it into an environment of its own, for which packages come from the
network.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from indexer import CONFIG_VARIABLE, __version__

ROOT = Path(__file__).resolve().parents[2]
BUILD = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-c", BUILD, folder], cwd=ROOT, capture_output=True, text=True
    )
    assert built.returncode == 0, built.stderr
    return folder / built.stdout.split()[-1]


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is in the wheel, as it would lie in an environment."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def files_below(folder: Path) -> set[str]:
    """The names of the files of `folder`, beginning with its own."""
    files = {path for path in folder.rglob("*") if path.is_file()}
    return {
        path.relative_to(folder.parent).as_posix()
        for path in files
        if "__pycache__" not in path.parts
    }


def test_the_wheel_has_every_file_that_runs_and_is_read(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    about = {name for name in names if ".dist-info/" in name}
    shipped = {f"indexer/shipped/{name}" for name in files_below(ROOT / "corpus")}
    programs = files_below(ROOT / "indexer") | files_below(ROOT / "webapp")
    assert names - about == programs | shipped | {"indexer/shipped/config.toml"}
    kinds = {Path(name).suffix for name in names}
    assert {".py", ".toml", ".html", ".xml", ".css", ".js", ".svg", ".woff2", ".md"} <= kinds
    assert "webapp/static/fonts/fonts.css" in names
    assert {Path(name).name for name in about} >= {"LICENSE", "entry_points.txt", "METADATA"}


def test_the_wheel_bears_the_version_of_the_package(wheel: Path) -> None:
    assert wheel.name == f"khizana-{__version__}-py3-none-any.whl"


FOLDERS = """
import os
from indexer import command, load_settings
print(command("update"))
for here, config in (("a", ""), ("b", ""), ("a", "../b/other.toml")):
    os.chdir(here)
    os.environ["KHIZANA_CONFIG"] = config
    settings = load_settings()
    print(settings.corpus.folder, settings.index.folder, settings.web.port, sep="\\t")
    os.chdir("..")
"""


def test_a_config_in_the_working_folder_is_used(site: Path, tmp_path: Path) -> None:
    """The index is kept in the working folder, unless a config says otherwise."""
    a, b = tmp_path / "a", tmp_path / "b"
    a.mkdir()
    b.mkdir()
    (b / "config.toml").write_text("[web]\nport = 1\n[corpus]\nfolder = 'texts'\n")
    (b / "other.toml").write_text("[web]\nport = 2\n[index]\nfolder = 'kept'\n")
    asked = subprocess.run(
        [sys.executable, "-P", "-c", FOLDERS],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    )
    shipped = str(site / "indexer" / "shipped" / "corpus")
    told, *lines = asked.stdout.splitlines()
    assert told == "khizana update"  # and not python -m indexer, as in a checkout
    assert [line.split("\t") for line in lines] == [
        [shipped, str(a / "index"), "8000"],
        [str(b / "texts"), str(b / "index"), "1"],
        [shipped, str(b / "kept"), "2"],
    ]


@contextmanager
def serving(
    command: list[str | Path], here: Path, environment: Mapping[str, str]
) -> Iterator[tuple[int, Path]]:
    """The port of the archive that `command` serves from the folder `here`, and its log."""
    config, log = here.with_name("port.toml"), here.with_name("log")
    port = free_port()
    config.write_text(f"[web]\nport = {port}\nworkers = 1\n")
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*command, "serve", "--open"],
            cwd=here,
            env=os.environ
            | environment
            | {CONFIG_VARIABLE: str(config), "BROWSER": str(browser_in(here.parent))},
            stdout=stream,
            stderr=stream,
        )
    try:
        deadline = time.monotonic() + 60
        while True:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            try:
                asked(port, "/healthz")
            except OSError:
                time.sleep(0.05)
            else:
                break
        yield port, log
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in (0, -signal.SIGTERM), log.read_text()


def browser_in(folder: Path) -> Path:
    """What stands in for a browser: it says which address it was to show."""
    path = folder / "browser"
    path.write_text('#!/bin/sh\necho "shown: $1"\n')
    path.chmod(0o755)
    return path


def asked(port: int, path: str) -> bytes:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()


def serves_the_shipped_corpus(command: list[str | Path], here: Path, **variables: str) -> str:
    """Asks the archive that `command` serves from the empty folder `here`; what it logged."""
    here.mkdir()
    with serving(command, here, variables) as (port, log):
        found = json.loads(asked(port, f"/api/search?q={quote('شرطة القرب')}"))
        assert found["total"] > 0
        assert found["hits"][0]["snippets"]
        page = asked(port, "/ar/").decode()
        assert "woff2" in page
        (style,) = re.findall(r'href="(/static/\w+/fonts/fonts\.css)"', page)
        assert b"@font-face" in asked(port, style)
        assert [path.name for path in here.iterdir()] == ["index"]
        assert f"shown: http://127.0.0.1:{port}/" in log.read_text()
        return log.read_text()


def test_an_empty_folder_is_served_with_the_shipped_corpus(site: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "indexer"]
    here = tmp_path / "empty"
    log = serves_the_shipped_corpus(
        command, here, PYTHONPATH=str(site), PYTHONDONTWRITEBYTECODE="1"
    )
    assert "50 documents" in log
    assert f"their index in {here / 'index'}." in log


@pytest.mark.skipif(
    not os.environ.get("KHIZANA_LONG_TESTS"), reason="KHIZANA_LONG_TESTS is not set"
)
def test_the_wheel_installed_is_served_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    installed(wheel, sys.executable, tmp_path / "venv")
    serves_the_shipped_corpus([tmp_path / "venv" / "bin" / "khizana"], tmp_path / "empty")


def installed(wheel: Path, interpreter: str | Path, folder: Path) -> None:
    """Installs `wheel` and what it requires into a new environment; skips where that is not had."""
    subprocess.run([interpreter, "-m", "venv", folder], check=True)
    pip = [folder / "bin" / "pip", "--disable-pip-version-check", "install", "--quiet", wheel]
    done = subprocess.run(pip, capture_output=True, text=True)
    if done.returncode and "No matching distribution" in done.stderr:
        pytest.skip("the packages that the wheel requires cannot be had: no network")
    assert done.returncode == 0, done.stderr
