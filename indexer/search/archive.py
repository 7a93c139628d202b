"""The archive as its readers meet it: search it, open a document, ask how it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import TracebackType

from indexer.language import fingerprint, tokens
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
    WordAnalysis,
)
from indexer.search.marking import Marker, pieces
from indexer.search.parser import Limits, Parsed, parsed
from indexer.search.passages import blocks, snippets
from indexer.search.planning import Plan, Planner
from indexer.search.query import And, Or, Phrase, Query, Word
from indexer.search.suggestions import corrected_queries, looser_queries
from indexer.settings import Settings
from indexer.storage.pool import Lent, SearcherPool
from indexer.storage.protocol import AnyOf, Everything, Found, Node, Searcher

_MOST_SUGGESTIONS = 4
# A query of so many words asks for all of them only while so many documents hold them all; below
# that, those with some follow. Measured: docs/relevance.md.
_LONG = 3
_ENOUGH = 10


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
        with self._pool.lent() as lent:
            plan = self._plan(asked, request, lent)
            found = self._found(plan, request, lent)
            all_words = found.total
            widened = _widened(asked.query) if all_words < _ENOUGH else None
            if widened is not None:
                wide = self._planner(lent, request.width).plan(widened)
                # Documents with all the words count them twice, and so come before most others.
                plan = replace(wide, node=AnyOf((plan.node, wide.node)))
                found = self._found(plan, request, lent)
            marker = Marker(plan.marks)
            hits = tuple(self._hits(found.rows, marker, lent.searcher))
            near = () if all_words or asked.query is None else _near(asked.query, found, lent)
            suggestions = self._suggestions(near, request, lent)
        notes = [*asked.notes, *plan.notes]
        notes += [Note.WIDENED] if found.total > all_words else []
        notes += [Note.PARTIAL] if found.partial else []
        return ResultPage(
            request=request,
            total=found.total,
            all_words=all_words,
            hits=hits,
            facets=tuple((name, self._counts(name, found.facets[name])) for name in FACETS),
            words=plan.words,
            suggestions=suggestions,
            notes=tuple(dict.fromkeys(notes)),
            documents=lent.generation.manifest.documents,
            generation=lent.generation.manifest.generation,
        )

    def read(self, document_id: str, query: str = "", width: Width = Width.WORD) -> Reading | None:
        """The document laid out to be read, what answers `query` marked; None if there is none."""
        with self._pool.lent() as lent:
            document = lent.searcher.document(document_id)
            if document is None:
                return None
            plan = self._plan(self._parsed(query), SearchRequest(query, width), lent)
        marker = Marker(plan.marks)
        spans = marker.spans(document.text, "text")
        return Reading(
            document=document,
            title=_marked_title(document, marker),
            blocks=tuple(blocks(document.text, spans)),
            matches=len(spans),
            generation=lent.generation.manifest.generation,
        )

    def words(self, text: str) -> tuple[WordAnalysis, ...]:
        """What the words of `text` are found under in this archive, and why."""
        with self._pool.lent() as lent:
            lexicon = lent.lexicon
            return tuple(
                WordAnalysis(
                    written=text[token.start : token.end],
                    folded=token.surface,
                    occurrences=lexicon.count(token.surface),
                    family=lexicon.family(token.surface),
                    root=lexicon.known_root(token.surface),
                    steps=tuple(map(str, lexicon.steps(token.surface))),
                )
                for token in tokens(text)
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

    def _plan(self, asked: Parsed, request: SearchRequest, lent: Lent) -> Plan:
        """The plan of what was asked: everything, if nothing was; nothing, if no word was."""
        if asked.query is None:
            empty = not request.query.strip()
            return Plan(Everything()) if empty else Plan(_NOTHING, notes=(Note.SYNTAX,))
        return self._planner(lent, request.width).plan(asked.query)

    def _found(self, plan: Plan, request: SearchRequest, lent: Lent) -> Found:
        return lent.searcher.search(
            plan.node,
            request.filters,
            request.sort,
            offset=(request.page - 1) * request.page_size,
            limit=request.page_size,
            seconds=self._search.seconds,
        )

    def _planner(self, lent: Lent, width: Width) -> Planner:
        limits = self._search
        return Planner(
            lent.searcher, lent.lexicon, width, limits.title_boost, limits.max_expansions
        )

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
        self, queries: Iterable[Query], request: SearchRequest, lent: Lent
    ) -> tuple[Suggestion, ...]:
        """The first of `queries` that find something."""
        found: dict[str, int] = {}
        for query in queries:
            node = self._planner(lent, request.width).plan(query).node
            if total := lent.searcher.count(node):
                found.setdefault(str(query), total)
            if len(found) == _MOST_SUGGESTIONS:
                break
        return tuple(Suggestion(query, total) for query, total in found.items())


def _near(query: Query, found: Found, lent: Lent) -> Iterator[Query]:
    """Queries to offer instead of `query`, which no document answers in full."""
    yield from corrected_queries(query, lent.lexicon)
    if not found.total:
        yield from looser_queries(query)


def _widened(query: Query | None) -> Query | None:
    """`query` asking for any of its words, when it is a list of three or more; else None."""
    if not isinstance(query, And) or len(query.parts) < _LONG:
        return None
    words = all(isinstance(part, Word | Phrase) for part in query.parts)
    return Or(query.parts) if words else None


_NOTHING: Node = AnyOf(())


def _marked_title(document: Document, marker: Marker) -> Snippet:
    spans = marker.spans(document.title, "title")
    return pieces(document.title, 0, len(document.title), spans)
