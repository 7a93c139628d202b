"""Links to a passage of a document, and what becomes of them when its text is edited."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Settings, reindex

TEXT = "## الباب\n\nفقرة أولى.\n\nفقرة ثانية.\n\nفقرة أولى.\n"


@pytest.fixture
def edited(
    settings: Settings, tmp_path: Path, make_app: Callable[..., Flask]
) -> Callable[[str], FlaskClient]:
    """Puts a text into the archive as the document `x`, again and again."""
    made = settings.with_folders(tmp_path / "corpus", tmp_path / "index")
    made.corpus.folder.mkdir()

    def client(text: str) -> FlaskClient:
        (made.corpus.folder / "x.md").write_text(text, "utf-8")
        reindex(made)
        return make_app(made).test_client()

    return client


def links(client: FlaskClient) -> list[str]:
    """The links of the passages of `x`, as paths, in order."""
    html = client.get("/ar/d/x").get_data(as_text=True)
    return [
        link.removeprefix("http://localhost") for link in re.findall(r'"pn".*? href="([^"]+)', html)
    ]


def landed(client: FlaskClient, link: str) -> tuple[str, str]:
    """The element that `link` leads to at last, and its text."""
    answer = client.get(link)
    fragment = ""
    while answer.status_code == 302:
        target = answer.headers["Location"]
        fragment = target.partition("#")[2]
        answer = client.get(target)
    assert answer.status_code == 200
    html = answer.get_data(as_text=True)
    found = re.search(rf'<(\w+)[^>]* id="{fragment}".*?</\1>', html, re.S)
    assert found, fragment
    return fragment, re.sub(r"<[^>]+>", "", found[0]).strip()


def test_the_link_of_a_passage_leads_to_it(edited: Callable[[str], FlaskClient]) -> None:
    client = edited(TEXT)
    assert [landed(client, link)[1] for link in links(client)] == [
        "الباب",
        "فقرة أولى.",
        "فقرة ثانية.",
        "فقرة أولى.",
    ]


def test_it_leads_there_after_a_paragraph_is_added_before(
    edited: Callable[[str], FlaskClient],
) -> None:
    _, _, second, third = links(edited(TEXT))
    client = edited(f"## تمهيد\n\nمقدمة.\n\n{TEXT}")
    assert landed(client, second)[0].startswith("p3-")
    assert landed(client, second)[1] == "فقرة ثانية."
    assert landed(client, third)[1] == "فقرة أولى."


def test_it_leads_there_after_the_text_is_laid_out_anew(
    edited: Callable[[str], FlaskClient],
) -> None:
    second = links(edited(TEXT))[2]
    assert landed(edited(TEXT.replace("فقرة ثانية", "فقرةٌ\nثانية")), second)[0].startswith("p2-")


@pytest.mark.parametrize("after", ["فقرة معدلة.", ""])
def test_it_says_that_the_paragraph_was_changed(
    edited: Callable[[str], FlaskClient], after: str
) -> None:
    second = links(edited(TEXT))[2]
    client = edited(TEXT.replace("فقرة ثانية.", after))
    fragment, said = landed(client, second)
    assert fragment == "p" + second.rpartition("=")[2]
    assert said == "تغيّرت هذه الفقرة منذ أُخذ الرابط، أو حُذفت."


def test_it_says_so_where_the_document_ends_before(edited: Callable[[str], FlaskClient]) -> None:
    last = links(edited(TEXT))[3]
    assert landed(edited("نص آخر."), last)[1].startswith("تغيّرت هذه الفقرة")
    heading = links(edited(TEXT))[0]
    assert landed(edited("نص آخر."), heading)[1].startswith("تغيّر هذا العنوان")


def test_a_link_by_number_leads_to_the_paragraph(edited: Callable[[str], FlaskClient]) -> None:
    assert landed(edited(TEXT), "/d/x?p=2")[1] == "فقرة ثانية."
    assert 'id="p2"' in edited(TEXT).get("/ar/d/x").get_data(as_text=True)


def test_it_keeps_the_question(edited: Callable[[str], FlaskClient]) -> None:
    client = edited(TEXT)
    answer = client.get("/d/x?q=فقرة&p=2")
    assert "q=" in answer.headers["Location"]


@pytest.mark.parametrize("given", ["x", "0", "1-", "<b>", "99999999999"])
def test_what_names_no_passage_says_nothing(
    edited: Callable[[str], FlaskClient], given: str
) -> None:
    answer = edited(TEXT).get("/ar/d/x", query_string={"p": given})
    assert answer.status_code == 200
    assert "changed" not in answer.get_data(as_text=True)


def test_no_number_stands_in_the_text(edited: Callable[[str], FlaskClient]) -> None:
    html = edited(TEXT).get("/ar/d/x").get_data(as_text=True)
    folio = re.findall(r'<article class="folio".*?</article>', html, re.S)[0]
    assert re.sub(r"<[^>]+>", "", folio).split() == TEXT.removeprefix("## ").split()
