"""The parts of a document: its books, chapters and articles, and headings of other kinds."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_FIELDS = 7


@dataclass(frozen=True, slots=True)
class Division:
    """A part of a document that begins at the character `start`, with the parts below it.

    `kind` is the letter of its kind (m for an article; KINDS of indexer/structure/lines.py), empty
    for a heading of no kind; `number` is its number (66, 32bis, 574-1). `title` is its heading,
    with the number as it was read. `level` counts from 1: a part is in the last one before it of a
    lower level. `address` is made of kind and number (m-66; b-2.f-1 where there are several f-1),
    so it stays the same when others are inserted. A part that has no such address of its own goes
    by `anchor`, the address of the passage in which it begins.
    """

    start: int
    level: int
    kind: str
    number: str
    anchor: str
    address: str
    title: str

    @property
    def step(self) -> str:
        """Its kind and number, m-66; empty for a heading of no kind."""
        return f"{self.kind}-{self.number}" if self.kind else ""


def written_divisions(divisions: Iterable[Division]) -> str:
    """`divisions` as a text of a line each, with tabs between its fields: quick to look up in."""
    return "\n".join(
        "\t".join(
            (
                str(one.start),
                str(one.level),
                one.kind,
                one.number,
                one.anchor,
                "" if one.address == one.step else one.address,
                one.title,
            )
        )
        for one in divisions
    )


def divisions_of(written: str | None) -> tuple[Division, ...]:
    """The divisions that `written_divisions` wrote; none of None."""
    return tuple(map(_division, written.split("\n"))) if written else ()


class DivisionTable:
    """The divisions that `written_divisions` wrote, of which only those asked for are read.

    `starts` are the characters at which they begin.
    """

    def __init__(self, written: str | None) -> None:
        self._lines = written.split("\n") if written else []
        self.starts = [int(line[: line.index("\t")]) for line in self._lines]

    def path(self, place: int) -> tuple[Division, ...]:
        """The parts that hold the character `place`, from the highest to the deepest."""
        return self._path(self._at(place))

    def part(self, place: int) -> Division | None:
        """The deepest part that holds the character `place`; None before the first."""
        at = self._at(place)
        return _division(self._lines[at]) if at >= 0 else None

    def counts(self, places: Iterable[int]) -> list[tuple[Division, int]]:
        """The deepest parts that hold some of `places`, those with most first; how many."""
        found = Counter(map(self._at, places)) if self._lines else Counter[int]()
        return [(_division(self._lines[at]), n) for at, n in found.most_common() if at >= 0]

    def _at(self, place: int) -> int:
        return bisect_right(self.starts, place) - 1

    def _path(self, at: int) -> tuple[Division, ...]:
        path: list[Division] = []
        while at >= 0 and not (path and path[0].level == 1):
            if not path or int(self._lines[at].split("\t", 2)[1]) < path[0].level:
                path.insert(0, _division(self._lines[at]))
            at -= 1
        return tuple(path)


def division_path(divisions: Sequence[Division], place: int) -> tuple[Division, ...]:
    """The ones of all `divisions` that hold the character `place`, highest first."""
    at = bisect_right(divisions, place, key=lambda one: one.start) - 1
    path: list[Division] = []
    for one in reversed(divisions[: at + 1]):
        if not path or one.level < path[0].level:
            path.insert(0, one)
        if one.level == 1:
            break
    return tuple(path)


def _division(line: str) -> Division:
    start, level, kind, number, anchor, address, title = line.split("\t", _FIELDS - 1)
    return Division(
        int(start), int(level), kind, number, anchor, address or f"{kind}-{number}", title
    )
