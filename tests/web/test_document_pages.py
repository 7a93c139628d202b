"""The pages of a document: in its text, beside what is found, in citations, and as pictures."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from indexer import Settings, reindex
from indexer.ingest.cleaning import CleanText
from indexer.ingest.reading import PageReading
from indexer.model import PageOrigin

NAME = "سجل.pdf"
TEXTS = (
    "مقدمة الأرشيف في صفحتها الأولى.",
    "تحفظ الخزانة وثائق الأرشيف.\n\nوتُعرض صورها.",
    "",
    "خاتمة الأرشيف.",
)


def page_of(number: int, text: str) -> PageReading:
    return PageReading(
        number,
        CleanText(text),
        label="ii" if number == 2 else "",
        origin=PageOrigin.OCR if text else PageOrigin.UNREAD,
        width=300,
        height=400,
    )


@pytest.fixture
def paged(
    settings: Settings,
    tmp_path: Path,
    make_app: Callable[..., Flask],
    write_pdf: Callable[[Path, int], Path],
    index_pages: Callable[..., None],
) -> FlaskClient:
    """An archive with a PDF of four pages, the third of which was not read, and with a text."""
    own = settings.with_folders(tmp_path / "corpus", tmp_path / "index")
    write_pdf(own.corpus.folder / NAME, len(TEXTS))
    (own.corpus.folder / "نص.txt").write_text("نص بلا صفحات عن الأرشيف", "utf-8")
    index_pages(own, {NAME: [page_of(n, text) for n, text in enumerate(TEXTS, start=1)]})
    return make_app(own).test_client()


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", "", page))


def test_the_text_says_where_pages_begin_and_how_they_were_read(paged: FlaskClient) -> None:
    page = paged.get(f"/ar/d/{NAME}").text
    assert re.findall('id="page-([^"]+)"', page) == ["1", "2", "3", "4"]
    assert re.findall('id="page=([^"]+)"', page) == ["1", "2", "3", "4"]
    text = plain(page)
    assert "صفحة ii مقروءة آليًّا من صورتها تحفظ الخزانة" in text
    assert "صفحة 3 لم تُقرأ صفحة 4" in text
    assert "قُرئت 3 صفحات آليًّا من صورها" in text
    assert "لم تُقرأ صفحة واحدة" in text
    assert 'id="page-' not in paged.get("/ar/d/نص").text


def test_what_is_found_names_its_page(paged: FlaskClient) -> None:
    page = paged.get("/ar/search?q=الأرشيف").text
    (found,) = re.findall(r'<a class="at"[^>]*href="([^"]*)">(.*?)</a>', page)[1:2]
    assert found[0].endswith("&amp;pg=2#page-2")
    assert plain(found[1]) == "ص. ii"
    hits = {hit["id"]: hit for hit in paged.get("/api/search?q=الأرشيف").json["hits"]}
    assert hits[NAME]["snippet_pages"] == [
        {"number": 1, "label": ""},
        {"number": 2, "label": "ii"},
    ]
    assert hits["نص"]["snippet_pages"] == [None]


def test_lines_of_the_concordance_name_their_pages(paged: FlaskClient) -> None:
    lines = paged.get(f"/api/concordance?q=الأرشيف&in={NAME}&page_size=9").json["lines"]
    assert [line["page"]["number"] for line in lines] == [1, 2, 4]
    assert "pg=4#page-4" in paged.get(f"/ar/kwic?q=الأرشيف&in={NAME}").text
    table = paged.get("/api/concordance.csv?q=الأرشيف").text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert sorted(row["page"] for row in rows) == ["", "1", "4", "ii"]
    content = paged.get("/api/concordance.xlsx?q=الأرشيف&lang=fr").data
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    names, *others = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert {str(row[names.index("Page")]) for row in others} == {"None", "1", "4", "ii"}


def test_a_citation_names_the_page_that_is_asked_for(paged: FlaskClient) -> None:
    page = paged.get(f"/ar/d/{NAME}?pg=2").text
    (cited,) = re.findall(r'id="cite">(.*?)</div>', page)
    assert plain(cited).startswith("«وثيقة ذات صفحات»، ص. ii، ")
    assert plain(cited).endswith("?pg=2")
    assert "cite.bib?pg=2" in page
    assert "pages = {ii}," in paged.get(f"/d/{NAME}/cite.bib?pg=2").text
    assert "SP  - ii\r\n" in paged.get(f"/d/{NAME}/cite.ris?pg=2").text
    assert "pages" not in paged.get(f"/d/{NAME}/cite.bib").text
    assert paged.get(f"/d/{NAME}/cite.ris?pg=9").status_code == 404
    to = paged.get(f"/d/{NAME}?pg=2").headers["Location"]
    assert to.endswith("?pg=2#page-2")


def test_a_document_in_json_has_its_pages(paged: FlaskClient) -> None:
    found = paged.get(f"/api/documents/{NAME}").json
    starts = [page["start"] for page in found["pages"]]
    assert [found["text"][start:][:5] for start in starts] == ["مقدمة", "تحفظ ", "\n\nخات", "خاتمة"]
    assert found["pages"][1] | {"start": 0, "image_url": ""} == {
        "start": 0,
        "number": 2,
        "label": "ii",
        "origin": "ocr",
        "health": 1.0,
        "width": 300.0,
        "height": 400.0,
        "reason": "",
        "image_url": "",
    }
    assert paged.get(found["pages"][1]["image_url"]).mimetype == "image/jpeg"
    assert paged.get("/api/documents/نص").json["pages"] == []


@pytest.mark.parametrize("mode", ["both", "picture"])
def test_a_page_is_shown_as_a_picture(paged: FlaskClient, mode: str) -> None:
    page = paged.get(f"/fr/d/{NAME}?q=الأرشيف&view={mode}&pg=2").text
    (address, width, height) = re.findall(
        r'<figure class="leaf"><a[^>]*><img src="([^"]*)" width="(\d+)" height="(\d+)"', page
    )[0]
    assert (width, height) == ("625", "833")
    picture = paged.get(address.replace("&amp;", "&"))
    assert picture.mimetype == "image/jpeg"
    assert "immutable" in picture.headers["Cache-Control"]
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert re.search(f'rel="prev" href="/fr/d/[^"]*pg=1&amp;view={mode}"', page)
    assert ("تحفظ الخزانة" in plain(page)) == (mode == "both")
    assert "مقدمة" not in plain(page)
    assert page.count('<li><a href="/fr/d/') >= len(TEXTS)  # the strip of thumbnails
    assert "reconnaissance optique" in plain(page)


def test_the_page_with_the_first_match_is_shown_first(paged: FlaskClient) -> None:
    page = paged.get(f"/en/d/{NAME}?q=خاتمة&view=both").text
    assert "Page 4 of 4" in plain(page)
    assert '<mark id="h1">خاتمة</mark>' in page
    assert "Page 2 of 4" in plain(paged.get(f"/en/d/{NAME}?q=الأرشيف&view=both&h=2").text)


def test_the_steps_between_matches_go_over_all_pages(paged: FlaskClient) -> None:
    page = paged.get(f"/en/d/{NAME}?q=الأرشيف&view=both&pg=2").text
    assert re.search('data-before="1" data-n="3" data-previous="[^"]*pg=1[^"]*"', page)
    assert re.search('data-following="[^"]*pg=4[^"]*"', page)  # the third has none
    assert "None here (total: 3)" in paged.get(f"/en/d/{NAME}?q=الأرشيف&view=both&pg=3").text


def test_the_paragraphs_of_a_page_have_the_addresses_they_have_in_the_text(
    paged: FlaskClient,
) -> None:
    whole = re.findall('<p id="(p[^"]+)"', paged.get(f"/ar/d/{NAME}").text)
    pages = [paged.get(f"/ar/d/{NAME}?view=both&pg={n}").text for n in (1, 2, 3, 4)]
    assert [re.findall('<p id="(p[^"]+)"', page) for page in pages] == [
        whole[:1],
        whole[1:3],
        [],
        whole[3:],
    ]


def test_a_page_whose_text_is_spoilt_says_so(
    settings: Settings,
    tmp_path: Path,
    make_app: Callable[..., Flask],
    write_pdf: Callable[[Path, int], Path],
    index_pages: Callable[..., None],
) -> None:
    own = settings.with_folders(tmp_path / "corpus", tmp_path / "index")
    write_pdf(own.corpus.folder / NAME, 2)
    spoilt = " ".join("اجلزائر ىف صفخحة طمظ قفثش زذرؤء كصضغ" for _ in range(9))
    index_pages(own, {NAME: [page_of(1, TEXTS[0] * 5), page_of(2, spoilt)]})
    client = make_app(own).test_client()
    text = client.get(f"/ar/d/{NAME}").text
    (tag,) = re.findall('<span class="bad">(.*?)</span>', text)
    assert tag == "نص غير مقروء"
    assert "نص هذه الصفحة معيب" in client.get(f"/ar/d/{NAME}?view=both&pg=2").text
    assert "نص هذه الصفحة معيب" not in client.get(f"/ar/d/{NAME}?view=both&pg=1").text


def test_a_page_that_is_named_by_a_time_is_cited_by_it(
    settings: Settings,
    tmp_path: Path,
    make_app: Callable[..., Flask],
) -> None:
    own = settings.with_folders(tmp_path / "corpus", tmp_path / "index")
    own.corpus.folder.mkdir()
    (own.corpus.folder / "film.srt").write_text(
        "1\n00:00:01,000 --> 00:00:04,000\nأول الكلام\n\n"
        "2\n00:00:41,000 --> 00:00:44,000\nآخر الكلام\n",
        "utf-8",
    )
    reindex(own)
    client = make_app(own).test_client()
    (hit,) = client.get("/api/search?q=آخر").json["hits"]
    (page,) = hit["snippet_pages"]
    found = plain(client.get("/ar/search?q=آخر").text)
    assert page["label"] in found
    assert f"ص. {page['label']}" not in found
    cited = client.get(f"/ar/d/{hit['id']}?pg={page['number']}").text
    assert f"<bdi>{page['label']}</bdi>" in cited
    assert "view=both" not in cited  # there is no picture of it


def test_a_page_that_is_not_there_is_not_found(paged: FlaskClient) -> None:
    for address in (
        f"/ar/d/{NAME}?pg=5",
        f"/ar/d/{NAME}?view=both&pg=5",
        "/ar/d/نص?view=both",
        f"/d/{NAME}/pages/5.jpg",
        f"/d/{NAME}/pages/01.jpg",
        f"/d/{NAME}/pages/x.jpg",
        "/d/نص/pages/1.jpg",
        "/api/documents/none/pages/1.jpg",
    ):
        assert paged.get(address).status_code == 404, address
    assert paged.get(f"/ar/d/{NAME}?view=side").status_code == 400
    assert paged.get(f"/d/{NAME}/pages/1.jpg?dpi=301").status_code == 400


def test_a_picture_is_not_drawn_again_for_a_reader_who_has_it(paged: FlaskClient) -> None:
    address = f"/api/documents/{NAME}/pages/1.jpg"
    first = paged.get(address)
    again = paged.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = paged.get(f"{address}?dpi=20", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
    assert len(other.data) < len(first.data)


def test_without_its_file_a_document_is_read_as_text(paged: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "corpus" / NAME).unlink()
    shown = paged.get(f"/ar/d/{NAME}?view=both&pg=2")
    assert shown.status_code == 302
    assert shown.headers["Location"].endswith("?pg=2#page-2")
    assert "view=both" not in paged.get(f"/ar/d/{NAME}").text
    assert paged.get(f"/api/documents/{NAME}").json["pages"][0]["image_url"] is None
    assert paged.get(f"/d/{NAME}/pages/1.jpg").status_code == 404


def test_a_part_of_the_original_can_be_asked_for(paged: FlaskClient, tmp_path: Path) -> None:
    whole = (tmp_path / "corpus" / NAME).read_bytes()
    part = paged.get(f"/d/{NAME}/original", headers={"Range": "bytes=5-14"})
    assert (part.status_code, part.data) == (206, whole[5:15])
    assert part.headers["Content-Range"] == f"bytes 5-14/{len(whole)}"
    assert part.headers["Content-Security-Policy"].startswith("sandbox")
    assert part.headers["Content-Disposition"].startswith("attachment")
    assert paged.get(f"/d/{NAME}/original").data == whole
