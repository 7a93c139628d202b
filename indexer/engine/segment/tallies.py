"""The hits of a segment as columns that are summed by the values of facets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.analysis import field_of
from indexer.engine.segment.array_file import Array
from indexer.engine.segment.segment import Segment
from indexer.engine.utf8 import encoded
from indexer.model import Width

_TITLE = field_of("title", Width.EXACT)


def tally_columns(segment: Segment, there: Array, field: str, texts: Sequence[str]) -> list[Array]:
    """Documents, words and occurrences of each document: three of int64[documents].

    `there`, bool[documents], is true for the documents counted. The occurrences are those of
    `texts`, terms of `field`, within the text alone.
    """
    words = segment.words.astype(np.int64)
    return [there.astype(np.int64), words * there, _occurrences(segment, there, field, texts)]


def _occurrences(segment: Segment, there: Array, field: str, texts: Sequence[str]) -> Array:
    """How often one of `texts` stands in the text of each document of `there`, int64[documents]."""
    counts = np.zeros(segment.count, np.int64)
    if not texts:
        return counts
    postings = segment.fields[field]
    titles = segment.fields[_TITLE].lengths.slice(0, segment.count).astype(np.int64)
    first = titles + 1  # after the BOUNDARY
    after = first + segment.words
    for number in set(postings.dictionary.numbers([encoded(text) for text in texts])) - {-1}:
        _, documents, positions = postings.positions_among(np.array([number]), there)
        positions = positions.astype(np.int64)
        inside = (positions >= first[documents]) & (positions < after[documents])
        counts += np.bincount(documents[inside], minlength=segment.count)
    return counts
