"""The reading order of the rows of a page: columns one after the other, tables row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf
from statistics import median
from typing import NamedTuple

_FEWEST_ROWS = 5  # that share a gutter
_FEWEST_LETTERS = 22  # in the median row of a column of prose
_MOST_DIGITS = 0.2
_GUTTER_EMS = 1.1
_MOST_CANDIDATES = 12
_DEEPEST = 3


class Cell(NamedTuple):
    """A part of a row between two wide gaps.

    `start` and `stop` are places in the sorted letters of the page.
    """

    left: float
    right: float
    start: int
    stop: int
    letters: int
    digits: int


Row = tuple[Cell, ...]  # from left to right


@dataclass(frozen=True, slots=True)
class Gutter:
    """A vertical strip without letters between the rows `first` and `last`, both included."""

    left: float
    right: float
    first: int
    last: int
    both: int = 0  # rows with letters on both sides


def reading_order(
    rows: Sequence[Row], em: float, *, right_to_left: bool, depth: int = 0
) -> list[tuple[Row, int]]:
    """The rows in the order in which they are read, with the number of their column.

    Two columns of prose are read one after the other, the right one first where the page is
    written from the right. Whatever else stands side by side is a table, read row by row.
    """
    found = _columns(rows, em) if depth < _DEEPEST else None
    if found is None:
        return [(row, depth) for row in rows if row]
    middle = (found.left + found.right) / 2
    block = rows[found.first : found.last + 1]
    right = [tuple(part for part in row if part.left >= middle) for row in block]
    left = [tuple(part for part in row if part.left < middle) for row in block]
    order: list[tuple[Row, int]] = [(row, depth) for row in rows[: found.first] if row]
    sides = (right, left) if right_to_left else (left, right)
    for number, side in enumerate(sides):
        inner = reading_order(
            [row for row in side if row], em, right_to_left=right_to_left, depth=depth + 1
        )
        order += [(row, 10 * (found.first + 1) + number + 100_000 * at) for row, at in inner]
    rest = rows[found.last + 1 :]
    order += reading_order(rest, em, right_to_left=right_to_left, depth=depth)
    return order


def _columns(rows: Sequence[Row], em: float) -> Gutter | None:
    """The first gutter between two columns of prose."""
    for gutter in sorted(gutters(rows, _GUTTER_EMS * em), key=lambda one: (one.first, -one.both)):
        if gutter.both >= _FEWEST_ROWS and _is_prose(rows, gutter):
            return _begun_earlier(rows, gutter)
    return None


def _begun_earlier(rows: Sequence[Row], gutter: Gutter) -> Gutter:
    """`gutter` with up to two rows before it that stand on one side of it only."""
    first = gutter.first
    while first > max(0, gutter.first - 2):
        row = rows[first - 1]
        beside = row[0].left >= gutter.right or row[-1].right <= gutter.left
        if not beside or sum(part.letters for part in row) < _FEWEST_LETTERS:
            break
        first -= 1
    return replace(gutter, first=first)


def _is_prose(rows: Sequence[Row], gutter: Gutter) -> bool:
    middle = (gutter.left + gutter.right) / 2
    block = rows[gutter.first : gutter.last + 1]
    for side in (
        [[part for part in row if part.left >= middle] for row in block],
        [[part for part in row if part.left < middle] for row in block],
    ):
        letters = [sum(part.letters for part in row) for row in side if row]
        digits = sum(part.digits for row in side for part in row)
        if len(letters) < _FEWEST_ROWS or median(letters) < _FEWEST_LETTERS:
            return False
        if digits > _MOST_DIGITS * sum(letters):
            return False
    return True


def gutters(rows: Sequence[Row], width: float) -> list[Gutter]:
    """The strips at least `width` wide that consecutive rows leave free.

    One pass over the rows; at most twelve strips are followed at a time.
    """
    found: list[Gutter] = []
    open_: list[Gutter] = []
    for number, row in enumerate(rows):
        if not row:
            continue
        free = list(_free(row))
        still: list[Gutter] = []
        for gutter in open_:
            narrowed = _narrowed(gutter, free, width)
            if narrowed is None:
                found.append(gutter)
                continue
            both = row[0].right <= narrowed.left and row[-1].left >= narrowed.right
            still.append(replace(narrowed, last=number, both=gutter.both + both))
        for left, right in free[1:-1]:
            known = any(left < one.right and one.left < right for one in still)
            if right - left >= width and not known and len(still) < _MOST_CANDIDATES:
                still.append(Gutter(left, right, number, number, 1))
        open_ = still
    return found + open_


def _free(row: Row) -> Iterable[tuple[float, float]]:
    """The gaps of a row, with the endless ones before and after it."""
    end = -inf
    for part in row:
        yield end, part.left
        end = max(end, part.right)
    yield end, inf


def _narrowed(gutter: Gutter, free: Sequence[tuple[float, float]], width: float) -> Gutter | None:
    """`gutter` as far as one of the gaps leaves it free; None when that is too narrow."""
    best = max(
        ((max(left, gutter.left), min(right, gutter.right)) for left, right in free),
        key=lambda gap: gap[1] - gap[0],
    )
    if best[1] - best[0] < width:
        return None
    return replace(gutter, left=best[0], right=best[1])
