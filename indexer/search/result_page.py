"""A request → one page of its hits, what is known of all of them, and help where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from indexer.model import FACETS, Document, FacetCount, Hit, Note, ResultPage, SearchRequest
from indexer.model.basis import Lack
from indexer.search.executor import Outcome, Rows, carried_out
from indexer.search.session import Session


def result_page(session: Session, request: SearchRequest) -> ResultPage:
    """One page of the documents that answer `request`, and what is known of all of them."""
    rows = Rows.of_page(request)
    done = carried_out(session, request, rows, compared=True)
    shown = done.shown
    manifest = session.generation.manifest
    documents = session.read_with(shown.found, rows.characters)
    hits = tuple(_hits(session, shown, documents))
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
        facets=tuple((name, _counts(name, shown.found.facets)) for name in FACETS),
        words=done.asked.words,
        suggestions=done.suggestions,
        notes=notes,
        documents=manifest.documents,
        generation=manifest.generation,
        basis=basis,
        widths=done.widths,
        alternatives=done.alternatives,
        unreadable=documents.unreadable,
    )


def _hits(session: Session, outcome: Outcome, documents: Iterable[Document]) -> Iterator[Hit]:
    """`documents` of `outcome` as its hits."""
    highlighter = session.highlighter(outcome.plan)
    scores = dict(outcome.found.rows)
    for document in documents:
        yield session.hit(document, scores[document.id], highlighter)


def _counts(facet: str, facets: Mapping[str, Mapping[str, int]]) -> tuple[FacetCount, ...]:
    """The values of `facet`: every year in order, of the others the most frequent first."""
    rows = facets[facet].items()
    ordered = sorted(rows, key=lambda row: int(row[0])) if facet == "year" else rows
    return tuple(FacetCount(value, count) for value, count in ordered)
