"""The names of persons, places and bodies that the archive attests: as a page, as JSON."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, render_template, request

from indexer import ArchiveName, FoundName, NameKind, NamesPage, found_name, names_page
from webapp.http.params import choice, whole_number
from webapp.present.names import DOCUMENTS, PAGE_SIZE, name_view, names_view
from webapp.site import LANGUAGE_RULE, site
from webapp.views.references import line_values

blueprint = Blueprint("names", __name__)

MOST_PAGE, MOST_WORDS = 1_000_000, 100


@blueprint.get(f"/{LANGUAGE_RULE}/names")
def names(language: str) -> str:
    if of := request.args.get("of", "").strip():
        return render_template("name.html", page=name_view(_one(of)))
    return render_template("names.html", page=names_view(_page(), _kind(), _words()))


@blueprint.get("/api/names")
def api_names() -> Response:
    """The names of a kind with some words, or the lines of one (`of`)."""
    if of := request.args.get("of", "").strip():
        found = _one(of)
        return jsonify(
            **_values(found.name, found.documents),
            french=found.french,
            english=found.english,
            acronyms=found.acronyms,
            page=found.page,
            page_size=found.page_size,
            complete=found.complete,
            lines=list(map(line_values, found.lines)),
        )
    page = _page()
    return jsonify(
        searched=page.searched,
        total=page.total,
        page=page.page,
        page_size=page.page_size,
        kinds=dict(page.kinds),
        names=[_values(name, documents) for documents, name in page.names],
    )


def _page() -> NamesPage:
    number = whole_number(request.args, "page", 1, MOST_PAGE)
    with site().archive.session(heavy=True) as session:
        page = names_page(session, number, PAGE_SIZE, _kind(), _words())
    if number > page.pages:
        abort(404)
    return page


def _one(of: str) -> FoundName:
    number = whole_number(request.args, "page", 1, MOST_PAGE)
    with site().archive.session(heavy=True) as session:
        found = found_name(session, of, number, DOCUMENTS)
    if found is None or number > found.pages:
        abort(404)
    return found


def _kind() -> NameKind | None:
    """The kind that is asked for; None for all."""
    return choice(request.args, "kind", NameKind.PERSON) if request.args.get("kind") else None


def _words() -> str:
    return request.args.get("words", "").strip()[:MOST_WORDS]


def _values(name: ArchiveName, documents: int) -> dict[str, object]:
    return {
        "name": name.shown,
        "kind": name.kind,
        "documents": documents,
        "places": name.places,
        "spellings": dict(name.spellings),
        "cues": dict(name.cues),
    }
