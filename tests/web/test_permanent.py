"""The short permanent address of a document, in everything that names it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Settings, reindex, short_name

NAME = "تقرير اللجنة المحلية حول المكتبات العمومية والخزانات الخاصة بالمدينة القديمة 1987"
SHORT = f"/d/~{short_name(NAME)}"
WHOLE = f"http://localhost{SHORT}"


@pytest.fixture(scope="module")
def named(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An archive of a document with a long Arabic name, and four thousand others."""
    folder = tmp_path_factory.mktemp("named")
    made = settings.with_folders(folder / "corpus", folder / "index")
    made.corpus.folder.mkdir()
    (made.corpus.folder / f"{NAME}.txt").write_text("نص التقرير.", "utf-8")
    (made.corpus.folder / "~notes.txt").write_text("ملاحظات.", "utf-8")
    lines = (json.dumps({"id": f"r{n}", "title": "ورقة", "text": "نص."}) for n in range(4_000))
    (made.corpus.folder / "many.jsonl").write_text("\n".join(lines), "utf-8")
    reindex(made)
    return made


@pytest.fixture
def client(named: Settings, make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(named).test_client()


def test_a_citation_holds_an_address_of_at_most_sixty_characters(client: FlaskClient) -> None:
    html = client.get(f"/ar/d/{quote(NAME)}").text
    cited = re.findall(r'id="cite">.*?<bdi dir="ltr" class="num">http://[^/]+(/[^<]+)</bdi>', html)
    assert cited == [SHORT]
    assert len(SHORT) <= 60


@pytest.mark.parametrize("file", ["cite.bib", "cite.ris"])
def test_files_of_citations_hold_it(client: FlaskClient, file: str) -> None:
    assert WHOLE in client.get(f"/d/{quote(NAME)}/{file}").text


@pytest.mark.parametrize("kind", ["csv", "json", "ris"])
def test_exports_hold_it(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/api/export.{kind}?q=تقرير").text
    assert WHOLE in answer
    assert "%D8" not in answer


def test_the_page_holds_it_where_readers_copy_and_print(client: FlaskClient) -> None:
    html = client.get(f"/ar/d/{quote(NAME)}").text
    described = json.loads(
        re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)[0]
    )
    assert described["@id"] == WHOLE
    assert re.search(rf'class="pn"[^>]* href="{re.escape(WHOLE)}\?p=1-\w{{6}}"', html)
    assert f'<link rel="canonical" href="http://localhost/ar/d/{quote(NAME)}">' in html
    results = client.get("/ar/search?q=تقرير").text
    assert f'data-url="{WHOLE}"' in results


def test_it_leads_to_the_document(client: FlaskClient) -> None:
    answer = client.get(f"{SHORT}?q=نص&p=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/ar/d/{quote(NAME)}?q={quote('نص')}&p=1#p1"
    assert client.get(SHORT.upper().replace("/D/", "/d/")).headers["Location"].endswith(quote(NAME))
    assert client.get(f"/d/{quote(NAME)}").headers["Location"] == f"/ar/d/{quote(NAME)}"


def test_it_stays_when_the_archive_is_built_anew(
    named: Settings, make_app: Callable[..., Flask]
) -> None:
    reindex(named)
    answer = make_app(named).test_client().get(SHORT)
    assert answer.headers["Location"] == f"/ar/d/{quote(NAME)}"


def test_an_address_of_several_documents_names_them(client: FlaskClient) -> None:
    one, other = next(
        (one, other)
        for one, other in pairwise(sorted((f"r{n}" for n in range(4_000)), key=short_name))
        if short_name(one)[:4] == short_name(other)[:4]
    )
    for language, said in (("ar", "عنوان لأكثر من وثيقة"), ("fr", "Une adresse pour plusieurs")):
        answer = client.get(f"/d/~{short_name(one)[:4]}", headers={"Accept-Language": language})
        assert answer.status_code == 300
        assert said in answer.text
        for document in (one, other):
            assert f'<a href="/{language}/d/{document}"' in answer.text
    for document in (one, other):  # each has an address of its own all the same
        target = client.get(f"/d/~{short_name(document)}").headers["Location"]
        assert target == f"/ar/d/{document}"


def test_an_id_that_begins_as_a_short_name_does_is_an_id(client: FlaskClient) -> None:
    assert client.get("/d/~notes").headers["Location"] == "/ar/d/~notes"
    assert client.get("/ar/d/~notes").status_code == 200


@pytest.mark.parametrize(
    "name", ["~", "~0", "~zzzzzzzzzzzz", "~\u0661\u0662\u0663\u0664", "~%00abc"]
)
def test_a_name_of_nothing_leads_to_nothing(client: FlaskClient, name: str) -> None:
    assert client.get(f"/d/{name}", follow_redirects=True).status_code == 404
