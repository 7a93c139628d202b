"""The weight of some terms of a field: the documents that hold one, their scores, the positions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import repeat
from typing import Any

import numpy as np

from indexer.engine.scoring.bm25 import K1, IndexStatistics, add_gains, inverse_frequency
from indexer.engine.scoring.scorer import DocSet, Scorer, Weight
from indexer.engine.segment.array_file import Array
from indexer.engine.segment.integers import DocumentLists

_FEW = 12  # terms, up to which they are looked at one by one
_MANY = 256  # documents that hold a term, from which they are scored by themselves


class TermsWeight(Weight):
    """Documents that hold one of the terms `texts` of `field`; the scores of those held add up.

    `boosts` multiplies the score of each term, or is one number for all.
    """

    def __init__(
        self,
        field: str,
        texts: Sequence[str],
        boosts: float | Sequence[float],
        statistics: IndexStatistics,
    ) -> None:
        self._field = field
        self._statistics = statistics
        self._boosts = boosts
        self._few = statistics.terms(field, texts) if len(texts) <= _FEW else None
        if self._few is None:
            numbers, self._frequencies = statistics.looked_up(field, texts)
            lists = (segment.fields[field].documents for segment in statistics.segments)
            self._split = [_split(of, own) for of, own in zip(lists, numbers, strict=True)]

    @property
    def postings(self) -> int:
        """The number of documents that hold each of the terms, added up."""
        if self._few is None:
            return int(self._frequencies.sum())
        return sum(term.frequency for term in self._few)

    @cached_property
    def term_weights(self) -> Any:
        """The factor of each term in a score: its boost, and BM25's but for the count.

        float32[texts].
        """
        boosts = self._boosts
        if self._few is None:
            weights = np.full(len(self._frequencies), boosts)
            if self._statistics.is_scored(self._field):
                documents = self._statistics.documents(self._field)
                idf = inverse_frequency(self._frequencies, documents)
                weights = weights * idf * (K1 + 1)
            return weights.astype(np.float32)
        each = repeat(boosts) if isinstance(boosts, int | float) else boosts
        return [
            np.float32(boost if term.rarity is None else boost * term.rarity * (K1 + 1))
            for boost, term in zip(each, self._few, strict=False)
        ]

    def _terms(self, at: int) -> tuple[Sequence[tuple[int, int]], tuple[Array, Array] | None]:
        """The terms that the segment at `at` has, split as by `_split`."""
        if self._few is None:
            return self._split[at]
        numbers = enumerate(term.numbers[at] for term in self._few)
        return [row for row in numbers if row[1] >= 0], None

    def matches(self, scorer: Scorer) -> Array:
        mask = scorer.nothing()
        few, sparse = self._terms(scorer.at)
        for _, term in few:
            mask[scorer.documents(self._field, term)] = True
        if sparse is not None:
            mask[scorer.sparse(self, self._field, sparse[1])[0]] = True
        return mask

    def add_scores(self, scorer: Scorer, among: DocSet | None, scores: Array) -> None:
        field = scorer.segment.fields[self._field]
        few, sparse = self._terms(scorer.at)
        norms = scorer.statistics.norms(scorer.at, self._field) if field.scored else None
        gathered: list[tuple[Array, Array, Array]] = []  # documents, postings and weights
        for at, term in few:
            weight = self.term_weights[at]
            documents = scorer.documents(self._field, term)
            kept = None
            if among is not None:
                kept = among.indices_in(documents)
                documents = documents.take(kept)
            if kept is None or len(kept) > _MANY:
                add_gains(scores, documents, field.counts_of(term, kept), norms, weight)
            elif len(kept):
                kept += field.documents.bounds(term)[0]
                gathered.append((documents, kept, np.full(len(kept), weight, np.float32)))
        if sparse is not None:
            documents, postings, lengths = scorer.sparse(self, self._field, sparse[1])
            weights = self.term_weights[sparse[0]].repeat(lengths)
            if among is not None:
                kept = among.mask.take(documents).nonzero()[0]
                documents, postings, weights = (
                    column.take(kept) for column in (documents, postings, weights)
                )
            gathered.append((documents, postings, weights))
        if gathered:
            documents, postings, weights = (
                np.concatenate(column) for column in zip(*gathered, strict=True)
            )
            counts = field.counts[postings] if field.scored else None
            add_gains(scores, documents, counts, norms, weights)

    def occurrences(self, scorer: Scorer, among: DocSet) -> Array:
        """Where the terms stand in the documents `among`: document << 32 | position.

        int64[occurrences], ascending.
        """
        field = scorer.segment.fields[self._field]
        found = []
        few, sparse = self._terms(scorer.at)
        terms = [term for _, term in few]
        if sparse is not None:
            terms += sparse[1].tolist()
        for term in terms:
            documents = scorer.documents(self._field, term)
            at = among.indices_in(documents)
            if len(at):
                positions, counts = field.positions_of(term, at)
                found.append((documents.take(at) << 32).repeat(counts) | positions)
        if len(found) == 1:
            return found[0]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)


def _split(
    lists: DocumentLists, terms: Array
) -> tuple[list[tuple[int, int]], tuple[Array, Array] | None]:
    """The terms to be looked at one by one, and the sparse ones to be looked at together.

    `terms`, intp[texts], has the number of each in the segment; one whose number is -1 is left out.
    Both answers give the index of each in `terms` and its number: as pairs, and as two arrays.
    """
    dense = lists.are_dense(terms)
    few, many = np.flatnonzero(dense), np.flatnonzero((terms >= 0) & ~dense)
    rows = zip(few.tolist(), terms[few].tolist(), strict=True)
    return list(rows), (many, terms[many])
