"""The names of an archive → what their pages show."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from indexer import ArchiveName, FoundName, NameKind, NamesPage
from webapp.http.params import address
from webapp.present.answer import Pager, pager_of
from webapp.present.references import CitingLine, citing_line

PAGE_SIZE = 60  # names on a page of them
DOCUMENTS = 10  # documents whose lines are on a page of a name


@dataclass(frozen=True, slots=True)
class KindLink:
    """A kind of names with their number; `kind` is empty for all."""

    kind: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class NameLink:
    """A name and the number of its documents."""

    shown: str
    kind: str
    documents: int
    url: str


@dataclass(frozen=True, slots=True)
class NamesView:
    """The page of the names of an archive."""

    searched: bool
    total: int
    words: str
    kind: str
    kinds: tuple[KindLink, ...]
    names: tuple[NameLink, ...]
    pager: Pager | None


@dataclass(frozen=True, slots=True)
class NameView:
    """The page of one name: how it was found, its spellings, its lines."""

    name: ArchiveName
    documents: int
    lines: tuple[CitingLine, ...]
    complete: bool
    translations: tuple[tuple[str, str], ...]  # (language, name)
    search_url: str
    all_url: str
    pager: Pager | None


def names_view(page: NamesPage, kind: NameKind | None, words: str) -> NamesView:
    """The page that shows `page`, whose names are of `kind` and have `words`."""
    every = ("", sum(count for _, count in page.kinds))
    return NamesView(
        page.searched,
        page.total,
        words,
        kind or "",
        tuple(
            KindLink(name, count, names_url(name, words), name == (kind or ""))
            for name, count in (every, *page.kinds)
        ),
        tuple(
            NameLink(name.shown, name.kind, documents, name_url(name))
            for documents, name in page.names
        ),
        pager_of(page.page, page.pages, lambda number: names_url(kind or "", words, number)),
    )


def name_view(found: FoundName) -> NameView:
    """The page that shows `found`."""
    name = found.name
    return NameView(
        name,
        found.documents,
        tuple(map(citing_line, found.lines)),
        found.complete,
        (
            *(("fr", one) for one in found.french),
            *(("en", one) for one in (*found.english, *found.acronyms)),
        ),
        address(url_for("pages.search"), [("name", name.shown)]),
        names_url(name.kind),
        pager_of(found.page, found.pages, lambda number: name_url(name, number)),
    )


def names_url(kind: str, words: str = "", page: int = 1) -> str:
    """The address of a page of names."""
    pairs = [("kind", kind), ("words", words), ("page", str(page) if page > 1 else "")]
    return address(url_for("names.names"), [pair for pair in pairs if pair[1]])


def name_url(name: ArchiveName, page: int = 1) -> str:
    """The address of the page of a name."""
    more = [("page", str(page))] if page > 1 else []
    return address(url_for("names.names"), [("of", name.shown), *more])
