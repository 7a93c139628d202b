"""/api/search and /api/documents."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

# The one part of the law, as every answer gives it.
PART = {
    "address": "f-2",
    "kind": "f",
    "number": "2",
    "title": "الفصل الثاني",
    "url": "/d/~hwfq9bfpb1jc/f-2",
}


def test_a_search_has_every_key_in_order(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=الأمن&kind=law").get_json()
    score = answer["hits"][0].pop("score")
    assert score > 0
    assert answer.pop("took_ms") >= 0
    assert answer == {
        "query": "الأمن",
        "width": "word",
        "without": [],
        "translate": True,
        "total": 1,
        "all_words": 1,
        "page": 1,
        "page_size": 2,
        "next_url": None,
        "previous_url": None,
        "duplicates": "show",
        "hidden": 0,
        "hits": [
            {
                "id": "law",
                "title": "قانون الأمن",
                "title_fr": None,
                "title_en": None,
                "url": "/d/law",
                "short_url": "/d/~hwfq9bfpb1jc",
                "kind": "law",
                "author": "البرلمان",
                "authors": ["البرلمان"],
                "publisher": "الجريدة الرسمية",
                "date": "2018-04-13",
                "date_hijri": "1439-07-27",
                "date_origin": None,
                "place": "الرباط",
                "topics": ["الأمن", "القانون"],
                "kept_since": None,
                "health": 0.969,
                "matches": 2,
                "snippets": answer["hits"][0]["snippets"],
                "snippet_pages": [None] * len(answer["hits"][0]["snippets"]),
                "snippet_parts": [None, PART | {"path": ["الفصل الثاني"]}],
                "other_parts": [],
                "copies": 0,
                "first_copies": [],
            }
        ],
        "unreadable": [],
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
            "name": [],
            "language": [{"value": "ar", "count": 1}],
            "cites": [],
            "quality": [{"value": "sound", "count": 1}],
            "year": [{"value": "2018", "count": 1}],
        },
        "words": [
            {
                "word": "الأمن",
                "width": "word",
                "root": answer["words"][0]["root"],
                "count": 7,
                "forms": [
                    {"form": "الأمن", "count": 6, "on": True},
                    {"form": "والأمن", "count": 1, "on": True},
                ],
                "near": [],
                "also": [],
                "searched": True,
            }
        ],
        "widths": {"exact": 1, "word": 1, "derived": 1, "root": 1},
        "corrected": None,
        "suggestions": [],
        "alternatives": [],
        "notes": [],
        "partial": False,
        "why": "as_asked",
        "carried_out": "الأمن",
        "read_as": [],
        "complete": True,
        "incomplete_because": [],
        "unmarked": [],
        "translated": [],
    }


def test_keys_come_in_the_order_documented(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=الأمن").get_json()
    assert " ".join(answer) == (
        "query width without translate total all_words page page_size took_ms next_url "
        "previous_url duplicates hidden hits unreadable facets words widths corrected suggestions "
        "alternatives notes partial why carried_out read_as complete incomplete_because unmarked "
        "translated"
    )
    assert " ".join(answer["hits"][0]) == (
        "id title title_fr title_en url short_url score kind author authors publisher date "
        "date_hijri date_origin place topics kept_since health matches snippets snippet_pages "
        "snippet_parts other_parts copies first_copies"
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
    assert datetime.fromisoformat(answer.pop("added")).utcoffset() == timedelta(0)
    assert datetime.fromisoformat(answer.pop("changed")).utcoffset() == timedelta(0)
    assert answer == {
        "id": "law",
        "title": "قانون الأمن",
        "title_fr": None,
        "title_en": None,
        "title_note": None,
        "author": "البرلمان",
        "cites": [],
        "authors": ["البرلمان"],
        "publisher": "الجريدة الرسمية",
        "date": "2018-04-13",
        "date_hijri": "1439-07-27",
        "date_origin": None,
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
        "title_origin": None,
        "shared_title": None,
        "pages": [],
        "health": 0.969,
        "member": None,
        "attached_to": None,
        "dropped": [],
        "fields_from": [],
        "path": "law.md",
        "words": 13,
        "line": None,
        "kept_since": None,
        "names": [],
        "url": "/d/law",
        "short_url": "/d/~hwfq9bfpb1jc",
        "parts": [PART | {"level": 1, "start": len("يحمي القانون الأمن العام.\n\n## ")}],
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


def test_forms_can_be_switched_off(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=أمن&without=الأمن&width=word").get_json()
    assert answer["without"] == ["الأمن"]
    assert [hit["id"] for hit in answer["hits"]] == ["law"]
    assert answer["words"][0]["forms"][0] == {"form": "الأمن", "count": 6, "on": False}


def test_a_correction_is_named_and_the_alternatives_have_addresses(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=الشرتة").get_json()
    assert answer["corrected"] == {"query": "الشرطة", "total": 2}
    assert (answer["total"], answer["all_words"], len(answer["hits"])) == (2, 0, 2)
    nothing = client.get("/api/search?q=الامن&width=exact").get_json()
    assert (nothing["total"], nothing["corrected"]) == (0, None)
    for other in nothing["alternatives"]:
        assert other["way"] == "width"
        assert client.get(other["url"]).get_json()["total"] == other["total"] > 0


def test_a_concordance_has_every_key(client: FlaskClient) -> None:
    answer = client.get("/api/concordance?q=الشرطة&order=date&page_size=1").get_json()
    words = answer.pop("words")
    assert [word["word"] for word in words] == ["الشرطة"]
    assert answer == {
        "query": "الشرطة",
        "width": "word",
        "without": [],
        "translate": True,
        "order": "date",
        "total": 1,
        "documents": 1,
        "page": 1,
        "page_size": 1,
        "next_url": None,
        "previous_url": None,
        "lines": [
            {
                "id": "law",
                "title": "قانون الأمن",
                "url": "/d/law",
                "short_url": "/d/~hwfq9bfpb1jc",
                "date": "2018-04-13",
                "date_hijri": "1439-07-27",
                "before": "تنظم ",
                "match": "الشرطة",
                "after": " عملها وفق القانون، والأمنُ حق.",
                "paragraph": 2,
                "hit": 1,
                "page": None,
                "part": PART,
                "speaker": None,
                "words": 1,
                "pieces": [
                    {"text": "تنظم ", "match": False},
                    {"text": "الشرطة", "match": True},
                    {"text": " عملها وفق القانون، والأمنُ حق.", "match": False},
                ],
            }
        ],
        "notes": [],
        "partial": False,
        "corrected": None,
        "why": "as_asked",
        "carried_out": "الشرطة",
        "read_as": [],
        "complete": True,
        "incomplete_because": [],
        "unmarked": [],
        "translated": [],
        "meetings": 0,
        "group": "none",
        "groups": [],
    }


@pytest.mark.parametrize("path", ["search", "concordance", "terms"])
@pytest.mark.parametrize(
    ("query", "why", "carried_out"),
    [
        ("الشرتة", "corrected", "الشرطة"),
        ("الأمن المدينة الفصل", "widened", "الأمن أو المدينة أو الفصل"),
    ],
)
def test_every_answer_says_what_it_is_an_answer_to(
    client: FlaskClient, path: str, query: str, why: str, carried_out: str
) -> None:
    answer = client.get(f"/api/{path}?q={query}").get_json()
    assert (answer["why"], answer["carried_out"]) == (why, carried_out)
    assert (answer["corrected"] or {}).get("query") == (carried_out if why == "corrected" else None)
    assert (answer["complete"], answer["incomplete_because"]) == (True, [])


def test_the_pages_of_a_concordance_are_linked_both_ways(client: FlaskClient) -> None:
    first = client.get("/api/concordance?q=الأمن&order=next&page_size=2").get_json()
    assert first["previous_url"] is None
    second = client.get(first["next_url"]).get_json()
    assert (second["page"], second["order"]) == (2, "next")
    assert client.get(second["previous_url"]).get_json() == first
    last = client.get("/api/concordance?q=الأمن&page=9").get_json()
    assert last["lines"] == []
    assert client.get(last["previous_url"]).get_json()["lines"]


def test_terms_have_every_key(client: FlaskClient) -> None:
    answer = client.get("/api/terms?q=الأمن").get_json()
    assert " ".join(answer) == (
        "query width without translate total documents words years before after near partial notes "
        "corrected why carried_out read_as complete incomplete_because unmarked translated "
        "neighbours"
    )
    assert answer["years"] == [
        {"year": 1999, "count": 1},
        {"year": 2015, "count": 1},
        {"year": 2018, "count": 2},
    ]


def test_completions_are_words_and_titles(client: FlaskClient) -> None:
    answer = client.get("/api/complete?q=الشر&limit=2").get_json()
    assert answer == {
        "query": "الشر",
        "complete": True,
        "completions": [
            {
                "text": "الشرطة",
                "kind": "word",
                "count": 2,
                "counted": "places",
                "id": None,
                "url": None,
            },
            {
                "text": "تقرير الشرطة",
                "kind": "title",
                "count": 1,
                "counted": "documents",
                "id": "report",
                "url": "/d/report",
            },
        ],
    }


def test_related_documents_are_named(client: FlaskClient) -> None:
    answer = client.get("/api/documents/law/related").get_json()
    assert answer["id"] == "law"
    assert all(card["id"] != "law" for card in answer["related"])
    assert client.get("/api/documents/absent/related").status_code == 404
    assert client.get("/api/documents/folder/letter/related").get_json()["id"] == "folder/letter"


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/api/concordance?q=x&order=random", "order"),
        ("/api/concordance?q=x&page_size=101", "page_size"),
        ("/api/complete?q=x&limit=21", "limit"),
        ("/api/documents/law/related?limit=0", "limit"),
        ("/api/terms?q=x&width=stem", "width"),
    ],
)
def test_a_bad_parameter_is_named(client: FlaskClient, address: str, parameter: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["parameter"] == parameter
