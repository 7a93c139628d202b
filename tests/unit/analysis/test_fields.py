"""What a document is indexed under."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import indexer
from indexer.analysis import (
    FIELDS,
    FIELDS_WITH_POSITIONS,
    fingerprint,
)
from indexer.analysis.morphology.corpus_statistics import folded_words


def test_each_part_has_a_field_for_each_width() -> None:
    assert FIELDS == (
        "title_exact", "title_word", "title_root", "text_exact", "text_word", "text_root",
    )  # fmt: skip
    assert set(FIELDS) - {"title_root", "text_root"} == FIELDS_WITH_POSITIONS


def test_a_folded_word_occurs_as_often_as_its_written_forms_together() -> None:
    assert folded_words({"الأمنُ": 1, "الأمن": 2, "وزارة": 1})[0] == {"الامن": 3, "وزاره": 1}


def fingerprint_in(folder: Path) -> str:
    """The fingerprint of the package that lies in `folder`."""
    show = "from indexer.analysis import fingerprint; print(fingerprint())"
    return subprocess.check_output([sys.executable, "-c", show], cwd=folder, text=True).strip()


def test_the_fingerprint_changes_with_any_line_of_the_package(tmp_path: Path) -> None:
    package = Path(indexer.__file__).parent
    shutil.copytree(package, tmp_path / "indexer")
    assert fingerprint_in(tmp_path) == fingerprint()
    with (tmp_path / "indexer/analysis/morphology/stemmer.py").open("a") as module:
        module.write("# changed\n")
    assert fingerprint_in(tmp_path) != fingerprint()
