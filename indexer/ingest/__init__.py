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
from indexer.ingest.events import CacheEntry, PageBegun, PageCount, PageDone, ReadingBegun
from indexer.ingest.files import read_file
from indexer.ingest.formats import FORMATS, UnknownFormat, format_of, located
from indexer.ingest.jsonl import jsonl_lines, jsonl_parts, jsonl_readings
from indexer.ingest.limits import SourceLimits
from indexer.ingest.metadata.languages import passage_language
from indexer.ingest.metadata.sidecars import Beside, sidecars_of
from indexer.ingest.metadata.titles import readable_name
from indexer.ingest.reading import Reading
from indexer.ingest.records import document_of, name_title
from indexer.ingest.sources import Listing, Source, corpus_listing, corpus_sources
from indexer.model import Document

__all__ = [
    "FORMATS",
    "Listing",
    "Source",
    "SourceAnswer",
    "SourceLimits",
    "corpus_listing",
    "corpus_parts",
    "corpus_sources",
    "may_be_cached",
    "name_title",
    "passage_language",
    "read_file",
    "read_source",
    "readable_name",
    "readers_fingerprint",
    "sidecars_of",
    "source_answers",
    "source_lines",
    "weighed",
]

SourceAnswer = (
    Document | DocumentError | CacheEntry | PageBegun | PageCount | PageDone | ReadingBegun
)

# The packages whose modules decide about documents each time that a file is read; what they use of
# indexer.highlight finds paragraphs, whose addresses never change.
_NOT_CACHED = (
    "indexer.ingest",
    "indexer.ingest.markup",
    "indexer.ingest.metadata",
    "indexer.ingest.office",
    "indexer.structure",
)
_MOST_ERRORS = 200  # that are told one by one, of the lines or members of a source


def readers_fingerprint() -> Fingerprint:
    """The fingerprint of the readers: under others, the same file may become another document.

    Readers whose results are cached count by their versions, the others by their code.
    """
    versions = tuple(f"{row.name} {row.version}" for row in FORMATS if row.version)
    return Fingerprint(tuple(chain.from_iterable(map(modules_of, _NOT_CACHED))), versions)


def read_source(source: Source, limits: SourceLimits) -> Iterator[Document | DocumentError]:
    """The documents in `source`, and a DocumentError for each thing in it that is not one.

    Errors are yielded, never raised, so that what follows is still read.
    """
    for answer in source_answers(source, limits):
        if isinstance(answer, Document | DocumentError):
            yield answer


def source_answers(source: Source, limits: SourceLimits) -> Iterator[SourceAnswer]:
    """The documents and errors of `source`, and between them the events of reading it."""
    errors = 0
    parts = "lines"
    beside = Beside(source)
    for found in read_file(source, limits):
        answer = _document(found, source, beside) if isinstance(found, Reading) else found
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


def weighed(source: Source) -> Source | FormatError:
    """`source` with its weight; the error for a file of a format that is not known.

    What is no file that can be read weighs nothing, and reading it says why.
    """
    try:
        return replace(source, weight=format_of(source).cost)
    except UnknownFormat as error:
        return FormatError(source.name, str(error))
    except (OSError, ValueError):
        return replace(source, weight=0.0)


def may_be_cached(source: Source) -> bool:
    """Whether something may be kept of `source`, or of a member of it."""
    with suppress(OSError, ValueError):
        row = format_of(source)
        return bool(row.version) or row.members is not None
    return False


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
    """`sources` in their order, gathered or cut into parts that cost about `part_bytes` of text.

    Only files of one document a line are cut.
    """
    part: list[Source] = []
    held = 0.0
    for source in sources:
        for piece in _pieces(source, part_bytes):
            part.append(piece)
            held += piece.cost
            if held >= part_bytes:
                yield tuple(part)
                part, held = [], 0.0
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
