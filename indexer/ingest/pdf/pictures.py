"""Pages of a PDF read from their pictures, where their text layer cannot be searched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from indexer.ingest.events import PageBegun
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
_SMALL_TYPE_DPI, _SMALL_WORD_POINTS = 300, 8.0  # where the middle word is lower than this
_FEWEST_SIGNS = 50  # of a page that is judged by its share of letters among its signs
_SIGNS_OF_TABLES = frozenset(".,:/%()-–—_|٫٬")
_SHARE_KEPT = 0.75  # of the Arabic letters of the text layer, that its picture must have
_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3]")


def better_pages(
    path: Path, pages: Iterable[PageReading], most: int
) -> Iterator[PageReading | PageBegun]:
    """`pages` of the PDF at `path`, those that cannot be searched as their pictures are read.

    Before a page is drawn, it says that it begins with it.

    At most the pictures of `most` pages are read. Of two readings of a page the healthier is kept.
    """
    with closing(pdfium.PdfDocument(path)) as document:
        read = 0
        for page in pages:
            if not is_doubted(page):
                yield page
                continue
            yield PageBegun(page.number)
            picture = drawn_page(document, page.number, _density(page))
            if picture is None:
                yield page
                continue
            seen = ocr_page(picture, page.number, allowed=read < most)
            read += seen.origin is PageOrigin.OCR and bool(seen.text)
            yield _better(page, seen)


def drawn_page(document: pdfium.PdfDocument, number: int, density: int = DPI) -> Image | None:
    """Page `number` in grey at a density in dots per inch; None where it cannot be drawn."""
    try:
        with closing(document[number - 1]) as page:
            scale = min(density / _POINTS, (MOST_PIXELS - 1) / max(page.get_size()))
            with closing(page.render(scale=scale, grayscale=True)) as bitmap:
                picture: Image = bitmap.to_pil().convert("L")
                return picture
    except (pdfium.PdfiumError, ZeroDivisionError):
        return None


def _density(page: PageReading) -> int:
    """The density at which a page is drawn, in dots per inch: higher where its type is small."""
    heights = [(box.y1 - box.y0) * page.height / 1000 for box in page.boxes]
    return _SMALL_TYPE_DPI if heights and median(heights) < _SMALL_WORD_POINTS else DPI


def is_doubted(page: PageReading) -> bool:
    """Whether the text layer of a page may not hold what the page shows."""
    if page.origin is PageOrigin.UNREAD and page.width == 0:  # damaged: nothing can be drawn
        return False
    health = health_of(page.text)
    if health is not None:
        return health < READABLE
    letters = _letters(page)
    signs = sum(
        not (letter.isspace() or letter.isdigit() or letter in _SIGNS_OF_TABLES)
        for letter in page.text
    )
    return letters < LEAST_LETTERS or (signs > _FEWEST_SIGNS and letters < signs / 2)


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
    # The marks of vowelled text are seen as Latin letters: a text that lost words is no better.
    kept = _arabic_letters(seen.text) >= _SHARE_KEPT * _arabic_letters(page.text)
    return found if ours > theirs and kept else page


def _arabic_letters(text: str) -> int:
    return len(_ARABIC.findall(text))
