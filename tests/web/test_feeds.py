"""What other programs find the archive by."""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Report, Settings, reindex, update

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def tree(client: FlaskClient, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    return ET.fromstring(answer.get_data(as_text=True))


def test_a_browser_can_search_from_its_bar(client: FlaskClient) -> None:
    found = tree(client, "/opensearch.xml")
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    templates = {url.get("type"): url.get("template") for url in found.iter(f"{space}Url")}
    assert templates["text/html"] == "http://localhost/ar/search?q={searchTerms}"
    assert len(found.findtext(f"{space}ShortName") or "") <= 16
    assert 'type="application/opensearchdescription+xml"' in client.get("/fr/").text


def test_a_search_is_a_feed(client: FlaskClient) -> None:
    found = tree(client, "/fr/feed?q=الأمن")
    assert len(found.findall(f"{ATOM}entry")) == 4
    ids = [entry.findtext(f"{ATOM}id") for entry in found.iter(f"{ATOM}entry")]
    assert ids[0] == "http://localhost/d/folder/letter"  # all came at once: in the order of ids
    assert found.findtext(f"{ATOM}id") == f"http://localhost/fr/feed?q={quote('الأمن')}"
    titles = [entry.findtext(f"{ATOM}title") for entry in found.iter(f"{ATOM}entry")]
    assert "<script>alert(1)</script> \"الأمن\" 'x'" in titles


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("الأمن", None),
        ("الشرظة", "لا توجد وثيقة فيها «الشرظة». هذه نتائج «الشرطة»."),
        ("الشرظة&kind=law", "لا توجد وثيقة بهذه الشروط فيها «الشرظة». هذه نتائج «الشرطة»."),
        ("الأمن المدينة الفصل", "قليل من الوثائق يضم كل الكلمات. أضفنا وثائق تضم بعضها."),
        (
            "الأمن ليس زرافة",
            "قرأنا «ليس» استثناءً: لا تظهر الوثائق التي فيها ما استُثني.",
        ),
        (
            "الشرظة ليس زرافة",
            "لا توجد وثيقة فيها «الشرظة ليس زرافة». هذه نتائج «الشرطة -زرافة». "
            "قرأنا «ليس» استثناءً: لا تظهر الوثائق التي فيها ما استُثني.",
        ),
    ],
)
def test_a_feed_says_what_its_entries_answer(
    client: FlaskClient, query: str, said: str | None
) -> None:
    feed = tree(client, f"/ar/feed?q={query}")
    assert feed.findtext(f"{ATOM}subtitle") == said
    assert feed.findall(f"{ATOM}entry")


