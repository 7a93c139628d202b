"""Mending of the letters of a page before they are put in order.

Each function takes arrays and gives arrays back; none opens a file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from indexer.ingest.pdf.glyphs import Booleans, Glyphs, Integers

LAM, _KAF = 0x644, 0x643
ALEFS = frozenset({0x622, 0x623, 0x625, 0x627, 0x671})
_ALEF, _HEH = 0x627, 0x647
_IN_GOD = (_ALEF, LAM, _HEH)  # لله and الله: the order of its letters
_GOD = (sorted((LAM, LAM, _HEH)), sorted((_ALEF, LAM, LAM, _HEH)))
_IN_TWO_PIECES = np.array([0x633, 0x634, 0x635, 0x636])  # seen, sheen, sad, dad
_UNKNOWN = 0xFFFD
STROKE = 0xF0640  # here a stroke that joins two letters and is none, from a plane without meaning
_STROKE_EMS = 0.25
_SPACE_EMS = 0.1
_SPACES = (0x20, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x3000)
_HYPHENS = {0xAD: 0x2D, 0x2010: 0x2D, 0x2011: 0x2D, 2: 0x2D}


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a page without its spaces.

    `rank` is int64[letters]: the place of a letter among those of one drawn glyph. `uncertain` is
    bool[letters]: the letter is one of a ligature whose order PDFium may have turned.
    """

    glyphs: Glyphs
    rank: Integers
    uncertain: Booleans
    spaces: Integers  # the numbers (`Glyphs.index`) of the space characters, ascending
    guessed: Integers  # the numbers of the spaces that PDFium thinks are there, ascending
    mended: dict[str, int]


def is_arabic(code: Integers) -> Booleans:
    """Whether each code point is an Arabic letter, mark, digit or sign."""
    return (
        ((code >= 0x600) & (code <= 0x6FF))
        | ((code >= 0x750) & (code <= 0x77F))
        | ((code >= 0x8A0) & (code <= 0x8FF))
        | is_presentation_form(code)
    )


def is_presentation_form(code: Integers) -> Booleans:
    """Whether each code point is a form of an Arabic letter rather than the letter."""
    return ((code >= 0xFB50) & (code <= 0xFDFF)) | ((code >= 0xFE70) & (code <= 0xFEFC))


def is_right_to_left(code: Integers) -> Booleans:
    """Whether each code point is a letter that is written from the right."""
    digit = ((code >= 0x660) & (code <= 0x66C)) | ((code >= 0x6F0) & (code <= 0x6F9))
    found: Booleans = is_arabic(code) & ~digit
    found |= ((code >= 0x590) & (code <= 0x5FF)) | (code == STROKE)
    return found


@cache
def _is_mark(code: int) -> bool:
    return unicodedata.category(chr(code)) in {"Mn", "Me"}


@cache
def _is_dropped(code: int) -> bool:
    """A character that is no letter: a control, a direction mark, a noncharacter."""
    return unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Cn"} and code not in {
        0x200C,  # the non-joiner is written
        *range(0x600, 0x606),
        0x6DD,
    }


@cache
def _whole(code: int) -> tuple[int, ...]:
    """The letters of a presentation form."""
    letters = unicodedata.normalize("NFKC", chr(code)).replace(" ", "")
    if len(letters) > 8:  # U+FDFA is a sentence
        return (code,)
    return tuple(map(ord, letters)) or (code,)


def marks_of(code: Integers) -> Booleans:
    """Whether each code point is a combining mark."""
    return _by_code(code, _is_mark)


def _by_code(code: Integers, question: Callable[[int], bool]) -> Booleans:
    """The answer to `question` for each code point, asked once for each different one."""
    values, of = np.unique(code, return_inverse=True)
    answers = np.fromiter((question(value) for value in values.tolist()), bool, len(values))
    found: Booleans = answers[of] if len(values) else np.zeros(0, bool)
    return found


