"""What a document is indexed under."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import indexer
from indexer.language import (
    FIELDS,
    FIELDS_WITH_POSITIONS,
    document_terms,
    document_words,
    document_writings,
    fingerprint,
    title_key,
)
from indexer.model import Document

DOCUMENT = Document(id="1", title="الأمنُ", text="وزارة الداخلية ووزارة، الأمن")


def test_each_part_has_a_field_for_each_width() -> None:
    assert FIELDS == (
        "title_exact", "title_word", "title_root", "text_exact", "text_word", "text_root",
    )  # fmt: skip
    assert set(FIELDS) - {"title_root", "text_root"} == FIELDS_WITH_POSITIONS


def test_the_written_forms_of_a_document_are_those_of_title_and_text() -> None:
    writings = {"الأمنُ": 1, "الأمن": 1, "وزارة": 1, "الداخلية": 1, "ووزارة": 1}
    assert document_writings(DOCUMENT) == writings


def test_the_words_of_a_document_are_those_of_title_and_text_folded() -> None:
    assert document_words(DOCUMENT) == {"الامن": 2, "وزاره": 1, "الداخليه": 1, "ووزاره": 1}


def test_a_document_has_its_words_as_written_their_families_and_roots() -> None:
    families = {"الامن": "امن", "وزاره": "وزاره", "ووزاره": "وزاره", "الداخليه": "داخلي"}
    roots = {"امن": "أ", "وزاره": "و", "داخلي": "د"}
    assert document_terms(DOCUMENT, families, roots) == {
        "title_exact": ["الأمنُ"],
        "title_word": ["امن"],
        "title_root": ["أ"],
        "text_exact": ["وزارة", "الداخلية", "ووزارة", "الأمن"],
        "text_word": ["وزاره", "داخلي", "وزاره", "امن"],
        "text_root": ["و", "د", "و", "أ"],
    }


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("الأمن الوطني", "امن الوطني"),  # without the first article
        ("«الأمن» الوطني", "امن» الوطني"),  # nor the signs before it
        ("ال", "ال"),  # not to nothing
        ("…", ""),
        ("Sécurité", "securite"),
    ],
)
def test_what_titles_are_ordered_by(title: str, key: str) -> None:
    assert title_key(title) == key


def fingerprint_in(folder: Path) -> str:
    """The fingerprint of the package that lies in `folder`."""
    show = "from indexer.language import fingerprint; print(fingerprint())"
    return subprocess.check_output([sys.executable, "-c", show], cwd=folder, text=True).strip()


def test_the_fingerprint_changes_with_any_line_of_the_package(tmp_path: Path) -> None:
    package = Path(indexer.__file__).parent
    shutil.copytree(package, tmp_path / "indexer")
    assert fingerprint_in(tmp_path) == fingerprint()
    with (tmp_path / "indexer/language/families.py").open("a") as module:
        module.write("# changed\n")
    assert fingerprint_in(tmp_path) != fingerprint()
