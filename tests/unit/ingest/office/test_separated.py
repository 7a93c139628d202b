"""Tables in files of separated values: documents by row, or a table as one text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, encoding, read_source
from indexer.ingest.files import readings_of
from indexer.ingest.office import tables
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source
from indexer.model import Document

LIMITS = SourceLimits(100_000)
Read = Callable[..., list[Reading | DocumentError]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a file with this content."""

    def written(content: str | bytes, name: str = "news.csv") -> list[Reading | DocumentError]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(readings_of(Source(path, name, path.stat().st_size), LIMITS))

    return written


def documents(read: Read, content: str | bytes, name: str = "news.csv") -> list[tuple[str, str]]:
    """(id, text) of the documents."""
    found = read(content, name)
    assert all(isinstance(reading, Reading) for reading in found), found
    return [(str(r.fields.get("id")), r.text) for r in found if isinstance(r, Reading)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('id,title,text\n7,خبر,"نص، وآخر"\n', [("7", "نص، وآخر")]),
        ("معرّف;العنوان;النص\n7;خبر;نص\n", [("7", "نص")]),
        ("Titre\tTexte\nخبر\tنص, آخر\n", [("news.csv/row-2", "نص, آخر")]),
        ("sep=|\ntitle|text\nخبر|نص\n", [("news.csv/row-2", "نص")]),
        ('\ufefftitle,text\r\nخبر,"سطر\r\nوسطر"\r\n', [("news.csv/row-2", "سطر\nوسطر")]),
        ("title,text\rخبر,نص\r", [("news.csv/row-2", "نص")]),
        ("title,text\n\n,\nأ,نص\nب,\n", [("news.csv/row-4", "نص"), ("news.csv/row-5", "")]),
        ("title,text\nأ,نص، ثم, فاصلة\n", [("news.csv/row-2", "نص، ثم, فاصلة")]),  # not quoted
        ('title,text\nأ,قال ""نعم"" وسكت\n', [("news.csv/row-2", 'قال ""نعم"" وسكت')]),
    ],
    ids=range(9),
)
def test_each_row_is_a_document(read: Read, content: str, expected: list[tuple[str, str]]) -> None:
    assert documents(read, content) == expected


def test_a_quote_that_is_never_closed_costs_no_other_row(read: Read) -> None:
    rows = ["title,text", 'أ,"مفتوح', 'ب,"جيد"', 'ج,"سطر', 'وسطر"', "د,آخر"]
    texts = [text for _, text in documents(read, "\n".join(rows))]
    assert texts == ['"مفتوح', "جيد", "سطر\nوسطر", "آخر"]


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "windows-1256", "iso-8859-6"])
def test_any_encoding_is_read(read: Read, name: str) -> None:
    text = "قرار في شأن تنظيم الأسواق الأسبوعية بالجماعة"
    content = f"title;text\nقرار الأسواق;{text}\n".replace("\n", "\r\n").encode(name)
    assert documents(read, content) == [("news.csv/row-2", text)]


def test_a_line_in_another_encoding_is_read_in_its_own(read: Read) -> None:
    text = "قرار في شأن تنظيم الأسواق الأسبوعية بالجماعة"
    lines = [b"title,text", f"a,{text}".encode(), f"b,{text}".encode("windows-1256")]
    assert [found for _, found in documents(read, b"\n".join(lines))] == [text, text]


def test_a_row_has_its_place_and_the_digest_of_its_bytes(read: Read) -> None:
    content = 'title,text\r\nأ,"سطر\r\nوسطر"\r\nب,نص\r\n'.encode()
    first, second = read(content)
    for found, line, row in ((first, 2, 'أ,"سطر\r\nوسطر"'), (second, 4, "ب,نص")):
        assert isinstance(found, Reading)
        assert (found.line, found.offset is not None, found.length) == (
            line,
            True,
            len(row.encode()),
        )
        assert found.offset is not None
        assert content[found.offset :].startswith(row.encode())
        assert found.digest == hashlib.sha256(row.encode()).hexdigest()


def test_rows_have_fields_by_arabic_and_french_names(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("العنوان,Auteur,التاريخ,مواضيع,النص\nخبر,ليلى الفاسي,04/05/2019,أ؛ ب,نص\n")
    (found,) = read_source(Source(path, "a.csv", 0), LIMITS)
    assert isinstance(found, Document)
    assert (found.title, found.authors, str(found.date)) == ("خبر", ("ليلى الفاسي",), "2019-05-04")
    assert found.topics == ("أ", "ب")


def test_another_table_is_one_text_with_a_paragraph_for_each_row(read: Read) -> None:
    (found,) = read("السوق;اليوم;عدد\nالخميس;;12\n;;\nالأحد;dimanche;\n")
    assert isinstance(found, Reading)
    assert found.text == "السوق | اليوم | عدد\n\nالخميس | | 12\n\nالأحد | dimanche"
    assert (found.id, found.line) == ("news.csv", None)


def test_a_table_of_too_many_cells_is_read_in_part(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_MAX_CELLS", 5)
    found, fault = read("أ;ب\nج;د\nه;و\n")
    assert isinstance(found, Reading)
    assert found.text == "أ | ب\n\nج | د"
    assert isinstance(fault, DocumentError)
    assert fault.reason == "is read in part: its table has more than 5 cells"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b" \n\n", "empty"),
        (b"title,text\nx," + b"a" * 200_000, "its line 2 is larger than 0.10 MB"),
        (b"title,text\nx,\xff\xfe\x80\n", "neither UTF-8 nor an Arabic encoding"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(read: Read, content: bytes, fault: str) -> None:
    (found,) = read(content)
    assert isinstance(found, DocumentError)
    assert fault in found.reason


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "windows-1256", "iso-8859-6"])
def test_the_encoding_of_a_text_is_named(name: str) -> None:
    content = "قرار في شأن تنظيم الأسواق الأسبوعية".encode(name)
    assert content.decode(encoding.text_encoding(content)) == encoding.decoded_text(content)
