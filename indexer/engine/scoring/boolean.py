"""Weights made of other weights (and, or, not), and those of every document and of dates."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.engine.scoring.scorer import DocSet, Scorer, Weight
from indexer.engine.segment.array_file import Array
from indexer.engine.segment.segment import NO_DATE


class OrWeight(Weight):
    """Documents that match one of `parts`; the scores of those they match add up."""

    def __init__(self, parts: Sequence[Weight]) -> None:
        self.scored = parts

    def matches(self, scorer: Scorer) -> Array:
        mask = scorer.nothing()
        for part in self.scored:
            mask |= scorer.matches(part)
        return mask

    def add_scores(self, scorer: Scorer, among: DocSet | None, scores: Array) -> None:
        for part in self.scored:
            part.add_scores(scorer, among, scores)


class AndWeight(Weight):
    """Documents that match all of `parts`, and none where there are no parts; scores add up."""

    def __init__(self, parts: Sequence[Weight]) -> None:
        self.scored = parts

    def matches(self, scorer: Scorer) -> Array:
        if not self.scored:
            return scorer.nothing()
        first, *others = self.scored
        mask = scorer.matches(first)
        for part in others:
            if not mask.any():
                break
            mask = mask & scorer.matches(part)
        return mask


class NotWeight(Weight):
    """Documents that match `kept` and do not match `left_out`; scored by `kept`."""

    def __init__(self, kept: Weight, left_out: Weight) -> None:
        self.scored = (kept,)
        self._left_out = left_out

    def matches(self, scorer: Scorer) -> Array:
        return scorer.matches(self.scored[0]) & ~scorer.matches(self._left_out)


class AllWeight(Weight):
    """Every document; each scores 1."""

    def matches(self, scorer: Scorer) -> Array:
        return scorer.everything()

    def add_scores(self, scorer: Scorer, among: DocSet | None, scores: Array) -> None:
        scores += 1 if among is None else among.mask


class DateWeight(Weight):
    """Documents of which a day lies from `first` to `last`, both YYYYMMDD; they score nothing."""

    def __init__(self, first: int, last: int) -> None:
        self._first, self._last = first, last

    def matches(self, scorer: Scorer) -> Array:
        segment = scorer.segment
        known = segment.last_days != NO_DATE
        mask: Array = (
            known & (segment.last_days >= self._first) & (segment.first_days <= self._last)
        )
        return mask
