"""The checksums of the documents of a segment, worked out from its postings."""

from __future__ import annotations

import numpy as np

from indexer.analysis import FIELDS, field_of
from indexer.engine.checksums import CHECKSUM, Checksums, word_checksums
from indexer.engine.segment.array_file import Array
from indexer.engine.segment.integers import bounds
from indexer.engine.segment.postings import Postings
from indexer.engine.segment.segment import Segment
from indexer.errors import IndexDamaged
from indexer.model import Width

_POSTINGS_AT_ONCE = 1 << 19
_TITLE, _TEXT = field_of("title", Width.EXACT), field_of("text", Width.EXACT)


def checksums_in(segment: Segment) -> Checksums:
    """The checksums of the live documents of `segment`, CHECKSUM[documents]; text is 0.

    Raises IndexDamaged when the fields contradict each other.
    """
    checksums = np.zeros(segment.count, CHECKSUM)
    checksums["title"] = segment.fields[_TITLE].lengths.slice(0, segment.count)
    checksums["words"] = segment.fields[_TEXT].lengths.slice(0, segment.count)
    for name in FIELDS:
        field = segment.fields[name]
        counts, sums = _summed(field, segment.count, with_words=name == _TEXT)
        if name == _TEXT:
            checksums["sum"] = sums
        due = checksums["title"] if name.startswith("title") else checksums["words"]
        for found in (field.lengths.slice(0, segment.count), counts):
            if (wrong := np.flatnonzero(found != due)).size:
                of = segment.document_id(int(wrong[0]))
                raise IndexDamaged(f"Not all words of {of} are in the field {name} of the index.")
    return checksums[segment.numbers]


def _summed(field: Postings, documents: int, with_words: bool) -> tuple[Array, Array]:
    """The number of words of each document in `field`, int64[documents], and their sum.

    The sum, of CRC-32 × position, uint64[documents], is 0 without `with_words`.
    """
    counts, sums = np.zeros(documents, np.int64), np.zeros(documents, np.uint64)
    of_terms = word_checksums(field.dictionary.terms()) if with_words else sums
    starts = field.documents.starts
    low, terms = 0, len(field.documents)
    while low < terms:
        high = max(low + 1, int(starts.searchsorted(starts[low] + _POSTINGS_AT_ONCE, "right")) - 1)
        holders = field.documents.span(low, high)
        times = field.counts.slice(int(starts[low]), int(starts[high])).astype(np.int64)
        np.add.at(counts, holders, times)
        if with_words and len(times):
            first, stop = int(field.position_starts[low]), int(field.position_starts[high])
            positions = field.positions.slice(first, stop).astype(np.uint64) + np.uint64(1)
            of_postings = np.add.reduceat(positions, bounds(times)[:-1])
            of_words = of_terms[low:high].repeat(np.diff(starts[low : high + 1]))
            np.add.at(sums, holders, of_postings * of_words)
        low = high
    return counts, sums
