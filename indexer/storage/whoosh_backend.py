"""The embedded engine: the storage protocol kept by Whoosh 2.7.4. The only module that knows it."""

from __future__ import annotations

import heapq
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from whoosh import query as whoosh_query
from whoosh.analysis import IDTokenizer
from whoosh.collectors import Collector
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, KEYWORD, STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.matching import AndNotMatcher
from whoosh.query import spans
from whoosh.scoring import BM25F

from indexer.errors import IndexDamaged
from indexer.language import FIELDS, field_of
from indexer.model import FACETS, ArchiveDate, Document, Filters, Sort, Width
from indexer.storage.protocol import (
    AllOf,
    AnyOf,
    Everything,
    Found,
    Node,
    Sequence,
    Term,
    Without,
)
from indexer.storage.unpickling import guard_whoosh

guard_whoosh()

_UNFILTERED = Filters()
_NO_DATE = 0  # as a day number; real days are YYYYMMDD
_CLOCK_EVERY = 256  # hits between two looks at the clock


def _schema() -> Any:
    """Whoosh's schema: terms arrive analysed, so no field has an analyser of its own."""
    whole = IDTokenizer()
    return Schema(
        id=ID(unique=True),
        document=STORED(),
        card=COLUMN(VarBytesColumn()),
        **{name: TEXT(analyzer=whole) for name in FIELDS},
        **{name: KEYWORD(analyzer=whole) if name == "topic" else ID() for name in FACETS},
    )


@dataclass(frozen=True, slots=True)
class _Card:
    """What filters, facets and orders need of one document, kept in a column of its own."""

    id: str
    title_key: str
    first_day: int
    last_day: int
    words: int
    values: tuple[tuple[str, ...], ...]  # of each of FACETS

    def packed(self) -> bytes:
        row = (self.id, self.title_key, self.first_day, self.last_day, self.words, self.values)
        return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def unpacked(cls, column: bytes) -> _Card:
        name, title_key, first_day, last_day, words, values = json.loads(column)
        return cls(name, title_key, first_day, last_day, words, tuple(map(tuple, values)))


def facet_values(document: Document) -> tuple[tuple[str, ...], ...]:
    """The values `document` has for each of FACETS."""
    year = str(document.date.year) if document.date else None
    single = {
        "kind": document.kind,
        "place": document.place,
        "author": document.author,
        "publisher": document.publisher,
        "language": document.language,
        "year": year,
    }
    return tuple(
        document.topics if name == "topic" else tuple(filter(None, (single[name],)))
        for name in FACETS
    )


class WhooshWriter:
    """Writes an index into `folder`: a new one, or changes to the one that is there."""

    def __init__(self, folder: Path, memory_megabytes: int, existing: bool) -> None:
        self._folder = folder
        storage = FileStorage(str(folder))
        index = FileIndex(storage) if existing else FileIndex.create(storage, _schema())
        self._writer = index.writer(limitmb=memory_megabytes)

    def add(self, document: Document, terms: Mapping[str, list[str]], title_key: str) -> None:
        values = facet_values(document)
        date = document.date
        card = _Card(
            document.id,
            title_key,
            date.first_day if date else _NO_DATE,
            date.last_day if date else _NO_DATE,
            len(terms[field_of("text", Width.EXACT)]),
            values,
        )
        self._writer.add_document(
            id=[document.id],
            document=_stored(document),
            card=card.packed(),
            **terms,
            **{name: list(given) for name, given in zip(FACETS, values, strict=True) if given},
        )

    def delete(self, document_id: str) -> None:
        self._writer.delete_by_term("id", document_id)

    def commit(self) -> None:
        self._writer.commit()
        for lock in self._folder.glob("*_WRITELOCK"):
            lock.unlink()

    def cancel(self) -> None:
        self._writer.cancel()


def _stored(document: Document) -> dict[str, Any]:
    """`document` as the plain values that are stored: the fields that say something."""
    row = {entry.name: getattr(document, entry.name) for entry in fields(Document)}
    if document.date is not None:
        row["date"] = str(document.date)
    return {name: value for name, value in row.items() if value not in (None, ())}


