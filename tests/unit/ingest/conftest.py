"""Pages drawn for the tests, as a scanner would give them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont, features

from indexer.ingest.ocr.tesseract import Tesseract, installed_tesseract

MARGIN = 120
Drawn = Callable[[Sequence[str]], Image.Image]


@pytest.fixture(scope="session")
def naskh() -> Path:
    """A font of Arabic that the project draws its pages with."""
    return Path(str(files("pylopdf_fonts_ar").joinpath("NotoNaskhArabic-Variable.ttf")))


@pytest.fixture(scope="session")
def drawn_lines(naskh: Path) -> Drawn:
    """Draws lines of text on a grey page of 200 dots per inch."""
    if not features.check("raqm"):
        pytest.skip("Pillow here cannot draw Arabic (no raqm)")
    face = ImageFont.truetype(str(naskh), 36)

    def drawn(lines: Sequence[str]) -> Image.Image:
        page = Image.new("L", (1654, 2 * MARGIN + 72 * len(lines)), 240)
        pen = ImageDraw.Draw(page)
        for number, line in enumerate(lines):
            at = (page.width - MARGIN, MARGIN + 72 * number)
            pen.text(at, line, 20, face, anchor="ra", direction="rtl", language="ar")
        return page

    return drawn


@pytest.fixture(scope="session")
def tesseract() -> Tesseract:
    """The program; the test is skipped where it is absent."""
    found = installed_tesseract()
    if found is None:
        pytest.skip("tesseract with Arabic is not installed")
    return found
