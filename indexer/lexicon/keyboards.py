"""Keyboard layouts, neighbouring keys, and Arabic typed in Latin letters.

The keys are those of xkeyboard-config 2.35.1 (Debian's xkb-data, /usr/share/X11/xkb/symbols):
`ara(basic)`, whose letters `ara(azerty)`, and so `ma`, shares; `us(basic)`; `fr(basic)` over
`latin(basic)`. Each is written row by row: TLDE, AD01-12, AC01-11, AB01-10.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from indexer.analysis.normalize import folded

_LAM_ALEF = "\ufefb"  # ﻻ, one key; with shift ﻹ ﻷ ﻵ
_ARABIC = ("ذ", "ضصثقفغعهخحجد", "شسيبلاتنمكط", f"ئءؤر{_LAM_ALEF}ىةوزظ")
_ARABIC_SHIFTED = (
    "\u0651",
    "\u064e\u064b\u064f\u064c\ufef9إ`÷×؛<>",
    '\u0650\u064d][\ufef7أ\u0640،/:"',
    "~\u0652}{\ufef5آ',.؟",
)
_QWERTY = ("`", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
_QWERTY_SHIFTED = ("~", "QWERTYUIOP{}", 'ASDFGHJKL:"', "ZXCVBNM<>?")
_AZERTY = ("²", "azertyuiop^$", "qsdfghjklmù", "wxcvbn,;:!")
_AZERTY_SHIFTED = ("~", "AZERTYUIOP¨£", "QSDFGHJKLM%", "WXCVBN?./§")
_LIGATURES = {_LAM_ALEF: "لا", "\ufef9": "لإ", "\ufef7": "لأ", "\ufef5": "لآ"}

_Rows = tuple[str, ...]


def _translation(origin: tuple[_Rows, _Rows], target: tuple[_Rows, _Rows]) -> dict[int, str]:
    """From what keys give on one layout (plain, shifted) to what they give on the other."""
    keys = ("".join((*plain, *shifted)) for plain, shifted in (origin, target))
    return {ord(here): there for here, there in zip(*keys, strict=True)}


_LATIN_LAYOUTS = ((_QWERTY, _QWERTY_SHIFTED), (_AZERTY, _AZERTY_SHIFTED))
_TO_ARABIC = tuple(_translation(latin, (_ARABIC, _ARABIC_SHIFTED)) for latin in _LATIN_LAYOUTS)
_TO_LATIN = tuple(_translation((_ARABIC, _ARABIC_SHIFTED), latin) for latin in _LATIN_LAYOUTS)
# ^ is a dead key in French: ج before a vowel comes out as a circumflex upon it.
_CIRCUMFLEX = str.maketrans({"â": "^a", "ê": "^e", "î": "^i", "ô": "^o", "û": "^u"})


def other_layouts(word: str) -> Iterator[str]:
    """The folded words that the keys of `word` give on the other layouts, Arabic or Latin.

    `word` is as typed, with its signs: د is ] on QWERTY and $ on AZERTY.
    """
    if any(letter in ARABIC_LETTERS for letter in folded(word)):
        as_one_key = word
        for key, letters in _LIGATURES.items():
            as_one_key = as_one_key.replace(letters, key)
        for table in _TO_LATIN:
            for keys in (as_one_key, word):
                yield folded(keys.translate(table))
    else:
        for table in _TO_ARABIC:
            for keys in (word, word.lower()):  # a capital may be meant, or come of itself
                yield folded(keys.translate(_CIRCUMFLEX).translate(table))


# Letters taken for each other

_SAME_SKELETON = ("بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق")
_SAME_SOUND = ("ضظ", "ضد", "سص", "تط", "ذز", "ذد", "ثت", "ثس", "ظز", "قك", "قغ", "هح", "اع", "جغ")
_SAME_LATIN_SOUND = ("ckq", "sz", "sc", "iy", "ae", "ou", "vf", "bp", "dt", "gj", "mn")


def _beside(rows: _Rows) -> Iterator[str]:
    """The pairs of letters whose keys touch, in a row or askew between two rows."""
    for row in rows:
        yield from map("".join, pairwise(row))
    for upper, lower in pairwise(rows[1:]):
        for at, letter in enumerate(lower):
            yield from (letter + above for above in upper[at : at + 2])


def _neighbours(*groups: str) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for group in groups:
        letters = {folded(letter) for letter in group if letter not in _LIGATURES}
        for letter in filter(str.isalpha, letters):
            found[letter] |= letters - {letter}
    return {letter: frozenset(filter(str.isalpha, others)) for letter, others in found.items()}


ARABIC_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويء"  # all that folding leaves
# For each letter those taken for it: beside it on the keyboard, of its shape, or of its sound.
TAKEN_FOR = {
    **_neighbours(*_beside(_ARABIC), *_SAME_SKELETON, *_SAME_SOUND),
    **_neighbours(*_beside(_QWERTY), *_beside(_AZERTY), *_SAME_LATIN_SOUND),
}


def alphabet(word: str) -> str:
    """The letters of the script of the folded `word`; none when it is neither Arabic nor Latin."""
    if all(letter in ARABIC_LETTERS for letter in word):
        return ARABIC_LETTERS
    return "abcdefghijklmnopqrstuvwxyz" if word.isascii() and word.isalpha() else ""


# Arabic in Latin letters, as written in the Maghreb and in transliterations. Readings stand from
# the likeliest on; - is a short vowel, which Arabic does not write.
_READINGS = {
    **{"b": "ب", "p": "ب", "t": "ت ط", "th": "ث ذ ته", "j": "ج", "dj": "ج", "7": "ح", "5": "خ"},
    **{"kh": "خ", "x": "كس خ", "d": "د ض ظ ذ", "dh": "ض ذ ظ", "r": "ر", "z": "ز ظ ذ", "s": "س ص"},
    **{"ch": "ش", "sh": "ش", "tch": "تش", "c": "ك س", "6": "ط", "3": "ع", "3'": "غ", "gh": "غ"},
    **{"g": "ق ك ج غ", "f": "ف", "v": "ف", "9": "ق", "q": "ق", "k": "ك ق", "8": "ه غ", "l": "ل"},
    **{"m": "م", "n": "ن", "h": "ه ح", "w": "و", "y": "ي", "2": "ء ا", "'": "ع ء -", "7'": "خ"},
    **{"a": "ا ع -", "aa": "ا عا", "e": "ي ا -", "i": "ي -", "o": "و -", "u": "و -", "ou": "و -"},
    **{"oo": "و", "ee": "ي", "ii": "ي", "uu": "و", "ai": "ي اء", "aw": "و", "iy": "ي", "ae": "اء"},
    **{"ia": "يا ي", "9'": "ض", "6'": "ظ"},
}  # fmt: skip
_AT_THE_START = {
    **{"a": "ا ع", "e": "ا ع", "i": "ا ع", "o": "ا ع", "u": "ا ع", "ou": "او ا و ع"},
    **{"al": "ال", "el": "ال", "l": "ل ال", "ai": "اي عي", "2": "ا", "'": "ع ا"},
}  # fmt: skip
_AT_THE_END = {
    **{"a": "ه ا ي", "ah": "ه", "at": "ات ه", "e": "ه -", "i": "ي", "ou": "و وا", "o": "و"},
    **{"aa": "اء ا", "ia": "يه يا", "an": "ان ا", "2": "ء", "'": "ء ع"},
}  # fmt: skip
_UNWRITTEN = "-"
_SHORT_VOWEL = 0.05
_LESS_LIKELY = 0.15  # what each next reading costs more
_BEAM = 300  # spellings kept at each letter
_ROMANISED = re.compile(r"[a-z2-9']*[a-z][a-z2-9']*")


def arabic_spellings(word: str, most: int) -> list[tuple[str, float]]:
    """(folded word, cost) for each Arabic word that `word`, in Latin letters and digits, may be.

    At most `most`, the likeliest first; none when it holds other signs. A cost is 0 at best.
    """
    keys = folded(word).replace("-", "").replace("’", "'")
    if not _ROMANISED.fullmatch(keys):
        return []
    beams: list[dict[str, float]] = [{} for _ in range(len(keys) + 1)]
    beams[0][""] = 0.0
    for at in range(len(keys)):
        kept = _cheapest(beams[at], _BEAM)
        for end, letters, cost in _readings(keys, at):
            ahead = beams[end]
            for spelling, so_far in kept:
                longer, total = spelling + letters, so_far + cost
                if total < ahead.get(longer, total + 1):
                    ahead[longer] = total
    return _cheapest(beams[-1], most)


def _readings(keys: str, at: int) -> Iterator[tuple[int, str, float]]:
    """(end, letters, cost): how the keys from `at` on may be read."""
    if at == 0 and keys[0] in "aei":  # the article before a sun letter: addawla, ech-chorta
        for size in (1, 2):
            if (key := keys[1 : 1 + size]) and keys.startswith(key * 2, 1) and key in _READINGS:
                yield 1 + size, "ال", 0.0
    for size in (1, 2, 3):
        key, end = keys[at : at + size], at + size
        if len(key) < size:
            return
        choices = _READINGS.get(key, "")
        if at == 0:
            choices = _AT_THE_START.get(key, choices)
        elif end == len(keys):
            choices = _AT_THE_END.get(key, choices)
        for rank, letters in enumerate(choices.split()):
            if letters == _UNWRITTEN:
                yield end, "", _SHORT_VOWEL
                continue
            yield end, letters, rank * _LESS_LIKELY
            if keys.startswith(key, end):  # written twice: a shadda
                yield end + size, letters, rank * _LESS_LIKELY


def _cheapest(spellings: Mapping[str, float], most: int) -> list[tuple[str, float]]:
    return sorted(spellings.items(), key=lambda row: (row[1], row[0]))[:most]
