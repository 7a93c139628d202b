"""The pages as a reader without JavaScript gets them."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, quote_plus, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Settings, query_spellings, reindex


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def words(html: str) -> str:
    """The visible words of `html`, on one line."""
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


@pytest.mark.parametrize(
    ("cookie", "accepted", "home"),
    [
        (None, "", "/ar/"),
        (None, "fr-FR,fr;q=0.9,en;q=0.8", "/fr/"),
        (None, "de", "/ar/"),
        ("en", "fr", "/en/"),  # what a reader chose comes before what a browser asks for
        ("xx", "fr", "/fr/"),
    ],
)
def test_the_root_leads_to_the_pages_in_the_readers_language(
    client: FlaskClient, cookie: str | None, accepted: str, home: str
) -> None:
    if cookie:
        client.set_cookie("language", cookie)
    answer = client.get("/", headers={"Accept-Language": accepted} if accepted else {})
    assert (answer.status_code, answer.headers["Location"]) == (302, home)
    assert {"Accept-Language", "Cookie"} <= set(answer.vary)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_an_address_decides_the_language_whatever_is_preferred(
    client: FlaskClient, language: str
) -> None:
    client.set_cookie("language", "fr")
    html = page(client, f"/{language}/search?q=زرافة")
    way = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{way}">' in html


def test_errors_speak_the_language_of_the_address(client: FlaskClient) -> None:
    assert "Il n’y a rien à cette adresse" in client.get("/fr/none").get_data(as_text=True)
    assert "nothing at this address" in client.get("/en/d/none").get_data(as_text=True)


def test_the_other_languages_keep_the_question(client: FlaskClient) -> None:
    html = page(client, "/ar/search?q=أمن&kind=law")
    same = f"/fr/search?q={quote('أمن')}&amp;kind=law"
    assert f'<a href="{same}" hreflang="fr" lang="fr" data-lang="fr">Français</a>' in html
    assert f'<link rel="alternate" hreflang="fr" href="http://localhost{same}">' in html


def test_a_french_page_is_french_and_its_texts_are_not(client: FlaskClient) -> None:
    html = page(client, "/fr/d/law?q=الأمن")
    assert '<article class="folio" lang="ar" dir="rtl"' in html
    assert "Occurrence 1/2" in html
    assert "13 avril 2018" in html
    assert ">Loi</bdi>" in html


def test_the_width_dial_counts_each_width(client: FlaskClient) -> None:
    dial = re.findall(r'<nav class="dial".*?</nav>', page(client, "/ar/search?q=أمن"))[0]
    assert re.findall(r"width=(\w+)", dial) == ["exact", "derived", "root"]
    assert words(dial).startswith("كما كُتبت ")
    assert len(re.findall(r'<span class="n">', dial)) == 4


def test_a_form_is_switched_off_by_a_link_and_on_again(client: FlaskClient) -> None:
    html = page(client, "/ar/search?q=أمن")
    assert f"&amp;without={quote('والأمن')}" in html
    off = page(client, "/ar/search?q=أمن&without=والأمن")
    assert re.search(rf'<a href="/ar/search\?q={quote("أمن")}" class="off"><bdi>والأمن</bdi>', off)


def test_a_corrected_query_says_so_and_marks_what_it_found(client: FlaskClient) -> None:
    html = page(client, "/ar/search?q=الشرظة")
    assert "لا توجد وثيقة فيها «الشرظة». هذه نتائج «" in words(
        html.replace("<q>", "«").replace("</q>", "»")
    )
    assert re.search(r'href="/ar/d/report\?q=%D8%A7%D9%84%D8%B4%D8%B1%D8%B7%D8%A9"', html)


def test_a_hijri_year_is_put_into_gregorian_days(client: FlaskClient) -> None:
    answer = client.get("/ar/search?q=أمن&from=1439هـ&to=1440&calendar=hijri")
    target = f"/ar/search?q={quote('أمن')}&from=2017-09-22&to=2019-08-31"
    assert (answer.status_code, answer.headers["Location"]) == (302, target)


@pytest.mark.parametrize(
    ("first", "second", "query"),
    [("أمن", "شرطة", "أمن ضمن 10 كلمات شرطة"), ("droit", "eau", "droit NEAR/10 eau")],
)
def test_two_words_near_each_other_need_no_operator(
    client: FlaskClient, first: str, second: str, query: str
) -> None:
    answer = client.get(f"/fr/search?q={first}&within=10&near={second}")
    assert answer.headers["Location"] == f"/fr/search?q={quote_plus(query)}"


def test_a_document_describes_itself_to_machines(client: FlaskClient) -> None:
    html = page(client, "/fr/d/law")
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)[0]
    described = json.loads(data)
    assert described["@type"] == "Legislation"
    assert described["datePublished"] == "2018-04-13"
    assert '<link rel="canonical" href="http://localhost/fr/d/law">' in html


def test_a_hostile_document_cannot_end_its_description(client: FlaskClient) -> None:
    html = page(client, "/ar/d/hostile")
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)[0]
    assert "<" not in data
    assert json.loads(data)["name"].startswith("<script>alert(1)</script>")


def test_what_is_looked_for_in_a_document_and_not_there_is_said(client: FlaskClient) -> None:
    assert "n’est pas dans ce document" in words(page(client, "/fr/d/law?q=زرافة"))


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
    client = make_app(empty).test_client()
    html = page(client, "/ar/")
    assert "لا وثائق في الأرشيف بعد" in html
    assert "python -m indexer" not in html  # which is for its keeper
    assert "python -m indexer reindex" in page(client, "/ar/status")
    assert "python -m indexer" not in page(client, "/ar/search?q=قانون")


def test_an_archive_of_another_name_is_named_in_type(
    settings: Settings, make_app: Callable[..., Flask]
) -> None:
    named = dataclasses.replace(settings.archive, name="ديوان")
    other = make_app(dataclasses.replace(settings, archive=named))
    assert "<b>ديوان</b>" in page(other.test_client(), "/ar/search")


def test_results_count_and_mark_whole_words(client: FlaskClient) -> None:
    html = page(client, "/ar/search?q=أمن&kind=law")
    assert "<h1>وثيقة واحدة تضم <q><bdi>أمن</bdi></q></h1>" in html
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


@pytest.mark.parametrize("view", ["search", "kwic"])
def test_a_filter_is_shown_as_its_value_is_usually_spelt(client: FlaskClient, view: str) -> None:
    asked = urlencode({"q": "أمن", "topic": "الامـن", "place": "الرّباط"})
    html = page(client, f"/ar/{view}?{asked}")
    chips = re.findall(r'class="chip".*?<bdi[^>]*>(.*?)</bdi>', html)
    assert sorted(chips) == ["الأمن", "الرباط"]
    if view == "search":
        chosen = re.findall(r'aria-current="true"><bdi class="fl">(.*?)</bdi>', html)
        assert {"الأمن", "الرباط"} <= set(chosen)


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
    assert re.search(r'zero"><bdi dir="ltr" class="num">0</bdi></td><td>لا أثر لها', html)
    assert f'href="/ar/search?q={quote("الأمن")}&amp;width=exact" dir="auto"' in html


def test_other_requests_are_offered_with_what_they_find(client: FlaskClient) -> None:
    html = page(client, "/ar/search?q=«الأمن العام»&width=exact&kind=report")
    asked = quote_plus("«الأمن العام»")
    assert f'href="/ar/search?q={asked}&amp;width=exact">ابحث في كل الوثائق</a>' in html
    assert "ابحث في كل الوثائق (وثيقة واحدة)" in words(html)


def test_suggestions_say_what_they_find(client: FlaskClient) -> None:
    html = page(client, "/ar/search?q=القانون word:زرافة")
    assert f'<a href="/ar/search?q={quote("القانون")}" dir="auto">القانون</a>' in html


def test_a_document_has_numbered_paragraphs_and_marks(client: FlaskClient) -> None:
    html = page(client, "/ar/d/law?q=الأمن")
    assert re.search(
        r'<p id="p1-\w{6}"><a class="pn" id="p1" data-n="1" href="http://localhost/d/~hwfq9bfpb1jc\?p=1-\w{6}"'
        r' lang="ar" aria-label="رابط الفقرة 1"',
        html,
    )
    assert re.search(r'<h2 id="s1-\w{6}">.*الفصل الثاني</h2>', html)
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
        "«قانون الأمن»، البرلمان، الجريدة الرسمية، 13 أبريل 2018 (27 رجب 1439هـ)، خزانة، http://localhost/d/~hwfq9bfpb1jc"
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
        own = ('<script src="', '<script type="application/ld+json">', "<b><bdi", "<b>لا اتصال")
        assert markup not in re.sub("|".join(own), "", html)


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


def test_a_document_leads_back_to_the_results_it_came_from(client: FlaskClient) -> None:
    came_from = f"/ar/search?q={quote('أمن')}&amp;kind=law&amp;from=2012&amp;sort=newest"
    (to,) = re.findall(r'<h2[^>]*><a href="([^"]+)"', page(client, came_from.replace("&amp;", "&")))
    html = page(client, to.replace("&amp;", "&"))
    assert f'<a class="back" href="{came_from}">' in html
    assert '<link rel="canonical" href="http://localhost/ar/d/law">' in html


def test_a_document_of_a_list_leads_back_to_the_list(client: FlaskClient) -> None:
    html = page(client, "/fr/d/law?kind=law")
    assert '<a class="back" href="/fr/search?kind=law">' in html
    assert "Retour à la liste" in html
    assert 'class="back"' not in page(client, "/fr/d/law")


def test_a_widened_search_says_how_many_documents_hold_all_words(client: FlaskClient) -> None:
    html = words(page(client, "/ar/search?q=الأمن المدينة الفصل"))
    assert "لا وثيقة تضم كل الكلمات، و4 وثائق تضم بعضها. والأقرب إلى ما طلبت أولًا." in html
    assert "فيها كلمات من" in html
    assert "قليل من الوثائق" not in html  # said once
    assert "والأقرب" not in words(page(client, "/ar/search?q=الأمن المدينة الفصل&sort=newest"))


@pytest.mark.parametrize("view", ["search", "kwic", "terms", "d/law"])
def test_common_words_that_are_not_marked_are_named(client: FlaskClient, view: str) -> None:
    html = page(client, f"/ar/{view}?q=الأمن في")
    assert "لم نظلّل في لأنها كلمة شائعة؛" in words(html)
    assert "<mark>في</mark>" not in html
    assert "لم نظلّل" not in words(page(client, f"/ar/{view}?q=الأمن «في»"))


def test_the_last_page_that_is_served_says_that_there_are_more(
    settings: Settings, make_app: Callable[..., Flask]
) -> None:
    def told(max_page: int, number: int) -> bool:
        search = dataclasses.replace(settings.search, max_page=max_page, page_size=1)
        client = make_app(dataclasses.replace(settings, search=search)).test_client()
        return "آخر صفحة يمكن عرضها" in page(client, f"/ar/search?q=الأمن&page={number}")

    assert [told(1, 1), told(2, 1), told(2, 2), told(9, 2)] == [True, False, True, False]


def test_beside_the_widths_stand_the_documents_that_hold_all_words(client: FlaskClient) -> None:
    dial = words(page(client, "/ar/search?q=الأمن المدينة الفصل").split('class="dial"')[1])
    assert "كما كُتبت 0الكلمة وصيغها 0المشتقات القريبة 0الجذر 0" in " ".join(dial.split())
    assert "لا نعرض عدد المديين" not in dial
    alone = words(page(client, "/ar/search?q=الأمن -زرافة").split('class="dial"')[1])
    assert "كما كُتبتالكلمة وصيغها 4المشتقات القريبةالجذر لا نعرض عدد ما تجده" in " ".join(
        alone.split()
    )


def test_a_wildcard_that_is_not_searched_is_not_said_to_be_absent(client: FlaskClient) -> None:
    found = words(page(client, "/ar/search?q=الأمن و*"))
    assert "تركنا كلمة قليلة الحروف" in found
    assert "لا أثر" not in found
    alone = words(page(client, "/ar/search?q=و*"))
    assert "كلمة يُبحث عنها" in alone
    assert "لا توجد وثيقة" not in alone
    assert "لا أثر" not in alone
    table = words(page(client, "/ar/search?q=و* زعبلوط").split("<tbody>")[1])
    assert " ".join(table.split()).startswith("و*—لم يُبحث عنها زعبلوط0لا أثر لها؛")


def test_a_word_that_is_not_there_is_named_and_can_be_left_out(client: FlaskClient) -> None:
    html = page(client, "/fr/search?q=الأمن المدينة زرافة")
    assert "Aucune trace de" in html
    left = quote_plus("الأمن المدينة")
    assert f'<a href="/fr/search?q={left}">chercher sans ce mot</a>' in html
    assert "Un mot est absent" not in html


def test_a_correction_is_not_offered_again(client: FlaskClient) -> None:
    html = page(client, "/ar/search?q=الشرظة")
    tries = "".join(re.findall(r'<p class="try">.*?</p>', html))
    assert f'q={quote("الشرطة")}"' not in tries


def test_a_suggestion_sets_apart_what_it_changes(client: FlaskClient) -> None:
    html = page(client, "/ar/search?q=الأمن المدينة الشرظة")
    assert re.search(r'dir="auto">الأمن المدينة <em>الشرطة</em></a>', html)


@pytest.mark.parametrize("period", ["from=soon", "from=2019&to=2012"])
def test_a_date_that_is_none_is_answered_with_how_to_write_one(
    client: FlaskClient, period: str
) -> None:
    answer = client.get(f"/fr/search?q=أمن&{period}")
    assert answer.status_code == 400
    assert "Écrivez une année comme 1956" in answer.text


def test_a_document_names_others_like_it(client: FlaskClient) -> None:
    related = re.findall(r'<ul class="related">.*?</ul>', page(client, "/fr/d/law"), re.S)[0]
    assert '<a href="/fr/d/report" lang="ar" dir="rtl">تقرير الشرطة</a>' in related
    assert "/fr/d/law" not in related


def test_what_is_not_searched_is_not_said_to_be_absent(client: FlaskClient) -> None:
    html = page(client, "/ar/search?q=و")
    assert "لا توجد وثيقة فيها" not in html
    assert "لم نبحث عن" in html


def test_a_page_links_to_the_other_reading_of_its_query(client: FlaskClient) -> None:
    for view in ("search", "kwic", "terms"):
        html = page(client, f"/ar/{view}?q=الأمن ليس القانون")
        assert f'href="/ar/{view}?q={quote_plus("الأمن «ليس» القانون")}"' in html


def test_a_link_without_a_word_leaves_a_query_that_is_read(client: FlaskClient) -> None:
    html = page(client, "/ar/search?q=شرطة ضمن 5 كلمات زعبلوط")
    assert f'href="/ar/search?q={quote_plus("شرطة")}"' in html


def test_a_page_of_results_says_which_hits_it_could_not_show(
    settings: Settings,
    tmp_path: Path,
    make_app: Callable[..., Flask],
    damage: Callable[[Settings, int], None],
) -> None:
    search = dataclasses.replace(settings.search, page_size=9)
    other = dataclasses.replace(settings, search=search).with_folders(index=tmp_path / "index")
    reindex(other)
    client = make_app(other).test_client()
    assert client.get("/api/search?q=الأمن").get_json()["unreadable"] == []
    damage(other, -10)
    found = client.get("/api/search?q=الأمن").get_json()
    (lost,) = found["unreadable"]
    assert (found["total"], len(found["hits"]), found["complete"]) == (4, 3, False)
    assert found["incomplete_because"] == ["damaged"]
    assert lost not in [hit["id"] for hit in found["hits"]]
    shown = words(page(client, "/ar/search?q=الأمن"))
    assert "تعذّر عرض وثيقة" in shown
    assert "أضف كلمة" not in shown  # which would not help


@pytest.mark.parametrize("tag", ["ar", "fr", "en"])
def test_the_guide_has_the_operators_of_the_table(client: FlaskClient, tag: str) -> None:
    """Every operator and field that the guide shows is one that queries are read by."""
    text = page(client, f"/{tag}/guide")
    spellings = query_spellings(tag)
    for name in ("or", "not", "near", "derived", "root", "title", "year"):
        assert spellings[name][0].format(5) in text
    assert not re.search(r"{\w*(or|not|near|derived|root|title|year|exact)", text)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/ar/search", "وأيضًا الأمن: 6؛ لم تشملها النتائج."),
        ("/fr/kwic", "Aussi dans l’archive, mais non inclus : الأمن: 6."),
        ("/en/terms", "Also in the archive, but not included: الأمن: 6."),
    ],
)
def test_near_words_that_are_not_searched_are_named_with_links_that_search_them(
    client: FlaskClient, address: str, told: str
) -> None:
    html = page(client, f"{address}?q=الامن&width=exact&kind=law")
    assert told in words(html)
    assert f'href="{address}?q={quote("الأمن")}&amp;width=exact&amp;kind=law" dir="auto"' in html
