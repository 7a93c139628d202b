"""What the tests of this folder share: the shim, and an index with a corpus that has changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from indexer import Settings, load_settings, reindex

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library of shim.c, compiled; the test is skipped where that cannot be."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("there is no C compiler here" if compiler is None else "Linux alone")
    library = tmp_path_factory.mktemp("shim") / "shim.so"
    source = Path(__file__).with_name("shim.c")
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"]
    subprocess.run(command, check=True)
    return library


@pytest.fixture
def changed(tmp_path: Path) -> Settings:
    """An index of two generations; after it one document came, one went and one changed."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(12):
        words = (f"كلمة{number * at % 37} مشترك مدينة{at}" for at in range(40))
        (corpus / f"{number:02}.txt").write_text(
            f"وثيقة رقم {number}\n\n{' '.join(words)}", "utf-8"
        )
    found = load_settings(ROOT / "config.toml").with_folders(corpus, tmp_path / "index")
    reindex(found)
    reindex(found)
    (corpus / "new.txt").write_text("وثيقة جديدة مشترك " + "قانون مدرسة " * 60, "utf-8")
    (corpus / "03.txt").unlink()
    (corpus / "07.txt").write_text("وثيقة رقم 7\n\nمشترك المدينة القديمة", "utf-8")
    return found


@pytest.fixture
def under_shim(shim: Path) -> dict[str, str]:
    """The environment of a process under the shim; SHIM_FOLDER is to be added."""
    return {**os.environ, "LD_PRELOAD": str(shim), "PYTHONPATH": str(ROOT)}
