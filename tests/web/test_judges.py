"""Our exports, our description and our plurals, as the libraries of their fields read them."""

from __future__ import annotations

import json

import babel
import pytest
import rispy
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator
from pybtex.database import parse_string

from webapp.languages import load_languages

COUNTS = (*range(0, 121), 200, 201, 202, 203, 211, 999, 1_000, 1_001, 1_003, 1_011, 10_000, 100_103)


def titles(client: FlaskClient, query: str) -> set[str]:
    answer = client.get("/api/search", query_string={"q": query, "page_size": 50}).get_json()
    assert answer["total"] == len(answer["hits"]) > 1
    return {hit["title"] for hit in answer["hits"]}


def test_rispy_reads_every_hit_of_an_export(client: FlaskClient) -> None:
    text = client.get("/api/export.ris", query_string={"q": "الأمن"}).get_data(as_text=True)
    found = rispy.loads(text)
    assert {record["title"] for record in found} == titles(client, "الأمن")
    law = next(record for record in found if record["title"] == "قانون الأمن")
    assert law["authors"] == ["البرلمان"]
    assert (law["publisher"], law["place_published"]) == ("الجريدة الرسمية", "الرباط")
    assert (law["year"], law["date"]) == ("2018", "2018/04/13/1439-07-27 AH")
    assert law["urls"][0].startswith("http://localhost/d/~")


@pytest.mark.parametrize("document", ["law", "report", "folder/letter", "hostile"])
def test_rispy_reads_a_citation(client: FlaskClient, document: str) -> None:
    (record,) = rispy.loads(client.get(f"/d/{document}/cite.ris").get_data(as_text=True))
    assert record["title"] == client.get(f"/api/documents/{document}").get_json()["title"]


@pytest.mark.parametrize("document", ["law", "report", "folder/letter", "hostile"])
def test_pybtex_reads_a_citation(client: FlaskClient, document: str) -> None:
    text = client.get(f"/d/{document}/cite.bib").get_data(as_text=True)
    (entry,) = parse_string(text, "bibtex").entries.values()
    whole = client.get(f"/api/documents/{document}").get_json()
    assert entry.fields["title"].strip("{}") == whole["title"]
    assert entry.fields["url"].startswith("http://localhost/d/~")
    if whole["date"]:
        assert entry.fields["date"] == whole["date"]
        assert entry.fields["year"] == whole["date"][:4]
    if whole["author"]:
        (author,) = entry.persons["author"]
        assert str(author).strip("{}") == whole["author"]


def test_the_description_is_openapi(client: FlaskClient) -> None:
    description = json.loads(client.get("/api/openapi.json").data)
    assert description["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(description).iter_errors()) == []


def test_openapi_spec_validator_sees_a_fault(client: FlaskClient) -> None:
    description = json.loads(client.get("/api/openapi.json").data)
    del description["paths"]["/api/search"]["get"]["responses"]
    del description["info"]["title"]
    assert list(OpenAPIV31SpecValidator(description).iter_errors())


@pytest.mark.parametrize("language", load_languages())
def test_plurals_are_those_of_cldr(language: str) -> None:
    category = babel.Locale(language).plural_form
    for count in COUNTS:
        assert load_languages()[language].language.category(count) == category(count), count
