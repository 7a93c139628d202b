"""The hits of a query in one segment, and their scores."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from indexer.engine.scoring.scorer import DocSet, Scorer, Weight
from indexer.engine.segment.array_file import Array
from indexer.engine.segment.doc_values import DocValues, leading
from indexer.model import Filters

_MANY = 4  # of so many documents one is a hit: all are scored, which is quicker then


class SegmentHits:
    """The hits of one segment: matches that pass the filters.

    `there`, bool[documents], is true for hits; `scores` is float32[documents].
    """

    def __init__(
        self, scorer: Scorer, weight: Weight, columns: DocValues, filters: Filters
    ) -> None:
        self.scorer = scorer
        self.columns = columns
        self._weight = weight
        self._passing = columns.passing(filters) if filters else {}
        self._answer = scorer.matches(weight)
        if not scorer.segment.whole:
            self._answer = self._answer & scorer.segment.live
        self.there = self._all = self._passed()
        self.total = int(np.count_nonzero(self.there))
        self.is_reduced = False
        self.scores = np.zeros(scorer.segment.count, np.float32)

    def hide(self, numbers: Array) -> None:
        """Takes the hits of these `numbers` away; `but` has them still."""
        self.is_reduced = True
        self.there = self.there.copy()
        self.there[numbers] = False
        self.total -= len(numbers)

    def _passed(self, but: str = "") -> Array:
        """The matches that pass every filter but one, bool[documents]."""
        there = self._answer
        for name, passes in self._passing.items():
            if name != but:
                there = there & passes
        return there

    @cached_property
    def _numbers(self) -> Array:
        return np.flatnonzero(self._all)

    def but(self, facet: str) -> tuple[Array, Array]:
        """The hits without the filter on `facet`, and copies of others among them: bool[documents];
        their numbers, int64[hits]."""
        if facet not in self._passing:
            return self._all, self._numbers
        there = self._passed(facet)
        return there, np.flatnonzero(there)

    def score(self, ranked: Weight | None) -> None:
        """Works out the scores of the hits, by `ranked` or by the weight that they match."""
        unfiltered = not (self._passing or self.is_reduced)
        everyone = ranked is None and unfiltered and self.scorer.segment.whole
        few = not everyone and _MANY * self.total < len(self.there)
        among = DocSet(self.there) if few else None
        (ranked or self._weight).add_scores(self.scorer, among, self.scores)
        if not (everyone or few):
            self.scores *= self.there.astype(np.float32)


def least_of_best(scores: Sequence[Array], most: int) -> float:
    """The lowest of the `most` best `scores`, float32[documents] for each segment."""
    leaders = [leading(of, most) for of in scores]
    best = np.concatenate(
        [of if at is None else of.take(at) for of, at in zip(scores, leaders, strict=True)]
    )
    return float(np.partition(best, -most)[-most])
