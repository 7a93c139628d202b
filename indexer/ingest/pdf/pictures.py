"""Pages of a PDF read from their pictures, where their text layer cannot be searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from indexer.ingest.health import LEAST_LETTERS, health_of
from indexer.ingest.ocr.recognition import ocr_page
from indexer.ingest.ocr.tesseract import DPI
from indexer.ingest.reading import PageReading
from indexer.model import PageOrigin
from indexer.model.health import READABLE

if TYPE_CHECKING:
    from PIL.Image import Image

NO_TEXT_LAYER = "has no text layer: it is a picture"
MOST_PIXELS = 4_000  # of a side of the picture of a page
_POINTS = 72  # in an inch


def better_pages(path: Path, pages: Iterable[PageReading], most: int) -> Iterator[PageReading]:
    """`pages` of the PDF at `path`, those that cannot be searched as their pictures are read.

    At most the pictures of `most` pages are read. Of two readings of a page the healthier is kept.
    """
    with closing(pdfium.PdfDocument(path)) as document:
        read = 0
        for page in pages:
            if not _is_doubted(page):
                yield page
                continue
            picture = drawn_page(document, page.number)
            if picture is None:
                yield page
                continue
            seen = ocr_page(picture, page.number, allowed=read < most)
            read += seen.origin is PageOrigin.OCR and bool(seen.text)
            yield _better(page, seen)


def drawn_page(document: pdfium.PdfDocument, number: int) -> Image | None:
    """Page `number` in grey at the density of OCR; None where it cannot be drawn."""
    try:
        with closing(document[number - 1]) as page:
            scale = min(DPI / _POINTS, (MOST_PIXELS - 1) / max(page.get_size()))
            with closing(page.render(scale=scale, grayscale=True)) as bitmap:
                picture: Image = bitmap.to_pil().convert("L")
                return picture
    except (pdfium.PdfiumError, ZeroDivisionError):
        return None


def _is_doubted(page: PageReading) -> bool:
    """Whether the text layer of a page may not hold what the page shows."""
    if page.origin is PageOrigin.UNREAD and page.width == 0:  # damaged: nothing can be drawn
        return False
    health = health_of(page.text)
    return health < READABLE if health is not None else _letters(page) < LEAST_LETTERS


def _letters(page: PageReading) -> int:
    return sum(map(str.isalpha, page.text)) + sum(map(str.isalpha, page.margin))


def _better(page: PageReading, seen: PageReading) -> PageReading:
    """The `page` as its text layer says it, or as it was `seen`, if that is healthier.

    A text layer of a few letters, which says nothing about itself, is given up for a text that can
    be read and has more letters. A page without text and without ink is empty, and so is its text.
    """
    found = replace(seen, label=page.label, width=page.width, height=page.height)
    if not seen.text:
        if page.reason == NO_TEXT_LAYER:
            return found if seen.reason else replace(page, origin=PageOrigin.TEXT, reason="")
        return page
    if page.origin is PageOrigin.UNREAD:
        return found
    ours, theirs = health_of(seen.text) or 0.0, health_of(page.text)
    if theirs is None:
        return found if ours >= READABLE and _letters(seen) > _letters(page) else page
    return found if ours > theirs else page
