"""BM25, one document at a time, with the constants and the lengths of `scoring/bm25.py`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import log

from indexer.analysis import FIELDS
from indexer.engine import protocol
from indexer.engine.memory.entries import IndexEntry
from indexer.engine.memory.matching import matches, pair_count
from indexer.engine.protocol import (
    AllOf,
    AnyOf,
    Dated,
    Everything,
    Node,
    OneOf,
    Pair,
    SpanNear,
    Term,
    Without,
)
from indexer.engine.scoring.bm25 import K1, LENGTHS, B, length_step


class Bm25:
    """Scores documents by the statistics of all `entries`."""

    def __init__(self, entries: Sequence[IndexEntry]) -> None:
        self._entries = entries
        self.frequency = lru_cache(1 << 16)(self._frequency)
        self._documents = lru_cache(self._documents_with)
        self._average = lru_cache(self._average_length)

    def _frequency(self, field: str, text: str) -> int:
        """The number of documents that hold `text` in `field`."""
        return sum(text in entry.counts[field] for entry in self._entries)

    def _average_length(self, field: str) -> float:
        words = sum(len(entry.terms[field]) for entry in self._entries)
        return words / (self._documents(field) or 1) or 1

    def _documents_with(self, field: str) -> int:
        """The number of documents that have a term in `field`."""
        return sum(bool(entry.terms[field]) for entry in self._entries)

    def score(self, node: Node, entry: IndexEntry) -> float:
        """The score of the document of `entry` for `node`; 0 when it does not answer."""
        if not matches(node, entry):
            return 0.0
        match node:
            case Term(field, text, boost):
                return boost * self._term(field, text, entry)
            case OneOf(field, texts, boost):
                return boost * sum(self._term(field, text, entry) for text in texts)
            case SpanNear(field, clauses, _, _, boost):
                every = AllOf(tuple(OneOf(field, clause, boost) for clause in clauses))
                return self.score(every, entry)
            case AllOf(parts) | AnyOf(parts):
                return sum(self.score(part, entry) for part in parts)
            case Without(kept, _):
                return self.score(kept, entry)
            case Everything():
                return 1.0
            case Dated():
                return 0.0

    def pair(self, pair: Pair, entry: IndexEntry) -> float:
        """The score that `pair` adds: of a term as rare as the rarer of the two."""
        count = pair_count(entry.terms[pair.field], pair.first, pair.second)
        rarer = max(self._rarity(pair.field, text) for text in (pair.first, pair.second))
        return pair.boost * rarer * self._saturated(count, pair.field, entry)

    def stretch(self, terms: Sequence[Term], entry: IndexEntry) -> float:
        """The score that the best stretch adds for `terms`; 0 for a document that is not longer.

        The ranked parts of a document stand in the place of stretches, each in its own length.
        """
        words = entry.terms[terms[0].field] if terms else ()
        if len(words) <= protocol.STRETCH:
            return 0.0
        half = protocol.STRETCH // 2
        length: int | None = protocol.STRETCH
        stretches = [words[start : start + 2 * half] for start in range(0, len(words), half)]
        if parts := entry.document.ranked_parts:
            stretches = [words[start:end] for start, end in pairwise((*parts, len(words)))]
            length = None
        best = max(sum(self._in_stretch(term, of, length) for term in terms) for of in stretches)
        whole = sum(term.boost * self._term(term.field, term.text, entry) for term in terms)
        return (1 - protocol.STRETCH / len(words)) * (best - whole)

    def _in_stretch(self, term: Term, words: Sequence[str], length: int | None) -> float:
        """The score of `term` in a stretch of a document that counts as so long, or as it is."""
        count = words.count(term.text)
        rarity = self._rarity(term.field, term.text)
        size = len(words) if length is None else length
        return term.boost * rarity * self._saturated_in(count, term.field, size)

    def _term(self, field: str, text: str, entry: IndexEntry) -> float:
        count = entry.counts[field][text]
        if field not in FIELDS:  # whole values, whose rarity and length say nothing
            return float(count > 0)
        return self._rarity(field, text) * self._saturated(count, field, entry)

    def _rarity(self, field: str, text: str) -> float:
        """The inverse document frequency of a term."""
        held = self.frequency(field, text)
        return log(1 + (self._documents(field) - held + 0.5) / (held + 0.5))

    def _saturated(self, count: int, field: str, entry: IndexEntry) -> float:
        """`count` as it counts in a document of that length."""
        return self._saturated_in(count, field, len(entry.terms[field]))

    def _saturated_in(self, count: int, field: str, length: int) -> float:
        counted = float(LENGTHS[length_step(length)])
        norm = K1 * ((1 - B) + B * counted / self._average(field))
        return count * (K1 + 1) / (count + norm)
