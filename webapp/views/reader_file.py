"""A reader's file: its page, the file of JSON it is kept in, and what is new for its searches.

Nothing of it is kept here. A reader's browser keeps it, or the address does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Redirect

from indexer import Session, arrivals, chosen_cards, evidence_of_choice, moment_of
from webapp.http.headers import to_save
from webapp.http.items import Item, ItemKind, wrong
from webapp.http.params import address, search_request, whole_number
from webapp.http.reader_file import (
    CHANGES,
    MOST_BYTES,
    ReaderFile,
    file_values,
    imported,
    reader_file,
)
from webapp.present.shelf import FoundItem, found_document, item_facts, shelf_of
from webapp.present.values import basis_values
from webapp.site import LANGUAGE_RULE, names, site
from webapp.views.api import card_values

blueprint = Blueprint("reader_file", __name__)

MOST_NEW, NEW = 100, 20  # documents that a request may ask for, and those that it gets


@blueprint.route(f"/{LANGUAGE_RULE}/file", methods=["GET", "POST"])
def shelf(language: str) -> Response | Redirect:
    """The page of a file. One that comes as an address, with a change, leads to the one changed."""
    file = _file_of_request()
    if request.method == "GET" and any(name in request.args for name in CHANGES):
        return redirect(address(url_for("reader_file.shelf"), file.arguments))
    with site().archive.session(heavy=True) as session:
        found = tuple(_found(session, file))
    page = shelf_of(file, found, url_for("reader_file.shelf"))
    return make_response(render_template("file.html", page=page))


@blueprint.route("/api/file.json", methods=["GET", "POST"])
def exported() -> Response:
    """A file to keep, which the page of files reads again."""
    file = _file_of_request()
    with site().archive.session(heavy=True) as session:
        found = tuple(_found(session, file, counted=False))
    facts = {one.item.address: item_facts(one) for one in found}
    response = jsonify(file_values(file, facts) | {"archive": names().name})
    return to_save(response, f"{file.title or 'khizana-file'}.json")


@blueprint.get("/api/arrivals")
def arrived() -> Response:
    """The documents that answer a search and came into the archive after `since`."""
    wanted = search_request(request.args, site().settings)
    since = moment_in("since", request.args.get("since", ""))
    most = whole_number(request.args, "limit", NEW, MOST_NEW)
    with site().archive.session(heavy=True) as session:
        found = arrivals(session, session.usual(wanted), since, most)
        updated = session.generation.manifest.created
    return jsonify(
        query=wanted.query,
        since=since.isoformat(timespec="seconds"),
        updated=updated,
        total=found.total,
        new=found.new,
        documents=[card_values(card) | {"added": added} for card, added in found.documents],
        **basis_values(found.basis),
    )


def _file_of_request() -> ReaderFile:
    """The file that the request brings, with the change that it asks for."""
    request.max_content_length = request.max_form_memory_size = MOST_BYTES
    arguments = request.form if request.method == "POST" else request.args
    file = reader_file(arguments, site().settings)
    sent = request.files.get("import")
    return imported(sent.read(), file, site().settings) if sent and sent.filename else file


def _found(session: Session, file: ReaderFile, *, counted: bool = True) -> Iterator[FoundItem]:
    """Each item with what the archive has of it; searches are counted as far as time allows."""
    whole = [item.document for item in file.items if item.kind is ItemKind.DOCUMENT]
    cards = iter(chosen_cards(session, whole))
    for item in file.items:
        if item.kind is ItemKind.DOCUMENT:
            yield FoundItem(item, next(cards))
        elif item.kind is ItemKind.PASSAGE:
            (chosen,) = evidence_of_choice(session, [(item.document, item.anchor)])
            yield found_document(item, chosen)
        elif counted and not session.deadline.over():
            yield _counted(session, item)
        else:
            yield FoundItem(item)


def _counted(session: Session, item: Item) -> FoundItem:
    """The request of `item` with the documents that came since it was kept."""
    assert item.request is not None  # noqa: S101  (as the caller saw)
    saved = item.saved or session.generation.manifest.created
    found = arrivals(session, session.usual(item.request), moment_in("i", saved), 0)
    return FoundItem(item, arrivals=found if found.basis.complete else None)


def moment_in(name: str, text: str) -> datetime:
    """The moment that the argument `name` gives as `text`."""
    try:
        return moment_of(text)
    except ValueError as error:
        raise wrong(name, "must be a time such as 2026-01-31T09:30:00Z") from error
