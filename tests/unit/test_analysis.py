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
    field_of,
    fingerprint,
    term_at,
    title_key,
)
from indexer.model import Document, Width

DOCUMENT = Document(id="1", title="الأمنُ", text="وزارة الداخلية")


def test_each_part_has_a_field_for_each_width() -> None:
    assert FIELDS == ("title_exact", "title_word", "text_exact", "text_word")


def test_a_document_has_its_words_as_written_and_their_stems() -> None:
    assert document_terms(DOCUMENT) == {
        "title_exact": ["الامن"],
        "title_word": ["امن"],
        "text_exact": ["وزاره", "الداخليه"],
        "text_word": ["وزار", "داخل"],
    }


def test_a_query_asks_for_the_terms_documents_have() -> None:
    for width in Width:
        terms = document_terms(DOCUMENT)[field_of("text", width)]
        assert [term_at(surface, width) for surface in ("وزاره", "الداخليه")] == terms


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
    with (tmp_path / "indexer/language/stemming.py").open("a") as module:
        module.write("# changed\n")
    assert fingerprint_in(tmp_path) != fingerprint()
