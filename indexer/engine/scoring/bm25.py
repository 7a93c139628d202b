"""BM25 over the segments of an index: Whoosh's, with its 256 lengths, k1 1.2 and b 0.75.

But for the inverse document frequency, which is that of Robertson and Lucene (codec.Bm25).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from whoosh.util.numeric import byte_to_length

from indexer.engine.segment.array_file import Array
from indexer.engine.segment.segment import Segment
from indexer.engine.segment.term_dictionary import encoded

K1, B = 1.2, 0.75
_MANY = 64  # terms, of which none is remembered
_REMEMBERED = 1 << 14  # terms of a field, about
_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.float64)


def inverse_frequency(holders: Array, documents: int) -> Array:
    """How much terms tell that so many of `documents` hold."""
    return np.log(1 + (documents - holders + 0.5) / (holders + 0.5))


class Statistics:
    """What scores need to know of all `segments` of an index together."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self.documents = sum(segment.count for segment in segments)
        self._norms: dict[tuple[int, str], Array] = {}
        self._known: dict[str, dict[str, list[int]]] = {}  # by field: what is found of its terms

    def found(self, name: str, texts: Sequence[str]) -> tuple[Array, Array]:
        """For each of `texts`: its number in the field `name` of each segment, a row each, and how
        many documents hold it. The number is -1 where a segment does not have it."""
        if len(texts) > _MANY:
            rows = self._looked_up(name, texts)
            return rows[:-1], rows[-1]
        known = self._known.setdefault(name, {})
        if len(known) > _REMEMBERED:
            known = self._known[name] = {}
        new = [text for text in texts if text not in known]
        known.update(zip(new, self._looked_up(name, new).T.tolist(), strict=True))
        rows = np.array([known[text] for text in texts], np.intp)
        rows = rows.reshape(-1, len(self.segments) + 1).T
        return rows[:-1], rows[-1]

    def _looked_up(self, name: str, texts: Sequence[str]) -> Array:
        terms = [encoded(text) for text in texts]
        rows = np.zeros((len(self.segments) + 1, len(texts)), np.intp)
        for row, segment in zip(rows, self.segments, strict=False):
            field = segment.fields[name]
            row[:] = field.vocabulary.numbers(terms)
            rows[-1] += field.documents.lengths(row)
        return rows

    def norms(self, at: int, name: str) -> Array:
        """What BM25 adds to a count for the length of `name`, for each document of a segment."""
        if (at, name) not in self._norms:
            lengths = [of.fields[name].lengths.part(0, of.count) for of in self.segments]
            words = sum(int(of.sum(dtype=np.int64)) for of in lengths)
            average = words / (self.documents or 1) or 1
            byte = np.searchsorted(_LENGTHS[:255], lengths[at])
            table = K1 * ((1 - B) + B * _LENGTHS / average)
            self._norms[at, name] = table[byte].astype(np.float32)
        return self._norms[at, name]


def add(
    scores: Array, documents: Array, counts: Array | None, norms: Array | None, weights: Any
) -> None:
    """Adds to `scores` of `documents` what terms with these counts give them."""
    if norms is None or counts is None:
        gained = np.ones(len(documents), np.float32)
    else:
        gained = counts.astype(np.float32)
        gained /= gained + norms.take(documents)
    gained *= weights
    np.add.at(scores, documents, gained)
