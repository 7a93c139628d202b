"""The templates and the messages, as files."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import webapp
from indexer import ArchiveDate
from webapp.i18n import PLURALS, Messages, direction, shown
from webapp.languages import entries, keys_by_value, load_languages

FOLDER = Path(webapp.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").iterdir())
SOURCES = [*TEMPLATES, *sorted(FOLDER.rglob("*.py"))]
LANGUAGE = load_languages()
MESSAGES = LANGUAGE["ar"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
@pytest.mark.parametrize(
    "refused", [r"\|\s*safe", r"Markup\(", r"\bstyle=", r"\son\w+=", r"http://(?!(www|a9)\.)"]
)
def test_templates_make_no_markup_of_texts(template: Path, refused: str) -> None:
    assert not re.search(refused, template.read_text("utf-8"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_visible_word_is_a_message(template: Path) -> None:
    assert not re.search(r"[\u0620-\u064a]", template.read_text("utf-8"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_messages_named_in_the_sources_exist(source: Path) -> None:
    named = re.findall(r"""\b(?:message|entry)\(["']([\w.]+)["'][,)]""", source.read_text("utf-8"))
    assert [key for key in named if key not in MESSAGES] == []


@pytest.mark.parametrize(
    "key",
    [
        *keys_by_value(),
        *(f"views.{view}" for view in ("documents", "kwic", "terms", "compare")),
        *(f"terms.{side}" for side in ("before", "near", "after")),
        *(f"terms.form.{form}" for form in ("bare", "written")),
        *(f"compare.measure.{one}" for one in ("rate", "places", "documents")),
        "error.too_many_requests.text",
        *re.findall(
            r'"(index_\w+|not_found|\w+_error)"', (FOLDER / "http" / "failures.py").read_text()
        ),
    ],
)
def test_messages_named_by_a_value_exist(key: str) -> None:
    assert (key if "." in key else f"error.{key}.text") in MESSAGES


@pytest.mark.parametrize(
    ("count", "category"),
    [
        (0, "zero"),
        (1, "one"),
        (2, "two"),
        (3, "few"),
        (10, "few"),
        (11, "many"),
        (99, "many"),
        (100, "other"),
        (102, "other"),
        (103, "few"),
        (111, "many"),
        (1000, "other"),
    ],
)
def test_arabic_has_six_plural_categories(count: int, category: str) -> None:
    assert PLURALS["ar"].category(count) == category


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "لا وثائق"),
        (1, "وثيقة واحدة"),
        (2, "وثيقتان"),
        (3, "3 وثائق"),
        (11, "11 وثيقة"),
        (48200, "48\u202f200 وثيقة"),
    ],
)
def test_documents_are_counted_in_words(count: int, text: str) -> None:
    assert MESSAGES.message("documents", count=count) == text


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (ArchiveDate(2018, 4, 13), "13 أبريل 2018"),
        (ArchiveDate(2017, 11), "نونبر 2017"),
        (ArchiveDate(846), "846"),
    ],
)
def test_dates_are_written_as_precisely_as_they_are_known(date: ArchiveDate, text: str) -> None:
    assert MESSAGES.date(date) == text


@pytest.mark.parametrize(
    ("language", "date", "text"),
    [
        ("fr", ArchiveDate(2018, 8, 1), "1er août 2018"),
        ("fr", ArchiveDate(2018, 8, 2), "2 août 2018"),
        ("en", ArchiveDate(2018, 4, 13), "13 April 2018"),
        ("ar", ArchiveDate(2018, 8, 1), "1 غشت 2018"),
    ],
)
def test_each_language_writes_dates_its_way(language: str, date: ArchiveDate, text: str) -> None:
    assert LANGUAGE[language].date(date) == text


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("fr", 0, "aucun document"),
        ("fr", 1, "1 document"),
        ("fr", 2, "2 documents"),
        ("en", 0, "no documents"),
        ("en", 1, "1 document"),
        ("en", 2, "2 documents"),
    ],
)
def test_each_language_counts_its_way(language: str, count: int, text: str) -> None:
    assert LANGUAGE[language].message("documents", count=count) == text


CATEGORIES = {
    "ar": {"zero", "one", "two", "few", "many", "other"},
    "fr": {"zero", "one", "other"},
    "en": {"zero", "one", "other"},
}


@pytest.mark.parametrize("language", [name for name in LANGUAGE if name != "ar"])
def test_every_language_has_the_same_messages(language: str) -> None:
    ours, theirs = dict(entries(MESSAGES.texts)), dict(entries(LANGUAGE[language].texts))
    assert ours.keys() == theirs.keys()
    for key, text in ours.items():
        assert type(text) is type(theirs[key]), key
        assert set(named(text)) >= set(named(theirs[key])) - {"n"}, key


def named(text: Any) -> list[str]:
    """The places a message has for values."""
    return re.findall(r"{(\w+)}", str(list(text.values()) if isinstance(text, dict) else text))


@pytest.mark.parametrize("language", LANGUAGE)
def test_plurals_are_complete(language: str) -> None:
    for key, text in entries(LANGUAGE[language].texts):
        if isinstance(text, dict):
            assert text.keys() >= CATEGORIES[language] - {"zero"}, key
            assert text.keys() <= CATEGORIES[language], key


@pytest.mark.parametrize("messages", LANGUAGE.values(), ids=LANGUAGE)
def test_every_kind_and_language_has_a_name(messages: Messages) -> None:
    assert len(messages.entry("months")) == 12
    assert messages.entry("kind").keys() == MESSAGES.entry("kind").keys()


def test_french_keeps_signs_with_their_words() -> None:
    text = (FOLDER / "messages" / "fr.toml").read_text("utf-8")
    assert tomllib.loads(text)
    values = re.findall(r'= "(.*)"$', text, re.M)
    assert [value for value in values if re.search(r" [:;?!»]|« ", value)] == []


def test_values_in_messages_are_escaped() -> None:
    assert "&lt;b&gt;{page}" in MESSAGES.message("base.title", page="<b>{page}", archive="")


def test_an_unknown_value_is_its_own_label() -> None:
    assert MESSAGES.label("kind", "law") == "قانون"
    assert MESSAGES.label("kind", "lettre") == "lettre"
    assert MESSAGES.label("place", "الرباط") == "الرباط"


def test_thousands_are_set_apart() -> None:
    assert LANGUAGE["en"].number(48200) == "48,200"
    assert [MESSAGES.number(n) for n in (999, 1000, 1234567)] == [
        "999",
        "1\u202f000",
        "1\u202f234\u202f567",
    ]


@pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("ar-MA", "rtl"), ("fr", "ltr")])
def test_the_direction_follows_the_language(language: str, way: str) -> None:
    assert direction(language) == way


def test_bidi_controls_are_not_shown() -> None:
    assert shown("a\u202eb\u2066c\u200fd\u061ce") == "abcde"
