"""Which words of one family meet, and which others do not."""

from __future__ import annotations

import pytest

from indexer.language import folded, stem


def stemmed(word: str) -> str:
    return stem(folded(word))


@pytest.mark.parametrize(
    ("word", "found"),
    [
        # the article and what is glued before it
        ("الأمن", "امن"),
        ("للأمن", "امن"),  # for the
        ("بالأمن", "امن"),
        ("كالأمن", "امن"),
        ("والأمن", "امن"),
        ("فالأمن", "امن"),
        ("وللأمن", "امن"),
        ("فللأمن", "امن"),
        ("وبالأمن", "امن"),
        ("فبالأمن", "امن"),
        ("وكالأمن", "امن"),
        ("الحق", "حق"),  # two letters remain
        ("والد", "والد"),  # one would
        ("وزير", "وزير"),  # a bare waw stays
        # possessives, where three letters remain
        ("أمنهما", "امن"),
        ("أمنها", "امن"),
        ("أمنهم", "امن"),
        ("أمنهن", "امن"),
        ("أمننا", "امن"),
        ("أمنكم", "امن"),
        ("مهم", "مهم"),
        # plurals and the dual, where four remain
        ("مواطنون", "مواطن"),
        ("مواطنين", "مواطن"),
        ("مواطنان", "مواطن"),
        ("قانون", "قانون"),
        ("إنسان", "انسان"),
        ("سجون", "سجون"),
        # sound feminine plural
        ("مؤسسات", "مءسس"),
        ("مؤسسة", "مءسس"),
        # nisba
        ("أمني", "امن"),
        ("الأمنية", "امن"),
        ("القانونية", "قانون"),
        ("مسؤوليتهم", "مسءول"),  # a possessive, then the nisba before it
        # left alone
        ("أمن", "امن"),  # three letters
        ("DGSN", "dgsn"),
        ("1956", "1956"),
        # ال that is no article: له and أن would be left
        ("الله", "الله"),
        ("والله", "الله"),
        ("لله", "الله"),
        ("ﷲ", "الله"),
        ("اللهم", "اللهم"),
        ("الآن", "الان"),
    ],
)
def test_stem(word: str, found: str) -> None:
    assert stemmed(word) == found


def test_the_forms_of_a_word_meet() -> None:
    forms = ("أمن", "الأمن", "للأمن", "وبالأمن", "أمني", "الأمنية", "أمنيّة", "أمنهم")
    assert {stemmed(form) for form in forms} == {"امن"}


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("وزارة", "زيارة"),  # the waw of وزارة is a letter of its root
        ("قانون", "قانت"),
        ("الله", "له"),
        ("الآن", "أن"),
        ("والد", "ولد"),
    ],
)
def test_other_words_never_meet(word: str, other: str) -> None:
    assert stemmed(word) != stemmed(other)
