"""The embedded engine: the storage protocol kept by an index of Whoosh whose segments are arrays.

Whoosh's collectors work on the same index, and give the same documents and scores
(tests/contract/test_stock_whoosh.py); the searcher here is some fifty times faster.
"""

from __future__ import annotations

import heapq
import math
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from indexer.errors import IndexDamaged
from indexer.model import FACETS, Document, Filters, Sort
from indexer.storage.codec import ArraySegment
from indexer.storage.columns import counted, failing, first_ones, order_keys
from indexer.storage.evaluation import (
    Docs,
    Evaluation,
    OutOfTime,
    Scored,
    Scores,
    Statistics,
    View,
)
from indexer.storage.protocol import WINDOW, Found, Node, Pair, Ranking
from indexer.storage.segments import Segment
from indexer.storage.unpickling import guard_whoosh
from indexer.storage.writer import WhooshWriter

__all__ = ["WhooshSearcher", "WhooshWriter"]

guard_whoosh()

_NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one segment answers: the documents that pass every filter, and their scores."""

    evaluation: Evaluation
    docs: Docs
    scores: Scores


class WhooshSearcher:
    """Searches the index in `folder`. One object serves all threads: nothing in it changes."""

    def __init__(self, folder: Path) -> None:
        try:
            index = FileIndex(FileStorage(str(folder), readonly=True))
            listed: list[ArraySegment] = index._segments()
            segments = [Segment(segment.path(folder)) for segment in listed]
        except IndexDamaged:
            raise
        except Exception as error:  # Whoosh's own are of every kind
            raise IndexDamaged(f"The index in {folder} cannot be opened: {error}") from error
        statistics = Statistics(segments)
        self._statistics = statistics
        self._views = [
            View(segment, statistics, tuple(of.deleted_docs()))
            for of, segment in zip(listed, segments, strict=True)
        ]

    def close(self) -> None:
        """Nothing: the files are unmapped once nobody holds the searcher any more."""

    def search(
        self,
        node: Node,
        filters: Filters,
        sort: Sort,
        offset: int,
        limit: int,
        seconds: float,
        ranking: Ranking | None = None,
    ) -> Found:
        deadline = time.monotonic() + seconds
        answers: list[_Answer] = []
        facets: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        partial = False
        try:
            for view in self._views:
                evaluation = Evaluation(view, deadline)
                docs, scores = _evaluated(evaluation, node, ranking)
                failed = failing(view.segment, docs, filters)
                for facet, counts in counted(view.segment, docs, failed):
                    facets[facet].update(counts)
                if failed:
                    passing = ~np.logical_or.reduce(list(failed.values()))
                    docs, scores = docs[passing], scores[passing]
                answers.append(_Answer(evaluation, docs, scores))
            if ranking and ranking.pairs and sort is Sort.RELEVANCE:
                answers = _with_pairs(answers, ranking.pairs)
        except OutOfTime:
            partial = True
        return Found(
            total=sum(len(answer.docs) for answer in answers),
            rows=_rows(answers, sort, offset + limit)[offset:],
            facets=facets,
            partial=partial,
        )

    def count(self, node: Node, filters: Filters = _NO_FILTERS) -> int:
        return sum(len(docs) for _, docs in self._passing(node, filters))

    def ids(self, node: Node, filters: Filters, sort: Sort, limit: int) -> tuple[str, ...]:
        answers = []
        for evaluation, docs in self._passing(node, filters):
            scores = np.zeros(len(docs), np.float32)
            if sort is Sort.RELEVANCE:
                found, all_scores = evaluation.scored(node)
                scores = all_scores[np.searchsorted(found, docs)]
            answers.append(_Answer(evaluation, docs, scores))
        return tuple(document_id for document_id, _ in _rows(answers, sort, limit))

    def document(self, document_id: str) -> Document | None:
        for view in self._views:
            number = view.segment.number_of(document_id)
            if number >= 0 and view.is_alive(number):
                return view.segment.document(number)
        return None

    def documents(self) -> Iterator[Document]:
        return (
            view.segment.document(number) for view in self._views for number in view.alive.tolist()
        )

    def words(self) -> int:
        return sum(
            int(view.segment.column("words")[view.alive].sum(dtype=np.int64))
            for view in self._views
        )

    def terms(self, field: str, prefix: str = "") -> Iterator[str]:
        wanted = prefix.encode("utf-8", "replace")
        found = (view.segment.postings(field).terms_from(wanted) for view in self._views)
        last = b""
        for term in heapq.merge(*found):
            if not term.startswith(wanted):
                return
            if term != last:
                yield term.decode()
            last = term

    def frequency(self, field: str, text: str) -> int:
        return self._statistics.holders(field, text)

    def occurrences(self, field: str, texts: Sequence[str]) -> Mapping[int, int]:
        years: Counter[int] = Counter()
        for view in self._views:
            postings = view.segment.postings(field)
            for number in {view.find(field, text) for text in texts} - {-1}:
                of = view.segment.years[postings.docs_of(number)]
                counts = np.bincount(of, postings.freqs_of(number))
                years.update({int(year): int(counts[year]) for year in np.flatnonzero(counts)})
        years.pop(0, None)  # of those without a date
        return years

    def _passing(self, node: Node, filters: Filters) -> Iterator[tuple[Evaluation, Docs]]:
        """The documents of each segment that answer `node` and pass `filters`."""
        for view in self._views:
            evaluation = Evaluation(view, math.inf)
            docs = evaluation.docs(node)
            failed = failing(view.segment, docs, filters)
            if failed:
                docs = docs[~np.logical_or.reduce(list(failed.values()))]
            yield evaluation, docs


def _evaluated(evaluation: Evaluation, node: Node, ranking: Ranking | None) -> Scored:
    """The documents that answer `node`, with the scores that `ranking` gives, or `node` itself."""
    if ranking is None:
        return evaluation.scored(node)
    docs = evaluation.docs(node)
    return docs, evaluation.ranked(ranking)[docs]


def _with_pairs(answers: Sequence[_Answer], pairs: Sequence[Pair]) -> list[_Answer]:
    """`answers` with the scores of `pairs` added for the WINDOW best documents of all.

    The others keep their order below them.
    """
    every = np.concatenate([answer.scores for answer in answers])
    bound = np.partition(every, -WINDOW)[-WINDOW] if len(every) > WINDOW else -np.inf
    raised = []
    for answer in answers:
        best = np.flatnonzero(answer.scores >= bound)
        scores = answer.scores.copy()
        scores[best] += answer.evaluation.paired(pairs, answer.docs[best])
        raised.append(_Answer(answer.evaluation, answer.docs, scores))
    return raised


def _rows(answers: Sequence[_Answer], sort: Sort, most: int) -> tuple[tuple[str, float], ...]:
    """(id, score) of the `most` documents that come first, of all segments."""
    rows: list[tuple[tuple[Any, ...], str, float]] = []
    for answer in answers:
        segment = answer.evaluation.view.segment
        keys = order_keys(segment, answer.docs, answer.scores, sort)
        for place in first_ones(keys, most).tolist():
            number = int(answer.docs[place])
            # The place of a title counts in its segment only: between segments titles are compared.
            of_all = tuple(key[place].item() for key in keys)
            key = (segment.texts("titles")[number],) if sort is Sort.TITLE else of_all
            rows.append((key, segment.id_of(number), float(answer.scores[place])))
    if len(answers) > 1:
        rows.sort(key=lambda row: row[:2])
    return tuple((document_id, score) for _, document_id, score in rows[:most])
