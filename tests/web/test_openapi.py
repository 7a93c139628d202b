"""The description of the API describes the API."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import load_settings
from webapp.views.openapi import described, operations


def test_every_address_of_the_api_is_described(app: Flask) -> None:
    described_paths = set(described("", load_settings(), ("ar", "fr", "en"))["paths"])
    rules = {
        re.sub(r"<(\w+)>", r"{\1}", rule.rule.replace("path:document_id", "id")).replace(
            "{kind}", "{format}"
        )
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
    }
    assert described_paths == rules - {"/api/openapi.json"}


def test_every_reference_leads_somewhere() -> None:
    text = described("http://localhost", load_settings(), ("ar", "fr", "en"))

    def follow(node: Any) -> None:
        if isinstance(node, dict):
            if "$ref" in node:
                found: Any = text
                for part in node["$ref"].removeprefix("#/").split("/"):
                    found = found[part]
            for value in node.values():
                follow(value)
        elif isinstance(node, list):
            for value in node:
                follow(value)

    follow(text)
    assert text["openapi"] == "3.1.0"
    assert len(list(operations(text))) == len(text["paths"])


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/api/search?q=الأمن", "Results"),
        ("/api/documents/law", "Document"),
        ("/api/documents/law/related", "Related"),
        ("/api/concordance?q=الأمن", "Concordance"),
        ("/api/terms?q=الأمن", "Terms"),
        ("/api/compare?q=الأمن&q=الشرطة", "Comparison"),
        ("/api/complete?q=الأ", "Completions"),
        ("/api/reuse", "Reuse"),
        ("/api/reuse?of=law", "Reuse"),
        ("/api/arrivals?q=الأمن&since=2020-01-01", "Arrivals"),
        ("/api/file.json?i=d/law", "ReaderFile"),
    ],
)
def test_answers_have_the_keys_described(client: FlaskClient, path: str, schema: str) -> None:
    answer = client.get(path).get_json()
    wanted = described("", load_settings(), ("ar", "fr", "en"))["components"]["schemas"][schema]
    assert set(wanted.get("required", ())) <= answer.keys()
    # a document has more fields than the description promises
    assert answer.keys() <= wanted["properties"].keys() or schema == "Document"


@pytest.mark.parametrize("path", ["/api", "/api/"])
def test_the_root_of_the_api_leads_people_to_its_page_and_programs_to_its_description(
    client: FlaskClient, path: str
) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    languages = [("Accept", browser), ("Accept-Language", "fr")]
    assert client.get(path, headers=languages).headers["Location"] == "/fr/api"
    for accepted in ("*/*", "application/json"):
        answer = client.get(path, headers=[("Accept", accepted)], follow_redirects=True)
        assert answer.get_json()["openapi"] == "3.1.0"


def test_the_description_is_served_and_shown(client: FlaskClient) -> None:
    answer = client.get("/api/openapi.json")
    assert answer.get_json()["servers"] == [{"url": "http://localhost"}]
    page = client.get("/fr/api").text
    assert "<code>GET /api/search</code>" in page
    assert 'href="/api/openapi.json"' in page
