"""The limits under which a source is read."""

from __future__ import annotations

from dataclasses import dataclass


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
