"""Rows as files, read back by other programs."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from indexer import Basis, Interpretation, InterpretationKind, Lack, Suggestion
from webapp.present import tables
from webapp.present.tables import BOM, CsvTable, ExcelTable, JsonArray, RisRecords, Told, cell

WHOLE = Told(Basis(), "", [("why", "as asked")])
LEFT_OUT = Interpretation(InterpretationKind.NOT, "-ب", "أ «ب»")
READ = Told(Basis("أ -ب", readings=(LEFT_OUT,)), "", [], ("قرأنا «-ب» استثناء",))
CUT = Told(Basis(lacks=(Lack.TIME, Lack.DAMAGED)), "غير كاملة", [("complete", "غير كاملة")])


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+33", "'+33"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("\N{NO-BREAK SPACE}=1", "'\N{NO-BREAK SPACE}=1"),
        ("\N{RIGHT-TO-LEFT MARK}=1", "'\N{RIGHT-TO-LEFT MARK}=1"),
        ("\t=1", "'\t'=1"),  # the tab may part cells itself
        ("＝1＋1", "'＝1＋1"),  # full width, which some programs read as the plain signs
        ("＋33", "'＋33"),
        ("－1", "'－1"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        ("﹦1", "'﹦1"),
        ('x;=HYPERLINK("http://evil","x")', 'x;\'=HYPERLINK("http://evil","x")'),
        ("x; =1;+2", "x;' =1;'+2"),
        ("x;;=1", "x;;'=1"),
        (";=1", ";'=1"),
        ('x;"=1', "x;'\"=1"),  # written doubled, of which another separator makes none
        ("x\t-1", "x\t'-1"),
        ("x\n=1", "x\n'=1"),
        ("x\r\n=1", "x\r\n'=1"),
        ("x\N{LINE SEPARATOR}@a", "x\N{LINE SEPARATOR}'@a"),
        ("نص = نص", "نص = نص"),
        ("نص؛ - نص", "نص؛ - نص"),  # the Arabic semicolon parts nothing
        ("2018-04-13", "2018-04-13"),
        ("a;b", "a;b"),
        ("", ""),
        (None, ""),
        (7, "7"),
    ],
)
def test_no_cell_is_a_formula(value: object, shown: str) -> None:
    assert cell(value) == shown


SIGNS = "=+-@|%＝＋－＠"


@given(st.lists(st.text("=+-@＝a1ن ;\t\n\r\",'\N{NO-BREAK SPACE}", max_size=9), min_size=1))
def test_no_cell_is_a_formula_whatever_parts_cells(values: list[str]) -> None:
    file = io.BytesIO()
    table = CsvTable(file, ["a"])
    table.add(values)
    table.end(WHOLE)
    table.close()
    text = file.getvalue().decode().removeprefix(BOM)
    for separator in (",", ";", "\t"):
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            for found in row:
                # a cell that begins in the middle of one of ours may begin with its quotation mark
                first = found.strip('" \N{NO-BREAK SPACE}\n\r')[:1]
                assert not first or first not in SIGNS
    (_, row) = csv.reader(io.StringIO(text, newline=""))
    unguarded = [re.sub(r"(^|[;\t\r\n])'", r"\1", found) for found in row]
    assert unguarded == [re.sub(r"(^|[;\t\r\n])'", r"\1", value) for value in values]


def test_a_table_that_is_not_complete_says_so_in_its_last_row() -> None:
    file = io.BytesIO()
    table = CsvTable(file, ["id", "title"])
    table.add(["a", None])
    table.end(CUT)
    table.close()
    assert file.getvalue().decode().splitlines() == [
        *(f"{BOM}id,title", "a,", '"# incomplete: time, damaged",غير كاملة')
    ]


def test_a_table_tells_how_the_query_was_read_in_rows_before_that() -> None:
    file = io.BytesIO()
    table = CsvTable(file, ["id", "title"])
    table.end(replace(READ, basis=READ.basis.lacking(Lack.TIME), missing="غير كاملة"))
    table.close()
    assert file.getvalue().decode().splitlines()[1:] == [
        *("# read_as: not,قرأنا «-ب» استثناء", "# incomplete: time,غير كاملة")
    ]


def test_a_last_record_tells_how_the_query_was_read() -> None:
    file = io.BytesIO()
    records = RisRecords(file, [])
    records.end(READ)
    records.close()
    assert file.getvalue().decode().splitlines() == [
        *("TY  - GEN", "TI  - read_as: not", "N1  - قرأنا «-ب» استثناء", "ER  - ")
    ]


def test_records_that_are_not_complete_say_so_in_the_last() -> None:
    file = io.BytesIO()
    records = RisRecords(file, [])
    records.add("TY  - RPRT\r\nER  - \r\n")
    records.end(CUT)
    records.close()
    assert file.getvalue().decode().split("ER  - \r\n")[1].splitlines() == [
        *("TY  - GEN", "TI  - incomplete: time, damaged", "N1  - غير كاملة")
    ]


@pytest.mark.parametrize(
    ("told", "last"),
    [
        (WHOLE, {"id": "a"}),
        (
            Told(Basis("أ", Suggestion("أ", 3)), "", []),
            {
                "why": "corrected",
                "carried_out": "أ",
                "corrected": {"query": "أ", "total": 3},
                "read_as": [],
                "translated": [],
                "complete": True,
                "incomplete_because": [],
            },
        ),
        (
            Told(Basis("أ أو ب", widened=True, lacks=(Lack.TIME,)), "", []),
            {
                "why": "widened",
                "carried_out": "أ أو ب",
                "corrected": None,
                "read_as": [],
                "translated": [],
                "complete": False,
                "incomplete_because": ["time"],
            },
        ),
        (
            READ,
            {
                "why": "as_asked",
                "carried_out": "أ -ب",
                "corrected": None,
                "read_as": [{"kind": "not", "text": "-ب", "query": "أ «ب»"}],
                "translated": [],
                "complete": True,
                "incomplete_because": [],
            },
        ),
    ],
)
def test_an_array_ends_with_what_it_is_where_that_is_not_what_was_asked(
    told: Told, last: dict[str, object]
) -> None:
    file = io.BytesIO()
    array = JsonArray(file, ["id"])
    array.add(["a"])
    array.end(told)
    array.close()
    found = json.loads(file.getvalue())
    assert found[0] == {"id": "a"}
    assert found[-1] == last


def workbook(rows: list[list[object]], told: Told = WHOLE, *, rtl: bool = True) -> io.BytesIO:
    file = io.BytesIO()
    table = ExcelTable(file, ["المعرف", "العنوان"], ("النتائج", "بيان"), rtl=rtl)
    for row in rows:
        table.add(row)
    table.end(told)
    table.close()
    file.seek(0)
    return file


TEXTS = ["=1+1", "x;=1", "http://x.example/", "0123", "نص\nثان", "a\x07b_x0041_c", "", "١٢", " أ "]


def test_a_workbook_holds_the_texts_as_they_are() -> None:
    book = load_workbook(workbook([[text, None] for text in TEXTS]))
    rows, facts = book.worksheets
    found = [row[0] for row in rows.iter_rows(min_row=2, max_col=1)]
    assert [unescape(of.value or "") for of in found] == TEXTS
    assert {of.data_type for of in found if of.value} <= {"s", "inlineStr"}
    assert [of.value for of in rows[1]] == ["المعرف", "العنوان"]
    assert rows.freeze_panes == "A2"
    assert [[of.value for of in row] for row in facts.iter_rows()] == [["why", "as asked"]]


@pytest.mark.parametrize("rtl", [True, False])
def test_a_workbook_is_read_from_right_to_left_where_its_words_are(rtl: bool) -> None:
    book = load_workbook(workbook([], rtl=rtl))
    assert [bool(sheet.sheet_view.rightToLeft) for sheet in book.worksheets] == [rtl, rtl]


def test_a_workbook_that_is_not_complete_says_so_in_its_last_row_and_its_facts() -> None:
    rows, facts = load_workbook(workbook([["أ", "ب"]], CUT)).worksheets
    assert [of.value for of in rows["A"]][-1] == "غير كاملة"
    assert facts["B1"].value == "غير كاملة"


def test_a_sheet_takes_no_more_rows_than_it_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    file = io.BytesIO()
    table = ExcelTable(file, ["a"], ("b", "c"), rtl=False)
    table.add(["1"])
    table.add(["2"])
    assert table.lacks == ()
    table.add(["3"])
    assert table.lacks == (Lack.ROWS,)
    table.end(CUT)
    table.close()
    rows = load_workbook(file).worksheets[0]
    assert [of.value for of in rows["A"]] == ["a", "1", "2"]


def test_a_text_longer_than_a_cell_is_cut() -> None:
    rows = load_workbook(workbook([["ن" * 40_000, None]])).worksheets[0]
    assert rows["A2"].value == "ن" * tables.MOST_CHARACTERS


def test_a_workbook_holds_no_formula_and_no_link() -> None:
    with ZipFile(workbook([[text, None] for text in TEXTS])) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
