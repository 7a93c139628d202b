"""The limits under which a source is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """The limits of a source: its size (in a file of many documents, of a line), memory, CPU.

    At most `ocr_pages` of its pages are read from their pictures.
    """

    max_bytes: int
    max_memory_bytes: int = 1_000_000_000
    max_seconds: float = 20.0
    ocr_pages: int = 5_000
