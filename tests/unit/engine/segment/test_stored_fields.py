"""Stored documents come back, whatever is written in them."""

from __future__ import annotations

import json
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.segment.stored_fields import (
    LONG_TEXT,
    PIECE_CHARACTERS,
    StoredDocument,
    document_in,
    stored,
)
from indexer.model import FACETS, ArchiveDate, Document, facet_values

texts = st.text(st.characters(exclude_categories=()))


@given(text=texts, title=texts, topics=st.lists(texts, max_size=3).map(tuple))
def test_documents_come_back(text: str, title: str, topics: tuple[str, ...]) -> None:
    document = Document("a", title, text, topics=topics, date=ArchiveDate(1956, 5))
    assert document_in(stored(document)) == document


@given(text=texts.map(lambda text: text * 40), first=st.integers(1, 300))
def test_a_long_text_comes_back_from_its_pieces(text: str, first: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("indexer.engine.segment.stored_fields.LONG_TEXT", 40)
        patched.setattr("indexer.engine.segment.stored_fields.PIECE_CHARACTERS", 20)
        patched.setattr("indexer.engine.segment.stored_fields._MOST_CHARACTERS", 30)
        content = stored(Document("a", "", text))
    assert document_in(memoryview(content)).text == text
    assert "".join(StoredDocument(content).text()) == text
    some = document_in(content, first).text
    assert len(some) >= min(first, len(text))
    assert text.startswith(some)


def test_a_long_text_is_cut_at_empty_lines_else_lines_else_spaces() -> None:
    for sign in ("\n\n", "\n", " "):
        text = sign.join(["كلمة أخرى"[: 9 if sign != " " else 4]] * 100_000)
        pieces = list(StoredDocument(stored(Document("a", "", text))).text())
        assert len(pieces) > 4
        assert all(piece.endswith(sign) for piece in pieces[:-1])
        assert all(PIECE_CHARACTERS <= len(piece) < 66_000 for piece in pieces[:-1])


@pytest.mark.parametrize("letters", ["كلمة أخرى، «1956»\n\n", "كلمة \u4e00 😀\n", "\ud800 أمن\\"])
def test_a_long_text_comes_back_and_the_fields_without_it(letters: str) -> None:
    document = Document("a", "ب", letters * (3 * LONG_TEXT), kind="law")
    content = stored(document)
    assert document_in(content) == document
    assert document_in(content, fields=("id", "kind")) == Document("a", "", "", kind="law")
    assert document_in(content, 0).title == "ب"
    assert StoredDocument(content).pieces == len(list(StoredDocument(content).text())) > 1


def test_long_texts_stored_before_began_in_the_row() -> None:
    row = {"id": "a", "title": "", "text": "أول\n\n"}
    second = zlib.compress(json.dumps("ثان").encode())
    content = zlib.compress(json.dumps(row | {"rest": [len(second)]}).encode()) + second
    assert document_in(content).text == "أول\n\nثان"
    assert StoredDocument(content).pieces == 2


def test_an_altered_letter_of_a_long_text_is_noticed() -> None:
    content = bytearray(stored(Document("a", "", "كلمة " * LONG_TEXT)))
    content[-3] ^= 1
    with pytest.raises(ValueError, match="not what was written"):
        document_in(bytes(content))


@pytest.mark.parametrize("sizes", [[10**9], [0], [-5], "ab", [None], 7, {"a": 1}])
def test_pieces_that_are_none_are_an_error_of_their_values(sizes: Any) -> None:
    row = {"id": "a", "title": "ب", "text": "ج", "rest": sizes}
    with pytest.raises((TypeError, ValueError, KeyError, AttributeError, zlib.error)):
        document_in(zlib.compress(json.dumps(row).encode()) + b"ab")


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
        document_in(content)


def test_arabic_takes_a_byte_a_letter() -> None:
    text = "".join(chr(0x621 + (7 * place**2) % 26) for place in range(5_000))
    assert len(stored(Document("a", "", text))) < 5_000


def test_facet_values_are_those_of_the_document_once_each() -> None:
    document = Document("a", "", "", kind="law", topics=("x", "y", "x"), date=ArchiveDate(1956))
    values = dict(zip(FACETS, facet_values(document), strict=True))
    held = {name: of for name, of in values.items() if of}
    assert held.pop("topic") == ("x", "y")
    assert held == {"kind": ("law",), "language": ("ar",), "year": ("1956",)}
