"""The health of a text: how much of it a reader who searches for its words would find.

A text layer whose letters are turned round, split or wrongly mapped is made of words that no one
types. So the health of a text is the share of its letters that stand in known words, less what
damage leaves besides: letters that stand alone, and letters of no Arabic word.

    health = letters in known words ÷ Arabic letters
             − one-letter words but و ÷ Arabic words
             − 2 × foreign letters ÷ (Arabic and foreign letters)

A word is known if the list that is shipped (known_words.NOTICE says what it was made of) has it, or
has it without one prefix or without one suffix. The score says nothing about the order of words.
docs/reading.md says what it finds and what it misses, indexer/model/health.py what it means.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from functools import cache
from importlib import resources

from indexer.analysis.normalize import INVISIBLE, MARKS, is_plain_word, spelled
from indexer.analysis.tokenizer import LETTERS

LEAST_LETTERS = 20  # a text of fewer says nothing about itself

WORDS_FILE = "known_words.z"
# Its SHA-256. It stands here because the fingerprint of the readers covers modules alone.
WORDS_DIGEST = "76110322d06635ff80b78467c08c669936b561c96e6ca4e70de95839d377f40c"
ENCODING = "iso8859-6"  # of the list: each letter of Arabic is one byte
LEAST_WORD, LEAST_BASE = 3, 4  # letters of a word that counts as known, and of one without affix
_PREFIXES = ("وال", "بال", "ال", "لل", "و", "ف", "ب", "ك", "ل")
_SUFFIXES = (
    "هما", "ها", "هم", "هن", "نا", "كم", "ات", "ين", "ون", "ان", "وا", "ه", "ي", "ا", "ت", "ة",
)  # fmt: skip
_PREFIXES_FROM = {letter: tuple(p for p in _PREFIXES if p[0] == letter) for letter in "ولبفك"} | {
    "ا": ("ال",)
}
_SUFFIXES_TO = {letter: tuple(s for s in _SUFFIXES if s[-1] == letter) for letter in "اهمنتية"}

# Letters of Farsi keyboards and scans that stand for those of Arabic.
_VARIANTS = str.maketrans({"\u06cc": "ي", "\u06a9": "ك", "\u06be": "ه", "\u06c1": "ه"})
_MARKS = "".join(map(chr, MARKS))
_BETWEEN = _MARKS + "".join(map(chr, INVISIBLE))
ARABIC_WORD = re.compile(f"[{LETTERS}]+(?:[{_BETWEEN}]+[{LETTERS}]+)*")
# Letters that stand in no text: without a meaning, or Latin ones in the middle of an Arabic word,
# where a wrong map has put them (Latin words of their own are no fault).
REPLACEMENT = "\ufffd"
PRIVATE_USE = (0xE000, 0xF900)  # from the first to before the second
_SUSPECT = re.compile(
    "[\ufffd\ue000-\uf8ff]|[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]+"
)
_DIRECTIONS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ARABIC = re.compile(f"[{LETTERS}{_MARKS}]")


def health_of(text: str, language: str = "ar") -> float | None:
    """The health of `text`, from 0 to 1; None where it is not Arabic, or too short to tell.

    `language` is that of its document. indexer/build/healths.py does many texts faster.
    """
    if not has_health(language):
        return None
    letters = known_letters = words = single = 0
    for word, times in Counter(ARABIC_WORD.findall(text)).items():
        form = word_form(word)
        words += times
        letters += times * len(form)
        single += times * is_shred(form)
        known_letters += times * len(form) * known_form(form)
    return health_score(letters, known_letters, words, single, foreign_letters(text))


def has_health(language: str) -> bool:
    """Whether texts of `language`, a BCP 47 tag, have a health: the list has words of Arabic."""
    return language.partition("-")[0] == "ar"


def health_score(
    letters: int, known_letters: int, words: int, single: int, foreign: int
) -> float | None:
    """The health of a text of so many `letters`, Arabic `words`, and others of its parts."""
    if letters + foreign < LEAST_LETTERS:
        return None
    score = known_letters / letters - single / words if letters else 0.0
    return round(min(1.0, max(0.0, score - 2 * foreign / (letters + foreign))), 3)


def foreign_letters(text: str) -> int:
    """The number of letters in `text` that stand in no text as its author wrote it."""
    found = 0
    for suspect in _SUSPECT.finditer(text):
        start, end = suspect.span()
        if ord(suspect[0][0]) >= PRIVATE_USE[0]:
            found += 1
            continue
        first = start > 0 and _ARABIC.match(text, start - 1) is not None
        after = end + (text[end : end + 1] in _DIRECTIONS)
        last = _ARABIC.match(text, after) is not None
        found += min(end - start, first + last)
    return found


def is_shred(form: str) -> bool:
    """Whether `form` is one letter that is no word."""
    return len(form) == 1 and form != "و"


def known(word: str) -> bool:
    """Whether `word`, as it stands in a text, is a word of Arabic of three letters or more."""
    return known_form(word_form(word))


def word_form(word: str) -> str:
    """`word` as the list has it: its letters without marks."""
    return word if is_plain_word(word) else spelled(word).translate(_VARIANTS)


def known_form(form: str) -> bool:
    """Whether the list has `form`, or has it without a prefix or without a suffix."""
    words = shipped_words()
    if len(form) < LEAST_WORD:
        return False
    if form in words:
        return True
    longest = len(form) - LEAST_BASE
    for prefix in _PREFIXES_FROM.get(form[0], ()):
        if len(prefix) <= longest and form.startswith(prefix) and form[len(prefix) :] in words:
            return True
    for suffix in _SUFFIXES_TO.get(form[-1], ()):
        if len(suffix) <= longest and form.endswith(suffix) and form[: -len(suffix)] in words:
            return True
    return False


@cache
def shipped_words() -> frozenset[str]:
    """The words of the list that is shipped."""
    packed = resources.files(__package__).joinpath(WORDS_FILE).read_bytes()
    return frozenset(zlib.decompress(packed).decode(ENCODING).split("\n"))
