"""What other programs find the archive by."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

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
    assert ids[0] == "http://localhost/d/law"  # the newest first
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
