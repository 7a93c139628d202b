"""A node → the documents of one segment that answer it, and their scores, by whole arrays.

Nothing here loops over postings. A segment has at most 65,536 documents, so an array with a place
for each document is small, and sums and unions are made in one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from collections.abc import Sequence as Items
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.language import BOUNDARY, FIELDS
from indexer.model import FACETS
from indexer.storage.arrays import Array
from indexer.storage.codec import K1, B, inverse_frequency
from indexer.storage.postings import Postings
from indexer.storage.protocol import (
    Alike,
    AllOf,
    AnyOf,
    Everything,
    Node,
    Pair,
    Ranking,
    Sequence,
    Term,
    Without,
)
from indexer.storage.segments import ID, Segment

Docs = NDArray[np.intp]
Scores = NDArray[np.float32]
Scored = tuple[Docs, Scores]

_NONE: Docs = np.empty(0, np.intp)
_FEW = 8  # times fewer: then places are looked for one by one
_REMEMBERED = 1 << 15  # terms found, of each segment


class OutOfTime(Exception):
    """The time a search may take is over."""


class Statistics:
    """What scores need to know of all segments together."""

    def __init__(self, segments: Items[Segment]) -> None:
        self._segments = segments
        self.documents = sum(segment.documents for segment in segments)
        self._average = {
            field: sum(segment.totals[field] for segment in segments) / (self.documents or 1) or 1.0
            for field in FIELDS
        }
        self.inverse: Callable[[str, str], float] = lru_cache(_REMEMBERED)(self._inverse)

    def average(self, field: str) -> float:
        """How many words a document has in `field`, on average."""
        return self._average[field]

    def holders(self, field: str, text: str) -> int:
        """How many documents hold the term."""
        found = (segment.postings(field) for segment in self._segments)
        term = text.encode("utf-8", "replace")
        return sum(
            postings.holders(number) for postings in found if (number := postings.find(term)) >= 0
        )

    def _inverse(self, field: str, text: str) -> float:
        """The inverse document frequency of the term."""
        return inverse_frequency(self.holders(field, text), self.documents)


class View:
    """One segment as searches see it: its documents that are not deleted, and what scores need."""

    def __init__(self, segment: Segment, statistics: Statistics, deleted: Items[int]) -> None:
        self.segment = segment
        self.statistics = statistics
        self.size = segment.documents
        alive = np.ones(self.size, bool)
        alive[list(deleted)] = False
        self.alive: Docs = np.flatnonzero(alive)
        self.find: Callable[[str, str], int] = lru_cache(_REMEMBERED)(self._find)
        self.norm: Callable[[str], Scores] = lru_cache(len(FIELDS))(self._norm)

    def is_alive(self, number: int) -> bool:
        """Whether the document is not deleted."""
        return len(self.alive) == self.size or number in self.alive

    def _find(self, field: str, text: str) -> int:
        return self.segment.postings(field).find(text.encode("utf-8", "replace"))

    def _norm(self, field: str) -> Scores:
        """What BM25 adds below the line for the length of each document."""
        lengths = self.segment.lengths(field)
        average = self.statistics.average(field)
        return (K1 * (1 - B + B * lengths / average)).astype(np.float32)


class Evaluation:
    """One search in one segment; raises OutOfTime once `deadline`, of time.monotonic, is past."""

    def __init__(self, view: View, deadline: float) -> None:
        self.view = self._view = view
        self._deadline = deadline

    # Which documents

    def docs(self, node: Node) -> Docs:
        """The numbers of the documents that answer `node`, ascending."""
        found = self._docs(node)
        view = self._view
        if len(view.alive) == view.size:
            return found
        return _common(found, view.alive, view.size)

    def _docs(self, node: Node) -> Docs:
        self._look_at_the_clock()
        match node:
            case Term(field, text):
                return self._holders(field, text)
            case Sequence():
                return np.unique(self._places(node) >> 24)
            case AllOf(parts):
                return self._all(parts)
            case AnyOf(parts):
                return self._any(parts)
            case Without(kept, left_out):
                wanted = self._docs(kept)
                there = np.zeros(self._view.size, bool)
                there[self._docs(left_out)] = True
                return wanted[~there[wanted]]
            case Everything():
                return np.arange(self._view.size)

    def _holders(self, field: str, text: str) -> Docs:
        number = self._view.find(field, text)
        if number < 0:
            return _NONE
        return self._postings(field).docs_of(number).astype(np.intp)

    def _all(self, parts: Items[Node]) -> Docs:
        found = sorted(map(self._docs, parts), key=len)
        common = found[0] if found else np.arange(self._view.size)
        for docs in found[1:]:
            common = _common(common, docs, self._view.size)
        return common

    def _any(self, parts: Items[Node]) -> Docs:
        there = np.zeros(self._view.size, bool)
        terms, others = _parted(parts)
        for field, texts in terms.items():
            there[self._run_of(field, [text for text, _ in texts])[0]] = True
        for part in others:
            there[self._docs(part)] = True
        return np.flatnonzero(there)

    # Scores as Whoosh has them

    def scored(self, node: Node) -> Scored:
        """The documents that answer `node` and the score of each: the sum over what it answers."""
        docs, scores = self._scored(node)
        view = self._view
        if len(view.alive) < view.size:
            kept = np.isin(docs, view.alive, assume_unique=True)
            docs, scores = docs[kept], scores[kept]
        return docs, scores

    def _scored(self, node: Node) -> Scored:
        self._look_at_the_clock()
        match node:
            case Term(field, text, boost):
                docs, scores = self._run_of(field, [text], np.array([boost]))
                return docs, scores
            case Sequence(field, slots, boost=boost):
                docs = self._docs(node)
                texts = [(text, boost) for slot in slots for text in slot]
                return docs, self._added(self._runs({field: texts}))[docs]
            case AllOf(parts):
                answers = sorted(map(self._scored, parts), key=lambda answer: len(answer[0]))
                if not answers:
                    return self._scored(Everything())
                docs = answers[0][0]
                for others, _ in answers[1:]:
                    docs = _common(docs, others, self._view.size)
                return docs, self._added(answers)[docs]
            case AnyOf(parts):
                there = np.zeros(self._view.size, bool)
                terms, rest = _parted(parts)
                answers = self._runs(terms) + [self._scored(part) for part in rest]
                for docs, _ in answers:
                    there[docs] = True
                docs = np.flatnonzero(there)
                return docs, self._added(answers)[docs]
            case Without(kept, _):
                docs, scores = self._scored(kept)
                wanted = np.zeros(self._view.size, bool)
                wanted[self._docs(node)] = True
                return docs[wanted[docs]], scores[wanted[docs]]
            case Everything():
                docs = np.arange(self._view.size)
                return docs, np.ones(len(docs), np.float32)

    def _added(self, answers: Iterable[Scored]) -> Scores:
        """The sum of the scores of each document; a document may come several times in one."""
        answers = list(answers)
        if not answers:
            return np.zeros(self._view.size, np.float32)
        docs = np.concatenate([docs for docs, _ in answers])
        scores = np.concatenate([scores for _, scores in answers])
        return np.bincount(docs, scores, self._view.size).astype(np.float32)

    def _runs(self, terms: dict[str, list[tuple[str, float]]]) -> list[Scored]:
        """The scored postings of `terms`: field → (text, boost)."""
        return [
            self._run_of(field, [text for text, _ in of], np.array([boost for _, boost in of]))
            for field, of in terms.items()
        ]

    def _run_of(
        self, field: str, texts: Items[str], boosts: Array | None = None, cap: float | None = None
    ) -> Scored:
        """(document, score) of every posting of `texts`, each as BM25 has it times its boost.

        Without `boosts` there are no scores. No inverse document frequency is above `cap`.
        """
        view, postings = self._view, self._postings(field)
        found = [(number, at) for at, t in enumerate(texts) if (number := view.find(field, t)) >= 0]
        if not found:
            return _NONE, np.empty(0, np.float32)
        bounds = postings.first
        runs = [(int(bounds[number]), int(bounds[number + 1])) for number, _ in found]
        docs = np.concatenate([postings.docs[start:end] for start, end in runs]).astype(np.intp)
        if boosts is None:
            return docs, np.empty(0, np.float32)
        freqs = np.concatenate([postings.freqs_between(*run) for run in runs]).astype(np.float32)
        weights = boosts[[at for _, at in found]]
        if field not in FIELDS:
            return docs, np.repeat(weights, [end - start for start, end in runs]) * freqs
        rarity = np.array([view.statistics.inverse(field, texts[at]) for _, at in found])
        if cap is not None:
            rarity = np.minimum(rarity, cap)
        each = (weights * rarity * (K1 + 1)).astype(np.float32)
        each = np.repeat(each, [end - start for start, end in runs])
        return docs, each * freqs / (freqs + view.norm(field)[docs])

    # What orders them

    def ranked(self, ranking: Ranking) -> Scores:
        """The score of each document of the segment by `ranking`, its pairs left out."""
        self._look_at_the_clock()
        terms, _ = _parted(term for term in ranking.terms if term.boost)
        answers = self._runs(terms)
        answers += [self._alike(alike) for alike in ranking.alike]
        return self._added(answers)

    def _alike(self, alike: Alike) -> Scored:
        statistics, field = self._view.statistics, alike.field
        cap = statistics.inverse(field, alike.text)  # as high as can be where it is not
        texts = [text for text, _ in alike.others]
        boosts = np.array([weight * alike.boost for _, weight in alike.others])
        return self._run_of(field, texts, boosts, cap)

    def paired(self, pairs: Items[Pair], docs: Docs) -> Scores:
        """What `pairs` add to the scores of `docs`, given in order."""
        scores = np.zeros(len(docs), np.float32)
        for pair in pairs:
            self._look_at_the_clock()
            view, field = self._view, pair.field
            first, second = view.find(field, pair.first), view.find(field, pair.second)
            if min(first, second) < 0:
                continue
            postings = self._postings(field)
            one = _chosen(postings, first, docs)
            other = _chosen(postings, second, docs)
            common, at_one, at_other = np.intersect1d(
                docs[one[1]], docs[other[1]], assume_unique=True, return_indices=True
            )
            if not len(common):
                continue
            before = postings.occurrences(first, one[0][at_one])
            after = postings.occurrences(second, other[0][at_other])
            holders, freqs = np.unique(
                after[_near(after, before, 1, ordered=True)] >> 24, return_counts=True
            )
            inverse = view.statistics.inverse
            rarity = max(inverse(field, pair.first), inverse(field, pair.second))
            places = np.searchsorted(docs, holders)
            scores[places] += (
                pair.boost * rarity * (K1 + 1) * freqs / (freqs + view.norm(field)[holders])
            ).astype(np.float32)
        return scores

    # Places

    def _places(self, node: Sequence) -> NDArray[np.int64]:
        """Where the last slot of `node` stands, as document << 24 | position.

        Positions after a BOUNDARY may be told some places further on.
        """
        postings = self._postings(node.field)
        slots = [
            [n for text in dict.fromkeys(slot) if (n := self._view.find(node.field, text)) >= 0]
            for slot in node.slots
        ]
        if not all(slots):
            return np.empty(0, np.int64)
        holders = [
            np.unique(np.concatenate([postings.docs_of(number) for number in numbers]))
            if len(numbers) > 1
            else postings.docs_of(numbers[0])
            for numbers in slots
        ]
        holders.sort(key=len)
        docs = holders[0].astype(np.intp)
        for others in holders[1:]:
            docs = _common(docs, others, self._view.size)
        reached = np.empty(0, np.int64)
        bounds = self._bounds(node, docs)
        for place, numbers in enumerate(slots):
            if not len(docs):
                return np.empty(0, np.int64)
            here = [
                postings.occurrences(number, _chosen(postings, number, docs)[0])
                for number in numbers
            ]
            occurrences = here[0] if len(here) == 1 else np.sort(np.concatenate(here))
            if len(bounds):  # what stands after one is moved out of reach of what stands before
                last = bounds[np.searchsorted(bounds, occurrences) - 1]
                beyond = (last >> 24 == occurrences >> 24) & (last < occurrences)
                occurrences = occurrences + node.gap * beyond
            if place:
                near = _near(occurrences, reached, node.gap, node.ordered)
                occurrences = occurrences[near]
                docs = np.unique(occurrences >> 24)
            reached = occurrences
        return reached

    def _bounds(self, node: Sequence, docs: Docs) -> NDArray[np.int64]:
        """The places of BOUNDARY in `docs` where `node` could reach over one."""
        number = self._view.find(node.field, BOUNDARY) if node.gap > 1 else -1
        if number < 0:
            return np.empty(0, np.int64)
        postings = self._postings(node.field)
        return postings.occurrences(number, _chosen(postings, number, docs)[0])

    def _postings(self, field: str) -> Postings:
        if field not in (*FIELDS, ID, *FACETS):
            raise KeyError(field)
        return self._view.segment.postings(field)

    def _look_at_the_clock(self) -> None:
        if time.monotonic() > self._deadline:
            raise OutOfTime


def _parted(parts: Iterable[Node]) -> tuple[dict[str, list[tuple[str, float]]], list[Node]]:
    """The Terms among `parts` as field → (text, boost), and the other parts."""
    terms: dict[str, list[tuple[str, float]]] = {}
    others: list[Node] = []
    for part in parts:
        if isinstance(part, Term):
            terms.setdefault(part.field, []).append((part.text, part.boost))
        else:
            others.append(part)
    return terms, others


def _common(docs: Docs, others: Array, size: int) -> Docs:
    """Those of `docs` that are among `others`; both ascending."""
    if len(docs) * _FEW < len(others):
        places = np.searchsorted(others, docs.astype(others.dtype))
        places[places == len(others)] = 0
        common: Docs = docs[others[places] == docs]
        return common
    there = np.zeros(size, bool)
    there[others] = True
    return docs[there[docs]]


def _chosen(postings: Postings, number: int, docs: Docs) -> tuple[NDArray[np.intp], Docs]:
    """Where among the documents of the term those of `docs` stand, and which of `docs` they are."""
    holders = postings.docs_of(number)
    places = np.searchsorted(holders, docs.astype(holders.dtype))
    places[places == len(holders)] = 0
    held = np.flatnonzero(holders[places] == docs)
    return places[held], held


def _near(
    occurrences: NDArray[np.int64], reached: NDArray[np.int64], gap: int, ordered: bool
) -> NDArray[np.bool_]:
    """Which of `occurrences` stand at most `gap` after one of `reached`, or before it as well."""
    if not len(reached):
        return np.zeros(len(occurrences), bool)
    before = np.searchsorted(reached, occurrences) - 1
    near = (before >= 0) & (occurrences - reached[np.maximum(before, 0)] <= gap)
    if ordered:
        return near
    after = np.searchsorted(reached, occurrences, side="right")
    there = after < len(reached)
    return near | (there & (reached[np.minimum(after, len(reached) - 1)] - occurrences <= gap))
