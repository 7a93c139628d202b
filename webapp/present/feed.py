"""A ResultPage → the Atom feed of the documents that answer a search (RFC 4287)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import url_for

from indexer import Hit, Lack, ResultPage, SearchRequest, Snippet
from webapp.present.answer import Answer, shown_answer
from webapp.present.links import address_of
from webapp.site import absolute, names, site


@dataclass(frozen=True, slots=True)
class Entry:
    """A hit of a feed: when its document came into the archive, and when it last changed."""

    id: str
    title: str
    language: str
    url: str
    added: str
    changed: str
    author: str
    topics: tuple[str, ...]
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class FeedView:
    """A page of a feed."""

    answer: Answer
    widened: bool
    lacks: tuple[Lack, ...]
    first: str
    links: tuple[tuple[str, str], ...]  # (relation, address)
    search: str  # the address of the results
    updated: str
    entries: tuple[Entry, ...]


def feed_view(page: ResultPage, wanted: SearchRequest, created: str) -> FeedView:
    """The feed of `page`, which answers `wanted`; `created` is when the index was made."""
    entries = tuple(_entry(hit, created) for hit in page.hits)
    links = _links(wanted, page.pages)
    return FeedView(
        shown_answer(page, "feeds.feed", "", ()),
        page.basis.widened,
        page.basis.lacks,
        links["first"],
        tuple(links.items()),
        absolute(address_of(replace(wanted, page=1), "pages.search")),
        max((entry.changed for entry in entries), default=created),
        entries,
    )


def _entry(hit: Hit, created: str) -> Entry:
    document = hit.document
    return Entry(
        absolute(url_for("pages.permanent", document_id=document.id)),
        document.title,
        document.language,
        absolute(url_for("pages.document", document_id=document.id)),
        document.added or created,
        document.changed or created,
        document.author or document.publisher or names().name,
        document.topics,
        hit.snippets,
    )


def _links(wanted: SearchRequest, pages: int) -> dict[str, str]:
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
