"""What readers see of a corpus that could not all be read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Archive, Settings, update
from indexer import reindex as build


def plain(page: str) -> str:
    return re.sub("<[^>]*>", "", page)


@pytest.fixture
def failing(
    settings: Settings, tmp_path: Path, make_app: Callable[..., Flask]
) -> tuple[Path, FlaskClient, Settings]:
    """A corpus of two documents, one of which cannot be read any more, and what it serves."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("نص قديم للاختبار", "utf-8")
    (corpus / "b.txt").write_text("نص آخر للاختبار", "utf-8")
    own = settings.with_folders(corpus, tmp_path / "index")
    build(own)
    (corpus / "a.txt").write_bytes(b"")
    (corpus / "lines.jsonl").write_text("{\n", "utf-8")
    (corpus / "<b>.xyz").write_bytes(b"")
    update(own)
    return corpus, make_app(own).test_client(), own


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_page_names_what_failed_and_why(
    failing: tuple[Path, FlaskClient, Settings], language: str
) -> None:
    _, client, _ = failing
    text = client.get(f"/{language}/status").text
    assert '<bdi dir="ltr">a.txt</bdi></td><td><bdi lang="en" dir="ltr">empty</bdi>' in text
    assert f'<a href="/{language}/d/a"><bdi>a</bdi></a>' in text
    assert '<bdi dir="ltr">lines.jsonl:1</bdi></td><td><bdi lang="en" dir="ltr">not JSON:' in text
    assert '<bdi dir="ltr">.xyz</bdi>' in text
    assert f'href="/{language}/status"' in client.get(f"/{language}/").text  # from every page


def test_a_page_says_when_nothing_failed(client: FlaskClient) -> None:
    text = plain(client.get("/en/status").text)
    assert "Every document file was read." in text
    assert "The archive has 4 documents" in text
    assert "(today)" in text


def test_an_older_text_says_so_wherever_it_is_served(
    failing: tuple[Path, FlaskClient, Settings],
) -> None:
    _, client, _ = failing
    assert "has not been readable since" in client.get("/en/d/a").text
    assert "has not been readable since" not in client.get("/en/d/b").text
    assert client.get("/en/search?q=نص").text.count("as last read") == 1
    since = client.get("/api/documents/a").get_json()["kept_since"]
    assert since.endswith("+00:00")
    assert client.get("/api/documents/b").get_json()["kept_since"] is None
    hits = client.get("/api/search?q=نص").get_json()["hits"]
    assert {hit["id"]: hit["kept_since"] for hit in hits} == {"a": since, "b": None}


def test_a_text_read_again_says_it_no_more(failing: tuple[Path, FlaskClient, Settings]) -> None:
    corpus, client, own = failing
    (corpus / "a.txt").write_text("نص قديم للاختبار", "utf-8")
    update(own)
    assert "has not been readable since" not in client.get("/en/d/a").text


def test_a_supervisor_is_told_counts_and_no_path(
    failing: tuple[Path, FlaskClient, Settings],
) -> None:
    _, client, own = failing
    answer = client.get("/readyz").get_json()
    assert answer == {
        "generation": 2,
        "documents": 2,
        "degraded": None,
        "failures": 2,
        "kept": 1,
        "unread": 1,
    }
    (own.index.folder / "gen-2" / "MANIFEST.json").write_text("{")
    (own.index.folder / "current").write_text("gen-2\n")
    answer = client.get("/readyz")
    assert answer.get_json()["degraded"] == (
        "The newest generation of the index is damaged; the one before it serves."
    )
    assert str(own.index.folder) not in answer.text


def test_no_more_failures_are_listed_than_a_page_holds(
    settings: Settings, tmp_path: Path, make_app: Callable[..., Flask]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("نص", "utf-8")
    for number in range(503):
        (corpus / f"{number:03}.txt").write_bytes(b"")
    own = settings.with_folders(corpus, tmp_path / "index")
    build(own)
    text = make_app(own).test_client().get("/en/status").text
    assert text.count("<tr><td") == 500
    assert "503 places could not be read." in plain(text)
    assert "3 more places are not listed here." in plain(text)


def test_the_page_names_findings_and_links_to_their_documents(
    failing: tuple[Path, FlaskClient, Settings], make_app: Callable[..., Flask]
) -> None:
    corpus, _, own = failing
    long = "نص طويل يتكرر في ملفين اثنين، وهو أطول من أن يُعدّ من النصوص القصيرة. " * 2
    (corpus / "c.txt").write_text(long, "utf-8")
    (corpus / "<i>d.txt").write_text(long, "utf-8")
    update(own)
    client = make_app(own).test_client()
    page = client.get("/ar/status").text
    assert "ملفات مكررة" in page
    assert '<a href="/ar/d/c"' in page
    assert "مثل <a href=" in page
    assert "<i>d" not in page
    assert "الملف بلا نص: راجع ما فيه." in page  # beside the failure of an empty file
    assert "من الفهرس رقم" in plain(page)


def test_the_state_is_given_as_json_and_as_rows(
    failing: tuple[Path, FlaskClient, Settings],
) -> None:
    corpus, client, own = failing
    (corpus / "b-again.txt").write_bytes((corpus / "b.txt").read_bytes())
    update(own)
    state = client.get("/api/status").get_json()
    assert (state["generation"], state["documents"], state["surveyed"]) == (3, 3, True)
    assert {"suffix": ".txt", "files": 3, "documents": 3} in state["formats"]
    assert state["unread"] == [{"suffix": ".xyz", "files": 1}]
    assert [failure["path"] for failure in state["failures"]] == ["a.txt", "lines.jsonl"]
    assert state["counts"]["same_file"] == 1
    (same,) = (finding for finding in state["findings"] if finding["kind"] == "same_file")
    assert (same["id"], same["told"], same["path"]) == ("b-again", ["b"], "b-again.txt")
    assert state["pages"]["origin"] == {"text": 0, "repaired": 0, "ocr": 0, "unread": 0}
    answer = client.get("/api/status.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0]["kind"] == "failure"
    assert rows[0]["path"] == "a.txt"
    assert same["url"] in [row["url"] for row in rows]


def test_an_index_without_a_survey_says_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Archive, "survey", lambda archive: None)  # as of an earlier version
    assert "This index has no survey of files and pages" in client.get("/en/status").text
    assert client.get("/api/status").get_json()["surveyed"] is False
