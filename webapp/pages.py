"""The pages: home, results, document."""

from __future__ import annotations

from dataclasses import replace

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Redirect

from indexer import ArchiveDate, Reading, SearchRequest, Width
from webapp import results
from webapp.drawing import ticks
from webapp.headers import cached
from webapp.i18n import shown
from webapp.params import address, choice, default_sort, search_request
from webapp.refine import unfiltered
from webapp.site import site

blueprint = Blueprint("pages", __name__)

SHOWN_FORMS = 6  # of each word of the query
WORDS_A_MINUTE = 181  # read silently in Arabic (Brysbaert 2019, Journal of Memory and Language)
MOST_TICKS = 600  # one for each unit of the ruler
WIDE, NARROW = (1000, 120), (340, 24)  # widths of a timeline, and the bars that fit in it
QUOTES = dict.fromkeys(map(ord, '"«»“”„'), " ")


@blueprint.get("/")
def root() -> Redirect:
    return redirect(url_for("pages.home"))


@blueprint.get("/ar/")
def home() -> str:
    status = site().archive.status()
    everything = SearchRequest("", sort=default_sort(""))
    return render_template(
        "home.html",
        status=status,
        updated=ArchiveDate.parse(status.updated[:10]),
        wide=results.chart(everything, status.years, *WIDE),
        narrow=results.chart(everything, status.years, *NARROW),
    )


@blueprint.get("/ar/search")
def search() -> str:
    wanted = search_request(request.args, site().settings)
    page = site().archive.search(wanted)
    years = results.result_years(page)
    previous, following = results.neighbours(page)
    return render_template(
        "results.html" if page.total else "none.html",
        page=page,
        wanted=wanted,
        results=results,
        wide=results.chart(wanted, years, *WIDE),
        narrow=results.chart(wanted, years, *NARROW),
        previous=previous,
        following=following,
        ways=_wider(wanted),
        shown_forms=SHOWN_FORMS,
    )


@blueprint.get("/ar/d/<path:document_id>")
def document(document_id: str) -> Response:
    query = request.args.get("q", "")
    width = choice(request.args, "width", Width.WORD)
    reading = site().archive.read(document_id, query, width)
    if reading is None:
        abort(404)
    page = render_template(
        "document.html",
        reading=reading,
        document=reading.document,
        minutes=round(len(reading.document.text.split()) / WORDS_A_MINUTE),
        ticks=list(ticks(reading.blocks)) if reading.matches <= MOST_TICKS else [],
        back=results.results_url(SearchRequest(query, width)),
        citation=_citation(reading),
    )
    where = request.full_path if query else document_id
    return cached(make_response(page), reading.generation, where, site().assets.version)


@blueprint.get("/d/<path:document_id>")
def permanent(document_id: str) -> Redirect:
    to = url_for("pages.document", document_id=document_id)
    return redirect(address(to, list(request.args.items(multi=True))))


def _wider(wanted: SearchRequest) -> dict[str, str]:
    """The addresses of requests that find more than `wanted`, by the message that offers them."""
    ways = {}
    if wanted.filters:
        ways["unfiltered"] = unfiltered(wanted)
    if wanted.query and wanted.width == Width.EXACT:
        ways["forms"] = replace(wanted, width=Width.WORD)
    words = " ".join(wanted.query.translate(QUOTES).split())
    if words != " ".join(wanted.query.split()):
        ways["words"] = replace(wanted, query=words)
    return {name: results.results_url(replace(way, page=1)) for name, way in ways.items()}


def _citation(reading: Reading) -> list[str]:
    """What names a document in a note: title, author, publisher, date and archive."""
    document = reading.document
    messages = site().messages
    parts = [
        messages.message("document.citation", title=shown(document.title)),
        document.author,
        document.publisher,
        messages.date(document.date) if document.date else None,
        site().settings.archive.name,
    ]
    return [shown(part) for part in parts if part]
