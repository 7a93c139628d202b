"""The parts of a document: its books, chapters and articles, and headings of other kinds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Division:
    """A part of a document: `text[start:end]`, with its heading and the parts below it.

    `kind` is the letter of its kind (m for an article; KINDS of indexer/structure/lines.py), empty
    for a heading of no kind; `number` is its number (66, 32bis, 574-1). `title` is its
    heading, with the number as it was read. `level` counts from 1. `address` is made of kind and
    number (m-66; b-2.f-1 where there are several f-1), so it stays the same when others are
    inserted. A part that has no such address of its own goes by `anchor`, the address of the
    passage in which it begins. `above` is the index of the part that it is in.
    """

    kind: str
    number: str
    title: str
    start: int
    end: int
    level: int
    address: str
    anchor: str
    above: int | None = None

    @property
    def step(self) -> str:
        """Its kind and number, m-66; empty for a heading of no kind."""
        return f"{self.kind}-{self.number}" if self.kind else ""


def division_path(parts: Sequence[Division], place: int) -> tuple[Division, ...]:
    """The ones among `parts` that hold the character `place`, from the highest to the deepest.

    `parts` are in the order of the text.
    """
    at = bisect_right(parts, place, key=lambda part: part.start) - 1
    path: list[Division] = []
    while at >= 0:
        part = parts[at]
        if place < part.end:
            path.insert(0, part)
        if part.above is None:
            break
        at = part.above
    return tuple(path)
