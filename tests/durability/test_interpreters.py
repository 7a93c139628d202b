"""The unit, contract and web tests pass under every Python that can run this, of those found here.

It runs with KHIZANA_LONG_TESTS=1 alone: each gets an environment of its own, for which packages
come from the network, and takes some minutes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONG = bool(os.environ.get("KHIZANA_LONG_TESTS"))
OLDEST, NEWEST = 11, 14  # the minor versions looked for
LEFT_OUT = ["--deselect", "tests/unit/bench/test_baseline.py"]  # needs Lucene


def interpreters() -> dict[str, Path]:
    """version → an interpreter of it, on the path or in pyenv's folder."""
    found: dict[str, Path] = {}
    folders = sorted(Path.home().glob(".pyenv/versions/*/bin"))
    search = os.pathsep.join([*map(str, folders), os.environ["PATH"]])
    for minor in range(OLDEST, NEWEST + 1):
        path = shutil.which(f"python3.{minor}", path=search)
        if path is not None:
            asked = subprocess.run([path, "-V"], capture_output=True, text=True)
            version = re.match(rf"Python (3\.{minor}\.\S+)", asked.stdout)
            if asked.returncode == 0 and version:
                found[version[1]] = Path(path)
    return found


@pytest.mark.skipif(
    not os.environ.get("KHIZANA_LONG_TESTS"), reason="KHIZANA_LONG_TESTS is not set"
)
def test_every_python_that_is_here_passes_the_tests(tmp_path: Path) -> None:
    found = interpreters()
    print("found:", ", ".join(found))
    assert found
    failed = {}
    for version, interpreter in found.items():
        folder = tmp_path / version
        subprocess.run([interpreter, "-m", "venv", folder], check=True)
        python = folder / "bin" / "python"
        install = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        subprocess.run([*install, "-r", ROOT / "tests" / "requirements.txt"], check=True)
        tests = ["tests/unit", "tests/contract", "tests/web", *LEFT_OUT]
        command = [python, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if ran.returncode:
            failed[version] = ran.stdout[-3_000:]
    assert not failed, failed
