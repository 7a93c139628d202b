"""A request → one page of its hits, what is known of all of them, and help where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from indexer.analysis import MENTION
from indexer.model import FACETS, Document, FacetCount, Hit, Note, ResultPage, SearchRequest
from indexer.model.basis import Lack
from indexer.search.mixing import Found, found_hits
from indexer.search.outcome import Rows
from indexer.search.session import Session


def result_page(session: Session, request: SearchRequest) -> ResultPage:
    """One page of the documents that answer `request`, and what is known of all of them."""
    rows = Rows.of_page(request)
    found = found_hits(session, request, rows, compared=True)
    done = found.by_words
    shown = done.shown
    manifest = session.generation.manifest
    documents = session.documents(found.rows, shown.found.documents, rows.characters)
    hits = tuple(_hits(session, found, documents))
    basis, notes = done.basis.lacking(*documents.lacks), done.notes
    if session.deadline.struck:  # within a document: not all its answers are highlighted
        basis, notes = basis.lacking(Lack.TIME), tuple(dict.fromkeys((*notes, Note.PARTIAL)))
    if shown.found.total > session.limits.max_page * request.page_size:
        basis = basis.lacking(Lack.PAGES)
    return ResultPage(
        request=request,
        total=shown.found.total,
        all_words=0 if basis.corrected else shown.all_words,
        hits=hits,
        facets=tuple((name, _counts(session, name, shown.found.facets)) for name in FACETS),
        mentioned_years=_mentioned(shown.found.facets, "year "),
        mentioned_decades=_mentioned(shown.found.facets, "decade "),
        words=done.asked.words,
        suggestions=done.suggestions,
        notes=notes,
        documents=manifest.documents,
        generation=manifest.generation,
        basis=basis,
        widths=done.widths,
        alternatives=done.alternatives,
        unreadable=documents.unreadable,
        by_meaning=found.by_meaning,
        hidden=shown.found.hidden,
    )


def _hits(session: Session, found: Found, documents: Iterable[Document]) -> Iterator[Hit]:
    """`documents` of the rows that were `found` as hits."""
    highlighter = session.highlighter(found.by_words.shown.plan)
    scores = dict(found.rows)
    for document in documents:
        passage = found.alone.get(document.id)
        place = (passage.start, passage.end) if passage else None
        hit = session.hit(document, scores[document.id], highlighter, place)
        copies = found.by_words.shown.found.copies.get(document.id)
        yield replace(hit, copies=copies) if copies else hit


def _mentioned(facets: Mapping[str, Mapping[str, int]], unit: str) -> tuple[FacetCount, ...]:
    """How many of the documents have each key that begins with `unit`; in order of its numbers."""
    rows = facets.get(MENTION, {}).items()
    counts = ((key.removeprefix(unit), count) for key, count in rows if key.startswith(unit))
    return tuple(FacetCount(number, count) for number, count in sorted(counts, key=_number))


def _number(row: tuple[str, int]) -> int:
    return int(row[0])


def _counts(
    session: Session, facet: str, facets: Mapping[str, Mapping[str, int]]
) -> tuple[FacetCount, ...]:
    """The values of `facet`: every year in order, of the others the most frequent first."""
    rows = facets[facet].items()
    if facet == "cites":
        title = session.lexicon.laws.title
        return tuple(FacetCount(value, count, title(value)) for value, count in rows)
    ordered = sorted(rows, key=_number) if facet == "year" else rows
    return tuple(FacetCount(value, count) for value, count in ordered)
