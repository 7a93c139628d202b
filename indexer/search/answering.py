"""A request → one page of its hits, what is known of all of them, and help where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from math import inf

from indexer.language import field_of
from indexer.model import (
    FACETS,
    Alternative,
    FacetCount,
    Filters,
    Hit,
    Note,
    ResultPage,
    SearchRequest,
    Suggestion,
    Way,
    Width,
    WordForms,
)
from indexer.search.planning import EVERYTHING, NOTHING, Plan, Planner
from indexer.search.query import And, Not, Or, Phrase, Query, Word
from indexer.search.ranking import ranking
from indexer.search.session import Session
from indexer.search.suggestions import corrected_queries, looser_queries, unbound
from indexer.storage.protocol import AnyOf, Found, Node

_MOST_SUGGESTIONS = 4
# A query of so many words asks for all of them only while so many documents hold them all; below
# that, those with some are found too. Measured: docs/relevance.md. A word that more than half of
# the documents hold (ما، على) would find the whole archive, and finds none then.
_LONG = 3
_ENOUGH = 30
_COMMON = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a query finds: `all_words` of the documents found hold all that was asked."""

    query: Query | None
    plan: Plan
    found: Found
    all_words: int
    words: tuple[WordForms, ...]

    @property
    def found_nothing(self) -> bool:
        """Whether there is nothing to find, which is not known when time ran out."""
        return not self.found.total and not self.found.partial

    @property
    def notes(self) -> tuple[Note, ...]:
        """What readers should know of how it was carried out."""
        widened = (Note.WIDENED,) if self.found.total > self.all_words else ()
        return (*self.plan.notes, *widened, *((Note.PARTIAL,) if self.found.partial else ()))


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A request that was carried out: what is found by the query `asked`, and what is `shown`.

    They are one, but where the query finds nothing and its likeliest correction does.
    """

    asked: Outcome
    shown: Outcome
    corrected: Suggestion | None
    notes: tuple[Note, ...]


def carried_out(session: Session, request: SearchRequest) -> CarriedOut:
    """What `request` finds: as it was asked, widened, or else corrected."""
    read = session.parsed(request.query)
    asked = shown = _outcome(session, request, read.query)
    corrected = None
    if asked.query is not None and asked.found_nothing:
        corrected, meant = _corrected(session, request, asked.query)
        if corrected:
            shown = _outcome(session, request, meant)
    notes = dict.fromkeys((*read.notes, *asked.notes, *shown.notes))
    return CarriedOut(asked, shown, corrected, tuple(notes))


def answer(session: Session, request: SearchRequest) -> ResultPage:
    """One page of the documents that answer `request`, and what is known of all of them."""
    done = carried_out(session, request)
    asked, shown = done.asked, done.shown
    suggestions: tuple[Suggestion, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    if asked.query is not None and not asked.all_words and not asked.found.partial:
        suggestions = _suggestions(session, request, asked.query, looser=asked.found_nothing)
        if asked.found_nothing:
            alternatives = tuple(_alternatives(session, request, asked.query))
    manifest = session.generation.manifest
    return ResultPage(
        request=request,
        total=shown.found.total,
        all_words=0 if done.corrected else shown.all_words,
        hits=tuple(_hits(session, shown)),
        facets=tuple((name, _counts(session, name, shown.found.facets)) for name in FACETS),
        words=asked.words,
        suggestions=suggestions,
        notes=done.notes,
        documents=manifest.documents,
        generation=manifest.generation,
        widths=_widths(session, request, shown),
        corrected=done.corrected,
        alternatives=alternatives,
    )


def every_hit(session: Session, request: SearchRequest) -> Iterator[Hit]:
    """The hits of all pages of `request`: found at once, but read one by one."""
    shown = carried_out(session, replace(request, page=1)).shown
    found = session.searcher.search(
        shown.plan.node,
        request.filters,
        request.sort,
        offset=0,
        limit=max(1, shown.found.total),
        seconds=inf,
        ranking=shown.plan.ranking,
    )
    return _hits(session, replace(shown, found=found))


def _outcome(session: Session, request: SearchRequest, query: Query | None) -> Outcome:
    """What `query` finds, its words taken as `request` takes them."""
    if query is None:
        empty = not request.query.strip()
        plan = EVERYTHING if empty else Plan(NOTHING.node, notes=(Note.SYNTAX,))
        found = _found(session, request, plan)
        return Outcome(None, plan, found, found.total, ())
    planner = session.planner(request)
    order = ranking(query, session.guesses, session.limits.title_boost)
    plan = replace(planner.plan(query, request.width), ranking=order)
    any_word = _widened(query)
    if any_word is None:
        found = _found(session, request, plan)
        return Outcome(query, plan, found, found.total, planner.words())
    all_words = session.searcher.count(plan.node, request.filters, session.limits.seconds)
    if all_words >= _ENOUGH:
        return Outcome(query, plan, _found(session, request, plan), all_words, planner.words())
    planner, wide = _wide(session, request, plan.node, any_word)
    plan = replace(wide, ranking=order)
    return Outcome(query, plan, _found(session, request, plan), all_words, planner.words())


def _found(session: Session, request: SearchRequest, plan: Plan) -> Found:
    """The page of `request`, and the counts of all facets."""
    return session.searcher.search(
        plan.node,
        request.filters,
        request.sort,
        offset=(request.page - 1) * request.page_size,
        limit=request.page_size,
        seconds=session.limits.seconds,
        ranking=plan.ranking,
        facets=FACETS,
    )


def _widened(query: Query) -> Query | None:
    """`query` asking for any of its words, when it asks for three or more; else None.

    It finds all that `query` finds. What that leaves out stays left out, and a query that asks for
    more than words and phrases is meant.
    """
    parts = query.parts if isinstance(query, And) else (query,)
    left_out = tuple(part for part in parts if isinstance(part, Not))
    words = [_words(part) for part in parts if part not in left_out]
    found = tuple(dict.fromkeys(word for part in words if part for word in part))
    if len(found) < _LONG or None in words:
        return None
    return And((Or(found), *left_out)) if left_out else Or(found)


def _words(part: Query) -> tuple[Query, ...] | None:
    """The words and phrases that `part` consists of; None when there is something else in it."""
    match part:
        case Word() | Phrase():
            return (part,)
        case And(parts) | Or(parts):
            found = [_words(inner) for inner in parts]
            return None if None in found else tuple(word for of in found if of for word in of)
        case _:
            return None


def _wide(
    session: Session, request: SearchRequest, every_word: Node, any_word: Query
) -> tuple[Planner, Plan]:
    """The plan of `any_word`, in which a common word counts only where `every_word` is answered.

    With it what planned it, which tells the words.
    """
    planner = session.planner(request, guessing=True)
    wide = planner.plan(any_word, request.width)
    rare = _rare(session, any_word)
    if rare != any_word:
        node = session.planner(request, guessing=True).plan(rare, request.width).node
        wide = replace(wide, node=AnyOf((every_word, node)))
    return planner, wide


def _rare(session: Session, any_word: Query) -> Query:
    """`any_word` without the words that are common, unless all are."""
    match any_word:
        case And((words, *left_out)):
            return And((_rare(session, words), *left_out))
        case Or(words):
            rare = tuple(word for word in words if not _is_common(session, word))
            return Or(rare) if rare else any_word
        case _:
            return any_word


def _is_common(session: Session, word: Query) -> bool:
    """Whether so many documents hold `word`, in some form, that it tells nothing.

    At whatever width is asked: a wider one finds no less.
    """
    if not isinstance(word, Word):
        return False
    family = session.lexicon.family(word.surface)
    held = session.searcher.frequency(field_of("text", Width.WORD), family)
    return held > max(_ENOUGH, session.generation.manifest.documents * _COMMON)


def _total(session: Session, request: SearchRequest, query: Query) -> int:
    """How many documents `query` finds, as `_outcome` has it."""
    count, filters = session.searcher.count, request.filters
    node = session.planner(request).plan(query, request.width).node
    total = count(node, filters)
    any_word = _widened(query) if total < _ENOUGH else None
    if any_word is None:
        return total
    _, wide = _wide(session, request, node, any_word)
    return count(wide.node, filters)


def _widths(
    session: Session, request: SearchRequest, outcome: Outcome
) -> tuple[tuple[Width, int], ...]:
    """How many documents the query of `outcome` finds at each width."""
    query = outcome.query
    if query is None:
        return ()
    return tuple(
        (width, outcome.found.total)
        if width is request.width
        else (width, _total(session, replace(request, width=width), query))
        for width in Width
    )


def _hits(session: Session, outcome: Outcome) -> Iterator[Hit]:
    marker = session.marker(outcome.plan)
    for document_id, score in outcome.found.rows:
        document = session.searcher.document(document_id)
        if document is not None:
            yield session.hit(document, score, marker)


def _counts(
    session: Session, facet: str, facets: Mapping[str, Mapping[str, int]]
) -> tuple[FacetCount, ...]:
    """The values of `facet`: every year in order, of the others the most frequent first."""
    counted = facets[facet]
    if facet == "year":
        rows = sorted(counted.items(), key=lambda row: int(row[0]))
    else:
        most = session.limits.facet_values
        least = sorted(counted.values())[-most:][0] if counted else 0
        frequent = (row for row in counted.items() if row[1] >= least)
        rows = sorted(frequent, key=lambda row: (-row[1], row[0]))[:most]
    return tuple(FacetCount(value, count) for value, count in rows)


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
    others = [(Way.WIDTH, replace(first, width=width), query) for width in Width]
    others.append((Way.FORMS, replace(first, without=()), query))
    others.append((Way.WORDS, replace(first, query=str(loose)), loose))
    others.append((Way.FILTERS, replace(first, filters=Filters()), query))
    for way, other, asked in others:
        if other != first and (total := _total(session, other, asked)):
            yield Alternative(way, other, total)
