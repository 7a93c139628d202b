"""All documents in the order of their ids, for programs that read the whole archive in steps.

A step goes on after the id at which the one before it ended, so that steps meet no document twice
and miss none that stays, though the index is built anew between them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from indexer.engine.requests import hit_ids, stored_document
from indexer.errors import IndexDamaged
from indexer.explore.evidence import document_ids
from indexer.model import Document, Filters, Sort
from indexer.query.plan import EVERYTHING
from indexer.search.session import Session

_TIMES = ("id", "added", "changed")


def harvested(
    session: Session,
    after: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    fields: Collection[str] = (),
) -> Iterator[Document]:
    """The documents after the id `after` that changed from `since` to `until`, both included.

    They come with these `fields` and the times, and with no more of a long text than its beginning.
    A document whose times are not known has that of the index. Raises IndexDamaged at a damaged
    one.
    """
    every, _ = hit_ids(session.searcher, EVERYTHING.node, Filters(), Sort.TITLE)
    ids = sorted(every)
    ids = ids[bisect_right(ids, after) :]
    created = session.generation.manifest.created
    for document in session.searcher.read(ids, {*fields, *_TIMES}, characters=0):
        if isinstance(document, IndexDamaged):
            raise document
        if document is None:
            continue
        known = replace(
            document, added=document.added or created, changed=document.changed or created
        )
        moment = moment_of(known.changed or created)
        if (since is None or moment >= since) and (until is None or moment <= until):
            yield known


def harvested_one(session: Session, name: str, fields: Collection[str]) -> Document | None:
    """The document of `name`, an id or `~` and a short name, as `harvested` gives it; None of none.

    Raises IndexDamaged where it is damaged.
    """
    (document_id, *_) = document_ids(session, name)
    document = stored_document(session.searcher, document_id, {*fields, *_TIMES}, characters=0)
    if document is None:
        return None
    created = session.generation.manifest.created
    return replace(document, added=document.added or created, changed=document.changed or created)


def moment_of(text: str) -> datetime:
    """The moment that `text` tells (ISO 8601), in UTC where it does not say otherwise.

    Raises ValueError where it tells none.
    """
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
