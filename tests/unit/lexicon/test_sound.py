"""Names in Latin and Tifinagh letters → words of an archive."""

from __future__ import annotations

import pytest

from indexer.analysis import folded
from indexer.lexicon.sound import in_tifinagh, is_tifinagh, stands_as_name, written_as_heard

ARABIC = """
بنسودة ورزازات الحسيمة بنكيران كيران بن شفشاون خريبكة ميستورا خالد روسيف دارفور اليوسفي بركة
الحافظي بلكوش بنصغير ياسين أحرضان البصري جطو مبارك بوعزيزي الفاسي مكناس الخطابي طنجة ليوطي
"""
WORDS = frozenset(map(folded, ARABIC.split())) | {"tanja", "ⵕⴱⴰⵟ"}


def count(word: str) -> int:
    return int(word in WORDS)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Bensouda", "بنسودة"),
        ("Ouarzazate", "ورزازات"),
        ("Hoceima", "حسيمة"),
        ("Benkirane", "بنكيران"),
        ("Chefchaouen", "شفشاون"),
        ("Khouribga", "خريبكة"),
        ("Mistura", "ميستورا"),
        ("Khaled", "خالد"),
        ("Rousseff", "روسيف"),
        ("Darfour", "دارفور"),
        ("Youssoufi", "يوسفي"),
        ("Barka", "بركة"),
        ("Belkouch", "بلكوش"),
        ("Benseghir", "بنصغير"),
        ("Aherdane", "أحرضان"),
        ("Jettou", "جطو"),
        ("Moubarak", "مبارك"),
        ("Bouazizi", "بوعزيزي"),
        ("Meknès", "مكناس"),
        ("Lyautey", "ليوطي"),
        ("ⵟⴰⵏⵊⴰ", "طنجة"),
    ],
)
def test_a_name_finds_its_spelling(name: str, word: str) -> None:
    assert (folded(word),) in written_as_heard(name, count)


def test_a_name_in_two_words() -> None:
    assert written_as_heard("Benkirane", count)[1] == ("بن", "كيران")


def test_tifinagh_and_latin() -> None:
    assert ("tanja",) in written_as_heard("ⵟⴰⵏⵊⴰ", count)
    assert in_tifinagh("tanja") == "ⵜⴰⵏⵊⴰ"
    assert in_tifinagh("été") == ""
    assert is_tifinagh("ⵕⴱⴰⵟ")
    assert not is_tifinagh("tanja")


@pytest.mark.parametrize(
    ("word", "first", "is_name"),
    [
        ("Rousseff", False, True),
        ("Rousseff", True, False),  # a capital at the beginning of a sentence
        ("rousseff", False, False),
        ("benkirane", True, True),
        ("khouribga", True, False),  # which is corrected where nothing is found
        ("Khouribga", False, True),
        ("police", False, False),
        ("partie", True, False),
        ("DGSN", False, False),
        ("abc", False, False),
        ("ⵟⴰⵏⵊⴰ", True, True),
    ],
)
def test_a_word_that_stands_as_a_name(word: str, first: bool, is_name: bool) -> None:
    assert stands_as_name(word, first=first) is is_name


@pytest.mark.parametrize("word", ["police", "maison", "travail", "house", "school", "people"])
def test_a_word_in_small_letters_is_no_name(word: str) -> None:
    assert not stands_as_name(word, first=True)
