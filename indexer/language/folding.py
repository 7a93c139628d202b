"""The form under which a word is compared: marks, joiners and spelling variants folded away.

Words are folded one at a time, after the original text has been split, so that offsets into the
text stay true. Which variants Arabic texts mix, and what folding each is worth, was measured
(docs/arabic.md lists the rules with their reasons).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pyarabic import araby

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
    # heh, and the teh marbuta that is written like it
    araby.TEH_MARBUTA: araby.HEH,  # ة
    "\u06c0": araby.HEH,  # ۀ
    "\u06c1": araby.HEH,  # ہ
    "\u06c3": araby.HEH,  # ۃ
    "\u06be": araby.HEH,  # ھ
    "\u06d5": araby.HEH,  # ە
}
_TABLE: dict[int, str | None] = {
    **{ord(letter): plain for letter, plain in _VARIANTS.items()},
    **dict.fromkeys((*MARKS, *INVISIBLE)),
}
# Madda and hamza make another letter of the one they stand on: NFKC must find them there.
_COMPOSING = range(0x0653, 0x0656)
_DROPPED = dict.fromkeys(code for code in (*MARKS, *INVISIBLE) if code not in _COMPOSING)
# More accents than any letter bears; NFKC takes quadratic time to order them.
_PILED = re.compile("([\u0300-\u036f\u0653-\u0655]{8})[\u0300-\u036f\u0653-\u0655]+")


@lru_cache(maxsize=1 << 18)
def folded(word: str) -> str:
    """The form under which `word` is indexed and looked up; folding it again changes nothing.

    Empty only when `word` holds nothing but marks.
    """
    if word.isascii():
        return word.lower()
    previous = _PILED.sub(r"\1", word.translate(_DROPPED))
    for _ in range(4):  # settles at once but for rare mixtures of compatibility characters
        form = unicodedata.normalize("NFKC", previous).casefold()
        form = unicodedata.normalize("NFKC", form).translate(_TABLE)
        form = "".join(_plain(letter) for letter in form)
        if form == previous:
            break
        previous = form
    return form


@lru_cache(maxsize=1 << 12)
def _plain(letter: str) -> str:
    """`letter` without accents, as an ASCII digit if it is a digit of any script."""
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    decomposed = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in decomposed if not unicodedata.combining(part))


@lru_cache(maxsize=1 << 16)
def unmarked(word: str) -> str:
    """`word` as it is usually written: letters as their author chose them, without marks."""
    return unicodedata.normalize("NFKC", word.translate(_DROPPED))