def _document(row: dict[str, Any]) -> Document:
    """The document that was stored as `row`."""
    date = row.get("date")
    return Document(**{**row, "date": ArchiveDate.parse(date) if date else None})


class WhooshSearcher:
    """Searches the index in `folder`, for one thread at a time: readers share file positions."""

    def __init__(self, folder: Path) -> None:
        try:
            self._index = FileIndex(FileStorage(str(folder), readonly=True))
            self._searcher = self._index.searcher(weighting=BM25F(B=0.75, K1=1.2))
        except Exception as error:
            raise IndexDamaged(f"The index in {folder} cannot be opened: {error}") from error
        self._reader = self._searcher.reader()

    def close(self) -> None:
        self._searcher.close()

    def search(
        self, node: Node, filters: Filters, sort: Sort, offset: int, limit: int, seconds: float
    ) -> Found:
        gathered = _Gathering(self._cards, _Sieve(filters), time.monotonic() + seconds)
        self._searcher.search_with_collector(_whoosh_query(node), gathered)
        rows = heapq.nsmallest(offset + limit, gathered.rows, key=_ORDERS[sort])[offset:]
        return Found(
            total=len(gathered.rows),
            rows=tuple((card.id, score) for score, card in rows),
            facets={name: dict(count) for name, count in gathered.counts.items()},
            partial=gathered.partial,
        )

    def count(self, node: Node, filters: Filters = _UNFILTERED) -> int:
        if filters:
            return self.search(node, filters, Sort.TITLE, 0, 1, 60).total
        query = _whoosh_query(node)
        # One segment at a time, as a search goes: matchers over several fail on some queries.
        parts = (part for part, _ in self._searcher.leaf_searchers())
        return sum(1 for part in parts for _ in query.docs(part))

    def ids(self, node: Node, filters: Filters, sort: Sort, limit: int) -> tuple[str, ...]:
        return tuple(i for i, _ in self.search(node, filters, sort, 0, limit, 60).rows)

    def occurrences(self, field: str, texts: tuple[str, ...]) -> Mapping[int, int]:
        years: Counter[int] = Counter()
        for text in texts:
            for part, offset in self._searcher.leaf_searchers():
                for number in whoosh_query.Term(field, text).docs(part):
                    card = self._cards[offset + number]
                    if card.first_day:
                        m = part.reader().postings(field, text)
                        m.skip_to(number)
                        years[card.first_day // 10000] += int(m.weight())
        return years

    def document(self, document_id: str) -> Document | None:
        row = self._searcher.document(id=document_id)
        return None if row is None else _document(row["document"])

    def documents(self) -> Iterator[Document]:
        return (_document(row["document"]) for row in self._reader.all_stored_fields())

    def words(self) -> int:
        return sum(self._cards[number].words for number in self._reader.all_doc_ids())

    def terms(self, field: str, prefix: str = "") -> Iterator[str]:
        reader = self._reader
        found = reader.expand_prefix(field, prefix) if prefix else reader.lexicon(field)
        return (term.decode("utf-8") for term in found)

    def frequency(self, field: str, text: str) -> int:
        return int(self._reader.doc_frequency(field, text))

    @cached_property
    def _cards(self) -> _Cards:
        return _Cards(self._reader)


class _Cards:
    """The card of each document by its number, unpacked once."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._unpacked: dict[int, _Card] = {}

    @cached_property
    def _column(self) -> Any:  # an index without documents has none
        return self._reader.column_reader("card")

    def __getitem__(self, number: int) -> _Card:
        card = self._unpacked.get(number)
        if card is None:
            card = self._unpacked[number] = _Card.unpacked(self._column[number])
        return card


class _Sieve:
    """Which filters a document fails, so that each facet can be counted without its own."""

    def __init__(self, filters: Filters) -> None:
        self._wanted = tuple(
            (number, name, frozenset(filters.of(name)))
            for number, name in enumerate(FACETS)
            if filters.of(name)
        )
        self._since = filters.since.first_day if filters.since else None
        self._until = filters.until.last_day if filters.until else None

    def failed(self, card: _Card) -> frozenset[str]:
        """The names of the facets whose filter `card` does not pass."""
        failed = {name for at, name, wanted in self._wanted if wanted.isdisjoint(card.values[at])}
        if (self._since or self._until) and (
            card.first_day == _NO_DATE
            or (self._since is not None and card.last_day < self._since)
            or (self._until is not None and card.first_day > self._until)
        ):
            failed.add("year")
        return frozenset(failed)


class _Gathering(Collector):  # type: ignore[misc]  # whoosh is untyped
    """Collects every hit with its score and card, and counts facets on the way."""

    def __init__(self, cards: _Cards, sieve: _Sieve, deadline: float) -> None:
        self.rows: list[tuple[float, _Card]] = []
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        self.partial = False
        self._cards = cards
        self._sieve = sieve
        self._deadline = deadline

    def collect_matches(self) -> None:
        matcher, offset = self.matcher, self.offset
        seen = 0
        while matcher.is_active() and not self.partial:
            card = self._cards[offset + matcher.id()]
            failed = self._sieve.failed(card)
            if not failed:
                self.rows.append((matcher.score(), card))
            if len(failed) <= 1:
                self._count(card, failed)
            seen += 1
            if seen % _CLOCK_EVERY == 0:
                self.partial = time.monotonic() > self._deadline
            matcher.next()

    def _count(self, card: _Card, failed: frozenset[str]) -> None:
        for name, values in zip(FACETS, card.values, strict=True):
            if not failed or name in failed:
                self.counts[name].update(values)

    def collect(self, sub_docnum: int) -> None:
        raise NotImplementedError  # collect_matches does all

    sort_key = collect

    def results(self) -> None:
        """Nothing: the caller reads `rows` and `counts`."""


# Each order as the key that comes first; ties are settled by id, so that an answer can be repeated.
_ORDERS: dict[Sort, Callable[[tuple[float, _Card]], tuple[Any, ...]]] = {
    Sort.RELEVANCE: lambda row: (-row[0], row[1].id),
    Sort.NEWEST: lambda row: (-row[1].last_day, -row[0], row[1].id),
    Sort.OLDEST: lambda row: (row[1].first_day or 99_999_999, -row[0], row[1].id),
    Sort.TITLE: lambda row: (row[1].title_key, row[1].id),
}


def _whoosh_query(node: Node) -> Any:
    """`node` in Whoosh's own query types."""
    match node:
        case Term(field, text, boost):
            return whoosh_query.Term(field, text, boost=boost)
        case Sequence(field, slots, gap, ordered, boost):
            parts = [_one_of(field, slot, boost) for slot in slots]
            return _Near(parts, slop=gap, ordered=ordered, mindist=1)
        case AllOf(parts):
            return whoosh_query.And([_whoosh_query(part) for part in parts])
        case AnyOf(parts):
            return whoosh_query.Or([_whoosh_query(part) for part in parts])
        case Without(kept, left_out):
            return _Without(_whoosh_query(kept), _whoosh_query(left_out))
        case Everything():
            return whoosh_query.Every()


class _Without(whoosh_query.AndNot):  # type: ignore[misc]  # whoosh is untyped
    """Whoosh's own, but for its matcher."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        left_out = self.b.matcher(searcher, searcher.boolean_context())
        return _WithoutMatcher(self.a.matcher(searcher, context), left_out)


class _WithoutMatcher(AndNotMatcher):  # type: ignore[misc]  # whoosh is untyped
    """Whoosh's own, but that the first document is looked for like the others.

    2.7.4 (matching/binary.py, `_find_first`) keeps it whenever the part left out begins earlier.
    """

    def _find_first(self) -> None:
        if self.a.is_active():
            self._find_next()


class _Near(spans.SpanNear2):  # type: ignore[misc]  # whoosh is untyped
    """Whoosh's own, but for a name it does not define (2.7.4, spans.py, `_and_query`)."""

    def _and_query(self) -> Any:
        return whoosh_query.And(self.qs)


def _one_of(field: str, texts: tuple[str, ...], boost: float) -> Any:
    terms = [whoosh_query.Term(field, text, boost=boost) for text in texts]
    return terms[0] if len(terms) == 1 else whoosh_query.Or(terms)
