"""Pages of a PDF whose text layer cannot be searched are read from their pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from indexer.ingest import Source, SourceLimits, read_source
from indexer.ingest.cleaning import clean_text
from indexer.ingest.events import PageBegun
from indexer.ingest.ocr import recognition
from indexer.ingest.ocr.tesseract import Tesseract
from indexer.ingest.pdf.pictures import (
    NO_TEXT_LAYER,
    _better,
    better_pages,
    drawn_page,
    is_doubted,
)
from indexer.ingest.reading import PageReading
from indexer.model import Document, PageOrigin

Drawn = Callable[[Sequence[str]], Image.Image]
SOUND = "تتولى المديرية العامة للأمن الوطني حماية الأشخاص والممتلكات وحفظ النظام العام"
TURNED = "اجلزائر اآلخرة االستثنائية البالد املغرب اململكة احلكومة القانوين اجلريدة الرمسية"
UNREAD = PageReading(
    1,
    clean_text(""),
    origin=PageOrigin.UNREAD,
    width=595.0,
    height=842.0,
    reason=NO_TEXT_LAYER,
)


def page(text: str, origin: PageOrigin = PageOrigin.TEXT, **fields: object) -> PageReading:
    return PageReading(1, clean_text(text), origin=origin, **fields)  # type: ignore[arg-type]


@pytest.fixture
def scan(tmp_path: Path, drawn_lines: Drawn) -> Source:
    """A PDF of a page with a picture, of an empty page, and of another picture."""
    pictures = [drawn_lines([SOUND]), Image.new("L", (1654, 400), 240), drawn_lines([SOUND])]
    path = tmp_path / "scan.pdf"
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=200)
    return Source(path, path.name, path.stat().st_size)


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        (SOUND, False),
        (TURNED, True),
        ("", True),
        ("12", True),  # a page number beside a picture
        ("98:; >=+< &" * 10 + "ا" * 20, True),  # signs for letters: a map that is false
        ("12.5 13.7 " * 30 + "جدول الأسعار", True),
        ("12.5 13.7 " * 30 + "جدول الأسعار في السوق الكبيرة", False),  # a table of numbers
        ("Dahir n° 1-04-162 portant promulgation de la loi", False),  # no Arabic, but text
    ],
)
def test_a_pageis_doubted_when_its_words_are_not_known_or_too_few(text: str, doubted: bool) -> None:
    assert is_doubted(page(text)) is doubted


def test_a_page_that_is_damaged_is_not_drawn() -> None:
    assert not is_doubted(page("", PageOrigin.UNREAD, reason="is damaged"))


@pytest.mark.parametrize(
    ("layer", "seen", "kept"),
    [
        (TURNED, SOUND, SOUND),  # the healthier one
        (TURNED, "بتثن ظظغ زذر كطض غغظظ ضضصص ثقثق طكطك", TURNED),
        (TURNED, "", TURNED),
        ("باب", SOUND, SOUND),  # few letters: the picture has more
        ("باب", "لالاا غغظظ ضضصص ثقثق طكطك", "باب"),
    ],
)
def test_the_healthier_reading_is_kept(layer: str, seen: str, kept: str) -> None:
    assert _better(page(layer), page(seen, PageOrigin.OCR)).text == kept


def test_what_is_seen_keeps_the_label_and_the_size_of_the_page() -> None:
    found = _better(page(TURNED, label="xii", width=595.0), page(SOUND, PageOrigin.OCR))
    assert (found.label, found.width, found.origin) == ("xii", 595.0, PageOrigin.OCR)


def test_a_page_that_nothing_could_read_says_why() -> None:
    seen = page("", PageOrigin.UNREAD, reason="not read: no program")
    assert _better(UNREAD, seen).reason == "not read: no program"
    assert _better(page(TURNED), seen).text == TURNED


def test_a_page_is_drawn_in_grey_at_the_density_of_ocr(scan: Source) -> None:
    document = pdfium.PdfDocument(scan.path)
    picture = drawn_page(document, 1)
    document.close()
    assert picture is not None
    assert picture.mode == "L"
    assert abs(picture.width - 1654) <= 2


def test_a_huge_page_is_drawn_small(tmp_path: Path) -> None:
    document = pdfium.PdfDocument.new()
    document.new_page(14_400, 10)
    picture = drawn_page(document, 1)
    document.close()
    assert picture is not None
    assert picture.width <= 4_000


def test_a_scan_is_a_document_of_the_words_on_its_pictures(
    scan: Source, tesseract: Tesseract
) -> None:
    (found,) = read_source(scan, SourceLimits(20_000_000))
    assert isinstance(found, Document)
    assert [one.origin.value for one in found.pages] == ["ocr", "text", "ocr"]
    assert found.text.count("المديرية العامة") == 2
    assert found.pages[0].width == pytest.approx(595, abs=1)


def test_only_so_many_pages_are_read_from_their_pictures(
    scan: Source, tesseract: Tesseract
) -> None:
    events = list(better_pages(scan.path, [UNREAD, UNREAD], 1))
    assert events[0] == events[2] == PageBegun(1)
    pages = [event for event in events if isinstance(event, PageReading)]
    assert [one.origin for one in pages] == [PageOrigin.OCR, PageOrigin.UNREAD]
    assert "ocr_pages" in pages[1].reason


def test_a_scan_without_the_program_is_reported_with_what_helps(
    scan: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "installed_tesseract", lambda: None)
    (found,) = read_source(scan, SourceLimits(20_000_000))
    assert not isinstance(found, Document)
    assert "apt install tesseract-ocr tesseract-ocr-ara" in found.reason


def test_a_reading_that_lost_letters_is_not_better() -> None:
    layer = page("كانأبوالهذيلأهدىإلىمويسدجاجةوكانتدجاجتهالتيأهداهادونماكانيتخذ " * 3)
    seen = page("كان أبو الهذيل", origin=PageOrigin.OCR)
    assert _better(layer, seen) is layer
