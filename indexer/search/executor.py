"""A request → one page of its hits, what is known of all of them, and help where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from indexer.engine.protocol import Node, SearchAnswer
from indexer.model import (
    FACETS,
    Alternative,
    AlternativeKind,
    Document,
    FacetCount,
    Filters,
    Hit,
    Note,
    ResultPage,
    SearchRequest,
    Width,
    WordForms,
)
from indexer.model.basis import Basis, Interpretation, Lack, Suggestion
from indexer.query.ast import And, Query, leaves_out
from indexer.query.corrections import corrected_queries, looser_queries, unbound
from indexer.query.parser import Otherwise
from indexer.query.planner import EVERYTHING, NOTHING, Plan
from indexer.query.ranking import ranking
from indexer.search.session import Session
from indexer.search.widening import ENOUGH, any_word_of, widened

_MOST_SUGGESTIONS = 4
_LACKS = {Note.PARTIAL: Lack.TIME, Note.EXPANSION_CAPPED: Lack.WORDS}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a query finds: `all_words` of the documents found hold all that was asked.

    `asked` is the query that finds them: `query` itself, or any of its words. `partial` when time
    ran out.
    """

    query: Query | None
    asked: Query | None
    plan: Plan
    found: SearchAnswer
    all_words: int
    words: tuple[WordForms, ...]
    partial: bool

    @property
    def found_nothing(self) -> bool:
        """Whether there is nothing to find, which is not known when time ran out."""
        return not self.found.total and not self.partial

    @property
    def is_widened(self) -> bool:
        """Whether documents that hold only some of the words are among those found."""
        return self.found.total > self.all_words

    @property
    def notes(self) -> tuple[Note, ...]:
        """What readers should know of how it was carried out."""
        widened = (Note.WIDENED,) if self.is_widened else ()
        return (*self.plan.notes, *widened, *((Note.PARTIAL,) if self.partial else ()))


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A request that was carried out: what is found by the query `asked`, and what is `shown`.

    They are one, but where the query finds nothing and its likeliest correction does. Every answer
    takes its `basis` from here.
    """

    asked: Outcome
    shown: Outcome
    notes: tuple[Note, ...]
    basis: Basis


def carried_out(session: Session, request: SearchRequest) -> CarriedOut:
    """What `request` finds: as it was asked, widened, or else corrected."""
    read = session.parsed(request.query)
    asked = shown = _outcome(session, request, read.query)
    corrected = None
    if asked.query is not None and asked.found_nothing:
        corrected, meant = _corrected(session, request, asked.query)
        if corrected:
            shown = _outcome(session, request, meant)
    notes = tuple(dict.fromkeys((*read.notes, *asked.notes, *shown.notes)))
    basis = Basis(
        query="" if shown.asked is None else str(shown.asked),
        readings=tuple(map(_told, read.readings)),
        corrected=corrected,
        widened=shown.is_widened,
        unmarked=shown.plan.unmarked,
        lacks=tuple(lack for note, lack in _LACKS.items() if note in notes),
    )
    return CarriedOut(asked, shown, notes, basis)


def _told(reading: Otherwise) -> Interpretation:
    query = None if reading.query is None else str(reading.query)
    return Interpretation(reading.kind, reading.text, query)


def answer(session: Session, request: SearchRequest) -> ResultPage:
    """One page of the documents that answer `request`, and what is known of all of them."""
    done = carried_out(session, request)
    asked, shown = done.asked, done.shown
    suggestions: tuple[Suggestion, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    if asked.query is not None and not asked.all_words and not asked.partial:
        suggestions = _suggestions(session, request, asked.query, looser=asked.found_nothing)
        if asked.found_nothing:
            alternatives = tuple(_alternatives(session, request, asked.query))
    manifest = session.generation.manifest
    documents = session.beginnings(shown.found.ids)
    hits = tuple(_hits(session, shown, documents))
    basis, notes = done.basis.lacking(*documents.lacks), done.notes
    if session.deadline.struck:  # within a document: not all its places are marked
        basis, notes = basis.lacking(Lack.TIME), tuple(dict.fromkeys((*notes, Note.PARTIAL)))
    if shown.found.total > session.limits.max_page * request.page_size:
        basis = basis.lacking(Lack.PAGES)
    return ResultPage(
        request=request,
        total=shown.found.total,
        all_words=0 if basis.corrected else shown.all_words,
        hits=hits,
        facets=tuple((name, _counts(name, shown.found.facets)) for name in FACETS),
        words=asked.words,
        suggestions=suggestions,
        notes=notes,
        documents=manifest.documents,
        generation=manifest.generation,
        basis=basis,
        widths=widths(session, request, shown),
        alternatives=alternatives,
        unreadable=documents.unreadable,
    )


def _outcome(session: Session, request: SearchRequest, query: Query | None) -> Outcome:
    """What `query` finds, its words taken as `request` takes them."""
    if query is None:
        empty = not request.query.strip()
        plan = EVERYTHING if empty else NOTHING
        found = _found(session, request, plan)
        return Outcome(None, None, plan, found, found.total, (), found.partial)
    planner = session.planner(request)
    order = ranking(query, session.guesses, session.limits.title_boost)
    plan = replace(planner.plan(query, request.width), ranking=order)
    any_word = any_word_of(query)
    if any_word is not None:
        all_words = _counted(session, request, plan.node)
        if all_words is not None and all_words < ENOUGH:
            wide = widened(session, request, query, plan.node, any_word)
            plan = replace(wide.plan, ranking=order)
            found = _found(session, request, plan)
            asked = wide.query if found.total > all_words else query
            return Outcome(query, asked, plan, found, all_words, wide.words, found.partial)
    found = _found(session, request, plan)
    return Outcome(query, query, plan, found, found.total, planner.words(), found.partial)


def _found(session: Session, request: SearchRequest, plan: Plan) -> SearchAnswer:
    """The page of `request`, and the counts of all facets."""
    return session.searcher.search(
        plan.node,
        request.filters,
        request.sort,
        offset=(request.page - 1) * request.page_size,
        limit=request.page_size,
        seconds=session.limits.seconds,
        ranking=plan.ranking,
        facets=dict.fromkeys(FACETS, session.limits.facet_values) | {"year": None},
    )


def _counted(session: Session, request: SearchRequest, node: Node) -> int | None:
    """How many documents answer `node`; None when time runs out first."""
    (count,) = session.searcher.counts(((node, request.filters),), session.limits.seconds)
    return count


def _total(session: Session, request: SearchRequest, query: Query) -> int:
    """How many documents `query` finds, as `_outcome` has it; 0 when time runs out first."""
    node = session.planner(request).plan(query, request.width).node
    total = _counted(session, request, node)
    any_word = any_word_of(query) if total is not None and total < ENOUGH else None
    if any_word is not None:
        node = widened(session, request, query, node, any_word).plan.node
        total = _counted(session, request, node)
    return total or 0


def widths(
    session: Session, request: SearchRequest, outcome: Outcome
) -> tuple[tuple[Width, int], ...]:
    """How many documents hold all that `outcome` asks for, at each width: never fewer at a wider.

    That of the request alone, where a wider width may find fewer: with words that are left out or
    forms switched off, with more words like a wildcard than are searched, or when time runs out.
    """
    query = outcome.query
    if query is None or outcome.partial:
        return ()
    counts = {request.width: outcome.all_words}
    capped = Note.EXPANSION_CAPPED in outcome.plan.notes
    if not (capped or request.without or leaves_out(query)):
        for width in Width:
            if width is request.width:
                continue
            plan = session.planner(request).plan(query, width)
            total = _counted(session, request, plan.node)
            if total is None or Note.EXPANSION_CAPPED in plan.notes:
                return ((request.width, outcome.all_words),)
            counts[width] = total
    return tuple((width, counts[width]) for width in Width if width in counts)


def _hits(session: Session, outcome: Outcome, documents: Iterable[Document]) -> Iterator[Hit]:
    """`documents` of `outcome` as its hits."""
    marker = session.marker(outcome.plan)
    scores = dict(outcome.found.rows)
    for document in documents:
        yield session.hit(document, scores[document.id], marker)


def _counts(facet: str, facets: Mapping[str, Mapping[str, int]]) -> tuple[FacetCount, ...]:
    """The values of `facet`: every year in order, of the others the most frequent first."""
    rows = facets[facet].items()
    ordered = sorted(rows, key=lambda row: int(row[0])) if facet == "year" else rows
    return tuple(FacetCount(value, count) for value, count in ordered)


# Help


def _suggestions(
    session: Session, request: SearchRequest, query: Query, *, looser: bool
) -> tuple[Suggestion, ...]:
    """Queries that find something in the whole archive: `query` corrected, then less of it."""
    whole = replace(request, filters=Filters())
    near = corrected_queries(query, session.guesses)
    if looser:
        loose = unbound(query)
        near = chain(
            near,
            corrected_queries(loose, session.guesses),
            looser_queries(query if isinstance(query, And) else loose),
        )
    found: dict[str, int] = {}
    for other in near:
        if (text := str(other)) not in found and (total := _total(session, whole, other)):
            found[text] = total
        if len(found) == _MOST_SUGGESTIONS:
            break
    return tuple(Suggestion(text, total) for text, total in found.items())


def _corrected(
    session: Session, request: SearchRequest, query: Query
) -> tuple[Suggestion | None, Query]:
    """The likeliest correction of `query` that finds something; else none, and `query` itself."""
    for meant in corrected_queries(query, session.guesses):
        if total := _total(session, request, meant):
            return Suggestion(str(meant), total), meant
    return None, query


def _alternatives(session: Session, request: SearchRequest, query: Query) -> Iterator[Alternative]:
    """Requests like `request`, which finds nothing, that find something."""
    first = replace(request, page=1)
    loose = unbound(query)
    others = [(AlternativeKind.WIDTH, replace(first, width=width), query) for width in Width]
    others.append((AlternativeKind.FORMS, replace(first, without=()), query))
    others.append((AlternativeKind.WORDS, replace(first, query=str(loose)), loose))
    others.append((AlternativeKind.FILTERS, replace(first, filters=Filters()), query))
    for way, other, asked in others:
        if other != first and (total := _total(session, other, asked)):
            yield Alternative(way, other, total)
