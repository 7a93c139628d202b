"""The pages: home, results, document, guide."""

from __future__ import annotations

import re
from datetime import UTC, datetime

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

from indexer import ArchiveDate, DocumentView, SearchRequest, Section
from webapp.http.headers import cached
from webapp.http.params import (
    Arguments,
    address,
    default_sort,
    search_arguments,
    search_request,
    whole_number,
)
from webapp.present import citation, controls, formats, results
from webapp.present.drawing import NARROW, WIDE, ticks
from webapp.site import LANGUAGE_RULE, absolute, messages, site, today
from webapp.views.documents import original_size
from webapp.views.naming import AS_PAGE

blueprint = Blueprint("pages", __name__)

WORDS_A_MINUTE = 181  # read silently in Arabic (Brysbaert 2019, Journal of Memory and Language)
MOST_TICKS = 600  # one for each unit of the ruler
MOST_RELATED = 5
FEWEST_LETTERS = 4  # of a short name that is not given whole
MOST_CHOICES = 20  # documents it may stand for
MOST_PARTS, MOST_HITS = 1_000_000, 1_000_000_000  # numbers that are read in an address
MOST_FAILURES, MOST_KEPT = 500, 20  # listed; documents of each that are linked
LEAST_SECTIONS = 3  # for which a list of contents is worth its place
PLACES = ("p", "s", "part", "h")  # arguments that say where in a document
_ANCHOR = re.compile(r"[ps][1-9][0-9]{0,8}(-[0-9a-z]+)?")


@blueprint.get("/")
def root() -> Redirect:
    return _chosen(redirect(url_for("pages.home")))


@blueprint.get(f"/{LANGUAGE_RULE}/")
def home(language: str) -> str:
    status = site().archive.status()
    everything = SearchRequest("", sort=default_sort(""))
    return render_template(
        "home.html",
        status=status,
        updated=ArchiveDate.parse(status.updated[:10]),
        wide=results.chart(everything, status.years, *WIDE),
        narrow=results.chart(everything, status.years, *NARROW),
    )


@blueprint.get(f"/{LANGUAGE_RULE}/status")
def status(language: str) -> str:
    """How far the archive is what its corpus is, and how old."""
    held, failed = site().archive.status(), site().archive.failures()
    built = datetime.fromisoformat(held.updated)
    return render_template(
        "status.html",
        status=held,
        updated=ArchiveDate.parse(held.updated[:10]),
        days=max(0, (datetime.now(UTC) - built).days),
        failures=failed.failures[:MOST_FAILURES],
        left=max(0, len(failed.failures) - MOST_FAILURES),
        unread=failed.unread,
        most_kept=MOST_KEPT,
        since=[ArchiveDate.parse(failure.since[:10]) for failure in failed.failures],
    )


@blueprint.get(f"/{LANGUAGE_RULE}/search")
def search(language: str) -> str | Redirect:
    meant = controls.settled(request.args)
    if meant is not None:
        return redirect(address(url_for("pages.search"), meant))
    wanted = search_request(request.args, site().settings)
    page = site().archive.search(wanted)
    wanted = page.request
    years = results.result_years(page)
    previous, following = results.neighbours(page)
    return render_template(
        "results.html" if page.total else "none.html",
        page=page,
        wanted=wanted,
        results=results,
        formats=formats.FORMATS,
        wide=results.chart(wanted, years, *WIDE),
        narrow=results.chart(wanted, years, *NARROW),
        previous=previous,
        following=following,
    )


