"""The searcher of the engine in memory: every document is looked at for every question."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from math import inf
from pathlib import Path
from typing import Any

import numpy as np

from indexer.analysis import FIELDS, MENTION, field_of
from indexer.engine import protocol
from indexer.engine.checksums import CHECKSUM, Checksums, content_digest, word_sum
from indexer.engine.copies import copies_in, standing_for
from indexer.engine.memory.bm25 import Bm25
from indexer.engine.memory.entries import IndexEntry, entries_in
from indexer.engine.memory.matching import failed_filters, following_words, matches, value_keys
from indexer.engine.protocol import (
    NO_FACETS,
    AnyOf,
    Node,
    Ranking,
    SearchAnswer,
    SpanNear,
    TallyQuery,
)
from indexer.engine.records import failures_in
from indexer.engine.tally import NO_VALUE, Tallies, Tally
from indexer.engine.value_spellings import spellings_of
from indexer.errors import IndexDamaged
from indexer.model import FACETS, Document, Filters, Sort, Width
from indexer.model.copies import COPY_FIELDS, MOST_COPIES, Copies
from indexer.model.identifiers import whole_name
from indexer.model.values import with_fields

_PIECE_CHARACTERS = 1 << 16
_TITLE, _TEXT = field_of("title", Width.EXACT), field_of("text", Width.EXACT)
_NEVER = 99_999_999  # a day after all others

# The key by which rows are ordered, before their ids, from a document and its score.
_ORDERS: dict[Sort, Callable[[IndexEntry, float], tuple[Any, ...]]] = {
    Sort.RELEVANCE: lambda entry, score: (-score,),
    Sort.NEWEST: lambda entry, score: (-_day(entry, "last_day", 0), -score),
    Sort.OLDEST: lambda entry, score: (_day(entry, "first_day", _NEVER), -score),
    Sort.TITLE: lambda entry, score: (entry.title_key,),
    Sort.ADDED: lambda entry, score: (-_seconds(entry.document.added),),
}


class MemorySearcher:
    """Searches the generation in `folder`. Nothing in it changes: all threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._entries = tuple(entries_in(folder))
        self._of_id = {entry.document.id: entry for entry in self._entries}
        self._bm25 = Bm25(self._entries)
        self._values = {facet: self._spellings(facet) for facet in (*FACETS, MENTION)}
        self._kept_since = failures_in(folder).kept_since
        groups = copies_in(folder)
        self._group = {name: at for at, group in enumerate(groups) for name in group}
        self._age = {name: at for at, name in enumerate(chain.from_iterable(groups))}

    def _spellings(self, facet: str) -> dict[str, tuple[str, ...]]:
        """value_key → the spellings of a value."""
        held = (value for entry in self._entries for value in entry.values[facet])
        return spellings_of(Counter(held))

    def close(self) -> None:
        """Nothing is open."""

    # Searching

    def search(
        self,
        node: Node,
        filters: Filters,
        sort: Sort,
        offset: int,
        limit: int,
        seconds: float = inf,
        ranking: Ranking | None = None,
        facets: Mapping[str, int | None] = NO_FACETS,
        fields: Collection[str] | None = (),
        characters: int | None = None,
        after: str | None = None,
    ) -> SearchAnswer:
        answering, partial = self._answering(node, filters, seconds)
        hits, copies = self._without_copies(
            [entry for entry, failed in answering if not failed], filters
        )
        scores = self._scores(hits, node, ranking)
        order = _ORDERS[sort]
        hits.sort(key=lambda entry: (*order(entry, scores[entry.document.id]), entry.document.id))
        first = offset + int(after or 0)
        page = [entry.document.id for entry in hits[first : first + limit]]
        end = first + len(page)
        return SearchAnswer(
            total=len(hits),
            rows=tuple((name, scores[name]) for name in page),
            facets={
                name: self._counted(name, answering, most, filters.copies_hidden)
                for name, most in facets.items()
            },
            partial=partial,
            documents=() if fields == () else tuple(self._read(name, fields) for name in page),
            after=str(end) if page and end < len(hits) else None,
            hidden=sum(map(len, copies.values())),
            copies={
                name: Copies(
                    len(copies[name]),
                    tuple(self._read(one, COPY_FIELDS) for one in copies[name][:MOST_COPIES]),
                )
                for name in page
                if fields != () and name in copies
            },
        )

    def _without_copies(
        self, hits: Sequence[IndexEntry], filters: Filters
    ) -> tuple[list[IndexEntry], Mapping[str, Sequence[str]]]:
        """`hits`, the oldest of each group of copies where `filters` ask for that.

        And the id of each of these that stands for others → their ids, the oldest first.
        """
        if not filters.copies_hidden:
            return [*hits], {}
        grouped = [hit.document.id for hit in hits if hit.document.id in self._group]
        grouped.sort(key=self._age.__getitem__)
        copies = standing_for((self._group[name], name) for name in grouped)
        hidden = {name for others in copies.values() for name in others}
        return [hit for hit in hits if hit.document.id not in hidden], copies

    def counts(
        self, queries: Sequence[tuple[Node, Filters]], seconds: float = inf
    ) -> tuple[int | None, ...]:
        deadline = time.monotonic() + seconds
        counts: list[int | None] = []
        for node, filters in queries:
            answering, partial = self._answering(node, filters, deadline - time.monotonic())
            every = [entry for entry, failed in answering if not failed]
            hits, _ = self._without_copies(every, filters)
            counts.append(None if partial else len(hits))
        return tuple(counts)

    def _answering(
        self, node: Node, filters: Filters, seconds: float
    ) -> tuple[list[tuple[IndexEntry, frozenset[str]]], bool]:
        """The entries that answer `node`, with the filters they fail; whether time ran out."""
        deadline = time.monotonic() + seconds
        answering: list[tuple[IndexEntry, frozenset[str]]] = []
        for entry in self._entries:
            if time.monotonic() > deadline:
                return answering, True
            if matches(node, entry):
                answering.append((entry, failed_filters(filters, entry)))
        return answering, False

    def _scores(
        self, hits: Sequence[IndexEntry], node: Node, ranking: Ranking | None
    ) -> dict[str, float]:
        """id → score."""
        ranked = node if ranking is None else AnyOf(ranking.terms)
        scores = {hit.document.id: self._bm25.score(ranked, hit) for hit in hits}
        if ranking is not None and ranking.rescores:
            best = sorted(scores.values(), reverse=True)[: protocol.WINDOW]
            for hit in hits:
                if scores[hit.document.id] >= best[-1]:
                    scores[hit.document.id] = self._rescored(scores[hit.document.id], hit, ranking)
        return {name: float(np.float32(score)) for name, score in scores.items()}

    def _rescored(self, score: float, hit: IndexEntry, ranking: Ranking) -> float:
        """The score of a hit among the best, by all evidence."""
        score += sum(self._bm25.pair(pair, hit) for pair in ranking.pairs)
        score = max(0.0, score + self._bm25.stretch(ranking.stretch, hit))
        for expression in ranking.expressions:
            if matches(SpanNear(expression.field, expression.clauses), hit):
                score *= expression.factor
        return score

    def _counted(
        self,
        facet: str,
        answering: Sequence[tuple[IndexEntry, frozenset[str]]],
        most: int | None,
        copies_hidden: bool,
    ) -> dict[str, int]:
        """usual value of `facet` → how many documents have it, its own filter left aside.

        With `copies_hidden`, the documents of one group count once.
        """
        held = {
            (
                key,
                self._group.get(entry.document.id, "") if copies_hidden else "",
                entry.document.id,
            )
            for entry, failed in answering
            if failed <= {facet}
            for key in value_keys(entry, facet)
        }
        once = {(key, group, name if group == "" else "") for key, group, name in held}
        counts = Counter(self._values[facet][key][0] for key, _, _ in once)
        return dict(sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:most])

    # Documents

    def read(
        self,
        ids: Sequence[str],
        fields: Collection[str] | None = None,
        characters: int | None = None,
    ) -> Iterator[Document | None]:
        return (self._read(name, fields) if name in self._of_id else None for name in ids)

    def _read(self, document_id: str, fields: Collection[str] | None) -> Document:
        document = self._of_id[document_id].document
        return with_fields(replace(document, kept_since=self._kept_since.get(document_id)), fields)

    def text(self, document_id: str) -> Iterator[str] | None:
        if document_id not in self._of_id:
            return None
        text = self._of_id[document_id].document.text
        starts = range(0, len(text), _PIECE_CHARACTERS)
        return (text[start : start + _PIECE_CHARACTERS] for start in starts)

    def scan(self, fields: Collection[str] | None = None) -> Iterator[Document]:
        return (with_fields(entry.document, fields) for entry in self._entries)

    def faults(self) -> Iterator[str]:
        names = [entry.document.id for entry in self._entries]
        return (f"{name} is there more than once" for name in set(names) if names.count(name) > 1)

    def checksums(self) -> tuple[list[str], Checksums]:
        checksums = np.zeros(len(self._entries), CHECKSUM)
        for at, entry in enumerate(self._entries):
            title, words = entry.terms[_TITLE], entry.terms[_TEXT]
            for name in FIELDS:
                due = title if name.startswith("title") else words
                if len(entry.terms[name]) != len(due):
                    of = entry.document.id
                    raise IndexDamaged(f"Not all words of {of} are in the field {name}.")
            text = content_digest(entry.line.encode())
            checksums[at] = (len(title), len(words), word_sum(words), text)
        return [entry.document.id for entry in self._entries], checksums

    def named(self, beginning: str) -> tuple[str, ...]:
        found = (name for name in self._of_id if whole_name(name).startswith(beginning))
        return tuple(sorted(found, key=whole_name))

    # Terms

    def values(self, facet: str) -> tuple[tuple[str, ...], ...]:
        return tuple(self._values[facet].values())

    def frequencies(self, field: str, texts: Sequence[str]) -> Mapping[str, int]:
        return {text: self._bm25.frequency(field, text) for text in texts}

    def tallies(
        self, queries: Sequence[TallyQuery], facets: Collection[str], seconds: float = inf
    ) -> tuple[tuple[Tallies, ...], bool]:
        deadline = time.monotonic() + seconds
        found, partial = [], False
        for node, filters, field, texts in queries:
            answering, late = self._answering(node, filters, deadline - time.monotonic())
            partial = partial or late
            counted: dict[str, dict[str, Tally]] = {facet: {} for facet in facets}
            for entry in (entry for entry, failed in answering if not failed):
                own = _tally(entry, field, texts)
                for facet, tallies in counted.items():
                    keys = value_keys(entry, facet)
                    for value in [self._values[facet][key][0] for key in keys] or [NO_VALUE]:
                        tallies[value] = tallies.get(value, Tally()) + own
            found.append(counted)
        return tuple(found), partial

    def following(
        self, field: str, clauses: Sequence[Sequence[str]], texts: Sequence[str]
    ) -> Mapping[str, int]:
        counts: Counter[str] = Counter()
        for entry in self._entries:
            counts.update(following_words(entry.terms[field], clauses))
        return {text: counts[text] for text in texts if counts[text]}


def _tally(entry: IndexEntry, field: str, texts: Sequence[str]) -> Tally:
    """The document of `entry`, its words, and how often one of `texts` stands in its text."""
    first, words = len(entry.terms[_TITLE]) + 1, entry.document.words or 0
    held = entry.terms[field][first : first + words] if texts else ()
    return Tally(1, words, sum(map(set(texts).__contains__, held)))


def _day(entry: IndexEntry, name: str, without: int) -> int:
    date = entry.document.date
    return getattr(date, name) if date else without


def _seconds(moment: str | None) -> float:
    return datetime.fromisoformat(moment).timestamp() if moment else 0
