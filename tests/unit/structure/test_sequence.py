"""The articles of a law are told by their order."""

from __future__ import annotations

import pytest

from indexer.highlight.sections import Text
from indexer.structure.lines import division_lines
from indexer.structure.sequence import article_numbers


def numbers(*names: str, sign: str = "## ") -> list[list[str]]:
    """The numbers of the articles of each text that the headings `names` make."""
    text = "\n\n".join(f"{sign}المادة {name}\n\nنص من النصوص." for name in names)
    found = article_numbers(list(division_lines(Text.of(text))), len(text))
    return [[str(of[at]) for at in sorted(of)] for of in found]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("1 2 3 4", "1 2 3 4"),
        ("65 6621 67 68", "65 66 67 68"),  # note 21 is glued to 66
        ("1 22 3 4 35 6 47 58", "1 2 3 4 5 6 7 8"),  # notes 2, 3… stand before the numbers
        ("1 2 711 3 4", "1 2 3 4"),  # what fits nowhere is none
        ("1-1 2 3-1 4-1 5", "1 2 3 4 5"),  # with the number of their first paragraph
        ("80 81 82 82-1 82-2 83", "80 81 82 82-1 82-2 83"),
        ("307 308 1-308 2-308 3-308 309", "307 308 308-1 308-2 308-3 309"),  # turned round
        ("15 16-7 17", "15 16 17"),  # note 7 of article 16
        ("1 2 404 431 3 61 407 4 5", "1 2 3 4 5"),  # articles of other laws that are quoted
        ("79 80 3 8 81 82", "79 80 81 82"),
        ("1 2 4 3 5 6", "1 2 4 3 5 6"),  # columns that were mixed
    ],
)
def test_numbers(names: str, expected: str) -> None:
    assert numbers(*names.split()) == [expected.split()]


def test_another_text_begins_anew() -> None:
    two = ("1 2 3 4 5 6", "1 2 3 4 5")
    assert numbers(*" ".join(two).split()) == [one.split() for one in two]


@pytest.mark.parametrize("names", ["19", "19 5", "12 80 301", "7 3 90 2"])
def test_articles_that_are_only_mentioned_are_none(names: str) -> None:
    assert numbers(*names.split()) == []


def test_lines_of_a_text_must_begin_with_the_first_article() -> None:
    assert numbers("1", "2", "3", sign="") == [["1", "2", "3"]]
    assert numbers("23", "24", "25", sign="") == []
