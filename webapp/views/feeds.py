"""What other programs find the archive by: OpenSearch, Atom feeds, sitemap, robots.txt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from indexer import Hit, SearchRequest, Sort
from webapp.http.headers import cached
from webapp.http.params import default_sort, search_request
from webapp.present.results import address_of
from webapp.site import LANGUAGE_RULE, absolute, site

blueprint = Blueprint("feeds", __name__)

MOST_ENTRIES = 30  # on a page of a feed
MOST_ADDRESSES = 50_000  # in one sitemap (sitemaps.org)


@dataclass(frozen=True, slots=True)
class Entry:
    """A hit of a feed: when its document came into the archive, and when it last changed."""

    hit: Hit
    added: str
    changed: str


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    return _xml(render_template("opensearch.xml"), "application/opensearchdescription+xml")


@blueprint.get(f"/{LANGUAGE_RULE}/feed")
def feed(language: str) -> Response:
    """The documents that answer a search, the last to come into the archive first (RFC 4287).

    Nothing in an entry changes but with its document, so that readers announce only what is new.
    """
    asked = search_request(request.args, site().settings)
    wanted = replace(asked, sort=default_sort(asked.query))
    page = site().archive.search(replace(wanted, sort=Sort.ADDED, page_size=MOST_ENTRIES))
    created = site().archive.status().updated  # of an index that does not know
    entries = [
        Entry(hit, hit.document.added or created, hit.document.changed or created)
        for hit in page.hits
    ]
    text = render_template(
        "feed.xml",
        page=page,
        wanted=wanted,
        entries=entries,
        updated=max((entry.changed for entry in entries), default=created),
        links=_feed_links(wanted, page.pages),
        search=absolute(address_of(replace(wanted, page=1), "pages.search")),
    )
    return cached(_xml(text, "application/atom+xml"), text)


def _feed_links(wanted: SearchRequest, pages: int) -> dict[str, str]:
    """relation → address of a page of the feed (RFC 5005, paged feeds)."""
    last = min(pages, site().settings.search.max_page)
    numbers = {"self": wanted.page, "first": 1, "last": last}
    if wanted.page > 1:
        numbers["previous"] = min(wanted.page - 1, last)
    if wanted.page < last:
        numbers["next"] = wanted.page + 1
    return {
        relation: absolute(address_of(replace(wanted, page=number), "feeds.feed"))
        for relation, number in numbers.items()
    }


@blueprint.get("/favicon.ico")
def icon() -> Redirect:
    """Where browsers look that read no page first."""
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
    return _xml(render_template("sitemaps.xml", parts=max(1, parts)), "application/xml")


@blueprint.get("/sitemap-<int:part>.xml")
def sitemap(part: int) -> Response:
    ids, most = site().archive.ids(), _most_documents()
    first = (part - 1) * most
    if part < 1 or (first and first >= len(ids)):
        abort(404)
    some = ids[first : first + most]
    return _xml(render_template("sitemap.xml", ids=some, first=part == 1), "application/xml")


def _most_documents() -> int:
    """The number of documents in one sitemap: each has an address in every language."""
    return MOST_ADDRESSES // len(site().languages)


def _xml(text: str, mimetype: str) -> Response:
    return Response(text, mimetype=mimetype)
