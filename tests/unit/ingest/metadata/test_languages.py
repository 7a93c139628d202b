"""The language of texts and of passages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexer.ingest.metadata.languages import (
    OTHER_LATIN,
    contradicts,
    passage_language,
    text_language,
)

ROOT = Path(__file__).resolve().parents[4]
ARABIC = "يتألف المجلس من عشرة أعضاء، وينتخب رئيسه كل سنة."
FRENCH = "Le conseil a tenu sa session ordinaire (2019). Les élus ont débattu du budget."
ENGLISH = "The council shall meet twice a year and report to the minister."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ARABIC, "ar"),
        (FRENCH, "fr"),
        (ENGLISH, "en"),
        ("El consejo celebró su reunión ordinaria en Tetuán.", "es"),
        ("Der Rat hat seine Sitzung gehalten und den Haushalt besprochen.", "de"),
        ("Procès-verbal de la réunion", "fr"),
        ("Annual report 2019", "en"),
        ("Lorem ipsum dolor sit amet consectetur", OTHER_LATIN),
        ("این کتاب برای شما است که از آن", "fa"),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "zgh"),
        ("المادة الخامسة من القانون (article 5, loi 36.15, Conseil)", "ar"),
        ("12 / 34", None),
        ("", None),
    ],
)
def test_the_language_of_a_text(text: str, language: str | None) -> None:
    assert text_language(text) == language


@pytest.mark.parametrize(
    ("passage", "document", "language"),
    [
        (FRENCH, "ar", "fr"),
        (ARABIC, "fr", "ar"),
        (ENGLISH, "fr", "en"),
        ("DGSN", "ar", "ar"),  # a name stands in its sentence
        ("Rabat, 2019", "ar", "ar"),
        ("منظمة Human Rights Watch الدولية", "ar", "ar"),
        ("Le président", "en", "en"),  # too short to tell
        ("2019", "ar", "ar"),
    ],
)
def test_a_long_passage_has_a_language_of_its_own(
    passage: str, document: str, language: str
) -> None:
    assert passage_language(passage, document) == language


def test_a_language_contradicts_a_text_in_another_script() -> None:
    assert contradicts("en-us", ARABIC)
    assert not contradicts("ar", ARABIC)
    assert not contradicts("fr", ENGLISH)
    assert not contradicts("en", "2019")


def body(path: Path) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.DOTALL)


def test_every_shipped_document_is_in_its_language() -> None:
    paths = [path for path in (ROOT / "corpus").glob("*.md") if path.stem != "README"]
    assert len(paths) >= 49
    assert {path.name: text_language(body(path)) for path in paths} == {
        path.name: "ar" for path in paths
    }


def test_all_of_the_shared_corpus_is_told_without_its_metadata(shared: Path) -> None:
    paths = [path for path in (shared / "corpus").glob("*.md") if path.stem != "README"]
    given = {path: re.search(r"^language: (\S+)", path.read_text("utf-8"), re.M) for path in paths}
    told = {path for path in paths if (tag := given[path]) and text_language(body(path)) == tag[1]}
    assert len(told) == len(paths) == 199
