"""The bars of a timeline and the ticks of a ruler, in units of their SVG view box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer import Block

TALLEST = 56  # of 64: the bars stand on that line, the labels below it
WIDEST = 28  # few years leave room, not blocks
LABEL_WIDTH = 70  # room for a year and the space around it
HALF_YEAR = 16  # half the width of a year in figures: labels stay within the box
RULER_WIDTH = 600
WIDE, NARROW = (1000, 120), (340, 24)  # widths of a timeline, and the bars that fit in it

YEARS_DRAWN = 120  # the last ones; older years share a bar
_STEPS = (1, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Bar:
    """The documents of the years `first` to `last`; `first` is None for all those before."""

    first: int | None
    last: int
    count: int
    left: float  # the edge of its slot
    height: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars in a box `width` wide, `slot` for each, time running as the page is read."""

    width: int
    slot: float
    bars: tuple[Bar, ...]
    labels: tuple[tuple[float, int], ...]  # (middle, year)
    rtl: bool

    @property
    def bar_width(self) -> float:
        """The width of a bar, which is drawn in the middle of its slot."""
        return min(self.slot * 3 / 5, WIDEST)


def timeline(
    years: Sequence[tuple[int, int]], width: int, most: int, rtl: bool = True, least: int = 1
) -> Timeline | None:
    """The timeline of `years`, (year, count) ascending, in at most `most` + 1 bars.

    A bar stands for one year, or for 5, 10… when the last 120 years would not fit; what is older
    shares one bar, so that a few old texts do not press the others together. A bar stands for
    `least` years or more. None for one year.
    """
    if len(years) < 2:
        return None
    newest = years[-1][0]
    oldest = max(years[0][0], newest - (YEARS_DRAWN - 1))
    step = next(size for size in _STEPS if size >= least and newest // size - oldest // size < most)
    start = max(1, oldest - oldest % step)
    spans: list[tuple[int | None, int]] = [
        (first, first + step - 1) for first in range(start, newest + 1, step)
    ]
    if years[0][0] < start:
        spans.insert(0, (None, start - 1))
    counts = [0] * len(spans)
    for year, found in years:
        counts[max(0, (year - start) // step + (spans[0][0] is None))] += found
    slot = width / len(spans)
    unit = TALLEST / max(counts)
    bars = tuple(
        Bar(
            first,
            last,
            count,
            width - (place + 1) * slot if rtl else place * slot,
            max(2, round(count * unit)) if count else 0,
        )
        for place, ((first, last), count) in enumerate(zip(spans, counts, strict=True))
    )
    taken = LABEL_WIDTH + slot if bars[0].first is None else 0  # by the label of what is older
    every = next(size for size in _STEPS if size >= step and size * slot >= LABEL_WIDTH * step)
    labels = tuple(
        (min(max(bar.left + slot / 2, HALF_YEAR), width - HALF_YEAR), bar.first)
        for bar in bars
        if bar.first is not None
        and bar.first % every == 0
        and (bar.left < width - taken if rtl else bar.left + slot > taken)
    )
    return Timeline(width, slot, bars, labels, rtl)


def ticks(blocks: Iterable[Block], rtl: bool = True) -> Iterator[int]:
    """The place of each match of `blocks` on a ruler, the text beginning where a page does."""
    pieces = [piece for block in blocks for piece in block.pieces]
    length = sum(len(piece.text) for piece in pieces)
    passed = 0
    for piece in pieces:
        if piece.match:
            place = passed * (RULER_WIDTH - 6) // length
            yield RULER_WIDTH - 6 - place if rtl else place
        passed += len(piece.text)
