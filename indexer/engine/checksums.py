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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import BOUNDARY
from indexer.engine.utf8 import encoded

Array = NDArray[Any]
CHECKSUM = np.dtype([("title", "<u4"), ("words", "<u4"), ("sum", "<u8"), ("text", "<u8")])

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
    starts = np.concatenate((np.zeros(1, np.int64), lengths.cumsum(dtype=np.int64)))
    positions = np.arange(len(sums), dtype=np.uint64)
    positions += (first - starts[:-1].astype(np.uint64)).repeat(lengths)
    totals = np.concatenate((np.zeros(1, np.uint64), (sums * positions).cumsum(dtype=np.uint64)))
    found: Array = totals[starts[1:]] - totals[starts[:-1]]
    return found


def word_sum(words: Iterable[str]) -> int:
    """The `sum` of one document, from its words in order of position."""
    places = enumerate(words, start=1)
    return sum(zlib.crc32(encoded(word)) * place for place, word in places) % 2**64


def content_digest(content: bytes | memoryview) -> int:
    """A digest of `content`, of 64 bits."""
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "little")
