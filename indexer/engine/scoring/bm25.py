"""BM25 over all segments of an index, as Lucene counts it: k1 1.2, b 0.75.

So that every engine gives the same scores, the lengths of fields are rounded as Lucene rounds them
(`SmallFloat.intToByte4`), the inverse document frequency is its own, and a document that has no
term in a field is left out of the number of documents and of the mean length of that field.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from indexer.engine.segment.array_file import Array
from indexer.engine.segment.segment import Segment
from indexer.engine.utf8 import encoded

K1, B = 1.2, 0.75
_MANY = 64  # terms, of which none is remembered
_REMEMBERED = 1 << 14  # terms of a field, about
_EXACT = 24  # lengths up to 31 are exact: 24 of them by themselves, 8 as the first of the rounded


def _rounded_lengths() -> Array:
    """Lucene's lengths: those above `_EXACT` keep their three bits below the highest."""
    beyond = np.arange(256 - _EXACT)
    bits, shift = beyond & 7, (beyond >> 3) - 1
    kept = np.where(shift < 0, bits, (bits | 8) << np.maximum(shift, 0))
    return np.concatenate((np.arange(_EXACT), _EXACT + kept)).astype(np.float64)


# The lengths that a field can have in a score, ascending, float64[256].
LENGTHS = _rounded_lengths()


def inverse_frequency(frequencies: Array, documents: int) -> Array:
    """The inverse document frequency of terms that so many of `documents` hold, float64[terms]."""
    return np.log(1 + (documents - frequencies + 0.5) / (frequencies + 0.5))


class TermInIndex(NamedTuple):
    """A term of a field: its number in each segment, -1 where it is not; the documents with it.

    `rarity` is its inverse document frequency; None where terms of the field score nothing by it.
    """

    numbers: Sequence[int]
    frequency: int
    rarity: float | None


class IndexStatistics:
    """The statistics that scores need of all `segments` of an index together."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self._lengths: dict[str, tuple[int, int]] = {}
        self._norms: dict[tuple[int, str], Array] = {}
        self._tables: dict[str, Array] = {}
        self._known: dict[str, dict[str, TermInIndex]] = {}  # by field and text

    def terms(self, field: str, texts: Sequence[str]) -> list[TermInIndex]:
        """The terms `texts` of `field`, of which there are few, as the index has them."""
        known = self._known.setdefault(field, {})
        if len(known) > _REMEMBERED:
            known = self._known[field] = {}
        if new := [text for text in texts if text not in known]:
            numbers, frequencies = self._rows(field, new)
            rarities: list[float | None] = [None] * len(new)
            if self.is_scored(field):
                rarities = inverse_frequency(frequencies, self.documents(field)).tolist()
            of_terms = zip(numbers.T.tolist(), frequencies.tolist(), rarities, strict=True)
            known.update(zip(new, map(TermInIndex._make, of_terms), strict=True))
        return [known[text] for text in texts]

    def looked_up(self, field: str, texts: Sequence[str]) -> tuple[Array, Array]:
        """The number of each term in each segment, and its document frequency in the index.

        The numbers are intp[segments, texts], -1 where a segment does not have the term; the
        frequencies are intp[texts].
        """
        if len(texts) > _MANY:
            return self._rows(field, texts)
        terms = self.terms(field, texts)
        numbers = np.array([term.numbers for term in terms], np.intp)
        frequencies = np.array([term.frequency for term in terms], np.intp)
        return numbers.reshape(-1, len(self.segments)).T, frequencies

    def _rows(self, field: str, texts: Sequence[str]) -> tuple[Array, Array]:
        """The same, of terms that need not be known."""
        terms = [encoded(text) for text in texts]
        numbers = np.empty((len(self.segments), len(texts)), np.intp)
        frequencies = np.zeros(len(texts), np.intp)
        for row, segment in zip(numbers, self.segments, strict=True):
            postings = segment.fields[field]
            row[:] = postings.dictionary.numbers(terms)
            frequencies += postings.documents.lengths(row)
        return numbers, frequencies

    def is_scored(self, field: str) -> bool:
        """Whether BM25 scores the terms of `field`."""
        return any(segment.fields[field].scored for segment in self.segments)

    def documents(self, field: str) -> int:
        """The number of documents that have a term in `field`."""
        return self._totals(field)[0]

    def _totals(self, field: str) -> tuple[int, int]:
        """The number of documents that have a term in `field`, and of the terms of them all."""
        if field not in self._lengths:
            lengths = [of.fields[field].lengths.slice(0, of.count) for of in self.segments]
            documents = sum(int(np.count_nonzero(of)) for of in lengths)
            self._lengths[field] = documents, sum(int(of.sum(dtype=np.int64)) for of in lengths)
        return self._lengths[field]

    def norms(self, at: int, field: str) -> Array:
        """The term that BM25 adds to a count for the length of `field`, in the segment at `at`.

        float32[documents].
        """
        if (at, field) not in self._norms:
            segment = self.segments[at]
            lengths = segment.fields[field].lengths.slice(0, segment.count)
            self._norms[at, field] = self._table(field)[length_step(lengths)]
        return self._norms[at, field]

    def norm(self, field: str, length: int) -> float:
        """The same for a document of `length` words in `field`."""
        return float(self._table(field)[length_step(length)])

    def norms_of(self, field: str, lengths: Array) -> Array:
        """The same for documents of these `lengths`, float32[lengths]."""
        norms: Array = self._table(field)[length_step(lengths)]
        return norms

    def _table(self, field: str) -> Array:
        """The same for each of LENGTHS, float32[256]."""
        if field not in self._tables:
            documents, words = self._totals(field)
            average = words / (documents or 1) or 1
            table = K1 * ((1 - B) + B * LENGTHS / average)
            self._tables[field] = table.astype(np.float32)
        return self._tables[field]


def length_step(lengths: Any) -> Any:
    """The index in LENGTHS of what each of `lengths` counts as: the greatest not above it."""
    return np.searchsorted(LENGTHS, lengths, "right") - 1


def add_gains(
    scores: Array, documents: Array, counts: Array | None, norms: Array | None, weights: Any
) -> None:
    """Adds to `scores`, float32[documents of the segment], the gain of each posting.

    `documents` and `counts` are those of each posting, `weights` too or one for all; `norms` is
    float32[documents of the segment]. Without counts or norms each posting gains its weight.
    """
    if norms is None or counts is None:
        gained = np.ones(len(documents), np.float32)
    else:
        gained = counts.astype(np.float32)
        gained /= gained + norms.take(documents)
    gained *= weights
    np.add.at(scores, documents, gained)
