"""Which words of an archive are offered for a word it does not hold."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pytest

from indexer.analysis import folded, tokens
from indexer.lexicon.keyboards import ARABIC_LETTERS, TAKEN_FOR, other_layouts
from indexer.lexicon.spelling import MOST_COUNTS, Candidate, Kind, candidates, joined, respelt


def archive(*words: str) -> Counter[str]:
    return Counter(folded(word) for word in words)


def offered(word: str, *words: str) -> list[tuple[str, Kind]]:
    found = candidates(word, archive(*words).__getitem__)
    return [(candidate.text, candidate.kind) for candidate in found]


@pytest.mark.parametrize(
    ("typed", "meant", "kind"),
    [
        # the article
        ("دستور", "الدستور", Kind.ARTICLE),
        ("الرباط", "رباط", Kind.ARTICLE),
        ("للأمن", "أمن", Kind.ARTICLE),
        # the spelling of one sound
        ("مسوول", "مسؤول", Kind.LETTERS),  # hamza left out
        ("شي", "شيء", Kind.LETTERS),
        ("القرءان", "القران", Kind.LETTERS),
        ("رحمت", "رحمة", Kind.LETTERS),
        ("مستشفا", "مستشفى", Kind.LETTERS),
        ("كتبو", "كتبوا", Kind.LETTERS),
        ("شكرن", "شكرا", Kind.LETTERS),
        # what is glued before a word
        ("وسلا", "سلا", Kind.CLITIC),
        ("بقانون", "قانون", Kind.CLITIC),
        ("ستنشر", "تنشر", Kind.CLITIC),
        ("والقانون", "القانون", Kind.CLITIC),
        # slips
        ("القنون", "القانون", Kind.TYPING),  # left out
        ("القاننون", "القانون", Kind.TYPING),  # twice
        ("القانوووون", "القانون", Kind.TYPING),  # drawn out
        ("الللله", "الله", Kind.TYPING),
        ("القانزن", "القانون", Kind.TYPING),  # the key beside
        ("الفانون", "القانون", Kind.TYPING),  # the same skeleton
        ("القاونن", "القانون", Kind.TYPING),  # swapped
        ("القنوون", "القانون", Kind.TYPING),  # two slips, six letters or more
        ("Parlemant", "parlement", Kind.TYPING),
        # another keyboard
        ("av'm", "شرطة", Kind.LAYOUT),  # QWERTY
        ("qvù,", "شرطة", Kind.LAYOUT),  # AZERTY
        ("Hgl;jf", "المكتب", Kind.LAYOUT),  # Caps
        ("hgYkshk", "الإنسان", Kind.LAYOUT),  # إ with shift
        ("fgh]", "بلاد", Kind.LAYOUT),
        ("fb]", "بلاد", Kind.LAYOUT),  # ﻻ in one key
        ("êvgv", "جثرلر", Kind.LAYOUT),  # ^ is dead on AZERTY
        ("حخمهؤث", "police", Kind.LAYOUT),
        ("لاثمل", "belg", Kind.LAYOUT),
        # Arabic in Latin letters
        ("7okouma", "حكومة", Kind.ARABIZI),
        ("9anoun", "قانون", Kind.ARABIZI),
        ("chorta", "شرطة", Kind.ARABIZI),
        ("addawla", "الدولة", Kind.ARABIZI),
        ("ech-chorta", "الشرطة", Kind.ARABIZI),
        ("al-Maghrib", "المغرب", Kind.ARABIZI),
        ("hay2a", "هيئة", Kind.ARABIZI),
        ("mou7ammad", "محمد", Kind.ARABIZI),  # a shadda
    ],
)
def test_what_was_meant_is_offered(typed: str, meant: str, kind: Kind) -> None:
    assert offered(typed, meant) == [(folded(meant), kind)]


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("العلما", ["العلماء"]),  # a hamza more
        ("سماء", ["سما"]),  # or less
        ("كتبو", ["كتبوا"]),
        ("العلمل", []),  # a slip sounds otherwise
        ("علما", []),  # so does a word without its article
    ],
)
def test_words_that_sound_alike(word: str, others: list[str]) -> None:
    count = archive("العلماء", "سما", "كتبوا", "علما", "العلما").__getitem__
    assert [candidate.text for candidate in respelt(folded(word), count)] == [*map(folded, others)]


def test_two_words_run_together_are_parted() -> None:
    assert ("حقوق الانسان", Kind.SPLIT) in offered("حقوقالإنسان", "حقوق", "الإنسان")
    assert offered("حقوقالإنسان", "حقوق") == []


def test_a_word_broken_in_two_is_joined() -> None:
    count = archive("القانون", "ال").__getitem__
    found = joined("القا", "نون", count)
    assert found is not None
    assert (found.text, found.kind) == ("القانون", Kind.JOINED)
    assert joined("نون", "القا", count) is None


def test_a_broken_word_costs_less_when_a_half_is_no_word() -> None:
    surely = joined("القا", "نون", archive("القانون", "نون").__getitem__)
    perhaps = joined("القا", "نون", archive("القانون", "القا", "نون").__getitem__)
    assert surely is not None
    assert perhaps is not None
    assert surely.cost < perhaps.cost


def test_letters_swapped_are_likelier_than_another_letter() -> None:
    counts = Counter({"كتاب": 5, "كتبق": 5})
    found = [candidate.text for candidate in candidates("كتبا", counts.__getitem__)]
    assert found == ["كتاب", "كتبق"]


@pytest.mark.parametrize("word", ["code", "photo", "centre"])
def test_a_short_word_of_french_or_english_is_not_read_on_another_layout(word: str) -> None:
    for text in other_layouts(word):
        counts = Counter({text: 5})
        kinds = {candidate.kind for candidate in candidates(word, counts.__getitem__)}
        assert (Kind.LAYOUT in kinds) == (len(text) >= 6), text


def test_of_two_words_as_near_the_more_frequent_comes_first() -> None:
    count = Counter({"قانون": 2, "كانون": 90}).__getitem__
    assert [found.text for found in candidates("فانون", count)] == ["قانون", "كانون"]  # ف like ق
    count = Counter({"سير": 2, "سيل": 90}).__getitem__
    assert [found.text for found in candidates("سيظ", count)] == ["سيل", "سير"]


@pytest.mark.parametrize("word", ["", "و", "2011", "ً", "؟!", "ا" * 31, "a" * 10_000, "🙂", "a b"])
def test_of_some_words_nothing_is_made(word: str) -> None:
    assert list(candidates(word, lambda _: 1)) == []


@pytest.mark.parametrize("word", ["م" * 30, "مكتبلن" * 5, "7okouma" * 4, "ab" * 15, "aeiou" * 6])
def test_the_work_is_bounded(word: str) -> None:
    asked: list[str] = []

    def count(text: str) -> int:
        asked.append(text)
        return 0

    assert list(candidates(word, count)) == []
    assert 0 < len(asked) <= MOST_COUNTS


def test_two_slips_are_looked_for_only_when_more_is_wanted() -> None:
    asked: list[str] = []

    def count(text: str) -> int:
        asked.append(text)
        return int(text == "القانون")

    found = candidates("القنون", count)
    assert next(found) == Candidate("القانون", Kind.TYPING, pytest.approx(1.3))
    few = len(asked)
    assert list(found) == []
    assert len(asked) > 2 * few


# How often the right word is found, in the vocabulary of the shared corpus. The bounds leave a
# margin below what was measured, which stands beside each.


@pytest.fixture(scope="module")
def vocabulary(shared: Path) -> Counter[str]:
    texts = (path.read_text("utf-8") for path in (shared / "corpus").glob("[0-9]*.md"))
    return Counter(token.surface for text in texts for token in tokens(text.split("---\n", 2)[2]))


def shares(pairs: Iterable[tuple[str, str]], vocabulary: Counter[str]) -> tuple[float, float]:
    """The shares of (typed, meant) where what was meant comes first, and among the first three."""
    first = three = total = 0
    for typed, meant in pairs:
        found = [found.text for found in islice(candidates(typed, vocabulary.__getitem__), 3)]
        total += 1
        first += found[:1] == [meant]
        three += meant in found
    return first / total, three / total


def some_words(vocabulary: Counter[str], shortest: int) -> list[str]:
    return sorted(
        word
        for word, count in vocabulary.items()
        if count >= 3 and len(word) >= shortest and set(word) <= set(ARABIC_LETTERS)
    )


def slip(word: str, chance: random.Random) -> str:
    """`word` with a letter left out, put in, replaced or swapped; half by one taken for it."""
    at = chance.randrange(len(word))
    other = chance.choice(sorted(TAKEN_FOR[word[at]]) if chance.random() < 0.5 else ARABIC_LETTERS)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + other + word[at:],
            word[:at] + other + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        )
    )


def test_slips_are_mended(vocabulary: Counter[str]) -> None:
    chance = random.Random(2026)
    words = some_words(vocabulary, 4)
    pairs: list[tuple[str, str]] = []
    while len(pairs) < 500:
        meant = chance.choice(words)
        typed = slip(meant, chance)
        if typed not in vocabulary:  # of another word of the archive no reader can be warned
            pairs.append((typed, meant))
    first, three = shares(pairs, vocabulary)
    assert (first > 0.76, three > 0.92) == (True, True), (first, three)  # 0.80, 0.95


@pytest.mark.parametrize("layout", [0, 1], ids=["QWERTY", "AZERTY"])
def test_words_typed_on_another_layout_are_read(vocabulary: Counter[str], layout: int) -> None:
    rows = (
        ("ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ", "qwertyuiop[]asdfghjkl;'zxcvnm,./`"),
        ("ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ", "azertyuiop^$qsdfghjklmùwxcvn,;:!²"),
    )
    keys = str.maketrans(*rows[layout])
    meant = random.Random(5).sample(some_words(vocabulary, 3), 100)
    pairs = [(word.translate(keys), word) for word in meant]
    first, three = shares(pairs, vocabulary)
    assert (first > 0.9, three > 0.96) == (True, True), (first, three)  # 0.97 or 0.98, 1.00


# As Moroccans write them to one another; no reading was changed once these had been tried.
_ARABIZI = """
lmalik الملك l9anoun القانون almamlaka المملكة siyada سيادة moujtama3 مجتمع mojrim مجرم
jarima جريمة 3o9ouba عقوبة 3ouqoubat عقوبات 7ouriyat حريات l7oriyat الحريات mo3ta9al معتقل
7izb حزب a7zab أحزاب nidam نظام tamyiz تمييز 3onf عنف nisa2 نساء tifl طفل atfal أطفال
ta3lim تعليم si77a صحة khidma خدمة khadamat خدمات askariya عسكرية 3askari عسكري difa3 دفاع
wathiqa وثيقة watha2i9 وثائق archif أرشيف ma3louma معلومة mo3tayat معطيات chakhsiya شخصية
tachri3 تشريع 9ada2 قضاء qodat قضاة i9lim إقليم aqalim أقاليم madina مدينة mohakama محاكمة
"""


def test_arabizi_is_read(vocabulary: Counter[str]) -> None:
    pairs = [
        (typed, folded(meant)) for typed, meant in zip(*[iter(_ARABIZI.split())] * 2, strict=True)
    ]
    first, three = shares(pairs, vocabulary)
    assert (first > 0.8, three > 0.92) == (True, True), (first, three)  # 0.88, 0.98
