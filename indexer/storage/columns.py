"""What documents are besides their words: filters, counts of facets, orders, by whole arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.model import FACETS, Filters, Sort
from indexer.storage.arrays import Array, ranges
from indexer.storage.segments import NO_DATE, Segment

_YEAR = "year"
_NEVER = 99_999_999  # after every day


def failing(segment: Segment, docs: Array, filters: Filters) -> dict[str, NDArray[np.bool_]]:
    """For each facet that `filters` asks something of, which of `docs` do not pass.

    A range of dates is asked of the year.
    """
    failed = {
        name: ~_has_one(segment, name, docs, wanted)
        for name in FACETS
        if (wanted := filters.of(name))
    }
    if filters.since or filters.until:
        first, last = segment.column("first_day")[docs], segment.column("last_day")[docs]
        outside = first == NO_DATE
        if filters.since:
            outside = outside | (last < filters.since.first_day)
        if filters.until:
            outside = outside | (first > filters.until.last_day)
        failed[_YEAR] = failed[_YEAR] | outside if _YEAR in failed else outside
    return failed


def _has_one(segment: Segment, facet: str, docs: Array, wanted: Sequence[str]) -> NDArray[np.bool_]:
    """Which of `docs` have one of the values `wanted` of a facet."""
    postings = segment.postings(facet)
    there = np.zeros(segment.documents, bool)
    for value in wanted:
        number = postings.find(value.encode("utf-8", "replace"))
        if number >= 0:
            there[postings.docs_of(number)] = True
    return there[docs]


def counted(
    segment: Segment, docs: Array, failed: Mapping[str, NDArray[np.bool_]]
) -> Iterator[tuple[str, Counter[str]]]:
    """(facet, value → how many of `docs`) of those that pass every filter but the facet's own."""
    for facet in FACETS:
        others = [fails for name, fails in failed.items() if name != facet]
        passing = docs[~np.logical_or.reduce(others)] if others else docs
        first, values = segment.values(facet)
        if not len(values):
            yield facet, Counter()
            continue
        start, end = first[passing].astype(np.int64), first[passing + 1].astype(np.int64)
        numbers = values[ranges(start, end - start)]
        counts = np.bincount(numbers) if len(numbers) else np.empty(0, np.intp)
        there = np.flatnonzero(counts)
        terms = segment.postings(facet).terms.taken(there)
        found = zip(terms, counts[there].tolist(), strict=True)
        yield facet, Counter({term.decode(): count for term, count in found})


def order_keys(segment: Segment, docs: Array, scores: Array, sort: Sort) -> list[Array]:
    """What `docs` are ordered by, the first key first, each ascending; ties go by number."""
    if sort is Sort.NEWEST:
        return [-segment.column("last_day")[docs].astype(np.int64), -scores]
    if sort is Sort.OLDEST:
        first = segment.column("first_day")[docs].astype(np.int64)
        return [np.where(first == NO_DATE, _NEVER, first), -scores]
    if sort is Sort.TITLE:
        return [segment.column("title_order")[docs]]
    return [-scores]


def first_ones(keys: Sequence[Array], most: int) -> NDArray[np.intp]:
    """Where the `most` that come first by `keys` stand, in order."""
    count = len(keys[0])
    if most >= count:
        chosen = np.arange(count)
    elif most == 0:
        return np.empty(0, np.intp)
    else:
        bound = np.partition(keys[0], most - 1)[most - 1]
        chosen = np.flatnonzero(keys[0] <= bound)
    order = np.lexsort([chosen, *(key[chosen] for key in reversed(keys))])
    return chosen[order[:most]]
