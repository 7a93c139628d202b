"""The postings of one field of a segment: for each term the documents that hold it, and where.

Kept as arrays that lie side by side, term after term in the order of their bytes:

    terms      the terms (Texts)
    first      where the postings of each term begin; one more at the end
    docs       numbers of documents, ascending within a term: 2 bytes, for a segment has ≤ 65,536
    freqs      how often the term stands in the document: 1 byte, 255 for "see `many`"
    many_at, many_freq   the postings of 255 occurrences or more, and how many
    places     where the positions of each term begin (fields with positions)
    positions  of each occurrence, ascending within a document

Building and merging are one sort of 64-bit keys: term · document · position.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.storage.arrays import Array, Texts, lengths_of, offsets, ranges, smallest

MOST_DOCUMENTS = 1 << 16  # of a segment
_DOC_SHIFT, _TERM_SHIFT = np.uint64(24), np.uint64(40)
_LOW = np.uint64((1 << 24) - 1)
_LOTS = 255

Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of one field, as the module describes; `positions` is None without them."""

    terms: Texts
    first: Array
    docs: Array
    freqs: Array
    many_at: Array
    many_freq: Array
    places: Array | None
    positions: Array | None

    def find(self, term: bytes) -> int:
        """The number of `term`, or -1."""
        number = self.find_from(term)
        return number if number < len(self.terms) and self.terms[number] == term else -1

    def find_from(self, term: bytes, low: int = 0) -> int:
        """The number of the first term that does not come before `term`."""
        return bisect_left(range(len(self.terms)), term, low, key=self.terms.__getitem__)

    def holders(self, number: int) -> int:
        """How many documents hold the term."""
        return int(self.first[number + 1]) - int(self.first[number])

    def docs_of(self, number: int) -> Array:
        """The documents that hold the term, ascending."""
        return self.docs[self.first[number] : self.first[number + 1]]

    def freqs_of(self, number: int) -> Array:
        """How often the term stands in each of its documents."""
        return self.freqs_between(int(self.first[number]), int(self.first[number + 1]))

    def freqs_between(self, start: int, end: int) -> Array:
        """The frequencies of the postings from `start` to `end`."""
        freqs = self.freqs[start:end]
        if len(self.many_at):
            low, high = np.searchsorted(self.many_at, (start, end)).tolist()
            if low < high:
                freqs = freqs.astype(np.uint32)
                freqs[self.many_at[low:high] - start] = self.many_freq[low:high]
        return freqs

    def occurrences(self, number: int, chosen: Array | None = None) -> NDArray[np.int64]:
        """The occurrences of the term as document << 24 | position, ascending.

        `chosen` are indexes into its documents; all of them when it is None.
        """
        if self.places is None or self.positions is None:
            raise ValueError("a field without positions has no places")
        docs, freqs = self.docs_of(number), self.freqs_of(number)
        start, end = int(self.places[number]), int(self.places[number + 1])
        if chosen is None:
            positions = self.positions[start:end]
        else:
            begins = np.cumsum(freqs, dtype=np.int64) - freqs + start
            docs, freqs = docs[chosen], freqs[chosen]
            positions = self.positions[ranges(begins[chosen], freqs)]
        return (np.repeat(docs, freqs).astype(np.int64) << 24) | positions

    def occurrences_in_all(self) -> int:
        """How many occurrences of all its terms there are."""
        many = int(self.many_freq.sum()) - _LOTS * len(self.many_freq)
        return int(self.freqs.sum(dtype=np.int64)) + many

    def terms_from(self, prefix: bytes) -> Iterator[bytes]:
        """The terms from `prefix` on."""
        return (self.terms[at] for at in range(self.find_from(prefix), len(self.terms)))

    def arrays(self, name: str) -> dict[str, Array]:
        """Its arrays under names that begin with `name`."""
        parts = {
            "first": self.first,
            "docs": self.docs,
            "freqs": self.freqs,
            "many_at": self.many_at,
            "many_freq": self.many_freq,
        }
        if self.places is not None and self.positions is not None:
            parts |= {"places": self.places, "positions": self.positions}
        return self.terms.arrays(f"{name}/terms") | {
            f"{name}/{part}": array for part, array in parts.items()
        }

    @classmethod
    def read(cls, file: Mapping[str, Array], name: str) -> Postings:
        """What `arrays` gave, from a file."""
        found = {
            part: file[f"{name}/{part}"]
            for part in ("first", "docs", "freqs", "many_at", "many_freq")
        }
        with_positions = f"{name}/positions" in file
        return cls(
            terms=Texts.read(file, f"{name}/terms"),
            places=file[f"{name}/places"] if with_positions else None,
            positions=file[f"{name}/positions"] if with_positions else None,
            **found,
        )


