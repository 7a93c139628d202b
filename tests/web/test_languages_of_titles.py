"""A French page shows French titles, with the Arabic ones beside; and names of other languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import Settings, reindex
from webapp import create_app

RECORD = """---
title: شرطة القرب
title_fr: La police de proximité
---
تعمل شرطة القرب مع المديرية العامة للأمن الوطني.
"""


@pytest.fixture
def client(settings: Settings, tmp_path: Path) -> FlaskClient:
    own = settings.with_folders(tmp_path / "corpus", tmp_path / "index")
    own.corpus.folder.mkdir()
    (own.corpus.folder / "a.md").write_text(RECORD, "utf-8")
    reindex(own)
    return create_app(own).test_client()


def test_titles_are_in_the_language_of_the_page(client: FlaskClient) -> None:
    own = "La <mark>police</mark> <mark>de</mark> <mark>proximité</mark>"
    for path in ("/fr/search?q=police+de+proximité", "/fr/d/a?q=police+de+proximité"):
        page = client.get(path).get_data(as_text=True)
        assert own.replace("<mark>de</mark>", "de") in page or own in page, path
        assert '<p class="other-title" lang="ar" dir="rtl">' in page
    for path in ("/en/search?q=شرطة", "/ar/search?q=شرطة", "/en/d/a"):
        assert "other-title" not in client.get(path).get_data(as_text=True)


def test_the_page_tells_what_was_also_searched(client: FlaskClient) -> None:
    page = client.get("/fr/search?q=DGSN").get_data(as_text=True)
    assert '<bdi dir="auto">المديرية العامة للأمن الوطني</bdi>' in page
    assert 'href="/fr/search?q=DGSN&amp;translate=off"' in page
    off = client.get("/fr/search?q=DGSN&translate=off").get_data(as_text=True)
    assert "المديرية العامة للأمن الوطني" not in off
    assert '<input type="hidden" name="translate" value="off">' in off
    assert 'href="/fr/search?q=DGSN"' in off


@pytest.mark.parametrize("path", ["search", "concordance", "terms"])
def test_the_api_tells_what_was_also_searched(client: FlaskClient, path: str) -> None:
    told = client.get(f"/api/{path}?q=DGSN").get_json()["translated"]
    assert told == [
        {"asked": "DGSN", "also": ["المديرية العامة للأمن الوطني"], "origin": "shipped"}
    ]
    assert client.get(f"/api/{path}?q=DGSN&translate=off").get_json()["translated"] == []
    assert client.get(f"/api/{path}?q=DGSN&translate=of").status_code == 400


def test_files_tell_what_was_also_searched(client: FlaskClient) -> None:
    answer = client.get("/api/export.csv?q=DGSN")
    assert "Khizana-Translated" in answer.headers
    assert "# translated,DGSN: المديرية العامة للأمن الوطني" in answer.get_data(as_text=True)
