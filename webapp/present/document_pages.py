"""The pages of a document on its page: their breaks in the text, and one of them as a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from flask import url_for

from indexer import Document, DocumentView, Page, PageMatches, PageOrigin, WordPlace
from webapp.present.links import Link
from webapp.site import messages

PICTURE_DPI, LARGE_DPI, THUMBNAIL_DPI = 150, 300, 18
A4 = (595.0, 842.0)  # points: the size of a page that does not say its own
STRIP = 9  # pages that the strip shows
POINTS = 72  # to the inch


class ReadingMode(StrEnum):
    """The ways to read a document that has pages."""

    TEXT = "text"  # all of its text, in which pages are marked
    BOTH = "both"  # one page: its picture and its text
    PICTURE = "picture"  # one page: its picture alone


PageUrl = Callable[[int, ReadingMode], str]  # number of a page → where it is shown in that mode


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a page, of `width` × `height` CSS pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A page that begins here in the text, and where it is shown as a picture."""

    page: Page
    url: str | None


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page in the strip: its thumbnail, and how many matches stand on it."""

    page: Page
    url: str
    thumbnail: Picture
    matches: int
    current: bool


@dataclass(frozen=True, slots=True)
class ShownPage:
    """The one page that is shown, beside its picture or without its text."""

    page: Page
    picture: Picture
    large: str
    mode: ReadingMode
    has_text: bool  # it is shown beside the picture
    matches: int  # on this page
    places: tuple[WordPlace, ...]  # of the words that match, on the picture
    previous: str | None
    following: str | None
    strip: tuple[PageLink, ...]
    pages: int


def shown_page(
    view: DocumentView, places: tuple[WordPlace, ...], mode: ReadingMode, url: PageUrl
) -> ShownPage | None:
    """The page that `view` shows alone, with `places`; None where it shows text as it runs."""
    only, pages = view.only, view.document.pages
    if only is None:
        return None
    page = only.page
    at = pages.index(page)
    return ShownPage(
        page,
        picture(view.document, page, PICTURE_DPI),
        picture(view.document, page, LARGE_DPI).url,
        mode,
        mode is ReadingMode.BOTH,
        len(only.places),
        places,
        url(pages[at - 1].number, mode) if at else None,
        url(pages[at + 1].number, mode) if at + 1 < len(pages) else None,
        tuple(_strip(view.document, only, lambda number: url(number, mode))),
        len(pages),
    )


def page_breaks(pages: tuple[Page, ...], url: PageUrl | None) -> tuple[PageBreak, ...]:
    """The breaks before `pages`; `url` where they can be shown as pictures."""
    return tuple(PageBreak(page, url and url(page.number, ReadingMode.BOTH)) for page in pages)


def modes(chosen: ReadingMode, number: int | None, url: PageUrl) -> tuple[Link, ...]:
    """The ways to read the document at page `number`; None: at the first one that answers."""
    return tuple(
        Link(messages().message(f"page.mode.{mode}"), url(number or 0, mode), mode is chosen)
        for mode in ReadingMode
    )


def matching_page(document: Document, only: PageMatches, step: int) -> int | None:
    """The number of the nearest page with matches before (-1) or after (1) the `only` one shown."""
    at = document.pages.index(only.page) + step
    while 0 <= at < len(document.pages):
        if only.by_page[at]:
            return document.pages[at].number
        at += step
    return None


def origins(document: Document) -> tuple[tuple[PageOrigin, int], ...]:
    """How many pages of `document` were read otherwise than as their file has them."""
    counts = Counter(page.origin for page in document.pages)
    return tuple((origin, counts[origin]) for origin in PageOrigin if origin is not PageOrigin.TEXT)


def picture(document: Document, page: Page, dpi: int) -> Picture:
    """The picture of `page`, at `dpi`. Its address changes with the bytes of the file."""
    width, height = (page.width, page.height) if page.width and page.height else A4
    return Picture(
        url_for(
            "pictures.picture",
            document_id=document.id,
            number=page.number,
            dpi=None if dpi == PICTURE_DPI else dpi,
            v=document.digest[:12],
        ),
        max(1, round(width * dpi / POINTS)),
        max(1, round(height * dpi / POINTS)),
    )


def _strip(document: Document, only: PageMatches, url: Callable[[int], str]) -> Iterator[PageLink]:
    """The pages around the `only` one that is shown."""
    pages = document.pages
    at = pages.index(only.page)
    first = max(0, min(at - STRIP // 2, len(pages) - STRIP))
    for place in range(first, min(first + STRIP, len(pages))):
        page = pages[place]
        yield PageLink(
            page,
            url(page.number),
            picture(document, page, THUMBNAIL_DPI),
            only.by_page[place],
            place == at,
        )
