"""What is offered to a reader who types."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from indexer import Archive, CompletionKind

TEXTS = {
    "a.txt": "وزارة العدل\n\nالوزارة ووزارة ووزارات، والوزير وزير، والوزارة الأولى. قانون العدل",
    "b.txt": "مدونة الأسرة\n\nالأُسرة، والأسرة، وزن القانون. قرار المدينة",
    "c.txt": "Sûreté nationale\n\nLa sûreté et la surveillance",
}


@pytest.fixture
def archive(archive_of: Callable[[Mapping[str, str]], Archive]) -> Archive:
    return archive_of(TEXTS)


def texts(archive: Archive, typed: str, kind: CompletionKind, most: int = 8) -> list[str]:
    found = archive.completions(typed, most)
    return [completion.text for completion in found if completion.kind == kind]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("وز", ["وزارة", "وزير", "وزن"]),  # a family once, the most frequent first
        ("الوز", ["الوزارة", "وزير", "وزن"]),  # as it is typed; with the article or without it
        ("وزّا", ["وزارة"]),  # whatever its marks
        ("اسر", ["الأسرة"]),  # the archive has it with the article only
        ("الاس", ["الأسرة"]),
        ("Sur", ["sûreté", "surveillance"]),
        ("\u200fوزا", ["وزارة"]),
        ("قانون وزا", ["قانون وزارة"]),  # the last word of several
        ("قرار وزا", []),  # which no document holds together
        ("وزارة عد", ["وزارة العدل"]),
        ("غائب", []),
        ("و", []),  # too short
        ("ال", []),
        ("وزا ", []),  # the word is whole
        ("وزا؟", []),
        ("", []),
        ("ا" * 31, []),
    ],
)
def test_words(archive: Archive, typed: str, words: list[str]) -> None:
    assert texts(archive, typed, CompletionKind.WORD) == words


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("وزا", ["وزارة العدل"]),
        ("وزارة ال", []),
        ("وزارة الع", ["وزارة العدل"]),
        ("عدل وزا", ["وزارة العدل"]),  # in any order
        ("اسر", ["مدونة الأسرة"]),
        ("surete nat", ["Sûreté nationale"]),
        ("قانون وزا", []),  # of the text
    ],
)
def test_titles(archive: Archive, typed: str, titles: list[str]) -> None:
    assert texts(archive, typed, CompletionKind.TITLE) == titles


def test_no_more_than_asked_for(archive: Archive) -> None:
    assert texts(archive, "وز", CompletionKind.WORD, most=1) == ["وزارة"]


def test_a_word_is_counted_in_its_forms_and_a_title_names_its_document(archive: Archive) -> None:
    word, title = archive.completions("وزار")
    assert (word.count, word.document_id) == (6, None)
    assert (title.text, title.document_id) == ("وزارة العدل", "a")
