"""The archive as JSON: search and documents. Keys may be added, never renamed or removed."""

from __future__ import annotations

import time
from dataclasses import fields, replace

from flask import Blueprint, Response, abort, jsonify, request, url_for

from indexer import ArchiveDate, Document, Hit, Note, SearchRequest
from webapp.headers import cached
from webapp.params import address, search_arguments, search_request, whole_number
from webapp.results import neighbours
from webapp.site import site

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.get("/search")
def search() -> Response:
    limits = site().settings.search
    size = whole_number(request.args, "page_size", limits.page_size, limits.max_page_size)
    wanted = replace(search_request(request.args, site().settings), page_size=size)
    started = time.perf_counter()
    page = site().archive.search(wanted)
    seconds = time.perf_counter() - started
    previous, following = neighbours(page)
    return jsonify(
        query=wanted.query,
        width=wanted.width,
        total=page.total,
        all_words=page.all_words,
        page=wanted.page,
        page_size=wanted.page_size,
        took_ms=round(seconds * 1000, 1),
        next_url=_url(following),
        previous_url=_url(previous),
        hits=[_hit(hit) for hit in page.hits],
        facets={
            name: [{"value": entry.value, "count": entry.count} for entry in counts]
            for name, counts in page.facets
        },
        words=[
            {
                "word": word.word,
                "forms": [{"form": form.text, "count": form.count} for form in word.forms],
            }
            for word in page.words
        ],
        suggestions=[{"query": near.query, "total": near.total} for near in page.suggestions],
        notes=list(page.notes),
        partial=Note.PARTIAL in page.notes,
    )


@blueprint.get("/documents/<path:document_id>")
def document(document_id: str) -> Response:
    reading = site().archive.read(document_id)
    if reading is None:
        abort(404)
    found = reading.document
    answer = {field.name: _plain(getattr(found, field.name)) for field in fields(found)}
    return cached(jsonify(answer | {"url": _page(found)}), reading.generation, found.id)


def _hit(hit: Hit) -> dict[str, object]:
    found = hit.document
    return {
        "id": found.id,
        "title": found.title,
        "url": _page(found),
        "score": hit.score,
        "kind": found.kind,
        "author": found.author,
        "publisher": found.publisher,
        "date": _plain(found.date),
        "place": found.place,
        "topics": found.topics,
        "matches": hit.matches,
        "snippets": [
            [{"text": piece.text, "match": piece.match} for piece in snippet]
            for snippet in hit.snippets
        ],
    }


def _page(document: Document) -> str:
    """The permanent address of the page of `document`."""
    return url_for("pages.permanent", document_id=document.id)


def _url(wanted: SearchRequest | None) -> str | None:
    if wanted is None:
        return None
    arguments = search_arguments(wanted)
    if wanted.page_size != site().settings.search.page_size:
        arguments.append(("page_size", str(wanted.page_size)))
    return address(url_for("api.search"), arguments)


def _plain(value: object) -> object:
    """`value` of a document as JSON has it: a date is its ISO text."""
    return str(value) if isinstance(value, ArchiveDate) else value
