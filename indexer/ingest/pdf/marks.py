"""Combining marks → the letters that bear them."""

from __future__ import annotations

import numpy as np

from indexer.ingest.pdf.glyphs import Booleans, Floats, Glyphs, Integers
from indexer.ingest.pdf.letters import is_right_to_left

_REACH_EMS = 0.4  # a mark further than this from every letter is none
_SHADDA = 0x651
_SIGNS = (0x60C, 0x61B, 0x61F, 0x6D4)  # comma, semicolon, question mark, full stop: bear nothing
_NEIGHBOUR = 4  # characters between a mark and its letter, at most, where they are drawn together


def borne_marks(
    glyphs: Glyphs, bases: Integers, line: Integers, marks: Integers
) -> dict[int, list[int]]:
    """place in `bases` → the code points of the marks of this letter, in their order.

    `bases` is int64[letters], places in `glyphs` sorted by `line`, then from left to right.
    """
    if not len(marks) or not len(bases):
        return {}
    last_of_drawn: dict[int, int] = {}  # of a ligature the last letter, which stands first here
    for at, number in enumerate(glyphs.drawn[bases].tolist()):
        last_of_drawn.setdefault(number, at)
    heights = np.full(int(line.max()) + 1, 0.0)
    np.add.at(heights, line, glyphs.y[bases])
    down = -heights / np.maximum(np.bincount(line, minlength=len(heights)), 1)
    y = -glyphs.y[marks]
    below = np.clip(np.searchsorted(down, y), 0, len(down) - 1)
    above = np.clip(below - 1, 0, len(down) - 1)
    mark_line: Integers
    mark_line = np.where(np.abs(down[above] - y) < np.abs(down[below] - y), above, below)
    centre: Floats = (glyphs.ink_left[marks] + glyphs.ink_right[marks]) / 2
    reach = _REACH_EMS * float(np.median(glyphs.em[bases]))
    nearest = bearers(mark_line, centre, line, glyphs.x[bases], glyphs.right[bases], reach)
    found = np.where((beside := _drawn_beside(glyphs, bases, marks, centre)) >= 0, beside, nearest)
    borne: dict[int, list[int]] = {}
    for mark, bearer in zip(marks.tolist(), found.tolist(), strict=True):
        at = last_of_drawn.get(int(glyphs.drawn[mark]), bearer)
        if at >= 0:
            codes = borne.setdefault(at, [])
            code = int(glyphs.code[mark])
            if code not in codes:
                codes.insert(0, code) if code == _SHADDA else codes.append(code)
    return borne


def _drawn_beside(glyphs: Glyphs, bases: Integers, marks: Integers, centre: Floats) -> Integers:
    """int64[marks]: the letter that is drawn just before or after each mark, -1 for none.

    A mark is read after its letter: of the two letters that are drawn beside it, its own is the
    right one where they are written from the right. `centre` is that of the ink of the marks.
    """
    n = len(glyphs)
    place = np.full(n + 1, -1)  # place in glyphs → place in bases; the last for none
    place[bases] = np.arange(len(bases))
    is_base = (place[:n] >= 0) & is_right_to_left(glyphs.code) & ~np.isin(glyphs.code, _SIGNS)
    at = np.arange(n)
    before = np.maximum.accumulate(np.where(is_base, at, -1))[marks]
    after = np.minimum.accumulate(np.where(is_base, at, n)[::-1])[::-1][marks]

    def bears(base: Integers) -> Booleans:
        base = np.clip(base, 0, n - 1)
        reach = _REACH_EMS * glyphs.em[base]
        found: Booleans = np.abs(glyphs.index[base] - glyphs.index[marks]) <= _NEIGHBOUR
        found &= np.abs(glyphs.y[base] - glyphs.y[marks]) < 3 * reach
        found &= (centre > glyphs.x[base] - reach) & (centre < glyphs.right[base] + reach)
        return found

    before_bears, after_bears = (before >= 0) & bears(before), (after < n) & bears(after)
    right = glyphs.x[np.clip(before, 0, n - 1)] >= glyphs.x[np.clip(after, 0, n - 1)]
    first = np.where(before_bears & (right | ~after_bears), before, n)
    found: Integers = place[np.where((first == n) & after_bears, after, first)]
    return found


def bearers(
    mark_line: Integers,
    mark_x: Floats,
    base_line: Integers,
    base_left: Floats,
    base_right: Floats,
    reach: float,
) -> Integers:
    """int64[marks]: the place of the letter that bears each mark, -1 for none.

    Letters are given sorted by line, then from left to right. A mark belongs to the letter whose
    box holds the mark's centre, and of several to the one whose centre is nearest. One that stands
    further than `reach` from every box has none.
    """
    n = len(base_line)
    if not n:
        return np.full(len(mark_line), -1)
    centre = (base_left + base_right) / 2
    span = max(float(np.ptp(centre)), float(np.ptp(mark_x)) if len(mark_x) else 0.0, 1.0) * 4 + 1e4
    key = base_line * span + centre
    key = np.maximum.accumulate(key)
    at = np.searchsorted(key, mark_line * span + mark_x)
    best = np.full(len(mark_line), -1)
    distance = np.full(len(mark_line), np.inf)
    for step in (-2, -1, 0, 1):
        place = np.clip(at + step, 0, n - 1)
        outside = np.maximum(base_left[place] - mark_x, mark_x - base_right[place])
        away = np.abs(centre[place] - mark_x) * 0.01 + np.maximum(outside, 0)
        away[base_line[place] != mark_line] = np.inf
        nearer = away < distance
        best[nearer], distance[nearer] = place[nearer], away[nearer]
    best[distance > reach] = -1
    return best
