"""The answer to a reference → what pages show of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from indexer import Citations, CitedPart, ConcordanceLine, SearchRequest
from webapp.http.params import address
from webapp.present.overview import DocumentLink

LINES_BESIDE = 3  # of what cites, on a page of something else


@dataclass(frozen=True, slots=True)
class CitedLink:
    """A link to a law, or to the article of it that has this `heading`."""

    document: DocumentLink
    heading: str


@dataclass(frozen=True, slots=True)
class CitingLine:
    """A place that cites, with the words around it, and the document it is in."""

    document: DocumentLink
    before: str
    match: str
    after: str


@dataclass(frozen=True, slots=True)
class CitedView:
    """The laws or articles that are named, and what cites them.

    `url` is the page with more lines, if there are more.
    """

    targets: tuple[CitedLink, ...]
    doubtful: bool
    documents: int
    lines: tuple[CitingLine, ...]
    reverse_documents: int
    reverse_lines: tuple[CitingLine, ...]
    complete: bool
    url: str | None


def cited_view(found: Citations, asked: str, most: int | None = None) -> CitedView:
    """The view of `found`, the answer to the reference `asked`, with `most` lines."""
    reverse = found.reverse
    lines = found.lines if most is None else found.lines[:most]
    cut = most is not None and (len(found.lines) > most or not found.complete or reverse)
    return CitedView(
        targets=tuple(
            CitedLink(_link(part, cited_part_path(part)), part.heading) for part in found.targets
        ),
        doubtful=found.doubtful,
        documents=found.documents,
        lines=tuple(map(_line, lines)),
        reverse_documents=reverse.documents if reverse else 0,
        reverse_lines=tuple(map(_line, reverse.lines)) if reverse and most is None else (),
        complete=found.complete,
        url=address(url_for("references.citing"), [("of", asked)]) if cut else None,
    )


def beside_results(found: Citations | None, wanted: SearchRequest) -> CitedView | None:
    """The view that stands above the hits of `wanted`, whose query is a reference to `found`."""
    if found is None or wanted.page > 1 or wanted.filters:
        return None
    by_title_alone = found.kind == "named" and found.doubtful and not found.articles
    if by_title_alone or not (found.targets or found.cited):
        return None
    return cited_view(found, wanted.query.strip(), LINES_BESIDE)


def cited_part_path(part: CitedPart) -> str:
    """The address of a document, or of the part of it that a reference names."""
    path = url_for("pages.permanent", document_id=part.document.id)
    return passage_path(path, part.anchor)


def passage_path(path: str, anchor: str) -> str:
    """The address of the passage `anchor` of the document at the permanent `path`."""
    return f"{path}?{anchor[:1]}={anchor[1:]}" if anchor else path


def _link(part: CitedPart, url: str) -> DocumentLink:
    return DocumentLink(part.document.title, part.document.language, url)


def _line(line: ConcordanceLine) -> CitingLine:
    path = url_for("pages.permanent", document_id=line.document.id)
    return CitingLine(
        DocumentLink(line.document.title, line.document.language, passage_path(path, line.anchor)),
        line.before,
        line.match,
        line.after,
    )
