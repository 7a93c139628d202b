"""Terms that stand near each other: sequences that are asked for, pairs that add to a score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.storage.arrays import Array
from indexer.storage.asking import Among, Asked, Limited, Prepared
from indexer.storage.holders import Holders
from indexer.storage.protocol import Pair
from indexer.storage.scoring import Statistics, add


class Nearby(Limited):
    """One of each of `slots` at most `gap` after the one before, or before it, if not `ordered`.

    None reaches over a `bound`, which is looked for where it could be. `every` is all of the slots,
    wherever they stand.
    """

    def __init__(
        self,
        every: Prepared,
        slots: list[Holders],
        gap: int,
        ordered: bool,
        bound: Holders | None,
    ) -> None:
        super().__init__([every])
        self._bound = bound
        self._slots = slots
        self._gap = gap
        self._ordered = ordered

    def answer(self, asked: Asked) -> Array:
        among = Among(asked.of(self.scored[0]))
        there = asked.none()
        if not len(among.numbers):
            return there
        bounds = self._bound.places(asked, among) if self._bound else np.zeros(0, np.int64)
        reached = self._apart(self._slots[0].places(asked, among), bounds)
        for slot in self._slots[1:]:
            places = self._apart(slot.places(asked, among), bounds)
            near = _near(reached, places, self._gap)
            if not self._ordered:
                near |= _near(-reached[::-1], -places[::-1], self._gap)[::-1]
            reached = places[near]
        there[reached >> 32] = True
        return there

    def _apart(self, places: Array, bounds: Array) -> Array:
        """`places` with those after one of `bounds` moved out of reach of those before it."""
        if not len(bounds):
            return places
        last = bounds.take(bounds.searchsorted(places) - 1)
        beyond = (last >> 32 == places >> 32) & (last < places)
        apart: Array = places + self._gap * beyond
        return apart


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
            rarer = max(self._sides[side].weight for side in (first, second))
            add(scores, documents, counts, norms, np.float32(pair.boost * rarer))
