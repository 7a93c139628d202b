"""The answer to a reference → what pages show of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from indexer import (
    Citations,
    CitedPart,
    ConcordanceLine,
    FoundReference,
    Piece,
    SearchRequest,
    Snippet,
)
from webapp.http.params import address
from webapp.present.labels import value_label
from webapp.present.overview import DocumentLink
from webapp.site import messages

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
class ReferenceRun:
    """Some pieces of a text; of a reference with the `url` of what it names, where that is known.

    It is `doubtful` where the number is in reverse.
    """

    pieces: Snippet
    is_reference: bool = False
    url: str | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class CitedView:
    """The laws or articles that are named, and what cites them.

    `several` are the laws that go by the name that was asked for, where they are several. `url` is
    the page with more lines, if there are more.
    """

    targets: tuple[CitedLink, ...]
    doubtful: bool
    documents: int
    lines: tuple[CitingLine, ...]
    reverse_documents: int
    reverse_lines: tuple[CitingLine, ...]
    complete: bool
    url: str | None
    several: tuple[str, ...] = ()


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
        lines=tuple(map(citing_line, lines)),
        reverse_documents=reverse.documents if reverse else 0,
        reverse_lines=tuple(map(citing_line, reverse.lines)) if reverse and most is None else (),
        complete=found.complete,
        url=address(url_for("references.citing"), [("of", asked)]) if cut else None,
        several=tuple(value_label(messages(), "cites", key) for key in found.several),
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
    """The address of a document, or of the part of it that a reference names: `/d/ID/m-66`."""
    if not part.part or part.part == part.anchor:
        path = url_for("pages.permanent", document_id=part.document.id)
        return passage_path(path, part.anchor)
    return url_for("pages.permanent", document_id=f"{part.document.id}/{part.part}")


def runs_of(pieces: Snippet, references: Sequence[FoundReference]) -> tuple[ReferenceRun, ...]:
    """The `pieces` of a text, cut where its `references` begin and end."""
    runs: list[ReferenceRun] = []
    at, left = 0, list(pieces)
    for one in references:
        part = one.targets[0] if len(one.targets) == 1 else None
        known = part is not None and (bool(part.part) or not one.articles)
        if not (known or one.key):
            continue  # an article of a law that is not said, or that the document does not have
        before, left = _cut(left, one.start - at)
        inside, left = _cut(left, one.end - one.start)
        at = one.end
        url = cited_part_path(part) if part and known else None
        runs += (ReferenceRun(before), ReferenceRun(inside, True, url, bool(url) and one.reverse))
    return (*(run for run in runs if run.pieces), ReferenceRun(tuple(left)))


def _cut(pieces: Sequence[Piece], length: int) -> tuple[Snippet, list[Piece]]:
    """The first `length` characters of `pieces`, and the others."""
    before: list[Piece] = []
    for at, piece in enumerate(pieces):
        if len(piece.text) > length:
            if length:
                before.append(Piece(piece.text[:length], piece.match))
            return tuple(before), [Piece(piece.text[length:], piece.match), *pieces[at + 1 :]]
        before.append(piece)
        length -= len(piece.text)
    return tuple(before), []


def passage_path(path: str, anchor: str) -> str:
    """The address of the passage `anchor` of the document at the permanent `path`."""
    return f"{path}?{anchor[:1]}={anchor[1:]}" if anchor else path


def _link(part: CitedPart, url: str) -> DocumentLink:
    return DocumentLink(part.document.title, part.document.language, url)


def citing_line(line: ConcordanceLine) -> CitingLine:
    """The view of a place in a text, with a link to its passage."""
    path = url_for("pages.permanent", document_id=line.document.id)
    return CitingLine(
        DocumentLink(line.document.title, line.document.language, passage_path(path, line.anchor)),
        line.before,
        line.match,
        line.after,
    )
