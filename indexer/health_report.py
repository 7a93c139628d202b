"""The health of each text of an archive, the worst first: as lines, as CSV or as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass, fields

from indexer.engine.protocol import Searcher
from indexer.model import Document, PageOrigin
from indexer.model.health import TextQuality

_FIELDS = ("id", "path", "member", "pages", "health")


@dataclass(frozen=True, slots=True)
class HealthRow:
    """The health of a page, or of the text of a document without pages."""

    file: str
    member: str  # of a container, else empty
    id: str
    page: str  # its name; empty for a document without pages
    origin: PageOrigin
    health: float | None
    quality: TextQuality | None

    def __str__(self) -> str:
        where = f"{self.file}: {self.member}" if self.member else self.file
        page = f", page {self.page}" if self.page else ""
        if self.health is None:
            return f"   –  {where}{page} ({self.origin})"
        return f"{self.health:.3f} {where}{page} ({self.origin}, {self.quality})"


def health_rows(searcher: Searcher, below: float | None = None) -> list[HealthRow]:
    """A row for each page, and for each document without pages, the worst first.

    Texts whose health is not known come last. With `below`, only those of a smaller health.
    """
    rows = [row for document in searcher.scan(_FIELDS) for row in _rows(document)]
    if below is not None:
        rows = [row for row in rows if row.health is not None and row.health < below]
    return sorted(rows, key=lambda row: (row.health is None, row.health or 0, row.file))


def health_csv(rows: list[HealthRow]) -> str:
    """`rows` as CSV, with a first row of names."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(field.name for field in fields(HealthRow))
    table.writerows(map(astuple, rows))
    return written.getvalue()


def health_json(rows: list[HealthRow]) -> str:
    """`rows` as a JSON list."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1)


def _rows(document: Document) -> Iterator[HealthRow]:
    place = document.path, document.member or "", document.id
    if not document.pages:
        yield HealthRow(*place, "", PageOrigin.TEXT, document.health, document.quality)
    for page in document.pages:
        yield HealthRow(*place, page.name, page.origin, page.health, page.quality)