@blueprint.get(f"/{LANGUAGE_RULE}/d/<path:document_id>")
def document(language: str, document_id: str) -> Response | Redirect:
    wanted = search_request(request.args, site().settings)
    archive = site().archive
    taken = _passage(request.args)
    part = whole_number(request.args, "part", 1, MOST_PARTS) if "part" in request.args else None
    hit = whole_number(request.args, "h", 1, MOST_HITS) if "h" in request.args else None
    words = (wanted.query, wanted.width, wanted.without)
    related = archive.related(document_id, MOST_RELATED)  # before: it reads the document too
    reading = archive.read(document_id, *words, part=part, at=taken, hit=hit)
    if reading is None:
        abort(404)
    if taken and reading.at and reading.at != taken:
        return redirect(_at(url_for("pages.document", document_id=document_id), reading.at))
    found = reading.document
    page = render_template(
        "document.html",
        reading=reading,
        document=found,
        kept_since=ArchiveDate.parse(found.kept_since[:10]) if found.kept_since else None,
        changed=_changed(reading, taken),
        minutes=round(reading.words / WORDS_A_MINUTE),
        previous=_part(reading, reading.part - 1),
        following=_part(reading, reading.part + 1),
        ticks=_ticks(reading),
        back=results.results_url(wanted) if search_arguments(wanted) else None,
        citation=citation.plain(found),
        permanent=citation.permanent_url(found.id),
        described=citation.json_ld(found, _canonical(found.id)),
        contents=reading.contents if _count(reading.contents) >= LEAST_SECTIONS else (),
        related=related,
        canonical=_canonical(found.id),
        original=original_size(site().settings.corpus.folder, found),
    )
    identity = (reading.generation, request.full_path, site().assets.version, today())
    return cached(make_response(page), *identity)


@blueprint.get(f"/{LANGUAGE_RULE}/guide")
def guide(language: str) -> str:
    return render_template("guide.html")


@blueprint.get("/d/<path:document_id>")
def permanent(document_id: str) -> Response | Redirect:
    named = _named(document_id)
    if len(named) > 1:
        documents = [found for name in named if (found := site().archive.outline(name))]
        return make_response(render_template("choices.html", documents=documents), 300)
    to = url_for("pages.document", document_id=named[0] if named else document_id)
    taken = _passage(request.args)
    return _chosen(redirect(_at(to, taken) if taken else address(to, _every(request.args))))


def _named(document_id: str) -> tuple[str, ...]:
    """The ids of the documents whose short name is given in the place of an id: one, as a rule."""
    name = document_id.removeprefix(citation.SHORT)
    archive = site().archive
    if name == document_id or len(name) < FEWEST_LETTERS or archive.outline(document_id):
        return ()
    return archive.named(name)[:MOST_CHOICES]


def _passage(arguments: Arguments) -> str | None:
    """The anchor of the passage that `arguments` name: p for a paragraph, s for a heading."""
    given = (kind + arguments.get(kind, "") for kind in "ps")
    return next((anchor for anchor in given if _ANCHOR.fullmatch(anchor)), None)


def _changed(reading: DocumentView, taken: str | None) -> tuple[str, str | None] | None:
    """The anchor `taken` of a passage that is not there any more, and that of the passage which
    has its number now; None if it is there, or none was asked for.
    """
    if taken is None or reading.at is not None:
        return None
    number = taken.partition("-")[0]
    anchors = (block.anchor for block in reading.blocks)
    return taken, next((now for now in anchors if now.partition("-")[0] == number), None)


def _at(document: str, anchor: str) -> str:
    """The address of the passage `anchor` on the page at `document`: for the server, that finds
    it again when the text has changed, and for the browser.
    """
    arguments = [(k, v) for k, v in _every(request.args) if k not in PLACES]
    return f"{address(document, [*arguments, (anchor[0], anchor[1:])])}#{anchor}"


def _every(arguments: Arguments) -> list[tuple[str, str]]:
    """All of `arguments` but those of a permanent address alone, in their order."""
    return [pair for pair in arguments.items(multi=True) if pair not in AS_PAGE.items()]


def _count(sections: tuple[Section, ...]) -> int:
    """How many sections there are, with those under them."""
    return len(sections) + sum(_count(section.sections) for section in sections)


def _part(reading: DocumentView, number: int) -> str | None:
    """The address of another part of the document; None when there is none."""
    if not 1 <= number <= reading.parts:
        return None
    arguments = [(k, v) for k, v in _every(request.args) if k not in PLACES]
    return address(request.path, [*arguments, ("part", str(number))])


def _ticks(reading: DocumentView) -> list[int]:
    """Where the matches stand on the ruler; none when they would run together."""
    if reading.matches > MOST_TICKS:
        return []
    return list(ticks(reading.blocks, messages().language.direction == "rtl"))


def _canonical(document_id: str) -> str:
    """The address of the document in the language of the page."""
    return absolute(url_for("pages.document", document_id=document_id))


def _chosen(response: Redirect) -> Redirect:
    """`response`, which depends on the language the reader prefers."""
    response.vary.update(["Accept-Language", "Cookie"])
    return response
