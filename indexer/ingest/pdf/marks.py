"""Combining marks → the letters that bear them."""

from __future__ import annotations

import numpy as np

from indexer.ingest.pdf.glyphs import Floats, Glyphs, Integers

_REACH_EMS = 0.4  # a mark further than this from every letter is none
_SHADDA = 0x651


def borne_marks(
    glyphs: Glyphs, bases: Integers, line: Integers, marks: Integers
) -> dict[int, list[int]]:
    """place in `bases` → the code points of the marks of this letter, in their order."""
    if not len(marks):
        return {}
    n = len(bases)
    last_of_drawn: dict[int, int] = {}  # of a ligature the last letter, which stands first here
    for at, number in enumerate(glyphs.drawn[bases].tolist()):
        last_of_drawn.setdefault(number, at)
    heights = np.full(int(line.max()) + 1, 0.0)
    np.add.at(heights, line, glyphs.y[bases])
    levels = heights / np.maximum(np.bincount(line, minlength=len(heights)), 1)
    down = -levels
    y = glyphs.y[marks]
    below = np.clip(np.searchsorted(down, -y), 0, len(down) - 1)
    above = np.clip(below - 1, 0, len(down) - 1)
    mark_line: Integers
    mark_line = np.where(np.abs(levels[above] - y) < np.abs(levels[below] - y), above, below)
    centre: Floats = (glyphs.ink_left[marks] + glyphs.ink_right[marks]) / 2
    reach = _REACH_EMS * float(np.median(glyphs.em[bases]))
    found = bearers(mark_line, centre, line, glyphs.x[bases], glyphs.right[bases], reach)
    borne: dict[int, list[int]] = {}
    for mark, nearest in zip(marks.tolist(), found.tolist(), strict=True):
        bearer = last_of_drawn.get(int(glyphs.drawn[mark]), nearest)
        if 0 <= bearer < n:
            codes = borne.setdefault(bearer, [])
            code = int(glyphs.code[mark])
            if code not in codes:
                codes.insert(0, code) if code == _SHADDA else codes.append(code)
    return borne


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
