"""Search by meaning on pages and in JSON; without it, nothing of an answer is another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Settings, reindex
from tests.small_model import installed


@pytest.fixture(autouse=True)
def small(tmp_path: Path) -> Iterator[None]:
    with installed(tmp_path / "small.bin"):
        yield


Clients = tuple[FlaskClient, FlaskClient]
DOCUMENTS = {
    "salt": ("ملح", "بحر بحر بحر"),
    "guard": ("حارس", "قمح قمح قمح"),
    **{f"rail{number}": ("سكة", f"قطار قطار بحر {number}") for number in range(12)},
}


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    """The settings of an archive of DOCUMENTS, with pages of ten hits."""
    (tmp_path / "corpus").mkdir()
    for name, (title, text) in DOCUMENTS.items():
        content = f"---\ntitle: {title}\n---\n\n{text}"
        (tmp_path / "corpus" / f"{name}.md").write_text(content, "utf-8")
    search = replace(settings.search, page_size=10)
    return replace(settings, search=search).with_folders(tmp_path / "corpus", tmp_path / "index")


@pytest.fixture
def clients(own: Settings, make_app: Callable[..., Flask]) -> Clients:
    """Of one archive with vectors: searched by meaning, and not."""
    on = replace(own, meaning=replace(own.meaning, enabled=True))
    reindex(on)
    return make_app(on).test_client(), make_app(own).test_client()


def test_json_tells_what_was_found_by_meaning_alone(clients: Clients) -> None:
    found = clients[0].get("/api/search?q=wheat").get_json()
    assert found["meaning"]["state"] == "on"
    assert found["meaning"]["alone"] >= len(found["hits"]) > 0
    assert (found["total"], found["hits"][0]["id"]) == (0, "guard")
    assert all(hit["near"] for hit in found["hits"])
    off = clients[0].get("/api/search?q=wheat&meaning=off").get_json()
    assert (off["meaning"], off["hits"]) == ({"state": "off", "alone": 0}, [])
    assert clients[0].get("/api/search?q=wheat&meaning=so").status_code == 400


def test_addresses_of_pages_keep_the_switch(clients: Clients) -> None:
    found = clients[0].get("/api/search?q=قطار&meaning=off&page_size=5").get_json()
    assert "meaning=off" in found["next_url"]
    on = clients[0].get("/api/search?q=قطار&page_size=5").get_json()
    assert "meaning" not in on["next_url"]


@pytest.mark.parametrize(
    "asked", ["q=قطار", "q=wheat", "q=بحر&page=2", "q=«بحر»", "", "q=قطار&meaning=off"]
)
def test_without_it_no_byte_of_an_answer_is_another(
    clients: Clients, asked: str, own: Settings, make_app: Callable[..., Flask]
) -> None:
    """The archive without vectors answers as that with them where the search is off."""
    _, off = clients
    plain = own.with_folders(index=own.index.folder.with_name("plain"))
    reindex(plain)
    without = make_app(plain).test_client()
    for path in ("/ar/search", "/api/search"):
        texts = [one.get(f"{path}?{asked}").get_data(as_text=True) for one in (off, without)]
        first, second = (
            re.sub(r'"took_ms":[0-9.]+|saved(=|%3D)[^&"]*', "", text) for text in texts
        )
        assert first == second
        assert "meaning" not in first.replace("meaning=off", "")
        assert '"near":false' not in first


def test_the_page_marks_them_and_has_the_switch(clients: Clients) -> None:
    page = clients[0].get("/ar/search?q=بحر").get_data(as_text=True)
    assert ">13</bdi> وثيقة" in page  # the counts are of words
    assert "ومعها وثيقة قريبة في المعنى لا تشملها الأعداد." in page
    assert "meaning=off" in page
    second = clients[0].get("/ar/search?q=بحر&page=2").get_data(as_text=True)
    assert (page + second).count("قريب في المعنى</span>") == 1
    off = clients[0].get("/ar/search?q=بحر&meaning=off").get_data(as_text=True)
    assert "قريب في المعنى" not in off
    assert "بُحث بالكلمات وحدها." in off


def test_a_page_that_finds_nothing_by_words_shows_what_is_near(clients: Clients) -> None:
    page = clients[0].get("/en/search?q=wheat").get_data(as_text=True)
    assert "Documents near in meaning" in page
    assert "قمح قمح قمح" in page
    assert "/en/d/guard?q=wheat" in page
    second = clients[0].get("/en/search?q=wheat&page=2")
    assert second.status_code == 200
