"""The boxes of words, in thousandths of the page as it is seen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from indexer.ingest.pdf.glyphs import Glyphs, Integers


class PageFrame(NamedTuple):
    """The part of the page that is seen, in points, and its turn (0, 90, 180 or 270 degrees)."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0


def letter_boxes(glyphs: Glyphs, frame: PageFrame) -> Integers:
    """int64[letters, 4]: left, top, right, bottom of each letter, in thousandths of the page."""
    wide, high = max(frame.right - frame.left, 1e-6), max(frame.top - frame.bottom, 1e-6)
    level = np.abs(glyphs.angle) < 1
    bottom = np.where(
        level, np.minimum(glyphs.ink_bottom, glyphs.y - 0.1 * glyphs.em), glyphs.ink_bottom
    )
    top = np.where(level, np.maximum(glyphs.ink_top, glyphs.y + 0.5 * glyphs.em), glyphs.ink_top)
    x0 = (np.minimum(glyphs.ink_left, glyphs.ink_right) - frame.left) / wide
    x1 = (np.maximum(glyphs.ink_left, glyphs.ink_right) - frame.left) / wide
    y0, y1 = (frame.top - top) / high, (frame.top - bottom) / high
    if frame.turn == 90:
        x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
    elif frame.turn == 180:
        x0, y0, x1, y1 = 1 - x1, 1 - y1, 1 - x0, 1 - y0
    elif frame.turn == 270:
        x0, y0, x1, y1 = y0, 1 - x1, y1, 1 - x0
    found: Integers = np.clip(np.rint(np.stack((x0, y0, x1, y1), axis=1) * 1000), 0, 1000).astype(
        np.int64
    )
    return found


def word_boxes(places: Integers, offsets: Integers, length: int, boxes: Integers) -> Integers:
    """int32[words, 6] of a line: first and last+1 character, and the box of its letters."""
    letter = places >= 0
    if not letter.any():
        return np.zeros((0, 6), np.int32)
    starts = np.flatnonzero(letter & ~np.append(False, letter[:-1]))
    stops = np.flatnonzero(letter & ~np.append(letter[1:], False)) + 1
    ends = np.append(offsets, length)[stops]
    of = boxes[places]  # of a space it is that of another letter, and not used:
    low = np.where(letter[:, None], of[:, :2], 1000)
    high = np.where(letter[:, None], of[:, 2:], 0)
    return np.concatenate(
        (
            offsets[starts][:, None],
            ends[:, None],
            np.minimum.reduceat(low, starts),
            np.maximum.reduceat(high, starts),
        ),
        axis=1,
    ).astype(np.int32)
