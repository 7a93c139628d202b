"""One field of one segment: which documents hold each term, how often and where.

The terms are sorted, and the postings of one follow those of the one before: documents ascending,
for each how often it holds the term, and for that many occurrences their places in the document.
They are written a stretch of terms at a time, so that the memory it takes stays bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.engine.protocol import Terms
from indexer.engine.segment.array_file import Array
from indexer.engine.segment.integers import (
    DocumentLists,
    Numbers,
    PackedLists,
    bounds,
    joined,
    narrowed,
    ranges,
)
from indexer.engine.segment.term_dictionary import Vocabulary, encoded

_AT_ONCE = 1 << 21  # words, or postings, that are sorted at once


class Postings:
    """The postings of the field `name` of the segment that keeps `arrays`.

    `scored` fields keep counts, and the length of the field in each document, in words.
    """

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        self.documents = DocumentLists(arrays, f"{name}/documents")
        self.vocabulary = Vocabulary(arrays, name, len(self.documents))
        self.scored = f"{name}/counts" in arrays
        if self.scored:
            self.counts = Numbers(arrays, f"{name}/counts")
            self.lengths = Numbers(arrays, f"{name}/lengths")
        self.placed = f"{name}/places" in arrays
        if self.placed:
            self.places = Numbers(arrays, f"{name}/places")
            self.place_starts = arrays[f"{name}/place_starts"]

    def counts_of(self, term: int, postings: Array | None = None) -> Array:
        """How often each document that holds the term holds it, or each of some `postings`.

        These are counted from the first of the term.
        """
        start, end = self.documents.bounds(term)
        if not self.scored:
            return np.ones(end - start if postings is None else len(postings), np.uint8)
        if postings is None or 8 * len(postings) > end - start:
            counts = self.counts.part(start, end)
            return counts if postings is None else counts.take(postings)
        return self.counts[postings + start]

    def places_of(self, term: int, postings: Array) -> tuple[Array, Array]:
        """The places of the term in some documents, and how many there are in each.

        `postings` are counted from the first of the term, and ascend.
        """
        counts = self.counts_of(term)
        ends = counts.cumsum(dtype=np.int64)
        first = int(self.place_starts[term])
        if len(postings) == len(counts):
            return self.places.part(first, first + int(ends[-1])), counts
        wanted = counts.take(postings)
        return self.places[ranges(ends.take(postings) - wanted + first, wanted)], wanted

    def places_among(self, terms: Array, there: Array) -> tuple[Array, Array, Array]:
        """Where the terms stand in the documents that are `there`: an array of truths.

        Of each place the place of its term in `terms`, its document, and its place in that.
        """
        documents, postings, lengths = self.documents.several(terms)
        kept = there.take(documents).nonzero()[0]
        used = np.unique(np.arange(len(terms)).repeat(lengths)[kept])
        if not len(used):
            return used, used, used
        if len(used) < len(terms):
            documents, postings, lengths = self.documents.several(terms[used])
            kept = there.take(documents).nonzero()[0]
        counts = self.counts[postings].astype(np.int64)
        ends = counts.cumsum()
        heads = ends.take(lengths.cumsum() - lengths) - counts.take(lengths.cumsum() - lengths)
        starts = ends - counts + (self.place_starts[terms[used]] - heads).repeat(lengths)
        held = counts.take(kept)
        places = self.places[ranges(starts.take(kept), held)]
        of = used.repeat(lengths).take(kept)
        return of.repeat(held), documents.take(kept).repeat(held), places

    @cached_property
    def by_term(self) -> Array:
        """The documents of all terms, one term after the other."""
        return self.documents.span(0, len(self.documents))

    def put_values(self, values: Array, documents: Array) -> Array:
        """`documents`, in which each has that of `values` which is of the term it holds."""
        documents[self.by_term] = values.repeat(np.diff(self.documents.starts))
        return documents


# Writing


@dataclass(frozen=True, slots=True)
class Stretch:
    """The postings of consecutive terms: of each term how many, then of each posting the others.

    `places` has as many for each posting as `counts` says.
    """

    frequencies: Array
    documents: Array
    counts: Array
    places: Array


@dataclass(frozen=True, slots=True)
class NewField:
    """What is to be written for the field `name` of a segment.

    `lengths`, the words of each of its `count` documents, and what postings count is kept of fields
    that are `scored`, and where words stand of those that are `placed`.
    """

    name: str
    count: int
    scored: bool
    placed: bool

    def arrays(
        self, terms: Sequence[bytes], stretches: Iterable[Stretch], lengths: Array
    ) -> Iterator[tuple[str, Array]]:
        """The arrays for postings of `terms`; terms that have none are left out."""
        lists = PackedLists(self.count)
        used, counts, places, place_starts = [], [], [], [np.zeros(1, np.int64)]
        for stretch in stretches:
            there = stretch.frequencies > 0
            frequencies = stretch.frequencies[there]
            used.append(there)
            lists.add(stretch.documents, frequencies)
            if self.scored:
                counts.append(narrowed(stretch.counts))
            if self.placed:
                places.append(narrowed(stretch.places))
                ends = stretch.counts.cumsum(dtype=np.int64)[frequencies.cumsum() - 1]
                place_starts.append(place_starts[-1][-1:] + ends)
        kept = np.flatnonzero(joined(used))
        if len(kept) < len(terms):
            terms = [terms[number] for number in kept.tolist()]
        yield from Vocabulary.arrays(self.name, terms)
        yield from lists.arrays(f"{self.name}/documents")
        if self.scored:
            yield from Numbers.arrays(f"{self.name}/counts", joined(counts))
            yield from Numbers.arrays(f"{self.name}/lengths", lengths)
        if self.placed:
            yield f"{self.name}/place_starts", joined(place_starts).astype(np.uint32)
            yield from Numbers.arrays(f"{self.name}/places", joined(places))


def inverted(field: NewField, batches: Sequence[Terms]) -> Iterator[tuple[str, Array]]:
    """What is to be written for `field` of documents that come in `batches`."""
    terms, ids = _ranked(batches)
    lengths = np.concatenate([batch.lengths for batch in batches])
    return field.arrays(terms, _sorted(ids, len(terms), lengths), lengths)


def _ranked(batches: Sequence[Terms]) -> tuple[list[bytes], Array]:
    """The terms of all `batches`, sorted, and the number among them of every word."""
    groups: dict[int, list[Terms]] = {}
    for batch in batches:
        groups.setdefault(id(batch.vocabulary), []).append(batch)
    used = []  # of each vocabulary: the numbers in it that occur, and what they stand for
    for group in groups.values():
        there = np.zeros(len(group[-1].vocabulary), bool)
        for batch in group:
            there[batch.ids] = True
        numbers = np.flatnonzero(there)
        used.append((numbers, [encoded(group[0].vocabulary[at]) for at in numbers.tolist()]))
    terms = sorted(set().union(*(names for _, names in used)))
    places = dict(zip(terms, range(len(terms)), strict=True))
    ranks = {}
    for (key, group), (numbers, names) in zip(groups.items(), used, strict=True):
        rank = ranks[key] = np.zeros(len(group[-1].vocabulary), np.int32)
        rank[numbers] = [places[name] for name in names]
    return terms, np.concatenate([ranks[id(batch.vocabulary)][batch.ids] for batch in batches])


def _sorted(ids: Array, terms: int, lengths: Array) -> Iterator[Stretch]:
    """The postings of documents of these `lengths` whose words, in order, are `ids` of `terms`."""
    totals = np.bincount(ids, minlength=terms)
    document_of = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
    starts = bounds(lengths).astype(np.uint32)
    for low, high in _stretches(totals):
        at = np.flatnonzero((ids >= low) & (ids < high))
        keys = ids[at].astype(np.uint64) << np.uint64(32) | at.astype(np.uint64)
        keys.sort()
        at = keys.astype(np.uint32)
        term_of = (keys >> np.uint64(32)).astype(np.uint32)
        documents = document_of[at]
        first = np.ones(len(at), bool)
        first[1:] = (documents[1:] != documents[:-1]) | (term_of[1:] != term_of[:-1])
        postings = np.flatnonzero(first)
        yield Stretch(
            np.bincount(term_of[postings] - np.uint32(low), minlength=high - low),
            documents[postings],
            np.diff(postings, append=len(at)),
            at - starts[documents],
        )


def _stretches(totals: Array) -> Iterator[tuple[int, int]]:
    """Terms from one to before another, of which, by the `totals` of each, _AT_ONCE are of one."""
    ends = totals.cumsum()
    low = 0
    while low < len(totals):
        before = ends[low - 1] if low else 0
        high = max(low + 1, int(ends.searchsorted(before + _AT_ONCE, "right")))
        yield low, high
        low = high


def merged(
    field: NewField, fields: Sequence[Postings], numbers: Sequence[Array]
) -> Iterator[tuple[str, Array]]:
    """What is to be written for `field` that holds what `fields` hold.

    `numbers` gives the new number of each document of each; -1 for one that is left out.
    """
    texts = [of.vocabulary.terms() for of in fields]
    terms = sorted(set().union(*texts))
    places = dict(zip(terms, range(len(terms)), strict=True))
    ranks = [np.fromiter(map(places.__getitem__, of), np.int64, len(of)) for of in texts]
    lengths = np.zeros(field.count, np.int64)
    if field.scored:
        for of, new in zip(fields, numbers, strict=True):
            lengths[new[new >= 0]] = of.lengths.part(0, len(new))[new >= 0]
    return field.arrays(terms, _together(fields, numbers, ranks, len(terms)), lengths)


def _together(
    fields: Sequence[Postings], numbers: Sequence[Array], ranks: Sequence[Array], terms: int
) -> Iterator[Stretch]:
    """The postings of `fields`, whose terms are the `ranks` among so many `terms`."""
    totals = np.zeros(terms, np.int64)
    for field, rank in zip(fields, ranks, strict=True):
        totals[rank] += np.diff(field.documents.starts)
    for low, high in _stretches(totals):
        rows, places = [], []  # term, document and count of each posting; the places of all
        for field, new, rank in zip(fields, numbers, ranks, strict=True):
            first, stop = rank.searchsorted((low, high)).tolist()
            starts = field.documents.starts[first : stop + 1]
            lengths = np.diff(starts)
            documents = new[field.documents.span(first, stop)]
            counts = (
                field.counts.part(int(starts[0]), int(starts[-1]))
                if field.scored
                else np.ones_like(documents)
            )
            rows.append((rank[first:stop].repeat(lengths), documents, counts))
            if field.placed:
                start, end = field.place_starts[[first, stop]].tolist()
                places.append(field.places.part(start, end))
        of, documents, counts = (np.concatenate(columns) for columns in zip(*rows, strict=True))
        kept = np.flatnonzero(documents >= 0)
        order = kept[np.argsort(of[kept] << 32 | documents[kept])]
        ends = counts.cumsum(dtype=np.int64)
        at = ranges((ends - counts)[order], counts[order]) if places else order[:0]
        yield Stretch(
            np.bincount(of[order] - low, minlength=high - low),
            documents[order],
            counts[order],
            np.concatenate(places)[at] if places else at,
        )
