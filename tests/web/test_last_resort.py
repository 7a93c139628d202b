"""Errors while an error is answered."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, NoReturn

import jinja2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer import Archive, IndexBusy, QueryError
from webapp.http import failures, headers
from webapp.http.headers import SECURITY
from webapp.i18n import Messages

QUERY = "زرافةmarker"


def broken(*_: object, **__: object) -> NoReturn:
    raise ValueError(f"cannot make a page for {QUERY}")


def break_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jinja2.Template, "render", broken)


def break_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Messages, "message", broken)
    monkeypatch.setattr(Messages, "entry", broken)


def break_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "_page", broken)
    monkeypatch.setattr(failures, "_json", broken)


def break_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "_log", broken)
    break_pages(monkeypatch)


@pytest.fixture(params=[break_templates, break_messages, break_pages, break_log])
def breaking(
    request: pytest.FixtureRequest, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever makes error pages is broken, after the application was made."""
    request.param(monkeypatch)


def failing_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def search(*_: Any) -> NoReturn:
        raise error

    monkeypatch.setattr(Archive, "search", search)


def guarded(answer: TestResponse) -> bool:
    return SECURITY.items() <= dict(answer.headers).items()


@pytest.mark.usefixtures("breaking")
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (QueryError(QUERY, "open_quote", position=3), 400),
        (RuntimeError(QUERY), 500),
        (IndexBusy("/secret", retry_after=7), 503),
    ],
)
@pytest.mark.parametrize("path", ["/ar/search", "/fr/search", "/api/search"])
def test_an_error_while_an_error_is_answered_is_a_constant_page(
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    path: str,
    error: Exception,
    status: int,
) -> None:
    caplog.set_level(logging.DEBUG)
    failing_with(error, monkeypatch)
    answer = client.get(f"{path}?q={QUERY}")
    assert answer.status_code == status
    assert guarded(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert QUERY not in caplog.text
    assert "/secret" not in answer.text
    if answer.mimetype == "application/json":
        assert answer.get_json()["error"]["status"] == status
    else:
        assert answer.text.count("<h1>") == 3
        assert QUERY not in answer.text


@pytest.mark.usefixtures("breaking")
def test_what_is_not_there_stays_a_404(client: FlaskClient) -> None:
    answer = client.get("/none")
    assert answer.status_code == 404
    assert guarded(answer)


def test_a_page_that_cannot_be_made_leaves_no_query_in_the_log(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    break_templates(monkeypatch)
    answer = client.get(f"/ar/search?q={QUERY}")
    assert answer.status_code == 500
    assert guarded(answer)
    assert "تعذّر إعداد هذه الصفحة" in answer.text
    assert "ValueError" in caplog.text
    assert QUERY not in answer.text + caplog.text


def test_an_error_after_an_answer_was_made_leaves_no_query_in_the_log(
    make_app: Callable[..., Flask],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(headers.gzip, "compress", broken)
    client = make_app().test_client()
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get(f"/ar/search?q={QUERY}", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 500
    assert guarded(answer)
    assert "ValueError" in caplog.text
    assert QUERY not in caplog.text
