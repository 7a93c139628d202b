"""Nodes → the documents of a segment that answer, and their scores, an array at a time.

A node is first prepared against all segments (`Statistics`): its terms become numbers and weights.
Then each segment is asked which of its documents answer, as an array of truths, and what those
that passed the filters score. BM25 is Whoosh's, with its 256 lengths, k1 1.2 and b 0.75, but for
the inverse document frequency, which is that of Robertson and Lucene (codec.Bm25).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from whoosh.util.numeric import byte_to_length

from indexer.language import BOUNDARY
from indexer.storage.arrays import Array
from indexer.storage.packing import DocumentLists
from indexer.storage.postings import Postings
from indexer.storage.protocol import AllOf, AnyOf, Everything, Node, Pair, Ranking, Term, Without
from indexer.storage.protocol import Sequence as Run
from indexer.storage.segments import Segment
from indexer.storage.vocabulary import encoded

K1, B = 1.2, 0.75
_FEW = 12  # terms, up to which they are looked at one by one
_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.float64)


def inverse_frequency(holders: Array, documents: int) -> Array:
    """How much terms tell that so many of `documents` hold."""
    return np.log(1 + (documents - holders + 0.5) / (holders + 0.5))


class OutOfTime(Exception):
    """The time allowed for a search is over."""


class Statistics:
    """What scores need to know of all `segments` of an index together."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self.documents = sum(segment.count for segment in segments)
        self._average: dict[str, float] = {}
        self._norms: dict[tuple[int, str], Array] = {}

    def idf(self, holders: Array) -> Array:
        """How much terms tell that so many documents hold."""
        return inverse_frequency(holders, self.documents)

    def idf_of(self, fields: Sequence[Postings], numbers: Sequence[Array]) -> Array:
        """How much terms of one field tell that have these numbers in each segment, or -1."""
        held = [of.documents.lengths(own) for of, own in zip(fields, numbers, strict=True)]
        return self.idf(np.sum(held, axis=0))

    def average(self, name: str) -> float:
        """The mean length of the field `name`."""
        if name not in self._average:
            fields = [segment.fields[name] for segment in self.segments]
            words = sum(
                int(field.lengths.part(0, segment.count).sum(dtype=np.int64))
                for field, segment in zip(fields, self.segments, strict=True)
            )
            self._average[name] = words / (self.documents or 1) or 1
        return self._average[name]

    def norms(self, at: int, name: str) -> Array:
        """What BM25 adds to a count for the length of `name`, for each document of a segment."""
        norms = self._norms.get((at, name))
        if norms is None:
            segment = self.segments[at]
            lengths = segment.fields[name].lengths.part(0, segment.count)
            byte = np.searchsorted(_LENGTHS[:255], lengths)
            table = K1 * ((1 - B) + B * _LENGTHS / self.average(name))
            norms = self._norms[at, name] = table[byte].astype(np.float32)
        return norms


@dataclass(slots=True)
class Asked:
    """One segment, the `at`-th of all, asked one question."""

    at: int
    segment: Segment
    statistics: Statistics
    deadline: float
    _answers: dict[int, Array] = field(default_factory=dict)
    _lists: dict[tuple[str, int], Array] = field(default_factory=dict)
    _several: dict[int, tuple[Array, Array, Array]] = field(default_factory=dict)

    def of(self, part: Prepared) -> Array:
        """Which documents answer `part`; not to be changed. Raises OutOfTime."""
        found = self._answers.get(id(part))
        if found is None:
            if time.monotonic() > self.deadline:
                raise OutOfTime
            found = self._answers[id(part)] = part.answer(self)
        return found

    def documents(self, name: str, term: int) -> Array:
        """The documents that hold the term with that number of the field `name`."""
        found = self._lists.get((name, term))
        if found is None:
            found = self._lists[name, term] = self.segment.fields[name].documents[term]
        return found

    def short(self, name: str, terms: Array) -> tuple[Array, Array, Array]:
        """The postings of several terms of the field `name`, as DocumentLists.short."""
        found = self._several.get(id(terms))
        if found is None:
            found = self.segment.fields[name].documents.short(terms)
            self._several[id(terms)] = found
        return found

    def none(self) -> Array:
        """No document."""
        return np.zeros(self.segment.count, bool)


