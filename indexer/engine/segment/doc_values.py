"""The values of documents besides their words: filters, facets and sort orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from indexer.analysis import value_key
from indexer.engine.segment.array_file import Array
from indexer.engine.segment.postings import Postings
from indexer.engine.segment.segment import ID, NO_DATE, TITLE_KEY, Segment
from indexer.engine.tally import NO_VALUE, Tally
from indexer.engine.utf8 import decoded, encoded
from indexer.model import FACETS, Filters, Sort

_NEVER = 99_999_999  # a day after all others, YYYYMMDD
_GROUPS = 1024  # the least number of groups in `leading`


class FacetValues:
    """The values of one facet in all `segments`, and the documents that have them.

    Values that differ in spelling only are one value, shown in the spelling of most documents.
    """

    def __init__(self, name: str, segments: Sequence[Segment]) -> None:
        fields = [segment.fields[name] for segment in segments]
        terms = [list(map(decoded, field.dictionary.terms())) for field in fields]
        held: Counter[str] = Counter()
        for own, field, segment in zip(terms, fields, segments, strict=True):
            held.update(dict(zip(own, _live(field, segment), strict=True)))
        self._spellings: dict[str, list[str]] = {}  # value_key → spellings, the most frequent first
        for value in sorted(held, key=lambda value: (-held[value], value)):
            self._spellings.setdefault(value_key(value), []).append(value)
        values = sorted(self._spellings.values())
        numbers = {value: at for at, alike in enumerate(values) for value in alike}
        self._values = [alike[0] for alike in values]  # in order
        by_number = self._spellings.values()
        spelt = (tuple(value for value in alike if held[value]) for alike in by_number)
        self.values = tuple(alike for alike in spelt if alike)  # of the documents there are
        self._held = [
            _Held(field, [numbers[value] for value in own], len(values), segment.count)
            for field, own, segment in zip(fields, terms, segments, strict=True)
        ]

    def __bool__(self) -> bool:
        return bool(self._values)

    def spellings(self, value: str) -> tuple[str, ...]:
        """Every spelling of `value`; itself when no document has it."""
        return tuple(self._spellings.get(value_key(value), (value,)))

    def counts(
        self,
        found: Sequence[tuple[int, Array, Array]],
        most: int | None = None,
        groups: Sequence[Array] | None = None,
    ) -> dict[str, int]:
        """How many of the hits have each of the `most` frequent values: value → documents.

        `found` has a row for each segment: its index, and its hits as a mask, bool[documents], and
        as numbers, int[hits]. With `groups`, int32[documents] for each segment, the hits of a group
        count once for each value; −1 stands for no group.
        """
        totals = np.zeros(len(self._values) + 1, np.int64)
        once = [np.zeros(0, np.int64)]
        for at, there, numbers in found:
            if groups is not None:
                grouped = groups[at] >= 0
                once.append(self._held[at].of_groups(there & grouped, groups[at]))
                there = there & ~grouped
                numbers = there.nonzero()[0]
            self._held[at].count(there, numbers, totals)
        values = np.unique(np.concatenate(once)) >> 32
        totals += np.bincount(values, minlength=len(totals))
        counts = totals[:-1]  # the last is of those with none
        numbers = counts.nonzero()[0]
        counted = counts.take(numbers)
        if most and most < len(numbers):
            frequent = (counted >= np.partition(counted, -most)[-most]).nonzero()[0]
            numbers, counted = numbers.take(frequent), counted.take(frequent)
        order = np.argsort(-counted, kind="stable")[:most]
        names = map(self._values.__getitem__, numbers.take(order).tolist())
        return dict(zip(names, counted.take(order).tolist(), strict=True))

    def tallies(self, found: Sequence[tuple[int, Sequence[Array]]]) -> dict[str, Tally]:
        """The tally of the hits that have each value, or none: value → tally.

        `found` has a row for each segment: its index, and the columns of `tally_columns`.
        """
        totals = np.zeros((3, len(self._values) + 1), np.int64)
        for at, columns in found:
            for column, total in zip(columns, totals, strict=True):
                self._held[at].add(column, total)
        return {
            value: Tally(*map(int, counts))
            for value, counts in zip((*self._values, NO_VALUE), totals.T, strict=True)
            if counts[0]
        }


def _live(field: Postings, segment: Segment) -> list[int]:
    """How many live documents have each term of `field`, int[terms]."""
    starts = field.documents.starts
    if segment.whole or len(starts) < 2:
        return np.diff(starts).tolist()  # type: ignore[no-any-return]
    left = segment.live.take(field.by_term)
    return np.add.reduceat(left, starts[:-1], dtype=np.int64).tolist()  # type: ignore[no-any-return]


class _Held:
    """The values of a facet for the `count` documents of a segment.

    `numbers` has the number of the value for each term of `field`; `none` stands for no value.
    """

    def __init__(self, field: Postings, numbers: list[int], none: int, count: int) -> None:
        of_terms = np.array(numbers, np.intp)
        nothing = np.full(count, none, np.min_scalar_type(none))
        self._single = field.put_values(of_terms, nothing)
        self._several = np.count_nonzero(self._single != none) < len(field.by_term)
        self._numbers, self._starts = of_terms, field.documents.starts[:-1]
        self._documents = field.by_term  # those of each of `numbers` in turn
        if self._several and len(set(numbers)) < len(numbers):  # once, in however many spellings
            lengths = np.diff(field.documents.starts)
            rows = np.unique(of_terms.repeat(lengths).astype(np.int64) << 32 | field.by_term)
            self._documents = rows & 0xFFFFFFFF
            self._numbers, self._starts = np.unique(rows >> 32, return_index=True)

    def count(self, there: Array, documents: Array, totals: Array) -> None:
        """Adds to `totals`, int64[values + 1], how many hits have each value.

        The hits are given as the mask `there`, bool[documents], and as their numbers `documents`.
        """
        if not self._several:
            totals += np.bincount(self._single.take(documents), minlength=len(totals))
        elif len(self._numbers):
            held = there.take(self._documents).view(np.uint8)
            totals[self._numbers] += np.add.reduceat(held, self._starts, dtype=np.int64)

    def of_groups(self, there: Array, groups: Array) -> Array:
        """Value << 32 | group for each value of each hit of a group, int64[n].

        The hits are the mask `there`, bool[documents]; `groups` is int32[documents].
        """
        if not self._several:
            documents = there.nonzero()[0]
            values = self._single.take(documents).astype(np.int64)
        else:
            lengths = np.diff(self._starts, append=len(self._documents))
            values = np.repeat(self._numbers.astype(np.int64), lengths)
            held = there.take(self._documents)
            documents, values = self._documents[held], values[held]
        return values << 32 | groups.take(documents)

    def add(self, column: Array, totals: Array) -> None:
        """Adds to `totals`, int64[values + 1], the sum of `column`, int64[documents], by value.

        The last is that of documents without a value.
        """
        none = len(totals) - 1
        if not self._several:
            sums = np.bincount(self._single, column, minlength=len(totals))  # exact below 2**53
            totals += sums.astype(np.int64)
            return
        totals[none] += column[self._single == none].sum()
        if len(self._numbers):
            held = column.take(self._documents)
            totals[self._numbers] += np.add.reduceat(held, self._starts)


class DocValues:
    """The filters and sort orders of one segment, each worked out once and kept."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment

    def passing(self, filters: Filters) -> dict[str, Array]:
        """The documents that pass each filter: facet → bool[documents]; dates filter `year`.

        A value passes the documents that spell it so.
        """
        passing: dict[str, Array] = {}
        for name in FACETS:
            if wanted := filters.of(name):
                passing[name] = self._holding(name, wanted)
        if filters.since or filters.until:
            within = self.segment.last_days != NO_DATE
            if filters.since:
                within &= self.segment.last_days >= filters.since.first_day
            if filters.until:
                within &= self.segment.first_days <= filters.until.last_day
            passing["year"] = passing["year"] & within if "year" in passing else within
        return passing

    def _holding(self, facet: str, values: tuple[str, ...]) -> Array:
        there = np.zeros(self.segment.count, bool)
        field = self.segment.fields[facet]
        for number in field.dictionary.numbers([encoded(value) for value in values]):
            if number >= 0:
                there[field.documents[number]] = True
        return there

    # Orders

    @cached_property
    def _id_ranks(self) -> Array:
        """The rank of each document by its id, int32[documents]."""
        return self._term_ranks(ID)

    @cached_property
    def _title_ranks(self) -> Array:
        """The rank of each document by the key of its title, int32[documents]."""
        return self._term_ranks(TITLE_KEY)

    def _term_ranks(self, name: str) -> Array:
        """The number of the one term of `name` that each document has, int32[documents]."""
        field = self.segment.fields[name]
        ranks = np.empty(self.segment.count, np.int32)
        return field.put_values(np.arange(len(field.documents), dtype=np.int32), ranks)

    @cached_property
    def _times(self) -> Mapping[Sort, Array]:
        """The times that documents are sorted by, int[documents]; the least comes first."""
        first, last = self.segment.first_days, self.segment.last_days
        return {
            Sort.NEWEST: -last,
            Sort.OLDEST: np.where(first == NO_DATE, _NEVER, first),
            Sort.ADDED: -self.segment.added.astype(np.int64),
        }

    def _ranks(self, numbers: Array, scores: Array, sort: Sort) -> list[Array]:
        """The sort keys of documents `numbers`, each of any[numbers]; the least comes first.

        The second key decides where the first is equal.
        """
        if sort is Sort.TITLE:
            return [self._title_ranks.take(numbers)]
        times = [] if sort is Sort.RELEVANCE else [self._times[sort].take(numbers)]
        if sort is Sort.ADDED:  # scores change with the archive, and this order must not
            return times
        return [*times, -scores.take(numbers)]

    def best(self, there: Array, scores: Array, sort: Sort, most: int) -> Array:
        """The numbers of the first `most` hits, int64[most], in the order of `sort`.

        The hits are the mask `there`, bool[documents], and `scores` is float32[documents].
        Documents that are equal in it stand in the order of their ids.
        """
        numbers = leading(scores, most) if sort is Sort.RELEVANCE else None
        if numbers is None:
            numbers = there.nonzero()[0]
        ranks = [*self._ranks(numbers, scores, sort), self._id_ranks.take(numbers)]
        kept = _first(ranks, most)
        return numbers.take(kept.take(np.lexsort([rank.take(kept) for rank in reversed(ranks)])))

    def keys(self, numbers: Array, scores: Array, sort: Sort) -> list[Any]:
        """The sort key of each of `numbers`, int[hits], comparable with those of other segments.

        `scores` is float32[documents]; the id, which comes last, is not in the key.
        """
        ranks = self._ranks(numbers, scores, sort)
        if sort is Sort.TITLE:
            return self.segment.fields[TITLE_KEY].dictionary.texts(ranks[0].tolist())
        return list(zip(*(rank.tolist() for rank in ranks), strict=True))


def leading(scores: Array, most: int) -> Array | None:
    """The numbers of documents among which the best `most` are; None where this cannot be told.

    `scores`, float32[documents], are dealt out into groups. The lowest of the best scores of the
    best `most` groups is a score that enough documents reach. Only hits have a score.
    """
    groups = max(_GROUPS, 8 << most.bit_length())
    rows = len(scores) // groups
    if not most or not rows:
        return None
    tops = scores[: rows * groups].reshape(rows, groups).max(axis=0)
    least = np.partition(tops, groups - most)[groups - most]
    return np.flatnonzero(scores >= least) if least > 0 else None


def _first(keys: Sequence[Array], most: int) -> Array:
    """The indices of the `most` least entries, int64[most], by the first of `keys`, then by more.

    Each of `keys` is any[entries].
    """
    first, *others = keys
    if most >= len(first):
        return np.arange(len(first))
    last = np.partition(first, most - 1)[most - 1]
    before, tied = (first < last).nonzero()[0], (first == last).nonzero()[0]
    if others:
        tied = tied.take(_first([key.take(tied) for key in others], most - len(before)))
    return np.concatenate((before, tied))
