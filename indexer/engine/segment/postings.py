"""The postings of one field of one segment: the documents of each term, its counts and positions.

The terms are sorted, and the postings of a term follow those of the term before. A posting is a
document that holds the term and how often it does (its count); the positions of a posting, as many
as it counts, ascend. Terms are written in blocks, which bounds the memory that this takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.engine.segment.array_file import Array
from indexer.engine.segment.integers import (
    DocumentLists,
    DocumentListsWriter,
    PackedIntegers,
    bounds,
    concatenated,
    narrowed,
    ranges,
)
from indexer.engine.segment.term_dictionary import TermDictionary
from indexer.engine.term_batch import TermBatch
from indexer.engine.utf8 import encoded

_AT_ONCE = 1 << 21  # words, or postings, that are sorted at once


class Postings:
    """The postings of the field `name` of the segment that keeps `arrays`.

    A field that is `scored` keeps counts and lengths, in words, uint[documents]; one that is
    `positional` keeps positions. `position_starts`, uint32[terms + 1], has the offset of the
    positions of each term.
    """

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        self.documents = DocumentLists(arrays, f"{name}/documents")
        self.dictionary = TermDictionary(arrays, name, len(self.documents))
        self.scored = f"{name}/counts" in arrays
        if self.scored:
            self.counts = PackedIntegers(arrays, f"{name}/counts")
            self.lengths = PackedIntegers(arrays, f"{name}/lengths")
        self.positional = f"{name}/positions" in arrays
        if self.positional:
            self.positions = PackedIntegers(arrays, f"{name}/positions")
            self.position_starts = arrays[f"{name}/position_starts"]

    def counts_of(self, term: int, postings: Array | None = None) -> Array:
        """The counts of the postings of `term`, uint[postings].

        With `postings`, int[n], those alone: their indices among the postings of the term.
        """
        start, end = self.documents.bounds(term)
        if not self.scored:
            return np.ones(end - start if postings is None else len(postings), np.uint8)
        if postings is None or 8 * len(postings) > end - start:
            counts = self.counts.slice(start, end)
            return counts if postings is None else counts.take(postings)
        return self.counts[postings + start]

    def positions_of(self, term: int, postings: Array) -> tuple[Array, Array]:
        """The positions of some postings of `term`, and how many each has.

        `postings`, int[n], ascend: their indices among the postings of the term. The positions
        of one follow those of the one before.
        """
        counts = self.counts_of(term)
        ends = counts.cumsum(dtype=np.int64)
        first = int(self.position_starts[term])
        if len(postings) == len(counts):
            return self.positions.slice(first, first + int(ends[-1])), counts
        wanted = counts.take(postings)
        return self.positions[ranges(ends.take(postings) - wanted + first, wanted)], wanted

    def positions_among(self, terms: Array, mask: Array) -> tuple[Array, Array, Array]:
        """The occurrences of `terms`, int[n], in the documents of `mask`, bool[documents].

        For each occurrence the index of its term in `terms`, its document and its position there.
        """
        documents, postings, lengths = self.documents.several(terms)
        kept = mask.take(documents).nonzero()[0]
        used = np.unique(np.arange(len(terms)).repeat(lengths)[kept])
        if not len(used):
            return used, used, used
        if len(used) < len(terms):
            documents, postings, lengths = self.documents.several(terms[used])
            kept = mask.take(documents).nonzero()[0]
        counts = self.counts[postings].astype(np.int64)
        ends = counts.cumsum()
        heads = ends.take(lengths.cumsum() - lengths) - counts.take(lengths.cumsum() - lengths)
        starts = ends - counts + (self.position_starts[terms[used]] - heads).repeat(lengths)
        held = counts.take(kept)
        positions = self.positions[ranges(starts.take(kept), held)]
        of = used.repeat(lengths).take(kept)
        return of.repeat(held), documents.take(kept).repeat(held), positions

    @cached_property
    def by_term(self) -> Array:
        """The documents of all terms, one term after the other, intp[postings]."""
        return self.documents.span(0, len(self.documents))

    def put_values(self, values: Array, documents: Array) -> Array:
        """`documents`, each set to the value of a term that it holds; `values` is of any[terms]."""
        documents[self.by_term] = values.repeat(np.diff(self.documents.starts))
        return documents


# Writing


@dataclass(frozen=True, slots=True)
class PostingsBlock:
    """The postings of consecutive terms.

    `frequencies`, int[terms], says how many postings each term has; `documents` and `counts` are
    int[postings]; `positions` has as many for each posting as its count.
    """

    frequencies: Array
    documents: Array
    counts: Array
    positions: Array


@dataclass(frozen=True, slots=True)
class FieldWriter:
    """Makes the arrays of the field `name` of a segment with `count` documents.

    `scored` and `positional` are those of `Postings`.
    """

    name: str
    count: int
    scored: bool
    positional: bool

    def arrays(
        self, terms: Sequence[bytes], blocks: Iterable[PostingsBlock], lengths: Array
    ) -> Iterator[tuple[str, Array]]:
        """The named arrays of the postings in `blocks`, which follow `terms`.

        Terms without postings are left out. `lengths` is int[documents], in words.
        """
        lists = DocumentListsWriter(self.count)
        used, counts, positions, position_starts = [], [], [], [np.zeros(1, np.int64)]
        for block in blocks:
            there = block.frequencies > 0
            frequencies = block.frequencies[there]
            used.append(there)
            lists.add(block.documents, frequencies)
            if self.scored:
                counts.append(narrowed(block.counts))
            if self.positional:
                positions.append(narrowed(block.positions))
                ends = block.counts.cumsum(dtype=np.int64)[frequencies.cumsum() - 1]
                position_starts.append(position_starts[-1][-1:] + ends)
        kept = np.flatnonzero(concatenated(used))
        if len(kept) < len(terms):
            terms = [terms[number] for number in kept.tolist()]
        yield from TermDictionary.arrays(self.name, terms)
        yield from lists.arrays(f"{self.name}/documents")
        if self.scored:
            yield from PackedIntegers.arrays(f"{self.name}/counts", concatenated(counts))
            yield from PackedIntegers.arrays(f"{self.name}/lengths", lengths)
        if self.positional:
            yield f"{self.name}/position_starts", concatenated(position_starts).astype(np.uint32)
            yield from PackedIntegers.arrays(f"{self.name}/positions", concatenated(positions))


def inverted(field: FieldWriter, batches: Sequence[TermBatch]) -> Iterator[tuple[str, Array]]:
    """The named arrays of `field`, for the documents of all `batches`."""
    terms, ids = _ranked(batches)
    lengths = np.concatenate([batch.lengths for batch in batches])
    return field.arrays(terms, _sorted(ids, len(terms), lengths), lengths)


def _ranked(batches: Sequence[TermBatch]) -> tuple[list[bytes], Array]:
    """The terms of all `batches`, sorted, and the rank of every word among them, int32[words]."""
    groups: dict[int, list[TermBatch]] = {}
    for batch in batches:
        groups.setdefault(id(batch.dictionary), []).append(batch)
    used = []  # for each dictionary: the numbers in it that occur, and their terms
    for group in groups.values():
        there = np.zeros(len(group[-1].dictionary), bool)
        for batch in group:
            there[batch.terms] = True
        numbers = np.flatnonzero(there)
        used.append((numbers, [encoded(group[0].dictionary[at]) for at in numbers.tolist()]))
    terms = sorted(set().union(*(names for _, names in used)))
    positions = dict(zip(terms, range(len(terms)), strict=True))
    ranks = {}
    for (key, group), (numbers, names) in zip(groups.items(), used, strict=True):
        rank = ranks[key] = np.zeros(len(group[-1].dictionary), np.int32)
        rank[numbers] = [positions[name] for name in names]
    return terms, np.concatenate([ranks[id(batch.dictionary)][batch.terms] for batch in batches])


def _sorted(ids: Array, terms: int, lengths: Array) -> Iterator[PostingsBlock]:
    """The postings of words `ids`, int32[words], each the rank of one of so many `terms`.

    They are the words of documents of these `lengths`, int[documents], in order.
    """
    totals = np.bincount(ids, minlength=terms)
    document_of = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
    starts = bounds(lengths).astype(np.uint32)
    for low, high in _blocks(totals):
        at = np.flatnonzero((ids >= low) & (ids < high))
        keys = ids[at].astype(np.uint64) << np.uint64(32) | at.astype(np.uint64)
        keys.sort()
        at = keys.astype(np.uint32)
        term_of = (keys >> np.uint64(32)).astype(np.uint32)
        documents = document_of[at]
        first = np.ones(len(at), bool)
        first[1:] = (documents[1:] != documents[:-1]) | (term_of[1:] != term_of[:-1])
        postings = np.flatnonzero(first)
        yield PostingsBlock(
            np.bincount(term_of[postings] - np.uint32(low), minlength=high - low),
            documents[postings],
            np.diff(postings, append=len(at)),
            at - starts[documents],
        )


def _blocks(totals: Array) -> Iterator[tuple[int, int]]:
    """Ranges of terms (first, stop) whose `totals`, int[terms], add up to about _AT_ONCE."""
    ends = totals.cumsum()
    low = 0
    while low < len(totals):
        before = ends[low - 1] if low else 0
        high = max(low + 1, int(ends.searchsorted(before + _AT_ONCE, "right")))
        yield low, high
        low = high


def merged(
    field: FieldWriter, fields: Sequence[Postings], numbers: Sequence[Array]
) -> Iterator[tuple[str, Array]]:
    """The named arrays of `field`, made of the same field in several segments.

    `numbers` has int64[documents] for each of `fields`: the new number of each of its documents,
    -1 for one that is left out.
    """
    texts = [of.dictionary.terms() for of in fields]
    terms = sorted(set().union(*texts))
    positions = dict(zip(terms, range(len(terms)), strict=True))
    ranks = [np.fromiter(map(positions.__getitem__, of), np.int64, len(of)) for of in texts]
    lengths = np.zeros(field.count, np.int64)
    if field.scored:
        for of, new in zip(fields, numbers, strict=True):
            lengths[new[new >= 0]] = of.lengths.slice(0, len(new))[new >= 0]
    return field.arrays(terms, _together(fields, numbers, ranks, len(terms)), lengths)


def _together(
    fields: Sequence[Postings], numbers: Sequence[Array], ranks: Sequence[Array], terms: int
) -> Iterator[PostingsBlock]:
    """The postings of `fields` together.

    `ranks` has int64[terms of the field] for each: the rank of each term among the `terms` of all.
    """
    totals = np.zeros(terms, np.int64)
    for field, rank in zip(fields, ranks, strict=True):
        totals[rank] += np.diff(field.documents.starts)
    for low, high in _blocks(totals):
        rows, positions = [], []  # (term, document, count) of each posting; the positions of all
        for field, new, rank in zip(fields, numbers, ranks, strict=True):
            first, stop = rank.searchsorted((low, high)).tolist()
            starts = field.documents.starts[first : stop + 1]
            lengths = np.diff(starts)
            documents = new[field.documents.span(first, stop)]
            counts = (
                field.counts.slice(int(starts[0]), int(starts[-1]))
                if field.scored
                else np.ones_like(documents)
            )
            rows.append((rank[first:stop].repeat(lengths), documents, counts))
            if field.positional:
                start, end = field.position_starts[[first, stop]].tolist()
                positions.append(field.positions.slice(start, end))
        of, documents, counts = (np.concatenate(columns) for columns in zip(*rows, strict=True))
        kept = np.flatnonzero(documents >= 0)
        order = kept[np.argsort(of[kept] << 32 | documents[kept])]
        ends = counts.cumsum(dtype=np.int64)
        at = ranges((ends - counts)[order], counts[order]) if positions else order[:0]
        yield PostingsBlock(
            np.bincount(of[order] - low, minlength=high - low),
            documents[order],
            counts[order],
            np.concatenate(positions)[at] if positions else at,
        )
