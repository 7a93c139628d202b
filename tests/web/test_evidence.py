"""Packages of evidence: whole, verified by other programs, the same to the byte."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Settings
from webapp.languages import load_languages
from webapp.present.tables import BOM

FILES = ["README.txt", "documents.csv", "evidence.html", "evidence.json", "passages.csv"]


def package(client: FlaskClient, arguments: str) -> zipfile.ZipFile:
    answer = client.get(f"/api/evidence.zip?{arguments}")
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/zip"
    found = zipfile.ZipFile(io.BytesIO(answer.data))
    assert found.testzip() is None
    return found


def told(client: FlaskClient, arguments: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(package(client, arguments).read("evidence.json"))
    return values


def test_another_program_verifies_every_file(client: FlaskClient, tmp_path: Path) -> None:
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("there is no sha256sum here")
    found = package(client, "q=الأمن&originals=1")
    found.extractall(tmp_path)
    command = [program, "--strict", "-c", "SHA256SUMS"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    verified = [line.removesuffix(": OK") for line in done.stdout.splitlines()]
    assert sorted([*verified, "SHA256SUMS"]) == sorted(found.namelist())
    (tmp_path / "passages.csv").write_text("changed", "utf-8")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_the_same_request_gives_the_same_bytes(client: FlaskClient, app: Flask) -> None:
    address = "/api/evidence.zip?q=الأمن&originals=1&lang=fr"
    assert client.get(address).data == app.test_client().get(address).data
    assert client.get(address).data != client.get(f"{address}&width=exact").data


def test_each_passage_stands_in_the_text_with_its_place(client: FlaskClient) -> None:
    found = package(client, "q=الأمن&originals=1")
    values = json.loads(found.read("evidence.json"))
    documents = {one["number"]: one for one in values["documents"]}
    assert len(documents) == 4
    for passage in values["passages"]:
        of = documents[passage["document"]]
        raw, file = found.read(of["text"]), found.read(of["file"])
        assert hashlib.sha256(raw).hexdigest() == of["text_sha256"]
        assert hashlib.sha256(file).hexdigest() == of["file_sha256"]
        assert raw.decode()[passage["start"] : passage["end"]] == passage["passage"]
        assert client.get(passage["url"]).status_code == 302
    law = next(one for one in values["documents"] if one["id"] == "law")
    assert (law["date"], law["date_hijri"]) == ("2018-04-13", "1439-07-27")


def test_a_table_of_passages_has_their_neighbours(client: FlaskClient) -> None:
    text = package(client, "q=الأمن&kind=law").read("passages.csv").decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))
    kept = [(row["part"], row["paragraph"], row["before"], row["after"]) for row in rows]
    assert kept == [("", "1", "", "الفصل الثاني"), ("الفصل الثاني", "2", "الفصل الثاني", "")]


def test_a_package_says_how_the_query_was_read(client: FlaskClient) -> None:
    answer = client.get("/api/evidence.zip?q=الشرظة")
    assert answer.headers["Khizana-Why"] == "corrected"
    assert "-corrected.zip" in answer.headers["Content-Disposition"]
    (asked,) = told(client, "q=الشرظة")["answers"]
    assert (asked["query"], asked["carried_out"], asked["why"]) == ("الشرظة", "الشرطة", "corrected")
    text = package(client, "q=الأمن المدينة الفصل&lang=fr").read("README.txt").decode()
    assert load_languages()["fr"].entry("why.widened") in text
    assert "الأمن أو المدينة أو الفصل" in text


def test_the_hits_of_one_page_are_said_to_be_those(client: FlaskClient) -> None:
    first, second = (told(client, f"q=الأمن&page={page}") for page in (1, 2))
    pages = [[one["id"] for one in values["documents"]] for values in (first, second)]
    assert [len(page) for page in pages] == [2, 2]
    assert {*pages[0], *pages[1]} == {"law", "report", "folder/letter", "hostile"}
    assert (first["answers"][0]["page"], second["answers"][0]["page"]) == (1, 2)
    assert told(client, "q=الأمن")["answers"][0]["page"] is None


def test_a_concordance_comes_with_its_lines_in_their_order(client: FlaskClient) -> None:
    found = package(client, "q=الأمن&of=lines&order=next")
    lines = json.loads(found.read("evidence.json"))["answers"][0]["lines"]
    asked = client.get("/api/concordance?q=الأمن&order=next&page_size=100").get_json()["lines"]
    assert [line["after"] for line in lines] == [line["after"] for line in asked]
    assert all(line["passage"] for line in lines)
    assert len(found.read("lines.csv").splitlines()) == len(lines) + 1


def test_chosen_passages_keep_their_notes_and_what_is_gone_is_said(client: FlaskClient) -> None:
    items = ["d/law?p=2", "d/law?p=1-zzzzzz", "d/none", "search?q=المدينة"]
    arguments = "&".join(f"i={quote(item, safe='')}" for item in items) + "&n=مهم"
    values = told(client, arguments)
    assert [one["gone"] for one in values["answers"]] == [False, True, True, False]
    assert [one["note"] for one in values["answers"]] == ["مهم", "", "", ""]
    assert values["complete"] is False
    assert values["passages"][0]["passage"] == "تنظم الشرطة عملها وفق القانون، والأمنُ حق."
    headers = client.get(f"/api/evidence.zip?{arguments}").headers
    assert headers["Khizana-Complete"] == "no: gone"
    assert "-incomplete.zip" in headers["Content-Disposition"]


def test_a_choice_may_come_as_a_form(client: FlaskClient) -> None:
    items = {"i": ["d/law", "d/report"], "title": "ملفي"}
    answer = client.post("/api/evidence.zip", data=items)
    values = json.loads(zipfile.ZipFile(io.BytesIO(answer.data)).read("evidence.json"))
    assert (values["title"], len(values["documents"])) == ("ملفي", 2)


@pytest.mark.parametrize(
    ("arguments", "parameter"),
    [
        ("i=http://other.example/ar/d/law", "i"),
        ("i=javascript:alert(1)", "i"),
        ("i=d/law%3Fp=x", "i"),
        ("i=ar/status", "i"),
        ("i=search%3Fpage=zero", "page"),
        ("i=search%3Fq=x%26saved=yesterday", "i"),
        ("&".join(["i=d/law"] * 201), "i"),
        (f"i=d/law&n={'x' * 2_001}", "n"),
        ("i=d/law&n=a&n=b", "n"),
        ("of=words", "of"),
    ],
)
def test_what_is_no_item_is_an_error(client: FlaskClient, arguments: str, parameter: str) -> None:
    answer = client.get(f"/api/evidence.zip?{arguments}")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["parameter"] == parameter


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_page_to_print_stands_by_itself(client: FlaskClient, language: str) -> None:
    found = package(client, f"q=الأمن&lang={language}")
    page = found.read("evidence.html").decode()
    assert page.lstrip().startswith("<!doctype html>")
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert not any(f"<{name}" in page for name in ("script", "img", "link", "iframe"))
    assert "&lt;script&gt;alert(1)" in page
    assert sorted(found.namelist()) == sorted([*FILES, "SHA256SUMS"])
    words = load_languages()[language]
    assert str(words.entry("evidence.readme.verify")) in found.read("README.txt").decode()


def test_originals_past_the_limit_are_left_out_and_named(
    make_app: Callable[..., Flask], settings: Settings
) -> None:
    search = dataclasses.replace(settings.search, evidence_megabytes=0.0005)
    client = make_app(dataclasses.replace(settings, search=search)).test_client()
    found = package(client, "q=الأمن&originals=1&lang=en")
    documents = json.loads(found.read("evidence.json"))["documents"]
    assert {one["left_out"] for one in documents} == {None, "size"}
    readme = found.read("README.txt").decode()
    for one in documents:
        assert (one["left_out"] is None) == (one["file"] in found.namelist())
        assert (f"- {one['number']}. {one['id']}: " in readme) == (
            one["left_out"] is not None or one["text"] is None
        )


def test_more_passages_than_a_package_has_are_said(
    make_app: Callable[..., Flask], settings: Settings
) -> None:
    search = dataclasses.replace(settings.search, evidence_passages=2)
    client = make_app(dataclasses.replace(settings, search=search)).test_client()
    answer = client.get("/api/evidence.zip?q=الأمن")
    assert answer.headers["Khizana-Complete"] == "no: lines"
    values = told(client, "q=الأمن")
    assert (values["complete"], values["incomplete_because"]) == (False, ["lines"])
    assert len(values["passages"]) == 2


def test_pages_lead_to_their_packages(client: FlaskClient) -> None:
    assert "/api/evidence.zip?q=" in client.get("/ar/search?q=الأمن").text
    assert "of=lines" in client.get("/ar/kwic?q=الأمن&order=next").text