def page_letters(glyphs: Glyphs, guessed: Integers) -> Letters:
    """The letters that `glyphs` write: spaces set apart, forms made letters, lam before alef.

    `guessed` is the numbers of the spaces that PDFium thinks are there.
    """
    mended: dict[str, int] = {}
    code = glyphs.code
    for hyphen, plain in _HYPHENS.items():
        if (code == hyphen).any():
            code = np.where(code == hyphen, plain, code)
    space = np.isin(code, _SPACES)
    code = np.where(code > 0x10FFFF, _UNKNOWN, code)
    dropped = _by_code(code, _is_dropped)
    unnamed = (code < 0x20) & _has_ink(glyphs)  # no font draws a control: a letter without a name
    code, dropped = np.where(unnamed, _UNKNOWN, code), dropped & ~unnamed
    kept = ~space & ~dropped
    # Word gives some spaces as direction marks: they have a width and no ink.
    space |= dropped & (glyphs.right - glyphs.left > _SPACE_EMS * glyphs.em) & ~_has_ink(glyphs)
    spaces = glyphs.index[space]
    letters = replace(glyphs, code=code).chosen(kept)
    halves = _halves(letters)
    if halves.any():
        mended["halves"] = int(halves.sum())
        letters = _joined_halves(letters, halves)
    stroke = _strokes(letters)
    if stroke.any():
        mended["strokes"] = int(stroke.sum())
        letters = replace(letters, code=np.where(stroke, STROKE, letters.code))
    rank, uncertain, turned = ligature_ranks(letters.code, letters.drawn)
    if turned:
        mended["lam_alef"] = turned
    second = _second_alefs(letters)
    if second.any():
        mended["second_alef"] = int(second.sum())
        letters, rank, uncertain = letters.chosen(~second), rank[~second], uncertain[~second]
    letters, rank, uncertain, forms = _with_whole_forms(letters, rank, uncertain)
    if forms:
        mended["forms"] = forms
    return Letters(letters, rank, uncertain, spaces, guessed, mended)


def _has_ink(glyphs: Glyphs) -> Booleans:
    found: Booleans = (glyphs.ink_right - glyphs.ink_left > 0.1) & (
        glyphs.ink_top - glyphs.ink_bottom > 0.1
    )
    return found


def _strokes(letters: Glyphs) -> Booleans:
    """Joining strokes that the font gives as a lam, an alef or nothing: too low for a letter.

    Amiri draws lam before kaf as a tall stroke and a low one, and some producers give the lam to
    both, some to one of them. Elsewhere a low lam is a kashida.
    """
    n = len(letters)
    low = letters.ink_top - letters.y < _STROKE_EMS * letters.em
    low &= letters.ink_bottom - letters.y > -0.1 * letters.em
    low &= (letters.ink_right > letters.ink_left) & (letters.angle == 0)
    # an alef that low is none: kashidas of fonts with a false map
    unknown: Booleans = low & ((letters.code == _UNKNOWN) | (letters.code == _ALEF))
    lam = low & (letters.code == LAM)
    if not (unknown.any() or lam.any()):
        return unknown
    alone = np.ones(n, bool)  # drawn by itself, not in a ligature
    alone[1:] &= letters.drawn[1:] != letters.drawn[:-1]
    alone[:-1] &= letters.drawn[1:] != letters.drawn[:-1]
    right_to_left = is_right_to_left(letters.code) & ~unknown
    beside_letter = _beside(right_to_left & ~lam) | _beside(right_to_left & ~low)
    beside_lam = _beside((letters.code == LAM) & ~low & alone)
    beside_kaf = _beside(letters.code == _KAF)
    found: Booleans = beside_letter & (unknown | (lam & (beside_lam | ~beside_kaf)))
    return found


def _beside(which: Booleans) -> Booleans:
    """Whether the letter before or after each letter is one of `which`."""
    beside = np.zeros(len(which), bool)
    beside[:-1] |= which[1:]
    beside[1:] |= which[:-1]
    return beside


def _halves(letters: Glyphs) -> Booleans:
    """The first pieces of seen, sheen, sad and dad in AXt fonts, which have no Unicode."""
    unknown = letters.code == _UNKNOWN
    found: Booleans = unknown & _beside(np.isin(letters.code, _IN_TWO_PIECES))
    return found


