"""Hits with the same text are hidden on demand: on the page, in JSON, in files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Settings, load_settings, reindex

REPORT = (
    "اجتمع مجلس المدينة يوم الاثنين وناقش ميزانية الماء والكهرباء ثم رفع الجلسة إلى الأسبوع المقبل "
    "بعد أن استمع الأعضاء إلى تقرير الخبراء عن حال الشبكة في الأحياء القديمة وكلفة إصلاحها"
)
TEXTS = {
    "agency": ("خبر الوكالة", "2001-03-02", "news", REPORT),
    "daily": ("خبر الجريدة", "2001-03-03", "news", REPORT.replace("الاثنين", "الإثنين الماضي")),
    "weekly": ("خبر الأسبوعية", "2001-03-09", "press", REPORT.replace("الخبراء", "المهندسين")),
    "undated": ("قصاصة", "", "press", REPORT),
    "other": ("ميزانية", "1999", "news", "ميزانية المدينة لسنة أخرى لا خبر فيها عن مجلس ولا ماء."),
}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("copies")
    settings = load_settings().with_folders(folder / "corpus", folder / "index")
    settings.corpus.folder.mkdir()
    for name, (title, date, kind, text) in TEXTS.items():
        head = f"title: {title}\ntype: {kind}\n" + (f"date: {date}\n" if date else "")
        Path(settings.corpus.folder, f"{name}.md").write_text(f"---\n{head}---\n{text}\n", "utf-8")
    reindex(settings)
    return settings


@pytest.fixture
def client(make_app: Callable[..., Flask], own: Settings) -> FlaskClient:
    return make_app(own, requests_per_second=0.0).test_client()


def answer(client: FlaskClient, arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/search?q=ميزانية{arguments}").get_json()
    return found


def test_the_oldest_stands_for_the_others_and_links_to_them(client: FlaskClient) -> None:
    shown = answer(client, "&sort=oldest")
    assert (shown["total"], shown["hidden"], shown["duplicates"]) == (5, 0, "show")
    assert [hit["copies"] for hit in shown["hits"]] == [0] * 5
    hidden = answer(client, "&sort=oldest&duplicates=hide")
    assert [hit["id"] for hit in hidden["hits"]] == ["other", "agency"]
    assert (hidden["total"], hidden["hidden"], hidden["all_words"]) == (2, 3, 2)
    assert [hit["copies"] for hit in hidden["hits"]] == [0, 3]
    copies = hidden["hits"][1]["first_copies"]
    assert [copy["id"] for copy in copies] == ["daily", "weekly", "undated"]
    assert copies[0]["date"] == "2001-03-03"
    assert hidden["widths"]["word"] == 2


def test_a_copy_is_hidden_only_where_an_older_one_is_a_hit_too(client: FlaskClient) -> None:
    found = answer(client, "&kind=press&duplicates=hide")
    assert [hit["id"] for hit in found["hits"]] == ["weekly"]
    assert answer(client, "&from=2001-03-03&duplicates=hide")["hits"][0]["id"] == "daily"


def test_a_facet_counts_what_its_value_would_show(client: FlaskClient) -> None:
    found = answer(client, "&duplicates=hide")
    for facet, counts in found["facets"].items():
        for entry in counts:
            with_value = answer(client, f"&duplicates=hide&{facet}={entry['value']}")
            assert with_value["total"] == entry["count"]


def test_pages_follow_one_another_without_a_hit_twice(client: FlaskClient) -> None:
    pages = [
        answer(client, f"&duplicates=hide&page_size=1&page={page}")["hits"] for page in (1, 2, 3)
    ]
    assert [len(page) for page in pages] == [1, 1, 0]
    assert pages[0][0]["id"] != pages[1][0]["id"]
    following = answer(client, "&duplicates=hide&page_size=1")["next_url"]
    assert "duplicates=hide" in following


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_says_how_many_are_hidden_and_shows_them_again(
    client: FlaskClient, language: str
) -> None:
    page = client.get(f"/{language}/search?q=ميزانية").text
    hide = re.search(r'href="([^"]*duplicates=hide[^"]*)"', page)
    assert hide
    hidden = client.get(hide[1].replace("&amp;", "&")).text
    assert hidden.count('<li class="hit"') == 2
    details = hidden[hidden.index('<details class="other-parts"') :].partition("</details>")[0]
    told, expected = {
        "ar": ("أُخفيت 3 وثائق نصها", "و3 نسخ أخرى"),
        "fr": ("3 documents sont masqués", "et 3 autres copies"),
        "en": ("3 documents are hidden", "and 3 other copies"),
    }[language]
    plain = re.sub("<[^>]+>", "", hidden)
    assert told in plain
    assert expected in re.sub("<[^>]+>", "", details)
    for name in ("daily", "weekly", "undated"):
        assert f'href="/{language}/d/{name}?' in details


def test_files_have_what_the_page_has(client: FlaskClient) -> None:
    rows = client.get("/api/export.csv?q=ميزانية&duplicates=hide").text.splitlines()
    assert sum(name in row for row in rows for name in ("agency", "daily", "weekly")) == 1
    lines = client.get("/api/concordance?q=ميزانية&duplicates=hide").get_json()
    assert {line["id"] for line in lines["lines"]} == {"agency", "other"}
    assert client.get("/api/search?duplicates=x").status_code == 400
