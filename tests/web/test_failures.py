"""Errors → responses."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import NoReturn
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import (
    Archive,
    ArchiveError,
    EngineAway,
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexStale,
    QueryError,
    SearchRequest,
    Settings,
    reindex,
)


def failing_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def search(_: Archive, request: SearchRequest) -> NoReturn:
        raise error

    monkeypatch.setattr(Archive, "search", search)


def test_a_bad_parameter_is_named(client: FlaskClient) -> None:
    answer = client.get("/api/search?page=0")
    assert answer.status_code == 400
    assert answer.get_json() == {
        "error": {
            "status": 400,
            "code": "bad_parameter",
            "message": "“page” must be a whole number from 1 to 500.",
            "parameter": "page",
        }
    }


def test_a_query_error_keeps_its_code_and_position(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_with(QueryError("Not closed.", "open_quote", position=3), monkeypatch)
    assert client.get("/api/search?q=abc(").get_json()["error"] == {
        "status": 400,
        "code": "open_quote",
        "message": "Not closed.",
        "parameter": "q",
        "position": 3,
    }
    page = client.get("/ar/search?q=abc(").get_data(as_text=True)
    assert 'abc<span class="pt">(</span>' in page


def test_a_page_of_an_error_keeps_the_query(client: FlaskClient) -> None:
    answer = client.get('/ar/search?q=الأمن"&page=0')
    assert answer.status_code == 400
    page = answer.get_data(as_text=True)
    assert 'value="الأمن&#34;"' in page
    assert f'href="/ar/search?q={quote("الأمن")}%22"' in page


@pytest.mark.parametrize("path", ["/x", "/ar/x", "/ar/d/none", "/static/0/app.css", "/ar/d/../x"])
def test_what_is_not_there_is_a_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "لا شيء بهذا العنوان" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/api/x", "/api/documents/none", "/api/documents/"])
def test_what_is_not_there_is_json_in_the_api(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.get_json()["error"]["code"] == "not_found"


@pytest.mark.parametrize("path", ["/ar/search", "/api/search", "/ar/d/law", "/healthz"])
def test_other_methods_are_refused(client: FlaskClient, path: str) -> None:
    answer = client.post(path)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("error", "code", "seconds"),
    [
        (IndexMissing("/secret"), "index_missing", "30"),
        (IndexStale("/secret"), "index_stale", "30"),
        (IndexDamaged("/secret"), "index_damaged", "30"),
        (IndexBusy("/secret", retry_after=7), "index_busy", "7"),
        (EngineAway("http://secret:9200", retry_after=4), "engine_away", "4"),
    ],
)
def test_an_index_that_cannot_answer_is_a_503(
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    error: ArchiveError,
    code: str,
    seconds: str,
) -> None:
    failing_with(error, monkeypatch)
    answer, page = client.get("/api/search?q=x"), client.get("/ar/search?q=x")
    assert answer.status_code == page.status_code == 503
    assert answer.headers["Retry-After"] == page.headers["Retry-After"] == seconds
    assert answer.get_json()["error"]["code"] == code
    assert "/secret" not in answer.get_data(as_text=True) + page.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/ar/", "/fr/search", "/ar/d/law", "/api/search", "/readyz"])
def test_the_command_that_mends_a_missing_index_is_told_the_log_and_not_the_visitor(
    make_app: Callable[..., Flask],
    without_index: Settings,
    path: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer = make_app(without_index).test_client().get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "indexer" not in answer.get_data(as_text=True)
    assert "python -m indexer reindex" in caplog.text


def test_a_process_without_an_index_is_healthy_but_not_ready(
    make_app: Callable[..., Flask], without_index: Settings
) -> None:
    client = make_app(without_index).test_client()
    assert client.get("/healthz").data == b"ok"
    assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").get_json()["error"]["code"] == "index_missing"


def test_a_process_with_an_index_is_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz").get_json()
    assert answer == {
        "generation": 1,
        "documents": 4,
        "degraded": None,
        "failures": 0,
        "kept": 0,
        "unread": 0,
    }


def test_readiness_names_no_file(
    make_app: Callable[..., Flask], without_index: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        reindex(without_index)
    (damaged,) = without_index.index.folder.glob("gen-2/*.arrays")
    damaged.write_bytes(b"")
    answer = make_app(without_index).test_client().get("/readyz").get_json()
    assert (answer["generation"], answer["documents"]) == (1, 4)
    assert "the one before it serves" in answer["degraded"]
    assert "/" not in answer["degraded"]
    assert damaged.parent.name in caplog.text


def test_an_unforeseen_error_tells_only_its_number(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing_with(RuntimeError("secret"), monkeypatch)
    answer = client.get("/api/search")
    assert answer.status_code == 500
    error = answer.get_json()["error"]
    assert error["code"] == "internal_error"
    number = caplog.messages[0].split()[0]
    assert number in error["message"]
    assert "secret" not in client.get("/ar/search").get_data(as_text=True)


def test_queries_are_not_logged(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client.get("/ar/search?q=زرافة")
    failing_with(ValueError("زرافة"), monkeypatch)
    client.get("/ar/search?q=زرافة")
    assert "'/ar/search' ValueError" in caplog.text
    assert "زرافة" not in caplog.text
    assert quote("زرافة") not in caplog.text


def test_queries_are_logged_when_the_settings_say_so(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    make_app(log_queries=True).test_client().get("/ar/search?q=زرافة")
    assert "زرافة" in caplog.text


@pytest.mark.parametrize("path", ["/ar/", "/api/search"])
def test_a_foreign_host_is_refused(make_app: Callable[..., Flask], path: str) -> None:
    client = make_app(trusted_hosts=("archive.example",)).test_client()
    assert client.get(path, headers={"Host": "archive.example"}).status_code == 200
    answer = client.get(path, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "host", ["x" * 300, "a b", '"><script>alert(1)</script>', "é", "a:99999", "["]
)
def test_an_odd_host_breaks_nothing(client: FlaskClient, host: str) -> None:
    answer = client.get("/ar/d/law", headers={"Host": host})
    assert answer.status_code in (200, 400)
    assert "<script>alert" not in answer.get_data(as_text=True)