def test_a_feed_is_sent_once(client: FlaskClient) -> None:
    first = client.get("/ar/feed?q=الأمن")
    again = client.get("/ar/feed?q=الأمن", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_sitemap_lists_each_document_in_each_language(client: FlaskClient) -> None:
    parts = [part.text or "" for part in tree(client, "/sitemap.xml").iter(f"{SITEMAP}loc")]
    assert parts == ["http://localhost/sitemap-1.xml"]
    found = {place.text for place in tree(client, "/sitemap-1.xml").iter(f"{SITEMAP}loc")}
    assert {f"http://localhost/{name}/d/folder/letter" for name in ("ar", "fr", "en")} <= found
    assert len(found) == 3 * (1 + 4)


@pytest.mark.parametrize("address", ["/sitemap-0.xml", "/sitemap-2.xml"])
def test_there_is_no_other_part(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_robots_are_sent_to_documents(client: FlaskClient) -> None:
    text = client.get("/robots.txt").text
    assert "Disallow: /api/" in text
    assert "Sitemap: http://localhost/sitemap.xml" in text
    assert '<meta name="robots" content="noindex">' in client.get("/en/search?q=الأمن").text
    assert "noindex" not in client.get("/en/d/law").text


def test_a_browser_that_asks_for_an_icon_gets_the_mark(client: FlaskClient) -> None:
    with client.get("/favicon.ico", follow_redirects=True) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")


@pytest.fixture
def archive_of_a_hundred(
    settings: Settings, make_app: Callable[..., Flask], tmp_path: Path
) -> tuple[Settings, FlaskClient]:
    """A hundred documents that came at once, and a client of their archive."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(100):
        text = f"---\ndate: {1910 + number}\n---\n\nنص رقم {number} عن السوق.\n"
        (corpus / f"{number:03}.md").write_text(text, "utf-8")
    own = settings.with_folders(corpus, tmp_path / "index")
    reindex(own)
    return own, make_app(own).test_client()


def entries(client: FlaskClient, pages: int = 9) -> list[str]:
    """The entries of a feed as they are written, page after page to the last."""
    found: list[str] = []
    address: str | None = "/ar/feed?q=السوق"
    for _ in range(pages):
        text = client.get(address or "").get_data(as_text=True)
        found += re.findall(r"<entry>.*?</entry>", text, re.DOTALL)
        links = {
            link.get("rel"): link.get("href") for link in ET.fromstring(text).iter(f"{ATOM}link")
        }
        if "next" not in links:
            return found
        address = links["next"]
    raise AssertionError("the feed has no end")


@pytest.mark.parametrize("run", [update, reindex])
def test_a_new_document_is_one_new_entry_whatever_its_date(
    archive_of_a_hundred: tuple[Settings, FlaskClient], run: Callable[[Settings], Report]
) -> None:
    own, client = archive_of_a_hundred
    before = entries(client)
    assert len(before) == 100
    time.sleep(1.1)  # moments are told to the second
    text = "---\ndate: 1909\n---\n\nنص قديم عن السوق.\n"
    (own.corpus.folder / "050-old.md").write_text(text, "utf-8")
    run(own)
    after = entries(client)
    assert after[1:] == before
    assert "050-old" in after[0]


def test_a_changed_document_alone_says_that_it_changed(
    archive_of_a_hundred: tuple[Settings, FlaskClient],
) -> None:
    own, client = archive_of_a_hundred
    before = entries(client)
    time.sleep(1.1)
    path = own.corpus.folder / "007.md"
    path.write_text(path.read_text("utf-8") + "\nوأضيف إليه سطر.\n", "utf-8")
    reindex(own)
    (was,) = set(before) - set(entries(client))
    (now,) = set(entries(client)) - set(before)
    published = re.compile(r"<published>(.*?)</published>")
    updated = re.compile(r"<updated>(.*?)</updated>")
    assert published.findall(was) == published.findall(now)
    assert updated.findall(was) < updated.findall(now)


def test_a_feed_is_the_same_after_the_index_was_built_again(
    archive_of_a_hundred: tuple[Settings, FlaskClient],
) -> None:
    own, client = archive_of_a_hundred
    first = client.get("/ar/feed?q=السوق")
    time.sleep(1.1)
    reindex(own)
    again = client.get("/ar/feed?q=السوق")
    assert again.data == first.data
    assert again.headers["ETag"] == first.headers["ETag"]


def test_the_pages_of_a_feed_lead_to_one_another(
    archive_of_a_hundred: tuple[Settings, FlaskClient],
) -> None:
    _, client = archive_of_a_hundred
    found = tree(client, "/ar/feed?q=السوق&page=2")
    links = {
        link.get("rel"): unquote(link.get("href") or "") for link in found.findall(f"{ATOM}link")
    }
    here = "http://localhost/ar/feed?q=السوق"
    assert links["first"] == links["previous"] == here
    assert (links["self"], links["next"]) == (f"{here}&page=2", f"{here}&page=3")
    assert links["last"] == f"{here}&page=4"
    assert found.findtext(f"{ATOM}id") == tree(client, "/ar/feed?q=السوق").findtext(f"{ATOM}id")
