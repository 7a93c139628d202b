"""Passages that several documents have → what their pages show."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from indexer import (
    ArchiveDate,
    ComparedPassage,
    PassagePlace,
    ReusedPassage,
    ReusedPlace,
    ReusePage,
    Snippet,
    without_marks,
)
from webapp.http.params import address
from webapp.present.answer import Pager, pager_of
from webapp.present.overview import DocumentLink, document_links

PAGE_SIZE = 20  # passages on a page of them
MOST_LETTERS = 220  # of a passage in a list
ON_DOCUMENT = 5  # passages that are listed below the text of a document


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A document that has the passage: a link to the paragraph, and to the comparison."""

    title: str
    language: str
    date: ArchiveDate | None
    url: str
    compared: str | None
    oldest: bool
    here: bool


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage and the documents that have it, the oldest first."""

    anchor: str
    text: str
    cut: bool  # there is more of it
    language: str
    url: str  # of its paragraph
    places: tuple[ShownPlace, ...]
    dated: bool  # all of these documents have a date


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage in a paragraph of the document that is shown, as a note in its margin."""

    url: str
    others: int


@dataclass(frozen=True, slots=True)
class ReuseView:
    """The page of the passages of an archive or of one document; or the list on that document."""

    of: DocumentLink | None
    searched: bool
    total: int
    formulae: int
    passages: tuple[ShownPassage, ...]
    pager: Pager | None
    all_url: str


@dataclass(frozen=True, slots=True)
class ComparedView:
    """Two places of a passage beside each other."""

    sides: tuple[tuple[ShownPlace, Snippet], ...]
    all_url: str


def reuse_view(page: ReusePage) -> ReuseView:
    """The page that shows `page`."""
    of = page.of
    return ReuseView(
        next(iter(document_links([of])), None) if of else None,
        page.searched,
        page.total,
        page.formulae,
        tuple(map(_passage, page.passages)),
        pager_of(page.page, page.pages, lambda number: reuse_url(of.id if of else None, number)),
        reuse_url(of.id if of else None),
    )


def reuse_url(document_id: str | None, page: int = 1) -> str:
    """The address of a page of the passages of a document, or of the archive."""
    arguments = [("of", document_id)] if document_id is not None else []
    more = [("page", str(page))] if page > 1 else []
    return address(url_for("reuse.passages"), [*arguments, *more])


def reuse_marks(page: ReusePage) -> dict[str, tuple[Marked, ...]]:
    """Anchor of a paragraph, `p12` → the notes on its passages."""
    marks: dict[str, tuple[Marked, ...]] = {}
    for at, (place, others) in enumerate(page.marks):
        url = f"{reuse_url(place.id, at // PAGE_SIZE + 1)}#{_fragment(place)}"
        marks[place.anchor] = (*marks.get(place.anchor, ()), Marked(url, others))
    return marks


def compared_view(found: ComparedPassage) -> ComparedView:
    """The page that shows the two places of `found`."""
    sides = ((found.one, found.one_text), (found.other, found.other_text))
    shown = tuple((_place(one, None, oldest=False), text) for one, text in sides)
    return ComparedView(shown, reuse_url(found.one.place.id))


def _passage(passage: ReusedPassage) -> ShownPassage:
    here = passage.here or passage.places[0].place
    oldest = passage.oldest
    own = next((one for one in passage.places if one.document.id == here.id), passage.places[0])
    cut = len(passage.text) > MOST_LETTERS
    text = without_marks(passage.text[:MOST_LETTERS].rpartition(" ")[0] if cut else passage.text)
    return ShownPassage(
        _fragment(here),
        text,
        cut or here.end - here.start > len(passage.text),
        own.document.language,
        _paragraph_url(here),
        tuple(
            _place(one, here, oldest=one is oldest, asked=passage.here is not None)
            for one in passage.places
        ),
        all(one.document.date for one in passage.places),
    )


def _place(
    one: ReusedPlace, here: PassagePlace | None, *, oldest: bool, asked: bool = False
) -> ShownPlace:
    """A place of the passage whose text is that at `here`, in the document that was `asked` for."""
    place = one.place
    is_here = here is not None and place.id == here.id
    return ShownPlace(
        one.document.title,
        one.document.language,
        one.document.date,
        _paragraph_url(here if here and is_here else place),
        _compared_url(here, place) if here and not is_here else None,
        oldest,
        is_here and asked,
    )


def _paragraph_url(place: PassagePlace) -> str:
    path = url_for("pages.document", document_id=place.id)
    return f"{address(path, [(place.anchor[0], place.anchor[1:])])}#{place.anchor}"


def _compared_url(one: PassagePlace, other: PassagePlace) -> str:
    arguments = [("of", one.id), ("start", one.start), ("with", other.id), ("at", other.start)]
    pairs = [(name, str(value)) for name, value in arguments]
    return address(url_for("reuse.compared"), pairs)


def _fragment(place: PassagePlace) -> str:
    return f"at-{place.start}"