def _joined_halves(letters: Glyphs, halves: Booleans) -> Glyphs:
    """`letters` without the `halves`, whose boxes become part of the letter that they begin."""
    n = len(letters)
    half = np.flatnonzero(halves)
    after = np.clip(half + 1, 0, n - 1)
    toothed = np.isin(letters.code, _IN_TWO_PIECES)
    whole = np.where(toothed[after], after, np.clip(half - 1, 0, n - 1))
    near = np.abs(letters.y[whole] - letters.y[half]) < letters.em[half]
    near &= np.abs(letters.x[whole] - letters.x[half]) < 3 * letters.em[half]
    half, whole = half[near], whole[near]
    grown = {name: getattr(letters, name).copy() for name in (*_LOW, *_HIGH)}
    for name in _LOW:
        np.minimum.at(grown[name], whole, getattr(letters, name)[half])
    for name in _HIGH:
        np.maximum.at(grown[name], whole, getattr(letters, name)[half])
    return replace(letters, **grown).chosen(~halves)


_LOW = ("left", "ink_left", "ink_bottom")
_HIGH = ("right", "ink_right", "ink_top")


def ligature_ranks(code: Integers, drawn: Integers) -> tuple[Integers, Booleans, int]:
    """(rank, uncertain, turned) of the letters of ligatures.

    `code` and `drawn` are int64[letters], in the order of PDFium. In a ligature of lam and alef
    lam is first, whatever PDFium says, and letters are before their marks; the order of another
    Arabic ligature is uncertain, but for لله and الله. `turned` counts the lam-alefs that PDFium
    had turned.
    """
    n = len(code)
    rank = np.zeros(n, np.int64)
    uncertain = np.zeros(n, bool)
    if n < 2:
        return rank, uncertain, 0
    follows = np.zeros(n, bool)
    follows[1:] = drawn[1:] == drawn[:-1]
    turned = 0
    starts = np.flatnonzero(~follows & np.append(follows[1:], False))
    for start in starts.tolist():
        stop = start + 1
        while stop < n and follows[stop]:
            stop += 1
        letters = code[start:stop].tolist()
        marks = [_is_mark(letter) for letter in letters]
        bases = [at for at, mark in enumerate(marks) if not mark]
        if len(bases) == 2 and not ALEFS.isdisjoint(letters) and LAM in letters:
            turned += letters[bases[0]] != LAM
            bases.sort(key=lambda at: letters[at] != LAM)
        elif sorted(letters[at] for at in bases) in _GOD:
            bases.sort(key=lambda at: _IN_GOD.index(letters[at]))
        elif len(bases) > 1 and is_right_to_left(code[start:stop]).any():
            uncertain[[start + at for at in bases]] = True
        # the order in which marks are written: shadda, then the vowel
        signs = sorted(
            (at for at, mark in enumerate(marks) if mark), key=lambda at: letters[at] != 0x651
        )
        for place, at in enumerate((*bases, *signs)):
            rank[start + at] = place
    return rank, uncertain, turned


def _second_alefs(letters: Glyphs) -> Booleans:
    """Alefs of a ligature that is given as الله, where an alef was drawn before it already."""
    second = np.zeros(len(letters), bool)
    if not (letters.drawn[3:] == letters.drawn[:-3]).any():
        return second
    for start in np.flatnonzero(letters.drawn[3:] == letters.drawn[:-3]).tolist():
        alef = [at for at in range(start, start + 4) if letters.code[at] == _ALEF]
        follows = start and letters.index[start] == letters.index[start - 1] + 1
        if follows and letters.code[start - 1] == _ALEF and len(alef) == 1:
            second[alef[0]] = sorted(letters.code[start : start + 4].tolist()) in _GOD
    return second


def _with_whole_forms(
    letters: Glyphs, rank: Integers, uncertain: Booleans
) -> tuple[Glyphs, Integers, Booleans, int]:
    """The same with letters for presentation forms: one form may be several letters."""
    form = is_presentation_form(letters.code)
    form &= ~((letters.code >= 0xFD3E) & (letters.code <= 0xFD3F))  # ornate brackets
    if not form.any():
        return letters, rank, uncertain, 0
    whole = [
        _whole(code) if is_form else (code,)
        for code, is_form in zip(letters.code.tolist(), form.tolist(), strict=True)
    ]
    times = np.fromiter(map(len, whole), np.int64, len(whole))
    source = np.repeat(np.arange(len(whole)), times)
    code = np.fromiter((code for codes in whole for code in codes), np.int64, len(source))
    within = np.arange(len(source)) - np.repeat(np.cumsum(times) - times, times)
    spread = replace(letters.chosen(source), code=code)
    return spread, rank[source] * 16 + within, uncertain[source], int(form.sum())
