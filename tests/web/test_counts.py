"""Every message with a count, in the form its language has for that count."""

from __future__ import annotations

import re

import pytest

from webapp.languages import entries, load_languages

COUNTS = (0, 1, 2, 3, 10, 11, 99, 100, 102)
FEW, MANY, OTHER = (3, 10), (11, 99), (100, 102)
_COUNTED = re.compile(r"\{n\} (?!منها)([\w\u064b-\u0652]+)")  # a noun, not "of them"


LANGUAGES = load_languages()
COUNTED = [
    (language, key)
    for language in LANGUAGES
    for key, value in entries(LANGUAGES[language].texts)
    if isinstance(value, dict)
]


def said(language: str, key: str, count: int) -> str:
    messages = LANGUAGES[language]
    named = re.findall(r"\{(\w+)\}", str(messages.entry(key)))
    values = {name: f"<{name}>" for name in named if name != "n"}
    return messages.message(key, count=count, **values)


def nouns(language: str, key: str, counts: tuple[int, ...]) -> set[str]:
    """The words that follow the figure of these counts."""
    table = LANGUAGES[language].entry(key)
    texts = (
        table.get(LANGUAGES[language].language.category(count), table["other"]) for count in counts
    )
    return {word for text in texts for word in _COUNTED.findall(text)}


@pytest.mark.parametrize(("language", "key"), COUNTED)
def test_every_count_has_a_sentence(language: str, key: str) -> None:
    for count in COUNTS[1:]:
        assert said(language, key, count).strip(), count


@pytest.mark.parametrize("key", [key for language, key in COUNTED if language == "ar"])
def test_arabic_counts_one_and_two_in_words_and_more_by_their_nouns(key: str) -> None:
    for count in (0, 1, 2):
        assert not re.search(r"\d", said("ar", key, count)), count
    few, many, other = (nouns("ar", key, counts) for counts in (FEW, MANY, OTHER))
    assert not few & (many | other)  # three to ten: the plural; from eleven on the singular
    for noun in many:  # eleven to ninety-nine: the accusative
        assert noun[-1] in "ةاى" or noun.endswith("ًا"), noun
    assert not {noun for noun in other if noun.endswith("ًا")}  # from a hundred: the genitive


@pytest.mark.parametrize(
    ("language", "key"), [(language, key) for language, key in COUNTED if language != "ar"]
)
def test_one_thing_is_not_named_in_the_plural(language: str, key: str) -> None:
    one = nouns(language, key, (1,))
    assert not one & {noun for noun in nouns(language, key, (2,)) if noun.endswith("s")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_before_a_noun_is_a_message_with_a_count(language: str) -> None:
    plain = (value for _, value in entries(LANGUAGES[language].texts))
    assert [text for text in plain if isinstance(text, str) and _COUNTED.search(text)] == []


@pytest.mark.parametrize(
    ("count", "text"),
    [(1, "وثيقة واحدة"), (2, "وثيقتين"), (3, "3 وثائق"), (11, "11 وثيقة"), (102, "102 وثيقة")],
)
def test_documents_after_a_preposition_stand_in_the_genitive(count: int, text: str) -> None:
    assert LANGUAGES["ar"].message("in_documents", count=count) == text
