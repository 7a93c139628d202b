"""The numbers of articles and chapters, in digits and in words."""

from __future__ import annotations

import pytest

from indexer.structure.numbers import DivisionNumber, WrittenNumber, readings


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("66", "66"),
        ("٦٦", "66"),  # Arabic-Indic digits
        ("۱۲", "12"),  # Persian ones
        ("(12)", "12"),
        ("574-1", "574-1"),  # inserted between 574 and 575
        ("13.2", "13-2"),  # the same with a full stop
        ("218-4-1", "218-4-1"),
        ("الأولى", "1"),
        ("فاتح", "1"),
        ("الفريدة", "1"),  # the only article
        ("العاشر", "10"),
        ("الحادية عشرة", "11"),
        ("التاسع عشر", "19"),
        ("العشرون", "20"),
        ("الواحد والعشرون", "21"),
        ("الخامسة والثمانين", "85"),
        ("المائة", "100"),
        ("الثالثة والعشرون بعد المائة", "123"),
        ("الثَّانِيَة", "2"),  # vowelled
        ("التمهيدي", "0"),
        ("32 المكرر", "32bis"),
        ("الرابعة مكررة", "4bis"),
        ("32 المكرر مرتين", "32ter"),
        ("12 bis", "12bis"),
        ("7 quater", "7quater"),
        ("premier", "1"),
        ("1er", "1"),
        ("XIV", "14"),
        ("IV", "4"),
        ("deuxième", "2"),
    ],
)
def test_number(written: str, number: str) -> None:
    assert str(DivisionNumber.parse(written)) == number


@pytest.mark.parametrize("words", ["", "القانون", "66 من القانون", "كتاب", "12 %", "mix"])
def test_words_that_are_no_number(words: str) -> None:
    assert DivisionNumber.parse(words) is None


def test_numbers_are_ordered_as_in_a_law() -> None:
    ordered = ["32", "32bis", "32ter", "33", "82", "82-1", "82-5", "82-5-2", "82-10", "83"]
    numbers = [DivisionNumber.parse(number) for number in ordered]
    assert sorted(numbers, key=str) != numbers
    assert sorted(filter(None, numbers)) == numbers


@pytest.mark.parametrize(
    ("number", "digits", "meant"),
    [
        (DivisionNumber(6621), "6621", "66"),  # note 21 after it
        (DivisionNumber(47), "47", "7"),  # note 4 before it
        (DivisionNumber(4, (82,)), "4", "82-4"),  # its parts in the other order
        (DivisionNumber(16, (7,)), "16", "16"),  # paragraph 7, or note 7
        (DivisionNumber(229, (1,)), "229", "22-1"),
    ],
)
def test_a_number_may_mean_others(number: DivisionNumber, digits: str, meant: str) -> None:
    assert meant in [str(one) for one, _ in readings(WrittenNumber(number, 0, digits))]
