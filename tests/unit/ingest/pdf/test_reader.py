"""PDF files read whole: made by producers, changed, broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pikepdf
import pytest

from indexer.errors import DocumentError
from indexer.ingest.cleaning import clean_text
from indexer.ingest.events import PageCount
from indexer.ingest.files import readings_of
from indexer.ingest.limits import SourceLimits
from indexer.ingest.pdf import mending, pdf_readings, reader
from indexer.ingest.reading import PageReading, Reading
from indexer.ingest.sources import Source
from indexer.model import PageOrigin

FILES = Path(__file__).resolve().parents[3] / "files"
LIBRARY = FILES / "chromium-library.pdf"
TEXT = """تقرير عن المكتبة

فتحت المكتبة أبوابها في 9 أبريل 2019 (بعد إصلاح دام سنتين) بحضور 1.234,56 زائرا، وبلغت نسبة \
الرضا 45.7% حسب تقرير Human Rights Library (HRL) الصادر في 12/03/2019.

الهاتف 0537-22-33-44 والموقع www.example.org للمزيد من الأخبار.

القسم\tالكتب\tالقراء
الأطفال\t1200\t350
التاريخ\t840\t95"""

VOWELLED = """قَرَأَ الْوَلَدُ كِتَابًا قَدِيمًا فِي الْمَكْتَبَةِ، ثُمَّ كَتَبَ رِسَالَةً إِلَى أُسْتَاذِهِ وَشَكَرَهُ عَلَى هَدِيَّتِهِ.

لَكِنَّ الْأُسْتَاذَ لَمْ يَكُنْ هُنَاكَ."""


def readings(path: Path) -> list[Reading | DocumentError]:
    source = Source(path, path.name, path.stat().st_size)
    return list(readings_of(source, SourceLimits(100_000_000, ocr_pages=0)))


def reading(path: Path) -> Reading:
    (found,) = readings(path)
    assert isinstance(found, Reading)
    return found


def changed(folder: Path, change: Callable[[pikepdf.Pdf], None], **saved: object) -> Path:
    """The library's report after `change`, as a new file."""
    path = folder / "changed.pdf"
    with pikepdf.open(LIBRARY) as pdf:
        change(pdf)
        pdf.save(path, **saved)  # type: ignore[arg-type]
    return path


def test_a_report_of_a_browser() -> None:
    found = reading(LIBRARY)
    (page,) = found.pages
    assert page.text == TEXT
    assert page.origin is PageOrigin.TEXT
    assert found.fields == {"title": "تقرير عن المكتبة", "language": "ar"}
    assert found.titles == ("تقرير عن المكتبة",)
    assert len(found.digest) == 64


def boxes_are_right(page: PageReading) -> None:
    assert clean_text(page.text) == page.text
    words = [page.text[box.start : box.end] for box in page.boxes]
    assert words == page.text.split()
    for box in page.boxes:
        assert 0 <= box.x0 < box.x1 <= 1000
        assert 0 <= box.y0 < box.y1 <= 1000


def test_each_word_has_its_box() -> None:
    (page,) = reading(LIBRARY).pages
    boxes_are_right(page)
    by_word = {page.text[box.start : box.end]: box for box in page.boxes}
    assert by_word["القسم"].x0 > by_word["الكتب"].x0 > by_word["القراء"].x0  # from the right
    assert by_word["الأطفال"].y0 < by_word["التاريخ"].y0
    assert by_word["Human"].x0 < by_word["Library"].x0


def test_vowelled_text_of_a_browser() -> None:
    (page,) = reading(FILES / "chromium-vowelled.pdf").pages
    assert normalize("NFC", page.text) == normalize("NFC", VOWELLED)  # in any order of marks
    assert page.origin is PageOrigin.TEXT
    assert page.mended["actual_text"] > 50
    boxes_are_right(page)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_has_the_same_text_and_turned_boxes(tmp_path: Path, turn: int) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Rotate = turn

    (upright,) = reading(LIBRARY).pages
    (page,) = reading(changed(tmp_path, change)).pages
    assert page.text == TEXT
    boxes_are_right(page)
    first, turned = upright.boxes[0], page.boxes[0]
    expected = {
        90: (1000 - first.y1, first.x0),
        180: (1000 - first.x1, 1000 - first.y1),
        270: (first.y0, 1000 - first.x1),
    }
    assert (turned.x0, turned.y0) == pytest.approx(expected[turn], abs=2)


