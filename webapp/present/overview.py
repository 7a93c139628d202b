"""The archive as a whole, as pages show it: home, documents of one short name, feeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from indexer import ArchiveDate, ArchiveStatus, Document, DocumentSummary, SearchRequest
from webapp.http.params import default_sort
from webapp.present.charts import Chart, chart
from webapp.present.drawing import NARROW, WIDE
from webapp.present.links import Link
from webapp.site import absolute, messages


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
