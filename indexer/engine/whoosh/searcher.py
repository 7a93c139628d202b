"""The embedded engine: the storage protocol kept by segments of arrays in a Whoosh index."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from indexer.damage import raising_index_damaged
from indexer.engine import protocol
from indexer.engine.checksums import CHECKSUM, Checksums, content_digest
from indexer.engine.protocol import NO_FACETS, AnyOf, Node, Ranking, SearchAnswer, TallyQuery, Term
from indexer.engine.records import failures_in
from indexer.engine.scoring.bm25 import IndexStatistics
from indexer.engine.scoring.phrase import FollowingTerms
from indexer.engine.scoring.rescoring import Rescoring
from indexer.engine.scoring.scorer import DocSet, OutOfTime, Scorer
from indexer.engine.scoring.weight import weight_of
from indexer.engine.segment.checksums import checksums_in
from indexer.engine.segment.doc_values import DocValues, FacetValues
from indexer.engine.segment.invariants import segment_faults
from indexer.engine.segment.segment import Segment
from indexer.engine.segment.stored_fields import StoredDocument
from indexer.engine.segment.tallies import tally_columns
from indexer.engine.tally import Tallies
from indexer.engine.whoosh.copies import CopyGroups, GroupedHits
from indexer.engine.whoosh.hits import SegmentHits, least_of_best
from indexer.engine.whoosh.toc import read_contents
from indexer.errors import IndexDamaged
from indexer.model import Document, Filters, Sort
from indexer.model.copies import COPY_FIELDS, MOST_COPIES, Copies
from indexer.model.identifiers import whole_name

_Address = tuple[Segment, int]  # of a document: its segment and its number there


class WhooshSearcher:
    """Searches the index in `folder`. Nothing in it changes: all threads may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            entries = read_contents(folder).segments
            self._segments: list[Segment] = [entry.opened(folder) for entry in entries]
        except Exception as error:
            raise IndexDamaged(f"The index in {folder} cannot be opened: {error}") from error
        self._columns = [DocValues(segment) for segment in self._segments]
        self._statistics = IndexStatistics(self._segments)
        self._facets: dict[str, FacetValues] = {}

    def close(self) -> None:
        """Lets go of the files; what another thread still reads stays until it is done."""
        self._segments, self._columns = [], []
        self._statistics = IndexStatistics([])
        self._facets = {}

    @raising_index_damaged
    def search(
        self,
        node: Node,
        filters: Filters,
        sort: Sort,
        offset: int,
        limit: int,
        seconds: float = math.inf,
        ranking: Ranking | None = None,
        facets: Mapping[str, int | None] = NO_FACETS,
        fields: Collection[str] | None = (),
        characters: int | None = None,
        after: str | None = None,
    ) -> SearchAnswer:
        every, grouped, partial = self._hits(node, filters, time.monotonic() + seconds)
        total = sum(hits.total for hits in every)
        first = offset + int(after or 0)  # a generation never changes: a cursor is a count of rows
        rows = self._rows(every, ranking, sort, first, first + limit)
        ids = [] if fields == () else [name for name, _ in rows]
        read = self._read(ids, fields, characters)
        return SearchAnswer(
            total=total,
            rows=rows,
            facets={name: self._counted(name, every, most) for name, most in facets.items()},
            partial=partial,
            documents=tuple(document for document in read if document is not None),
            after=str(first + len(rows)) if rows and first + len(rows) < total else None,
            hidden=int(grouped.hidden.sum()) if grouped else 0,
            copies=self._row_copies(grouped, ids) if grouped else {},
        )

    @raising_index_damaged
    def counts(
        self, queries: Sequence[tuple[Node, Filters]], seconds: float = math.inf
    ) -> tuple[int | None, ...]:
        deadline = time.monotonic() + seconds
        return tuple(self._count(node, filters, deadline) for node, filters in queries)

    def _count(self, node: Node, filters: Filters, deadline: float) -> int | None:
        if isinstance(node, Term) and not filters and self._is_whole:
            if time.monotonic() > deadline:
                return None
            return self._statistics.terms(node.field, (node.text,))[0].frequency
        every, _, partial = self._hits(node, filters, deadline)
        return None if partial else sum(hits.total for hits in every)

    @property
    def _is_whole(self) -> bool:
        """Whether no document was deleted by another writer: our own leaves none of it."""
        return all(segment.whole for segment in self._segments)

    def _hits(
        self, node: Node, filters: Filters, deadline: float = math.inf
    ) -> tuple[list[SegmentHits], GroupedHits | None, bool]:
        """The hits of each segment, those of groups of copies where only the first of each is left,
        and whether time was over before all were asked."""
        weight = weight_of(node, self._statistics)
        filters = self._in_all_spellings(filters)
        every: list[SegmentHits] = []
        try:
            for at, columns in enumerate(self._columns):
                scorer = Scorer(at, columns.segment, self._statistics, deadline)
                every.append(SegmentHits(scorer, weight, columns, filters))
        except OutOfTime:
            return every, self._without_copies(every, filters), True
        return every, self._without_copies(every, filters), False

    def _without_copies(self, every: list[SegmentHits], filters: Filters) -> GroupedHits | None:
        """Leaves one of the hits of each group, if `filters` ask for that; the hits of groups."""
        if not filters.copies_hidden:
            return None
        grouped = self._copies.grouped([hits.there for hits in every])
        for at, hits in enumerate(every):
            hits.hide(grouped.numbers[grouped.hidden & (grouped.segments == at)])
        return grouped

    @cached_property
    def _copies(self) -> CopyGroups:
        return CopyGroups(self.folder, self._segments)

    def _row_copies(self, grouped: GroupedHits, ids: Sequence[str]) -> dict[str, Copies]:
        """id → the hits that this row stands for, where there are any."""
        copies: dict[str, Copies] = {}
        for at, segment in enumerate(self._segments):
            for name, number in zip(ids, segment.numbers_of(ids), strict=True):
                group = -1 if number is None else int(self._copies.of[at][number])
                if group >= 0 and (others := grouped.hidden_of(group)):
                    names = [
                        self._segments[of].document_id(one) for of, one in others[:MOST_COPIES]
                    ]
                    read = self._read(names, COPY_FIELDS, None)
                    whole = (one for one in read if isinstance(one, Document))
                    copies[name] = Copies(len(others), tuple(whole))
        return copies

    def _rows(
        self, every: list[SegmentHits], ranking: Ranking | None, sort: Sort, start: int, stop: int
    ) -> tuple[tuple[str, float], ...]:
        """The id and score of the hits from the `start`-th in order to before the `stop`-th."""
        if stop <= start:
            return ()
        self._score(every, ranking)
        rows: list[tuple[Any, str, float]] = []  # what it is ordered by; its id; its score
        for hits in every:
            best = hits.columns.best(hits.there, hits.scores, sort, stop)
            keys = hits.columns.keys(best, hits.scores, sort)
            names = map(hits.columns.segment.document_id, best.tolist())
            rows += zip(keys, names, hits.scores[best].tolist(), strict=True)
        rows.sort()
        return tuple((name, score) for _, name, score in rows[start:stop])

    def _score(self, every: list[SegmentHits], ranking: Ranking | None) -> None:
        """Works out the scores of all hits."""
        ranked = None
        if ranking is not None:
            ranked = weight_of(AnyOf(ranking.terms), self._statistics)
        for hits in every:
            hits.score(ranked)
        if ranking is not None and ranking.rescores and every:
            rescoring = Rescoring(ranking, self._statistics)
            total = sum(hits.total for hits in every)
            least = 0.0
            if total > protocol.WINDOW:
                least = least_of_best([hits.scores for hits in every], protocol.WINDOW)
            for hits in every:
                among = DocSet(hits.there & (hits.scores >= least))
                rescoring.rescore(hits.scorer, among, hits.scores)

    def _counted(self, name: str, every: list[SegmentHits], most: int | None) -> dict[str, int]:
        """How many of the hits have each value of a facet, the filter on itself left aside."""
        facet = self._facet(name)
        if not facet:
            return {}
        groups = self._copies.of if any(hits.is_reduced for hits in every) else None
        return facet.counts([(hits.scorer.at, *hits.but(name)) for hits in every], most, groups)

    def _facet(self, name: str) -> FacetValues:
        facet = self._facets.get(name)
        if facet is None:
            facet = self._facets[name] = FacetValues(name, self._segments)
        return facet

    def _in_all_spellings(self, filters: Filters) -> Filters:
        """`filters` with every spelling of their values."""
        values = (
            (name, tuple(chain.from_iterable(map(self._facet(name).spellings, wanted))))
            for name, wanted in filters.values
        )
        return replace(filters, values=tuple(values)) if filters.values else filters

    def read(
        self,
        ids: Sequence[str],
        fields: Collection[str] | None = None,
        characters: int | None = None,
    ) -> Iterator[Document | IndexDamaged | None]:
        return self._read(ids, fields, characters)

    def _read(
        self, ids: Sequence[str], fields: Collection[str] | None, characters: int | None
    ) -> Iterator[Document | IndexDamaged | None]:
        try:
            addresses = self._addresses(ids)
        except IndexDamaged:  # of some: each is then told by itself
            addresses = None
        for at, document_id in enumerate(ids):
            try:
                address = addresses[at] if addresses else self._addresses((document_id,))[0]
                yield self._document(*address, fields, characters) if address else None
            except IndexDamaged as error:
                yield error

    @raising_index_damaged
    def _addresses(self, ids: Sequence[str]) -> list[_Address | None]:
        """The segment and the number of the document stored under each of `ids`."""
        found: list[_Address | None] = [None] * len(ids)
        for segment in self._segments:
            for at, number in enumerate(segment.numbers_of(ids)):
                if number is not None:
                    found[at] = segment, number
        return found

    @raising_index_damaged
    def _document(
        self,
        segment: Segment,
        number: int,
        fields: Collection[str] | None,
        characters: int | None,
    ) -> Document:
        document = segment.document(number, fields, characters)
        if fields is None or "kept_since" in fields:
            since = self._kept_since.get(segment.document_id(number)) if self._kept_since else None
            return replace(document, kept_since=since) if since else document
        return document

    @cached_property
    def _kept_since(self) -> Mapping[str, str]:
        return failures_in(self.folder).kept_since

    @raising_index_damaged
    def text(self, document_id: str) -> Iterator[str] | None:
        (address,) = self._addresses((document_id,))
        if address is None:
            return None
        segment, number = address
        return self._pieces(StoredDocument(segment.stored(number)))

    @raising_index_damaged
    def _pieces(self, stored: StoredDocument) -> Iterator[str]:
        yield from stored.text()

    @raising_index_damaged
    def named(self, beginning: str) -> tuple[str, ...]:
        found = (
            segment.document_id(number)
            for segment in self._segments
            for number in segment.with_name_prefix(beginning)
        )
        return tuple(sorted(found, key=whole_name))

    @raising_index_damaged
    def scan(self, fields: Collection[str] | None = None) -> Iterator[Document]:
        for segment in self._segments:
            for number in segment.numbers.tolist():
                yield segment.document(number, fields)

    @raising_index_damaged
    def faults(self) -> Iterator[str]:
        for entry in read_contents(self.folder).segments:
            yield from segment_faults(self.folder, entry.segment_id(), entry.count)

    @raising_index_damaged
    def checksums(self) -> tuple[list[str], Checksums]:
        """The ids and the checksums of all documents, in the order of `scan`.

        The text of these checksums is a digest of all that is stored of the document.
        """
        ids: list[str] = []
        checksums = [np.zeros(0, CHECKSUM)]
        for segment in self._segments:
            checksums.append(checksums_in(segment))
            for at, number in enumerate(segment.numbers.tolist()):
                ids.append(segment.document_id(number))
                checksums[-1]["text"][at] = content_digest(segment.stored(number))
        return ids, np.concatenate(checksums)

    @raising_index_damaged
    def values(self, facet: str) -> tuple[tuple[str, ...], ...]:
        return self._facet(facet).values

    @raising_index_damaged
    def frequencies(self, field: str, texts: Sequence[str]) -> Mapping[str, int]:
        frequencies = self._statistics.looked_up(field, texts)[1].tolist()
        return dict(zip(texts, frequencies, strict=True))

    @raising_index_damaged
    def tallies(
        self, queries: Sequence[TallyQuery], facets: Collection[str], seconds: float = math.inf
    ) -> tuple[tuple[Tallies, ...], bool]:
        deadline = time.monotonic() + seconds
        found, partial = [], False
        for node, filters, field, texts in queries:
            every, _, late = self._hits(node, filters, deadline)
            columns = [
                (hits.scorer.at, tally_columns(hits.scorer.segment, hits.there, field, texts))
                for hits in every
            ]
            found.append({name: self._facet(name).tallies(columns) for name in facets})
            partial = partial or late
        return tuple(found), partial

    @raising_index_damaged
    def following(
        self, field: str, clauses: Sequence[Sequence[str]], texts: Sequence[str]
    ) -> Mapping[str, int]:
        after = FollowingTerms(field, clauses, texts, self._statistics)
        totals = np.zeros(len(texts), np.int64)
        for at, segment in enumerate(self._segments):
            totals += after.counts(Scorer(at, segment, self._statistics, math.inf))
        return {text: total for text, total in zip(texts, totals.tolist(), strict=True) if total}
