"""Lines over years, one for each of a few expressions, in units of their SVG view box.

Time runs as the page is read. A line is told from the others by its marks and its dashes, not by
its colour alone; where there is nothing to count in, it has a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.present.drawing import YEARS_DRAWN

WIDE, NARROW = (1000, 121), (340, 25)  # widths of a chart, and the times that fit in it
_TOP, _BASE = 12, 172  # of the drawing: the axis stands on _BASE, the years below
HEIGHT = 200
_SIDE = 52  # room for the figures of the axis
_LABEL_WIDTH = 56
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
_MARKS = (
    "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "m-4-4h8v8h-8z",
    "m0-5l5 9h-10z",
    "m0-6l5 6l-5 6l-5-6z",
)

Value = tuple[int, tuple[float | None, ...]]  # first year of a time, and a figure for each line


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line: its path, and the path of its marks."""

    path: str
    marks: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines in a box; `years` and `figures` are (place, text or figure) along its sides."""

    width: int
    height: int
    base: int
    lines: tuple[DrawnLine, ...]
    years: tuple[tuple[float, int], ...]
    figures: tuple[tuple[float, float], ...]
    figures_at: int  # where the figures stand
    rtl: bool
    step: int  # years of a mark
    since: int  # the first year that is drawn


def step_of(years: Sequence[int], most: int) -> tuple[int, int]:
    """How many years a mark stands for, and the first year drawn: at most `most` marks.

    The last 120 years are drawn.
    """
    last = years[-1]
    first = max(years[0], last - YEARS_DRAWN + 1)
    step = next(size for size in _STEPS if last // size - first // size < most)
    return step, max(1, first - first % step) if step > 1 else first


def line_chart(values: Sequence[Value], step: int, width: int, rtl: bool) -> LineChart | None:
    """The chart of `values`, ascending by their years, `step` apart or more; None for one."""
    if len(values) < 2:
        return None
    first, last = values[0][0], values[-1][0]
    times = (last - first) // step + 1
    slot = (width - _SIDE) / times
    top = _rounded(max((one or 0 for _, figures in values for one in figures), default=0))

    def across(year: int) -> float:
        place = (year - first) / step * slot + slot / 2
        return round(width - _SIDE - place if rtl else _SIDE + place, 1)

    def down(figure: float) -> float:
        return round(_BASE - figure / top * (_BASE - _TOP), 1)

    lines = []
    for number in range(len(values[0][1])):
        path, marks, before = [], [], None
        for year, figures in values:
            figure = figures[number]
            if figure is None:
                before = None
                continue
            x, y = across(year), down(figure)
            path.append(f"{'L' if before == year - step else 'M'}{x:g} {y:g}")
            marks.append(f"M{x:g} {y:g}{_MARKS[number]}")
            before = year
        lines.append(DrawnLine("".join(path), "".join(marks)))
    every = next(size for size in _STEPS if size >= step and size / step * slot >= _LABEL_WIDTH)
    shown = (year for year in range(first, last + 1, step) if year % every == 0)
    return LineChart(
        width,
        HEIGHT,
        _BASE,
        tuple(lines),
        tuple((across(year), year) for year in shown),
        tuple((down(figure), figure) for figure in (0, top / 2, top)),
        width - _SIDE + 8 if rtl else _SIDE - 8,
        rtl,
        step,
        first,
    )


def mark_of(number: int) -> str:
    """The path of the mark of a line, around the origin."""
    return f"M0 0{_MARKS[number]}"


def _rounded(most: float) -> float:
    """A round figure from `most` on; 1 where nothing is more than 0."""
    if most <= 0:
        return 1
    size = 10.0 ** len(str(int(most))) / 10 if most >= 1 else 1.0
    while size > most:
        size /= 10
    return next(part * size for part in _ROUND if part * size >= most)
