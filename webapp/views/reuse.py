"""The passages that several documents have: of the archive, of one document, two compared."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for

from indexer import ReusedPassage, ReusePage, compared_passage, reuse_page
from webapp.http.params import address, whole_number
from webapp.present.reuse import PAGE_SIZE, compared_view, reuse_view
from webapp.site import LANGUAGE_RULE, site
from webapp.views.api import card_values

blueprint = Blueprint("reuse", __name__)

MOST_PAGE, MOST_OFFSET = 1_000_000, 1_000_000_000


@blueprint.get(f"/{LANGUAGE_RULE}/reuse")
def passages(language: str) -> str:
    return render_template("reuse.html", page=reuse_view(_found(request.args.get("of"))))


@blueprint.get(f"/{LANGUAGE_RULE}/reuse/compare")
def compared(language: str) -> str:
    start = whole_number(request.args, "start", 0, MOST_OFFSET, least=0)
    at = whole_number(request.args, "at", 0, MOST_OFFSET, least=0)
    one, other = request.args.get("of", ""), request.args.get("with", "")
    with site().archive.session(heavy=True) as session:
        found = compared_passage(session, (one, start), (other, at))
    if found is None:
        abort(404)
    return render_template("compare.html", page=compared_view(found))


@blueprint.get("/api/reuse")
def api_passages() -> Response:
    """The passages of a document (`of`), or of the archive."""
    of = request.args.get("of")
    page = _found(of)

    def url(number: int) -> str | None:
        if not 1 <= number <= page.pages:
            return None
        arguments = [("of", of)] if of is not None else []
        return address(url_for("reuse.api_passages"), [*arguments, ("page", str(number))])

    return jsonify(
        of=of,
        searched=page.searched,
        total=page.total,
        formulae=page.formulae,
        page=page.page,
        page_size=page.page_size,
        next_url=url(page.page + 1),
        previous_url=url(page.page - 1),
        passages=[_values(passage) for passage in page.passages],
    )


def _found(of: str | None) -> ReusePage:
    number = whole_number(request.args, "page", 1, MOST_PAGE)
    with site().archive.session(heavy=True) as session:
        found = reuse_page(session, number, PAGE_SIZE, of)
    if found is None or (found.total and number > found.pages):
        abort(404)
    return found


def _values(passage: ReusedPassage) -> dict[str, object]:
    here = passage.here
    return {
        "text": passage.text,
        "oldest": passage.oldest.document.id if passage.oldest else None,
        "here": {"start": here.start, "end": here.end, "anchor": here.anchor} if here else None,
        "places": [
            card_values(one.document)
            | {"start": one.place.start, "end": one.place.end, "anchor": one.place.anchor}
            for one in passage.places
        ],
    }
