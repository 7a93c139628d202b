"""Seeds: places of two documents from which four words in a row have the same keys.

Every run of SHINGLE keys has a hash, and of each WINDOW hashes in a row the least is kept
(winnowing: Schleimer, Wilkerson & Aiken 2003). So two documents that share SHINGLE + WINDOW − 1
keys in a row share at least one kept hash. A hash that stands in more than `most_documents` is of a
formula, and no seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from indexer.reuse.spill import Rows, Spill

SHINGLE, WINDOW = 4, 3  # words
_LEAST_DOCUMENTS = 12
_BEFORE = 3  # places of other documents that each place of a hash is compared with
_BLOCK = 4_000_000  # words whose hashes are in memory at once
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio
_MIX = np.uint64(0xBF58476D1CE4E5B9)  # of splitmix64 (Steele, Lea & Flood 2014)

Keys = NDArray[np.int32]
Places = NDArray[np.int64]
Times = NDArray[np.uint8]


def most_documents(documents: int) -> int:
    """The number of documents from which on a passage counts as a formula, less one.

    It is the square root of the number of all documents, and 12 at least.
    """
    return max(_LEAST_DOCUMENTS, isqrt(documents))


def spilled_hashes(
    keys: Keys, key_hashes: NDArray[np.uint32], firsts: Places, spill: Spill
) -> None:
    """Puts (hash, place) of the kept hashes of all documents into `spill`, in parts by hash.

    `keys` are those of the words of all documents in a row, `key_hashes` has one for each key;
    `firsts`, int64[documents + 1], tells the place of the first word of each, and at last their
    number.
    """
    overlap = SHINGLE + WINDOW - 2
    for start in range(0, len(keys), _BLOCK):
        block = np.asarray(keys[max(0, start - overlap) : start + _BLOCK + overlap])
        places, hashes = _kept(key_hashes[block])
        places += max(0, start - overlap)
        document = np.searchsorted(firsts, places, "right") - 1
        whole = places + SHINGLE <= firsts[document + 1]
        mine = whole & (places >= start) & (places < start + _BLOCK)
        hashes, places = hashes[mine], places[mine]
        part = (hashes >> np.uint64(40)).astype(np.int64) % spill.parts
        spill.add(np.stack((hashes.view(np.int64), places), axis=1), part)


def _kept(keys: NDArray[np.uint32]) -> tuple[Places, NDArray[np.uint64]]:
    """(place, hash) of the hashes that winnowing keeps, by place; `keys` are hashes of keys."""
    if len(keys) < SHINGLE:
        return np.zeros(0, np.int64), np.zeros(0, np.uint64)
    mixed = (keys.astype(np.uint64) + np.uint64(1)) * _SPREAD
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX
    count = len(keys) - SHINGLE + 1
    hashes = mixed[:count].copy()
    for shift in range(1, SHINGLE):
        hashes = (hashes * _SPREAD) ^ mixed[shift : shift + count]
    hashes ^= hashes >> np.uint64(32)
    kept = np.zeros(count, bool)
    windows = count - WINDOW + 1
    if windows < 1:
        return np.arange(count), hashes
    least = hashes[:windows].copy()
    at = np.arange(windows)
    for shift in range(1, WINDOW):
        lower = hashes[shift : shift + windows] < least
        least[lower] = hashes[shift : shift + windows][lower]
        at[lower] = np.flatnonzero(lower) + shift
    kept[at] = True
    places = np.flatnonzero(kept)
    return places, hashes[places]


def seeds(rows: Rows, firsts: Places, most: int, times: Times) -> Iterator[Rows]:
    """Seeds (place, place in a later document), int64[n, 2], of one part of the hashes.

    `most` is the number of documents that a hash may stand in. In `times`, uint8[words], is noted
    at each place how often its hash stands in the archive, up to 255; 0 where none was kept.
    """
    if not len(rows):
        return
    order = np.lexsort((rows[:, 1], rows[:, 0]))
    hashes, places = rows[order, 0], rows[order, 1]
    documents = np.searchsorted(firsts, places, "right") - 1
    new = np.diff(hashes, prepend=hashes[0] - 1) != 0
    another = new | (np.diff(documents, prepend=-1) != 0)
    group = np.cumsum(new) - 1
    held = np.bincount(group, another)
    times[places] = np.minimum(np.bincount(group), 255)[group]
    fit = (held >= 2) & (held <= most)
    kept = fit[group]
    places, documents, group = places[kept], documents[kept], group[kept]
    for back in range(1, _BEFORE + 1):
        first, second = places[:-back], places[back:]
        pair = (group[:-back] == group[back:]) & (documents[:-back] != documents[back:])
        yield np.stack((first[pair], second[pair]), axis=1)
