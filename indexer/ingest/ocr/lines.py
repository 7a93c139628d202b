"""The lines of a page in reading order: those that were read, and those that were passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median

import numpy as np

from indexer.ingest.ocr.ink import Ink, piece_boxes
from indexer.ingest.ocr.tesseract import SeenWord

Box = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels, ends excluded

_USUAL_HEIGHT = 30  # pixels of a line of text at 200 dpi, where no word tells
_REDUCED = 4  # pixels that count as one where lines without words are sought
_MOST_LOST = 40  # on a page; more are no lines, but a picture
_WEAK = 75  # the mean confidence below which a line is read again


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words in reading order, and the paragraph that it belongs to."""

    words: tuple[SeenWord, ...]
    paragraph: tuple[int, ...]

    @property
    def box(self) -> Box:
        """The box around its words.

        A word whose box is much higher than those beside it does not count for the height: the
        program gives such boxes to words that it did not find again.
        """
        usual = 1.5 * median(word.y1 - word.y0 for word in self.words)
        words = [word for word in self.words if word.y1 - word.y0 <= usual]
        return (
            min(word.x0 for word in self.words),
            min(word.y0 for word in words),
            max(word.x1 for word in self.words),
            max(word.y1 for word in words),
        )

    @property
    def confidence(self) -> float:
        """The mean confidence of its letters, 0–100."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters

    @property
    def weak(self) -> bool:
        """True if it was read badly: reading it again by itself may be better."""
        return self.confidence < _WEAK

    def letters(self, of: re.Pattern[str]) -> int:
        """The number of its characters that match `of`."""
        return sum(len(of.findall(word.text)) for word in self.words)


def seen_lines(words: Iterable[SeenWord]) -> list[Line]:
    """The words by lines, in their order."""
    return [Line(tuple(line), place[:3]) for place, line in groupby(words, lambda word: word.place)]


def line_height(lines: Sequence[Line]) -> int:
    """The height of a usual line in pixels: the median of its words, with what hangs below."""
    heights = [word.y1 - word.y0 for line in lines for word in line.words]
    return max(8, round(median(heights))) if heights else _USUAL_HEIGHT


def lost_lines(ink: Ink, lines: Sequence[Line]) -> list[Box]:
    """The boxes of bands of ink that look like a line of text, and in which no word was seen."""
    height = line_height(lines)
    rest = ink.copy()
    for line in lines:
        x0, y0, x1, y1 = line.box
        rest[max(0, y0 - height // 3) : y1 + height // 3, max(0, x0 - height) : x1 + height] = False
    rows, columns = (size // _REDUCED for size in ink.shape)
    if not rows or not columns:
        return []
    cells = rest[: rows * _REDUCED, : columns * _REDUCED]
    blocks = cells.reshape(rows, _REDUCED, columns, _REDUCED)
    reduced: Ink = np.asarray(blocks.any(axis=(1, 3)))
    bands = [
        tuple(edge * _REDUCED for edge in box)
        for box in piece_boxes(_smeared(reduced, max(1, height // _REDUCED)))
    ]
    found: list[Box] = []
    for x0, y0, x1, y1 in bands:
        share = float(rest[y0:y1, x0:x1].mean()) if x1 > x0 and y1 > y0 else 0.0
        if height * 0.5 <= y1 - y0 <= height * 2.5 and x1 - x0 >= height and 0.03 < share < 0.6:
            found.append((x0, y0, x1, y1))
    return sorted(found, key=lambda box: box[1]) if len(found) <= _MOST_LOST else []


def _smeared(ink: Ink, reach: int) -> Ink:
    """The ink with gaps of up to `reach` between two pixels of a row filled."""
    sums = np.cumsum(np.pad(ink, ((0, 0), (reach + 1, reach))), axis=1, dtype=np.int32)
    width = ink.shape[1]
    before = sums[:, reach : reach + width] - sums[:, :width] > 0  # the `reach` pixels before
    after = sums[:, -width:] - sums[:, reach : reach + width] > 0  # this one, and those after
    smeared: Ink = ink | (before & after)
    return smeared


def with_lost(lines: Sequence[Line], found: Iterable[Line]) -> list[Line]:
    """`lines` and those `found` besides, each before the first line of its column below it.

    A line between two of one paragraph belongs to it.
    """
    ordered = list(lines)
    for line in found:
        x0, y0, x1, _ = line.box
        at = len(ordered)
        for number, other in enumerate(ordered):
            left, top, right, _ = other.box
            if top > y0 and min(x1, right) > max(x0, left):
                at = number
                break
        around = {other.paragraph for other in ordered[max(0, at - 1) : at + 1]}
        inside = 0 < at < len(ordered) and len(around) == 1
        paragraph = ordered[at].paragraph if inside else (0, y0, x0)
        ordered.insert(at, replace(line, paragraph=paragraph))
    return ordered
