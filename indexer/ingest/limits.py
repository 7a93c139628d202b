"""The limits under which a source is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a process that reads files does without it
    from indexer.settings import CorpusSettings, ReadingSettings


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """The limits of a source: its size, memory, and processor time.

    `max_bytes` bounds a text (in a file of many, each line), `max_file_bytes` a file of another
    format, which is not read into memory as a whole. A page allows some more seconds. At
    most `ocr_pages` of its pages are read from their pictures.
    """

    max_bytes: int
    max_memory_bytes: int = 1_000_000_000
    max_seconds: float = 20.0
    max_file_bytes: int = 500_000_000
    ocr_pages: int = 5_000


def source_limits(corpus: CorpusSettings, reading: ReadingSettings) -> SourceLimits:
    """The limits under which each source is read."""
    size, memory, file_size = (
        int(megabytes * 1_000_000)
        for megabytes in (
            corpus.max_megabytes,
            corpus.max_memory_megabytes,
            corpus.max_file_megabytes,
        )
    )
    return SourceLimits(
        size,
        memory,
        corpus.max_seconds,
        max_file_bytes=file_size,
        ocr_pages=reading.ocr_pages,
    )
