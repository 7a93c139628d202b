"""The records of the previous generation that the next one needs."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from sys import intern

from indexer.build.holdings import IndexedDocument, PreviousGeneration
from indexer.build.shared_titles import derived_title
from indexer.engine.generations import Generation
from indexer.engine.records import failures_in, files_in, lines_in
from indexer.engine.registry import engine_named
from indexer.errors import IndexDamaged, SettingsError
from indexer.settings import IndexSettings

log = logging.getLogger(__name__)


def previous_generation(
    settings: IndexSettings, generation: Generation | None, anew: bool
) -> PreviousGeneration:
    """The records that a run beginning now takes over from `generation`.

    They are empty where there is none, or where its documents cannot be read, which is logged.
    """
    if generation is None:
        return PreviousGeneration(now())
    created = generation.manifest.created
    try:
        engine = engine_named(generation.manifest.engine, settings)  # it may be another by now
        folder = engine.files(generation)
        documents = {
            found.id: IndexedDocument(
                found.path,
                found.digest,
                intern(found.added or created),
                intern(found.changed or created),
                found.line,
                derived_title(found),
                found.shared_title is not None,
            )
            for found in engine.stored_documents(generation)
        }
        return PreviousGeneration(
            now=now(),
            anew=anew,
            documents=documents,
            lines=lines_in(folder),
            files=files_in(folder),
            failures=failures_in(folder),
            texts=lambda: engine.stored_documents(generation),
        )
    except (IndexDamaged, SettingsError) as error:
        log.warning("Nothing is kept of the generation before: %s", error)
        return PreviousGeneration(now())


def now() -> str:
    """The time, as ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
