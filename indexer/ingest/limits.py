"""The limits under which a source is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """The limits of a source: its size (in a file of many documents, of a line), memory, CPU."""

    max_bytes: int
    max_memory_bytes: int = 1_000_000_000
    max_seconds: float = 20.0
