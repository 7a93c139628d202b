"""The documents of a folder of files, whatever their formats and encodings.

    for source in corpus_sources(folder):
        for found in read_source(source, limits):  # a Document or a DocumentError

Readers raise ValueError with the reason alone; `read_source`, which knows the file, reports it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain

from indexer.errors import DocumentError, FormatError
from indexer.fingerprint import Fingerprint, modules_of
from indexer.ingest.formats import FORMATS, UnknownFormat, format_of, located, source_id
from indexer.ingest.jsonl import jsonl_lines, jsonl_parts, jsonl_readings
from indexer.ingest.limits import SourceLimits
from indexer.ingest.metadata.sidecars import Beside, sidecars_of
from indexer.ingest.reading import Reading
from indexer.ingest.records import document_of
from indexer.ingest.sources import Listing, Source, corpus_listing, corpus_sources
from indexer.model import Document

__all__ = [
    "FORMATS",
    "Listing",
    "Source",
    "SourceLimits",
    "corpus_listing",
    "corpus_parts",
    "corpus_sources",
    "read_file",
    "read_source",
    "readers_fingerprint",
    "sidecars_of",
    "source_lines",
]

_MOST_ERRORS = 200  # that are told one by one, of the lines or members of a source


def readers_fingerprint() -> Fingerprint:
    """The fingerprint of the readers: under others, the same file may become another document.

    Readers whose results are cached count by their versions, the others by their code.
    """
    versions = tuple(f"{row.name} {row.version}" for row in FORMATS if row.version)
    packages = ("indexer.ingest", "indexer.ingest.metadata")
    return Fingerprint(tuple(chain.from_iterable(map(modules_of, packages))), versions)


def read_source(source: Source, limits: SourceLimits) -> Iterator[Document | DocumentError]:
    """The documents in `source`, and a DocumentError for each thing in it that is not one.

    Errors are yielded, never raised, so that what follows is still read.
    """
    errors = 0
    parts = "lines"
    beside = Beside(source)
    for found in read_file(source, limits):
        answer = found if isinstance(found, DocumentError) else _document(found, source, beside)
        if isinstance(answer, DocumentError) and _is_of_part(answer):
            errors += 1
            if errors > _MOST_ERRORS:
                parts = "members" if answer.member_id else parts
                continue
        yield answer
    if errors > _MOST_ERRORS:
        more = f"{errors - _MOST_ERRORS:,} more of its {parts} are no documents"
        yield DocumentError(source.name, more)


def _is_of_part(error: DocumentError) -> bool:
    """True if `error` is of a line, or of a member of a known format."""
    if isinstance(error, FormatError):
        return False
    return error.line is not None or error.member_id is not None


def read_file(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The readings of `source`, and a DocumentError for each thing in it that cannot be read.

    A container calls it again for each of its members.
    """
    try:
        row = format_of(source)
        for found in row.read(source, limits):
            if isinstance(found, DocumentError):
                yield located(found, source)
            elif found.format:
                yield found
            else:
                yield replace(
                    found,
                    format=row.name,
                    id=found.id or source_id(source),
                    member=found.member or source.member,
                    attached_to=found.attached_to or source.attached_to,
                )
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}".lower()
        yield located(DocumentError(source.name, reason), source)
    except UnknownFormat as error:
        yield located(FormatError(source.name, str(error)), source)
    except ValueError as error:
        yield located(DocumentError(source.name, str(error)), source)


def _document(reading: Reading, source: Source, beside: Beside) -> Document | DocumentError:
    """The document of `reading`, or why it is none."""
    try:
        return document_of(reading, source, beside.fields(reading.member))
    except ValueError as error:
        if reading.member:
            inner = replace(source, member=reading.member, id=reading.id)
            return located(DocumentError(source.name, str(error)), inner)
        digest = None if reading.line is None else reading.digest
        return DocumentError(source.name, str(error), reading.line, digest)


def corpus_parts(sources: Iterable[Source], part_bytes: int) -> Iterator[tuple[Source, ...]]:
    """`sources` in their order, gathered or cut into parts of about `part_bytes`, to share work.

    Only files of one document a line are cut.
    """
    part: list[Source] = []
    held = 0
    for source in sources:
        for piece in _pieces(source, part_bytes):
            part.append(piece)
            held += piece.bytes
            if held >= part_bytes:
                yield tuple(part)
                part, held = [], 0
    if part:
        yield tuple(part)


def _pieces(source: Source, part_bytes: int) -> Iterator[Source]:
    """`source` cut where it can be; whole where it cannot be read, which reading reports."""
    pieces: tuple[Source, ...] = (source,)
    if source.bytes > part_bytes:
        with suppress(OSError, ValueError):
            if format_of(source).read is jsonl_readings:
                pieces = tuple(jsonl_parts(source, part_bytes))
    yield from pieces


def source_lines(source: Source) -> tuple[Source, ...]:
    """Each line of `source` that may be a document; none when it is not a file of many."""
    with suppress(OSError, ValueError):
        if format_of(source).read is jsonl_readings:
            return tuple(jsonl_lines(source))
    return ()
