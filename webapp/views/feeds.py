"""OpenSearch, Atom feeds, sitemap and robots.txt, by which other programs find the archive."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from indexer import Sort
from webapp.http.headers import cached
from webapp.http.params import default_sort, search_request
from webapp.present.feed import feed_view
from webapp.site import LANGUAGE_RULE, absolute, site

blueprint = Blueprint("feeds", __name__)

MOST_ENTRIES = 30  # on a page of a feed
MOST_ADDRESSES = 50_000  # in one sitemap (sitemaps.org)


@dataclass(frozen=True, slots=True)
class OpenSearch:
    """The addresses in the description of the search field (OpenSearch 1.1)."""

    icon: str
    search: str
    feed: str
    api: str
    own: str


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    return _xml(
        render_template("opensearch.xml", page=_opensearch()),
        "application/opensearchdescription+xml",
    )


@blueprint.get(f"/{LANGUAGE_RULE}/feed")
def feed(language: str) -> Response:
    """The documents that answer a search, the last to come into the archive first (RFC 4287).

    Nothing in an entry changes but with its document, so that readers announce only what is new.
    """
    asked = search_request(request.args, site().settings)
    wanted = replace(asked, sort=default_sort(asked.query))
    page = site().archive.search(replace(wanted, sort=Sort.ADDED, page_size=MOST_ENTRIES))
    created = site().archive.status().updated  # of an index that does not know
    text = render_template("feed.xml", page=feed_view(page, wanted, created))
    return cached(_xml(text, "application/atom+xml"), text)


@blueprint.get("/favicon.ico")
def icon() -> Redirect:
    """The icon, at the address where browsers look that read no page first."""
    return redirect(site().assets.url("mark.svg"))


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Searches are not for crawlers, documents are."""
    lines = ["User-agent: *"]
    lines += [
        f"Disallow: /{name}/{page}" for name in site().languages for page in ("kwic", "terms")
    ]
    lines += ["Disallow: /api/", f"Sitemap: {absolute(url_for('feeds.sitemaps'))}", ""]
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def sitemaps() -> Response:
    parts = -(-site().archive.status().documents // _most_documents())
    addresses = [
        absolute(url_for("feeds.sitemap", part=part)) for part in range(1, max(1, parts) + 1)
    ]
    return _xml(render_template("sitemaps.xml", addresses=addresses), "application/xml")


@blueprint.get("/sitemap-<int:part>.xml")
def sitemap(part: int) -> Response:
    ids, most = site().archive.ids(), _most_documents()
    first = (part - 1) * most
    if part < 1 or (first and first >= len(ids)):
        abort(404)
    tags = site().languages
    addresses = [url_for("pages.home", language=tag) for tag in tags] if part == 1 else []
    addresses += [
        url_for("pages.document", language=tag, document_id=document_id)
        for document_id in ids[first : first + most]
        for tag in tags
    ]
    whole = list(map(absolute, addresses))
    return _xml(render_template("sitemap.xml", addresses=whole), "application/xml")


def _opensearch() -> OpenSearch:
    icon = url_for("assets.file", digest=site().assets.digests["mark.svg"], name="mark.svg")
    views = ("pages.search", "feeds.feed", "api.search", "feeds.opensearch")
    return OpenSearch(absolute(icon), *(absolute(url_for(view)) for view in views))


def _most_documents() -> int:
    """The number of documents in one sitemap: each has an address in every language."""
    return MOST_ADDRESSES // len(site().languages)


def _xml(text: str, mimetype: str) -> Response:
    return Response(text, mimetype=mimetype)
