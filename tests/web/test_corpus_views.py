"""Each place in its context, and with what words."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from webapp import create_app
from webapp.site import EXTENSION, Site


def site_of(app: Flask) -> Site:
    found: Site = app.extensions[EXTENSION]
    return found


def test_a_line_for_each_place(client: FlaskClient) -> None:
    html = client.get("/ar/kwic?q=الأمن").text
    assert "في سياقها: 5 مواضع" in re.sub(r"<[^>]*>", "", html)
    assert html.count('<td class="node"') == 5
    assert re.search(r'<a href="/ar/d/law\?q=[^"#]+#h2"><mark>والأمنُ</mark></a>', html)


def test_the_table_follows_its_texts_not_the_page(client: FlaskClient) -> None:
    html = client.get("/en/kwic?q=الأمن").text
    assert html.count('<table class="kwic" dir="rtl">') == 1
    assert html.count('<table class="kwic" dir="ltr">') == 1  # of the French letter


@pytest.mark.parametrize(
    ("order", "key"), [("next", "العام"), ("previous", "القانون"), ("relevance", None)]
)
def test_the_word_lines_are_sorted_by_is_told_apart(
    client: FlaskClient, order: str, key: str | None
) -> None:
    keys = re.findall(
        r'<span class="w1">(.*?)</span>', client.get(f"/ar/kwic?q=الأمن&order={order}").text
    )
    assert (key in keys) if key else keys == []


def test_lines_can_be_had_as_a_file(client: FlaskClient) -> None:
    html = client.get("/fr/kwic?q=الأمن&order=date").text
    address = re.findall(r'href="(/api/concordance.csv[^"]+)"', html)[0].replace("&amp;", "&")
    assert address.endswith("&order=date")
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(("view", "said"), [("kwic", "مواضع"), ("terms", "استعمال")])
def test_the_places_of_a_correction_are_not_said_to_be_those_of_the_query(
    client: FlaskClient, view: str, said: str
) -> None:
    html = client.get(f"/ar/{view}?q=الشرظة").text
    text = re.sub(r"<[^>]*>", "", html)
    assert "لا توجد وثيقة فيها الشرظة." in text
    assert re.search(f"{said} الشرطة", text)
    assert f'href="/ar/{view}?q={quote("الشرطة")}"><q><bdi>الشرطة</bdi></q></a>' in html
    assert "الشرظة في سياقها: " not in text
    filtered = re.sub(r"<[^>]*>", "", client.get(f"/ar/{view}?q=الشرظة&kind=law").text)
    assert "لا توجد وثيقة بهذه الشروط فيها الشرظة." in filtered


def test_the_lines_of_a_correction_lead_to_its_places(client: FlaskClient) -> None:
    html = client.get("/ar/kwic?q=الشرظة").text
    addresses = re.findall(r'class="node"[^>]*><a href="([^"]+)"', html)
    assert addresses
    for address in addresses:
        path, _, place = address.replace("&amp;", "&").partition("#")
        assert f'<mark id="{place}">' in client.get(path).text


def test_the_words_that_meet_are_all_marked_on_their_line(client: FlaskClient) -> None:
    html = client.get("/ar/kwic?q=القانون الأمن").text
    first = re.findall(r'<td class="k-n" data-n="1"></td>.*?</tr>', html)[0]
    assert first.count("<mark>") == 2
    assert "تجتمع كلمات البحث في" in re.sub(r"<[^>]*>", "", html)
    assert "تجتمع" not in client.get("/ar/kwic?q=الأمن").text
    for order in ("next", "previous"):  # the key stands beside the marks
        html = client.get(f"/ar/kwic?q=القانون الأمن&order={order}").text
        assert "<mark>" in html
        assert '<span class="w1">' in html
    table = client.get("/api/concordance.csv?q=القانون الأمن").text.splitlines()
    assert " … " in table[1]


@pytest.mark.parametrize("view", ["search", "kwic", "terms"])
def test_what_is_cut_short_is_said(app: Flask, view: str) -> None:
    parts = site_of(app)
    search = replace(parts.settings.search, seconds=0.0)
    settings = replace(parts.settings, search=search)
    html = create_app(settings).test_client().get(f"/fr/{view}?q=الأمن").text
    assert "Résultats partiels." in html
    assert "Le temps accordé à la recherche s’est écoulé" in html
    assert "Aucune occurrence dans" not in html
    assert "Aucun document ne contient" not in html


@pytest.mark.parametrize("view", ["kwic", "terms"])
def test_without_a_word_there_are_only_documents(client: FlaskClient, view: str) -> None:
    answer = client.get(f"/fr/{view}?kind=law")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/search?kind=law")


def test_an_order_there_is_not_is_refused(client: FlaskClient) -> None:
    assert client.get("/fr/kwic?q=الأمن&order=random").status_code == 400


def test_no_line_is_said_and_no_table_shown(client: FlaskClient) -> None:
    html = client.get("/en/kwic?q=زرافة").text
    assert "<table" not in html
    assert "in context: no hits" in re.sub(r"<[^>]*>", "", html)


def test_terms_show_years_and_neighbours(client: FlaskClient) -> None:
    html = client.get("/fr/terms?q=الأمن").text
    assert "Occurrences par année" in html
    assert 'aria-labelledby="c-near"' in html or "Aucun mot ne l’accompagne" in html


def test_the_places_of_one_document_are_a_click_from_its_hit(client: FlaskClient) -> None:
    html = client.get("/ar/search?q=الأمن&kind=law").text
    (link,) = re.findall(r'href="(/ar/kwic[^"]*in=law)"', html)
    lines = client.get(link.replace("&amp;", "&")).text
    assert set(re.findall(r'href="/ar/d/([^?"]+)\?[^"]*#h', lines)) == {"law"}
    assert '<bdi class="num">قانون الأمن</bdi><span aria-hidden="true">✕</span>' in lines
    assert "&amp;in=law" in re.findall(r'<nav class="sorts".*?</nav>', lines)[0]  # kept by orders


def test_one_document_alone_in_the_api_and_as_a_file(client: FlaskClient) -> None:
    answer = client.get("/api/concordance?q=الأمن&in=law&page_size=1").get_json()
    assert (answer["total"], answer["documents"]) == (2, 1)
    assert "&in=law" in answer["next_url"]
    rows = client.get("/api/concordance.csv?q=الأمن&in=law").get_data(as_text=True).splitlines()
    assert len(rows) == 3


def test_a_document_that_is_not_there_has_no_places(client: FlaskClient) -> None:
    assert client.get("/api/concordance?q=الأمن&in=none").get_json()["lines"] == []
    assert "لا مواضع" in client.get("/ar/kwic?q=الأمن&in=none").text


def test_neighbours_are_counted_bare_or_as_written(client: FlaskClient) -> None:
    html = client.get("/ar/terms?q=الأمن").text
    (link,) = re.findall(r'href="(/ar/terms\?[^"]*neighbours=written)"', html)
    written = client.get(link.replace("&amp;", "&")).text
    nav = re.findall(r'<nav class="sorts".*?</nav>', written)[0]
    assert re.search(r'aria-current="true">كما كُتبت<', nav)
    assert "neighbours=written" in re.findall(r'href="(/api/terms.csv[^"]+)"', nav)[0]


def test_the_words_beside_a_word_are_a_file(client: FlaskClient) -> None:
    told = client.get("/api/terms?q=الأمن").get_json()
    rows = list(csv.reader(client.get("/api/terms.csv?q=الأمن").text.lstrip("\ufeff").splitlines()))
    assert rows[0] == ["side", "word", "count", "score", "forms"]
    sides = [(side, word) for side in ("before", "near", "after") for word in told[side]]
    assert [row[:3] for row in rows[1:]] == [
        [side, word["word"], str(word["count"])] for side, word in sides
    ]
    book = load_workbook(io.BytesIO(client.get("/api/terms.xlsx?q=الأمن&lang=ar").data))
    assert book.worksheets[0].sheet_view.rightToLeft
    assert client.get("/api/terms.pdf?q=الأمن").status_code == 404


def test_lines_are_sorted_by_any_word_and_grouped(client: FlaskClient) -> None:
    page = client.get("/ar/kwic?q=الأمن&order=next-2-bare&group=document").text
    nav = re.findall(r'<div class="sorts more-sorts">.*?</div>', page, re.S)[0]
    assert re.findall(r'aria-current="true">([^<]*)<', nav) == ["2", "مجردة", "حسب الوثيقة"]
    assert "order=next-3-bare&amp;group=document" in nav
    assert "order=next-2-bare&amp;group=speaker" in nav
    files = re.findall(r'href="(/api/concordance.csv[^"]+)"', page)
    assert files[0].endswith("&amp;order=next-2-bare&amp;group=document")
    found = client.get(
        "/api/concordance?q=الأمن&order=next-2-bare&group=document&page_size=50"
    ).get_json()
    assert sum(group["count"] for group in found["groups"]) == found["total"]
    assert page.count('<h2 class="sub">') == len(found["groups"])
    rows = list(csv.DictReader(client.get(files[0].replace("&amp;", "&")).text.splitlines()))
    assert [row["id"] for row in rows] == [line["id"] for line in found["lines"]]


def test_who_is_not_told_to_speak_is_said(client: FlaskClient) -> None:
    page = client.get("/ar/kwic?q=الأمن&group=speaker").text
    assert "لا يُعرف من يتكلم" in page
    assert "المتكلم اسم في أول السطر" in page