class Among:
    """Documents of a segment: those of which `there` is true."""

    def __init__(self, there: Array) -> None:
        self.there = there

    @cached_property
    def numbers(self) -> Array:
        """Their numbers, ascending."""
        return self.there.nonzero()[0]

    def postings(self, documents: Array) -> Array:
        """At which places of the ascending `documents` one of these stands."""
        if 32 * len(self.numbers) < len(documents):
            at = documents.searchsorted(self.numbers)
            found: Array = at[documents.take(at, mode="clip") == self.numbers]
            return found
        return self.there.take(documents).nonzero()[0]


class Prepared(Protocol):
    """A node whose terms are known."""

    def answer(self, asked: Asked) -> Array:
        """Which documents of the segment answer."""
        ...

    def score(self, asked: Asked, among: Among | None, scores: Array) -> None:
        """Adds to `scores` those of the documents `among`; None: of all that answer."""
        ...


def prepared(node: Node, statistics: Statistics) -> Prepared:
    """`node`, ready to be asked of each segment."""
    match node:
        case Term(name):
            return _Terms(name, (node,), statistics)
        case Run(name, slots, gap, ordered, boost):
            parts = [
                _Terms(name, [Term(name, text, boost) for text in slot], statistics)
                for slot in slots
            ]
            bound = _Terms(name, [Term(name, BOUNDARY)], statistics) if gap > 1 else None
            return _Sequence(name, parts, gap, ordered, bound)
        case AllOf(parts):
            return _AllOf([prepared(part, statistics) for part in parts])
        case AnyOf():
            return _AnyOf(list(_alternatives(node, statistics)))
        case Without(kept, left_out):
            return _Without(prepared(kept, statistics), prepared(left_out, statistics))
        case Everything():
            return _Everything()


def prepared_ranking(ranking: Ranking, statistics: Statistics) -> Prepared:
    """What `ranking` scores every hit by, ready to be asked of each segment."""
    fields: dict[str, tuple[list[Term], list[str]]] = {}
    for alike in ranking.alike:
        terms, most = fields.setdefault(alike.field, ([], []))
        for text, weight in alike.others:
            terms.append(Term(alike.field, text, alike.boost * weight))
            most.append(alike.text)
    others = [_Terms(name, terms, statistics, most) for name, (terms, most) in fields.items()]
    return _AnyOf([*_alternatives(AnyOf(ranking.terms), statistics), *others])


def _alternatives(node: AnyOf, statistics: Statistics) -> Iterator[Prepared]:
    """The parts of `node`, the terms of a field together."""
    fields: dict[str, list[Term]] = {}
    stack = [node]
    while stack:
        for part in stack.pop().parts:
            if isinstance(part, Term):
                fields.setdefault(part.field, []).append(part)
            elif isinstance(part, AnyOf):
                stack.append(part)
            else:
                yield prepared(part, statistics)
    for name, terms in fields.items():
        yield _Terms(name, terms, statistics)


