"""What is said where the archive cannot run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from indexer import _installed

ROOT = Path(__file__).resolve().parents[2]


def bare(*arguments: str) -> subprocess.CompletedProcess[str]:
    """This Python without its packages."""
    command = [sys.executable, "-I", "-S", "-c", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_nothing_is_missing_here() -> None:
    assert _installed.lacking() is None


def test_a_command_outside_the_environment_says_in_one_sentence_what_to_run() -> None:
    run = (
        "import sys, runpy; sys.path.insert(0, '.'); sys.argv = ['-m']; "
        "runpy.run_module('indexer', run_name='__main__')"
    )
    told = bare(run)
    assert told.returncode == 2
    assert told.stdout == ""
    assert len(told.stderr.splitlines()) == 1
    assert "make setup" in told.stderr


def test_a_program_outside_the_environment_meets_an_import_error() -> None:
    told = bare("import sys; sys.path.insert(0, '.'); import indexer")
    assert "ImportError: Khizana runs in its own environment" in told.stderr


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert _installed.lacking() == (
        "Khizana needs Python 3.11 or newer, and this is 3.9: run make setup."
    )


def test_what_is_needed_is_what_is_required() -> None:
    required = (ROOT / "requirements.txt").read_text("utf-8").lower()
    assert all(name in required for name in _installed.NEEDED)
