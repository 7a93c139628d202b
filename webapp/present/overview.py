"""The archive as a whole, as pages show it: home, its state, documents of one short name, feeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import url_for

from indexer import ArchiveDate, ArchiveStatus, Document, DocumentSummary, Failures, SearchRequest
from webapp.http.params import default_sort
from webapp.present.charts import Chart, chart
from webapp.present.drawing import NARROW, WIDE
from webapp.present.links import Link
from webapp.site import absolute, messages

MOST_FAILURES, MOST_KEPT = 500, 20  # listed; documents of each that are linked


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A link to a document, in the language of its title."""

    title: str
    language: str
    url: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """The page on which readers begin."""

    canonical: str
    host: str  # the address of the archive, without its scheme
    examples: tuple[Link, ...]
    documents: int
    years: tuple[int, int] | None  # the first and the last
    updated: ArchiveDate
    wide: Chart | None
    narrow: Chart | None


@dataclass(frozen=True, slots=True)
class ShownFailure:
    """A file that could not be read, and the documents of it that are kept."""

    path: str
    line: int | None
    reason: str
    since: ArchiveDate
    kept: tuple[Link, ...]
    more: bool  # are kept than are linked


@dataclass(frozen=True, slots=True)
class StatusView:
    """The page that tells whether the archive has all of its corpus, and how old it is."""

    documents: int
    words: int
    updated: ArchiveDate
    days: int  # since then
    degraded: bool
    failed: int
    kept: int
    failures: tuple[ShownFailure, ...]
    left: int  # failures that are not listed
    unread: tuple[tuple[str, int], ...]  # (suffix, files)


def home_view(status: ArchiveStatus) -> HomeView:
    """The home page of an archive in this state."""
    everything = SearchRequest("", sort=default_sort(""))
    years = status.years
    return HomeView(
        absolute(url_for("pages.home")),
        absolute(url_for("pages.root")).partition("://")[2],
        tuple(
            Link(example, url_for("pages.search", q=example))
            for example in messages().entry("home.examples")
        ),
        status.documents,
        (years[0][0], years[-1][0]) if years else None,
        ArchiveDate.parse(status.updated[:10]),
        chart(everything, years, *WIDE),
        chart(everything, years, *NARROW),
    )


def status_view(status: ArchiveStatus, failures: Failures) -> StatusView:
    """The page of this state and of these failures."""
    built = datetime.fromisoformat(status.updated)
    return StatusView(
        status.documents,
        status.words,
        ArchiveDate.parse(status.updated[:10]),
        max(0, (datetime.now(UTC) - built).days),
        bool(status.degraded),
        status.failures,
        status.kept,
        tuple(
            ShownFailure(
                failure.path,
                failure.line,
                failure.reason,
                ArchiveDate.parse(failure.since[:10]),
                tuple(
                    Link(name, url_for("pages.document", document_id=name))
                    for name in failure.ids[:MOST_KEPT]
                ),
                len(failure.ids) > MOST_KEPT,
            )
            for failure in failures.failures[:MOST_FAILURES]
        ),
        max(0, len(failures.failures) - MOST_FAILURES),
        tuple(failures.unread),
    )


def document_links(documents: Iterable[Document | DocumentSummary]) -> tuple[DocumentLink, ...]:
    """`documents` as links."""
    return tuple(
        DocumentLink(
            document.title,
            document.language,
            url_for("pages.document", document_id=document.id),
        )
        for document in documents
    )
