"""The records of the previous generation that the next one needs."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from sys import intern

from indexer.build.holdings import IndexedDocument, PreviousGeneration
from indexer.engine.generations import Generation
from indexer.engine.records import failures_in, lines_in
from indexer.engine.whoosh.stored_documents import stored_documents
from indexer.errors import IndexDamaged

log = logging.getLogger(__name__)


def previous_generation(generation: Generation | None, anew: bool) -> PreviousGeneration:
    """The records that a run beginning now takes over from `generation`.

    They are empty where there is none, or where its documents cannot be read, which is logged.
    """
    if generation is None:
        return PreviousGeneration(now())
    created = generation.manifest.created
    folder = generation.folder
    try:
        documents = {
            found.id: IndexedDocument(
                found.path,
                found.digest,
                intern(found.added or created),
                intern(found.changed or created),
            )
            for found in stored_documents(folder)
        }
        return PreviousGeneration(
            now=now(),
            anew=anew,
            documents=documents,
            lines=lines_in(folder),
            failures=failures_in(folder),
            texts=lambda: stored_documents(folder),
        )
    except IndexDamaged as error:
        log.warning("Nothing is kept of the generation before: %s", error)
        return PreviousGeneration(now())


def now() -> str:
    """The time, as ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
