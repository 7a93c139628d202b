"""Every Python that can run this, of those found here, passes tests in an environment of its own.

Packages come from the network, so it runs only when it is asked for. With KHIZANA_EVERY_PYTHON=1,
as `.ci/run` sets it, each Python but the one that runs all tests installs the wheel, serves with it
from an empty folder, and passes the unit tests. With KHIZANA_LONG_TESTS=1 each passes the contract
and web tests too, on the packages that are locked.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.interpreters import interpreters, summary

ROOT = Path(__file__).resolve().parents[2]
LONG = bool(os.environ.get("KHIZANA_LONG_TESTS"))
SHORT = bool(os.environ.get("KHIZANA_EVERY_PYTHON"))
FOUND = interpreters() if LONG or SHORT else {}
OTHERS = [version for version in FOUND if version != platform.python_version()]
# What unit tests need besides the wheel.
TESTS = (
    "fonttools",
    "hatchling",
    "hypothesis",
    "pylopdf-fonts-ar",
    "pytest",
    "python-bidi",
    "rapidfuzz",
    "waitress",
)
LEFT_OUT = ["--deselect", "tests/unit/bench/test_baseline.py"]  # needs Lucene


def environment(version: str, folder: Path) -> Path:
    """The Python of a new environment of that version."""
    subprocess.run([FOUND[version], "-m", "venv", folder], check=True)
    return folder / "bin" / "python"


def install(python: Path, *requirements: str | Path) -> None:
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    done = subprocess.run([*pip, *requirements], capture_output=True, text=True)
    if done.returncode and "No matching distribution" in done.stderr:
        pytest.skip(f"packages cannot be had: {done.stderr.splitlines()[-1]}")
    assert done.returncode == 0, done.stderr


def passes(python: Path, *tests: str) -> None:
    command = [python, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    alone = {name: value for name, value in os.environ.items() if not name.startswith("KHIZANA_")}
    ran = subprocess.run(command, cwd=ROOT, env=alone, capture_output=True, text=True)
    print(ran.stdout.splitlines()[-1] if ran.stdout else ran.stderr)
    assert ran.returncode == 0, ran.stdout[-9_000:]


@pytest.mark.skipif(not LONG, reason="KHIZANA_LONG_TESTS is not set")
@pytest.mark.parametrize("version", FOUND)
def test_every_python_that_is_here_passes_the_tests(version: str, tmp_path: Path) -> None:
    python = environment(version, tmp_path)
    install(python, "--require-hashes", "-r", ROOT / "tests" / "requirements.lock")
    passes(python, "tests/unit", "tests/contract", "tests/web", *LEFT_OUT)


@pytest.mark.skipif(not SHORT, reason="KHIZANA_EVERY_PYTHON is not set")
@pytest.mark.parametrize("version", OTHERS)
def test_the_wheel_serves_and_the_unit_tests_pass_under_another_python(
    version: str, tmp_path: Path
) -> None:
    python = environment(version, tmp_path / "venv")
    files = (ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt")
    named = [line for file in files for line in file.read_text("utf-8").splitlines()]
    install(python, *(line for line in named if re.split(r"[\[=]", line)[0] in TESTS))
    built = subprocess.run(
        [python, "-c", f"import hatchling.build as b; print(b.build_wheel({str(tmp_path)!r}))"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    install(python, tmp_path / built.stdout.split()[-1])
    passes(python, "tests/unit", "tests/e2e/test_wheel.py", "--ignore", "tests/unit/bench")


def test_the_versions_found_and_missing_are_named() -> None:
    here = platform.python_version()
    told = summary({here: Path(sys.executable), "3.14.0": Path("x")})
    assert told.startswith(f"Pythons found: {here} (this one), 3.14.0; not found: 3.1")
    assert "3.14" not in told.partition("not found")[2]
    assert summary({}) == "Pythons found: none; not found: 3.11, 3.12, 3.13, 3.14"
