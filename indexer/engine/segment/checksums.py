"""Checksums of documents, worked out once from the words that were read and once from the index.

Where both are equal, every word has the position in the index that it has in the document.

    title   the number of words of the title
    words   the number of words of the whole: title, BOUNDARY, text
    sum     the sum over the whole of CRC-32 of a word × its position, from 1, modulo 2**64
    text    a digest of the text
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import BOUNDARY, FIELDS, field_of
from indexer.engine.segment.array_file import Array
from indexer.engine.segment.integers import bounds
from indexer.engine.segment.postings import Postings
from indexer.engine.segment.segment import Segment
from indexer.engine.segment.term_dictionary import encoded
from indexer.errors import IndexDamaged
from indexer.model import Width

CHECKSUM = np.dtype([("title", "<u4"), ("words", "<u4"), ("sum", "<u8"), ("text", "<u8")])
_POSTINGS_AT_ONCE = 1 << 19
_TITLE, _TEXT = field_of("title", Width.EXACT), field_of("text", Width.EXACT)

Checksums = NDArray[np.void]  # CHECKSUM[documents]
_Words = tuple[
    Array, Array
]  # of several texts: int[words], the numbers of their words; int[texts], how many


def word_checksums(words: Iterable[bytes]) -> NDArray[np.uint64]:
    """The CRC-32 of each word, uint64[words]."""
    return np.fromiter(map(zlib.crc32, words), np.uint64)


_BOUNDARY_SUM = word_checksums([encoded(BOUNDARY)])[0]


def checksums_of(texts: Sequence[str], title: _Words, text: _Words, sums: Array) -> Checksums:
    """The checksums of documents, CHECKSUM[texts], from their words.

    `sums`, uint64[words], has the CRC-32 of the word of each number.
    """
    checksums = np.zeros(len(texts), CHECKSUM)
    (of_title, titles), (of_text, lengths) = title, text
    checksums["title"] = titles
    checksums["words"] = titles + 1 + lengths
    after_title = titles.astype(np.uint64) + np.uint64(1)
    checksums["sum"] = (
        _weighted(sums[of_title], titles, np.ones(len(titles), np.uint64))
        + _BOUNDARY_SUM * after_title
        + _weighted(sums[of_text], lengths, after_title + np.uint64(1))
    )
    checksums["text"] = [content_digest(encoded(one)) for one in texts]
    return checksums


def _weighted(sums: Array, lengths: Array, first: Array) -> Array:
    """The sum of `sums` × positions for each text, uint64[texts].

    `sums` has a CRC-32 for each word of the texts, in order; `lengths` and `first`, [texts], say
    how many words a text has and the position of its first.
    """
    starts = bounds(lengths)
    positions = np.arange(len(sums), dtype=np.uint64)
    positions += (first - starts[:-1].astype(np.uint64)).repeat(lengths)
    totals = np.concatenate((np.zeros(1, np.uint64), (sums * positions).cumsum(dtype=np.uint64)))
    found: Array = totals[starts[1:]] - totals[starts[:-1]]
    return found


def content_digest(content: bytes | memoryview) -> int:
    """A digest of `content`, of 64 bits."""
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "little")


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
