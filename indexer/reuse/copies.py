"""The places of passages → groups of documents that have the same text, but for a few words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.reuse.seeds import Places
from indexer.reuse.spill import Rows

SAME = 0.8  # of the words of each of two documents stand in passages that the other has
_OLDEST = 8  # documents that have a passage with which each other one is compared


def copy_groups(
    places: Rows, firsts: Places, digests: Sequence[bytes], order: Sequence[int]
) -> list[list[int]]:
    """Groups of documents, by number; in each they stand in `order`, which has every document.

    A document belongs to a group if all its words, or SAME of them, are those of the first one.
    `places` are (family, document, start, end), `firsts` tells where the words of each document
    begin, `digests` has one of all the words of each.
    """
    rank = np.empty(len(order), np.int64)
    rank[list(order)] = np.arange(len(order))
    older: defaultdict[int, list[int]] = defaultdict(list)
    for document, other in _same(places, firsts, rank).tolist():
        older[document].append(other)
    groups: dict[int, list[int]] = {}  # by their first document
    group_of: dict[bytes, int] = {}
    lengths = np.diff(firsts).tolist()
    for document in order:
        if not lengths[document]:
            continue
        first = group_of.get(digests[document])
        if first is None:
            others = sorted(older[document], key=lambda other: int(rank[other]))
            first = next((other for other in others if other in groups), document)
            group_of[digests[document]] = first
        groups.setdefault(first, []).append(document)
    return [group for group in groups.values() if len(group) > 1]


def _same(places: Rows, firsts: Places, rank: Places) -> Rows:
    """(document, an older one that is the same for the most part), int64[n, 2]."""
    lengths = np.diff(firsts)
    if not len(places):
        return np.zeros((0, 2), np.int64)
    documents, covered = _covered(places[:, 1], places[:, 2:])
    whole = documents[covered >= SAME * lengths[documents]]
    rows = places[np.isin(places[:, 1], whole)]
    rows = rows[np.lexsort((rank[rows[:, 1]], rows[:, 0]))]
    if not len(rows):
        return np.zeros((0, 2), np.int64)
    begins = np.flatnonzero(np.diff(rows[:, 0], prepend=-1))
    number = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(rows)))
    last = np.append(begins[1:], len(rows))[number]
    pairs = []
    for at in range(_OLDEST):
        other = begins[number] + at
        fit = other < np.minimum(np.arange(len(rows)), last)
        one, two = rows[fit], rows[other[fit]]
        pairs.append(np.column_stack((one, two))[one[:, 1] != two[:, 1]])
    found = np.concatenate(pairs)  # family, document, start, end; of the older one the same
    if not len(found):
        return np.zeros((0, 2), np.int64)
    key = found[:, 1] * len(lengths) + found[:, 5]
    keys, of_one = _covered(key, found[:, 2:4])
    _, of_other = _covered(key, found[:, 6:])
    one, other = keys // len(lengths), keys % len(lengths)
    fit = (of_one >= SAME * lengths[one]) & (of_other >= SAME * lengths[other])
    return np.stack((one, other), axis=1)[fit]


def _covered(key: Places, stretches: Rows) -> tuple[Places, NDArray[np.int64]]:
    """Each key, and how many words its `stretches` have together: (start, end), int64[n, 2]."""
    order = np.lexsort((stretches[:, 0], key))
    key, stretches = key[order], stretches[order]
    keys, number = np.unique(key, return_inverse=True)
    width = int(stretches.max()) + 1
    reached = np.maximum.accumulate(stretches[:, 1] + number * width)
    before = np.concatenate(([0], reached[:-1])) - number * width
    new = np.maximum(stretches[:, 1] - np.maximum(stretches[:, 0], before), 0)
    return keys, np.bincount(number, new, len(keys)).astype(np.int64)
