"""The public address, wherever an absolute one is made."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

EVERYWHERE = [
    "/ar/",
    "/fr/search?q=الأمن",
    "/ar/search?q=الأمن&page=2",
    "/en/kwic?q=الأمن",
    "/en/terms?q=الأمن",
    "/ar/d/law",
    "/ar/d/law?q=الأمن",
    "/en/guide",
    "/en/api",
    "/none",
    "/fr/feed?q=الأمن",
    "/opensearch.xml",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/robots.txt",
    "/api/openapi.json",
    "/api/search?q=الأمن",
    "/api/export.csv",
    "/api/export.json",
    "/api/export.ris",
    "/api/concordance.csv?q=الأمن",
    "/d/law/cite.bib",
    "/d/law/cite.ris",
    "/d/law",
    "/",
    "/ar",
]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_only_the_public_address_is_named(make_app: Callable[..., Flask], path: str) -> None:
    client = make_app(address="https://archive.example").test_client()
    answer = client.get(path)
    said = f"{answer.headers}{answer.text}"
    assert "localhost" not in said
    assert "http://archive.example" not in said


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/ar/d/law", "https://archive.example/d/~hwfq9bfpb1jc"),
        ("/ar/d/law", "https://archive.example/ar/d/law"),
        ("/ar/search?q=الأمن", "https://archive.example/ar/search?q=الأمن"),  # on paper
        ("/ar/", "archive.example/d/~…?p=7"),
        ("/fr/feed", "https://archive.example/fr/feed"),
        ("/opensearch.xml", "https://archive.example/ar/search?q={searchTerms}"),
        ("/sitemap-1.xml", "https://archive.example/fr/d/law"),
        ("/robots.txt", "https://archive.example/sitemap.xml"),
        ("/api/openapi.json", '"https://archive.example"'),
        ("/api/export.csv", "https://archive.example/d/~hwfq9bfpb1jc"),
        ("/api/export.ris", "https://archive.example/d/~hwfq9bfpb1jc"),
        ("/d/law/cite.bib", "https://archive.example/d/~hwfq9bfpb1jc"),
    ],
)
def test_the_public_address_is_used(
    make_app: Callable[..., Flask], path: str, address: str
) -> None:
    client = make_app(address="https://archive.example").test_client()
    assert address in client.get(path).text


@pytest.mark.parametrize("passed_on", ["", "/khizana"])
def test_an_archive_may_stand_below_a_path(make_app: Callable[..., Flask], passed_on: str) -> None:
    client = make_app(address="https://archive.example/khizana").test_client()
    page = client.get(f"{passed_on}/ar/d/law")
    assert page.status_code == 200
    assert "https://archive.example/khizana/d/~hwfq9bfpb1jc" in page.text
    assert 'href="/khizana/ar/' in page.text
    assert 'href="/ar/' not in page.text
    assert "khizana/khizana" not in page.text
    assert client.get(f"{passed_on}/").location == "/khizana/ar/"
    assert client.get(f"{passed_on}/ar").location == "/khizana/ar/"
    found = client.get(f"{passed_on}/api/search?q=الأمن").get_json()
    assert found["hits"][0]["url"].startswith("/khizana/d/")
    assert found["next_url"].startswith("/khizana/api/search?")


def test_a_path_that_only_begins_alike_is_not_its_own(make_app: Callable[..., Flask]) -> None:
    client = make_app(address="https://archive.example/a").test_client()
    assert client.get("/ar/").status_code == 200
    assert client.get("/a/ar/").status_code == 200
