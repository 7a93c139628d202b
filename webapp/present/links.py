"""Links: the addresses of views for a request, and of a request changed by one click."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from flask import g, url_for
from flask import request as current

from indexer import ArchiveDate, ConcordanceOrder, Division, SearchRequest, without
from webapp.http.items import Item, ItemKind
from webapp.http.params import address, percent_encoded, search_arguments
from webapp.present import formats
from webapp.present.refine import unfiltered
from webapp.site import language, messages, site

# In addresses that differ in a date or a value, these are replaced: few are made anew.
SOME_DATE, SOME_VALUE = ArchiveDate(1), "\ue000value\ue000"


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another request; `current` when it is part of this one."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


def results_url(request: SearchRequest) -> str:
    """The address of the page that answers `request`."""
    return address_of(request, "pages.search")


def address_of(request: SearchRequest, endpoint: str, **more: str) -> str:
    """The address of the view `endpoint` for `request`, with `more` arguments."""
    return address(_path(endpoint), [*_arguments(request), *more.items()])


def _path(endpoint: str, **values: Any) -> str:
    """The path of the view `endpoint`: a page has a hundred links to few views and documents."""
    paths: dict[object, str] = g.setdefault("paths", {})
    key = (endpoint, *values.values())
    return paths.get(key) or paths.setdefault(key, url_for(endpoint, **values))


def _arguments(request: SearchRequest) -> list[tuple[str, str]]:
    """The arguments of `request`, which many links in a row lead to."""
    kept: tuple[SearchRequest | None, list[tuple[str, str]]] = g.get("arguments", (None, []))
    if kept[0] is not request:
        kept = g.arguments = (request, search_arguments(request))
    return kept[1]


def urls_of_value(request: SearchRequest) -> Callable[[str], str]:
    """The address of `request`, which has SOME_VALUE, as a function of a value in its place."""
    before, _, after = results_url(request).partition(percent_encoded(SOME_VALUE))
    return lambda value: f"{before}{percent_encoded(value)}{after}"


def urls_of_period(
    request: SearchRequest, first: str, last: str
) -> Callable[[ArchiveDate | None, ArchiveDate | None], str]:
    """The address of `request`, which has SOME_DATE as its arguments `first` and `last`.

    It is a function of the two dates that stand in their place; None leaves an argument out.
    """
    url, written = results_url(request), f"{first}={SOME_DATE}&{last}={SOME_DATE}"

    def of_period(since: ArchiveDate | None, until: ArchiveDate | None) -> str:
        pairs = [f"{name}={date}" for name, date in ((first, since), (last, until)) if date]
        return url.replace(written, "&".join(pairs), 1)

    return of_period


def document_url(request: SearchRequest, document_id: str) -> str:
    """The address of a document, the places that answer `request` marked; it leads back to them."""
    return address(_path("pages.document", document_id=document_id), _arguments(request))


def part_url(request: SearchRequest, document_id: str, part: Division) -> str:
    """The address of a part of a document, the places that answer `request` marked."""
    path = _path("pages.document", document_id=document_id)
    if part.address == part.anchor:  # it goes by its passage
        kind, place = part.anchor[:1], part.anchor[1:]
        return f"{address(path, [*_arguments(request), (kind, place)])}#{part.anchor}"
    return f"{address(f'{path}/{quote(part.address)}', _arguments(request))}#{part.address}"


def lines_url(request: SearchRequest, document_id: str) -> str:
    """The address of the places of one document that answer `request`, in their context."""
    first = request if request.page == 1 else replace(request, page=1)
    return address_of(first, "corpus_views.kwic", **{"in": document_id})


def other_language(language: str) -> str:
    """The address of the current page in `language`; of its home where this is no page."""
    if current.endpoint and current.view_args and "language" in current.view_args:
        path = url_for(current.endpoint, **current.view_args | {"language": language})
        return address(path, list(current.args.items(multi=True)))
    return url_for("pages.home", language=language)


def first_page(request: SearchRequest, endpoint: str = "pages.search") -> str:
    """The address of the first page of the view `endpoint` that answers `request`."""
    return address_of(replace(request, page=1), endpoint)


def export_url(request: SearchRequest, kind: str) -> str:
    """The address of all hits of `request` as a file of `kind`."""
    return _file_url("exports.hits", request, kind, {})


def lines_file_url(request: SearchRequest, kind: str, more: Mapping[str, str]) -> str:
    """The address of all lines of `request` as a file of `kind`; `more` is their order."""
    return _file_url("exports.lines", request, kind, more)


def terms_file_url(request: SearchRequest, kind: str, more: Mapping[str, str]) -> str:
    """The address of the words beside those of `request` as a file of `kind`."""
    return _file_url("exports.neighbours", request, kind, more)


def request_item(
    request: SearchRequest,
    kind: ItemKind = ItemKind.SEARCH,
    order: ConcordanceOrder = ConcordanceOrder.RELEVANCE,
    within: str | None = None,
) -> str:
    """The address of `request` as an item of a reader's file.

    It is kept with the time of the index that answered it: what comes later is new.
    """
    saved = site().archive.status().updated.replace("+00:00", "Z")
    first = replace(request, page=1)
    return Item(kind, request=first, order=order, within=within, saved=saved).address


def package_links(request: SearchRequest, pages: int) -> tuple[Link, ...]:
    """Packages of evidence of `request`: of all hits, with the originals, of its page alone."""
    words, first = messages().message, replace(request, page=1)
    kinds: list[tuple[str, SearchRequest, dict[str, str]]] = [("link", first, {})]
    kinds.append(("originals", first, {"originals": "1"}))
    if pages > 1:
        kinds.append(("this_page", first, {"page": str(request.page)}))
    return tuple(Link(words(f"evidence.{name}"), package_url(of, more)) for name, of, more in kinds)


def package_url(request: SearchRequest, more: Mapping[str, str]) -> str:
    """The address of a package of evidence of `request`, with `more` arguments."""
    return address_of(request, "evidence.package", **more, lang=language())


def _file_url(view: str, request: SearchRequest, kind: str, more: Mapping[str, str]) -> str:
    pairs = [*search_arguments(replace(request, page=1)), *more.items()]
    if formats.FORMATS[kind].worded:
        pairs.append(("lang", language()))
    return address(url_for(view, kind=kind), pairs)


def again(request: SearchRequest, query: str) -> str:
    """The address of the page that answers `query`, as wide as `request`, unfiltered."""
    return results_url(replace(unfiltered(request), query=query))


def without_word(request: SearchRequest, word: str) -> str | None:
    """The address of `request` without `word`; None when nothing would be left, or it stays."""
    rest = without(request.query, word)
    return None if rest is None else results_url(replace(request, query=rest, page=1))
