"""Passages that several documents have: on the document, on the page of the archive, compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Settings, load_settings, reindex
from indexer.explore.reuse import differences

PASSAGE = (
    "خرج الفلاحون في الصباح الباكر إلى حقولهم البعيدة وهم يحملون ما بقي لهم من بذور الشتاء الماضي "
    "ثم رجعوا عند الغروب وقد زرعوا كل شبر من أرض الوادي"
)
COPY = PASSAGE.replace("خرج", "وخرج").replace("شبر", "متر").replace("بذور", "بُذور")
OTHER = "اجتمع المجلس البلدي أمس ونظر في طلبات السكان ثم رفع الجلسة إلى الأسبوع المقبل بلا قرار"
TEXTS = {
    "article": ("مقال", "2010-05-01", f"كلمة أولى.\n\n## عنوان\n\nقال الكاتب: {COPY}."),
    "book": ("كتاب", "1950", f"{PASSAGE}. وهذا آخر الكلام."),
    "undated": ("بلا تاريخ", "", f"{PASSAGE}.\n\n{OTHER}"),
    "same-year": ("خبر", "1950", f"{OTHER}."),
    "alone": ("وحيد", "2001", "نص آخر لا علاقة له بما سبق كتبه صحفي عن كرة القدم أمس."),
}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("reuse")
    settings = load_settings().with_folders(folder / "corpus", folder / "index")
    settings.corpus.folder.mkdir()
    for name, (title, date, text) in TEXTS.items():
        dated = f"date: {date}\n" if date else ""
        content = f"---\ntitle: {title}\n{dated}---\n{text}\n"
        Path(settings.corpus.folder, f"{name}.md").write_text(content, "utf-8")
    reindex(settings)
    return settings


@pytest.fixture
def reused(make_app: Callable[..., Flask], own: Settings) -> FlaskClient:
    return make_app(own, requests_per_second=0.0).test_client()


def answer(client: FlaskClient, arguments: str = "") -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/reuse{arguments}").get_json()
    return found


def test_the_passages_of_the_archive_stand_by_date_the_oldest_place_first(
    reused: FlaskClient,
) -> None:
    found = answer(reused)
    assert (found["total"], found["searched"]) == (2, True)
    ids = [[place["id"] for place in passage["places"]] for passage in found["passages"]]
    assert ids == [["book", "article", "undated"], ["same-year", "undated"]]
    assert found["passages"][0]["oldest"] == "book"
    assert found["passages"][0]["text"] == PASSAGE


def test_the_passages_of_a_document_are_its_own_text(reused: FlaskClient) -> None:
    found = answer(reused, "?of=article")
    (passage,) = found["passages"]
    assert passage["text"] == COPY
    text = TEXTS["article"][2]
    assert text[passage["here"]["start"] : passage["here"]["end"]] == COPY
    assert passage["here"]["anchor"] == "p2"
    assert answer(reused, "?of=alone")["total"] == 0
    assert reused.get("/api/reuse?of=none").status_code == 404
    assert reused.get("/api/reuse?page=9").status_code == 404


def test_a_paragraph_says_that_other_documents_have_it(reused: FlaskClient) -> None:
    page = reused.get("/en/d/article").text
    assert "also found in 2 other documents" in re.sub("<[^>]+>", "", page)
    assert page.count('<div class="reused"') == 1
    assert 'href="/en/d/book?p=1#p1"' in page
    assert "the oldest of the dated documents" in page  # one has no date
    alone = reused.get("/en/d/alone").text
    assert 'class="reused"' not in alone
    assert 'id="reuse"' not in alone


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_of_the_archive_is_linked_from_that_of_its_state(
    reused: FlaskClient, language: str
) -> None:
    assert f'href="/{language}/reuse"' in reused.get(f"/{language}/status").text
    page = reused.get(f"/{language}/reuse").text
    assert page.count("<blockquote") == 2


def test_two_places_are_compared_word_by_word(reused: FlaskClient) -> None:
    (passage,) = answer(reused, "?of=article")["passages"]
    start, other = passage["here"]["start"], passage["places"][0]["start"]
    path = f"/en/reuse/compare?of=article&start={start}&with=book&at={other}"
    page = reused.get(path).text
    marked = [part.partition("</mark>")[0] for part in page.split("<mark>")[1:]]
    assert marked == ["وخرج", "متر", "خرج", "شبر"]
    assert f'href="{path.replace("&", "&amp;")}"' in reused.get("/en/reuse?of=article").text
    for wrong in ("of=article&start=0&with=book&at=0", "of=book&start=0&with=book&at=0", "of=no"):
        assert reused.get(f"/en/reuse/compare?{wrong}").status_code == 404
    assert reused.get("/en/reuse/compare?of=book&start=x").status_code == 400


def test_pages_show_no_signs_of_headings(make_app: Callable[..., Flask], own: Settings) -> None:
    settings = own.with_folders(own.corpus.folder.parent / "heads", own.index.folder.parent / "hi")
    settings.corpus.folder.mkdir()
    for name in ("one", "two"):
        text = f"{PASSAGE}.\n\n### عنوان فرعي\n\n{OTHER}.\n"
        Path(settings.corpus.folder, f"{name}.md").write_text(f"# {name}\n\n{text}", "utf-8")
    reindex(settings)
    client = make_app(settings, requests_per_second=0.0).test_client()
    (passage,) = answer(client, "?of=one")["passages"]
    assert "###" in passage["text"]  # as it is written
    for page in ("/en/reuse", "/en/d/one"):
        assert "###" not in client.get(page).text
    start, other = passage["here"]["start"], passage["places"][1]["start"]
    path = f"/en/reuse/compare?of=one&start={start}&with=two&at={other}"
    compared = client.get(path).text
    assert "عنوان فرعي" in compared
    assert "###" not in compared


def test_an_index_without_passages_says_so(
    make_app: Callable[..., Flask], own: Settings, tmp_path: Path
) -> None:
    settings = own.with_folders(index=tmp_path / "index")
    reindex(settings)
    client = make_app(settings, requests_per_second=0.0).test_client()
    (path,) = settings.index.folder.glob("gen-*/reuse.places")
    path.unlink()
    # a generation that was whole is refused when a file is missing; one that never had it is not
    assert client.get("/en/reuse").status_code == 503


def test_differences_join_to_the_texts() -> None:
    one, other = differences("قال الكاتب: كتب ﷺ نصًا", "قال: كتَب نصا آخر.")
    assert "".join(piece.text for piece in one) == "قال الكاتب: كتب ﷺ نصًا"
    assert "".join(piece.text for piece in other) == "قال: كتَب نصا آخر."
    assert [piece.text for piece in other if piece.match] == ["آخر"]
