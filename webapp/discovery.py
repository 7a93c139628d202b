"""What other programs find the archive by: OpenSearch, Atom feeds, sitemap, robots.txt."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from indexer import Sort
from webapp.headers import cached
from webapp.i18n import LANGUAGES
from webapp.params import search_request
from webapp.results import address_of
from webapp.site import LANGUAGE_RULE, absolute, site

blueprint = Blueprint("discovery", __name__)

MOST_ENTRIES = 30  # of a feed
MOST_ADDRESSES = 50_000 // len(LANGUAGES)  # documents in one sitemap (sitemaps.org)


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    return _xml(render_template("opensearch.xml"), "application/opensearchdescription+xml")


@blueprint.get(f"/{LANGUAGE_RULE}/feed")
def feed(language: str) -> Response:
    wanted = search_request(request.args, site().settings)
    newest = replace(wanted, sort=Sort.NEWEST, page=1, page_size=MOST_ENTRIES)
    page = site().archive.search(newest)
    status = site().archive.status()
    text = render_template(
        "feed.xml",
        page=page,
        wanted=wanted,
        updated=status.updated,
        here=absolute(address_of(wanted, "discovery.feed")),
        search=absolute(address_of(wanted, "pages.search")),
    )
    response = _xml(text, "application/atom+xml")
    return cached(response, page.generation, request.full_path, site().assets.version)


@blueprint.get("/favicon.ico")
def icon() -> Redirect:
    """Where browsers look that read no page first."""
    return redirect(site().assets.url("mark.svg"))


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Searches are not for crawlers, documents are."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: /{name}/{page}" for name in LANGUAGES for page in ("kwic", "terms")]
    lines += ["Disallow: /api/", f"Sitemap: {absolute(url_for('discovery.sitemaps'))}", ""]
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def sitemaps() -> Response:
    parts = -(-site().archive.status().documents // MOST_ADDRESSES)
    return _xml(render_template("sitemaps.xml", parts=max(1, parts)), "application/xml")


@blueprint.get("/sitemap-<int:part>.xml")
def sitemap(part: int) -> Response:
    ids = site().archive.ids()
    first = (part - 1) * MOST_ADDRESSES
    if part < 1 or (first and first >= len(ids)):
        abort(404)
    some = ids[first : first + MOST_ADDRESSES]
    return _xml(render_template("sitemap.xml", ids=some, first=part == 1), "application/xml")


def _xml(text: str, mimetype: str) -> Response:
    return Response(text, mimetype=mimetype)
