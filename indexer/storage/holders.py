"""The documents that hold one of some terms of a field, what they score and where they hold it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.storage.arrays import Array
from indexer.storage.asking import Among, Asked
from indexer.storage.packing import DocumentLists
from indexer.storage.protocol import Term
from indexer.storage.scoring import K1, Statistics, add
from indexer.storage.vocabulary import encoded

_FEW = 12  # terms, up to which they are looked at one by one


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
        fields = [segment.fields[name] for segment in statistics.segments]
        texts = [encoded(term.text) for term in terms]
        numbers = [np.array(field.vocabulary.numbers(texts), np.intp) for field in fields]
        weights = np.array([term.boost for term in terms])
        self._scored = any(field.scored for field in fields)
        if self._scored:
            idf = statistics.idf_of(fields, numbers)
            if most is not None:
                above = [encoded(text) for text in most]
                caps = [np.array(field.vocabulary.numbers(above), np.intp) for field in fields]
                idf = np.minimum(idf, statistics.idf_of(fields, caps))
            weights = weights * idf * (K1 + 1)
        weights = weights.astype(np.float32)
        # of each segment: the terms it has
        self._numbers = [own[own >= 0] for own in numbers]
        self._weights = [weights[own >= 0] for own in numbers]
        own_terms = zip(fields, self._numbers, self._weights, strict=True)
        self._parted = [_parted(field.documents, *terms) for field, *terms in own_terms]

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
        for number, weight in few:
            documents = asked.documents(self._name, number)
            if among is None:
                counts = field.counts_of(number)
            else:
                kept = among.postings(documents)
                documents, counts = documents.take(kept), field.counts_of(number, kept)
            add(scores, documents, counts, norms, np.float32(weight))
        if many is not None:
            documents, at, lengths = asked.short(self._name, many[0])
            weights = many[1].repeat(lengths)
            if among is not None:
                kept = among.there.take(documents).nonzero()[0]
                documents, at, weights = documents.take(kept), at.take(kept), weights.take(kept)
            add(scores, documents, field.counts[at] if field.scored else None, norms, weights)

    def places(self, asked: Asked, among: Among) -> Array:
        """Where one of the terms stands in documents `among`: document << 32 | place, ascending."""
        field = asked.segment.fields[self._name]
        found = []
        for number in self._numbers[asked.at].tolist():
            documents = asked.documents(self._name, number)
            at = among.postings(documents)
            if len(at):
                places, counts = field.places_of(number, at)
                found.append((documents.take(at) << 32).repeat(counts) | places)
        if len(found) == 1:
            return found[0]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def weight(self, at: int) -> float | None:
        """That of its one term; None where the `at`-th segment does not have it."""
        weights = self._weights[at]
        return float(weights[0]) if len(weights) else None


def _parted(
    lists: DocumentLists, numbers: Array, weights: Array
) -> tuple[list[tuple[int, float]], tuple[Array, Array] | None]:
    """The terms to be looked at one by one; the numbers and weights of the others."""
    many = None
    if len(numbers) > _FEW:
        long = lists.are_long(numbers)
        many = numbers[~long], weights[~long]
        numbers, weights = numbers[long], weights[long]
    return list(zip(numbers.tolist(), weights.tolist(), strict=True)), many
