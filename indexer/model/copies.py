"""Hits with the same text as another: data only."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.document import Document

COPY_FIELDS = ("id", "title", "date")
MOST_COPIES = 20  # of one hit that are read


@dataclass(frozen=True, slots=True)
class Copies:
    """Hits that another stands for: their number, and the first of them, the oldest first.

    These are read with COPY_FIELDS alone; damaged ones are not among them.
    """

    total: int
    documents: tuple[Document, ...]
