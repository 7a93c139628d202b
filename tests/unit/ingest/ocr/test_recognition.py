"""Pages read from their pictures by the program itself, where it is installed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from indexer.ingest.cleaning import clean_text
from indexer.ingest.ocr import recognition
from indexer.ingest.ocr.ink import ink_of, piece_boxes
from indexer.ingest.ocr.recognition import NO_PROGRAM, NOT_ALLOWED, ocr_page, recognised_page
from indexer.ingest.ocr.tesseract import Tesseract
from indexer.model import PageOrigin

Drawn = Callable[[Sequence[str]], Image.Image]
LINES = (
    "صدر القانون رقم ٢٣ في الجريدة الرسمية بتاريخ ٢٩ مارس ١٩٥٦ بعد المصادقة",
    "عليه في المجلس وبلغ عدد السكان في تلك السنة ٧٨٩٤ نسمة حسب الإحصاء",
    "العام الذي نشر في الصفحة ٣٨٦ من الكتاب وقد توفي عام ١٤٤٣ في المدينة",
)


def test_a_tilted_page_is_read_with_its_numbers_and_the_places_of_its_words(
    drawn_lines: Drawn, tesseract: Tesseract
) -> None:
    page = drawn_lines(LINES).rotate(-1.4, Image.Resampling.BICUBIC, fillcolor=240)
    read = ocr_page(page, 7)
    assert (read.number, read.origin, read.reason) == (7, PageOrigin.OCR, "")
    assert read.text == clean_text(read.text)
    assert re.findall(r"\d+", read.text) == ["٢٣", "٢٩", "١٩٥٦", "٧٨٩٤", "٣٨٦", "١٤٤٣"]
    assert {"deskewed", "numbers"} <= read.mended.keys()
    assert read.health is not None
    assert read.health > 0.9
    words = {read.text[box.start : box.end]: box for box in read.boxes}
    assert [read.text[box.start : box.end] for box in read.boxes] == read.text.split()
    year = words["١٩٥٦"]  # in the first line, left of the middle of a page that falls to the right
    x0, x1 = (round(x * page.width / 1000) for x in (year.x0, year.x1))
    y0, y1 = (round(y * page.height / 1000) for y in (year.y0, year.y1))
    ink = ink_of(np.asarray(page))
    assert len(piece_boxes(ink[y0 - 3 : y1 + 3, x0 - 3 : x1 + 3])) == len("١٩٥٦")
    assert year.y0 < words["٣٨٦"].y0


def test_an_empty_page_needs_no_program() -> None:
    read = ocr_page(Image.new("L", (800, 1000), 235), allowed=False)
    assert (read.text, read.origin, read.reason) == ("", PageOrigin.OCR, "")


def test_without_the_program_a_page_says_how_to_install_it(
    drawn_lines: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "installed_tesseract", lambda: None)
    read = ocr_page(drawn_lines(LINES))
    assert (read.text, read.origin, read.reason) == ("", PageOrigin.UNREAD, NO_PROGRAM)
    assert "apt install tesseract-ocr tesseract-ocr-ara" in read.reason


def test_a_page_beyond_the_allowed_ones_says_so(drawn_lines: Drawn) -> None:
    assert ocr_page(drawn_lines(LINES), allowed=False).reason == NOT_ALLOWED


def test_a_program_that_fails_costs_the_page_alone(
    drawn_lines: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Tesseract("/bin/false", "5", frozenset({"ara"}))
    monkeypatch.setattr(recognition, "installed_tesseract", lambda: broken)
    read = ocr_page(drawn_lines(LINES), 2)
    assert (read.number, read.origin) == (2, PageOrigin.UNREAD)
    assert read.reason.startswith("not read: tesseract failed")


def test_a_line_that_the_program_passes_over_is_read_by_itself(
    drawn_lines: Drawn, tesseract: Tesseract
) -> None:
    """The words of the second line are taken away from the first reading, as it loses them."""

    class Losing(Tesseract):
        def words(self, pictures, languages, mode):  # type: ignore[no-untyped-def]
            seen = super().words(pictures, languages, mode)
            whole = len(pictures) == 1 and pictures[0].height > 200
            return [word for word in seen if not (whole and 190 < word.y0 < 250)]

    losing = Losing(tesseract.path, tesseract.version, frozenset({"ara"}))
    page = drawn_lines(LINES)
    read = recognised_page(page, ink_of(np.asarray(page)), 1, losing)
    assert read.mended["lost lines"] == 1
    assert "عدد السكان" in read.text
    assert read.text.index("المصادقة") < read.text.index("السكان") < read.text.index("الكتاب")


def test_without_a_change_nothing_is_counted_as_mended(
    drawn_lines: Drawn, tesseract: Tesseract
) -> None:
    plain = replace(tesseract, languages=frozenset({"ara"}))
    page = drawn_lines(["تتولى المديرية العامة للأمن الوطني حماية الأشخاص والممتلكات"] * 2)
    read = recognised_page(page, ink_of(np.asarray(page)), 1, plain)
    assert dict(read.mended) == {}
