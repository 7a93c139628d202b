"""The places of a paragraph in groups: words that meet, and places alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.explore.cooccurrence import WINDOW, distinct_words, meetings
from indexer.highlight.matcher import Span


def spans(text: str) -> list[Span]:
    """A span for each letter of `text`, which is its word; a dot is a place without one."""
    return [
        Span(10 * at, 10 * at + 9, 0, (ord(word), 0)) for at, word in enumerate(text) if word != "."
    ]


def shown(groups: list[list[Span]]) -> list[str]:
    return ["".join(chr(span.word[0]) for span in group) for group in groups]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("", []),
        ("a", ["a"]),
        ("aaa", ["a", "a", "a"]),  # one word does not meet itself
        ("ab", ["ab"]),
        ("a....b", ["ab"]),  # the window holds six
        ("a.....b", ["a", "b"]),
        ("aab", ["a", "ab"]),  # no more than it must
        ("abab", ["ab", "ab"]),
        ("aba", ["ab", "a"]),
        ("ab.bca", ["ab", "bca"]),  # three together are not broken by two
        ("abbc", ["abbc"]),
        ("a.ba", ["a", "ba"]),  # the nearest
        ("ab.....cd", ["ab", "cd"]),
        ("abc.....ab", ["abc", "ab"]),
    ],
)
def test_words_that_meet(text: str, groups: list[str]) -> None:
    assert shown(meetings(spans(text))) == groups


@given(st.text("abc..", max_size=40))
def test_every_place_is_in_one_group(text: str) -> None:
    found = meetings(spans(text))
    assert [span for group in found for span in group] == spans(text)
    for group in found:
        assert len(group) == 1 or (
            distinct_words(group) > 1 and group[-1].end - group[0].start <= WINDOW
        )
        # neither end could be left out
        if len(group) > 1:
            assert distinct_words(group[1:]) < distinct_words(group) > distinct_words(group[:-1])
