"""Letters → lines, from the histogram of their baselines."""

from __future__ import annotations

from bisect import bisect_left, insort

import numpy as np

from indexer.ingest.pdf.glyphs import Booleans, Floats, Integers

_NEAR_EMS = 0.55  # baselines nearer than this are one line: Amiri raises letters by half an em
_STEP_POINTS = 0.25
_FALSE_BOLD_EMS = 0.12


def line_numbers(y: Floats, em: Floats, weight: Floats) -> Integers:
    """int64[letters]: the line of each letter, from 0 at the top.

    `y`, `em` and `weight` are float64[letters]: baseline, height of the type, advance. The
    baselines that most ink stands on are the lines; the letters of the others (raised letters,
    small figures) go to the nearest.
    """
    if not len(y):
        return np.zeros(0, np.int64)
    steps, of = np.unique(np.round(y / _STEP_POINTS).astype(np.int64), return_inverse=True)
    weights = np.bincount(of, np.maximum(weight, 0.01))
    heights = np.bincount(of, em * np.maximum(weight, 0.01)) / weights
    base = steps * _STEP_POINTS
    chosen: list[tuple[float, int]] = []  # (baseline, its place in base)
    belongs = np.full(len(base), -1)
    for at in np.argsort(-weights, kind="stable").tolist():
        here = bisect_left(chosen, (base[at], -1))
        near = [
            (abs(base[at] - y_line), line)
            for y_line, line in chosen[max(0, here - 1) : here + 1]
            if abs(base[at] - y_line) < _NEAR_EMS * min(heights[line], 1.5 * heights[at])
        ]
        if near:
            belongs[at] = min(near)[1]
        else:
            insort(chosen, (float(base[at]), at))
            belongs[at] = at
    number = np.zeros(len(base), np.int64)
    for place, (_, at) in enumerate(reversed(chosen)):
        number[at] = place
    found: Integers = number[belongs[of]]
    return found


def drawn_twice(line: Integers, code: Integers, x: Floats, em: Floats) -> Booleans:
    """bool[letters]: the letter repeats its left neighbour, as false bold does.

    Letters are given sorted by line, then from left to right.
    """
    again = np.zeros(len(line), bool)
    again[1:] = (
        (line[1:] == line[:-1])
        & (code[1:] == code[:-1])
        & (np.abs(x[1:] - x[:-1]) < _FALSE_BOLD_EMS * em[1:])
    )
    return again
