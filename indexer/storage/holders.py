"""The documents that hold one of some terms of a field, what they score and where they hold it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.storage.arrays import Array
from indexer.storage.asking import Among, Asked
from indexer.storage.packing import DocumentLists
from indexer.storage.protocol import Term
from indexer.storage.scoring import K1, Statistics, add

_FEW = 12  # terms, up to which they are looked at one by one
_MANY = 256  # documents that hold a term, from which they are scored by themselves


class Holders:
    """Documents that hold one of `terms`, all of the field `name`."""

    def __init__(
        self,
        name: str,
        terms: Sequence[Term],
        statistics: Statistics,
        most: Sequence[str] | None = None,
    ) -> None:
        """`most` names for each term one whose inverse document frequency its own is at most."""
        self._name = name
        numbers, holders = statistics.found(name, [term.text for term in terms])
        weights = np.array([term.boost for term in terms])
        self._scored = any(segment.fields[name].scored for segment in statistics.segments)
        if self._scored:
            idf = statistics.idf(holders)
            if most is not None:
                idf = np.minimum(idf, statistics.idf(statistics.found(name, most)[1]))
            weights = weights * idf * (K1 + 1)
        weights = weights.astype(np.float32)
        # of each segment: the terms it has, those that are looked at one by one and the others
        lists = (segment.fields[name].documents for segment in statistics.segments)
        self._parted = [_parted(of, own, weights) for of, own in zip(lists, numbers, strict=True)]

    def answer(self, asked: Asked) -> Array:
        there = asked.none()
        few, many = self._parted[asked.at]
        for number, _ in few:
            there[asked.documents(self._name, number)] = True
        if many is not None:
            there[asked.short(self._name, many[0])[0]] = True
        return there

    def score(self, asked: Asked, among: Among | None, scores: Array) -> None:
        field = asked.segment.fields[self._name]
        few, many = self._parted[asked.at]
        norms = asked.statistics.norms(asked.at, self._name) if self._scored else None
        gathered: list[tuple[Array, Array, Array]] = []  # documents, postings and weights
        for number, weight in few:
            documents = asked.documents(self._name, number)
            kept = None
            if among is not None:
                kept = among.postings(documents)
                documents = documents.take(kept)
            if kept is None or len(kept) > _MANY:
                add(scores, documents, field.counts_of(number, kept), norms, np.float32(weight))
            elif len(kept):
                kept += field.documents.bounds(number)[0]
                gathered.append((documents, kept, np.full(len(kept), weight, np.float32)))
        if many is not None:
            documents, postings, lengths = asked.short(self._name, many[0])
            weights = many[1].repeat(lengths)
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
        numbers = [number for number, _ in few]
        if many is not None:
            numbers += many[0].tolist()
        for number in numbers:
            documents = asked.documents(self._name, number)
            at = among.postings(documents)
            if len(at):
                places, counts = field.places_of(number, at)
                found.append((documents.take(at) << 32).repeat(counts) | places)
        if len(found) == 1:
            return found[0]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def weight(self, at: int) -> float:
        """That of its one term, which the `at`-th segment has."""
        return self._parted[at][0][0][1]


def _parted(
    lists: DocumentLists, numbers: Array, weights: Array
) -> tuple[list[tuple[int, float]], tuple[Array, Array] | None]:
    """The terms to be looked at one by one; the numbers and weights of the others.

    Those whose number is -1 are left out.
    """
    many = None
    if len(numbers) > _FEW:
        short = (numbers >= 0) & ~lists.are_long(numbers)
        many = numbers[short], weights[short]
        numbers, weights = numbers[~short], weights[~short]
    few = zip(numbers.tolist(), weights.tolist(), strict=True)
    return [(number, weight) for number, weight in few if number >= 0], many
