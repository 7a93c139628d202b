"""Whether the generations on disk are what was written."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from indexer.analysis import fingerprint
from indexer.engine.generations import Generation
from indexer.engine.protocol import Engine
from indexer.engine.records import failures_in, files_in, lines_in
from indexer.engine.requests import generation_before
from indexer.errors import IndexDamaged
from indexer.release import command


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of a check, a sentence a line; `whole` when the generation can be trusted."""

    lines: tuple[str, ...]
    whole: bool


def checked(engine: Engine) -> Check:
    """The state of the generation in place, every byte compared with its manifest.

    Raises IndexMissing when there is none, and IndexDamaged when its manifest cannot be read.
    """
    generation = engine.current()
    manifest, folder = generation.manifest, engine.files(generation)
    megabytes = sum(size for _, size, _ in manifest.files) / 1e6
    summary = (
        f"generation {manifest.generation} of {manifest.created}: "
        f"{manifest.documents:,} documents, {manifest.words:,} words, {megabytes:.1f} MB"
    )
    damaged = engine.damaged(generation)
    faults = [f"{folder / name}: not as it was written" for name in damaged]
    if manifest.engine != engine.name:
        faults.append(f"built by the engine {manifest.engine}: {command('reindex')}")
    elif not manifest.answers_to(fingerprint()):
        faults.append(f"built by another version of the analysis: {command('reindex')}")
    elif not damaged:
        faults = _unreadable(engine, generation) or _unrecorded(folder)
    lines = (
        summary,
        *([] if faults else _failures(folder)),
        *faults,
        *filter(None, (engine.fault(),)),
        *_before(engine),
        "not whole" if faults else "whole",
    )
    return Check(lines, whole=not faults)


def _failures(folder: Path) -> list[str]:
    """Sentences on the sources that could not be read for the generation in `folder`."""
    found = failures_in(folder)
    told = []
    if found.failures:
        told.append(
            f"{len(found.failures):,} failures ({command('failures')}); "
            f"{len(found.kept_since):,} documents are served as they were last read"
        )
    if files := sum(count for _, count in found.unread):
        told.append(f"{files:,} files of formats that are not read")
    return told


def _unrecorded(folder: Path) -> list[str]:
    try:
        failures_in(folder)
        lines_in(folder)
        files_in(folder)
    except IndexDamaged as error:
        return [str(error)]
    return []


def _before(engine: Engine) -> list[str]:
    """A sentence on the generation before the one in place, if there is one to fall back to."""
    before = generation_before(engine)
    if before is None:
        return []
    state = "damaged" if engine.damaged(before) else "whole"
    return [f"generation {before.manifest.generation} before it: {state}"]


def _unreadable(engine: Engine, generation: Generation) -> list[str]:
    """The faults of the contents of `generation`, whose files are as they were written."""
    documents = generation.manifest.documents
    try:
        with closing(engine.open(generation)) as searcher:
            if faults := list(searcher.faults()):
                return faults
            found = sum(1 for _ in searcher.scan())
    except IndexDamaged as error:
        return [str(error)]
    return [] if found == documents else [f"{found:,} documents can be read, not {documents:,}"]
