"""The vectors of a new generation, for the search by meaning, where that is on."""

from __future__ import annotations

from concurrent.futures import Executor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from indexer.build.processes import processes, processors
from indexer.engine.generations import Building
from indexer.engine.protocol import Engine
from indexer.engine.registry import engine_of
from indexer.errors import IndexDamaged
from indexer.meaning.cache import CACHE, vector_cache
from indexer.meaning.encoding import FIELDS, document_sections, encode_documents
from indexer.meaning.model import NAME
from indexer.meaning.vectors import VECTORS, PassageVectors
from indexer.meaning.weights import checked_weights, model_path
from indexer.settings import Settings

CACHE_FOLDER = "meaning"  # in that of the index, where the settings name no other


def cache_folder(settings: Settings) -> Path:
    """The folder of the vectors that are kept over generations."""
    named = settings.meaning.folder
    return Path(named) if named else settings.index.folder / CACHE_FOLDER


def searched_by_meaning(settings: Settings) -> Settings:
    """`settings` with search by meaning on, whose vectors are kept where they are now.

    So an index that is made for an evaluation finds those that were kept before.
    """
    kept = str(cache_folder(settings))
    return replace(settings, meaning=replace(settings.meaning, enabled=True, folder=kept))


def require_model(settings: Settings) -> None:
    """Raises ModelError where search by meaning is on and its model is not there."""
    if settings.meaning.enabled:
        checked_weights(model_path())


def lacks_vectors(folder: Path, settings: Settings) -> bool:
    """Whether the generation in `folder` has no vectors of the present model, and should."""
    if not settings.meaning.enabled:
        return False
    try:
        return PassageVectors(folder).model != NAME
    except IndexDamaged:
        return True


def put_vectors(engine: Engine, building: Building, settings: Settings, jobs: int) -> None:
    """Writes the vectors of all documents of `building` into its folder, if search by meaning is
    on; else removes those of the generation that it was copied from.

    `jobs` processes encode (0: one for each processor).
    """
    if not settings.meaning.enabled:
        (building.folder / VECTORS).unlink(missing_ok=True)
        return
    jobs = jobs or processors()
    cached = cache_folder(settings)
    with closing(engine.open(building)) as searcher:

        def encode(workers: Executor | None) -> None:
            encode_documents(lambda: searcher.scan(FIELDS), building.folder, cached, workers, jobs)

        if jobs == 1:
            encode(None)
        else:
            with processes(jobs) as workers:
                encode(workers)


def purge_vectors(settings: Settings) -> int:
    """Drops the vectors of texts that the generation in place does not have; the bytes freed.

    Raises IndexLocked while another run encodes, and the errors of an index that cannot be read.
    """
    cached = cache_folder(settings)
    if not (cached / CACHE).exists():
        return 0
    engine = engine_of(settings.index)
    with closing(engine.open(engine.current())) as searcher:
        used = {
            section.digest
            for document in searcher.scan(FIELDS)
            for section in document_sections(document)
        }
    with vector_cache(cached, NAME) as cache:
        return cache.purge(used)
