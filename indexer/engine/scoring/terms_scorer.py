"""The documents that hold one of some terms of a field, what they score and where they hold it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from indexer.engine.scoring.bm25 import K1, Statistics, add, inverse_frequency
from indexer.engine.scoring.scorer import Among, Asked, Prepared
from indexer.engine.segment.array_file import Array
from indexer.engine.segment.integers import DocumentLists

_FEW = 12  # terms, up to which they are looked at one by one
_MANY = 256  # documents that hold a term, from which they are scored by themselves


class Holders(Prepared):
    """Documents that hold one of the terms `texts` of the field `name`.

    `boosts` is what the score of each is multiplied by, or of all.
    """

    def __init__(
        self,
        name: str,
        texts: Sequence[str],
        boosts: float | Sequence[float],
        statistics: Statistics,
    ) -> None:
        self._name = name
        self._statistics = statistics
        self._boosts = boosts
        numbers, self._holders = statistics.found(name, texts)
        lists = (segment.fields[name].documents for segment in statistics.segments)
        self._parted = [_parted(of, own) for of, own in zip(lists, numbers, strict=True)]

    @cached_property
    def weights(self) -> Array:
        """What each of the terms counts for."""
        statistics, name = self._statistics, self._name
        weights = np.full(len(self._holders), self._boosts)
        if any(segment.fields[name].scored for segment in statistics.segments):
            idf = inverse_frequency(self._holders, statistics.documents)
            weights = weights * idf * (K1 + 1)
        return weights.astype(np.float32)

    def answer(self, asked: Asked) -> Array:
        there = asked.none()
        few, many = self._parted[asked.at]
        for _, number in few:
            there[asked.documents(self._name, number)] = True
        if many is not None:
            there[asked.far(self, self._name, many[1])[0]] = True
        return there

    def score(self, asked: Asked, among: Among | None, scores: Array) -> None:
        field = asked.segment.fields[self._name]
        few, many = self._parted[asked.at]
        norms = asked.statistics.norms(asked.at, self._name) if field.scored else None
        gathered: list[tuple[Array, Array, Array]] = []  # documents, postings and weights
        for at, number in few:
            weight = self.weights[at]
            documents = asked.documents(self._name, number)
            kept = None
            if among is not None:
                kept = among.postings(documents)
                documents = documents.take(kept)
            if kept is None or len(kept) > _MANY:
                add(scores, documents, field.counts_of(number, kept), norms, weight)
            elif len(kept):
                kept += field.documents.bounds(number)[0]
                gathered.append((documents, kept, np.full(len(kept), weight, np.float32)))
        if many is not None:
            documents, postings, lengths = asked.far(self, self._name, many[1])
            weights = self.weights[many[0]].repeat(lengths)
            if among is not None:
                kept = among.there.take(documents).nonzero()[0]
                documents, postings, weights = (
                    part.take(kept) for part in (documents, postings, weights)
                )
            gathered.append((documents, postings, weights))
        if gathered:
            documents, postings, weights = (
                np.concatenate(part) for part in zip(*gathered, strict=True)
            )
            add(scores, documents, field.counts[postings] if field.scored else None, norms, weights)

    def places(self, asked: Asked, among: Among) -> Array:
        """Where one of the terms stands in documents `among`: document << 32 | place, ascending."""
        field = asked.segment.fields[self._name]
        found = []
        few, many = self._parted[asked.at]
        numbers = [number for _, number in few]
        if many is not None:
            numbers += many[1].tolist()
        for number in numbers:
            documents = asked.documents(self._name, number)
            at = among.postings(documents)
            if len(at):
                places, counts = field.places_of(number, at)
                found.append((documents.take(at) << 32).repeat(counts) | places)
        if len(found) == 1:
            return found[0]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)


def _parted(
    lists: DocumentLists, numbers: Array
) -> tuple[list[tuple[int, int]], tuple[Array, Array] | None]:
    """The terms to be looked at one by one, and the others: the place and number of each.

    Those whose number is -1 are left out.
    """
    if len(numbers) <= _FEW:
        return [row for row in enumerate(numbers.tolist()) if row[1] >= 0], None
    close = lists.are_close(numbers)
    few, many = np.flatnonzero(close), np.flatnonzero((numbers >= 0) & ~close)
    rows = zip(few.tolist(), numbers[few].tolist(), strict=True)
    return list(rows), (many, numbers[many])
