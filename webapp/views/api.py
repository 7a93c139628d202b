"""The archive as JSON, read-only. Keys may be added, never renamed or removed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, fields, replace

from flask import Blueprint, Response, abort, current_app, jsonify, request, url_for

from indexer import (
    ArchiveDate,
    Basis,
    ByMeaning,
    Collocate,
    Completion,
    ConcordanceLine,
    Division,
    Document,
    DocumentSummary,
    FacetCount,
    Hit,
    LineGroup,
    Note,
    Page,
    SearchRequest,
)
from webapp.http.headers import around, cached, streamed
from webapp.http.params import (
    Duplicates,
    address,
    groups_wanted,
    lines_arguments,
    lines_wanted,
    neighbours_wanted,
    search_arguments,
    search_request,
    whole_number,
)
from webapp.present.calendars import date_values, hijri_value
from webapp.present.citation import addresses, copies_of, part_of_document, short_path
from webapp.present.results import neighbours
from webapp.present.status import status_values
from webapp.present.values import basis_values, suggestion_values, word_values
from webapp.site import site
from webapp.views.documents import read_text
from webapp.views.naming import or_document

blueprint = Blueprint("api", __name__, url_prefix="/api")

COMPLETIONS, MOST_COMPLETIONS = 8, 20
RELATED, MOST_RELATED = 5, 20
_NO_TEXT = '"text":""'  # in JSON; inside a string, signs of quotation stand escaped
BYTES = ("offset", "length")  # of a document: where its file is read, and nothing for readers
UNSEEN = (*BYTES, "divisions", "ranked_parts")  # divisions are given as its parts


@blueprint.get("/search")
def search() -> Response:
    wanted = _wanted()
    started = time.perf_counter()
    page = site().archive.search(wanted)
    seconds = time.perf_counter() - started
    previous, following = neighbours(page)
    return jsonify(
        query=wanted.query,
        width=wanted.width,
        without=wanted.without,
        translate=wanted.translate,
        total=page.total,
        all_words=page.all_words,
        page=wanted.page,
        page_size=wanted.page_size,
        took_ms=round(seconds * 1000, 1),
        next_url=_url(following),
        previous_url=_url(previous),
        duplicates=Duplicates.HIDE if wanted.filters.copies_hidden else Duplicates.SHOW,
        hidden=page.hidden,
        hits=[_hit(hit) | _nearness(hit, page.by_meaning) for hit in page.hits],
        unreadable=page.unreadable,
        facets={name: _counts(counts) for name, counts in page.facets}
        | ({"mentioned_year": _counts(page.mentioned_years)} if wanted.mentioned_years else {}),
        words=list(map(word_values, page.words)),
        widths=dict(page.widths),
        corrected=_corrected(page.basis),
        suggestions=list(map(suggestion_values, page.suggestions)),
        alternatives=[
            {"way": other.way, "total": other.total, "url": _url(other.request)}
            for other in page.alternatives
        ],
        notes=list(page.notes),
        partial=Note.PARTIAL in page.notes,
        **basis_values(page.basis),
        **_meaning(page.by_meaning),
    )


@blueprint.get("/concordance")
def concordance() -> Response:
    wanted = _wanted()
    order, within = lines_wanted(request.args)
    by = groups_wanted(request.args)
    found = site().archive.concordance(wanted, order, within, by)
    last = min(found.pages, site().settings.search.max_page)
    asked = list(lines_arguments(order, within, by).items())

    def url(page: int) -> str | None:
        if not 1 <= page <= last:
            return None
        return _url(replace(wanted, page=page), "api.concordance", asked)

    return jsonify(
        query=wanted.query,
        width=wanted.width,
        without=wanted.without,
        translate=wanted.translate,
        order=order,
        total=found.total,
        documents=found.documents,
        page=wanted.page,
        page_size=wanted.page_size,
        next_url=url(wanted.page + 1),
        previous_url=url(min(wanted.page - 1, last)),
        lines=list(map(_line, found.lines)),
        words=list(map(word_values, found.words)),
        notes=list(found.notes),
        partial=not found.basis.complete,
        corrected=_corrected(found.basis),
        **basis_values(found.basis),
        meetings=found.meetings,
        group=found.grouped,
        groups=list(map(_group, found.groups)),
    )


@blueprint.get("/terms")
def terms() -> Response:
    wanted = _wanted()
    found = site().archive.terms(wanted, neighbours_wanted(request.args))
    return jsonify(
        query=wanted.query,
        width=wanted.width,
        without=wanted.without,
        translate=wanted.translate,
        total=found.total,
        documents=found.documents,
        words=list(map(word_values, found.words)),
        years=[{"year": year, "count": count} for year, count in found.years],
        before=list(map(_collocate, found.before)),
        after=list(map(_collocate, found.after)),
        near=list(map(_collocate, found.near)),
        partial=not found.basis.complete,
        notes=list(found.notes),
        corrected=_corrected(found.basis),
        **basis_values(found.basis),
        neighbours=found.neighbours,
    )


@blueprint.get("/status")
def status() -> Response:
    """The state of the archive, with all failures and findings."""
    archive = site().archive
    return jsonify(status_values(archive.status(), archive.failures(), archive.survey()))


@blueprint.get("/complete")
def complete() -> Response:
    most = whole_number(request.args, "limit", COMPLETIONS, MOST_COMPLETIONS)
    text = request.args.get("q", "")
    found = site().archive.completions(text, most)
    return jsonify(
        query=text, completions=list(map(_completion, found.found)), complete=found.complete
    )


@blueprint.get("/documents/<path:document_id>")
def document(document_id: str) -> Response:
    read = read_text(document_id)
    if read is None:
        abort(404)
    full, text = read
    found = full.document
    answer = document_values(found)
    without = current_app.json.dumps(answer | {"text": ""}, separators=(",", ":"))
    before, after = without.split(_NO_TEXT)
    written = current_app.json.dumps
    pieces = (written(piece)[1:-1] for piece in text)
    whole = around(f"{before}{_NO_TEXT[:-1]}", pieces, f'"{after}\n')
    return cached(streamed(whole, "application/json"), full.generation, found.id)


@blueprint.get("/documents/<path:document_id>/related")
@or_document("/related", "api.document")
def related(document_id: str) -> Response:
    most = whole_number(request.args, "limit", RELATED, MOST_RELATED)
    found = site().archive.related(document_id, most)
    if found is None:
        abort(404)
    return jsonify(id=document_id, related=list(map(card_values, found)))


def _pages(document: Document) -> list[dict[str, object]]:
    """The pages of `document`, each with the address of its picture: null where it has none."""
    drawable = site().archive.has_pictures(document)
    return [
        {
            **asdict(page),
            "image_url": url_for(
                "pictures.api_picture", document_id=document.id, number=page.number
            )
            if drawable
            else None,
        }
        for page in document.pages
    ]


def _wanted() -> SearchRequest:
    """The request that the arguments make, with pages of the size they name."""
    limits = site().settings.search
    size = whole_number(request.args, "page_size", limits.page_size, limits.max_page_size)
    return replace(search_request(request.args, site().settings), page_size=size)


def _corrected(basis: Basis) -> dict[str, object] | None:
    return suggestion_values(basis.corrected) if basis.corrected else None


def _line(line: ConcordanceLine) -> dict[str, object]:
    return {
        "id": line.document.id,
        "title": line.document.title,
        **addresses(line.document),
        "date": _plain(line.document.date),
        "date_hijri": hijri_value(line.document.date),
        "before": line.before,
        "match": line.match,
        "after": line.after,
        "paragraph": line.paragraph,
        "hit": line.hit,
        "page": _page(line.page),
        "part": part_of_document(short_path(line.document.id), line.part) if line.part else None,
        "speaker": line.speaker,
        "words": line.words,
        "pieces": [{"text": piece.text, "match": piece.match} for piece in line.pieces],
    }


def _group(group: LineGroup) -> dict[str, object]:
    """Lines that stand together; without a name where the text does not tell who speaks."""
    return {"name": group.name or None, "id": group.id, "count": group.count}


def _collocate(collocate: Collocate) -> dict[str, object]:
    return {
        "word": collocate.word,
        "count": collocate.count,
        "score": collocate.score,
        "forms": [{"form": form, "count": count} for form, count in collocate.forms],
    }


def _completion(completion: Completion) -> dict[str, object]:
    document_id = completion.document_id
    return {
        "text": completion.text,
        "kind": completion.kind,
        "count": completion.count,
        "counted": completion.counted,
        "id": document_id,
        "url": url_for("pages.permanent", document_id=document_id) if document_id else None,
    }


def document_values(found: Document) -> dict[str, object]:
    """Every field of a document, as JSON has it."""
    of_it = (field.name for field in fields(found) if field.name not in UNSEEN)
    answer = {name: _plain(getattr(found, name)) for name in of_it} | addresses(found)
    path = short_path(found.id)
    parts = [
        {**part_of_document(path, part), "level": part.level, "start": part.start}
        for part in found.parts
    ]
    answer |= {"pages": _pages(found), "parts": parts, "author": found.author}
    return answer | date_values(found)


def card_values(card: DocumentSummary) -> dict[str, object]:
    """A document without its text, as JSON has it."""
    found = {field.name: _plain(getattr(card, field.name)) for field in fields(card)}
    return found | {"author": card.author} | addresses(card)


def _hit(hit: Hit) -> dict[str, object]:
    found, path = hit.document, short_path(hit.document.id)
    return {
        "id": found.id,
        "title": found.title,
        "title_fr": found.title_fr,
        "title_en": found.title_en,
        **addresses(found),
        "score": hit.score,
        "kind": found.kind,
        "author": found.author,
        "authors": found.authors,
        "publisher": found.publisher,
        "date": _plain(found.date),
        **date_values(found),
        "place": found.place,
        "topics": found.topics,
        "kept_since": found.kept_since,
        "health": found.health,
        "matches": hit.matches,
        "snippets": [
            [{"text": piece.text, "match": piece.match} for piece in snippet]
            for snippet in hit.snippets
        ],
        "snippet_pages": [_page(page) for page in hit.pages],
        "snippet_parts": [_part(path, to_part) for to_part in hit.paths],
        "other_parts": [
            {**part_of_document(path, part), "matches": count} for part, count in hit.other_parts
        ],
        **copies_of(hit),
    }


def _part(path: str, to_part: Sequence[Division]) -> dict[str, object] | None:
    """The part that `to_part` leads to, in the document at `path`: null where there is none."""
    if not to_part:
        return None
    return {**part_of_document(path, to_part[-1]), "path": [part.title for part in to_part]}


def _nearness(hit: Hit, by_meaning: ByMeaning | None) -> dict[str, object]:
    """Whether `hit` was found by its meaning alone, in an archive that is searched so."""
    return {} if by_meaning is None else {"near": hit.near}


def _meaning(by_meaning: ByMeaning | None) -> dict[str, object]:
    """The state of the search by meaning, in an archive that has it."""
    return {} if by_meaning is None else {"meaning": asdict(by_meaning)}


def _page(page: Page | None) -> dict[str, object] | None:
    """The page that something stands on: null in a document without pages."""
    return {"number": page.number, "label": page.label} if page else None


def _counts(counts: Sequence[FacetCount]) -> list[dict[str, object]]:
    return [
        {name: value for name, value in asdict(entry).items() if value != ""} for entry in counts
    ]


def _url(
    wanted: SearchRequest | None,
    endpoint: str = "api.search",
    more: Sequence[tuple[str, str]] = (),
) -> str | None:
    """The address of `endpoint` for `wanted`, with `more` arguments."""
    if wanted is None:
        return None
    arguments = [*search_arguments(wanted), *more]
    if wanted.page_size != site().settings.search.page_size:
        arguments.append(("page_size", str(wanted.page_size)))
    return address(url_for(endpoint), arguments)


def _plain(value: object) -> object:
    """`value` of a document as JSON has it: a date is its ISO text."""
    return str(value) if isinstance(value, ArchiveDate) else value
