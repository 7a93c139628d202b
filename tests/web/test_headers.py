"""Headers of each kind of answer."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from webapp.assets import load_assets
from webapp.headers import SECURITY

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
    ("/healthz", 200),
    ("/readyz", 200),
]


@pytest.mark.parametrize(("address", "status"), KINDS)
def test_every_answer_is_guarded(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in SECURITY} == SECURITY
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("address", "status"), KINDS)
def test_only_the_api_may_be_read_from_elsewhere(
    client: FlaskClient, address: str, status: int
) -> None:
    headers = client.get(address).headers
    api = address.startswith("/api/")
    assert headers.get("Access-Control-Allow-Origin") == ("*" if api else None)
    policy = "cross-origin" if api else "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == policy


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
