"""Letters drawn in several pieces, of which one or more are given as letters that they are not.

Amiri draws an alef with hamza as an alef and a hamza. Some producers give the letter to both, some
to the hamza, and to the alef a letter from nowhere.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from indexer.ingest.pdf.glyphs import Booleans, Floats, Glyphs, Integers
from indexer.ingest.pdf.letters import is_right_to_left

_PIECE_EMS, _PIECE_AWAY_EMS = 0.3, 0.3
_OVERLAP = 0.6  # of the narrower of two letters that stand in one place
_FIRST_FOREIGN, _LAST_FOREIGN = 0x100, 0x24F  # Latin Extended, in which no Arabic word is written


def small_pieces(line: Integers, code: Integers, x: Floats, height: Floats, em: Floats) -> Booleans:
    """bool[letters]: the letter is a piece (a hamza) of its neighbour and given as the same letter.

    Letters are given sorted by line, then from left to right; `height` is that of their ink.
    """
    piece = np.zeros(len(line), bool)
    same = (
        (line[1:] == line[:-1])
        & (code[1:] == code[:-1])
        & (np.abs(x[1:] - x[:-1]) < _PIECE_AWAY_EMS * em[1:])
    )
    small = height < _PIECE_EMS * em
    piece[1:] |= same & small[1:] & ~small[:-1]
    piece[:-1] |= same & small[:-1] & ~small[1:]
    return piece


def without_foreign_pieces(
    glyphs: Glyphs, bases: Integers, line: Integers
) -> tuple[Glyphs, Booleans]:
    """(glyphs, foreign): `foreign` is bool[letters], the letters that are pieces of a neighbour.

    `bases` is int64[letters], places in `glyphs` sorted by `line`, then from left to right. Such a
    letter is no Arabic one and stands where an Arabic one stands, whose box grows by its own.
    """
    code = glyphs.code[bases]
    foreign = (code == 0xFFFD) | ((code >= 0xE000) & (code <= 0xF8FF))
    foreign |= (code >= _FIRST_FOREIGN) & (code <= _LAST_FOREIGN)
    piece = np.zeros(len(bases), bool)
    if not foreign.any():
        return glyphs, piece
    arabic = is_right_to_left(code)
    left, right = glyphs.x.copy(), glyphs.right.copy()
    for one, other in ((slice(1, None), slice(None, -1)), (slice(None, -1), slice(1, None))):
        at, beside = bases[one], bases[other]
        shared = np.minimum(right[at], right[beside]) - np.maximum(left[at], left[beside])
        narrow = np.minimum(right[at] - left[at], right[beside] - left[beside])
        found = foreign[one] & arabic[other] & (line[one] == line[other])
        found &= (shared > _OVERLAP * narrow) & ~piece[one]
        piece[one] |= found
        np.minimum.at(left, beside[found], left[at[found]])
        np.maximum.at(right, beside[found], right[at[found]])
    return replace(glyphs, x=left, right=right), piece
