"""The parts of a document on its page, in its addresses and in hits."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Settings, reindex, short_name

ARTICLES = "\n\n".join(
    f"### المادة {number}\n\nتنص هذه المادة على واجب{' النشر' * (number % 2)} رقم {number}."
    for number in range(3, 8)
)
LAW = f"""---
title: قانون المكتبات
kind: law
---

## القسم الأول: المبادئ

## الباب الأول: التعريف

### المادة الأولى

المكتبة مرفق مفتوح.

### المادة 22

تحفظ المكتبة الكتب.

## القسم الثاني: الخدمات

## الباب الأول: الإعارة

{ARTICLES}

## الهوامش

[2] نشر هذا النص مرتين.
"""
PLAIN = "المادة 1\nتفتح الأبواب.\nالمادة 2\nتغلق النوافذ.\nالمادة 3\nينشر النص."
REPORT = "مقدمة.\n\n## تقرير عام\n\n### خلاصة\n\nصدر التقرير عن المكتبات."


@pytest.fixture(scope="module")
def laws(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An archive of two laws and a report."""
    folder = tmp_path_factory.mktemp("laws")
    made = settings.with_folders(folder / "corpus", folder / "index")
    (made.corpus.folder / "dir").mkdir(parents=True)
    (made.corpus.folder / "dir" / "law.md").write_text(LAW, "utf-8")
    (made.corpus.folder / "plain.txt").write_text(PLAIN, "utf-8")
    (made.corpus.folder / "report.md").write_text(REPORT, "utf-8")
    reindex(made)
    return made


