"""What is offered when nothing is found, and the forms a word stands for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import Archive, SearchRequest, Settings, Width, WordForm, reindex


@pytest.fixture
def archive(settings: Settings, write: Callable[..., Path]) -> Archive:
    write("1.txt", "شرطة\n\nشرطة القرب في المدينة، والشُّرطة بالمدينة، والأمن والمدينة.")
    write("2.md", "---\ntitle: أمن\n---\nأمن\n\nالأمن الوطني وأمن القرب، وللأمن قانون.")
    reindex(settings)
    return Archive(settings)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("شرتة القرب", "شرطة القرب"),  # a letter that sounds alike
        ("chorta", "شرطة"),  # Arabic in Latin letters
        ("9anoun", "قانون"),  # with digits for letters
        ("hgHlk", "الأمن"),  # the keyboard was left in English
        ("شرطةالقرب", "شرطة القرب"),  # no space
        ("شرطة word:زرافة", "شرطة"),  # nothing near: the word is left out
        ("شرتة القربب", "شرطة القرب"),  # two words at once
        ("شر طة القرب", "شرطة القرب"),  # a space too many
        ("«شرتة القرب»", "«شرطة القرب»"),  # in a phrase
        ("title:(أمن أو برتقال) شرتة", "title:(أمن أو برتقال)"),
        ("=شرتة", "=شرطة"),
        ("«القرب شرتة»", "القرب شرطة"),  # in any order
    ],
)
def test_the_likeliest_query_comes_first(archive: Archive, query: str, first: str) -> None:
    page = archive.search(SearchRequest(query))
    assert page.all_words == 0
    assert page.suggestions[0].query == first
    assert page.suggestions[0].total == archive.search(SearchRequest(first)).total > 0


def test_words_the_archive_has_are_not_corrected(archive: Archive) -> None:
    page = archive.search(SearchRequest("شرطة word:الوطني"))
    assert page.total == 0
    found = [near.query for near in page.suggestions]
    assert found == ["word:الوطني", "شرطة", "شرطة أو word:الوطني"]


def test_the_forms_of_a_word_are_spelt_and_counted(archive: Archive) -> None:
    (word,) = archive.search(SearchRequest("أمن")).words
    assert word.word == "أمن"
    assert set(word.forms) == {
        WordForm("أمن", 2),  # in the title and in the text
        WordForm("الأمن", 1),
        WordForm("والأمن", 1),
        WordForm("وأمن", 1),
        WordForm("وللأمن", 1),
    }


def test_as_written_a_word_stands_for_itself(archive: Archive) -> None:
    (word,) = archive.search(SearchRequest("الأمن", Width.EXACT)).words
    assert word.forms == (WordForm("الأمن", 1),)
    assert archive.search(SearchRequest("الامن", Width.EXACT)).words[0].forms == ()
