"""BM25 over all segments of an index: k1 1.2, b 0.75, and lengths rounded to 256 steps.

The rounding is that of Whoosh (`whoosh.util.numeric.byte_to_length`; a test holds the two equal),
the inverse document frequency that of Robertson and Lucene (`codec.LuceneBm25` gives it to Whoosh).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from indexer.engine.segment.array_file import Array
from indexer.engine.segment.segment import Segment
from indexer.engine.utf8 import encoded

K1, B = 1.2, 0.75
_MANY = 64  # terms, of which none is remembered
_REMEMBERED = 1 << 14  # terms of a field, about
# The lengths that a field can have in a score, ascending, float64[256]; each length counts as the
# least of them that is not below it.
LENGTHS = np.round((1.033 ** np.arange(256) - 1) * 27)


def inverse_frequency(frequencies: Array, documents: int) -> Array:
    """The inverse document frequency of terms that so many of `documents` hold, float64[terms]."""
    return np.log(1 + (documents - frequencies + 0.5) / (frequencies + 0.5))


class IndexStatistics:
    """The statistics that scores need of all `segments` of an index together."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self.documents = sum(segment.count for segment in segments)
        self._norms: dict[tuple[int, str], Array] = {}
        self._tables: dict[str, Array] = {}
        self._known: dict[str, dict[str, list[int]]] = {}  # field → text → its column of `_rows`

    def looked_up(self, field: str, texts: Sequence[str]) -> tuple[Array, Array]:
        """The number of each term in each segment, and its document frequency in the index.

        The numbers are intp[segments, texts], -1 where a segment does not have the term; the
        frequencies are intp[texts].
        """
        if len(texts) > _MANY:
            rows = self._rows(field, texts)
            return rows[:-1], rows[-1]
        known = self._known.setdefault(field, {})
        if len(known) > _REMEMBERED:
            known = self._known[field] = {}
        new = [text for text in texts if text not in known]
        known.update(zip(new, self._rows(field, new).T.tolist(), strict=True))
        rows = np.array([known[text] for text in texts], np.intp)
        rows = rows.reshape(-1, len(self.segments) + 1).T
        return rows[:-1], rows[-1]

    def _rows(self, field: str, texts: Sequence[str]) -> Array:
        """The same as one array, intp[segments + 1, texts]: the frequencies are its last row."""
        terms = [encoded(text) for text in texts]
        rows = np.zeros((len(self.segments) + 1, len(texts)), np.intp)
        for row, segment in zip(rows, self.segments, strict=False):
            postings = segment.fields[field]
            row[:] = postings.dictionary.numbers(terms)
            rows[-1] += postings.documents.lengths(row)
        return rows

    def norms(self, at: int, field: str) -> Array:
        """The term that BM25 adds to a count for the length of `field`, in the segment at `at`.

        float32[documents].
        """
        if (at, field) not in self._norms:
            segment = self.segments[at]
            lengths = segment.fields[field].lengths.slice(0, segment.count)
            self._norms[at, field] = self._table(field)[_step(lengths)]
        return self._norms[at, field]

    def norm(self, field: str, length: int) -> float:
        """The same for a document of `length` words in `field`."""
        return float(self._table(field)[_step(length)])

    def _table(self, field: str) -> Array:
        """The same for each of LENGTHS, float32[256]."""
        if field not in self._tables:
            lengths = [of.fields[field].lengths.slice(0, of.count) for of in self.segments]
            words = sum(int(of.sum(dtype=np.int64)) for of in lengths)
            average = words / (self.documents or 1) or 1
            table = K1 * ((1 - B) + B * LENGTHS / average)
            self._tables[field] = table.astype(np.float32)
        return self._tables[field]


def _step(lengths: Any) -> Any:
    """The index in LENGTHS of the length that each of `lengths` counts as."""
    return np.searchsorted(LENGTHS[:255], lengths)


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
