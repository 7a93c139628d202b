"""The examples run as they stand."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from indexer import load_settings, reindex
from webapp import create_app

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


def run(example: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(EXAMPLES / example), *arguments]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """More documents than a page of the API holds, one of them unlike the others."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(120):
        (folder / f"{number:03}.md").write_text(
            f"# قانون {number}\n\nالمدرسة في المدينة\n", "utf-8"
        )
    (folder / "other.md").write_text("---\ndate: 1956\n---\n# الماء\n\nعيون وآبار\n", "utf-8")
    return folder


def test_the_library_indexes_a_folder_and_marks_what_it_finds(corpus: Path) -> None:
    (corpus / "broken.md").write_bytes(b"")
    ran = run("search_a_folder.py", str(corpus), "عيون الماء")
    assert ran.returncode == 0, ran.stderr
    lines = ran.stdout.splitlines()
    assert lines[0].startswith("121 documents, ")
    assert "[الماء]  (other)" in lines
    assert ran.stderr == "skipped broken.md: empty\n"


def test_the_library_tells_what_cannot_be_done(tmp_path: Path) -> None:
    ran = run("search_a_folder.py", str(tmp_path / "nowhere"), "ماء")
    assert ran.returncode == 1
    assert "does not exist" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.fixture
def address(corpus: Path, tmp_path: Path) -> Iterator[str]:
    """Where the archive of `corpus` answers; it gives one address few requests at once."""
    config = tmp_path / "khizana.toml"
    config.write_text(
        "[corpus]\nfolder = 'corpus'\n[index]\nfolder = 'index'\n"
        "[web]\nburst = 1\nrequests_per_second = 2.0\n"
    )
    settings = load_settings(config)
    reindex(settings)
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def test_the_client_reads_page_after_page_and_waits_when_it_is_told_to(address: str) -> None:
    ran = run("json_client.py", address, "مدرسة", "110")
    assert ran.returncode == 0, ran.stderr
    rows = [line.split("\t") for line in ran.stdout.splitlines()]
    assert len({identifier for identifier, _, _ in rows}) == 110
    assert all(title.startswith("قانون") for _, _, title in rows)


def test_the_client_tells_of_an_error(address: str) -> None:
    for place, error in (
        ("/nothing", "404 NOT FOUND"),
        ("/api/search?sort=x&", "400 bad_parameter: "),
    ):
        ran = run("json_client.py", f"{address}{place}", "مدرسة")
        assert ran.returncode == 1
        assert ran.stderr.startswith(error)


def test_the_client_tells_that_nothing_answers() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        ran = run("json_client.py", f"http://127.0.0.1:{free.getsockname()[1]}", "مدرسة")
    assert ran.returncode == 1
    assert "refused" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_client_needs_nothing_but_python() -> None:
    tree = ast.parse((EXAMPLES / "json_client.py").read_text("utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
