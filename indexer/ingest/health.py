"""The health of a text: how much of it a reader who searches for its words would find.

A text layer whose letters are turned round, split or wrongly mapped is made of words that no one
types. So the health of a text is the share of its letters that stand in known words, less what
damage leaves besides: letters that stand alone, and letters of no Arabic word.

    health = letters in known words ÷ Arabic letters
             − one-letter words but و ÷ Arabic words
             − 2 × foreign letters ÷ (Arabic and foreign letters)

A word is known if the list that is shipped (known_words.NOTICE says what it was made of) holds it,
or holds it without one prefix or without one suffix. The score says nothing about the order of
words. docs/reading.md has what it finds and what it misses.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Container
from functools import cache
from importlib import resources

from indexer.analysis.normalize import MARKS, spelled
from indexer.analysis.tokenizer import LETTERS

SOUND = 0.80  # from here on a text is read as it was written
READABLE = 0.70  # from here on most words are found; below, hardly any
LEAST_LETTERS = 20  # a text of fewer says nothing about itself

WORDS_FILE = "known_words.z"
ENCODING = "iso8859-6"  # of the list: each letter of Arabic is one byte
LEAST_WORD, LEAST_BASE = 3, 4  # letters of a word that counts as known, and of one without affix
_PREFIXES = ("وال", "بال", "ال", "لل", "و", "ف", "ب", "ك", "ل")
_SUFFIXES = (
    "هما", "ها", "هم", "هن", "نا", "كم", "ات", "ين", "ون", "ان", "وا", "ه", "ي", "ا", "ت", "ة",
)  # fmt: skip

# Letters of Farsi keyboards and scans that stand for those of Arabic.
_VARIANTS = str.maketrans({"\u06cc": "ي", "\u06a9": "ك", "\u06be": "ه", "\u06c1": "ه"})
_MARKS = "".join(map(chr, MARKS))
ARABIC_WORD = re.compile(f"[{LETTERS}](?:[{LETTERS}{_MARKS}]*[{LETTERS}])?")
# Letters that stand in no text: without a meaning, or Latin ones in the middle of an Arabic word,
# where a wrong map has put them (Latin words of their own are no fault).
_MEANINGLESS = "\ufffd\ue000-\uf8ff"
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_DIRECTIONS = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
_FOREIGN = re.compile(
    f"[{_MEANINGLESS}]|(?<=[{LETTERS}{_MARKS}])[{_LATIN}]"
    f"|[{_LATIN}](?=[{_DIRECTIONS}]?[{LETTERS}{_MARKS}])"
)


def health_of(
    text: str, language: str = "ar", learnt: Container[str] = frozenset()
) -> float | None:
    """The health of `text`, from 0 to 1; None where it is not Arabic, or too short to tell.

    `language` is that of its document. Words in `learnt`, as `word_form` has them, are known too.
    """
    if language.partition("-")[0] != "ar":
        return None
    letters = known_letters = words = single = 0
    for word, times in Counter(ARABIC_WORD.findall(text)).items():
        form = word_form(word)
        words += times
        letters += times * len(form)
        if len(form) == 1:
            single += times * (form != "و")
        elif known_form(form) or form in learnt:
            known_letters += times * len(form)
    return health(letters, known_letters, words, single, len(_FOREIGN.findall(text)))


def health(letters: int, known_letters: int, words: int, single: int, foreign: int) -> float | None:
    """The health of a text of so many `letters`, of so many Arabic `words`."""
    if letters + foreign < LEAST_LETTERS:
        return None
    score = known_letters / letters - single / words if letters else 0.0
    return min(1.0, max(0.0, score - 2 * foreign / (letters + foreign)))


def known(word: str) -> bool:
    """Whether `word`, as it stands in a text, is a word of Arabic of three letters or more."""
    return known_form(word_form(word))


@cache
def word_form(word: str) -> str:
    """`word` as the list has it: its letters without marks."""
    return spelled(word).translate(_VARIANTS)


@cache
def known_form(form: str) -> bool:
    """Whether the list has `form`, or has it without a prefix or without a suffix."""
    words = shipped_words()
    return len(form) >= LEAST_WORD and (
        form in words
        or any(
            form[len(prefix) :] in words
            for prefix in _PREFIXES
            if form.startswith(prefix) and len(form) >= len(prefix) + LEAST_BASE
        )
        or any(
            form[: -len(suffix)] in words
            for suffix in _SUFFIXES
            if form.endswith(suffix) and len(form) >= len(suffix) + LEAST_BASE
        )
    )


@cache
def shipped_words() -> frozenset[str]:
    """The words of the list that is shipped."""
    packed = resources.files(__package__).joinpath(WORDS_FILE).read_bytes()
    return frozenset(zlib.decompress(packed).decode(ENCODING).split("\n"))
