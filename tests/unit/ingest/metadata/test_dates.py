"""Dates as people write them, from Morocco to Iraq."""

from __future__ import annotations

import datetime
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.metadata.dates import read_date
from indexer.model import ArchiveDate


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2026-01-31T10:00:00+03:00", "2026-01-31"),  # a time and a zone: the day there
        ("2019-05-04 10:30", "2019-05-04"),
        ("2011-07-29Z", "2011-07-29"),
        ("20190504", "2019-05-04"),
        ("D:20190504120000+01'00'", "2019-05-04"),  # properties of PDF
        ("2019:05:04 10:00:00", "2019-05-04"),  # cameras
        ("Sat, 31 Jan 2026 10:00:00 +0300", "2026-01-31"),  # letters
        ("2019/5/4", "2019-05-04"),
        ("31-12-2019", "2019-12-31"),
        ("٣١/١٢/٢٠١٩", "2019-12-31"),
        ("۲۰۱۱-۰۷", "2011-07"),
        ("2019", "2019"),
        ("850 م", "0850"),
        ("14 شتنبر 2011", "2011-09-14"),  # Morocco
        ("فاتح يوليوز 2011", "2011-07-01"),
        ("غشت 2012", "2012-08"),
        ("3 دجنبر 1999", "1999-12-03"),
        ("5 فيفري 2011", "2011-02-05"),  # Tunisia and Algeria
        ("12 جويلية 1962", "1962-07-12"),
        ("جوان 1967", "1967-06"),
        ("14 سبتمبر 2011", "2011-09-14"),  # Egypt
        ("21 آب 2013", "2013-08-21"),  # the Levant
        ("2 كانون الثاني/يناير 2013", "2013-01-02"),
        ("تشرين الأول 1973", "1973-10"),
        ("1er août 1962", "1962-08-01"),
        ("mardi 4 janvier 2011 à 10h30", "2011-01-04"),
        ("May 4, 2019", "2019-05-04"),
        ("4th of May 2019", "2019-05-04"),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_written(written: str, date: str) -> None:
    assert read_date(written) == (ArchiveDate.parse(date), None)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("04/05/2019", "2019-05-04"),  # the day first, as in the region
        ("12/31/2019", "2019-12-31"),  # which it cannot be here
        ("9 جمادى الآخرة 1408", "1988-01-29"),  # the tabular calendar: a day may differ
        ("9 جمادى الآخرة 1408 (29 يناير 1988)", "1988-01-29"),
        ("12/8/1375هـ", "1956-03-25"),
        ("رجب 1375", "1956-02"),  # the month that has its middle
        ("1375هـ", "1956"),
        ("23 Rabii I 1432", "2011-02-27"),
        ("c. 1912", "1912"),
        ("حوالي 1912", "1912"),
        ("[1912?]", "1912"),
        ("printemps 2011", "2011"),
        ("1912-1956", "1912"),
        ("الرباط في 12 مارس 1975", "1975-03-12"),
    ],
)
def test_where_a_choice_is_made_the_words_of_the_writer_are_kept(written: str, date: str) -> None:
    assert read_date(written) == (ArchiveDate.parse(date), written)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("أمس", "is not a date"),
        ("12/3/75", "is not a date"),  # of which century?
        ("0000", "no year 0"),
        ("30/02/2019", "has no day 30"),
        ("13/13/2019", "no month 13"),
        ("44 ق.م", "before the year 1"),
        ("القرن 19", "is not a date"),
        ("القانون 36.15 لسنة 2016", "belongs to no date"),
        ("2011، 2012، 2013", "more than one date"),
        ("ن" * 300, "too long"),
        (True, "is not a date"),
        (None, "is not a date"),
        (str(datetime.date.today().year + 2), "in the future"),
    ],
)
def test_what_is_no_date_is_said(written: object, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_date(written)


def test_dates_of_python_and_years_are_taken_as_they_are() -> None:
    noon = datetime.datetime(2020, 1, 2, 12, tzinfo=datetime.UTC)
    assert read_date(noon).date == read_date(noon.date()).date == ArchiveDate(2020, 1, 2)
    assert read_date(2011).date == ArchiveDate(2011)


@given(st.dates(datetime.date(1, 1, 1), datetime.date(2020, 12, 31)))
def test_every_day_is_read_from_each_order_of_its_parts(day: datetime.date) -> None:
    due = ArchiveDate(day.year, day.month, day.day)
    assert read_date(str(due)).date == due
    assert read_date(f"{day.day:02}/{day.month:02}/{day.year:04}").date == due
    assert read_date(f"{day.year:04}/{day.month}/{day.day}").date == due


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_reason(text: str) -> None:
    with suppress(ValueError):
        assert isinstance(read_date(text).date, ArchiveDate)
