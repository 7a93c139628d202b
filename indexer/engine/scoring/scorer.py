"""One segment during one search: which of its documents match a weight, and what they score.

A query becomes a `Weight` once (`weight.weight_of`); a `Scorer` then asks it of one segment.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from indexer.engine.scoring.bm25 import IndexStatistics
from indexer.engine.segment.array_file import Array
from indexer.engine.segment.segment import Segment


class OutOfTime(Exception):
    """The time allowed for a search is over."""


@dataclass(slots=True)
class Scorer:
    """The segment at `at` in the index, during one search that ends at `deadline`.

    What is found of a weight or of a term is kept for the rest of the search. `deadline` is a time
    of `time.monotonic`.
    """

    at: int
    segment: Segment
    statistics: IndexStatistics
    deadline: float
    _matches: dict[Weight, Array] = field(default_factory=dict)
    _documents: dict[tuple[str, int], Array] = field(default_factory=dict)
    _sparse: dict[Weight, tuple[Array, Array, Array]] = field(default_factory=dict)

    def matches(self, weight: Weight) -> Array:
        """The documents that match `weight`, bool[documents]; do not change it.

        Raises OutOfTime.
        """
        found = self._matches.get(weight)
        if found is None:
            if time.monotonic() > self.deadline:
                raise OutOfTime
            found = self._matches[weight] = weight.matches(self)
        return found

    def documents(self, field: str, term: int) -> Array:
        """The numbers of the documents that hold a term of `field`, ascending, intp[postings]."""
        found = self._documents.get((field, term))
        if found is None:
            found = self._documents[field, term] = self.segment.fields[field].documents[term]
        return found

    def sparse(self, weight: Weight, field: str, terms: Array) -> tuple[Array, Array, Array]:
        """The postings of `terms` of `weight`, int[n], all sparse, as `DocumentLists.sparse`."""
        found = self._sparse.get(weight)
        if found is None:
            found = self._sparse[weight] = self.segment.fields[field].documents.sparse(terms)
        return found

    def nothing(self) -> Array:
        """A new mask of no document, bool[documents]."""
        return np.zeros(self.segment.count, bool)

    def everything(self) -> Array:
        """A new mask of every document, bool[documents]."""
        return np.ones(self.segment.count, bool)


class DocSet:
    """Some documents of a segment: `mask`, bool[documents], is true for each of them."""

    def __init__(self, mask: Array) -> None:
        self.mask = mask

    @cached_property
    def numbers(self) -> Array:
        """The numbers of the documents, ascending, int64[documents of the set]."""
        return self.mask.nonzero()[0]

    def indices_in(self, documents: Array) -> Array:
        """The indices at which `documents`, int[n], ascending, has one of the set: int64[found]."""
        if 32 * len(self.numbers) < len(documents):
            at = documents.searchsorted(self.numbers)
            found: Array = at[documents.take(at, mode="clip") == self.numbers]
            return found
        return self.mask.take(documents).nonzero()[0]


class Weight(ABC):
    """A query with all that the index knows of its terms; it serves every segment.

    Documents match it as a whole. Unless a class says otherwise, its parts in `scored` score them.
    """

    scored: Sequence[Weight] = ()

    @abstractmethod
    def matches(self, scorer: Scorer) -> Array:
        """The documents of the segment that match, bool[documents]."""

    def add_scores(self, scorer: Scorer, among: DocSet | None, scores: Array) -> None:
        """Adds to `scores`, float32[documents], those of the matches `among`; None: of all."""
        mask = scorer.matches(self)
        own = DocSet(mask if among is None else mask & among.mask)
        for part in self.scored:
            part.add_scores(scorer, own, scores)
