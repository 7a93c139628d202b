"""The pages as a reader without JavaScript gets them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Settings, reindex


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def words(html: str) -> str:
    """The visible words of `html`, on one line."""
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


def test_the_root_leads_to_the_arabic_pages(client: FlaskClient) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ar/")


def test_home_tells_what_the_archive_holds(client: FlaskClient) -> None:
    html = page(client, "/ar/")
    assert '<html lang="ar" dir="rtl">' in html
    assert "4 وثائقمن 1999 إلى 2018" in words(html)  # set apart by CSS


def test_home_links_each_year_that_has_documents(client: FlaskClient) -> None:
    bars = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"><rect', page(client, "/ar/"))
    assert ("/ar/search?from=2018&amp;to=2018", "2018: 1") in bars


def test_an_archive_without_documents_says_so(
    settings: Settings, tmp_path: Path, make_app: Callable[..., Flask]
) -> None:
    (tmp_path / "corpus").mkdir()
    empty = settings.with_folders(tmp_path / "corpus", tmp_path / "index")
    reindex(empty)
    html = page(make_app(empty).test_client(), "/ar/")
    assert "لا وثائق في الأرشيف بعد" in html
    assert "python -m indexer reindex" in html


def test_an_archive_of_another_name_is_named_in_type(
    settings: Settings, make_app: Callable[..., Flask]
) -> None:
    named = dataclasses.replace(settings.archive, name="ديوان")
    other = make_app(dataclasses.replace(settings, archive=named))
    assert "<b>ديوان</b>" in page(other.test_client(), "/ar/search")


def test_results_count_and_mark_whole_words(client: FlaskClient) -> None:
    html = page(client, "/ar/search?q=أمن&kind=law")
    assert "<h1>وثيقة واحدة عن <q><bdi>أمن</bdi></q></h1>" in html
    assert "<mark>والأمنُ</mark>" in html


def test_an_empty_query_lists_everything_newest_first(client: FlaskClient) -> None:
    html = page(client, "/ar/search")
    assert words(re.findall(r"<h1>.*?</h1>", html)[0]) == "4 وثائق"
    assert html.index("قانون الأمن") < html.index("تقرير الشرطة")


def test_a_filter_is_shown_with_a_link_that_removes_it(client: FlaskClient) -> None:
    html = page(client, "/ar/search?q=أمن&kind=law&from=2012&to=2019")
    search = f"/ar/search?q={quote('أمن')}"
    assert f'<a class="chip" href="{search}&amp;from=2012&amp;to=2019"' in html
    assert f'<a class="chip" href="{search}&amp;kind=law"' in html
    assert re.search(r'aria-current="true"><bdi class="fl">قانون</bdi>', html)


def test_a_facet_that_says_nothing_is_hidden(client: FlaskClient) -> None:
    html = page(client, "/ar/search?kind=report")
    assert 'id="f-kind"' in html  # selected
    assert 'id="f-language"' not in html  # one value, that of every hit


def test_the_years_chosen_are_told_apart(client: FlaskClient) -> None:
    html = page(client, "/ar/search?from=2018&to=2018")
    assert '<a href="/ar/search" class="on" aria-label="2018: 1">' in html
    assert '<a href="/ar/search?from=2015&amp;to=2015" aria-label="2015: 1">' in html


def test_a_year_filter_shows_in_the_timeline_too(client: FlaskClient) -> None:
    assert 'class="on" aria-label="2018: 1"' in page(client, "/ar/search?year=2018")


def test_pages_of_results_are_linked(client: FlaskClient) -> None:
    html = page(client, "/ar/search?q=الأمن&page_size=100")  # pages have one size
    following = f'href="/ar/search?q={quote("الأمن")}&amp;page=2"'
    assert f'<a {following} class="num">2</a>' in html
    assert f'<a {following} rel="next">' in html


def test_a_page_after_the_last_leads_back(client: FlaskClient) -> None:
    html = page(client, "/ar/search?page=9")
    assert '<a href="/ar/search">ارجع إلى الصفحة الأولى</a>' in html


def test_no_results_offer_ways_to_find_more(client: FlaskClient) -> None:
    html = page(client, "/ar/search?q=«الأمن زرافة»&width=exact&kind=law")
    asked = quote_plus("«الأمن زرافة»")
    assert f'href="/ar/search?q={asked}&amp;width=exact">ابحث في كل الوثائق' in html
    assert f'href="/ar/search?q={asked}&amp;kind=law">ابحث عن الكلمة وصيغها' in html
    assert f"?q={quote('الأمن')}+{quote('زرافة')}&amp;width=exact&amp;kind=law" in html


def test_suggestions_say_what_they_find(client: FlaskClient) -> None:
    html = page(client, "/ar/search?q=القانون زرافة")
    assert f'<a href="/ar/search?q={quote("القانون")}" dir="auto">القانون</a>' in html


def test_a_document_has_numbered_paragraphs_and_marks(client: FlaskClient) -> None:
    html = page(client, "/ar/d/law?q=الأمن")
    assert '<p id="p1"><a class="pn" href="#p1" lang="ar" aria-label="فقرة 1">1</a>' in html
    assert "<h2>الفصل الثاني</h2>" in html
    assert '<mark id="h2">والأمنُ</mark>' in html
    assert "الموضع 1 من 2" in html
    assert html.count('class="t"') == 2


def test_a_document_read_without_a_query_has_no_hit_bar(client: FlaskClient) -> None:
    html = page(client, "/ar/d/law")
    assert "<mark" not in html
    assert 'class="hits"' not in html


def test_a_document_can_be_cited_and_verified(client: FlaskClient) -> None:
    html = page(client, "/ar/d/law")
    citation = words(re.findall(r'id="cite">(.*?)</div>', html)[0])
    assert citation == (
        "«قانون الأمن»، البرلمان، الجريدة الرسمية، 13 أبريل 2018، خزانة، http://localhost/d/law"
    )
    assert re.search(r"sha256 [0-9a-f]{64}<", html)


def test_the_language_of_a_text_is_stated(client: FlaskClient) -> None:
    assert '<article class="folio" lang="fr" dir="ltr"' in page(client, "/ar/d/folder/letter")
    assert '<article class="folio" lang="ar" dir="rtl"' in page(client, "/ar/d/law")


def test_the_permanent_address_keeps_the_query(client: FlaskClient) -> None:
    answer = client.get("/d/folder/letter?q=a%26b&width=exact")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/ar/d/folder/letter?q=a%26b&width=exact"


@pytest.mark.parametrize(
    "address",
    [
        "/ar/search?page=2",
        "/ar/search?q=الأمن img",
        "/ar/d/hostile",
        "/ar/d/hostile?q=الأمن",
        "/ar/search?q=img",
    ],
)
def test_hostile_documents_are_shown_as_text(client: FlaskClient, address: str) -> None:
    html = page(client, address)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    for markup in ("<script>", "<img", "<i>kind", "<b>"):
        assert markup not in html.replace('<script src="', "").replace("<b><bdi", "")


@pytest.mark.parametrize("query", ['"><script>alert(1)</script>', "</mark><b>", "\u202eabc", "\0"])
def test_hostile_queries_are_shown_as_text(client: FlaskClient, query: str) -> None:
    html = page(client, f"/ar/search?q={quote(query)}")
    assert "<script>alert" not in html
    assert "</mark><b>" not in html
    assert "\u202e" not in words(html)


def test_every_link_of_a_page_leads_somewhere(client: FlaskClient) -> None:
    for address in ("/ar/", "/ar/search?q=الأمن", "/ar/search?q=زرافة", "/ar/d/law?q=الأمن"):
        html = page(client, address)
        for target in set(re.findall(r'(?:href|src|action)="([^"]+)"', html)):
            if target.startswith("#"):
                assert f'id="{target[1:]}"' in html
            elif target.startswith("/"):
                with client.get(target.replace("&amp;", "&")) as answer:
                    assert answer.status_code in (200, 302), target
