"""Images of pages: a file of one or of several, and a folder of them that is one document."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.ingest.cleaning import clean_text
from indexer.ingest.events import PageCount, ReaderEvent
from indexer.ingest.limits import SourceLimits
from indexer.ingest.reading import PageReading, Reading
from indexer.ingest.sources import Source, page_names
from indexer.model import PageOrigin

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI = 200  # dots per inch at which pages are read
IMAGE_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF")  # of Pillow, that are opened
_PAGED = "TIFF"  # the format whose frames are pages; those of others are an animation
_MOST_PAGES = 5_000  # of a file, or of a folder
_MOST_PIXELS = 89_000_000  # of a page: A3 at 600 dots per inch has 70 million
_PLAUSIBLE = range(70, 1_300)  # dots per inch; others are not those of the page
_NEAR = 0.1  # of the density at which pages are read; such a page is not scaled
_INCHES = (2, 60)  # the height of a page whose density is believed
_MOST_ROWS = 3_300  # pixels; a page without a known density that is higher is made smaller
_USUAL_ROWS = 2_339  # of a page of A4 at 200 dots per inch


def image_readings(source: Source, limits: SourceLimits) -> Iterator[ReaderEvent]:
    """The pages of a file of one or more images."""
    with opened_image(source.path) as image:
        count = _page_count(image)
        yield PageCount(count)
        for number in range(source.pages_read + 1, count + 1):
            yield _read(image, number, number, limits, "")
    yield Reading({})


def folder_readings(source: Source, limits: SourceLimits) -> Iterator[ReaderEvent]:
    """The one document whose pages are the images of a folder, in the order of their numbers.

    A page that cannot be read is a page that says so.
    """
    names = page_names(entry.name for entry in source.path.iterdir())
    if len(names) > _MOST_PAGES:
        raise ValueError(_too_many(len(names)))
    yield PageCount(len(names))
    for number, (name, said) in enumerate(names, 1):
        if number > source.pages_read:
            label = "" if said == str(number) else said
            yield _file_page(source.path / name, number, limits, label)
    yield Reading({})


def _file_page(path: Path, number: int, limits: SourceLimits, label: str) -> PageReading:
    """The page `number` of a document, which is the first image in the file at `path`."""
    try:
        with opened_image(path) as image:
            return _read(image, 1, number, limits, label)
    except ValueError as error:
        return _unread(number, str(error), label)


def _unread(number: int, reason: str, label: str) -> PageReading:
    """A page that was not read, for this `reason`."""
    return PageReading(number, clean_text(""), label, PageOrigin.UNREAD, reason=reason)


@contextmanager
def opened_image(path: Path) -> Iterator[Image]:
    """The image in the file at `path`, not yet decoded; raises ValueError when it is none."""
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            opened = Image.open(path, formats=IMAGE_FORMATS)
        except UnidentifiedImageError:
            raise ValueError("is damaged, or no image of a known kind") from None
        except Image.DecompressionBombError:
            raise ValueError(_too_large()) from None
        with opened:
            yield opened


def grey_page(image: Image, number: int) -> tuple[Image, float]:
    """Page `number` of `image` in grey, upright; and its dots per inch, 0.0 where not known.

    Raises ValueError when it is too large or damaged. Nothing is decoded before its size is known.
    """
    from PIL import Image as Images
    from PIL import ImageOps

    try:
        if number > 1:
            image.seek(number - 1)
        if image.width * image.height > _MOST_PIXELS:
            raise ValueError(_too_large())
        density = _density(image)
        return on_white(ImageOps.exif_transpose(image)).convert("L"), density
    except (OSError, EOFError, SyntaxError, Images.DecompressionBombError):
        raise ValueError("is damaged: its picture cannot be decoded") from None


def on_white(image: Image) -> Image:
    """`image` on white where it is transparent, and with 8 bits for each colour."""
    from PIL import Image as Images

    if image.has_transparency_data:
        page = Images.new("RGBA", image.size, "white")
        page.alpha_composite(image.convert("RGBA"))
        return page
    if image.mode.startswith("I"):  # 16 bits, of which grey takes the upper eight
        return image.point(lambda value: value / 256).convert("L")
    return image


def _read(image: Image, frame: int, number: int, limits: SourceLimits, label: str) -> PageReading:
    """The page `number` of a document, which is page `frame` of `image`."""
    from indexer.ingest.ocr.recognition import ocr_page

    try:
        page, density = grey_page(image, frame)
    except ValueError as error:
        return _unread(number, str(error), label)
    scaled, inch = _at_reading_size(page, density)
    read = ocr_page(scaled, number, allowed=number <= limits.ocr_pages)
    width, height = (round(side * 72 / inch, 1) for side in scaled.size)
    return replace(read, label=label, width=width, height=height)


def _at_reading_size(page: Image, density: float) -> tuple[Image, float]:
    """The page at about 200 dots per inch, and the density that it then has."""
    from PIL import Image as Images

    scale = _DPI / density if density else 1.0
    if not density and page.height > _MOST_ROWS:
        scale = _USUAL_ROWS / page.height
    size = (max(1, round(page.width * scale)), max(1, round(page.height * scale)))
    if abs(scale - 1) < _NEAR or size[0] * size[1] > _MOST_PIXELS:
        return page, density or _DPI
    return page.resize(size, Images.Resampling.BICUBIC), _DPI


def _density(image: Image) -> float:
    """The dots per inch that the file says, where a page could have so many; else 0.0."""
    said = image.info.get("dpi")
    try:
        across, down = (float(value) for value in said) if said else (0.0, 0.0)
    except (TypeError, ValueError):
        return 0.0
    inches = image.height / down if down > 0 else 0.0
    plausible = _PLAUSIBLE[0] <= down <= _PLAUSIBLE[-1] and abs(across - down) < 0.02 * down
    return down if plausible and _INCHES[0] <= inches <= _INCHES[1] else 0.0


def _page_count(image: Image) -> int:
    """The number of pages in the file; raises ValueError when there are too many."""
    count = getattr(image, "n_frames", 1) if image.format == _PAGED else 1
    if count > _MOST_PAGES:
        raise ValueError(_too_many(count))
    return count


def _too_many(pages: int) -> str:
    return f"has {pages:,} pages, the limit is {_MOST_PAGES:,}"


def _too_large() -> str:
    return f"is larger than {_MOST_PIXELS / 1_000_000:.0f} megapixels"
