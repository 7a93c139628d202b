"""The templates and the messages, as files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import webapp
from indexer import FACETS, ArchiveDate, Note, Sort, Width
from webapp.i18n import arabic_category, direction, load_messages, number_text, shown

FOLDER = Path(webapp.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").glob("*.html"))
SOURCES = [*TEMPLATES, *sorted(FOLDER.glob("*.py"))]
MESSAGES = load_messages("ar")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
@pytest.mark.parametrize(
    "refused", [r"\|\s*safe", r"Markup\(", r"\bstyle=", r"\son\w+=", "http://"]
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
        *(f"facet.{facet}" for facet in FACETS),
        *(f"sort.{sort}" for sort in Sort),
        *(f"width.{width}" for width in Width),
        *(f"width.{width}_text" for width in Width),
        *(f"note.{note}.{part}" for note in Note for part in ("title", "text")),
        *(
            f"none.{way}{part}"
            for way in ("unfiltered", "forms", "words")
            for part in ("", "_link")
        ),
        *re.findall(r'"(index_\w+|not_found|\w+_error)"', (FOLDER / "failures.py").read_text()),
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
    assert arabic_category(count) == category


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


def test_values_in_messages_are_escaped() -> None:
    assert "&lt;b&gt;{page}" in MESSAGES.message("base.title", page="<b>{page}", archive="")


def test_an_unknown_value_is_its_own_label() -> None:
    assert MESSAGES.label("kind", "law") == "قانون"
    assert MESSAGES.label("kind", "lettre") == "lettre"
    assert MESSAGES.label("place", "الرباط") == "الرباط"


def test_thousands_are_set_apart() -> None:
    assert [number_text(n) for n in (999, 1000, 1234567)] == [
        "999",
        "1\u202f000",
        "1\u202f234\u202f567",
    ]


@pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("ar-MA", "rtl"), ("fr", "ltr")])
def test_the_direction_follows_the_language(language: str, way: str) -> None:
    assert direction(language) == way


def test_bidi_controls_are_not_shown() -> None:
    assert shown("a\u202eb\u2066c\u200fd\u061ce") == "abcde"
