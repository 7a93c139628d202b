"""Pictures of pages reach the bars of docs/reading.md."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import features

from bench.ocr import error_rate, fonts, image_page, lost, numbers_page, numbers_right
from indexer.ingest.ocr.recognition import ocr_page
from indexer.ingest.ocr.tesseract import installed_tesseract

pytestmark = pytest.mark.skipif(
    installed_tesseract() is None, reason="tesseract with Arabic is not installed"
)
LONG = bool(os.environ.get("KHIZANA_LONG_TESTS"))


@pytest.mark.parametrize("name", ["report-200dpi", "report-200dpi-skewed-noisy"])
def test_of_a_scan_at_most_three_letters_in_a_hundred_are_wrong(shared: Path, name: str) -> None:
    folder = shared / "samples" / "images"
    expected = (folder / "report-page.expected.txt").read_text("utf-8")
    page = image_page(folder / f"{name}.jpg")
    assert error_rate(page.text, expected) <= 0.03
    assert lost(page.text, expected.split("\n\n")) == 0


@pytest.mark.parametrize("western", [False, True], ids=["Arabic-Indic", "Western"])
def test_numbers_of_a_page_are_right(western: bool) -> None:
    if not features.check("raqm"):
        pytest.skip("Pillow here cannot draw Arabic (no raqm)")
    right = count = 0
    for font in fonts() if LONG else fonts()[:1]:
        if western and "kacst" in font.name.lower():
            continue
        for size in (30, 36) if LONG else (36,):
            page, lines = numbers_page(font, size, seed=size, western=western)
            text = ocr_page(page).text
            here, all_here = numbers_right(text, "\n".join(lines))
            right, count = right + here, count + all_here
            assert lost(text, lines) <= 1
    assert right >= 0.95 * count
