"""The three forms of a word, each a function of the one before.

    written   as its author wrote it, in one encoding: the term of the exact width
    spelled   the same without diacritics: compared at the exact width when a reader types none
    folded    spelling variants merged: words are counted and joined in families by it

Words are folded one at a time, after the original text has been split, so that offsets into the
text stay true. Which variants Arabic texts mix, and what folding each is worth, was measured
(docs/arabic.md lists the rules with their reasons).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pyarabic import araby

from indexer.analysis.numbers import GROUPER, SPACED_NUMBER

# Signs that stand on or between letters and never make another word.
MARKS = (
    *range(0x0610, 0x061B),  # honorific and Quranic signs above letters
    *range(0x064B, 0x0660),  # tashkeel, madda and hamza above and below
    0x0670,  # superscript alef
    *range(0x06D6, 0x06DD),  # Quranic annotation
    *range(0x06DF, 0x06E9),
    *range(0x06EA, 0x06EE),
    *range(0x0898, 0x08A0),  # extended marks
    *range(0x08C9, 0x08E2),
    *range(0x08E3, 0x0900),
    *range(0xFC5E, 0xFC64),  # marks as signs of their own, which NFKC would turn into spaces
    *range(0xFCF2, 0xFCF5),
    *range(0xFE70, 0xFE80),
    ord(araby.TATWEEL),
)
# Characters without a shape: zero width, soft hyphen, direction, byte order.
INVISIBLE = (
    0x00AD,
    0x034F,
    0x061C,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
    *range(0x2066, 0x2070),
    0xFEFF,
)

_VARIANTS = {
    "\u066a": "%",  # ٪
    # alef, whatever it carries
    araby.ALEF_MADDA: araby.ALEF,  # آ
    araby.ALEF_HAMZA_ABOVE: araby.ALEF,  # أ
    araby.ALEF_HAMZA_BELOW: araby.ALEF,  # إ
    araby.ALEF_WASLA: araby.ALEF,  # ٱ
    "\u0672": araby.ALEF,  # ٲ
    "\u0673": araby.ALEF,  # ٳ
    "\u0675": araby.ALEF,  # ٵ
    # hamza, whatever it sits on: مسؤول = مسئول
    araby.WAW_HAMZA: araby.HAMZA,  # ؤ
    araby.YEH_HAMZA: araby.HAMZA,  # ئ
    "\u0674": araby.HAMZA,  # ٴ
    # yeh without dots (Egypt), Farsi yeh and its kin (scanned texts)
    araby.ALEF_MAKSURA: araby.YEH,  # ى
    "\u06cc": araby.YEH,  # ی
    "\u06cd": araby.YEH,  # ۍ
    "\u06d0": araby.YEH,  # ې
    "\u06d2": araby.YEH,  # ے
    # kaf of other alphabets
    "\u06a9": araby.KAF,  # ک
    "\u06aa": araby.KAF,  # ڪ
    # letters for foreign sounds, and those of the Maghreb, as the letters they are made of
    "\u06ad": araby.KAF,  # ڭ
    "\u06af": araby.KAF,  # گ
    "\u0763": araby.KAF,  # ݣ
    "\u067e": araby.BEH,  # پ
    "\u06a4": araby.FEH,  # ڤ
    "\u06a5": araby.FEH,  # ڥ
    "\u06a2": araby.FEH,  # ڢ
    "\u06a7": araby.QAF,  # ڧ
    "\u06a8": araby.QAF,  # ڨ
    "\u0686": araby.JEEM,  # چ
    "\u0698": araby.ZAIN,  # ژ
    # Latin letters that are two
    "œ": "oe",
    "æ": "ae",
    "ɣ": "gh",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    # heh, and the teh marbuta that is written like it
    araby.TEH_MARBUTA: araby.HEH,  # ة
    "\u06c0": araby.HEH,  # ۀ
    "\u06c1": araby.HEH,  # ہ
    "\u06c3": araby.HEH,  # ۃ
    "\u06be": araby.HEH,  # ھ
    "\u06d5": araby.HEH,  # ە
}
_SIGNS = {ord(araby.TATWEEL), *INVISIBLE}
_MARKS = frozenset(MARKS) - _SIGNS


def _expanded(code: int) -> str:
    """The marks that `code`, a presentation form, shows on a space or on a tatweel."""
    form = unicodedata.normalize("NFKC", chr(code))
    return "".join(sign for sign in form if ord(sign) in _MARKS)


# Signs without meaning go; marks in presentation forms become marks.
_PLAIN_SIGNS: dict[int, str | None] = {
    **dict.fromkeys(_SIGNS),
    **{code: _expanded(code) for code in _MARKS if code > 0xFB50},
    0x037A: "ι",  # the one letter that NFKC would turn into a space and a letter
}
_UNMARKED = dict.fromkeys(MARKS)
_FOLDED = {
    **{code: chr(code) for code in range(0x0621, 0x064B)},  # found, for a miss takes longer
    **{ord(letter): plain for letter, plain in _VARIANTS.items()},
}
# Several marks on one letter, in whatever order they were typed, once each or more often.
_MARK = "".join(chr(code) for code in sorted(_MARKS) if code < 0xFB50)
_RUN = re.compile(f"[{_MARK}]{{2,}}")
# More accents than any letter bears; NFKC takes quadratic time to order them.
_PILED = re.compile("([\u0300-\u036f]{8})[\u0300-\u036f]+")
# Letters of Arabic, with a mark or none on each: written so already.
_WRITTEN = re.compile("(?:[\u0621-\u063a\u0641-\u064a][\u064b-\u0652\u0670]?)+")
_SPELLED = re.compile("[\u0621-\u063a\u0641-\u064a]+")
# Hamza and madda make another letter of the one they stand on, if nothing of their kind is between.
_COMPOSING = (araby.HAMZA_ABOVE, araby.HAMZA_BELOW, araby.MADDA_ABOVE)


def is_plain_word(text: str) -> bool:
    """True if `text` is letters of Arabic and no other sign: one word, written as it stands."""
    return _SPELLED.fullmatch(text) is not None


@lru_cache(maxsize=1 << 18)
def written(word: str) -> str:
    """`word` as its author wrote it, however it was encoded: hamza, ة, ى and marks are kept.

    Compatibility characters are plain ones (NFKC), Latin is casefolded, digits are ASCII; tatweel
    and invisible characters are gone; marks stand in one order, each once. The spaces of a number
    are no-break spaces. What is written already stays as it is.
    """
    if word.isascii():
        return word.lower()
    if _WRITTEN.fullmatch(word):
        return word
    previous = word
    for _ in range(4):  # settles at once but for rare mixtures of compatibility characters
        form = _RUN.sub(_ordered, _PILED.sub(r"\1", previous.translate(_PLAIN_SIGNS)))
        form = unicodedata.normalize("NFKC", form).casefold()
        form = "".join(map(_ascii_digit, unicodedata.normalize("NFKC", form)))
        if form == previous:
            break
        previous = form
    return form.replace(" ", GROUPER) if SPACED_NUMBER.fullmatch(form) else form


@lru_cache(maxsize=1 << 18)
def spelled(word: str) -> str:
    """`word` as it is usually written: `written` without marks."""
    if _SPELLED.fullmatch(word):
        return word
    form = written(word)
    plain = form.translate(_UNMARKED)
    return form if plain == form else written(plain)  # accents may meet where a mark was


@lru_cache(maxsize=1 << 18)
def folded(word: str) -> str:
    """The form under which `word` is counted and compared; folding it again changes nothing.

    Empty only when `word` holds nothing but marks.
    """
    if _SPELLED.fullmatch(word):
        return word.translate(_FOLDED)
    form = spelled(word)
    if form.isascii() or GROUPER in form:
        return form
    if _SPELLED.fullmatch(form):
        return form.translate(_FOLDED)
    for _ in range(4):
        previous = form
        form = "".join(map(_plain, form.translate(_FOLDED)))
        form = spelled(form)
        if form == previous:
            break
    return form


def letters(word: str) -> list[tuple[str, frozenset[str]]]:
    """Each letter of a written `word` with the marks on it. Marks before any letter stand on ""."""
    found: list[tuple[str, frozenset[str]]] = []
    for sign in word:
        if ord(sign) not in _MARKS:
            found.append((sign, frozenset()))
        elif found:
            found[-1] = found[-1][0], found[-1][1] | {sign}
        else:
            found.append(("", frozenset(sign)))
    return found


def _ordered(run: re.Match[str]) -> str:
    """The marks of `run` once each: those that compose first, then in canonical order."""
    marks = sorted(set(run[0]), key=lambda mark: (unicodedata.combining(mark), mark))
    composing = [mark for mark in _COMPOSING if mark in marks]
    return "".join((*composing, *(mark for mark in marks if mark not in composing)))


@lru_cache(maxsize=1 << 12)
def _ascii_digit(letter: str) -> str:
    """`letter`, as an ASCII digit if it is a digit of any script."""
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


@lru_cache(maxsize=1 << 12)
def _plain(letter: str) -> str:
    """`letter` without accents."""
    decomposed = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in decomposed if not unicodedata.combining(part))
