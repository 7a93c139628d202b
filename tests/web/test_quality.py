"""What readers see of documents whose text was read badly."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Settings, TextQuality
from indexer import reindex as build

SENTENCE = "تتولى المديرية العامة للأمن الوطني حماية الأشخاص والممتلكات وحفظ النظام العام"
MESSAGES = Path(__file__).resolve().parents[2] / "webapp" / "messages"
LOW = (TextQuality.DOUBTFUL, TextQuality.UNREADABLE)


@pytest.fixture
def mixed(settings: Settings, tmp_path: Path, make_app: Callable[..., Flask]) -> FlaskClient:
    """A document of each quality, and a French one that has none; all have the word قانون."""
    words = [*SENTENCE.split(), "قانون"]
    corpus = tmp_path / "mixed"
    corpus.mkdir()
    for name, turned in ((TextQuality.SOUND, 0), (TextQuality.DOUBTFUL, 3)):
        text = " ".join(word[::-1] if at < turned else word for at, word in enumerate(words))
        (corpus / f"{name}.txt").write_text(text, "utf-8")
    (corpus / f"{TextQuality.UNREADABLE}.txt").write_text(f"{SENTENCE[::-1]} قانون", "utf-8")
    french = "---\nlanguage: fr\n---\nLe mot قانون veut dire loi."
    (corpus / "french.md").write_text(french, "utf-8")
    own = settings.with_folders(corpus, tmp_path / "mixed-index")
    build(own)
    return make_app(own).test_client()


def words_of(language: str) -> dict[str, Any]:
    return tomllib.loads((MESSAGES / f"{language}.toml").read_text("utf-8"))


def test_the_health_of_a_hit_and_its_facet_are_in_the_answer(mixed: FlaskClient) -> None:
    found = mixed.get("/api/search?q=قانون&page_size=10").json
    healths = {hit["id"]: hit["health"] for hit in found["hits"]}
    assert healths["french"] is None
    assert healths["unreadable"] < 0.7 <= healths["doubtful"] < 0.8 <= healths["sound"] <= 1
    counts = {entry["value"]: entry["count"] for entry in found["facets"]["quality"]}
    assert counts == dict.fromkeys(TextQuality, 1)


@pytest.mark.parametrize("quality", list(TextQuality))
def test_documents_of_one_quality_are_found(mixed: FlaskClient, quality: TextQuality) -> None:
    found = mixed.get(f"/api/search?q=قانون&quality={quality}").json
    assert [hit["id"] for hit in found["hits"]] == [quality]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_hits_and_filters_say_it(mixed: FlaskClient, language: str) -> None:
    words = words_of(language)
    page = mixed.get(f"/{language}/search?q=قانون").text
    assert words["facet"]["quality"] in page
    for quality in TextQuality:
        assert words["quality"][quality] in page
    for quality in TextQuality:
        page = mixed.get(f"/{language}/search?q=قانون&quality={quality}").text
        told = [low for low in LOW if words["document"][f"{low}_short"] in page]
        assert told == [low for low in LOW if low == quality]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("name", [*TextQuality, "french"])
def test_a_document_says_it_and_what_to_do(mixed: FlaskClient, name: str, language: str) -> None:
    page = mixed.get(f"/{language}/d/{name}").text
    told = [quality for quality in LOW if words_of(language)["document"][quality] in page]
    assert told == [quality for quality in LOW if quality == name]


@pytest.mark.parametrize("query", ["جودة:سليم", "qualité:fiable", "quality:sound"])
def test_a_query_names_it(mixed: FlaskClient, query: str) -> None:
    found = mixed.get("/api/search", query_string={"q": f"قانون {query}"}).json
    assert [hit["id"] for hit in found["hits"]] == ["sound"]
