"""Books: chapters in the order of the spine, notes marked, fields of the book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from indexer.ingest.html import fragment_text
from indexer.ingest.office.epub import BookText, book_text
from indexer.ingest.office.package import Package

CONTAINER = "<container><rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles></container>"
FIELDS = (
    "<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>كتاب الأسواق</dc:title>"
    "<dc:creator>سمير الزروالي</dc:creator><dc:creator>ليلى الفاسي</dc:creator>"
    "<dc:language>ar</dc:language><dc:date>2019-05-04</dc:date></metadata>"
)


@pytest.fixture
def book(zipped: Callable[..., Path]) -> Callable[..., BookText]:
    """Reads a book with these chapters, in this order of its spine."""

    def read(chapters: Mapping[str, str | bytes], spine: str, extra: str = "") -> BookText:
        html = "media-type='application/xhtml+xml'"
        items = "".join(f"<item id='{name}' href='text/{name}.xhtml' {html}/>" for name in chapters)
        references = "".join(f"<itemref idref='{name}'/>" for name in spine)
        manifest = (
            f"<manifest>{items}<item id='n' href='nav.xhtml' properties='nav' {html}/></manifest>"
        )
        opf = f"<package>{FIELDS}{manifest}<spine>{references}</spine></package>"
        parts = {f"OEBPS/text/{name}.xhtml": text for name, text in chapters.items()}
        parts |= {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": opf}
        if extra:
            parts["META-INF/encryption.xml"] = extra
        with Package(zipped("a.epub", parts)) as package:
            return book_text(package, fragment_text)

    return read


def test_chapters_are_read_in_the_order_of_the_spine(book: Callable[..., BookText]) -> None:
    chapters = {"a": "<html><body><p>ثان</p></body></html>", "b": "<h1>باب</h1><p>أول</p>"}
    found = book(chapters, "nba")
    assert found.text == "## باب\n\nأول\n\nثان"
    assert found.fields == {
        "title": "كتاب الأسواق",
        "authors": ["سمير الزروالي", "ليلى الفاسي"],
        "language": "ar",
        "date": "2019-05-04",
    }


def test_numbers_of_notes_are_marks(book: Callable[..., BookText]) -> None:
    call = "<sup><a epub:type='noteref' href='#n1'>[12]</a></sup>"
    note = "<aside><p><sup><a href='#c1'>12</a></sup> انظر</p></aside>"
    page = f"<p>حقوق الطفل{call} في المدن</p>{note}"
    assert book({"a": page}, "a").text == "حقوق الطفل¹² في المدن\n\n¹² انظر"


def test_a_chapter_declares_its_encoding(book: Callable[..., BookText]) -> None:
    page = '<?xml version="1.0" encoding="windows-1256"?><p>قرار في شأن الأسواق</p>'
    assert book({"a": page.encode("windows-1256")}, "a").text == "قرار في شأن الأسواق"


def test_a_chapter_that_is_missing_is_told(book: Callable[..., BookText]) -> None:
    deep = "<b>" * 600
    found = book({"a": "<p>أول</p>", "b": deep}, "ab")
    assert found.text == "أول"
    assert found.faults == (
        "its chapter OEBPS/text/b.xhtml is not read: tags nested more than 512 deep",
    )


def test_a_locked_book_says_so(book: Callable[..., BookText]) -> None:
    lock = "<e><CipherReference URI='OEBPS/text/a.xhtml'/></e>"
    with pytest.raises(ValueError, match="reading licence"):
        book({"a": "<p>أول</p>"}, "a", lock)
    fonts = lock.replace("text/a.xhtml", "fonts/a.otf")
    assert book({"a": "<p>أول</p>"}, "a", fonts).text == "أول"