def keys_of(ids: Array, docs: Array, positions: Array | None) -> Keys:
    """The keys of occurrences: term, document, and position if that matters."""
    keys = ids.astype(np.uint64) << _TERM_SHIFT
    keys |= docs.astype(np.uint64) << _DOC_SHIFT
    if positions is not None:
        keys |= positions.astype(np.uint64)
    return keys


def inverted(vocabulary: Sequence[str], keys: Keys, with_positions: bool) -> Postings:
    """The postings of occurrences given as `keys`, whose terms are numbers of `vocabulary`."""
    used, numbers = _used(keys)
    texts = [vocabulary[number].encode() for number in used.tolist()]
    order = sorted(range(len(texts)), key=texts.__getitem__)
    rank = np.empty(len(numbers), np.uint64)
    rank[used[order]] = np.arange(len(order), dtype=np.uint64)
    keys = (rank[(keys >> _TERM_SHIFT).astype(np.int64)] << _TERM_SHIFT) | (
        keys & ((np.uint64(1) << _TERM_SHIFT) - np.uint64(1))
    )
    keys.sort()
    return _sorted_postings(Texts.of([texts[at] for at in order]), keys, with_positions)


def _used(keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The numbers of the terms of `keys`, ascending, and which of all numbers they are."""
    terms = (keys >> _TERM_SHIFT).astype(np.int64)
    there = np.zeros(int(terms.max()) + 1 if len(terms) else 0, bool)
    there[terms] = True
    return np.flatnonzero(there), there


def _sorted_postings(terms: Texts, keys: Keys, with_positions: bool) -> Postings:
    """The postings of `keys` in order, a key an occurrence."""
    holders = keys >> _DOC_SHIFT
    new = np.ones(len(keys), bool)
    np.not_equal(holders[1:], holders[:-1], out=new[1:])
    at = np.flatnonzero(new)
    holders = holders[at]
    freqs = np.diff(at, append=len(keys))
    of = (holders >> np.uint64(16)).astype(np.int64)
    places = positions = None
    if with_positions:
        occurrences = np.bincount(of, freqs, minlength=len(terms)).astype(np.int64)
        places, positions = smallest(offsets(occurrences)), smallest(keys & _LOW)
    many = np.flatnonzero(freqs >= _LOTS)
    return Postings(
        terms=terms,
        first=smallest(offsets(np.bincount(of, minlength=len(terms)))),
        docs=holders.astype(np.uint16),
        freqs=np.minimum(freqs, _LOTS).astype(np.uint8),
        many_at=many.astype(np.int64),
        many_freq=freqs[many].astype(np.uint32),
        places=places,
        positions=positions,
    )


def merged(parts: Sequence[tuple[Postings, Array]]) -> Postings:
    """The postings of several segments as one.

    With each come the new numbers of its documents, -1 for those that are left out.
    """
    vocabulary = sorted({term for postings, _ in parts for term in _all_terms(postings)})
    number_of = {term: number for number, term in enumerate(vocabulary)}
    gathered: list[Keys] = []
    for postings, renumbered in parts:
        terms = np.fromiter(map(number_of.__getitem__, _all_terms(postings)), np.int64)
        freqs = postings.freqs_between(0, len(postings.docs))
        of = np.repeat(np.repeat(terms, lengths_of(postings.first)), freqs)
        docs = np.repeat(renumbered[postings.docs], freqs)
        kept = docs >= 0
        positions = None if postings.positions is None else postings.positions[kept]
        gathered.append(keys_of(of[kept], docs[kept], positions))
    texts = [term.decode() for term in vocabulary]
    return inverted(texts, np.concatenate(gathered), parts[0][0].positions is not None)


def _all_terms(postings: Postings) -> list[bytes]:
    return postings.terms.taken(np.arange(len(postings.terms)))
