"""Whether the generations on disk are what was written."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from indexer.analysis import fingerprint
from indexer.engine import generations
from indexer.engine.records import failures_in, lines_in
from indexer.engine.whoosh.searcher import WhooshSearcher
from indexer.errors import IndexDamaged


@dataclass(frozen=True, slots=True)
class Check:
    """A sentence for each thing looked at; `whole` when the generation in place can be trusted."""

    lines: tuple[str, ...]
    whole: bool


def checked(index: Path) -> Check:
    """The state of the generation in place, every byte compared with its manifest.

    Raises IndexMissing when there is none, and IndexDamaged when its manifest cannot be read.
    """
    generation = generations.current(index)
    manifest = generation.manifest
    megabytes = sum(size for _, size, _ in manifest.files) / 1e6
    summary = (
        f"generation {manifest.generation} of {manifest.created}: "
        f"{manifest.documents:,} documents, {manifest.words:,} words, {megabytes:.1f} MB"
    )
    damaged = generations.damaged_files(generation)
    faults = [f"{generation.folder / name}: not as it was written" for name in damaged]
    if not manifest.answers_to(fingerprint()):
        faults.append("built by another version of the analysis: python -m indexer reindex")
    elif not damaged:
        faults = _unreadable(generation.folder, manifest.documents)
        faults = faults or _unrecorded(generation.folder)
    lost = generations.pointer_fault(index)
    lines = (
        summary,
        *([] if faults else _failures(generation.folder)),
        *faults,
        *filter(None, (lost,)),
        *_before(index),
        "not whole" if faults else "whole",
    )
    return Check(lines, whole=not faults)


def _failures(folder: Path) -> list[str]:
    """What of the corpus could not be read when the generation in `folder` was made."""
    found = failures_in(folder)
    told = []
    if found.failures:
        told.append(
            f"{len(found.failures):,} failures (python -m indexer failures); "
            f"{len(found.kept_since):,} documents are served as they were last read"
        )
    if files := sum(count for _, count in found.unread):
        told.append(f"{files:,} files of formats that are not read")
    return told


def _unrecorded(folder: Path) -> list[str]:
    try:
        failures_in(folder)
        lines_in(folder)
    except IndexDamaged as error:
        return [str(error)]
    return []


def _before(index: Path) -> list[str]:
    """How the generation before the one in place is, if there is one to fall back to."""
    before = generations.previous(index)
    if before is None:
        return []
    state = "damaged" if generations.damaged_files(before) else "whole"
    return [f"generation {before.manifest.generation} before it: {state}"]


def _unreadable(folder: Path, documents: int) -> list[str]:
    """What is wrong with the documents of the generation in `folder`, which has that many."""
    try:
        with closing(WhooshSearcher(folder)) as searcher:
            found = sum(1 for _ in searcher.scan())
    except IndexDamaged as error:
        return [str(error)]
    return [] if found == documents else [f"{found:,} documents can be read, not {documents:,}"]
