"""Dates of documents in both calendars."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from indexer import ArchiveDate
from webapp.languages import load_languages

LANGUAGES = load_languages()


@pytest.mark.parametrize(
    ("tag", "date", "hijri"),
    [
        ("ar", "2018-04-13", "27 رجب 1439هـ"),
        ("fr", "2018-04-13", "27 rajab 1439 H"),
        ("en", "2018-04-13", "27 Rajab 1439 AH"),
        ("ar", "2011-02", "صفر–ربيع الأول 1432هـ"),
        ("ar", "2011-12", "محرم–صفر 1433هـ"),
        ("ar", "2010-12", "ذو الحجة 1431–محرم 1432هـ"),
        ("ar", "2011", "1432–1433هـ"),
        ("ar", "0600", ""),  # before the first Hijri year
    ],
)
def test_a_date_is_told_in_hijri_as_precisely_as_it_is_known(
    tag: str, date: str, hijri: str
) -> None:
    assert LANGUAGES[tag].hijri(ArchiveDate.parse(date)) == hijri


def test_hits_and_documents_show_both_calendars(client: FlaskClient) -> None:
    for address in ("/ar/search?q=الشرطة", "/ar/d/law"):
        page = client.get(address).get_data(as_text=True)
        assert '13 أبريل 2018 <bdi class="hijri">(27 رجب 1439هـ)</bdi>' in page


def test_a_citation_a_concordance_and_a_catalogue_have_both_calendars(client: FlaskClient) -> None:
    page = client.get("/ar/d/law").get_data(as_text=True)
    assert "13 أبريل 2018 (27 رجب 1439هـ)" in page.partition('class="cite')[2]
    lines = client.get("/ar/kwic?q=الأمن").get_data(as_text=True)
    assert '2018 <bdi class="hijri">(1439هـ)</bdi>' in lines
    line = next(
        one
        for one in client.get("/api/concordance?q=الأمن").get_json()["lines"]
        if one["id"] == "law"
    )
    assert (line["date"], line["date_hijri"]) == ("2018-04-13", "1439-07-27")
    catalogue = client.get("/ar/opds/documents?q=الأمن").get_data(as_text=True)
    assert "1439-07-27 AH" in catalogue


@pytest.mark.parametrize(("language", "field"), [("ar", "يذكر"), ("fr", "mentionne")])
def test_the_guide_tells_how_to_ask_for_dates_in_texts(
    client: FlaskClient, language: str, field: str
) -> None:
    assert f"{field}:1999-08-03" in client.get(f"/{language}/guide").get_data(as_text=True)
