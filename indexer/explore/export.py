"""All answers of a request whatever its page, one by one, within a time limit of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from indexer.deadline import Deadline
from indexer.engine.requests import PAGE_ROWS, hit_ids
from indexer.explore.comparison import comparison
from indexer.explore.concordance import OF_A_FILE, ordered_lines
from indexer.model import SearchRequest
from indexer.model.answers import (
    SUMMARY_FIELDS,
    ConcordanceLine,
    ConcordanceOrder,
    DocumentSummary,
    LineGroups,
)
from indexer.model.basis import Basis, Lack
from indexer.model.comparison import Comparison
from indexer.search.executor import carried_out
from indexer.search.outcome import Outcome, Rows
from indexer.search.session import Documents, Session


def export_hits(
    session: Session, request: SearchRequest, take: Callable[[DocumentSummary], None]
) -> Basis:
    """Gives `take` every hit of `request` in its order; then says what they are and lack."""
    session = unhurried(session)
    done = carried_out(session, request, Rows(request.sort, 0, PAGE_ROWS))
    shown, basis = done.shown, done.basis
    ids, partial = every_id(session, request, shown)
    lacks = [Lack.TIME] if partial else []
    documents = Documents(ids, session.searcher.read(ids, SUMMARY_FIELDS))
    for document in documents:
        take(DocumentSummary.of(document))
        if documents.left and session.deadline.over():
            lacks.append(Lack.TIME)
            break
    return basis.lacking(*lacks, *documents.lacks)


def every_id(
    session: Session, request: SearchRequest, shown: Outcome
) -> tuple[tuple[str, ...], bool]:
    """The ids of all hits of `shown` in the order of `request`, and whether time ran out first."""
    return hit_ids(
        session.searcher,
        shown.plan.node,
        request.filters,
        request.sort,
        seconds=session.deadline.left,
        ranking=shown.plan.ranking,
        begun=shown.found,
    )


def export_lines(
    session: Session,
    request: SearchRequest,
    order: ConcordanceOrder,
    within: str | None,
    take: Callable[[ConcordanceLine], None],
    by: LineGroups = LineGroups.NONE,
) -> Basis:
    """Gives `take` every line of `request` in `order`; then says what they are and lack.

    They are grouped `by` what is asked.
    """
    found = ordered_lines(unhurried(session), request, order, within, OF_A_FILE, by)
    for line in found.lines:
        take(line)
    return found.basis


def export_comparison(session: Session, requests: Sequence[SearchRequest]) -> Comparison:
    """The comparison of `requests`, counted as far as the time of a file allows."""
    return comparison(unhurried(session), requests, OF_A_FILE)


def unhurried(session: Session) -> Session:
    """`session` with the time that a file may take."""
    limits = session.limits
    return replace(
        session,
        limits=replace(limits, seconds=limits.export_seconds),
        deadline=Deadline(limits.export_seconds),
    )
