"""Nodes → the documents of a segment that answer, and their scores, an array at a time.

A node is first prepared against all segments (`Statistics`): its terms become numbers and weights.
Then each segment is asked which of its documents answer, as an array of truths, and what those
that passed the filters score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from indexer.analysis import BOUNDARY
from indexer.engine.protocol import (
    AllOf,
    AnyOf,
    Dated,
    Everything,
    Node,
    OneOf,
    Pair,
    SpanNear,
    Term,
    Without,
)
from indexer.engine.scoring.bm25 import Statistics, add
from indexer.engine.scoring.scorer import Among, Asked, Prepared
from indexer.engine.scoring.terms_scorer import Holders
from indexer.engine.segment.array_file import Array
from indexer.engine.segment.segment import NO_DATE

_AT_ONCE = 1 << 18  # postings that are looked at together


def prepared(node: Node, statistics: Statistics) -> Prepared:
    """`node`, ready to be asked of each segment."""
    match node:
        case Term(name, text, boost):
            return Holders(name, (text,), boost, statistics)
        case OneOf(name, texts, boost):
            return Holders(name, texts, boost, statistics)
        case SpanNear():
            return _Nearby(node, statistics)
        case AllOf(parts):
            return _AllOf([prepared(part, statistics) for part in parts])
        case AnyOf():
            return _AnyOf(list(_alternatives(node, statistics)))
        case Without(kept, left_out):
            return _Without(prepared(kept, statistics), prepared(left_out, statistics))
        case Everything():
            return _Everything()
        case Dated(first, last):
            return _Dated(first, last)


def _alternatives(node: AnyOf, statistics: Statistics) -> Iterator[Prepared]:
    """The parts of `node`, the terms of a field together."""
    fields: dict[str, list[Term]] = {}
    stack = [node]
    while stack:
        for part in stack.pop().parts:
            if isinstance(part, Term):
                fields.setdefault(part.field, []).append(part)
            elif isinstance(part, AnyOf):
                stack.append(part)
            else:
                yield prepared(part, statistics)
    for name, terms in fields.items():
        boosts = [term.boost for term in terms]
        yield Holders(name, [term.text for term in terms], boosts, statistics)


class _AnyOf(Prepared):
    def __init__(self, parts: Sequence[Prepared]) -> None:
        self.scored = parts

    def answer(self, asked: Asked) -> Array:
        there = asked.none()
        for part in self.scored:
            there |= asked.of(part)
        return there

    def score(self, asked: Asked, among: Among | None, scores: Array) -> None:
        for part in self.scored:
            part.score(asked, among, scores)


class _AllOf(Prepared):
    def __init__(self, parts: Sequence[Prepared]) -> None:
        self.scored = parts

    def answer(self, asked: Asked) -> Array:
        there = asked.every() if self.scored else asked.none()
        for part in self.scored:
            there &= asked.of(part)
            if not there.any():
                break
        return there


class _Without(Prepared):
    def __init__(self, kept: Prepared, left_out: Prepared) -> None:
        self.scored = (kept,)
        self._left_out = left_out

    def answer(self, asked: Asked) -> Array:
        return asked.of(self.scored[0]) & ~asked.of(self._left_out)


class _Nearby(Prepared):
    """One word of each slot near the one before; none reaches over the BOUNDARY."""

    def __init__(self, node: SpanNear, statistics: Statistics) -> None:
        self._node = node
        name = node.field
        self._slots = [Holders(name, slot, node.boost, statistics) for slot in node.clauses]
        self._bound = Holders(name, (BOUNDARY,), 1, statistics) if node.gap > 1 else None
        self.scored = (_AllOf(self._slots),)

    def answer(self, asked: Asked) -> Array:
        among = Among(asked.of(self.scored[0]))
        there = asked.none()
        if not len(among.numbers):
            return there
        bounds = self._bound.places(asked, among) if self._bound else np.zeros(0, np.int64)
        reached = self._apart(self._slots[0].places(asked, among), bounds)
        for slot in self._slots[1:]:
            places = self._apart(slot.places(asked, among), bounds)
            near = _near(reached, places, self._node.gap)
            if not self._node.ordered:
                near |= _near(-reached[::-1], -places[::-1], self._node.gap)[::-1]
            reached = places[near]
        there[reached >> 32] = True
        return there

    def _apart(self, places: Array, bounds: Array) -> Array:
        """`places` with those after one of `bounds` moved out of reach of those before it."""
        if not len(bounds):
            return places
        last = bounds.take(bounds.searchsorted(places) - 1)
        beyond = (last >> 32 == places >> 32) & (last < places)
        apart: Array = places + self._node.gap * beyond
        return apart


class _Everything(Prepared):
    def answer(self, asked: Asked) -> Array:
        return asked.every()

    def score(self, asked: Asked, among: Among | None, scores: Array) -> None:
        scores += 1 if among is None else among.there


class _Dated(Prepared):
    def __init__(self, first: int, last: int) -> None:
        self._first, self._last = first, last

    def answer(self, asked: Asked) -> Array:
        segment = asked.segment
        known = segment.last_days != NO_DATE
        there: Array = (
            known & (segment.last_days >= self._first) & (segment.first_days <= self._last)
        )
        return there


def _near(reached: Array, places: Array, gap: int) -> Array:
    """Which of the ascending `places` come after one of `reached`, by at most `gap`."""
    if not len(reached):
        return np.zeros(len(places), bool)
    before = reached.searchsorted(places) - 1  # -1, the last, is not before: it fails below
    distance = places - reached.take(before)
    return (distance > 0) & (distance <= gap)


class Pairs:
    """Pairs of terms that may stand side by side."""

    def __init__(self, pairs: Sequence[Pair], statistics: Statistics) -> None:
        self._pairs = [
            (pair, (pair.field, pair.first), (pair.field, pair.second)) for pair in pairs
        ]
        sides = dict.fromkeys(side for _, *sides in self._pairs for side in sides)
        self._sides = {side: Holders(side[0], side[1:], 1, statistics) for side in sides}

    def score(self, asked: Asked, among: Among, scores: Array) -> None:
        """Adds to `scores` those of the documents `among` that hold a pair."""
        places = {side: holders.places(asked, among) for side, holders in self._sides.items()}
        for pair, first, second in self._pairs:
            if not (len(places[first]) and len(places[second])):
                continue
            there = places[second][_near(places[first], places[second], 1)] >> 32
            documents, counts = np.unique(there, return_counts=True)
            norms = asked.statistics.norms(asked.at, pair.field)
            rarer = max(float(self._sides[side].weights[0]) for side in (first, second))
            add(scores, documents, counts, norms, np.float32(pair.boost * rarer))


def _cuts(totals: Array) -> Array:
    """Where terms are cut into runs of about _AT_ONCE postings, by their running `totals`."""
    return np.flatnonzero(np.diff(totals // _AT_ONCE)) + 1


class Following:
    """The terms `texts` of a field, as they stand right after one term of each slot in a row."""

    def __init__(
        self,
        name: str,
        slots: Sequence[Sequence[str]],
        texts: Sequence[str],
        statistics: Statistics,
    ) -> None:
        self._name = name
        self._slots = [Holders(name, slot, 1, statistics) for slot in slots]
        self._numbers, _ = statistics.found(name, texts)

    def counts(self, asked: Asked) -> Array:
        """How often each of the terms stands so in the documents of the segment that are left."""
        numbers = self._numbers[asked.at]
        counts = np.zeros(len(numbers), np.int64)
        next_places = self._ends(asked) + 1
        there = asked.none()
        there[next_places >> 32] = True
        field = asked.segment.fields[self._name]
        known = np.flatnonzero(numbers >= 0)
        totals = field.documents.lengths(numbers[known]).cumsum()
        for some in np.split(known, _cuts(totals)) if len(next_places) else ():
            terms, documents, places = field.places_among(numbers[some], there)
            found = documents << 32 | places
            after = next_places.take(next_places.searchsorted(found), mode="clip") == found
            counts[some] = np.bincount(terms[after], minlength=len(some))
        return counts

    def _ends(self, asked: Asked) -> Array:
        """Where the last of the slots stands, right after those before it."""
        there = asked.segment.live.copy()
        for slot in self._slots:
            there &= asked.of(slot)
        among = Among(there)
        reached, *others = (slot.places(asked, among) for slot in self._slots)
        for places in others:
            reached = places[_near(reached, places, 1)]
        return reached
