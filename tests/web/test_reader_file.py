"""A reader's file: shown, changed, exported and read again; kept nowhere here."""

from __future__ import annotations

import io
import json
import logging
import re
import time
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Settings, reindex

ITEMS = ["d/law", "d/report?p=1", "search?q=الأمن&saved=2020-01-01T00:00:00Z"]


def address(items: list[str], **more: str) -> str:
    pairs = [("i", item) for item in items]
    return f"/ar/file?{urlencode([*pairs, *more.items()])}"


def items_at(location: str) -> list[str]:
    return [value for name, value in parse_qsl(urlsplit(location).query) if name == "i"]


def shown_items(text: str) -> list[str]:
    """The items that the page has, as the script reads them."""
    kept = text.partition('data-kept="')[2].partition('"')[0]
    return [item for item, _ in json.loads(unescape(kept))["items"]]


def sent(client: FlaskClient, content: bytes, **more: Any) -> Any:
    data = {"import": (io.BytesIO(content), "file.json"), **more}
    return client.post("/ar/file", data=data)


def test_the_page_shows_items_in_their_order_with_notes(client: FlaskClient) -> None:
    text = client.get(address(ITEMS) + "&n=&n=ملاحظة <b>").text
    titles = [text.index(title) for title in ("قانون الأمن</a>", "تقرير الشرطة</a>", "بحث: الأمن")]
    assert titles == sorted(titles)
    assert "تقرير عن الأمن في المدينة." in text
    assert "ملاحظة &lt;b&gt;" in text
    assert "4 وثائق جديدة منذ" in re.sub("<[^>]+>", "", text)


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"remove": "1"}, ["d/report?p=1", "d/law"]),
        ({"up": "2"}, ["d/report?p=1", "d/hostile", "d/law"]),
        ({"up": "1"}, ["d/hostile", "d/report?p=1", "d/law"]),
        ({"down": "1"}, ["d/report?p=1", "d/hostile", "d/law"]),
        ({"down": "3"}, ["d/hostile", "d/report?p=1", "d/law"]),
        ({"add": "http://localhost/fr/d/folder/letter?q=x"}, None),
        ({"add": "d/law"}, ["d/hostile", "d/report?p=1", "d/law"]),
    ],
)
def test_a_change_leads_to_the_address_of_the_file_changed(
    client: FlaskClient, change: dict[str, str], left: list[str] | None
) -> None:
    before = ["d/hostile", "d/report?p=1", "d/law"]
    answer = client.get(address(before, **change))
    assert answer.status_code == 302
    assert items_at(answer.location) == (left or [*before, "d/folder/letter"])
    form = client.post("/ar/file", data={"i": before, **change})
    assert shown_items(form.text) == items_at(answer.location)


def test_notes_stay_with_their_items(client: FlaskClient) -> None:
    answer = client.get(address(["d/law", "d/report"], up="2") + "&n=أول&n=ثان")
    assert parse_qsl(urlsplit(answer.location).query)[-2:] == [("n", "ثان"), ("n", "أول")]


def test_a_file_that_is_exported_is_read_again(client: FlaskClient) -> None:
    arguments = address(ITEMS, title="ملف القرب").partition("?")[2]
    answer = client.get(f"/api/file.json?{arguments}&n=ملاحظة")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    file = answer.get_json()
    assert [item["kind"] for item in file["items"]] == ["document", "passage", "search"]
    assert file["items"][0]["title"] == "قانون الأمن"
    text = sent(client, answer.data, i=["d/hostile"]).text
    assert shown_items(text) == ["d/hostile", *(item["item"] for item in file["items"])]
    assert "ملف القرب" in text
    again = sent(client, answer.data, i=shown_items(text)).text
    assert shown_items(again) == shown_items(text)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"khizana_file": 2, "items": []}',
        b'{"khizana_file": 1}',
        b'{"khizana_file": 1, "items": {}}',
        b'{"khizana_file": 1, "items": [1]}',
        b'{"khizana_file": 1, "items": [{"item": 1}]}',
        b'{"khizana_file": 1, "items": [{"item": "d/law", "note": {}}]}',
        b'{"khizana_file": 1, "items": [{"item": "javascript:alert(1)"}]}',
        b'{"khizana_file": 1, "items": [{"item": "//other.example/d/law"}]}',
        b'{"khizana_file": 1, "items": [{"item": "search?page=zero"}]}',
        json.dumps({"khizana_file": 1, "items": [{"item": "d/law"}] * 201}).encode(),
        b"[" * 100_000,
    ],
    ids=lambda content: f"{len(content)}-{content[:60]!r}",
)
def test_what_is_no_file_of_a_reader_is_an_error(client: FlaskClient, content: bytes) -> None:
    answer = sent(client, content)
    assert answer.status_code == 400
    assert "هذا ليس ملف قارئ" in answer.text


