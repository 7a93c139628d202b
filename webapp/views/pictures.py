"""The pictures of the pages of documents, drawn when they are asked for."""

from __future__ import annotations

import hashlib
from dataclasses import asdict

from flask import Blueprint, Response, abort, jsonify, request, url_for
from werkzeug.wrappers import Response as Answer

from indexer import Document, Page
from webapp.http.params import search_request, whole_number
from webapp.present.document_pages import PICTURE_DPI
from webapp.site import site
from webapp.views.naming import PICTURE, WORDS, or_document

blueprint = Blueprint("pictures", __name__)

MOST_DPI = 300
FOR_A_YEAR = "public, max-age=31536000, immutable"  # its address names the bytes of the file
FOR_A_WHILE = "public, max-age=300"


@blueprint.get("/d/<path:document_id>/pages/<number>.jpg")
@or_document(PICTURE, "pages.permanent")
def picture(document_id: str, number: str) -> Answer:
    return _picture(document_id, number)


@blueprint.get("/api/documents/<path:document_id>/pages/<number>.jpg")
@or_document(PICTURE, "api.document")
def api_picture(document_id: str, number: str) -> Answer:
    return _picture(document_id, number)


@blueprint.get("/api/documents/<path:document_id>/pages/<number>/words")
@or_document(WORDS, "api.document")
def words(document_id: str, number: str) -> Answer:
    """The words of a page that answer a query, with their places on its picture."""
    document, page = document_and_page(document_id, number)
    wanted = search_request(request.args, site().settings)
    archive = site().archive
    query = (wanted.query, wanted.width, wanted.without, wanted.translate)
    view = archive.read_page(document_id, *query, number=page.number)
    if view is None or view.only is None:  # of another index, by now
        abort(404)
    image = url_for("pictures.api_picture", document_id=document_id, number=page.number)
    return jsonify(
        id=document_id,
        query=wanted.query,
        **{name: value for name, value in asdict(page).items() if name != "start"},
        image_url=image if archive.has_pictures(document) else None,
        matches=len(view.only.places),
        words=list(map(asdict, archive.word_places(view))),
    )


def _picture(document_id: str, number: str) -> Answer:
    """The picture of a page as it is asked for; 404 where the page has none."""
    document, page = document_and_page(document_id, number)
    dpi = whole_number(request.args, "dpi", PICTURE_DPI, MOST_DPI)
    tag = hashlib.sha256(f"{document.digest}:{page.number}:{dpi}".encode()).hexdigest()[:32]
    response = Response(mimetype="image/jpeg")
    response.set_etag(tag)
    current = request.args.get("v") == document.digest[:12]
    response.headers["Cache-Control"] = FOR_A_YEAR if current else FOR_A_WHILE
    if request.if_none_match.contains(tag):
        response.status_code = 304
        return response
    drawn = site().archive.picture(document, page.number, dpi)
    if drawn is None:
        abort(404)
    response.set_data(drawn)
    return response


def document_and_page(document_id: str, number: str) -> tuple[Document, Page]:
    """The document, without its text, and its page of this `number`; 404 without one."""
    document = site().archive.outline(document_id)
    if document is None:
        abort(404)
    page = next((page for page in document.pages if str(page.number) == number), None)
    if page is None:
        abort(404)
    return document, page
