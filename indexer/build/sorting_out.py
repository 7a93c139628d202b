"""The files of a corpus that are to be read, apart from those of which everything is known.

A file is known where the previous generation had no failure in it, and neither its bytes nor those
of the files about it have changed since. It is not read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from indexer import ingest
from indexer.build.holdings import PreviousGeneration, ReadDocument, SourceEnd, SourceEvent
from indexer.engine.records import FileDigests
from indexer.errors import FormatError
from indexer.ingest import Listing, Source
from indexer.ingest.cache import file_digest, source_digest


@dataclass(frozen=True, slots=True)
class Settled:
    """A file that need not be read, and the events that reading it would give."""

    path: str
    events: tuple[SourceEvent, ...]


@dataclass(frozen=True, slots=True)
class SortedCorpus:
    """The sources of a corpus: those `to_read`, and those that are `settled`; each in its order.

    `digests` has those of every file that can be read. `changed_about` are the paths of those of
    which only the files about them have changed: their documents are made anew.
    """

    to_read: tuple[Source, ...]
    settled: tuple[Settled, ...]
    digests: FileDigests
    changed_about: frozenset[str]


def sorted_out(listing: Listing, before: PreviousGeneration) -> SortedCorpus:
    """The sources of `listing`, sorted by whether they are to be read."""
    to_read: list[Source] = []
    settled: list[Settled] = []
    digests: dict[str, tuple[str, str]] = {}
    changed_about: set[str] = set()
    for source in map(ingest.weighed, listing.sources):
        if isinstance(source, FormatError):
            settled.append(Settled(source.path, (source, SourceEnd(source.path))))
            continue
        with suppress(OSError):  # which reading it reports
            about = ingest.sidecars_of(source, listing)
            others = _digest_of_names(listing) if source.about else _digest_of_files(about)
            digests[source.name] = source_digest(source), others
        now, then = digests.get(source.name), before.files.get(source.name)
        if now and now == then and not before.anew:
            settled.append(Settled(source.name, _events(source.name, before)))
            continue
        if now and then and now[1] != then[1]:
            changed_about.add(source.name)
        to_read.append(replace(source, digest=now[0] if now else ""))
    return SortedCorpus(tuple(to_read), tuple(settled), digests, frozenset(changed_about))


def _events(path: str, before: PreviousGeneration) -> tuple[SourceEvent, ...]:
    """The documents of the previous generation that came of the file at `path`, and its end."""
    documents = (
        ReadDocument(name, path, before.documents[name].line, spooled=False)
        for name in before.known.get(path, ())
    )
    return (*documents, SourceEnd(path))


def _digest_of_names(listing: Listing) -> str:
    """One digest of the names of all files, which a table of metadata may name."""
    names = "\0".join(sorted(listing.files))
    return hashlib.sha256(names.encode("utf-8", "surrogateescape")).hexdigest()


def _digest_of_files(paths: Iterable[Path]) -> str:
    """One digest of the files at `paths`, in order; empty where there are none."""
    digests = [file_digest(path) for path in paths]
    return hashlib.sha256("".join(digests).encode()).hexdigest() if digests else ""
