"""The readers of office files and books that are one document each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from indexer.errors import DocumentError
from indexer.ingest.cleaning import clean_text
from indexer.ingest.html import fragment_text
from indexer.ingest.limits import SourceLimits
from indexer.ingest.office.docx import word_text
from indexer.ingest.office.epub import book_text
from indexer.ingest.office.odf import OdfText
from indexer.ingest.office.package import Package
from indexer.ingest.office.properties import core_properties, meta_properties
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source

_CHUNK_BYTES = 1_048_576


def docx_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of a Word document (.docx)."""
    with Package(source.path) as package:
        found = word_text(package)
        yield from _found(source, found.text, found.titles, core_properties(package), found.cut_off)


def odt_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of an OpenDocument text (.odt)."""
    with Package(source.path) as package:
        found = OdfText(package)
        yield from _found(source, found.text, found.titles, meta_properties(package), found.cut_off)


def epub_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of an electronic book (.epub); a chapter that cannot be read is reported."""
    with Package(source.path) as package:
        book = book_text(package, fragment_text)
    yield from _found(source, book.text, (), book.fields, None)
    for fault in book.faults:
        yield DocumentError(source.name, fault)


def _found(
    source: Source,
    text: str,
    titles: tuple[str, ...],
    fields: dict[str, object],
    cut_off: str | None,
) -> Iterator[Reading | DocumentError]:
    """The reading; of a file that is broken from some place on, what stands before, and the fault.

    Raises ValueError when there is no text.
    """
    clean = clean_text(text)
    if not clean:
        raise ValueError(cut_off or "has no text; pictures in it are not read")
    yield Reading(fields, clean, titles=titles, digest=file_digest(source))
    if cut_off:
        yield DocumentError(source.name, f"is read in part, as far as it is whole: {cut_off}")


def file_digest(source: Source) -> str:
    """The SHA-256, in hex, of the file, which is not held in memory."""
    digest = hashlib.sha256()
    with source.path.open("rb") as file:
        while block := file.read(_CHUNK_BYTES):
            digest.update(block)
    return digest.hexdigest()
