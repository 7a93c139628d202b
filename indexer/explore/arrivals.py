"""Documents that came into the archive since a moment, and answer a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from indexer.engine.requests import PAGE_ROWS, hit_ids
from indexer.errors import IndexDamaged
from indexer.explore.evidence import document_ids
from indexer.explore.harvest import moment_of
from indexer.model import SearchRequest, Sort
from indexer.model.answers import SUMMARY_FIELDS, Arrivals, DocumentSummary
from indexer.model.basis import Lack
from indexer.search.executor import carried_out
from indexer.search.outcome import Rows
from indexer.search.session import Session

_FIELDS = (*SUMMARY_FIELDS, "added")


def arrivals(session: Session, request: SearchRequest, since: datetime, most: int) -> Arrivals:
    """The documents that answer `request` and came after `since`: how many, and `most` of them.

    A document without the time of its coming counts as an old one.
    """
    request = replace(request, sort=Sort.ADDED)
    done = carried_out(session, request, Rows(Sort.ADDED, 0, PAGE_ROWS, ranked=False))
    shown = done.shown
    ids, partial = hit_ids(
        session.searcher,
        shown.plan.node,
        request.filters,
        Sort.ADDED,
        seconds=session.deadline.left,
        begun=shown.found,
    )
    new = 0
    cards: list[tuple[DocumentSummary, str]] = []
    lacks = [Lack.TIME] if partial else []
    for document in session.searcher.read(ids, _FIELDS):
        if isinstance(document, IndexDamaged):
            lacks.append(Lack.DAMAGED)
            continue
        if document is None or document.added is None or moment_of(document.added) <= since:
            break
        new += 1
        if len(cards) < most:
            cards.append((DocumentSummary.of(document), document.added))
        if session.deadline.over():
            lacks.append(Lack.TIME)
            break
    return Arrivals(request, shown.found.total, new, tuple(cards), done.basis.lacking(*lacks))


def chosen_cards(session: Session, names: Sequence[str]) -> tuple[DocumentSummary | None, ...]:
    """The document of each name, an id or `~` and a short name, without its text; None of none."""
    ids = [document_ids(session, name)[0] for name in names]
    found = session.searcher.read(ids, SUMMARY_FIELDS) if ids else ()
    return tuple(
        None if one is None or isinstance(one, IndexDamaged) else DocumentSummary.of(one)
        for one in found
    )