class _Terms:
    """Documents that hold one of `terms`, all of the field `name`."""

    def __init__(
        self,
        name: str,
        terms: Sequence[Term],
        statistics: Statistics,
        most: Sequence[str] | None = None,
    ) -> None:
        """`most` names for each term one whose inverse document frequency its own is at most."""
        self._name = name
        fields = [segment.fields[name] for segment in statistics.segments]
        texts = [encoded(term.text) for term in terms]
        numbers = [np.array(field.vocabulary.numbers(texts), np.intp) for field in fields]
        weights = np.array([term.boost for term in terms])
        self._scored = any(field.scored for field in fields)
        if self._scored:
            idf = statistics.idf_of(fields, numbers)
            if most is not None:
                above = [encoded(text) for text in most]
                caps = [np.array(field.vocabulary.numbers(above), np.intp) for field in fields]
                idf = np.minimum(idf, statistics.idf_of(fields, caps))
            weights = weights * idf * (K1 + 1)
        weights = weights.astype(np.float32)
        # of each segment: the terms it has
        self._numbers = [own[own >= 0] for own in numbers]
        self._weights = [weights[own >= 0] for own in numbers]
        own_terms = zip(fields, self._numbers, self._weights, strict=True)
        self._parted = [_parted(field.documents, *terms) for field, *terms in own_terms]

    def answer(self, asked: Asked) -> Array:
        there = asked.none()
        few, many = self._parted[asked.at]
        for number, _ in few:
            there[asked.documents(self._name, number)] = True
        if many is not None:
            there[asked.short(self._name, many[0])[0]] = True
        return there

    def score(self, asked: Asked, among: Among | None, scores: Array) -> None:
        field = asked.segment.fields[self._name]
        few, many = self._parted[asked.at]
        norms = asked.statistics.norms(asked.at, self._name) if self._scored else None
        for number, weight in few:
            documents = asked.documents(self._name, number)
            if among is None:
                counts = field.counts_of(number)
            else:
                kept = among.postings(documents)
                documents, counts = documents.take(kept), field.counts_of(number, kept)
            add(scores, documents, counts, norms, np.float32(weight))
        if many is not None:
            documents, at, lengths = asked.short(self._name, many[0])
            weights = many[1].repeat(lengths)
            if among is not None:
                kept = among.there.take(documents).nonzero()[0]
                documents, at, weights = documents.take(kept), at.take(kept), weights.take(kept)
            add(scores, documents, field.counts[at] if field.scored else None, norms, weights)

    def places(self, asked: Asked, among: Among) -> Array:
        """Where one of the terms stands in documents `among`: document << 32 | place, ascending."""
        field = asked.segment.fields[self._name]
        found = []
        for number in self._numbers[asked.at].tolist():
            documents = asked.documents(self._name, number)
            at = among.postings(documents)
            if len(at):
                places, counts = field.places_of(number, at)
                found.append((documents.take(at) << 32).repeat(counts) | places)
        if len(found) == 1:
            return found[0]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def weight(self, at: int) -> float | None:
        """That of its one term; None where the `at`-th segment does not have it."""
        weights = self._weights[at]
        return float(weights[0]) if len(weights) else None


def _parted(
    lists: DocumentLists, numbers: Array, weights: Array
) -> tuple[list[tuple[int, float]], tuple[Array, Array] | None]:
    """The terms to be looked at one by one; the numbers and weights of the others."""
    many = None
    if len(numbers) > _FEW:
        long = lists.are_long(numbers)
        many = numbers[~long], weights[~long]
        numbers, weights = numbers[long], weights[long]
    return list(zip(numbers.tolist(), weights.tolist(), strict=True)), many


def add(
    scores: Array, documents: Array, counts: Array | None, norms: Array | None, weights: Any
) -> None:
    """Adds to `scores` of `documents` what terms with these counts give them."""
    if norms is None or counts is None:
        np.add.at(scores, documents, weights)
        return
    gained = counts.astype(np.float32)
    gained /= gained + norms.take(documents)
    gained *= weights
    np.add.at(scores, documents, gained)


class _AnyOf:
    def __init__(self, parts: list[Prepared]) -> None:
        self._parts = parts

    def answer(self, asked: Asked) -> Array:
        there = asked.none()
        for part in self._parts:
            there |= asked.of(part)
        return there

    def score(self, asked: Asked, among: Among | None, scores: Array) -> None:
        for part in self._parts:
            part.score(asked, among, scores)


