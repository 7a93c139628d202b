"""A file → its readings: by the reader of its format, or from the cache of readings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from indexer.errors import DocumentError, FormatError
from indexer.ingest.cache import cached_pages, cached_readings, entry_name, source_digest
from indexer.ingest.events import CacheEntry, FileEvent, PageCount, PageDone, ReadingBegun
from indexer.ingest.formats import (
    FileFormat,
    UnknownFormat,
    format_of,
    located,
    misnamed,
    source_id,
)
from indexer.ingest.limits import SourceLimits
from indexer.ingest.reading import PageReading, Reading
from indexer.ingest.sources import Source


def read_file(source: Source, limits: SourceLimits) -> Iterator[FileEvent]:
    """The readings of `source`, and a DocumentError for each thing in it that cannot be read.

    A container calls it again for each of its members, and passes on all that it yields.
    """
    try:
        row = format_of(source)
        size = source.path.stat().st_size
        if not row.stem_id and size > limits.max_file_bytes:
            raise ValueError(
                f"too large: {size / 1_000_000:.0f} MB, the limit is "
                f"{limits.max_file_bytes / 1_000_000:.0f} MB (max_file_megabytes under [corpus] in "
                "config.toml)"
            )
        if row.version:
            yield from _cached(row, source, limits)
        elif broken := source.broken():
            yield _error(source, broken[0])
        else:
            if source.member:
                yield ReadingBegun(source.member, row.alone)
            yield from _read(row, source, limits)
    except OSError as error:
        yield _error(source, f"cannot be read: {error.strerror or error}".lower())
    except UnknownFormat as error:
        yield _error(source, str(error), FormatError)
    except ValueError as error:
        yield _error(source, str(error))


def readings_of(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The readings and errors of `read_file`, without the other events."""
    for event in read_file(source, limits):
        if isinstance(event, Reading | DocumentError):
            yield event


def _error(source: Source, reason: str, kind: type[DocumentError] = DocumentError) -> DocumentError:
    """The error for `source`; of a member it names the member too."""
    return located(kind(source.name, reason), source)


def _cached(row: FileFormat, source: Source, limits: SourceLimits) -> Iterator[FileEvent]:
    """The readings that are kept of `source`; where there are none, it is read, and they are."""
    digest = source.digest or source_digest(source)
    name = entry_name(digest if source.member else "", row.cached_as(limits))
    kept = cached_readings(source.cache, name)
    if kept is not None:
        for reading in kept:  # it may be of a copy of the file, with another name
            yield _stamped(replace(reading, id="", member="", attached_to=""), row, source)
        return
    pages = cached_pages(source.cache, name)
    begun = replace(source, digest=digest, pages_read=len(pages))
    broken = source.broken()
    if broken is not None:
        yield from _as_far(row, begun, limits, pages, *broken)
        return
    yield ReadingBegun(source.member, row.alone)
    readings: list[Reading] = []
    whole = True
    for event in _read(row, begun, limits, name, pages):
        if isinstance(event, Reading):
            readings.append(event)
        whole = whole and not isinstance(event, DocumentError)
        yield event
    if source_digest(source) != digest:
        raise ValueError("was changed while it was read")
    if whole and source.cache:
        yield CacheEntry(name, tuple(readings))


def _as_far(
    row: FileFormat,
    source: Source,
    limits: SourceLimits,
    pages: list[PageReading],
    reason: str,
    page: int,
) -> Iterator[FileEvent]:
    """The pages of `source` before the `page` at which its reader broke down, and why no more."""
    total = 0
    if page > 1:
        yield ReadingBegun(source.member, row.alone)
        for event in _read(row, replace(source, stop_before=page), limits, "", pages):
            total = event.pages if isinstance(event, PageCount) else total
            yield event
        reason = f"pages 1–{page - 1} of {total} were read; then: {reason}"
    yield _error(source, reason)


def _read(
    row: FileFormat,
    source: Source,
    limits: SourceLimits,
    name: str = "",
    before: list[PageReading] | None = None,
) -> Iterator[FileEvent]:
    """The events of the reader; each Reading with its pages, after those read `before`."""
    pages = list(before or ())
    total = 0
    digest = source.digest
    for event in row.read(source, limits):
        if isinstance(event, PageCount):
            total = event.pages
        if isinstance(event, PageReading):
            pages.append(event)
            yield PageDone(name, total, event)
        elif isinstance(event, Reading) and not event.format:
            digest = digest or ("" if event.digest else source_digest(source))
            whole = replace(event, pages=event.pages or tuple(pages), digest=event.digest or digest)
            yield _stamped(whole, row, source)
            pages = []
        elif isinstance(event, DocumentError):
            yield located(event, source)
        else:
            yield event


def _stamped(reading: Reading, row: FileFormat, source: Source) -> Reading:
    """`reading` with what is known of its source."""
    return replace(
        reading,
        format=row.name,
        id=reading.id or source_id(source),
        member=reading.member or source.member,
        attached_to=reading.attached_to or source.attached_to,
        dropped=tuple(dict.fromkeys((*reading.dropped, *misnamed(source, row)))),
    )
