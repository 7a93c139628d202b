"""Timelines and rulers."""

from __future__ import annotations

from itertools import pairwise

import pytest

from indexer import Block, Piece
from webapp.present.drawing import RULER_WIDTH, TALLEST, WIDEST, Timeline, ticks, timeline


def drawn(years: list[tuple[int, int]], width: int = 1000, most: int = 120) -> Timeline:
    found = timeline(years, width, most)
    assert found is not None
    return found


def test_each_year_has_a_bar_and_time_runs_from_the_right() -> None:
    bars = drawn([(2015, 1), (2018, 4)]).bars
    assert [(bar.first, bar.last, bar.count) for bar in bars] == [
        (2015, 2015, 1),
        (2016, 2016, 0),
        (2017, 2017, 0),
        (2018, 2018, 4),
    ]
    assert [bar.left for bar in bars] == [750, 500, 250, 0]
    assert [bar.height for bar in bars] == [TALLEST / 4, 0, 0, TALLEST]


def test_years_that_do_not_fit_share_bars() -> None:
    bars = drawn([(1950, 1), (2024, 1)], width=340, most=24).bars
    assert (bars[0].first, bars[0].last) == (1950, 1954)
    assert len(bars) <= 24


def test_old_texts_share_one_bar() -> None:
    bars = drawn([(846, 2), (1072, 1), (1906, 5), (2024, 1)]).bars
    assert (bars[0].first, bars[0].last, bars[0].count) == (None, 1904, 3)
    assert len(bars) == 121


@pytest.mark.parametrize("years", [[(1, 1), (3, 1)], [(3, 1), (90, 1)], [(1, 1), (2024, 1)]])
@pytest.mark.parametrize("most", [24, 120])
def test_no_document_is_left_out_and_no_bar_is_before_the_year_one(
    years: list[tuple[int, int]], most: int
) -> None:
    drawing = drawn(years, most=most)
    assert sum(bar.count for bar in drawing.bars) == sum(count for _, count in years)
    assert all(bar.first is None or bar.first >= 1 for bar in drawing.bars)


def test_labels_stand_apart() -> None:
    middles = [middle for middle, _ in drawn([(1906, 1), (2024, 1)]).labels]
    assert all(right - left >= 70 for right, left in pairwise(middles))


@pytest.mark.parametrize("years", [[], [(2018, 40)]])
def test_one_year_is_no_timeline(years: list[tuple[int, int]]) -> None:
    assert timeline(years, 1000, 120) is None


def test_a_ruler_begins_at_its_right_end() -> None:
    word, rest = Piece("word", match=True), Piece("x" * 96)
    places = list(ticks([Block(1, 0, (word, rest)), Block(2, 0, (rest, word))]))
    assert places[0] == RULER_WIDTH - 6
    assert 0 <= places[1] < 30


def test_bars_stay_slender_when_there_are_few() -> None:
    few, many = (
        timeline([(2017, 1), (2020, 1)], 1000, 120),
        timeline([(1930, 1), (2020, 1)], 1000, 120),
    )
    assert few is not None
    assert many is not None
    assert few.bar_width == WIDEST < few.slot
    assert many.bar_width < many.slot < WIDEST


def test_time_runs_as_the_page_is_read() -> None:
    years = [(2010, 1), (2012, 2)]
    rtl, ltr = timeline(years, 300, 120), timeline(years, 300, 120, rtl=False)
    assert rtl is not None
    assert ltr is not None
    assert [bar.left for bar in rtl.bars] == [200, 100, 0]
    assert [bar.left for bar in ltr.bars] == [0, 100, 200]


def test_a_ruler_runs_as_the_page_is_read() -> None:
    blocks = [Block(1, 0, (Piece("a", match=True), Piece("bcd")))]
    assert list(ticks(blocks)) == [594]
    assert list(ticks(blocks, rtl=False)) == [0]
