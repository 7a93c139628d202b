"""Every document has a page and an entry in the API, whatever its id ends with."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Settings, reindex
from webapp.views.naming import API_ENDINGS, ENDINGS

NAMES = [f"r{ending.format(number=1)}" for ending in (*ENDINGS, *API_ENDINGS)]
FILES = ("original", "text", "cite.bib", "cite.ris")


@pytest.fixture
def client_of(
    settings: Settings, make_app: Callable[..., Flask], tmp_path: Path
) -> Callable[..., FlaskClient]:
    """A client of an archive of documents with these ids."""

    def opened(*names: str) -> FlaskClient:
        for name in names:
            path = tmp_path / "corpus" / f"{name}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"وثيقة {name}", "utf-8")
        own = settings.with_folders(tmp_path / "corpus", tmp_path / "index")
        reindex(own)
        return make_app(own).test_client()

    return opened


def urls(client: FlaskClient) -> dict[str, str]:
    """id → the permanent address the API gives."""
    hits = client.get("/api/search?q=وثيقة&page_size=100").get_json()["hits"]
    return {hit["id"]: hit["url"] for hit in hits}


@pytest.mark.parametrize("with_r", [False, True])
def test_the_address_a_hit_gives_is_that_of_its_page(
    client_of: Callable[..., FlaskClient], with_r: bool
) -> None:
    client = client_of(*NAMES, *(["r"] if with_r else []))
    found = urls(client)
    assert found.keys() >= set(NAMES)
    for name, url in found.items():
        page = client.get(url, follow_redirects=True)
        assert page.status_code == 200
        assert page.mimetype == "text/html"
        assert page.request.path == f"/ar/d/{name}"
        assert "as=page" not in page.request.url


@pytest.mark.parametrize("name", NAMES)
def test_without_another_document_the_plain_address_leads_there_too(
    client_of: Callable[..., FlaskClient], name: str
) -> None:
    client = client_of(name)
    assert client.get(f"/d/{name}").headers["Location"].endswith(f"/ar/d/{name}")
    assert client.get(f"/api/documents/{name}").get_json()["id"] == name


def test_what_is_of_a_document_stays_so_beside_one_whose_id_is_that_address(
    client_of: Callable[..., FlaskClient],
) -> None:
    client = client_of("r", *NAMES)
    assert client.get("/d/r/text").text.startswith("وثيقة r\n")
    assert client.get("/d/r.json", follow_redirects=True).get_json()["id"] == "r"
    assert client.get("/api/documents/r/related").get_json()["id"] == "r"
    asked = client.get("/api/documents/r/related?as=page").get_json()
    assert asked["id"] == "r/related"


def test_the_files_of_every_document_are_had(client_of: Callable[..., FlaskClient]) -> None:
    client = client_of("r", *NAMES)
    for name, file in product(NAMES, FILES):
        answer = client.get(f"/d/{name}/{file}")
        assert answer.status_code == 200, (name, file)
        assert answer.headers["Content-Disposition"].startswith("attachment")
    for name in NAMES:
        assert client.get(f"/api/documents/{name}/related").get_json()["id"] == name


def test_no_document_is_still_no_document(client_of: Callable[..., FlaskClient]) -> None:
    client = client_of("r")
    assert client.get("/d/x/text").status_code == 404
    assert client.get("/d/r/text?as=page").status_code == 302  # whoever follows it is told there
    assert client.get("/d/r/text?as=page", follow_redirects=True).status_code == 404
    assert client.get("/api/documents/x/related").status_code == 404
