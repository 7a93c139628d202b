"""The hits by words and the documents near in meaning → one order of hits.

    score = (1 − w) · words / best words  +  w · (nearness − least) / (best nearness − least)

Both parts are of the first HEAD documents of their list: the least nearness is that of the last of
them, and a document that is not among them gets nothing for it. w is a setting. What stands after
the head is found by words alone, in its own order, so that a page stands where it stood before.

A document that does not answer the query in its words is marked as found by meaning alone, and no
count of documents includes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer.engine.protocol import AllOf, OneOf, SearchAnswer, Without
from indexer.meaning.vectors import Nearest
from indexer.model import ByMeaning, MeaningState, SearchRequest, Sort, Width
from indexer.query.ast import And, Query, Word
from indexer.query.plan import Plan
from indexer.search.executor import carried_out
from indexer.search.outcome import CarriedOut, Rows
from indexer.search.session import Session

HEAD = 200  # documents of either list that are ordered together
ALONE = 10  # documents, at most, that are found by meaning alone
_FILTERED = 5 * HEAD  # of which the first HEAD that pass the filters are taken

Row = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """A request carried out by words, and by meaning where the archive is searched so.

    `rows` are those of its page, in the order of both. Of all hits, `alone` are those found by
    meaning alone, by their ids.
    """

    by_words: CarriedOut
    rows: tuple[Row, ...]
    by_meaning: ByMeaning | None = None
    alone: Mapping[str, Nearest] = field(default_factory=dict)


def found_hits(
    session: Session, request: SearchRequest, rows: Rows, *, compared: bool = False
) -> Found:
    """The `rows` of `request`; for `compared` see `carried_out`.

    By meaning it takes up to four requests to the engine more.
    """
    state = meaning_state(session, request)
    if state is not MeaningState.ON:
        done = carried_out(session, request, rows, compared=compared)
        by_meaning = None if state is None else ByMeaning(state)
        return Found(done, done.shown.found.rows, by_meaning)
    first = replace(rows, offset=0, limit=HEAD, documents=False)
    done = carried_out(session, request, first, compared=compared)
    shown = done.shown
    mixed, alone = _mixed(session, request, shown.plan, shown.found, rows)
    return Found(done, mixed, ByMeaning(state, len(alone)), alone)


def meaning_state(session: Session, request: SearchRequest) -> MeaningState | None:
    """Whether the hits of `request` are found by meaning too; None where the archive has no such
    search.

    A query with operators, quotation marks or fields asks for what is written, and so do the width
    of exact words and forms that are switched off; other orders than by relevance need no score.
    Where copies are hidden only what answers in its words can be told to be a copy.
    """
    if session.near is None:
        return None
    if not request.meaning:
        return MeaningState.OFF
    query = session.parsed(request.query).query
    if (
        query is None
        or not _is_plain(query)
        or request.without
        or request.width is Width.EXACT
        or request.sort is not Sort.RELEVANCE
        or request.filters.copies_hidden
    ):
        return MeaningState.INAPPLICABLE
    ready = session.near.is_ready(session.generation.folder)
    return MeaningState.ON if ready else MeaningState.UNAVAILABLE


def _is_plain(query: Query) -> bool:
    """Whether `query` is words alone, none of them quoted."""
    parts = query.parts if isinstance(query, And) else (query,)
    return all(isinstance(part, Word) and not part.quoted for part in parts)


def _mixed(
    session: Session, request: SearchRequest, plan: Plan, first: SearchAnswer, wanted: Rows
) -> tuple[tuple[Row, ...], Mapping[str, Nearest]]:
    """The rows of the page that is `wanted`, and all documents found by meaning alone.

    `first` are the first HEAD documents that `plan` finds.
    """
    offset, limit = wanted.offset, wanted.limit
    if session.near is None or first.partial:
        return first.rows[offset : offset + limit], {}
    most = _FILTERED if request.filters else HEAD
    near = session.near.nearest(session.generation.folder, request.query, most) or []
    near, answering = _sorted_out(session, request, plan, first, near)
    head, alone = _head(first, near, answering, session.near.weight(request.query))
    rows = head[offset : offset + limit]
    if len(rows) < limit and first.total > len(head) - len(alone):
        after = max(0, offset - len(head))
        rows += _tail(session, request, plan, head, after, limit - len(rows))
    return tuple(rows), alone


def _sorted_out(
    session: Session,
    request: SearchRequest,
    plan: Plan,
    found: SearchAnswer,
    near: Sequence[Nearest],
) -> tuple[list[Nearest], dict[str, float]]:
    """The documents of `near` that pass the filters, and the hits by words: id → score.

    The hits are `found` and, where there are more of them than these, those among `near`.
    """
    answering = dict(found.rows)
    seconds = session.limits.seconds
    others = OneOf("id", tuple(one.id for one in near if one.id not in answering))
    passing = {*answering, *others.texts}
    if others.texts and request.filters:
        passed = session.searcher.search(
            others, request.filters, Sort.RELEVANCE, 0, len(others.texts), seconds
        )
        passing = {*answering, *passed.ids}
    if others.texts and found.total > len(found.rows):
        held = session.searcher.search(
            AllOf((plan.node, others)),
            request.filters,
            Sort.RELEVANCE,
            0,
            len(others.texts),
            seconds,
            plan.ranking,
        )
        answering.update(held.rows)
    return [one for one in near if one.id in passing][:HEAD], answering


def _head(
    found: SearchAnswer, near: Sequence[Nearest], answering: Mapping[str, float], weight: float
) -> tuple[list[Row], dict[str, Nearest]]:
    """The documents that stand before all others, and those of them found by meaning alone.

    Where more are found by words than stand in `found`, those that score less than any of these
    are left to the tail.
    """
    best = max((score for _, score in found.rows), default=0.0) or 1.0
    share = (1 - weight) / best
    by_meaning = _shares(near)
    listed = dict(found.rows)
    scores = {
        name: share * answering.get(name, 0.0) + weight * by_meaning.get(name, 0.0)
        for name in (*listed, *(one.id for one in near))
    }
    least = share * found.rows[-1][1] if found.total > len(found.rows) else 0.0
    order = sorted(scores, key=lambda name: -scores[name])
    order = [name for name in order if name in listed or scores[name] >= least]
    ids = {one.id: one for one in near}
    alone = {name: ids[name] for name in _first(order, answering)}
    return [(name, scores[name]) for name in order if name in alone or name in answering], alone


def _first(order: Iterable[str], answering: Mapping[str, float]) -> list[str]:
    """The first ALONE of `order` that do not answer in their words."""
    return [name for name in order if name not in answering][:ALONE]


def _shares(near: Sequence[Nearest]) -> dict[str, float]:
    """id → the share of its nearness between the least, 0, and the best, 1."""
    if not near:
        return {}
    best, least = near[0].nearness, near[-1].nearness
    if best == least:
        return {one.id: 1.0 for one in near}
    return {one.id: (one.nearness - least) / (best - least) for one in near}


def _tail(
    session: Session, request: SearchRequest, plan: Plan, head: list[Row], offset: int, limit: int
) -> list[Row]:
    """Rows after the `head`: of the documents found by words that do not stand there."""
    found = session.searcher.search(
        Without(plan.node, OneOf("id", tuple(name for name, _ in head))),
        request.filters,
        Sort.RELEVANCE,
        offset,
        limit,
        session.limits.seconds,
        plan.ranking,
    )
    return list(found.rows)
