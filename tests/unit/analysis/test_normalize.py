"""Which spellings are one word."""

from __future__ import annotations

import unicodedata

import pytest

from indexer.analysis import folded


@pytest.mark.parametrize(
    ("word", "form"),
    [
        # marks
        ("محمد\u0610", "محمد"),  # honorific sign above
        ("مُدِيرِيَّةٌ", "مديريه"),  # tashkeel
        ("هٰذا", "هذا"),  # superscript alef
        ("قل\u06d6", "قل"),  # Quranic annotation, in each of its ranges
        ("قل\u06e0", "قل"),
        ("له\u06e5", "له"),  # small waw
        ("قل\u06ed", "قل"),
        ("قل\u0898", "قل"),  # extended marks, in each of their ranges
        ("قل\u08d4", "قل"),
        ("قل\u08f0", "قل"),
        ("ق\ufe79ل", "قل"),  # a damma as a presentation form
        ("ق\ufcf2ل", "قل"),  # shadda and fatha in one, on a tatweel
        ("الأمـــن", "الامن"),  # tatweel
        # characters without a shape
        ("ام\u200cن", "امن"),  # zero width non-joiner
        ("ام\u200dن", "امن"),  # zero width joiner
        ("\u202bامن\u202c", "امن"),  # embedding and its end
        ("\u2067امن\u2069", "امن"),  # isolate and its end
        ("\u061cامن\u200f", "امن"),  # letter marks
        ("ام\u00adن", "امن"),  # soft hyphen
        ("\ufeffامن", "امن"),  # byte order mark
        # alef, whatever it carries
        ("آمن", "امن"),
        ("أمن", "امن"),
        ("إمن", "امن"),
        ("ٱمن", "امن"),
        ("ٲمن", "امن"),
        ("ٳمن", "امن"),
        # hamza, whatever it sits on
        ("مسؤول", "مسءول"),
        ("مسئول", "مسءول"),
        ("سوء", "سوء"),
        # yeh
        ("مستشفى", "مستشفي"),
        ("مستشفی", "مستشفي"),  # Farsi yeh
        ("مستشفے", "مستشفي"),
        # kaf
        ("کتاب", "كتاب"),
        ("ڪتاب", "كتاب"),
        # heh and teh marbuta
        ("شرطة", "شرطه"),
        ("شرطہ", "شرطه"),
        ("شرطۃ", "شرطه"),
        ("شرطە", "شرطه"),
        # presentation forms
        ("ﺍﻻﻣﻦ", "الامن"),
        ("ﻷﻣﻦ", "لامن"),  # the ligature ﻷ
        ("ﷲ", "الله"),
        # digits of three scripts
        ("1956", "1956"),
        ("١٩٥٦", "1956"),
        ("۱۹۵۶", "1956"),
        # other scripts
        ("Sécurité", "securite"),
        ("STRAẞE", "strasse"),
        ("ﬁn", "fin"),  # the ligature fi
        ("DGSN", "dgsn"),
    ],
)
def test_folded(word: str, form: str) -> None:
    assert folded(word) == form


@pytest.mark.parametrize("word", ["آمن", "أمن", "إمن", "مسؤول", "مسئول", "Sécurité"])
def test_decomposed_and_composed_words_are_one(word: str) -> None:
    assert folded(unicodedata.normalize("NFD", word)) == folded(word)


def test_a_fatha_before_the_hamza_it_hides_changes_nothing() -> None:
    assert folded("مسو\u064e\u0654ول") == folded("مسؤول")


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("وزارة", "زيارة"),
        ("علم", "عالم"),  # only long vowels are letters
        ("سوء", "سو"),  # a hamza on the line is a letter
        ("قلب", "كلب"),
    ],
)
def test_other_words_stay_apart(word: str, other: str) -> None:
    assert folded(word) != folded(other)


def test_a_million_marks_fold_away() -> None:  # hours, were NFKC to order them
    assert folded("ق" + "\u064e\u0651" * 500_000 + "ل") == "قل"
    assert folded("e" + "\u0301\u0323" * 500_000) == "e"
    assert folded("و" + "\u0654\u0655" * 500_000) == "ء"


def test_nothing_but_marks_folds_to_nothing() -> None:
    assert folded("\u064e\u0640\u200f") == ""
