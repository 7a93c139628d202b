"""The names of persons, places and bodies: the list, one name with its lines, the facet."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Settings, load_settings, reindex

TEXTS = {
    "a": ("خبر", "2011-05-01", "التقى السيد عبد الله الزروالي بعمدة طنجة. وحضر <b>كثيرون</b>."),
    "b": ("تقرير", "2012", "قال عبدالله الزروالي إن المجلس الوطني لحقوق الإنسان اجتمع."),
    "c": ("رأي", "2010", "في طنجة اجتمع المجلس الوطني لحقوق الإنسان، وحضر أعضاء."),
    "d": ("وحيد", "2001", "نص لا اسم فيه."),
}


MESSAGES = Path(__file__).parents[2] / "webapp" / "messages"


def words_of(language: str) -> dict[str, Any]:
    return tomllib.loads((MESSAGES / f"{language}.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("names")
    settings = load_settings().with_folders(folder / "corpus", folder / "index")
    settings.corpus.folder.mkdir()
    for name, (title, date, text) in TEXTS.items():
        content = f"---\ntitle: {title}\ndate: {date}\n---\n{text}\n"
        Path(settings.corpus.folder, f"{name}.md").write_text(content, "utf-8")
    reindex(settings)
    return settings


@pytest.fixture
def named(make_app: Callable[..., Flask], own: Settings) -> FlaskClient:
    return make_app(own, requests_per_second=0.0).test_client()


def test_the_list_has_every_name_with_how_it_was_found(named: FlaskClient) -> None:
    answer = named.get("/api/names").get_json()
    assert answer == {
        "searched": True,
        "total": 3,
        "page": 1,
        "page_size": 60,
        "kinds": {"person": 1, "place": 1, "body": 1},
        "names": [
            {
                "name": "المجلس الوطني لحقوق الإنسان",
                "kind": "body",
                "documents": 2,
                "places": 2,
                "spellings": {"المجلس الوطني لحقوق الإنسان": 2},
                "cues": {"body_word": 2, "listed": 2},
            },
            {
                "name": "طنجة",
                "kind": "place",
                "documents": 2,
                "places": 2,
                "spellings": {"طنجة": 2},
                "cues": {"listed": 2},
            },
            {
                "name": "عبد الله الزروالي",
                "kind": "person",
                "documents": 2,
                "places": 2,
                "spellings": {"عبد الله الزروالي": 1, "عبدالله الزروالي": 1},
                "cues": {"title": 1, "said": 1},
            },
        ],
    }


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ("kind=person", ["عبد الله الزروالي"]),
        ("words=الزروالى", ["عبد الله الزروالي"]),  # folded
        ("words=لحقوق المجلس", ["المجلس الوطني لحقوق الإنسان"]),  # in any order
        ("words=زرو", []),
        ("kind=", ["المجلس الوطني لحقوق الإنسان", "طنجة", "عبد الله الزروالي"]),
    ],
)
def test_the_list_is_narrowed_by_kind_and_words(
    named: FlaskClient, arguments: str, found: list[str]
) -> None:
    answer = named.get(f"/api/names?{arguments}").get_json()
    assert [name["name"] for name in answer["names"]] == found


@pytest.mark.parametrize("spelling", ["عبد الله الزروالي", "عبدالله الزروالى"])
def test_a_name_is_found_by_each_spelling_with_its_lines(named: FlaskClient, spelling: str) -> None:
    answer = named.get(f"/api/names?of={spelling}").get_json()
    assert (answer["name"], answer["documents"], answer["complete"]) == (
        "عبد الله الزروالي",
        2,
        True,
    )
    assert [(line["id"], line["match"]) for line in answer["lines"]] == [
        ("b", "عبدالله الزروالي"),
        ("a", "عبد الله الزروالي"),
    ]


def test_a_body_has_its_names_in_three_languages(named: FlaskClient) -> None:
    answer = named.get("/api/names?of=المجلس الوطني لحقوق الإنسان").get_json()
    assert "Conseil national des droits de l'homme" in answer["french"]
    assert "CNDH" in answer["acronyms"]


def test_a_kind_that_there_is_not_is_a_bad_request(named: FlaskClient) -> None:
    assert named.get("/api/names?kind=planet").status_code == 400


def test_what_is_no_name_and_pages_beyond_the_last_are_not_found(named: FlaskClient) -> None:
    for arguments in ("of=أعضاء", "page=2", "of=طنجة&page=2"):
        assert named.get(f"/api/names?{arguments}").status_code == 404
        assert named.get(f"/ar/names?{arguments}").status_code == 404


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_pages_tell_that_names_are_no_facts(named: FlaskClient, language: str) -> None:
    words = words_of(language)["names"]
    page = named.get(f"/{language}/names").text
    assert words["how"] in page.replace("&#39;", "'")
    assert "عبد الله الزروالي" in page
    page = named.get(f"/{language}/names?of=عبدالله الزروالي").text
    assert words["cue"]["title"] in page
    assert words["spellings"] in page
    assert "<mark>عبد الله الزروالي</mark>" in page
    assert "<b>كثيرون" not in page


def test_names_are_a_facet_and_a_filter(named: FlaskClient) -> None:
    answer = named.get("/api/search?q=اجتمع").get_json()
    assert {"value": "طنجة", "count": 1} in answer["facets"]["name"]
    found = named.get("/api/search?name=عبدالله الزروالي").get_json()
    assert sorted(hit["id"] for hit in found["hits"]) == ["a", "b"]


def test_an_index_without_names_says_so(
    make_app: Callable[..., Flask], own: Settings, tmp_path: Path
) -> None:
    settings = own.with_folders(own.corpus.folder, tmp_path / "index")
    settings = dataclasses.replace(settings, index=dataclasses.replace(settings.index, names=False))
    reindex(settings)
    client = make_app(settings, requests_per_second=0.0).test_client()
    assert client.get("/api/names").get_json()["searched"] is False
    assert words_of("en")["names"]["not_searched"] in client.get("/en/names").text
