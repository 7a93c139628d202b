"""The archive as an OPDS 1.2 catalogue, which reading programs browse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import url_for

from indexer import Document, Hit, ResultPage, SearchRequest, Sort
from webapp.present.calendars import hijri_note
from webapp.present.links import address_of
from webapp.present.results import neighbours
from webapp.present.xml import Element, put
from webapp.site import absolute, language, messages, names

ATOM = "http://www.w3.org/2005/Atom"
NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
ACQUIRE = "http://opds-spec.org/acquisition/open-access"
ORDERS = (Sort.ADDED, Sort.NEWEST, Sort.TITLE)
# Ending of a file → its media type, for programs that choose what they can read.
MEDIA = {
    ".epub": "application/epub+zip",
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".htm": "text/html",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
}
_VIEW = "harvest.catalogue_page"


def catalogue(updated: str) -> Element:
    """The first feed: a way to all documents for each order."""
    own = absolute(url_for("harvest.catalogue"))
    feed = _feed(own, names().name, updated)
    _link(feed, "self", own, NAVIGATION)
    for order in ORDERS:
        url = absolute(address_of(SearchRequest("", sort=order), _VIEW))
        entry = put(feed, "entry")
        put(entry, "id", url)
        put(entry, "title", str(messages().entry(f"sort.{order}")))
        put(entry, "updated", updated)
        put(entry, "content", names().description, {"type": "text"})
        kind = "new" if order is Sort.ADDED else None
        relation = f"http://opds-spec.org/sort/{kind}" if kind else "subsection"
        _link(entry, relation, url, ACQUISITION)
    return feed


def catalogue_of(page: ResultPage, updated: str) -> Element:
    """A feed of the documents of `page`, each with its files."""
    wanted = page.request
    first = absolute(address_of(replace(wanted, page=1), _VIEW))
    feed = _feed(first, wanted.query or str(messages().entry("results.title")), updated)
    feed.set("xmlns:dcterms", "http://purl.org/dc/terms/")
    feed.set("xmlns:opensearch", "http://a9.com/-/spec/opensearch/1.1/")
    put(feed, "opensearch:totalResults", str(page.total))
    put(feed, "opensearch:itemsPerPage", str(wanted.page_size))
    _link(feed, "self", absolute(address_of(wanted, _VIEW)), ACQUISITION)
    _link(feed, "first", first, ACQUISITION)
    for relation, other in zip(("previous", "next"), neighbours(page), strict=True):
        if other:
            _link(feed, relation, absolute(address_of(other, _VIEW)), ACQUISITION)
    for hit in page.hits:
        _entry(feed, hit, updated)
    return feed


def _feed(own: str, title: str, updated: str) -> Element:
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": language()})
    put(feed, "id", own)
    put(feed, "title", title)
    put(feed, "updated", updated)
    put(put(feed, "author"), "name", names().name)
    _link(feed, "start", absolute(url_for("harvest.catalogue")), NAVIGATION)
    search = absolute(url_for(_VIEW)) + "?q={searchTerms}"
    _link(feed, "search", search, "application/atom+xml")
    return feed


def _entry(feed: Element, hit: Hit, updated: str) -> None:
    document = hit.document
    entry = put(feed, "entry", None, {"xml:lang": document.language})
    put(entry, "id", absolute(url_for("pages.permanent", document_id=document.id)))
    put(entry, "title", document.title)
    put(entry, "updated", document.changed or updated)
    if document.added:
        put(entry, "published", document.added)
    for author in document.authors or (document.publisher or names().name,):
        put(put(entry, "author"), "name", author)
    put(entry, "dcterms:language", document.language)
    if document.date:
        put(entry, "dcterms:issued", str(document.date))
        if hijri := hijri_note(document.date):
            put(entry, "dcterms:date", hijri)
    if document.publisher:
        put(entry, "dcterms:publisher", document.publisher)
    for topic in document.topics:
        put(entry, "category", None, {"term": topic, "label": topic})
    passages = ("".join(piece.text for piece in snippet) for snippet in hit.snippets)
    put(entry, "summary", " […] ".join(passages), {"type": "text"})
    page = absolute(url_for("pages.document", document_id=document.id))
    _link(entry, "alternate", page, "text/html")
    _files(entry, document)


def _files(entry: Element, document: Document) -> None:
    """The links to the files of a document: as it came, and its text."""
    ending = Path(document.member or document.path).suffix.lower()
    if ending in MEDIA:
        original = absolute(url_for("documents.original", document_id=document.id))
        _link(entry, ACQUIRE, original, MEDIA[ending])
    text = absolute(url_for("documents.text", document_id=document.id))
    _link(entry, ACQUIRE, text, "text/plain")


def _link(parent: Element, relation: str, url: str, kind: str) -> None:
    put(parent, "link", None, {"rel": relation, "href": url, "type": kind})
