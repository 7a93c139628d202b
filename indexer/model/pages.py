"""The pages of a document: where each begins in its text, and how its text was read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from indexer.model.health import TextQuality, text_quality


class PageOrigin(StrEnum):
    """The source of the text of a page."""

    TEXT = "text"  # the text that the file holds, as it holds it
    REPAIRED = "repaired"  # the same, its letters or their order mended
    OCR = "ocr"  # recognised from the picture of the page
    UNREAD = "unread"  # it could not be read


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a document, whose text begins at `start`, an offset in the text of the document.

    It ends where the next page begins. `number` counts from 1; `label` is the name that the file
    gives the page ("xii"), empty where that is its number. `health` is the readability of its text,
    None where there is too little Arabic to tell. `width` and `height` are in points, 0 where not
    known. `reason` says why a page was not read.
    """

    start: int
    number: int
    label: str = ""
    origin: PageOrigin = PageOrigin.TEXT
    health: float | None = None
    width: float = 0.0
    height: float = 0.0
    reason: str = ""

    @property
    def quality(self) -> TextQuality | None:
        """The quality of the text of the page, as its health says."""
        return text_quality(self.health)

    @property
    def name(self) -> str:
        """The label of the page, or its number."""
        return self.label or str(self.number)


def page_at(pages: Sequence[Page], offset: int) -> Page | None:
    """The page that holds the character at `offset` of the text; None where there are no pages."""
    if not pages:
        return None
    return pages[max(0, bisect_right(pages, offset, key=lambda page: page.start) - 1)]
