"""All hits, and all lines, as files."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from webapp.exports import BOM, COLUMNS, cell


def rows(text: str) -> list[list[str]]:
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


def test_all_hits_are_in_the_file_whatever_the_page(client: FlaskClient) -> None:
    answer = client.get("/api/export.csv?q=الأمن&page=2")
    found = rows(answer.get_data(as_text=True))
    assert tuple(found[0]) == COLUMNS
    assert {row[0] for row in found[1:]} == {"law", "report", "folder/letter", "hostile"}
    assert found[1][-1].startswith("http://localhost/d/")
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_hits_as_json(client: FlaskClient) -> None:
    found = client.get("/api/export.json?q=الأمن&kind=law").get_json()
    assert [card["id"] for card in found] == ["law"]
    assert tuple(found[0]) == COLUMNS
    assert client.get("/api/export.json?q=زرافة").get_json() == []


def test_hits_as_ris(client: FlaskClient) -> None:
    text = client.get("/api/export.ris?q=الأمن").get_data(as_text=True)
    assert text.count("TY  - ") == text.count("\r\nER  - \r\n") == 4


def test_lines_as_csv(client: FlaskClient) -> None:
    found = rows(client.get("/api/concordance.csv?q=الأمن&order=next").get_data(as_text=True))
    assert found[0][:5] == ["before", "match", "after", "paragraph", "hit"]
    assert {row[1] for row in found[1:]} == {"الأمن", "والأمنُ"}


@pytest.mark.parametrize("address", ["/api/export.xml", "/api/export.csv?page=0"])
def test_what_is_asked_wrongly_is_an_error_and_no_file(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (400, 404)
    assert answer.get_json()["error"]["status"] == answer.status_code


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+33", "'+33"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("نص = نص", "نص = نص"),
        ("2018-04-13", "2018-04-13"),
        (None, ""),
        (7, "7"),
    ],
)
def test_no_cell_is_a_formula(value: object, shown: str) -> None:
    assert cell(value) == shown
