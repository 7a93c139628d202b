"""The pages: home, results, document, guide."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

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

from indexer import Division, DocumentView, ReusePage, reuse_page
from webapp.http.headers import cached
from webapp.http.params import (
    MOST_PAGES,
    Arguments,
    address,
    choice,
    search_arguments,
    search_request,
    whole_number,
)
from webapp.present.citation import SHORT
from webapp.present.controls import settled
from webapp.present.document import shown_document
from webapp.present.document_pages import ReadingMode, matching_page
from webapp.present.links import Link, part_url, results_url
from webapp.present.overview import document_links, home_view
from webapp.present.references import LINES_BESIDE, beside_results, cited_view
from webapp.present.results import none_view, results_view
from webapp.present.reuse import ON_DOCUMENT
from webapp.present.status import status_view
from webapp.site import LANGUAGE_RULE, site, today
from webapp.views.documents import original_size
from webapp.views.naming import AS_PAGE

blueprint = Blueprint("pages", __name__)

MOST_RELATED = 5
FEWEST_LETTERS = 4  # of a short name that is not given whole
MOST_CHOICES = 20  # documents it may stand for
MOST_PARTS, MOST_HITS = 1_000_000, 1_000_000_000  # numbers that are read in an address
PLACES = ("p", "s", "part", "h", "pg", "view")  # arguments that say where in a document
_PART = re.compile(r"[a-z]-[0-9][0-9a-z-]*(\.[a-z]-[0-9][0-9a-z-]*)*")  # m-66, b-2.f-1
_ANCHOR = re.compile(r"[ps][1-9][0-9]{0,8}(-[0-9a-z]+)?")


@blueprint.get("/")
def root() -> Redirect:
    return _chosen(redirect(url_for("pages.home")))


@blueprint.get(f"/{LANGUAGE_RULE}/")
def home(language: str) -> str:
    return render_template("home.html", page=home_view(site().archive.status()))


@blueprint.get(f"/{LANGUAGE_RULE}/status")
def status(language: str) -> str:
    """The page that tells whether the archive has all of its corpus, and how old it is."""
    archive = site().archive
    page = status_view(archive.status(), archive.failures(), archive.survey())
    return render_template("status.html", page=page)


@blueprint.get(f"/{LANGUAGE_RULE}/search")
def search(language: str) -> str | Redirect:
    meant = settled(request.args)
    if meant is not None:
        return redirect(address(url_for("pages.search"), meant))
    wanted = search_request(request.args, site().settings)
    page = site().archive.search(wanted)
    cited = beside_results(site().archive.citations(wanted.query), wanted)
    if page.total:
        return render_template("results.html", page=results_view(page), cited=cited)
    return render_template("none.html", page=none_view(page), cited=cited)


@blueprint.get(f"/{LANGUAGE_RULE}/d/<path:document_id>")
def document(language: str, document_id: str) -> Response | Redirect:
    wanted = search_request(request.args, site().settings)
    archive = site().archive
    document_id, part_address = _document_and_part(document_id)
    path = url_for("pages.document", document_id=document_id)
    taken = _passage(request.args)
    part = whole_number(request.args, "part", 1, MOST_PARTS) if "part" in request.args else None
    hit = whole_number(request.args, "h", 1, MOST_HITS) if "h" in request.args else None
    number = whole_number(request.args, "pg", 1, MOST_PAGES) if "pg" in request.args else None
    mode = choice(request.args, "view", ReadingMode.TEXT)
    words = (wanted.query, wanted.width, wanted.without, wanted.translate)
    related = archive.related(document_id, MOST_RELATED)  # before: it reads the document too
    if mode is ReadingMode.TEXT or part_address:
        reading = archive.read(
            document_id, *words, part=part, at=taken, hit=hit, page=number, address=part_address
        )
    else:
        reading = archive.read_page(document_id, *words, number=number, hit=hit)
    if reading is None:
        abort(404)
    to_part = partial(part_url, wanted, document_id)
    if part_address and not reading.path:
        return _no_such_part(reading, to_part)
    drawable = archive.has_pictures(reading.document)
    if reading.only and not drawable:
        return redirect(_page(path, reading.only.page.number, ReadingMode.TEXT))
    if taken and reading.at and reading.at != taken:
        return redirect(_at(path, reading.at))
    attached_to = reading.document.attached_to
    shown = shown_document(
        reading,
        taken,
        related or (),
        previous=_beside(reading, mode, -1),
        following=_beside(reading, mode, 1),
        back=results_url(wanted) if search_arguments(wanted) else None,
        original=original_size(site().settings.corpus.folder, reading.document),
        letter=archive.outline(attached_to) if attached_to else None,
        mode=mode,
        page_url=partial(_page, path) if drawable else None,
        asked=number,
        part_url=to_part,
        references=archive.references_shown(reading),
        places=archive.word_places(reading),
        reuse=_reuse(document_id),
    )
    citing = archive.citations_of(document_id, LINES_BESIDE)
    cited = cited_view(citing, document_id, LINES_BESIDE) if citing and citing.cited else None
    page = render_template("document.html", page=shown, cited=cited)
    identity = (reading.generation, request.full_path, site().assets.version, today())
    return cached(make_response(page), *identity)


@blueprint.get(f"/{LANGUAGE_RULE}/guide")
def guide(language: str) -> str:
    return render_template("guide.html")


@blueprint.get("/d/<path:document_id>")
def permanent(document_id: str) -> Response | Redirect:
    document_id, part_address = _document_and_part(document_id)
    named = _named(document_id)
    if len(named) > 1:
        documents = [found for name in named if (found := site().archive.outline(name))]
        page = render_template("choices.html", documents=document_links(documents))
        return make_response(page, 300)
    to = url_for("pages.document", document_id=named[0] if named else document_id)
    if part_address:
        to_part = f"{to}/{part_address}"
        return _chosen(redirect(f"{address(to_part, _every(request.args))}#{part_address}"))
    taken = _passage(request.args)
    if taken:
        return _chosen(redirect(_at(to, taken)))
    number = request.args.get("pg", "")
    fragment = f"#page-{number}" if number.isdecimal() and "view" not in request.args else ""
    return _chosen(redirect(address(to, _every(request.args)) + fragment))


def _document_and_part(path: str) -> tuple[str, str | None]:
    """The id of a document and the address of a part of it, as `path` names them.

    A document whose id is the whole `path` goes before.
    """
    document_id, _, part = path.rpartition("/")
    if document_id and _PART.fullmatch(part) and not site().archive.outline(path):
        return document_id, part
    return path, None


def _no_such_part(reading: DocumentView, to_part: Callable[[Division], str]) -> Response:
    """The page that says a document has no such part, with links to those that may be meant."""
    link = Link(reading.document.title, url_for("pages.document", document_id=reading.document.id))
    parts = [Link(part.title, to_part(part)) for part in reading.may_be[:MOST_CHOICES]]
    page = render_template("no_part.html", document=reading.document, to_document=link, parts=parts)
    return make_response(page, 404)


def _reuse(document_id: str) -> ReusePage | None:
    """The first passages of a document that others have too; None where none were looked for."""
    with site().archive.session() as session:
        found = reuse_page(session, 1, ON_DOCUMENT, document_id)
    return found if found and found.searched else None


def _named(document_id: str) -> tuple[str, ...]:
    """The ids of the documents whose short name is given in the place of an id: one, as a rule."""
    name = document_id.removeprefix(SHORT)
    archive = site().archive
    if name == document_id or len(name) < FEWEST_LETTERS or archive.outline(document_id):
        return ()
    return archive.named(name)[:MOST_CHOICES]


def _passage(arguments: Arguments) -> str | None:
    """The anchor of the passage that `arguments` name: p for a paragraph, s for a heading."""
    given = (kind + arguments.get(kind, "") for kind in "ps")
    return next((anchor for anchor in given if _ANCHOR.fullmatch(anchor)), None)


def _at(document: str, anchor: str) -> str:
    """The address of the passage `anchor` on the page at `document`: for the server, that finds
    it again when the text has changed, and for the browser.
    """
    arguments = [(k, v) for k, v in _every(request.args) if k not in PLACES]
    return f"{address(document, [*arguments, (anchor[0], anchor[1:])])}#{anchor}"


def _every(arguments: Arguments) -> list[tuple[str, str]]:
    """All of `arguments` but those of a permanent address alone, in their order."""
    return [pair for pair in arguments.items(multi=True) if pair not in AS_PAGE.items()]


def _beside(reading: DocumentView, mode: ReadingMode, step: int) -> str | None:
    """The address of the part before (-1) or after (1), or of the nearest page with matches there.

    None when there is none.
    """
    path = url_for("pages.document", document_id=reading.document.id)
    if reading.only:
        page = matching_page(reading.document, reading.only, step)
        return _page(path, page, mode) if page else None
    number = reading.part + step
    if not 1 <= number <= reading.parts:
        return None
    arguments = [(k, v) for k, v in _every(request.args) if k not in PLACES]
    return address(path, [*arguments, ("part", str(number))])


def _page(path: str, number: int, mode: ReadingMode) -> str:
    """The address of a page of the document at `path`, in `mode`; of 0, the first that answers."""
    arguments = [(k, v) for k, v in _every(request.args) if k not in PLACES]
    if number:
        arguments.append(("pg", str(number)))
    if mode is ReadingMode.TEXT:
        return address(path, arguments) + (f"#page-{number}" if number else "")
    return address(path, [*arguments, ("view", mode)])


def _chosen(response: Redirect) -> Redirect:
    """`response`, which depends on the language the reader prefers."""
    response.vary.update(["Accept-Language", "Cookie"])
    return response
