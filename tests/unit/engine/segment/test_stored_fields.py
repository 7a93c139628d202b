"""Stored documents come back, whatever is written in them."""

from __future__ import annotations

import json
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.segment.stored_fields import document_of, facet_values, stored
from indexer.model import ArchiveDate, Document

texts = st.text(st.characters(exclude_categories=()))


@given(text=texts, title=texts, topics=st.lists(texts, max_size=3).map(tuple))
def test_documents_come_back(text: str, title: str, topics: tuple[str, ...]) -> None:
    document = Document("a", title, text, topics=topics, date=ArchiveDate(1956, 5))
    assert document_of(stored(document)) == document


@pytest.mark.parametrize(
    "row",
    [
        {"title": 5},
        {"text": None},
        {"topics": "أمن"},
        {"line": "1"},
        {"language": []},
        {"date": 1956},
        {"date": "1956-13"},
        {"unknown": ""},
        ["id"],
        None,
    ],
)
def test_what_is_no_document_is_an_error_of_its_values(row: Any) -> None:
    whole = {"id": "a", "title": "ب", "text": "ج"}
    content = zlib.compress(json.dumps({**whole, **row} if isinstance(row, dict) else row).encode())
    with pytest.raises((TypeError, ValueError, KeyError, AttributeError)):
        document_of(content)


def test_arabic_takes_a_byte_a_letter() -> None:
    text = "".join(chr(0x621 + (7 * place**2) % 26) for place in range(5_000))
    assert len(stored(Document("a", "", text))) < 5_000


def test_facet_values_are_those_of_the_document_once_each() -> None:
    document = Document("a", "", "", kind="law", topics=("x", "y", "x"), date=ArchiveDate(1956))
    kind, place, topic, author, publisher, language, year = facet_values(document)
    assert (kind, topic, language, year) == (("law",), ("x", "y"), ("ar",), ("1956",))
    assert place == author == publisher == ()
