"""Which words in Latin letters are taken for Arabic, and which are left alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from indexer.analysis import folded, tokens
from indexer.lexicon.keyboards import _ARABIC, _AZERTY, _LIGATURES, _QWERTY  # the layouts
from indexer.lexicon.latin import is_hardly_arabic, may_be_french_or_english
from indexer.lexicon.spelling import Kind, candidates

CORPUS = Path(__file__).resolve().parents[3] / "corpus"
COMMON = """
code border bridge budget camera citizen company country culture document energy family freedom
garden history hospital human island language library machine media message minister nation office
people police prison village water accord année arrêté bateau bureau chemin citoyen commune dossier
eau école enfant famille femme forêt histoire hôpital jardin lecture maison montagne parole
pays peuple question santé siècle société voyage
"""
MEANT = """
شرطة قانون حكومة وزارة المغرب الرباط مدينة جريدة محكمة مدرسة مستشفى طريق أرض ماء بحر حقوق الإنسان
المرأة الطفل التعليم الصحة العدل الأمن السجن المواطن الدستور البرلمان الملك الجهة الإقليم الجماعة
الميزانية الاقتصاد التجارة الصناعة الفلاحة السوق العمل النقابة الإضراب الصحافة الإعلام الكتاب
المكتبة الوثيقة التاريخ الأرشيف السنة الشهر اليوم الحرب السلام الحرية الكرامة المساواة التنمية
البيئة الغابة الجبل الوادي
"""


@pytest.fixture(scope="module")
def vocabulary() -> Counter[str]:
    """The words of the documents that are shipped, and those of MEANT."""
    texts = (path.read_text("utf-8") for path in sorted(CORPUS.rglob("*.md")))
    found = Counter(token.surface for text in texts for token in tokens(text))
    found.update(map(folded, MEANT.split()))
    assert len(found) > 5_000
    return found


def readings(typed: str, vocabulary: Counter[str]) -> list[str]:
    """What `typed` may be in Arabic, likeliest first."""
    kinds = (Kind.LAYOUT, Kind.ARABIZI)
    found = candidates(typed, vocabulary.__getitem__)
    return [candidate.text for candidate in found if candidate.kind in kinds]


def test_words_of_french_and_english_are_no_slips(vocabulary: Counter[str]) -> None:
    words = COMMON.split()
    assert len(words) == 60
    assert {word: found for word in words if (found := readings(word, vocabulary))} == {}
    written = [change(word) for word in words for change in (str, str.title, str.upper)]
    assert all(map(is_hardly_arabic, written))


@pytest.mark.parametrize("rows", [_QWERTY, _AZERTY], ids=["QWERTY", "AZERTY"])
def test_words_typed_on_another_layout_are_mended(
    rows: tuple[str, ...], vocabulary: Counter[str]
) -> None:
    keys = str.maketrans("".join(_ARABIC), "".join(rows))
    meant = list(map(folded, MEANT.split()))
    assert len(meant) == 60
    mended = 0
    for word in meant:
        typed = word
        for key, letters in _LIGATURES.items():
            typed = typed.replace(letters, key)
        mended += readings(typed.translate(keys), vocabulary)[:1] == [word]
    assert mended >= 57


@pytest.mark.parametrize(
    ("word", "may_be"),
    [
        ("code", True),
        ("Rabat", True),
        ("ÉTAT", True),
        ("œuvre", True),
        ("hgrhk", False),  # no vowel
        ("idzm", False),  # consonants that stand together in no syllable
        ("hgYkshk", False),  # a capital within
        ("av'm", False),  # a sign
        ("7okouma", False),  # a digit
    ],
)
def test_letters_of_french_and_english(word: str, may_be: bool) -> None:
    assert may_be_french_or_english(word) is may_be


@pytest.mark.parametrize(
    ("word", "hardly"),
    [
        ("code", True),  # c without h, and the silent e
        ("sécurité", True),
        ("parlement", True),
        ("week", True),
        ("man", True),  # too short to tell
        ("media", True),  # known
        ("chorta", False),
        ("addawla", False),
        ("madina", False),
        ("qanun", False),
        ("khidmat", False),
        ("9anoun", False),
        ("al-Maghrib", False),
    ],
)
def test_what_is_hardly_arabic(word: str, hardly: bool) -> None:
    assert is_hardly_arabic(word) is hardly
