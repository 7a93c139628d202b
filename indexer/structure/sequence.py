"""The lines that are the articles of a law, and their numbers, told by their order.

An article follows the one before it. So a footnote figure that is glued to its number is told from
it, and an article of another law, which a note or an amendment quotes, from those of this one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import log2

from indexer.structure.lines import DivisionLine
from indexer.structure.numbers import DivisionNumber, readings

_NEAR = 12  # numbers before one that it may follow at a small cost
_FAR = -1.5  # what an article adds that follows one further back
_SUB = 0.3  # 12-2 after 12-1: less than an article, as whole laws are quoted so in amendments
_RESTART = 5  # articles in a row that were there before begin another text
_WEAK = 0.2  # the doubt of a line that goes on with text
_FEWEST, _FEWEST_WEAK = 3, 5
_LEAST_DENSITY = 0.5  # of steps to the next number
_LEAST_SHARE = 0.5  # of a text without headings that its articles take


@dataclass(frozen=True, slots=True)
class _End:
    """The best chain of articles that ends with line `at`."""

    number: DivisionNumber
    score: float
    at: int
    before: _End | None


@dataclass(slots=True)
class _Ends:
    """The best ends of chains, by number."""

    near: dict[int, dict[DivisionNumber, _End]] = field(default_factory=dict)
    mains: list[int] = field(default_factory=list)
    best: list[_End] = field(default_factory=list)  # of `mains`: the best up to there

    def add(self, end: _End) -> None:
        here = self.near.setdefault(end.number.main, {})
        if end.number not in here or here[end.number].score <= end.score:
            here[end.number] = end
        at = bisect_left(self.mains, end.number.main)
        if at and self.best[at - 1].score > end.score:
            return
        if at == len(self.mains) or self.mains[at] != end.number.main:
            self.mains.insert(at, end.number.main)
            self.best.insert(at, end)
        elif self.best[at].score <= end.score:
            self.best[at] = end
        while at + 1 < len(self.best) and self.best[at + 1].score <= end.score:
            del self.mains[at + 1], self.best[at + 1]

    def before(self, number: DivisionNumber) -> Iterator[tuple[_End, float]]:
        """The ends that `number` may follow, and what it adds to each."""
        inserted = bool(number.subs or number.again)
        for end in self.near.get(number.main, {}).values():
            if end.number < number:
                yield end, _SUB
        for gap in range(1, _NEAR + 1):
            for end in self.near.get(number.main - gap, {}).values():
                yield end, 1 - 0.35 * log2(gap) - 0.7 * inserted
        far = bisect_left(self.mains, number.main - _NEAR)
        if far:
            yield self.best[far - 1], _FAR - 0.7 * inserted


def article_numbers(
    lines: Sequence[DivisionLine], length: int
) -> tuple[dict[int, DivisionNumber], ...]:
    """Index of a line → its number, for the articles of each text in `lines`, the longest first.

    `lines` are of one kind, in a text of `length` characters. A text that only mentions articles
    has none.
    """
    found = []
    lines = list(_without_paragraphs(lines))
    for first, last in _texts(lines):
        lines[first:last] = _without_paragraphs(lines[first:last])
        chain = _chain(lines, first, last)
        if _is_plausible(lines, chain, length):
            found.append(_with_misplaced(lines, first, last, chain))
    return tuple(sorted(found, key=lambda of: -len(of)))


def _without_paragraphs(lines: Sequence[DivisionLine]) -> Sequence[DivisionLine]:
    """`lines`, where 5-1 is article 5 if they all have the number of their first paragraph."""
    subs: dict[int, set[tuple[int, ...]]] = {}
    for line in lines:
        if line.written:
            subs.setdefault(line.written.number.main, set()).add(line.written.number.subs)
    paragraphs = sum(of == {(1,)} for of in subs.values())
    if paragraphs < _FEWEST or any(not of <= {(), (1,)} for of in subs.values()):
        return lines
    return [
        replace(
            line, written=replace(line.written, number=DivisionNumber(line.written.number.main))
        )
        if line.written and line.written.number.subs
        else line
        for line in lines
    ]


def _texts(lines: Sequence[DivisionLine]) -> Iterator[tuple[int, int]]:
    """The (first, last) lines of each text: another begins where numbers begin again."""
    mains = [line.written.number.main if line.written else 0 for line in lines]
    begun, met = 0, set[int]()
    for at, main in enumerate(mains):
        ahead = mains[at : at + _RESTART]
        if (
            main in met
            and len(ahead) >= _RESTART - 1
            and all(one < next_one for one, next_one in pairwise(ahead))
            and sum(one in met for one in ahead) >= len(ahead) - 1
        ):
            yield begun, at
            begun, met = at, set()
        met.add(main)
    yield begun, len(mains)


def _chain(lines: Sequence[DivisionLine], first: int, last: int) -> list[_End]:
    """The likeliest articles among `lines[first:last]`, each after the one before."""
    ends = _Ends()
    best: _End | None = None
    for at in range(first, last):
        found: dict[DivisionNumber, _End] = {}
        for number, doubt in _meanings(lines, at, first, last):
            start = 0.5 if number.main <= 1 else 0.0
            end = _End(number, start + 0.5 - doubt, at, None)
            for before, more in ends.before(number):
                if before.score + more - doubt >= end.score:
                    end = _End(number, before.score + more - doubt, at, before)
            if number not in found or found[number].score < end.score:
                found[number] = end
        for end in found.values():
            ends.add(end)
            if best is None or end.score >= best.score:
                best = end
    chain: list[_End] = []
    while best:
        chain.append(best)
        best = best.before
    return _without_doubtful(lines, chain[::-1])


def _meanings(
    lines: Sequence[DivisionLine], at: int, first: int, last: int
) -> Iterator[tuple[DivisionNumber, float]]:
    """The numbers that a line may have, and how doubtful each is."""
    written = lines[at].written
    if written is None:
        return
    weak = 0.0 if lines[at].alone else _WEAK
    yield written.number, weak
    beside = (
        near.number
        for place in (at - 1, at + 1)
        if first <= place < last and (near := lines[place].written)
    )
    if not any(_follow(one, written.number) for one in beside):
        for number, doubt in readings(written):
            yield number, doubt + weak


def _follow(one: DivisionNumber, other: DivisionNumber) -> bool:
    """Whether `one` and `other` are neighbours, whichever comes first."""
    if one.subs or other.subs:
        if one.main != other.main or len(one.subs) != len(other.subs):
            return False
        return one.subs[:-1] == other.subs[:-1] and abs(one.subs[-1] - other.subs[-1]) == 1
    return abs(one.main - other.main) == 1


def _without_doubtful(lines: Sequence[DivisionLine], chain: list[_End]) -> list[_End]:
    """`chain` without lines that go on with text and do not follow the article before or after."""
    kept = []
    for at, end in enumerate(chain):
        beside = [chain[place].number.main for place in (at - 1, at + 1) if 0 <= place < len(chain)]
        if lines[end.at].alone or any(abs(end.number.main - main) <= 1 for main in beside):
            kept.append(end)
    return kept


def _is_plausible(lines: Sequence[DivisionLine], chain: Sequence[_End], length: int) -> bool:
    """Whether `chain` is a sequence of articles, and not some that are mentioned."""
    if len(chain) < 2:
        return False
    steps = [after.number.main - before.number.main for before, after in pairwise(chain)]
    density = sum(step <= 1 for step in steps) / len(steps)
    if density < _LEAST_DENSITY:
        return False
    first = chain[0].number.main
    headings = sum(lines[end.at].is_heading for end in chain)
    if 2 * headings >= len(chain):
        return len(chain) >= _FEWEST or (first <= 1 and steps == [1])
    strong = sum(lines[end.at].alone for end in chain)
    if strong < _FEWEST and (len(chain) < _FEWEST_WEAK or density < 0.8):
        return False
    share = (length - lines[chain[0].at].start) / max(1, length)
    begins = first <= 1 or (len(chain) >= 2 * _FEWEST_WEAK and density > 0.9)
    return begins and share >= _LEAST_SHARE


def _with_misplaced(
    lines: Sequence[DivisionLine], first: int, last: int, chain: Sequence[_End]
) -> dict[int, DivisionNumber]:
    """`chain` as index → number, with articles that stand out of order, as columns were mixed.

    These have a number that is in no other place, and are headings.
    """
    found = {end.at: end.number for end in chain}
    mains = {number.main for number in found.values()}
    least, most = min(mains), max(mains)
    for at in range(first, last):
        line = lines[at]
        if at in found or not line.is_heading or line.written is None:
            continue
        number = line.written.number
        if least < number.main < most and number.main not in mains and not number.subs:
            found[at] = number
            mains.add(number.main)
    return _plainly_numbered(found)


def _plainly_numbered(found: Mapping[int, DivisionNumber]) -> dict[int, DivisionNumber]:
    """`found`, where an article 5-1 without a 5 or a 5-2 beside it is article 5, paragraph 1."""
    counts: dict[int, int] = {}
    for number in found.values():
        counts[number.main] = counts.get(number.main, 0) + 1
    return {
        at: DivisionNumber(number.main) if number.subs and counts[number.main] == 1 else number
        for at, number in found.items()
    }
