"""One field of one segment: which documents hold each term, how often and where.

The terms are sorted, and the postings of one follow those of the one before: documents ascending,
for each how often it holds the term, and for that many occurrences their places in the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.storage.arrays import Array
from indexer.storage.packing import DocumentLists, Numbers, bounds, ranges
from indexer.storage.vocabulary import Vocabulary, encoded


class Postings:
    """The postings of the field `name` of the segment that keeps `arrays`.

    `scored` fields keep counts, and the length of the field in each document, in words.
    """

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        self.name = name
        self.documents = DocumentLists(arrays, f"{name}/documents")
        self.vocabulary = Vocabulary(arrays, name, len(self.documents))
        self.scored = f"{name}/counts" in arrays
        if self.scored:
            self.counts = Numbers.read(arrays, f"{name}/counts")
            self.lengths = Numbers.read(arrays, f"{name}/lengths")
        self.placed = f"{name}/places" in arrays
        if self.placed:
            self.places = Numbers.read(arrays, f"{name}/places")
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

        `postings` are counted from the first of the term, and ascend. Raises LookupError where no
        places are kept.
        """
        if not self.placed:
            raise LookupError(f"{self.name} keeps no places")
        counts = self.counts_of(term)
        ends = counts.cumsum(dtype=np.int64)
        first = int(self.place_starts[term])
        if len(postings) == len(counts):
            return self.places.part(first, first + int(ends[-1])), counts
        wanted = counts.take(postings)
        return self.places[ranges(ends.take(postings) - wanted + first, wanted)], wanted

    @cached_property
    def by_term(self) -> Array:
        """The documents of all terms, one term after the other."""
        return self.documents.every()


# Writing


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Every word of a field in a run of documents, as a place in the sorted `terms`."""

    terms: list[bytes]
    ids: Array
    lengths: Array  # of the documents


def occurrences(batches: Sequence[tuple[Sequence[str], Array]], lengths: Array) -> Occurrences:
    """The words of batches one after the other, each given as its vocabulary and ids in it."""
    used = []
    groups: dict[int, tuple[Sequence[str], list[Array]]] = {}
    for vocabulary, ids in batches:
        groups.setdefault(id(vocabulary), (vocabulary, []))[1].append(ids)
    for vocabulary, parts in groups.values():
        there = np.zeros(len(vocabulary), bool)
        for ids in parts:
            there[ids] = True
        numbers = np.flatnonzero(there)
        used.append((numbers, [encoded(vocabulary[at]) for at in numbers.tolist()]))
    terms = sorted(set().union(*(names for _, names in used)))
    places = dict(zip(terms, range(len(terms)), strict=True))
    ranks = {}
    for (key, (vocabulary, _)), (numbers, names) in zip(groups.items(), used, strict=True):
        rank = ranks[key] = np.zeros(len(vocabulary), np.int32)
        rank[numbers] = [places[name] for name in names]
    every = [ranks[id(vocabulary)][ids] for vocabulary, ids in batches]
    return Occurrences(terms, np.concatenate(every) if every else np.zeros(0, np.int32), lengths)


def inverted(name: str, words: Occurrences, scored: bool, placed: bool) -> dict[str, Array]:
    """The arrays of the field `name`, to be written, for its `words`.

    `scored` keeps counts and lengths, `placed` the places too.
    """
    total = len(words.ids)
    keys = words.ids.astype(np.uint64)
    keys <<= np.uint64(32)
    keys |= np.arange(total, dtype=np.uint64)
    keys.sort()
    at = keys.astype(np.uint32)  # where each occurrence stands among all words of the documents
    keys >>= np.uint64(32)
    term_of = keys.astype(np.uint32)
    del keys
    numbers = np.arange(len(words.lengths)).astype(np.uint16)
    document_of = np.repeat(numbers, words.lengths)[at]
    first = np.ones(total, bool)
    np.not_equal(document_of[1:], document_of[:-1], out=first[1:])
    first[1:] |= term_of[1:] != term_of[:-1]
    postings = np.flatnonzero(first)
    places = None
    if placed:
        starts = bounds(words.lengths).astype(np.uint32)
        places = at - starts[document_of] if total else at
    return field_arrays(
        name,
        words.terms,
        np.bincount(term_of[postings], minlength=len(words.terms)),
        document_of[postings],
        np.diff(postings, append=total) if scored else None,
        words.lengths if scored else None,
        places,
    )


def field_arrays(
    name: str,
    terms: Sequence[bytes],
    frequencies: Array,
    documents: Array,
    counts: Array | None,
    lengths: Array | None,
    places: Array | None,
) -> dict[str, Array]:
    """What is to be written for a field; `frequencies` are the numbers of postings of its terms."""
    arrays = Vocabulary.arrays(name, terms)
    arrays |= DocumentLists.arrays(f"{name}/documents", documents, frequencies)
    if counts is not None and lengths is not None:
        arrays |= Numbers.arrays(f"{name}/counts", counts)
        arrays |= Numbers.arrays(f"{name}/lengths", lengths)
        if places is not None:
            starts = bounds(counts)[bounds(frequencies)]
            arrays[f"{name}/place_starts"] = starts.astype(np.uint32)
            arrays |= Numbers.arrays(f"{name}/places", places)
    return arrays


def merged(
    name: str, fields: Sequence[Postings], numbers: Sequence[Array], placed: bool
) -> dict[str, Array]:
    """The arrays of the field `name`, to be written, that holds what `fields` hold.

    `numbers` gives the new number of each document of each; -1 for one that is left out.
    """
    texts = [field.vocabulary.terms() for field in fields]
    terms = sorted(set().union(*texts))
    places_of = dict(zip(terms, range(len(terms)), strict=True))
    rows = []  # of each field: term, document and count of its postings
    for field, names, new in zip(fields, texts, numbers, strict=True):
        term = np.fromiter((places_of[text] for text in names), np.int64, len(names))
        of = np.repeat(term, np.diff(field.documents.starts))
        counts = field.counts.part(0, len(of)) if field.scored else np.ones(len(of), np.uint8)
        rows.append((of, new[field.documents.every()], counts))
    of, documents, counts = (np.concatenate(columns) for columns in zip(*rows, strict=True))
    kept = np.flatnonzero(documents >= 0)
    order = kept[np.argsort(of[kept] << 16 | documents[kept])]
    frequencies = np.bincount(of[order], minlength=len(terms))
    used = np.flatnonzero(frequencies)
    scored = fields[0].scored
    lengths = places = None
    if scored:
        lengths = np.zeros(sum(int(np.count_nonzero(new >= 0)) for new in numbers), np.int64)
        for field, new in zip(fields, numbers, strict=True):
            lengths[new[new >= 0]] = field.lengths.part(0, len(new))[new >= 0]
    if placed:
        every = [field.places.part(0, int(field.place_starts[-1])) for field in fields]
        ends = np.cumsum(counts, dtype=np.int64)
        places = np.concatenate(every)[ranges((ends - counts)[order], counts[order])]
    return field_arrays(
        name,
        [terms[number] for number in used.tolist()],
        frequencies[used],
        documents[order].astype(np.uint16),
        counts[order] if scored else None,
        lengths,
        places,
    )
