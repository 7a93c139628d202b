"""All hits, and all lines, as files: whole, or said to be cut."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from webapp import create_app
from webapp.http import spooled
from webapp.present.formats import COLUMNS
from webapp.present.tables import BOM
from webapp.site import EXTENSION


def rows(text: str) -> list[list[str]]:
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


def test_all_hits_are_in_the_file_whatever_the_page(client: FlaskClient) -> None:
    answer = client.get("/api/export.csv?q=الأمن&page=2")
    found = rows(answer.get_data(as_text=True))
    assert tuple(found[0]) == COLUMNS
    assert {row[0] for row in found[1:]} == {"law", "report", "folder/letter", "hostile"}
    assert found[1][COLUMNS.index("url")].startswith("http://localhost/d/")
    law = next(row for row in found if row[0] == "law")
    assert law[-1] == "1439-07-27"
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


@pytest.mark.parametrize("path", ["export", "concordance"])
def test_a_workbook_is_in_the_language_of_the_page(client: FlaskClient, path: str) -> None:
    heads = {}
    for language in ("ar", "fr"):
        answer = client.get(f"/api/{path}.xlsx?q=الأمن&lang={language}")
        rows, facts = load_workbook(io.BytesIO(answer.data)).worksheets
        heads[language] = [of.value for of in rows[1]]
        assert bool(rows.sheet_view.rightToLeft) == (language == "ar")
        assert facts.max_row == 6
    assert {"العنوان", "الرابط"} < set(heads["ar"])
    assert {"Titre", "Adresse"} < set(heads["fr"])


def test_a_workbook_has_the_rows_of_the_table(client: FlaskClient) -> None:
    for path in ("export", "concordance"):
        table = rows(client.get(f"/api/{path}.csv?q=الأمن").text)
        book = load_workbook(io.BytesIO(client.get(f"/api/{path}.xlsx?q=الأمن").data))
        sheet = [
            ["" if of.value is None else str(of.value) for of in row]
            for row in book.worksheets[0].iter_rows()
        ]
        plain = [[of.removeprefix("'") for of in row] for row in table[1:]]
        assert sheet[1:] == plain


@pytest.mark.parametrize("kind", ["export.csv", "export.json", "export.ris", "export.xlsx"])
@pytest.mark.parametrize(
    ("query", "why", "carried_out", "name"),
    [
        ("الأمن", "as_asked", "الأمن", "khizana-الأمن"),
        ("الشرظة", "corrected", "الشرطة", "khizana-الشرطة-corrected"),
        (
            "الأمن المدينة الفصل",
            "widened",
            "الأمن أو المدينة أو الفصل",
            "khizana-الأمن_أو_المدينة_أو_الفصل-widened",
        ),
    ],
)
def test_a_file_says_what_it_is_an_answer_to_in_its_headers_and_its_name(
    client: FlaskClient, kind: str, query: str, why: str, carried_out: str, name: str
) -> None:
    headers = client.get(f"/api/{kind}?q={query}").headers
    assert headers["Khizana-Why"] == why
    assert unquote(headers["Khizana-Query"]) == carried_out
    assert headers["Khizana-Complete"] == "yes"
    saved = unquote(headers["Content-Disposition"])
    assert saved.endswith(f"''{name}.{kind.partition('.')[2]}")


def test_the_lines_of_a_correction_say_so(client: FlaskClient) -> None:
    for kind in ("csv", "xlsx"):
        answer = client.get(f"/api/concordance.{kind}?q=الشرظة")
        assert answer.headers["Khizana-Why"] == "corrected"
        assert "-corrected." in answer.headers["Content-Disposition"]
    facts = load_workbook(io.BytesIO(answer.data)).worksheets[1]
    assert [row[1].value for row in facts.iter_rows()][1:4] == [
        *("الشرظة", "لا توجد وثيقة فيها ما طُلب، وهذه نتائج أقرب كتابة إليه.", "الشرطة")
    ]


@pytest.mark.parametrize("kind", ["csv", "json", "ris", "xlsx"])
def test_a_file_tells_how_its_query_was_read(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/api/export.{kind}?q=الأمن ليس القانون&lang=fr")
    assert answer.headers["Khizana-Read-As"] == f"not {quote('ليس')}"
    said = "Nous avons lu «ليس» comme une exclusion"
    if kind == "json":
        (told,) = answer.get_json()[-1]["read_as"]
        assert (told["kind"], told["text"]) == ("not", "ليس")
    elif kind == "xlsx":
        facts = load_workbook(io.BytesIO(answer.data)).worksheets[1]
        values = {row[0].value: row[1].value for row in facts.iter_rows()}
        assert values["Lecture de la demande"].startswith(said)
    else:
        assert said in answer.text


def test_a_file_of_a_query_that_is_read_as_it_stands_tells_nothing(client: FlaskClient) -> None:
    answer = client.get("/api/export.json?q=الأمن")
    assert "Khizana-Read-As" not in answer.headers
    assert "id" in answer.get_json()[-1]


PATHS = [
    *(f"/api/export.{kind}" for kind in ("csv", "json", "ris", "xlsx")),
    *(f"/api/concordance.{kind}" for kind in ("csv", "xlsx")),
]


@pytest.mark.parametrize("path", PATHS)
def test_a_file_cut_short_says_so(app: Flask, path: str) -> None:
    settings = app.extensions[EXTENSION].settings
    search = replace(settings.search, export_seconds=0.0)
    client = create_app(replace(settings, search=search)).test_client()
    answer = client.get(f"{path}?q=الأمن&lang=fr", headers={"Accept-Language": "fr"})
    assert answer.headers["Khizana-Complete"] == "no: time"
    assert "-incomplete." in answer.headers["Content-Disposition"]
    if path.endswith("xlsx"):
        last = [of.value for of in load_workbook(io.BytesIO(answer.data)).worksheets[0]["A"]][-1]
        assert "Le temps accordé" in last
    else:
        assert "time" in answer.text[-200:]


@pytest.mark.parametrize("path", PATHS)
def test_without_an_index_no_file_is_given(app: Flask, tmp_path: Path, path: str) -> None:
    settings = app.extensions[EXTENSION].settings.with_folders(index=tmp_path / "none")
    answer = create_app(settings).test_client().get(f"{path}?q=الأمن")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (503, "index_missing")


def test_a_large_file_is_sent_from_disk(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client.get("/api/export.csv?q=الأمن")
    monkeypatch.setattr(spooled, "MOST_IN_MEMORY", 100)
    with client.get("/api/export.csv?q=الأمن") as answer:
        assert answer.is_streamed
        assert answer.content_length == len(whole.data)
        assert answer.get_data() == whole.data


def test_a_sample_of_lines_is_drawn_by_its_seed(client: FlaskClient) -> None:
    def drawn(more: str) -> list[list[str]]:
        return rows(client.get(f"/api/concordance.csv?q=الأمن{more}").text)

    whole, some = drawn(""), drawn("&sample=3&seed=1")
    assert whole[0][-1] == "note"
    assert some[-1][0] == "# sample"
    lines = some[1:-1]
    assert len(lines) == 3 < len(whole) - 1
    assert [line for line in whole[1:] if line in lines] == lines
    assert drawn("&sample=3&seed=1") == some
    other_order = drawn("&sample=3&seed=1&order=next")
    assert sorted(other_order[1:-1]) == sorted(lines)
    assert len({str(sorted(drawn(f"&sample=3&seed={seed}")[1:-1])) for seed in range(8)}) > 1
    answer = client.get("/api/concordance.xlsx?q=الأمن&sample=2&lang=en")
    assert "-sample.xlsx" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.data))
    assert ["Sample", f"Lines drawn: 2, out of {len(whole) - 1}. Seed: «»"] in [
        [cell.value for cell in row] for row in book.worksheets[1].iter_rows()
    ]
    assert len(list(book.worksheets[0].iter_rows())) == 3
    assert client.get("/api/concordance.csv?q=الأمن&sample=0").status_code == 400
