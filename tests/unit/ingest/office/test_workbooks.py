"""Workbooks: documents of the sheets that are tables of texts, one of the others."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits
from indexer.ingest.files import readings_of
from indexer.ingest.office import package
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source

TABLES = Path(__file__).resolve().parents[3] / "files" / "office"
TEXTS = [["معرّف", "التاريخ", "العنوان", "النص"], [7, datetime.datetime(2019, 5, 4), "خبر", "نص"]]
TABLE = [["السوق", "عدد", "ساعة"], ["الخميس", 12.0, datetime.time(8, 30)], [None, 3.5, True]]


def read(path: Path) -> list[Reading | DocumentError]:
    return list(readings_of(Source(path, path.name, 0), SourceLimits(1_000_000)))


def written(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    book.close()
    return path


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_rows_are_documents_and_the_other_sheet_is_a_text(suffix: str) -> None:
    first, second, table = read(TABLES / f"tables.{suffix}")
    assert isinstance(first, Reading)
    assert first.fields == {"id": "7", "date": "2019-05-04", "title": "خبر"}
    assert (first.text, first.line, first.member) == ("نص عن الأسواق", None, "row-2")
    assert isinstance(second, Reading)
    assert (second.fields["id"], second.text) == (f"tables.{suffix}/row-4", "نص عن الطرق")
    assert isinstance(table, Reading)
    assert table.text == "السوق | عدد\n\nالخميس | 12\n\nالأحد | 3.5"


def test_values_are_read_as_they_are_meant(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", ورقة=TABLE)
    (found,) = read(path)
    assert isinstance(found, Reading)
    assert found.text == "السوق | عدد | ساعة\n\nالخميس | 12 | 08:30:00\n\n3.5 | True"


def test_several_tables_have_the_names_of_their_sheets(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", أول=[["أ"]], خال=[], ثان=[["ب"]])
    (found,) = read(path)
    assert isinstance(found, Reading)
    assert found.text == "## أول\n\nأ\n\n## ثان\n\nب"


def test_rows_of_a_second_sheet_have_its_name(tmp_path: Path) -> None:
    rows = [["title", "text"], ["أ", "نص"]]
    found = read(written(tmp_path / "a.xlsx", one=rows, two=rows))
    assert [r.fields["id"] for r in found if isinstance(r, Reading)] == [
        "a.xlsx/row-2",
        "a.xlsx/two/row-2",
    ]


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_workbook_that_is_cut_off_is_damaged(tmp_path: Path, suffix: str, kept: float) -> None:
    content = (TABLES / f"tables.{suffix}").read_bytes()
    (path := tmp_path / f"a.{suffix}").write_bytes(content[: int(len(content) * kept)])
    (found,) = read(path)
    assert isinstance(found, DocumentError)
    assert found.reason == package.DAMAGED


def test_a_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED_BYTES", 1_000)
    (found,) = read(written(tmp_path / "a.xlsx", a=TABLE))
    assert isinstance(found, DocumentError)
    assert found.reason.startswith("unpacks to more than")


def test_a_workbook_without_text_says_so(tmp_path: Path) -> None:
    (found,) = read(written(tmp_path / "a.xlsx", a=[[None, " "]]))
    assert isinstance(found, DocumentError)
    assert found.reason == "has no text in its cells"
