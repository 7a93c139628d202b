"""Matches of two documents → families: the places where one passage stands in the archive.

Two stretches of a document are one place of a passage where they share two thirds of the longer
one. So a sentence that is quoted from a text which another document copies whole is a passage by
itself.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.reuse.spill import Rows

_SHARED = 2 / 3
_LOOKED_BACK = 32  # stretches of a document that each is compared with


def family_places(matches: Rows, most_documents: int) -> tuple[Rows, int]:
    """(family, document, start, end), int64[n, 4], in this order; and the number of formulae.

    Families are numbered from 0. One in more than `most_documents` is a formula, and left out.
    """
    if not len(matches):
        return np.zeros((0, 4), np.int64), 0
    stretches = np.concatenate((matches[:, :3], matches[:, 3:]))  # of a match: i, i + matches
    order = np.lexsort((stretches[:, 2], stretches[:, 1], stretches[:, 0]))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    stretches = stretches[order]
    edges = [np.stack((rank[: len(matches)], rank[len(matches) :]), axis=1)]
    edges += [_same_place(stretches, back) for back in range(1, _LOOKED_BACK + 1)]
    family = _components(len(stretches), np.concatenate(edges))
    places = _joined(np.column_stack((family, stretches)))
    return _numbered(places, most_documents)


def _same_place(stretches: Rows, back: int) -> Rows:
    """The pairs of stretches, `back` rows apart, that are one place."""
    first, second = stretches[:-back], stretches[back:]
    shared = np.minimum(first[:, 2], second[:, 2]) - second[:, 1]
    longer = np.maximum(first[:, 2] - first[:, 1], second[:, 2] - second[:, 1])
    at = np.flatnonzero((first[:, 0] == second[:, 0]) & (shared >= _SHARED * longer))
    return np.stack((at, at + back), axis=1)


def _components(nodes: int, edges: Rows) -> NDArray[np.int64]:
    """The least node that each of `nodes` is joined with by `edges`, int64[edges, 2]."""
    label = np.arange(nodes)
    while True:
        least = np.minimum(label[edges[:, 0]], label[edges[:, 1]])
        new = label.copy()
        np.minimum.at(new, label[edges[:, 0]], least)
        np.minimum.at(new, label[edges[:, 1]], least)
        while not np.array_equal(jumped := new[new], new):
            new = jumped
        if np.array_equal(new, label):
            return label
        label = new


def _joined(places: Rows) -> Rows:
    """`places`, those of one family in one document that overlap as one."""
    order = np.lexsort((places[:, 2], places[:, 1], places[:, 0]))
    places = places[order]
    other = np.any(np.diff(places[:, :2], axis=0, prepend=-1) != 0, axis=1)
    width = int(places[:, 3].max()) + 1
    reached = np.maximum.accumulate(places[:, 3] + np.cumsum(other) * width)
    reached -= np.cumsum(other) * width
    new = other.copy()
    new[1:] |= places[1:, 2] >= reached[:-1]
    begins = np.flatnonzero(new)
    joined = places[begins]
    joined[:, 3] = np.maximum.reduceat(places[:, 3], begins)
    return joined


def _numbered(places: Rows, most_documents: int) -> tuple[Rows, int]:
    """`places` with families numbered from 0, without formulae; and the number of these."""
    _, family = np.unique(places[:, 0], return_inverse=True)
    another = np.any(np.diff(places[:, :2], axis=0, prepend=-1) != 0, axis=1)
    documents = np.bincount(family, another)
    formula = documents > most_documents
    kept = ((documents >= 2) & ~formula)[family]
    places = places[kept]
    _, places[:, 0] = np.unique(family[kept], return_inverse=True)
    return places, int(formula.sum())
