"""Hijri years in Gregorian days."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import ArchiveDate
from indexer.model.hijri import (
    LAST_YEAR,
    days_of,
    first_day,
    first_day_of_month,
    hijri_year,
    in_hijri,
    span,
)


@pytest.mark.parametrize(
    ("year", "day"),
    [
        # Reingold & Dershowitz's tabular calendar, which begins a year a day or two from the moon's
        (1, "0622-07-19"),  # 16 July 622 of the Julian calendar
        (1300, "1882-11-12"),
        (1375, "1955-08-20"),
        (1400, "1979-11-21"),
        (1420, "1999-04-17"),
        (1445, "2023-07-19"),
    ],
)
def test_a_year_begins_on_its_day(year: int, day: str) -> None:
    assert str(first_day(year)) == day


def test_a_year_ends_where_the_next_begins() -> None:
    first, last = span(1375)
    assert (str(first), str(last)) == ("1955-08-20", "1956-08-07")


@given(st.integers(1, LAST_YEAR - 1))
def test_every_year_has_354_or_355_days(year: int) -> None:
    assert (first_day(year + 1) - first_day(year)).days in (354, 355)


@given(st.integers(1, LAST_YEAR - 30))
def test_thirty_years_have_eleven_leap_days(year: int) -> None:
    assert first_day(year + 30) - first_day(year) == datetime.timedelta(days=30 * 354 + 11)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1375هـ", 1375),
        ("1375 ه", 1375),
        ("١٣٧٥هـ", 1375),
        ("1375 هجرية", 1375),
        ("1375 h", 1375),
        ("1375 AH", 1375),
        ("1375 H.", 1375),
        ("1375", None),  # a Gregorian year, unless something says otherwise
        ("0هـ", None),
        ("99999هـ", None),
        ("هـ", None),
        ("1955-08-20", None),
    ],
)
def test_a_hijri_year_says_that_it_is_one(text: str, year: int | None) -> None:
    assert hijri_year(text) == year


@given(st.text())
def test_any_text_is_a_year_or_none(text: str) -> None:
    year = hijri_year(text)
    assert year is None or 1 <= year <= LAST_YEAR


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1375هـ", "1955-08-20 1956-08-07"),
        ("١٣٧٥ هـ", "1955-08-20 1956-08-07"),
        ("1375..1376هـ", "1955-08-20 1957-07-28"),
        ("1375هـ..1376هـ", "1955-08-20 1957-07-28"),
        ("1376..1375هـ", None),
        ("1375", None),  # Gregorian
        ("0هـ", None),
        ("9999هـ", None),
    ],
)
def test_the_days_of_years(text: str, days: str | None) -> None:
    found = days_of(text)
    assert (found and " ".join(map(str, found))) == days


@pytest.mark.parametrize(
    ("date", "hijri"),
    [
        ("2018-04-13", "1439-07-27"),
        ("1999-08-03", "1420-04-20"),
        ("2015-03", "1436-05-10..1436-06-10"),
        ("2018", "1439-04-13..1440-04-22"),
        ("0622-07-19", "0001-01-01"),
        ("0622-07-18", ""),
        ("9999-12", "9666-03-02..9666-04-02"),
    ],
)
def test_a_date_has_its_hijri_days(date: str, hijri: str) -> None:
    assert str(in_hijri(ArchiveDate.parse(date)) or "") == hijri


def test_each_day_of_a_hijri_year_is_found_from_its_gregorian_day() -> None:
    for year in range(1, 9_000, 500):
        for month in range(1, 13):
            day = first_day_of_month(year, month)
            date = ArchiveDate(day.year, day.month, day.day)
            assert str(in_hijri(date)) == f"{year:04}-{month:02}-01"