@pytest.fixture
def client(laws: Settings, make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(laws).test_client()


@pytest.mark.parametrize("name", ["dir/law", f"~{short_name('dir/law')}"])
def test_the_permanent_address_of_a_part_leads_to_it(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/d/{name}/m-2?q=الكتب", headers={"Accept-Language": "ar"})
    assert answer.status_code == 302
    assert answer.location == f"/ar/d/dir/law/m-2?q={quote('الكتب')}#m-2"
    page = client.get(answer.location.partition("#")[0])
    assert page.status_code == 200
    assert 'id="m-2"' in page.text
    assert "<mark" in page.text


def test_the_page_of_a_part_has_its_path(client: FlaskClient) -> None:
    html = client.get("/ar/d/dir/law/m-2").text
    path = re.search(r'<nav class="part-path".*?</nav>', html)
    assert path
    assert re.findall(r'href="([^"]+)"[^>]*>([^<]+)<', path[0]) == [
        ("/ar/d/dir/law/q-1#q-1", "القسم الأول: المبادئ"),
        ("/ar/d/dir/law/q-1.b-1#q-1.b-1", "الباب الأول: التعريف"),
        ("/ar/d/dir/law/m-2#m-2", "المادة 2"),  # without the figure of its note
    ]
    assert "<title>المادة 2 – قانون المكتبات" in html
    assert f"/d/~{short_name('dir/law')}/m-2" in html


def test_the_page_of_the_whole_has_no_path(client: FlaskClient) -> None:
    html = client.get("/ar/d/dir/law").text
    assert "part-path" not in html
    assert 'id="m-2"' in html


def test_the_contents_are_the_tree(client: FlaskClient) -> None:
    html = client.get("/ar/d/dir/law").text
    contents = re.search(r'<nav class="toc".*?</nav>', html, re.DOTALL)
    assert contents
    assert re.findall(r'href="#([^"]+)"', contents[0])[:6] == (
        ["q-1", "q-1.b-1", "m-1", "m-2", "q-2", "q-2.b-1"]
    )
    assert contents[0].count("<ol>") == 5


def test_a_heading_of_a_part_is_linked_by_the_address_of_the_part(client: FlaskClient) -> None:
    html = client.get("/ar/d/dir/law").text
    links = re.findall(r'class="pn"[^>]* href="http://[^/]+(/d/[^"]+)"', html)
    assert f"/d/~{short_name('dir/law')}/m-7" in links
    assert any("?p=" in link for link in links)  # of paragraphs
    assert any("?s=" in link for link in links)  # of the heading of the notes


@pytest.mark.parametrize("address", ["m-99", "q-3", "m-2.m-1"])
def test_there_is_no_page_of_a_part_that_is_not_there(client: FlaskClient, address: str) -> None:
    answer = client.get(f"/ar/d/dir/law/{address}")
    assert answer.status_code == 404
    assert 'href="/ar/d/dir/law"' in answer.text


def test_an_address_that_may_mean_several_parts_names_them(client: FlaskClient) -> None:
    answer = client.get("/fr/d/dir/law/b-1")
    assert answer.status_code == 404
    assert "<h1>Une adresse pour plusieurs parties</h1>" in answer.text
    assert "/fr/d/dir/law/q-1.b-1#q-1.b-1" in answer.text
    assert "/fr/d/dir/law/q-2.b-1#q-2.b-1" in answer.text


def test_a_part_of_no_document_is_not_there(client: FlaskClient) -> None:
    assert client.get("/ar/d/nothing/m-1").status_code == 404
    assert client.get("/ar/d/dir/m-1").status_code == 404


def test_parts_within_one_paragraph_have_their_addresses(client: FlaskClient) -> None:
    html = client.get("/ar/d/plain/m-3").text
    assert all(f'<span class="part" id="m-{number}"></span>' in html for number in (1, 2, 3))
    assert html.count("تفتح الأبواب") == 1


def test_a_hit_says_in_which_part_each_snippet_stands(client: FlaskClient) -> None:
    hits = {hit["id"]: hit for hit in client.get("/api/search?q=المكتبة").get_json()["hits"]}
    parts = hits["dir/law"]["snippet_parts"]
    assert [part["address"] for part in parts] == ["m-1", "m-2"]
    assert parts[1] == {
        "address": "m-2",
        "kind": "m",
        "number": "2",
        "title": "المادة 2",
        "url": f"/d/~{short_name('dir/law')}/m-2",
        "path": ["القسم الأول: المبادئ", "الباب الأول: التعريف", "المادة 2"],
    }


def test_a_heading_of_no_kind_is_a_part_that_goes_by_its_passage(client: FlaskClient) -> None:
    (hit,) = client.get("/api/search?q=صدر").get_json()["hits"]
    (part,) = hit["snippet_parts"]
    assert (part["kind"], part["path"]) == (None, ["تقرير عام", "خلاصة"])
    answer = client.get(part["url"], headers={"Accept-Language": "ar"})
    assert answer.location.endswith(f"#{part['address']}")


def test_a_hit_names_the_other_parts_with_answers(client: FlaskClient) -> None:
    (hit,) = client.get("/api/search?q=واجب").get_json()["hits"]
    shown = {part["address"] for part in hit["snippet_parts"]}
    others = {part["address"]: part["matches"] for part in hit["other_parts"]}
    assert shown | set(others) == {f"m-{number}" for number in range(3, 8)}
    assert shown.isdisjoint(others)
    assert set(others.values()) == {1}


def test_the_page_of_results_links_to_parts(client: FlaskClient) -> None:
    html = client.get("/ar/search?q=واجب").text
    query = quote("واجب")
    assert re.search(rf'class="in-part" href="/ar/d/dir/law/m-3\?q={query}#m-3"', html)
    assert re.search(rf'<li><a href="/ar/d/dir/law/m-\d\?q={query}#m-\d"', html)
    assert "كل ما في الوثيقة" in html


def test_a_line_in_context_names_its_article(client: FlaskClient) -> None:
    lines = client.get("/api/concordance?q=الكتب").get_json()["lines"]
    assert [line["part"]["address"] for line in lines] == ["m-2"]
    html = client.get("/ar/kwic?q=الكتب").text
    assert re.search(r'href="/ar/d/dir/law/m-2\?[^"]+#m-2"><bdi>المادة 2</bdi>', html)


def test_a_document_lists_its_parts(client: FlaskClient) -> None:
    found = client.get("/api/documents/dir/law").get_json()
    parts = {part["address"]: part for part in found["parts"]}
    assert found["text"][parts["m-7"]["start"] :].startswith("المادة 7")
    assert (parts["q-2"]["level"], parts["q-2.b-1"]["level"], parts["m-7"]["level"]) == (1, 2, 3)
    assert "divisions" not in found
