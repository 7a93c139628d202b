"""JSON files: a list of objects, one object, a list in an object."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, corpus_sources, read_source
from indexer.model import Document


def read(folder: Path, value: object) -> list[Document | DocumentError]:
    (folder / "a.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return list(read_source(corpus_sources(folder)[0], SourceLimits(1_000_000)))


@pytest.mark.parametrize("wrapped", [False, True])
def test_each_object_of_a_list_is_a_document(tmp_path: Path, wrapped: bool) -> None:
    records = [{"id": "x", "text": "نص أول", "title": "عنوان"}, {"content": "نص ثان"}, {"a": 1}]
    found = read(tmp_path, {"count": 3, "documents": records} if wrapped else records)
    first, second, error = found
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, first.title, first.text) == ("x", "عنوان", "نص أول")
    assert (second.id, second.text) == ("a/2", "نص ثان")
    assert str(error) == "a.json: item 3: has no text"


def test_an_object_with_a_text_is_a_document(tmp_path: Path) -> None:
    (found,) = read(tmp_path, {"نص": "نص الوثيقة", "العنوان": "عنوان", "tags": ["أ"]})
    assert isinstance(found, Document)
    assert (found.id, found.title, found.topics) == ("a", "عنوان", ("أ",))


@pytest.mark.parametrize("value", [[], {}, [[]], {"text": 1}, {"a": [{"text": "x"}], "b": [1]}, 3])
def test_other_json_is_named(tmp_path: Path, value: object) -> None:
    (found,) = read(tmp_path, value)
    assert isinstance(found, DocumentError)
    assert "of a kind that is not read" in found.reason
