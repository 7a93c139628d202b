"""The archive as its readers meet it: search it, open a document, ask how it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import TracebackType

from indexer.language import fingerprint
from indexer.model import (
    FACETS,
    ArchiveStatus,
    Document,
    FacetCount,
    Hit,
    Note,
    Reading,
    ResultPage,
    SearchRequest,
    Snippet,
    Suggestion,
    Width,
)
from indexer.search.marking import Marker, pieces
from indexer.search.parser import Limits, Parsed, parsed
from indexer.search.passages import blocks, snippets
from indexer.search.planning import Plan, Planner
from indexer.search.query import And, Not, Or, Query
from indexer.settings import Settings
from indexer.storage.pool import SearcherPool
from indexer.storage.protocol import AnyOf, Everything, Node, Searcher

_MOST_SUGGESTIONS = 3


class Archive:
    """Answers questions about the indexed documents. One object serves all threads of a process.

    Opens the index at the first question, and turns to a new generation as soon as there is one.
    Every method raises the kinds of SearchIndexError when no generation can answer.
    """

    def __init__(self, settings: Settings) -> None:
        self._search = settings.search
        self._pool = SearcherPool(settings.index.folder, fingerprint(), settings.search.searchers)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the searchers that are idle."""
        self._pool.close()

    def search(self, request: SearchRequest) -> ResultPage:
        """One page of the documents that answer `request`, and what is known of all of them."""
        asked = self._parsed(request.query)
        with self._pool.lent() as (generation, searcher):
            plan = self._plan(asked, request, searcher)
            found = searcher.search(
                plan.node,
                request.filters,
                request.sort,
                offset=(request.page - 1) * request.page_size,
                limit=request.page_size,
                seconds=self._search.seconds,
            )
            marker = Marker(plan.marks)
            hits = tuple(self._hits(found.rows, marker, searcher))
            suggestions = () if found.total else self._suggestions(asked, request, searcher)
        notes = (*asked.notes, *plan.notes, *((Note.PARTIAL,) if found.partial else ()))
        return ResultPage(
            request=request,
            total=found.total,
            hits=hits,
            facets=tuple((name, self._counts(name, found.facets[name])) for name in FACETS),
            suggestions=suggestions,
            notes=tuple(dict.fromkeys(notes)),
            documents=generation.manifest.documents,
            generation=generation.manifest.generation,
        )

    def read(self, document_id: str, query: str = "", width: Width = Width.WORD) -> Reading | None:
        """The document laid out to be read, what answers `query` marked; None if there is none."""
        with self._pool.lent() as (generation, searcher):
            document = searcher.document(document_id)
            if document is None:
                return None
            plan = self._plan(self._parsed(query), SearchRequest(query, width), searcher)
        marker = Marker(plan.marks)
        spans = marker.spans(document.text, "text")
        return Reading(
            document=document,
            title=_marked_title(document, marker),
            blocks=tuple(blocks(document.text, spans)),
            matches=len(spans),
            generation=generation.manifest.generation,
        )

    def status(self) -> ArchiveStatus:
        """What the archive holds and whether it is whole."""
        manifest = self._pool.generation().manifest
        return ArchiveStatus(
            generation=manifest.generation,
            documents=manifest.documents,
            words=manifest.words,
            years=manifest.years,
            updated=manifest.created,
            degraded=self._pool.degraded,
        )

    def _parsed(self, query: str) -> Parsed:
        limits = self._search
        return parsed(query, Limits(limits.max_characters, limits.max_words, limits.max_depth))

    def _plan(self, asked: Parsed, request: SearchRequest, searcher: Searcher) -> Plan:
        """The plan of what was asked: everything, if nothing was; nothing, if no word was."""
        if asked.query is None:
            empty = not request.query.strip()
            return Plan(Everything(), (), ()) if empty else Plan(_NOTHING, (), (Note.SYNTAX,))
        return self._planner(searcher, request.width).plan(asked.query)

    def _planner(self, searcher: Searcher, width: Width) -> Planner:
        return Planner(searcher, width, self._search.title_boost, self._search.max_expansions)

    def _hits(
        self, rows: tuple[tuple[str, float], ...], marker: Marker, searcher: Searcher
    ) -> Iterator[Hit]:
        for document_id, score in rows:
            document = searcher.document(document_id)
            if document is None:
                continue
            spans = marker.spans(document.text, "text")
            yield Hit(
                document=document,
                score=score,
                title=_marked_title(document, marker),
                snippets=snippets(
                    document.text, spans, self._search.snippets, self._search.snippet_characters
                ),
                matches=len(spans),
            )

    def _counts(self, facet: str, counted: Mapping[str, int]) -> tuple[FacetCount, ...]:
        """The values of `facet`: every year in order, of the others the most frequent first."""
        if facet == "year":
            rows = sorted(counted.items(), key=lambda row: int(row[0]))
        else:
            rows = sorted(counted.items(), key=lambda row: (-row[1], row[0]))
            rows = rows[: self._search.facet_values]
        return tuple(FacetCount(value, count) for value, count in rows)

    def _suggestions(
        self, asked: Parsed, request: SearchRequest, searcher: Searcher
    ) -> tuple[Suggestion, ...]:
        """Queries near this one that find something: each word left out in turn, then any word."""
        if not isinstance(asked.query, And):
            return ()
        found: dict[str, int] = {}
        for query in _looser(asked.query.parts):
            node = self._planner(searcher, request.width).plan(query).node
            if total := searcher.count(node):
                found[str(query)] = total
            if len(found) == _MOST_SUGGESTIONS:
                break
        return tuple(Suggestion(query, total) for query, total in found.items())


_NOTHING: Node = AnyOf(())


def _looser(parts: tuple[Query, ...]) -> Iterator[Query]:
    """Queries that ask less than all of `parts`, but never only for what is not there."""
    for at in range(len(parts)):
        kept = parts[:at] + parts[at + 1 :]
        if not all(isinstance(part, Not) for part in kept):
            yield And(kept)
    wanted = tuple(part for part in parts if not isinstance(part, Not))
    if len(wanted) > 1:
        yield Or(wanted)


def _marked_title(document: Document, marker: Marker) -> Snippet:
    spans = marker.spans(document.title, "title")
    return pieces(document.title, 0, len(document.title), spans)
