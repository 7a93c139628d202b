"""/api/search and /api/documents."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient


def test_a_search_has_every_key_in_order(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=الأمن&kind=law").get_json()
    score = answer["hits"][0].pop("score")
    assert score > 0
    assert answer.pop("took_ms") >= 0
    assert answer == {
        "query": "الأمن",
        "width": "word",
        "total": 1,
        "all_words": 1,
        "page": 1,
        "page_size": 2,
        "next_url": None,
        "previous_url": None,
        "hits": [
            {
                "id": "law",
                "title": "قانون الأمن",
                "url": "/d/law",
                "kind": "law",
                "author": "البرلمان",
                "publisher": "الجريدة الرسمية",
                "date": "2018-04-13",
                "place": "الرباط",
                "topics": ["الأمن", "القانون"],
                "matches": 2,
                "snippets": answer["hits"][0]["snippets"],
            }
        ],
        "facets": {
            "kind": [
                {"value": "<i>kind</i>", "count": 1},
                {"value": "law", "count": 1},
                {"value": "lettre", "count": 1},
                {"value": "report", "count": 1},
            ],
            "place": [{"value": "الرباط", "count": 1}],
            "topic": [{"value": "الأمن", "count": 1}, {"value": "القانون", "count": 1}],
            "author": [{"value": "البرلمان", "count": 1}],
            "publisher": [{"value": "الجريدة الرسمية", "count": 1}],
            "language": [{"value": "ar", "count": 1}],
            "year": [{"value": "2018", "count": 1}],
        },
        "words": [{"word": "الأمن", "forms": answer["words"][0]["forms"]}],
        "suggestions": [],
        "notes": [],
        "partial": False,
    }


def test_keys_come_in_the_order_documented(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=الأمن").get_json()
    assert " ".join(answer) == (
        "query width total all_words page page_size took_ms next_url previous_url hits facets "
        "words suggestions notes partial"
    )
    assert " ".join(answer["hits"][0]) == (
        "id title url score kind author publisher date place topics matches snippets"
    )


def test_snippets_are_pieces_with_whole_words_marked(client: FlaskClient) -> None:
    hit = client.get("/api/search?q=أمن&kind=law").get_json()["hits"][0]
    marked = [piece["text"] for snippet in hit["snippets"] for piece in snippet if piece["match"]]
    assert marked == ["الأمن", "والأمنُ"]


def test_letters_are_not_escaped(client: FlaskClient) -> None:
    assert "الأمن" in client.get("/api/search?q=الأمن").get_data(as_text=True)


def test_pages_are_linked_both_ways(client: FlaskClient) -> None:
    first = client.get("/api/search?q=الأمن&page_size=3").get_json()
    assert first["next_url"] == f"/api/search?q={quote('الأمن')}&page=2&page_size=3"
    last = client.get(first["next_url"]).get_json()
    assert (len(first["hits"]), len(last["hits"]), last["next_url"]) == (3, 1, None)
    assert last["previous_url"] == f"/api/search?q={quote('الأمن')}&page_size=3"


def test_a_document_has_every_field(client: FlaskClient) -> None:
    answer = client.get("/api/documents/law").get_json()
    assert len(answer.pop("digest")) == 64
    assert answer.pop("text").startswith("يحمي القانون الأمن العام.")
    assert answer == {
        "id": "law",
        "title": "قانون الأمن",
        "title_fr": None,
        "title_en": None,
        "title_note": None,
        "author": "البرلمان",
        "publisher": "الجريدة الرسمية",
        "date": "2018-04-13",
        "date_note": None,
        "place": "الرباط",
        "kind": "law",
        "topics": ["الأمن", "القانون"],
        "language": "ar",
        "source": None,
        "source_url": "https://law.example/1",
        "sources": [],
        "licence": None,
        "licence_url": None,
        "text_note": None,
        "path": "law.md",
        "url": "/d/law",
    }


def test_a_document_in_a_folder_has_an_address(client: FlaskClient) -> None:
    answer = client.get("/api/documents/folder/letter").get_json()
    assert (answer["date"], answer["url"]) == ("1999", "/d/folder/letter")


@pytest.mark.parametrize("size", ["0", "101", "x"])
def test_page_size_has_limits(client: FlaskClient, size: str) -> None:
    answer = client.get(f"/api/search?page_size={size}")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["parameter"] == "page_size"


def test_head_and_options_work(client: FlaskClient) -> None:
    head = client.head("/api/search?q=الأمن")
    assert (head.status_code, head.data) == (200, b"")
    allowed = client.options("/api/search").headers["Allow"]
    assert set(allowed.split(", ")) == {"GET", "HEAD", "OPTIONS"}
