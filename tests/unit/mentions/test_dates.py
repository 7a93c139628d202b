"""Dates in texts: each way of writing them, and numbers that are none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.mentions import dates
from indexer.mentions.dates import DateMention


def read(text: str) -> list[str]:
    """The dates in `text` that are sure, as ISO 8601, a range with `..`."""
    return [value(one) for one in dates(text) if not one.doubtful]


def value(one: DateMention) -> str:
    return str(one.first) if one.first == one.last else f"{one.first}..{one.last}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("انعقد في 14 شتنبر 2011 بالرباط", "2011-09-14"),  # Morocco
        ("في 5 جويلية 1962", "1962-07-05"),  # Algeria, Tunisia
        ("في 3 آب 1999", "1999-08-03"),  # the Levant
        ("في 2 كانون الثاني 2006", "2006-01-02"),  # two words
        ("في 25 يناير (كانون الثاني) عام 1904", "1904-01-25"),  # two names of one month
        ("في 9 يناير/كانون الثاني 1951", "1951-01-09"),
        ("فاتح يوليوز 2011", "2011-07-01"),
        ("متم فبراير 2012", "2012-02-29"),
        ("الثامن والعشرين من سبتمبر لعام 1708", "1708-09-28"),  # an ordinal
        ("وديسمبر 1966", "1966-12"),  # a glued و
        ("le 1er juillet 2011", "2011-07-01"),
        ("March 7, 1994", "1994-03-07"),
        ("12/03/1975", "1975-03-12"),  # the day first
        ("١٢-٣-١٩٧٥", "1975-03-12"),
        ("03/25/1975", "1975-03-25"),  # no month has the number 25
        ("1975-03-12", "1975-03-12"),
        ("فِي 15 دِيسِمْبِرَ 2013", "2013-12-15"),  # vowel marks
        ("سنة ألف وتسعمائة وست وخمسين", "1956"),
        ("الثالث من غشت سنة ألف وتسعمائة وتسع وتسعين", "1999-08-03"),
        ("عام 1975", "1975"),
        ("تأسست في 1995،", "1995"),
        ("ربيع 1997", "1997"),
        ("من 3 إلى 7 ماي 2010", "2010-05-03..2010-05-07"),
        ("بين 13 و14 مايو 2008", "2008-05-13..2008-05-14"),
        ("من مايو إلى يوليو 1921", "1921-05..1921-07"),
        ("من فاتح أكتوبر 1951 إلى متم دجنبر 1953", "1951-10-01..1953-12-31"),
        ("سنوات 2010-2014", "2010..2014"),
        ("موسم 2019/2020", "2019..2020"),
        ("بين عامي 2013 و 2015", "2013..2015"),
        ("من 646م إلى 710م", "0646..0710"),
        ("القرن الثاني عشر", "1101..1200"),
        ("القرنين الثامن عشر والتاسع عشر", "1701..1900"),
        ("au XIXe siècle", "1801..1900"),
        ("القرن الرابع الهجري", "0913..1010"),
        ("ستينيات القرن العشرين", "1960..1969"),
        ("les années 1960", "1960..1969"),
        ("5 محرم 1340هـ", "1921-09-08"),
        ("رجب 1402", "1982-04-25..1982-05-24"),
        ("سنة 1375هـ", "1955-08-20..1956-08-07"),
        ("9 رمضان 1432 (10 أغسطس 2011)", "2011-08-10"),
        ("14 شتنبر 2011 الموافق 15 شوال 1432", "2011-09-14"),
    ],
)
def test_a_date_is_read_in_every_writing(text: str, expected: str) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "القانون رقم 31.13 والظهير 1.11.91 والظهير رقم 1-58-377",  # laws
        "ملف عدد 2019/1302/77",  # a court's file
        "هاتف 0522276000 أو 0661-20-30-40",
        "المادة 1956 من السجل",
        "بلغ عدد السكان 1975 نسمة",
        "في 1850 قرية",  # counted
        "انتصر 3-1 ثم 2/1",
        "استقبلهم السيد شعبان 1500 مرة",  # a name
        "على ارتفاع 1500 م",  # metres
        "سنة 25 ق م",  # before Christ
        "القرن الثامن ق.م",
        "توقف يوم 15 ماي",  # no year
        "18 سنة، 24 شهرا",
    ],
)
def test_a_number_that_is_no_date_is_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "25 من رجب 1423 (23 أكتوبر 2002)",  # the calendars do not agree
        "بداية التسعينيات",  # of which century?
        "سنة 1293",  # Hijri or Gregorian?
        "في ٢٩ رجب سنة ١٣٢٧ وفي ٣ آب سنة ١٣٢٥",  # the year of the Ottoman treasury
        "٦ آذار أيار سنة 1926",  # two months
        "26/9/1427",
    ],
)
def test_a_reading_that_is_a_guess_is_doubtful_and_has_no_keys(text: str) -> None:
    doubtful = [one for one in dates(text) if one.doubtful]
    assert [one.keys for one in doubtful] == [()]


def test_an_early_year_is_of_the_calendar_of_the_other_dates() -> None:
    assert read("تأسست سنة 1339 وهدمت سنة 1956") == ["1339", "1956"]
    assert read("تأسست سنة 1339 وهدمت سنة 1375هـ") == ["1955-08-20..1956-08-07"]


def test_a_date_in_both_calendars_is_one() -> None:
    (one,) = dates("حرر في 9 رمضان 1432 (10 أغسطس 2011).")
    assert (one.calendar, one.hijri) == ("both", 14320909)
    assert one.keys[:2] == ("hijri 14320909", "day 20110810")


@given(st.text(alphabet="0123456789٣/-. (),هـمسنةعامرجبغشتقرن\u064e\n", max_size=60))
def test_dates_stand_in_order_and_apart(text: str) -> None:
    found = list(dates(text))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.first <= one.last for one in found)
