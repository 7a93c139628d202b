"""Loan words: long words that no pattern of Arabic fits, and the spellings that they may have.

A long vowel of a loan word stands for a vowel that Arabic need not write: ديمقراطية and ديموقراطية
are one word, while كاتب and كتب are two. Which vowels are written differs by country and by writer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from indexer.analysis.morphology.patterns import analyses

_VOWELS = "اوي"
_SHORTEST = 7  # letters of a loan word with its vowels; the other spelling may have one less
_LETTERS = re.compile("[\u0621-\u063a\u0641-\u064a]+")
# Two words in one, in which a vowel tells one name from another (عبدالله, عبيدالله), and a verb
# after a particle (مايقدمه).
_COMPOUND = re.compile("(?:عب[اي]?د|اب[اوي]|بن)ال|.*الله$|[ملي]ا[يتن]")
# A vowel before an ending of Arabic may be of the ending: مشاركاتي, انتقدوني.
_OF_ENDING = re.compile("ا(?:ت|ن$)|[اوي](?:ن|ه|ا|ني|نا|ها|هم|هما|هن|ك|كم)?$")
_CLITICS = re.compile("[وف]?[سلبك]?")
_PERSONS = re.compile("[تنا](?=...)")  # of a verb, whose patterns are listed with ي
_PRONOUNS = re.compile("(?<=...)(?:ني|نا|ها|هم|هما|هن|ه|ك|كم)$")
# The beginnings of loan words that are too short for the rule, or differ by more than a vowel.
_STEMS = (
    ("امريك", "اميرك"),
    ("اوروب", "اورب"),
    ("انترنت", "انترنيت"),
    ("انجليز", "انكليز", "انغليز"),
    ("انجلترا", "انكلترا", "انقلترا"),
    ("بورجواز", "برجواز"),
    ("فيدرال", "فدرال"),
    ("بترول", "بيترول"),
    ("برلمان", "بارلمان"),
    ("تلفون", "تليفون"),
    ("تلغراف", "تلجراف", "تليغراف"),
    ("جنرال", "جينرال"),
    ("ماستر", "ماستير"),
    ("ليبرال", "لبرال"),
    ("ميليشي", "مليشي"),
    ("بكالوري", "باكالوري", "باكلوري"),
    ("ديموغراف", "ديمغراف", "ديموجراف"),
    ("فوتوغراف", "فتوغراف", "فوتوجراف"),
    ("كيلوغرام", "كيلوجرام", "كيلوكرام"),
    ("سوفيات", "سوفييت", "سوفيت"),
    ("الكترون", "اليكترون"),
)
_NEVER_ALONE = frozenset(("اميرك", "امريك", "اورب", "اوروب"))  # أميرك, your prince
_OTHERS = {stem: tuple(o for o in group if o != stem) for group in _STEMS for stem in group}
_STEM = re.compile(f"(?:{'|'.join(sorted(_OTHERS, key=len, reverse=True))})(?=[ايه]|$)")


def is_loan_word(word: str) -> bool:
    """True if the folded `word`, without affixes, is long and no pattern of Arabic fits it."""
    return (
        len(word) >= _SHORTEST - 1
        and _LETTERS.fullmatch(word) is not None
        and not _COMPOUND.match(word)
        and not _STEM.match(word)
        and not any(map(_fits_a_pattern, _barer(word)))
    )


def _barer(word: str) -> Iterator[str]:
    """`word`, and what may be left of it without a clitic, without a pronoun, and without both."""
    for form in {word, _CLITICS.sub("", word, count=1)}:
        yield form
        yield _PRONOUNS.sub("", form)


def _fits_a_pattern(word: str) -> bool:
    return bool(analyses(word, word) or analyses(_PERSONS.sub("ي", word, count=1), word))


def other_stems(word: str) -> Iterator[str]:
    """`word` with the other spellings of the stem that it begins with, of those listed here."""
    if (stem := _STEM.match(word)) and word not in _NEVER_ALONE:
        for other in _OTHERS[stem[0]]:
            yield other + word[stem.end() :]


def with_vowel_less(word: str, is_attested: Callable[[str], int]) -> Iterator[str]:
    """`word` without one of its long vowels, if it is long and that is attested."""
    if len(word) >= _SHORTEST:
        for at in range(1, len(word) - 1):
            if word[at] in _VOWELS:
                shorter = word[:at] + word[at + 1 :]
                if is_attested(shorter) and _is_optional(word, at):
                    yield shorter


def with_vowel_more(word: str) -> Iterator[str]:
    """`word` with one long vowel more, if it is long: `with_vowel_less` leads back to it."""
    if len(word) >= _SHORTEST - 1:
        for at in range(1, len(word)):
            for vowel in _VOWELS:
                longer = word[:at] + vowel + word[at:]
                if _is_optional(longer, at):
                    yield longer


def _is_optional(word: str, at: int) -> bool:
    """True if the letter at the place `at` is a long vowel that writers may leave out.

    Near the end it may tell two names apart: مورينيو is not مورينو, nor أندرياس أندريس. Without the
    one of أولكسندر the word would begin with an article, as ألكسندر does.
    """
    letter, left = word[at], len(word) - at
    if letter not in _VOWELS or _OF_ENDING.match(word, at) or (letter == "ا" and left == 2):
        return False
    if at == 1 and word[0] + word[2] == "ال":
        return False
    beside = {word[at - 1], word[at + 1]}
    return left > 4 or letter in beside or beside.isdisjoint(_VOWELS)
