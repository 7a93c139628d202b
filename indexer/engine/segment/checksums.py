"""Sums over the words of each document, worked out once from what was read and once from the index.

Where they are alike, every word stands in the index where it stood in the document.

    title   words of the title
    words   words of the title, BOUNDARY, words of the text: the whole
    sum     of each word of the whole: its CRC-32 × its place, counted from 1, modulo 2**64
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

PROOF = np.dtype([("title", "<u4"), ("words", "<u4"), ("sum", "<u8"), ("text", "<u8")])
_AT_ONCE = 1 << 19  # postings that are summed at once
_TITLE, _TEXT = field_of("title", Width.EXACT), field_of("text", Width.EXACT)

Proofs = NDArray[np.void]  # PROOF[documents]
_Words = tuple[Array, Array]  # words of several texts, as numbers, and how many each text has


def sums_of(words: Iterable[bytes]) -> NDArray[np.uint64]:
    """The CRC-32 of each word, uint64[words]."""
    return np.fromiter(map(zlib.crc32, words), np.uint64)


_BOUNDARY_SUM = sums_of([encoded(BOUNDARY)])[0]


def proofs_of(texts: Sequence[str], title: _Words, text: _Words, sums: Array) -> Proofs:
    """The proof of each document, from its words; `sums` has that of each."""
    proofs = np.zeros(len(texts), PROOF)
    (of_title, titles), (of_text, lengths) = title, text
    proofs["title"] = titles
    proofs["words"] = titles + 1 + lengths
    after_title = titles.astype(np.uint64) + np.uint64(1)
    proofs["sum"] = (
        _placed(sums[of_title], titles, np.ones(len(titles), np.uint64))
        + _BOUNDARY_SUM * after_title
        + _placed(sums[of_text], lengths, after_title + np.uint64(1))
    )
    proofs["text"] = [digest(encoded(one)) for one in texts]
    return proofs


def _placed(sums: Array, lengths: Array, first: Array) -> Array:
    """For each text, the sum of `sums` × places; its first word has the place `first`."""
    starts = bounds(lengths)
    places = np.arange(len(sums), dtype=np.uint64)
    places += (first - starts[:-1].astype(np.uint64)).repeat(lengths)
    totals = np.concatenate((np.zeros(1, np.uint64), (sums * places).cumsum(dtype=np.uint64)))
    found: Array = totals[starts[1:]] - totals[starts[:-1]]
    return found


def digest(content: bytes | memoryview) -> int:
    """A digest of `content`, of 64 bits."""
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "little")


def proofs_in(segment: Segment) -> Proofs:
    """The proof of each document that is left, but for the text.

    Raises IndexDamaged when its fields contradict each other.
    """
    proofs = np.zeros(segment.count, PROOF)
    proofs["title"] = segment.fields[_TITLE].lengths.part(0, segment.count)
    proofs["words"] = segment.fields[_TEXT].lengths.part(0, segment.count)
    for name in FIELDS:
        field = segment.fields[name]
        counts, sums = _summed(field, segment.count, with_words=name == _TEXT)
        if name == _TEXT:
            proofs["sum"] = sums
        due = proofs["title"] if name.startswith("title") else proofs["words"]
        for found in (field.lengths.part(0, segment.count), counts):
            if (wrong := np.flatnonzero(found != due)).size:
                of = segment.name(int(wrong[0]))
                raise IndexDamaged(f"Not all words of {of} are in the field {name} of the index.")
    return proofs[segment.numbers]


def _summed(field: Postings, documents: int, with_words: bool) -> tuple[Array, Array]:
    """How many words each document has in `field`; with words, the sum of them × their places."""
    counts, sums = np.zeros(documents, np.int64), np.zeros(documents, np.uint64)
    of_terms = sums_of(field.vocabulary.terms()) if with_words else sums
    starts = field.documents.starts
    low, terms = 0, len(field.documents)
    while low < terms:
        high = max(low + 1, int(starts.searchsorted(starts[low] + _AT_ONCE, "right")) - 1)
        holders = field.documents.span(low, high)
        times = field.counts.part(int(starts[low]), int(starts[high])).astype(np.int64)
        np.add.at(counts, holders, times)
        if with_words and len(times):
            first, stop = int(field.place_starts[low]), int(field.place_starts[high])
            places = field.places.part(first, stop).astype(np.uint64) + np.uint64(1)
            of_postings = np.add.reduceat(places, bounds(times)[:-1])
            of_words = of_terms[low:high].repeat(np.diff(starts[low : high + 1]))
            np.add.at(sums, holders, of_postings * of_words)
        low = high
    return counts, sums
