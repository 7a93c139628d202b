"""Expressions compared: their places and documents by year, kind and other fields, and the words.

The engine counts single words by its postings, in all documents. Other expressions, such as
phrases, are counted as the concordance has them, from the texts, within its bounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from indexer.analysis import field_of
from indexer.engine.protocol import TallyQuery
from indexer.engine.tally import NO_VALUE, Tallies, Tally
from indexer.explore.concordance import OF_A_PAGE, Bounds, lines_of
from indexer.explore.cooccurrence import meetings
from indexer.model import SearchRequest, Sort, Width
from indexer.model.answers import DocumentSummary
from indexer.model.basis import Lack
from indexer.model.comparison import COMPARED_BY, ComparedExpression, ComparedRow, Comparison, Count
from indexer.query.ast import may_stand_near
from indexer.query.plan import EVERYTHING, within_mentions
from indexer.search.executor import carried_out
from indexer.search.outcome import CarriedOut, Outcome
from indexer.search.session import Session

CountedWords = tuple[str, tuple[str, ...]]  # a field, and terms of it
_Places = dict[str, Counter[str]]  # field of COMPARED_BY → value → places
NOTHING_COUNTED: CountedWords = ("", ())


def comparison(
    session: Session, requests: Sequence[SearchRequest], most: Bounds = OF_A_PAGE
) -> Comparison:
    """The comparison of what `requests` ask for, within the filters of each; at least one.

    All words of an expression are asked for: it is not widened. Copies are not hidden: which of
    them is left would differ from row to row.
    """
    asked = [_asked(session.usual(request)) for request in requests]
    done = [carried_out(session, request) for request in asked]
    counted = [_counted(*both) for both in zip(asked, done, strict=True)]
    words = [counted_words(session, one.shown) for one in done]
    first = asked[0]
    everything = within_mentions(EVERYTHING, first.filters.mentions).node
    queries: list[TallyQuery] = [(everything, first.filters, *NOTHING_COUNTED)]
    for request, one, terms in zip(asked, done, words, strict=True):
        queries.append((one.shown.plan.node, request.filters, *(terms or NOTHING_COUNTED)))
    (all_documents, *found), partial = session.searcher.tallies(
        queries, COMPARED_BY, session.deadline.left
    )
    late = (Lack.TIME,) if partial else ()
    places, expressions = [], []
    for request, one, own, terms, tallies in zip(asked, done, counted, words, found, strict=True):
        basis = one.basis.lacking(*late)
        if terms is None:
            lines = lines_of(session, own, Sort.RELEVANCE, None, most, meetings)
            basis = basis.lacking(*lines.basis.lacks)
            places.append(_places(session, [line.document for line in lines.lines]))
        else:
            places.append(_occurrences(tallies))
        expressions.append(ComparedExpression(request, own, basis, one.asked.words, one.notes))
    rows = tuple(
        (field, tuple(_rows(field, all_documents, found, places))) for field in COMPARED_BY
    )
    return Comparison(
        tuple(expressions),
        _sum(dict(rows)[COMPARED_BY[0]], len(asked)),
        rows,
        session.generation.manifest.generation,
    )


def _asked(request: SearchRequest) -> SearchRequest:
    filters = replace(request.filters, copies_hidden=False)
    return replace(request, filters=filters, page=1, widen=False)


def _counted(request: SearchRequest, done: CarriedOut) -> SearchRequest:
    """The request whose answer `done` shows: `request`, or its correction."""
    corrected = done.basis.corrected
    return replace(request, query=corrected.query) if corrected else request


def counted_words(session: Session, outcome: Outcome) -> CountedWords | None:
    """The terms whose occurrences are the places of `outcome`; None if the texts must be read.

    They are those of single words, in one field that has positions: a root is its families.
    """
    query, highlights = outcome.query, outcome.plan.highlights
    if not highlights:
        return NOTHING_COUNTED
    if query is None or not may_stand_near(query):
        return None
    if any(one.keys or len(one.expansions) != 1 or "text" not in one.parts for one in highlights):
        return None
    terms: dict[str, dict[str, None]] = {}
    for expansion in (expansion for one in highlights for expansion in one.expansions):
        exact = expansion.width is Width.EXACT
        of_width = terms.setdefault(field_of("text", Width.EXACT if exact else Width.WORD), {})
        for term in expansion.terms:
            root = expansion.width is Width.ROOT
            of_width |= dict.fromkeys(session.lexicon.families_of(term) if root else (term,))
    if len(terms) > 1:
        return None
    ((field, texts),) = terms.items()
    return field, tuple(texts)


def _occurrences(tallies: Tallies) -> _Places:
    return {
        field: Counter({value: tally.occurrences for value, tally in of.items()})
        for field, of in tallies.items()
    }


def _places(session: Session, documents: Sequence[DocumentSummary]) -> _Places:
    """The places that stand in `documents`, one for each."""
    cards = {document.id: document for document in documents}
    counts = Counter(document.id for document in documents)
    places: _Places = {field: Counter() for field in COMPARED_BY}
    for name, card in cards.items():
        for field, of in places.items():
            of[_value(session, card, field)] += counts[name]
    return places


def _value(session: Session, card: DocumentSummary, field: str) -> str:
    """The value of `field` that the document of `card` has, as it is usually spelt."""
    if field == "year":
        return str(card.date.year) if card.date else NO_VALUE
    value = getattr(card, field)
    return session.values.usual(field, value) if value else NO_VALUE


def _rows(
    field: str, documents: Tallies, found: Sequence[Tallies], places: Sequence[_Places]
) -> list[ComparedRow]:
    rows = [
        ComparedRow(
            value,
            tally.documents,
            tally.words,
            tuple(
                Count(own[field][value], tallies[field].get(value, Tally()).documents)
                for own, tallies in zip(places, found, strict=True)
            ),
        )
        for value, tally in documents[field].items()
    ]
    if field == "year":
        rows.sort(key=lambda row: (not row.value, int(row.value or 0)))
    else:
        rows.sort(key=lambda row: (not row.value, -row.documents, row.value))
    return rows


def _sum(rows: Sequence[ComparedRow], expressions: int) -> ComparedRow:
    """The row of all documents."""
    return ComparedRow(
        NO_VALUE,
        sum(row.documents for row in rows),
        sum(row.words for row in rows),
        tuple(
            Count(
                sum(row.counts[at].places for row in rows),
                sum(row.counts[at].documents for row in rows),
            )
            for at in range(expressions)
        ),
    )