@pytest.mark.parametrize(
    "arguments",
    [
        "i=x",
        "i=d/law&up=2",
        "i=d/law&remove=0",
        "i=d/law&down=٣",
        "add=https://other.example/",
        "&".join(["i=d/law"] * 201),
        "i=d/law&n=" + "x" * 2_001,
        "i=d/" + "x" * 2_001,
        "i=search?saved=soon",
        "i=http://[",
    ],
)
def test_a_hostile_address_is_an_error(client: FlaskClient, arguments: str) -> None:
    assert client.get(f"/ar/file?{arguments}").status_code == 400


def test_a_request_that_is_too_large_is_an_error(client: FlaskClient) -> None:
    assert client.post("/ar/file", data={"i": "d/law", "n": "x" * 3_000_000}).status_code == 413


def test_nothing_in_a_file_becomes_markup(client: FlaskClient) -> None:
    hostile = '"><script>alert(1)</script>'
    pairs = {"i": ["d/hostile", f"search?q={hostile}"], "n": [hostile, hostile], "title": hostile}
    for answer in (
        client.post("/ar/file", data=pairs),
        client.get(f"/ar/file?{urlencode(pairs, doseq=True)}"),
    ):
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_gone_is_said(client: FlaskClient) -> None:
    text = client.get(address(["d/none", "d/law?p=1-zzzzzz", "d/~zzzzzzzzzzzz"])).text
    assert text.count("لم يعد في الأرشيف.") == 3


def test_a_file_is_not_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.get(address(["search?q=سر"]))
        client.post("/ar/file", data={"i": ["search?q=سر"]})
    assert "سر" not in caplog.text


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_pages_lead_to_the_file(client: FlaskClient, language: str) -> None:
    assert "data-add" in client.get(f"/{language}/search?q=الأمن").text
    assert "/file?add=kwic?" in unescape(client.get(f"/{language}/kwic?q=الأمن").text)
    text = client.get(f"/{language}/d/law?p=1-g4w0pk").text
    assert text.count("data-add=") == 2  # the document and the passage
    for link in [part.partition('"')[0] for part in text.split('data-add="')[1:]]:
        shown = client.get(f"/{language}/file?{urlencode({'i': unescape(link)})}").text
        assert "قانون الأمن</a>" in shown


def test_what_came_since_a_search_was_saved_is_counted(
    make_app: Callable[..., Flask], settings: Settings, tmp_path: Any
) -> None:
    own = settings.with_folders(tmp_path / "corpus", tmp_path / "index")
    own.corpus.folder.mkdir()
    (own.corpus.folder / "one.md").write_text("---\ntitle: أول\n---\n\nشرطة القرب.\n", "utf-8")
    reindex(own)
    client = make_app(own).test_client()
    page = unescape(client.get("/ar/search?q=شرطة").text)
    item = next(part for part in page.split('data-add="')[1:] if part.startswith("search"))
    item = item.partition('"')[0]
    asked = dict(parse_qsl(urlsplit(item).query))
    since = urlencode({"q": "شرطة", "since": asked["saved"]})
    first = client.get(f"/api/arrivals?{since}").get_json()
    assert (first["total"], first["new"], first["documents"]) == (1, 0, [])
    assert "لا جديد منذ" in client.get(address([item])).text
    time.sleep(1.1)  # moments are told in seconds
    for name in ("two", "three"):
        text = f"---\ntitle: {name}\ndate: 1990\n---\n\nشرطة المدينة {name}.\n"
        (own.corpus.folder / f"{name}.md").write_text(text, "utf-8")
    (own.corpus.folder / "four.md").write_text("---\ntitle: رابع\n---\n\nسوق.\n", "utf-8")
    reindex(own)
    second = client.get(f"/api/arrivals?{since}&limit=1").get_json()
    assert (second["total"], second["new"], len(second["documents"])) == (3, 2, 1)
    assert "وثيقتان جديدتان منذ" in client.get(address([item])).text
    again = client.get(f"/api/arrivals?{urlencode({'q': 'شرطة', 'since': second['updated']})}")
    assert again.get_json()["new"] == 0


@pytest.mark.parametrize("since", ["", "soon", "2026-13-01T00:00:00Z"])
def test_a_moment_that_is_none_is_an_error(client: FlaskClient, since: str) -> None:
    answer = client.get(f"/api/arrivals?q=الأمن&since={since}")
    assert answer.get_json()["error"]["parameter"] == "since"
