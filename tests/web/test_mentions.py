"""Dates that texts mention, on the page of results and in the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Settings, load_settings, reindex

TEXTS = (
    "نظمت الشرطة في 16 ماي 1956 وأعيد تنظيمها سنة 1999.",
    "صدر قانون الشرطة في 5 شوال 1375 (16 ماي 1956).",
    "تاريخ الشرطة سنة 2004.",
    "نص عن الشرطة بلا سنة.",
)
WORDS = "/ar/search?q=الشرطة"
API = "/api/search?q=الشرطة"


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of an archive of TEXTS."""
    folder = tmp_path_factory.mktemp("texts")
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, "utf-8")
    settings = load_settings().with_folders(folder, tmp_path_factory.mktemp("index"))
    reindex(settings)
    return settings


@pytest.fixture
def client(make_app: Callable[..., Flask], dated: Settings) -> FlaskClient:
    return make_app(dated, requests_per_second=0.0).test_client()


def mentioned(client: FlaskClient) -> list[dict[str, int]]:
    """The years that the texts with the word mention, with their counts."""
    rows = client.get(f"{API}&timeline=mentioned").get_json()["facets"]["mentioned_year"]
    return [{name: int(value) for name, value in row.items()} for row in rows]


def test_a_page_filters_by_the_dates_that_texts_mention(client: FlaskClient) -> None:
    year = mentioned(client)[0]["value"]
    page = client.get(f"{WORDS}&mentions_from={year}&mentions_to={year}").get_data(as_text=True)
    assert f"يذكر تاريخًا: {year}" in page
    assert re.search(rf'name="mentions_from"[^>]* value="{year}"', page)
    total = client.get(f"{API}&mentions_from={year}&mentions_to={year}").get_json()["total"]
    assert 0 < total < client.get(API).get_json()["total"]


def test_a_hijri_year_is_put_into_the_filter_in_gregorian_days(client: FlaskClient) -> None:
    answer = client.get(f"{WORDS}&mentions_from=1375&mentions_to=&calendar=hijri")
    assert answer.status_code == 302
    assert "mentions_from=1955-08-20" in answer.headers["Location"]


def test_a_date_that_is_none_is_refused_by_name(client: FlaskClient) -> None:
    answer = client.get("/api/search?mentions_from=soon")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["parameter"] == "mentions_from"
    backwards = client.get("/api/search?mentions_from=1957&mentions_to=1956")
    assert backwards.status_code == 400


def test_the_years_that_texts_mention_are_counted_where_they_are_asked_for(
    client: FlaskClient,
) -> None:
    years = mentioned(client)
    assert years == sorted(years, key=lambda row: row["value"])
    for row in years[:3]:
        year = row["value"]
        found = client.get(f"{API}&mentions_from={year}&mentions_to={year}").get_json()
        assert row["count"] == found["total"] > 0
    assert "mentioned_year" not in client.get(API).get_json()["facets"]


def test_the_timeline_shows_either_time_and_leads_to_the_other(client: FlaskClient) -> None:
    year = mentioned(client)[-1]["value"]
    page = client.get(f"{WORDS}&timeline=mentioned").get_data(as_text=True)
    assert "عدد النتائج التي تذكر كل سنة" in page
    assert f"mentions_from={year}&amp;mentions_to={year}" in page
    assert re.search(r'<a href="[^"]*">عدد النتائج في كل سنة</a>', page)


def test_a_date_that_the_text_bears_says_so(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/signed.txt").write_text("نص الرسالة.\n\nحرر بفاس في 3 ماي 1980.", "utf-8")
    given = "---\ndate: 1999\n---\nنص آخر.\n\nحرر بفاس في 3 ماي 1980."
    (tmp_path / "texts/given.md").write_text(given, "utf-8")
    settings = load_settings().with_folders(tmp_path / "texts", tmp_path / "index")
    reindex(settings)
    client = make_app(settings, requests_per_second=0.0).test_client()
    hits = {hit["id"]: hit for hit in client.get("/api/search?q=فاس").get_json()["hits"]}
    assert (hits["signed"]["date"], hits["signed"]["date_origin"]) == ("1980-05-03", "text")
    assert (hits["given"]["date"], hits["given"]["date_origin"]) == ("1999", None)
    page = client.get("/ar/d/signed").get_data(as_text=True)
    assert "مستخرج من النص" in page
    assert "حرر بفاس في 3 ماي 1980" in page
    assert "مستخرج من النص" not in client.get("/ar/d/given").get_data(as_text=True)
    assert client.get("/api/search?from=1980&to=1980").get_json()["total"] == 1
