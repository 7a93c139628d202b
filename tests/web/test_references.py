"""What a query names stands above its hits; what cites a law is a page, and JSON."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer import Settings, reindex
from webapp import create_app

LAW = """---
title: القانون رقم 31.13 المتعلق بتدبير المياه
kind: law
---
## المادة 1

تدبير المياه.

## المادة 2

تحدد الشروط بقرار.
"""


FILES = {
    "water.md": LAW,
    "order.txt": "تطبيقا للمادة 2 من القانون رقم 31.13، تحدد الشروط.",
    "plan.txt": "مشروع القانون رقم 13.31.",
    "gazette.txt": "نشر في الجريدة الرسمية عدد 5964 مع المادة 3 من النص.",
}


@pytest.fixture(scope="module")
def reader(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A reader of an archive that has a law and what cites it."""
    folder = tmp_path_factory.mktemp("cited")
    (folder / "corpus").mkdir()
    for name, text in FILES.items():
        (folder / "corpus" / name).write_text(text, "utf-8")
    own = settings.with_folders(folder / "corpus", folder / "index")
    reindex(own)
    return create_app(own).test_client()


def text(reader: FlaskClient, path: str) -> str:
    answer = reader.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_article_that_a_query_names_stands_above_the_hits(reader: FlaskClient) -> None:
    page = text(reader, f"/ar/search?q={quote('المادة 2 من القانون رقم 31.13')}")
    cited, hits = page.index('class="cited"'), page.find('class="results"')
    assert cited < hits
    assert "استشهدت به وثيقة واحدة" in page
    box = page[cited:hits]
    assert "المادة 2</bdi></a>" in box
    assert "/d/water/m-2" in box
    assert 'class="cited"' not in text(reader, f"/ar/search?q={quote('المياه')}")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ar", "استشهدت به وثيقة واحدة"),
        ("fr", "Un document le cite"),
        ("en", "One document cites it"),
    ],
)
def test_the_page_of_citations_has_the_places(
    reader: FlaskClient, language: str, told: str
) -> None:
    page = text(reader, f"/{language}/references?of={quote('القانون رقم 31.13')}")
    assert told in page
    assert "<mark>للمادة 2 من القانون رقم 31.13</mark>" in page
    assert "<mark>القانون رقم 13.31</mark>" in page  # as a doubt


def test_the_page_of_a_law_tells_what_cites_it(reader: FlaskClient) -> None:
    assert "استشهد به" in text(reader, "/ar/d/water")
    assert "استشهد به" not in text(reader, "/ar/d/order")
    assert "references?of=water" in text(reader, "/ar/d/water")
    assert "31.13 المتعلق" in text(reader, "/ar/references?of=water")


def test_what_cites_a_law_as_json(reader: FlaskClient) -> None:
    answer = reader.get(f"/api/references?of={quote('loi n° 31-13')}").get_json()
    assert answer["kind"] == "law"
    assert answer["keys"] == ["law 31.13", "named قانون تدبير المياه"]
    assert [target["id"] for target in answer["targets"]] == ["water"]
    assert (answer["documents"], answer["complete"], answer["doubtful"]) == (1, True, False)
    (line,) = answer["lines"]
    assert (line["id"], line["match"]) == ("order", "للمادة 2 من القانون رقم 31.13")
    assert reader.get(line["url"]).status_code == 302
    assert answer["reverse"]["documents"] == 1
    assert reader.get("/api/references?of=water").get_json()["documents"] == 1


def test_the_references_of_a_document_as_json(reader: FlaskClient) -> None:
    answer = reader.get("/api/references?in=order").get_json()
    (one,) = answer.pop("references")
    assert answer == {"id": "order", "total": 1}
    assert one["targets"][0]["part"] == "m-2"
    assert one["articles"] == ["2"]
    assert one["key"] == "law 31.13 art 2"
    assert TEXT[one["start"] : one["end"]] == one["text"]


TEXT = "تطبيقا للمادة 2 من القانون رقم 31.13، تحدد الشروط."


@pytest.mark.parametrize(
    "path",
    ["/api/references", "/api/references?of=x", "/api/references?in=x", "/ar/references?of=x"],
)
def test_what_names_nothing_is_not_found(reader: FlaskClient, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_references_in_a_text_are_links_or_plain_marks(reader: FlaskClient) -> None:
    page = text(reader, "/ar/d/order")
    link = '<a class="names" href="/d/water/m-2">للمادة 2 من القانون رقم 31.13</a>'
    assert f"تطبيقا {link}، تحدد الشروط." in page
    assert reader.get("/d/water/m-2").status_code == 302
    assert '<a class="names" href="/d/water" title="لعل الرقم' in text(reader, "/ar/d/plan")
    other = text(reader, "/ar/d/gazette")
    assert '<span class="names">الجريدة الرسمية عدد 5964</span>' in other
    assert "المادة 3 من النص" in other  # of a law that is not said


def test_words_that_answer_are_marked_inside_a_reference(reader: FlaskClient) -> None:
    page = text(reader, f"/ar/d/order?q={quote('القانون')}")
    assert 'href="/d/water/m-2">للمادة 2 من <mark id="h1">القانون</mark> رقم 31.13</a>' in page


def test_the_laws_that_hits_cite_are_a_facet_with_their_names(reader: FlaskClient) -> None:
    page = text(reader, "/ar/search?q=")
    assert "القوانين المستشهد بها" in page
    assert "القانون رقم 31.13 – المتعلق بتدبير المياه</bdi>" in page
    answer = reader.get("/api/search?q=&cites=law+31.13").get_json()
    assert [hit["id"] for hit in answer["hits"]] == ["order"]
    law = {"value": "law 31.13", "count": 1, "title": "المتعلق بتدبير المياه"}
    assert law in answer["facets"]["cites"]
    chosen = text(reader, "/ar/search?q=&cites=law+31.13")
    assert ">القانون رقم 31.13" in chosen
    assert "order" in reader.get("/api/export.csv?cites=law+31.13").get_data(as_text=True)


@pytest.mark.parametrize("value", ["", "c", "law", "مادة 3"])
def test_a_filter_by_what_is_no_law_is_answered(reader: FlaskClient, value: str) -> None:
    page = reader.get("/en/search", query_string={"cites": value})
    assert page.status_code == 200
    assert reader.get("/api/evidence.zip", query_string={"cites": value}).status_code == 200