class _AllOf:
    def __init__(self, parts: Sequence[Prepared]) -> None:
        self._parts = parts

    def answer(self, asked: Asked) -> Array:
        there = np.ones(asked.segment.count, bool) if self._parts else asked.none()
        for part in self._parts:
            there &= asked.of(part)
            if not there.any():
                break
        return there

    def score(self, asked: Asked, among: Among | None, scores: Array) -> None:
        mine = _mine(self, asked, among)
        for part in self._parts:
            part.score(asked, mine, scores)


class _Sequence(_AllOf):
    """One of each of `slots` at most `gap` after the one before, or before it, if not `ordered`.

    None reaches over a `bound`, which is looked for where it could be.
    """

    def __init__(
        self, name: str, slots: list[_Terms], gap: int, ordered: bool, bound: _Terms | None
    ) -> None:
        super().__init__(slots)
        self._bound = bound
        self._slots = slots
        self._gap = gap
        self._ordered = ordered

    def answer(self, asked: Asked) -> Array:
        among = Among(super().answer(asked))
        there = asked.none()
        if not len(among.numbers):
            return there
        bounds = self._bound.places(asked, among) if self._bound else np.zeros(0, np.int64)
        reached = self._apart(self._slots[0].places(asked, among), bounds)
        for slot in self._slots[1:]:
            places = self._apart(slot.places(asked, among), bounds)
            near = _near(reached, places, self._gap)
            if not self._ordered:
                near |= _near(-reached[::-1], -places[::-1], self._gap)[::-1]
            reached = places[near]
        there[reached >> 32] = True
        return there

    def _apart(self, places: Array, bounds: Array) -> Array:
        """`places` with those after one of `bounds` moved out of reach of those before it."""
        if not len(bounds):
            return places
        last = bounds.take(bounds.searchsorted(places) - 1)
        beyond = (last >> 32 == places >> 32) & (last < places)
        apart: Array = places + self._gap * beyond
        return apart


def _near(reached: Array, places: Array, gap: int) -> Array:
    """Which of the ascending `places` come after one of `reached`, by at most `gap`."""
    if not len(reached):
        return np.zeros(len(places), bool)
    before = reached.searchsorted(places) - 1  # -1, the last, is not before: it fails below
    distance = places - reached.take(before)
    return (distance > 0) & (distance <= gap)


class _Without:
    def __init__(self, kept: Prepared, left_out: Prepared) -> None:
        self._kept = kept
        self._left_out = left_out

    def answer(self, asked: Asked) -> Array:
        return asked.of(self._kept) & ~asked.of(self._left_out)

    def score(self, asked: Asked, among: Among | None, scores: Array) -> None:
        self._kept.score(asked, _mine(self, asked, among), scores)


class _Everything:
    def answer(self, asked: Asked) -> Array:
        return np.ones(asked.segment.count, bool)

    def score(self, asked: Asked, among: Among | None, scores: Array) -> None:
        scores += 1 if among is None else among.there


def _mine(part: Prepared, asked: Asked, among: Among | None) -> Among:
    """Those `among` which answer `part`."""
    there = asked.of(part)
    return Among(there if among is None else there & among.there)


class PreparedPair:
    """A pair of terms that may stand side by side."""

    def __init__(self, pair: Pair, statistics: Statistics) -> None:
        self._name = pair.field
        self._sides = [
            _Terms(pair.field, (Term(pair.field, text, pair.boost),), statistics)
            for text in (pair.first, pair.second)
        ]

    def score(self, asked: Asked, among: Among, scores: Array) -> None:
        """Adds to `scores` those of the documents `among` that hold the pair."""
        weights = [side.weight(asked.at) for side in self._sides]
        if None in weights:
            return
        first, second = (side.places(asked, among) for side in self._sides)
        documents, counts = np.unique(second[_near(first, second, 1)] >> 32, return_counts=True)
        norms = asked.statistics.norms(asked.at, self._name)
        add(scores, documents, counts, norms, np.float32(max(filter(None, weights))))
