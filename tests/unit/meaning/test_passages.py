"""Passages are equally long, and a text has no short tail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.meaning.model import Model
from indexer.meaning.passages import MOST_PIECES, equal_parts, sections


@pytest.mark.parametrize(
    ("sizes", "most", "parts"),
    [
        ([1] * 10, 10, [(0, 10)]),
        ([1] * 11, 10, [(0, 6), (6, 11)]),  # not 10 and a tail of 1
        ([1] * 21, 10, [(0, 7), (7, 14), (14, 21)]),
        ([5, 5, 1, 1], 6, [(0, 2), (2, 4)]),  # a size is not divided
        ([50], 10, [(0, 1)]),
        ([0], 10, [(0, 1)]),  # a word of which nothing is read
    ],
)
def test_equal_parts(sizes: list[int], most: int, parts: list[tuple[int, int]]) -> None:
    assert equal_parts(sizes, most) == parts


@given(st.lists(st.integers(1, 9), min_size=1, max_size=400), st.integers(20, 60))
def test_no_part_is_much_larger_or_smaller_than_another(sizes: list[int], most: int) -> None:
    parts = equal_parts(sizes, most)
    assert [number for first, last in parts for number in range(first, last)] == [
        *range(len(sizes))
    ]
    lengths = [sum(sizes[first:last]) for first, last in parts]
    assert max(lengths) - min(lengths) <= 2 * max(sizes)
    assert max(lengths) <= most + max(sizes)


def test_a_passage_is_cut_between_words(small: Model) -> None:
    text = "  " + "شرطة بحر " * 500
    found = small.passages(text)
    assert [len(passage.ids) for passage in found] == [250] * 4
    assert found[0].start == 2
    assert all(text[one.start : one.end] == text[one.start : one.end].strip() for one in found)
    assert max(len(passage.ids) for passage in found) <= MOST_PIECES


def test_a_text_without_words_has_no_passage(small: Model) -> None:
    assert small.passages(" \n") == []


def test_a_long_text_has_sections_that_end_after_an_empty_line() -> None:
    text = "سطر من الكلام\n\n" * 20_000
    found = sections(text)
    assert "".join(text[start:end] for start, end in found) == text
    assert len(found) == 3
    assert all(text[:end].endswith("\n\n") for _, end in found)
    assert sections("") == [(0, 0)]
    assert len(sections("ا" * 250_000)) == 3  # no place to cut at
