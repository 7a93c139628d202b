"""The documents of a folder of files, whatever their formats and encodings.

    for source in corpus_sources(folder):
        for found in read_source(source, max_bytes):  # a Document or a DocumentError

Readers raise ValueError with the reason alone; `read_source`, which knows the file, reports it.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from indexer.errors import DocumentError, FormatError
from indexer.fingerprint import Fingerprint, modules_of
from indexer.ingest.cleaning import clean_value
from indexer.ingest.html import html_document
from indexer.ingest.jsonl import jsonl_documents, jsonl_lines, jsonl_parts
from indexer.ingest.plain import markdown_document, text_document
from indexer.ingest.sources import UNLISTED, Listing, Source, corpus_listing, corpus_sources
from indexer.model import Document

__all__ = [
    "READERS",
    "Listing",
    "Source",
    "corpus_listing",
    "corpus_parts",
    "corpus_sources",
    "read_source",
    "readers_fingerprint",
    "source_lines",
]

Reader = Callable[[Source, int], Iterator[Document | DocumentError]]

# A format is one function and one line here.
READERS: dict[str, Reader] = {
    ".md": markdown_document,
    ".txt": text_document,
    ".html": html_document,
    ".htm": html_document,
    ".jsonl": jsonl_documents,
}


class _UnknownFormat(ValueError):
    """A file that no reader is for."""


def readers_fingerprint() -> Fingerprint:
    """The fingerprint of the readers: under others, the same file may become another document."""
    return Fingerprint(modules_of("indexer.ingest"))


def read_source(source: Source, max_bytes: int) -> Iterator[Document | DocumentError]:
    """The documents in `source`, and a DocumentError for each thing in it that is not one.

    Errors are yielded, never raised, so that what follows is still read. `max_bytes` bounds what
    is held in memory: a file, or a line of a file of many documents.
    """
    try:
        yield from _reader(source)(source, max_bytes)
    except OSError as error:
        yield DocumentError(source.name, f"cannot be read: {error.strerror or error}".lower())
    except _UnknownFormat as error:
        yield FormatError(source.name, str(error))
    except ValueError as error:
        yield DocumentError(source.name, str(error))


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
            if _reader(source) is jsonl_documents:
                pieces = tuple(jsonl_parts(source, part_bytes))
    yield from pieces


def source_lines(source: Source) -> tuple[Source, ...]:
    """Each line of `source` that may be a document; none when it is not a file of many."""
    with suppress(OSError, ValueError):
        if _reader(source) is jsonl_documents:
            return tuple(jsonl_lines(source))
    return ()


def _reader(source: Source) -> Reader:
    """The reader of this kind of file; raises ValueError when there is none."""
    if clean_value(source.name) != source.name:
        raise ValueError("its name has control characters or outer spaces; rename it")
    mode = source.path.lstat().st_mode
    if stat.S_ISLNK(mode):
        raise ValueError("is a symbolic link; put the file itself in the corpus")
    if stat.S_ISDIR(mode):
        raise ValueError(UNLISTED)
    if not stat.S_ISREG(mode):
        raise ValueError("is not an ordinary file")
    reader = READERS.get(source.path.suffix.lower())
    if reader is None:
        raise _UnknownFormat(f"unknown format; the known ones are {', '.join(READERS)}")
    return reader
