"""Words that are spelled nearly like one of the query are named; those joined are its forms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import Archive, SearchRequest, Settings, Width, WordForms, reindex


@pytest.fixture
def archive(settings: Settings, write: Callable[..., Path]) -> Archive:
    write("1.txt", "جمع\n\nاجتمعت هيئة السوق. زار منشأ الزيت. قيم الديمقراطية.")
    write("2.txt", "شكر\n\nاجتمعت هيأة السوق. شكر منشئ الدار ومنشئ السد. قيم الديموقراطية.")
    reindex(settings)
    return Archive(settings)


def told(archive: Archive, query: str, width: Width = Width.WORD) -> WordForms:
    return archive.search(SearchRequest(query, width)).words[0]


def rows(word: WordForms) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
    """The forms and the near words of `word` with their counts."""
    return {(f.text, f.count) for f in word.forms}, {(f.text, f.count) for f in word.also}


def test_what_is_joined_is_among_the_forms(archive: Archive) -> None:
    assert rows(told(archive, "هيأة")) == ({("هيئة", 1), ("هيأة", 1)}, set())


def test_what_is_near_and_not_joined_is_named_with_its_count(archive: Archive) -> None:
    assert rows(told(archive, "منشأ")) == ({("منشأ", 1)}, {("منشئ", 2)})


def test_the_other_spelling_is_named_where_one_is_asked_for(archive: Archive) -> None:
    assert rows(told(archive, "هيأة", Width.EXACT)) == ({("هيأة", 1)}, {("هيئة", 1)})


def test_a_joined_spelling_can_be_switched_off(archive: Archive) -> None:
    page = archive.search(SearchRequest("هيئة", without=("هيأة",)))
    assert [hit.document.id for hit in page.hits] == ["1"]
