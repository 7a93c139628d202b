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
    document_terms,
    document_words,
    fingerprint,
    title_key,
)
from indexer.model import Document

DOCUMENT = Document(id="1", title="الأمنُ", text="وزارة الداخلية ووزارة، الأمن")


def test_each_part_has_a_field_for_each_width() -> None:
    assert FIELDS == ("title_exact", "title_word", "text_exact", "text_word")


def test_the_words_of_a_document_are_those_of_title_and_text_folded() -> None:
    assert document_words(DOCUMENT) == {"الامن": 2, "وزاره": 1, "الداخليه": 1, "ووزاره": 1}


def test_a_document_has_its_words_as_written_and_their_families() -> None:
    families = {"الامن": "امن", "وزاره": "وزاره", "ووزاره": "وزاره", "الداخليه": "داخلي"}
    assert document_terms(DOCUMENT, families) == {
        "title_exact": ["الامن"],
        "title_word": ["امن"],
        "text_exact": ["وزاره", "الداخليه", "ووزاره", "الامن"],
        "text_word": ["وزاره", "داخلي", "وزاره", "امن"],
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
