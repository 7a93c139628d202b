"""Headers of each kind of answer."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.assets import load_assets
from webapp.http.headers import SANDBOX, SECURITY

KINDS = [
    ("/", 302),
    ("/ar", 308),
    ("/ar/", 200),
    ("/ar/search?q=الأمن", 200),
    ("/ar/search?page=0", 400),
    ("/ar/d/law", 200),
    ("/d/law", 302),
    ("/none", 404),
    ("/api/search?q=الأمن", 200),
    ("/api/search?page=0", 400),
    ("/api/documents/law", 200),
    ("/api/documents/none", 404),
    ("/api/export.csv", 200),
    ("/api/openapi.json", 200),
    ("/fr/kwic?q=الأمن", 200),
    ("/en/terms?q=الأمن", 200),
    ("/en/guide", 200),
    ("/en/api", 200),
    ("/fr/feed", 200),
    ("/opensearch.xml", 200),
    ("/sitemap.xml", 200),
    ("/d/law/original", 200),
    ("/healthz", 200),
    ("/readyz", 200),
]


@pytest.mark.parametrize(("address", "status"), KINDS)
def test_every_answer_is_guarded(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    guarded = {name: answer.headers[name] for name in SECURITY}
    if "Content-Disposition" in answer.headers:  # a file to save: stricter
        assert guarded.pop("Content-Security-Policy") == SANDBOX
    assert guarded.items() <= SECURITY.items()
    assert guarded["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("address", ["/ar/search", "/api/search", "/api/search?page=0", "/none"])
def test_searches_and_errors_are_not_kept(client: FlaskClient, address: str) -> None:
    assert client.get(address).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/ar/d/law", "/ar/d/law?q=الأمن", "/api/documents/law"])
def test_a_document_is_sent_once(client: FlaskClient, address: str) -> None:
    first = client.get(address)
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "public, max-age=300"
    assert {name: again.headers[name] for name in SECURITY} == SECURITY


def test_a_document_read_at_another_address_is_another(make_app: Callable[..., Flask]) -> None:
    client = make_app(proxies=1).test_client()
    heads = ({"Host": "localhost"}, {"Host": "127.0.0.1:80"}, {"X-Forwarded-Proto": "https"})
    tags = {client.get("/ar/d/law", headers=head).headers["ETag"] for head in heads}
    assert len(tags) == len(heads)


@pytest.mark.parametrize(
    ("address", "location"), [("/ar", "/ar/"), ("/ar//search", "/ar/search"), ("//ar", "/ar/")]
)
def test_a_way_within_the_site_names_no_host(app: Flask, address: str, location: str) -> None:
    answer = app.test_client().get("/", environ_overrides={"PATH_INFO": address})
    assert (answer.status_code, answer.location) == (308, location)


def test_a_document_marked_otherwise_is_another(client: FlaskClient) -> None:
    addresses = ("/ar/d/law", "/ar/d/law?q=الأمن", "/ar/d/law?q=الشرطة", "/ar/d/report")
    tags = {client.get(address).headers["ETag"] for address in addresses}
    assert len(tags) == len(addresses)


@pytest.mark.parametrize("name", sorted(load_assets().digests))
def test_files_are_kept_for_ever(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/static/{load_assets().digests[name]}/{name}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert {key: answer.headers[key] for key in SECURITY} == SECURITY
    answer.close()


@pytest.mark.parametrize("path", ["0/app.css", "0/../__init__.py", "0/%2e%2e/__init__.py"])
def test_files_at_other_addresses_are_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


@pytest.mark.parametrize(
    "address", ["/ar/search?q=الأمن", "/api/search?q=الأمن", "/ar/d/law", "/opensearch.xml"]
)
def test_text_is_packed_for_those_who_take_it(client: FlaskClient, address: str) -> None:
    whole = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in whole.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.vary
    assert "Accept-Encoding" in whole.vary
    text = gzip.decompress(packed.data)
    assert len(packed.data) < len(text)
    if not address.startswith("/api/"):  # it tells how long it took
        assert text == whole.data


def test_a_packed_document_is_sent_once_too(client: FlaskClient) -> None:
    taken = {"Accept-Encoding": "gzip"}
    first = client.get("/ar/d/law", headers=taken)
    again = client.get("/ar/d/law", headers=taken | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_what_is_packed_already_stays_so(client: FlaskClient) -> None:
    mark = load_assets().digests["mark.svg"]
    with client.get(f"/static/{mark}/mark.svg", headers={"Accept-Encoding": "gzip"}) as small:
        assert "Content-Encoding" not in small.headers  # smaller than a packet
    export = client.get("/api/export.csv", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in export.headers  # streamed
