"""Expressions compared: the page, the JSON, the files; each number leads to what it counts."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

COMPARED = "q=الأمن&q=الشرطة&q=«الأمن العام»"


def numbers(text: str) -> int:
    return int(re.sub(r"<[^>]*>|\W", "", text))


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_each_number_leads_to_what_it_counts(client: FlaskClient, language: str) -> None:
    page = client.get(f"/{language}/compare?{COMPARED}").text
    links = re.findall(
        rf'<a href="(/{language}/(?:search|kwic)\?[^"]+)"><bdi[^>]*>(.*?)</bdi>', page
    )
    assert len(links) > 20
    for address, shown in dict(links).items():
        path = html.unescape(address).replace(f"/{language}/search", "/api/search")
        path = path.replace(f"/{language}/kwic", "/api/concordance")
        assert client.get(path).get_json()["total"] == numbers(shown)


def test_the_json_has_every_key_and_rows_that_add_up(client: FlaskClient) -> None:
    found = client.get(f"/api/compare?{COMPARED}").get_json()
    assert " ".join(found) == (
        "width without translate expressions total by_year by_kind by_publisher by_place "
        "by_language complete"
    )
    assert [one["query"] for one in found["expressions"]] == ["الأمن", "الشرطة", "«الأمن العام»"]
    assert [row["value"] for row in found["by_year"]] == ["1999", "2015", "2018", None]
    for name in ("by_year", "by_kind", "by_publisher", "by_place", "by_language"):
        rows = found[name]
        assert sum(row["words"] for row in rows) == found["total"]["words"]
        for at, whole in enumerate(found["total"]["counts"]):
            assert sum(row["counts"][at]["places"] for row in rows) == whole["places"]
    law = found["by_year"][2]
    assert law["counts"][0] == {
        "places": 2,
        "documents": 1,
        "per_thousand_words": round(2000 / law["words"], 4),
    }
    assert found["complete"] is True


def test_filters_and_width_hold_for_all_and_stay_in_the_addresses(client: FlaskClient) -> None:
    page = client.get("/ar/compare?q=الأمن&q=الشرطة&kind=law&width=exact&measure=places").text
    assert '<input type="hidden" name="kind" value="law">' in page
    assert '<input type="hidden" name="width" value="exact">' in page
    assert '<input type="hidden" name="measure" value="places">' in page
    other = re.findall(r'<a href="(/ar/compare\?[^"]+)">', page)
    assert all("kind=law" in url and "width=exact" in url for url in other)
    assert re.search(r'aria-current="true">عدد المواضع<', page)
    found = client.get("/api/compare?q=الأمن&kind=law").get_json()
    assert found["total"]["documents"] == 1


def test_the_chart_runs_as_the_page_is_read_and_is_told_without_colour(client: FlaskClient) -> None:
    def years(language: str) -> list[float]:
        page = client.get(f"/{language}/compare?{COMPARED}").text
        chart = re.findall(r'<svg class="wide".*?</svg>', page, re.S)[0]
        marks = re.findall(r'<path class="m" d="([^"]*)"', chart)
        assert len({mark.partition("m")[2] for mark in marks}) == 3  # a form for each
        return [float(x) for x in re.findall(r"M([\d.]+) [\d.]+m", marks[0])]

    assert years("ar") == sorted(years("ar"), reverse=True)
    assert years("fr") == sorted(years("fr"))
    assert len(years("fr")) == 3


def test_undated_documents_have_a_row_without_links(client: FlaskClient) -> None:
    page = client.get("/ar/compare?q=الأمن").text
    (row,) = re.findall(r'<tr><th scope="row"><bdi class="num">بلا تاريخ.*?</tr>', page, re.S)
    assert "<a " not in row
    assert "وثيقة واحدة بلا تاريخ ليست في الرسم" in page


def test_words_that_stand_apart_are_offered_as_a_phrase(client: FlaskClient) -> None:
    page = client.get("/ar/compare?q=الأمن العام&q=الشرطة").text
    (link,) = re.findall(r'<a href="(/ar/compare[^"]+)">عُدّها', page)
    found = client.get(html.unescape(link).replace("/ar/", "/api/")).get_json()
    assert [one["query"] for one in found["expressions"]] == ["«الأمن العام»", "الشرطة"]


def test_a_correction_is_said(client: FlaskClient) -> None:
    page = re.sub(r"<[^>]*>", "", client.get("/ar/compare?q=الشرظة").text)
    assert "هذه أعداد الشرطة" in page
    assert client.get("/api/compare?q=الشرظة").get_json()["expressions"][0]["counted"] == "الشرطة"


def test_the_rows_are_a_file(client: FlaskClient) -> None:
    found = client.get(f"/api/compare?{COMPARED}").get_json()
    answer = client.get(f"/api/compare.csv?{COMPARED}")
    assert answer.headers["Khizana-Complete"] == "yes"
    rows = list(csv.DictReader(answer.text.lstrip("\ufeff").splitlines()))
    (total, *_), years = rows, [row for row in rows if row["field"] == "year"]
    assert (total["field"], total["expression"]) == ("total", "الأمن")
    assert int(total["places"]) == found["total"]["counts"][0]["places"]
    assert len(years) == 3 * len(found["by_year"])
    assert client.get(years[0]["url"]).status_code == 200
    book = load_workbook(io.BytesIO(client.get(f"/api/compare.xlsx?{COMPARED}&lang=ar").data))
    sheet = book.worksheets[0]
    assert sheet.sheet_view.rightToLeft
    assert [cell.value for cell in sheet[1]][:3] == ["حسب", "القيمة", "العبارة"]
    assert sheet["E2"].value == found["total"]["counts"][0]["places"]  # a number


def test_what_cannot_be_compared_is_refused(client: FlaskClient) -> None:
    assert client.get("/api/compare?q=1&q=2&q=3&q=4&q=5").status_code == 400
    assert client.get("/ar/compare?q=الأمن&measure=none").status_code == 400
    assert client.get("/api/compare.csv").status_code == 404
    assert client.get("/api/compare").get_json() == {"expressions": [], "complete": True}
    form = client.get("/ar/compare").text
    assert form.count('name="q"') == 5  # with the search field
    assert "<table" not in form


def test_all_words_are_asked_for_where_a_search_is_not_to_be_widened(client: FlaskClient) -> None:
    few = client.get("/api/search?q=القانون الأمن المدينة&widen=off").get_json()
    assert (few["total"], few["why"]) == (0, "as_asked")
    assert client.get("/api/search?q=القانون الأمن المدينة").get_json()["why"] == "widened"
