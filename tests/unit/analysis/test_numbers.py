"""Which writings are of one number."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import folded, tokens
from indexer.analysis.numbers import (
    DASHES,
    in_two_parts,
    is_number,
    number_family,
    number_in_words,
    other_families,
    other_writings,
    parts_of_number,
    reversed_number,
    words_of_number,
)

SIGNS = f"./-{DASHES}"
GROUPING = (".", ",", "٬", "\u00a0", "\u202f", "\u2009", "\u2007")
SIX_DIGITS = st.from_regex(r"[1-9][0-9]{0,5}", fullmatch=True)


@pytest.mark.parametrize(
    ("family", "writings"),
    [
        # laws, and whatever else signs part into two or more
        ("36-15", "36.15 36-15 36/15 36,15 36–15 36‑15 36‐15 36‒15 36−15 ٣٦.١٥ ٣٦٫١٥"),
        ("1-16-113", "1.16.113 1-16-113 1/16/113 1.16-113 ١.١٦.١١٣"),
        ("01-00", "01.00 01-00"),  # a zero before a number is of it
        ("2019-1302-77", "2019/1302/77 2019-1302-77"),
        ("2011-2012", "2011/2012 2011-2012 2011–2012"),
        # rates
        ("3-5", "3.5 3,5 ٣٫٥ ٣,٥"),
        ("0-125", "0.125 0,125"),  # no group of thousands stands after a zero
        # groups of three digits after a dot, a comma, ٬ or a space that does not break
        ("1200", "1200 1.200 1,200 1٬200 1\u00a0200 1\u202f200 1\u2009200 1،200 ١٬٢٠٠ ١٢٠٠"),
        ("10000000", "10000000 10.000.000 10,000,000 10\u00a0000\u00a0000"),
        ("1200-50", "1.200,50 1,200.50 1٬200٫50 1\u00a0200,50 1200,50 1200.50"),
        ("1-200", "1-200 1/200 1–200"),  # no hyphen and no slash groups digits
        ("1-20-300", "1.20.300 1-20-300"),
        ("12-345-6", "12.345.6"),  # not all of them are groups
        # days, and months of a year
        ("12-3-1975", "12/03/1975 12-3-1975 12.03.1975 ١٢/٣/١٩٧٥ 1975-03-12 1975/3/12"),
        ("3-1975", "03/1975 3/1975 03-1975"),
        ("13-13-1975", "13/13/1975"),  # no day
        ("07-209-1975", "07/209/1975"),
        # telephones of Morocco
        ("0522276000", "0522276000 05-22-27-60-00 05.22.27.60.00 0522-27-60-00 0522-276000"),
        ("0522276000", "212522276000 00212522276000 212-522-27-60-00 212-5-22-27-60-00"),
        # others are apart
        ("10:30", "10:30"),
        ("2:255-257", "2:255-257 2:255–257"),
        ("007", "007"),
        ("7", "7"),
    ],
)
def test_writings_of_one_number_have_one_family(family: str, writings: str) -> None:
    for writing in writings.split(" "):
        (token,) = tokens(writing)
        assert number_family(token.surface) == family, writing
    assert number_family(family) == family


def test_another_law_is_another_law() -> None:
    laws = ("36.15", "136.15", "361.5", "15.36", "3615", "36.1.5", "36:15", "036.15")
    assert len(set(map(number_family, laws))) == len(laws)
    assert number_family("3.615") == "3615"  # thousands, and no law


@given(st.lists(st.from_regex(r"[0-9]{1,2}|[0-9]{5}", fullmatch=True), min_size=2, max_size=4))
def test_signs_between_two_numbers_are_one(parts: list[str]) -> None:
    families = {number_family(folded(sign.join(parts))) for sign in (*SIGNS, ",", "٫")}
    digits = "".join(parts)
    if not (digits[0] == "0" and len(digits) == 10) and not digits.startswith(("212", "00212")):
        assert families == {"-".join(parts)}


@given(st.lists(SIX_DIGITS, min_size=2, max_size=4), st.lists(SIX_DIGITS, min_size=2, max_size=4))
def test_other_parts_are_another_number(parts: list[str], others: list[str]) -> None:
    one, other = (number_family("/".join(of)) for of in (parts, others))
    assert (one == other) == (parts == others or day_of(parts) == day_of(others) is not None)


def day_of(parts: list[str]) -> datetime.date | None:
    """The day that `parts` are, the year first or last."""
    for order in (parts, parts[::-1]):
        if len(order) == 3 and len(order[0]) == 4 and order[0] < "3":
            try:
                return datetime.date(*map(int, order))
            except ValueError:
                continue
    return None


@given(st.integers(1_000, 10**15), st.sampled_from(GROUPING))
def test_thousands_are_grouped_by_any_of_the_signs(number: int, sign: str) -> None:
    (token,) = tokens(f"{number:,}".replace(",", sign))
    assert number_family(token.surface) == str(number)


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)), st.sampled_from(SIGNS))
def test_a_day_is_written_with_zeros_or_without(day: datetime.date, sign: str) -> None:
    plain = f"{day.day}-{day.month}-{day.year}"
    for form in ("{0.day:02}{1}{0.month:02}{1}{0.year}", "{0.year}{1}{0.month:02}{1}{0.day:02}"):
        assert number_family(folded(form.format(day, sign))) == plain


@given(st.text("0123456789.,/:-٫٬–−\u00a0ا", max_size=45))
def test_the_family_of_a_family_is_itself(text: str) -> None:
    family = number_family(text)
    assert number_family(family) == family
    assert is_number(family) == is_number(text)
    assert all(map(str.isdecimal, parts_of_number(family)))


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("2011/2012", ("2011", "2012")),
        ("2012-13", ("2012", "13", "2013")),
        ("2017-18", ("2017", "18", "2018")),
        ("1999-00", ("1999", "00", "2000")),
        ("2019/1302/77", ("2019", "1302", "77")),
        ("2443/48", ("2443", "48")),  # a resolution: no year is 2448
        ("1.200", ()),
        ("2012", ()),
        ("10:30", ("10", "30")),
        ("17:6-18", ("17", "6", "18")),
    ],
)
def test_parts_of_a_number(number: str, parts: tuple[str, ...]) -> None:
    assert parts_of_number(number_family(number)) == parts


@pytest.mark.parametrize(
    ("number", "others"),
    [
        ("2017-18", ("2017-2018",)),
        ("2017/2018", ("2017-18",)),
        ("1999-00", ("1999-2000",)),
        ("2017-19", ()),
        ("2017-2019", ()),
        ("36-15", ()),
        ("2018", ()),
    ],
)
def test_two_years_in_short(number: str, others: tuple[str, ...]) -> None:
    assert other_families(number) == others


@pytest.mark.parametrize(
    ("number", "others"),
    [("1-200", ("1.200", "1,200")), ("1.200", ()), ("36-15", ()), ("1200", ())],
)
def test_two_parts_may_be_written_like_thousands(number: str, others: tuple[str, ...]) -> None:
    assert other_writings(number) == others


@pytest.mark.parametrize(
    ("number", "family"),
    [("1.218", "1-218"), ("1,218", "1-218"), ("1218", None), ("1\u00a0218", None), ("1-218", None)],
)
def test_a_sign_that_groups_thousands_may_part_two_numbers(number: str, family: str | None) -> None:
    assert in_two_parts(number) == family


@pytest.mark.parametrize(
    ("number", "turned"),
    [("14-113", "113-14"), ("113.16.1", "1-16-113"), ("15.15", None), ("2012", None)],
)
def test_a_number_with_its_parts_in_the_other_order(number: str, turned: str | None) -> None:
    assert reversed_number(number_family(number)) == turned


@pytest.mark.parametrize(
    ("words", "family"),
    [
        ("1 200", "1200"),
        ("10 000 000", "10000000"),
        ("0522 27 60 00", "0522276000"),
        ("05 22 27 60 00", "0522276000"),
        ("212 522 27 60 00", "0522276000"),
        ("36 15", None),
        ("2011 2012", None),
        ("0 200", None),
        ("1 20", None),
        ("المادة 200", None),
        ("1200", None),
    ],
)
def test_a_number_in_several_words(words: str, family: str | None) -> None:
    assert number_in_words(words.split(" ")) == family


@pytest.mark.parametrize(
    ("family", "rows"),
    [
        ("1200", ["1 200"]),
        ("10000000", ["10 000 000"]),
        ("1200-50", ["1 200-50", "1200 50"]),
        ("36-15", ["36 15"]),
        ("2014-2015", ["2014 2015"]),
        ("12-3-1975", ["12 3 1975"]),
        ("3-5", []),  # wrong too often
        ("574-2", []),
        ("200", []),
        ("10:30", []),
    ],
)
def test_the_words_of_a_number(family: str, rows: list[str]) -> None:
    assert [" ".join(row) for row in words_of_number(family)] == rows


def test_the_words_of_a_telephone_number() -> None:
    rows = [" ".join(row) for row in words_of_number("0522276000")]
    assert {"05 22 27 60 00", "0522 27 60 00", "212 522 27 60 00", "212 5 22 27 60 00"} < {*rows}
    for row in rows:
        assert number_in_words(row.split(" ")) == "0522276000"
