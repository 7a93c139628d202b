"""Queries made of others for the links of pages."""

from __future__ import annotations

import pytest

from indexer import altered, near, replaced, with_word, without


@pytest.mark.parametrize(
    ("query", "word", "rest"),
    [
        ("شرطة زعبلوط", "زعبلوط", "شرطة"),
        ("شرطة ضمن 5 كلمات زعبلوط", "زعبلوط", "شرطة"),
        ("ا ضمن 5 كلمات ب ضمن 5 كلمات ت", "ب", "ا ضمن 5 كلمات ت"),
        ("ا أو ب ت", "ب", "ا أو ت"),
        ("ا (ب أو ت)", "ب", "ا ت"),
        ("«ا ب ت»", "ب", "«ا ت»"),
        ("«ا ب»", "ب", "ا"),
        ("title:(ا ب)", "ب", "title:ا"),
        ("title:ا ب", "ا", "ب"),
        ("=ا ب", "ا", "ب"),
        ("كتا* ب", "كتا*", "ب"),
        ("7okama ب", "7okama", "ب"),  # shown as one word, and two to the archive
        ("ا «أو»", "أو", "ا"),
        ("ا -ب", "ب", None),  # it is not asked for
        ("ا -ب", "ا", None),  # what is left asks for nothing
        ("ا", "ا", None),
        ("ا ب", "ت", None),
        ("؟", "ا", None),
        ("(ا ب", "ب", "ا"),  # a query that was misread is mended
    ],
)
def test_a_query_without_a_word(query: str, word: str, rest: str | None) -> None:
    assert without(query, word) == rest


@pytest.mark.parametrize(
    ("query", "word", "other", "changed"),
    [
        ("هيئة السوق", "هيئة", "هيأة", "هيأة السوق"),
        ("«هيئة السوق»", "هيئة", "هيأة", "«هيأة السوق»"),
        ("title:هيئة أو =هيئة", "هيئة", "هيأة", "title:هيأة أو =هيأة"),
        ("هيئة ضمن 3 كلمات سوق", "هيئة", "هيأة", "هيأة ضمن 3 كلمات سوق"),
        ("=«هيئة»", "هيئة", "أو", "=«أو»"),  # a word of the language of queries is quoted
        ("سوق -هيئة", "هيئة", "هيأة", None),  # it is not asked for
        ("رقم 113.14", "113.14", "14-113", "رقم 14-113"),
        ("رقم 113.14", "113.14", "113 14", "رقم «113 14»"),  # several words stand in a row
        ("«رقم 113.14»", "113.14", "113 14", "«رقم 113 14»"),
        ("سوق", "هيئة", "هيأة", None),
        ("سوق", "سوق", "؟", None),
    ],
)
def test_a_query_with_another_word(query: str, word: str, other: str, changed: str | None) -> None:
    assert replaced(query, word, other) == changed


@pytest.mark.parametrize(
    ("query", "word", "both"),
    [
        ("ا", "ب", "ا ب"),
        ("ا أو ب", "ت", "(ا أو ب) ت"),  # not: ا, or both others
        ("ا -ب", "أو", "ا -ب «أو»"),
        ("", "ب", "ب"),
        ("", "", ""),
    ],
)
def test_a_query_with_a_word_more(query: str, word: str, both: str) -> None:
    assert with_word(query, word) == both


@pytest.mark.parametrize(
    ("first", "second", "query"),
    [
        ("أمن", "شرطة", "أمن ضمن 5 كلمات شرطة"),
        ("«أمن عام»", "شرطة", "أمن ضمن 5 كلمات عام ضمن 5 كلمات شرطة"),
        ("droit", "eau", "droit NEAR/5 eau"),
        ("أو", "شرطة", "«أو» ضمن 5 كلمات شرطة"),
        ("أمن", "؟", "أمن"),
        ("", "", ""),
    ],
)
def test_a_query_for_words_near_each_other(first: str, second: str, query: str) -> None:
    assert near(first, second, 5) == query


@pytest.mark.parametrize(
    ("query", "asked", "new"),
    [
        ("شرطة القرب", "شرظة القرب", ["شرطة"]),
        ("أمن أو قرب", "أمن قرب", []),  # an operator is no word
        ("الأمن", "«الأمن زرافة»", []),
        ("«أمن القرب»", "«أمن القرف»", ["القرب"]),
        ("أمن ضمن 5 كلمات قرب", "أمن قرف", ["قرب"]),
    ],
)
def test_the_words_that_another_query_changes(query: str, asked: str, new: list[str]) -> None:
    pieces = altered(query, asked)
    assert "".join(piece.text for piece in pieces) == query
    assert [piece.text for piece in pieces if piece.match] == new