def test_a_file_with_an_owner_password_is_read(tmp_path: Path) -> None:
    locked = pikepdf.Encryption(owner="o", user="", R=6)
    assert reading(changed(tmp_path, lambda pdf: None, encryption=locked)).pages[0].text == TEXT


def test_a_file_with_a_user_password_is_named_as_locked(tmp_path: Path) -> None:
    locked = pikepdf.Encryption(owner="o", user="u", R=6)
    (error,) = readings(changed(tmp_path, lambda pdf: None, encryption=locked))
    assert isinstance(error, DocumentError)
    assert error.reason == "is locked with a password"


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    (error,) = readings(path)
    assert isinstance(error, DocumentError)
    assert error.reason.startswith("is damaged")


def test_an_empty_page_has_no_text_and_nothing_to_read(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.add_blank_page()

    pages = reading(changed(tmp_path, change)).pages
    assert [page.origin for page in pages] == [PageOrigin.TEXT, PageOrigin.TEXT]
    assert (pages[1].text, pages[1].reason) == ("", "")


def test_pages_have_the_labels_of_the_file(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages.append(pdf.pages[0])
        roman = pikepdf.Dictionary(S=pikepdf.Name.r, St=4)
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, roman])

    assert [page.label for page in reading(changed(tmp_path, change)).pages] == ["iv", "v"]


def test_pages_beyond_the_limit_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages.append(pdf.pages[0])
        pdf.pages.append(pdf.pages[0])

    monkeypatch.setattr(reader, "MOST_PAGES", 2)
    found, error = readings(changed(tmp_path, change))
    assert isinstance(found, Reading)
    assert len(found.pages) == 2
    assert "only the first 2 of its 3 pages were read" in str(error)


def test_a_page_of_too_many_characters_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_CHARACTERS", 10)
    (page,) = reading(LIBRARY).pages
    assert page.origin is PageOrigin.UNREAD
    assert re.search("more than 10$", page.reason)


def test_a_page_that_unfolds_to_too_much_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.add_blank_page()
        pdf.pages[1].obj.Contents = pdf.make_stream(b"q Q " * 500_000)

    monkeypatch.setattr(mending, "MOST_CONTENT_BYTES", 1_000_000)
    monkeypatch.setattr(mending, "_SUSPECT_BYTES", 1_000)
    path = changed(tmp_path, change, compress_streams=True)
    assert path.stat().st_size < 100_000
    first, second = reading(path).pages
    assert first.text == TEXT
    assert second.reason == reader.TOO_LONG


def test_pages_come_as_they_are_read_and_not_again(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages.append(pdf.pages[0])
        pdf.pages.append(pdf.pages[0])

    path = changed(tmp_path, change)
    source = Source(path, path.name, path.stat().st_size)
    limits = SourceLimits(100_000_000, ocr_pages=0)
    events = list(pdf_readings(source, limits))
    assert events[0] == PageCount(3)
    assert [event.number for event in events if isinstance(event, PageReading)] == [1, 2, 3]
    again = pdf_readings(replace(source, pages_read=2), limits)
    assert [event.number for event in again if isinstance(event, PageReading)] == [3]
    before = pdf_readings(replace(source, stop_before=3), limits)
    assert [event.number for event in before if isinstance(event, PageReading)] == [1, 2]


def test_a_file_larger_than_the_limit_is_refused() -> None:
    source = Source(LIBRARY, LIBRARY.name, LIBRARY.stat().st_size)
    (error,) = readings_of(source, SourceLimits(1_000, max_file_bytes=1_000))
    assert "too large" in str(error)
