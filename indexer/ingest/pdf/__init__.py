"""Text of PDF files, from the places of their glyphs."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.ingest.events import ReaderEvent
from indexer.ingest.limits import SourceLimits
from indexer.ingest.sources import Source


def pdf_readings(source: Source, limits: SourceLimits) -> Iterator[ReaderEvent]:
    """The pages and the reading of a PDF; the libraries are imported when the first one is read."""
    from indexer.ingest.pdf.reader import pdf_file_readings

    yield from pdf_file_readings(source, limits)
