"""The reading of one file: its text page by page, where it comes from, and what was mended."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from indexer.errors import DocumentError
from indexer.ingest import Source, SourceLimits
from indexer.ingest.cache import ReadingCache
from indexer.ingest.guarded import GuardedReader
from indexer.ingest.health import health_of
from indexer.model import Document, Page, PageOrigin
from indexer.model.values import plain_values


@dataclass(frozen=True, slots=True)
class PageReport:
    """A page of a document: its text, and how often each kind of mending was done in it."""

    page: Page
    text: str
    mended: Mapping[str, int]

    def __str__(self) -> str:
        page = self.page
        label = f" ({page.label})" if page.label else ""
        health = "" if page.health is None else f", health {page.health:.3f}"
        mended = "".join(f", {name} {count}" for name, count in sorted(self.mended.items()))
        return f"page {page.number}{label}: {page.origin}{health}{mended}"


@dataclass(frozen=True, slots=True)
class FileReport:
    """The documents that were read in a file, with their pages, its errors, and the seconds."""

    documents: tuple[tuple[Document, tuple[PageReport, ...]], ...]
    errors: tuple[DocumentError, ...]
    seconds: float


def file_report(path: Path, limits: SourceLimits) -> FileReport:
    """The report on the file at `path`, read under `limits` as a file of the corpus is."""
    started = time.monotonic()
    source = Source(path.resolve(), path.name, path.stat().st_size)
    documents: list[Document] = []
    errors: list[DocumentError] = []
    with TemporaryDirectory(prefix="khizana-") as folder:
        cache = ReadingCache(Path(folder))
        reader = GuardedReader(limits, cache)
        try:
            for found in reader.read([source]):
                if isinstance(found, DocumentError):
                    errors.append(found)
                else:
                    health = health_of(found.text, found.language)
                    documents.append(replace(found, health=health))
        finally:
            reader.close()
        reports = tuple((document, tuple(_pages(document, cache))) for document in documents)
    return FileReport(reports, tuple(errors), time.monotonic() - started)


def report_lines(report: FileReport, number: int | None) -> Iterator[str]:
    """The report as lines for a terminal; with `number`, of this page only."""
    for document, pages in report.documents:
        yield f"{document.id}: {document.title}"
        health = "" if document.health is None else f", health {document.health:.3f}"
        yield f"language {document.language}, {len(document.text):,} characters{health}"
        yield from (f"dropped: {sentence}" for sentence in document.dropped)
        if not pages and number is None:
            yield from ("", document.text, "")
        for page in pages:
            if number in (None, page.page.number):
                yield from ("", str(page), "", page.text, "")


def report_json(report: FileReport, number: int | None) -> str:
    """The report as JSON; with `number`, of this page only."""
    rows: list[dict[str, Any]] = []
    for document, pages in report.documents:
        row = plain_values(document)
        row["pages"] = [
            {
                "number": page.page.number,
                "label": page.page.label,
                "origin": page.page.origin,
                "health": page.page.health,
                "mended": dict(page.mended),
                "text": page.text,
            }
            for page in pages
            if number in (None, page.page.number)
        ]
        rows.append(row)
    errors = [{"member": error.member_id, "reason": error.reason} for error in report.errors]
    whole = {"documents": rows, "errors": errors, "seconds": round(report.seconds, 2)}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _pages(document: Document, cache: ReadingCache) -> Iterator[PageReport]:
    """The pages of `document`, with what was mended where the cache has it."""
    of_member = document.member is not None
    pages = cache.pages(document.digest, of_member=of_member)
    kept = {page.number: page for page in pages}
    ends = [page.start for page in document.pages[1:]] + [len(document.text)]
    for page, end in zip(document.pages, ends, strict=True):
        mended = kept[page.number].mended if page.number in kept else {}
        text = "" if page.origin is PageOrigin.UNREAD else document.text[page.start : end].strip()
        health = health_of(text, document.language) if page.health is None else page.health
        yield PageReport(replace(page, health=health), text, mended)
