"""Years and months of the Hijri calendar in Gregorian days, by the arithmetic calendar.

Thirty years hold eleven leap years, those numbered 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29; the
epoch is Friday 16 July 622 (Julian): Reingold & Dershowitz, Calendrical Calculations (2018), ch. 7.
The moon seen over a country may begin a month a day or two apart from it.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from indexer.model.document import ArchiveDate

_EPOCH = 227_015  # of 1 Muharram 1, counted as datetime.date.toordinal does
LAST_YEAR = 9_665  # the last that ends before the year 10000

# 1375هـ, 1375 ه, 1375 h, 1375H, 1375 AH, 1375 de l’hégire
_LETTER = r"\s*(?:ه[ـ\u200d]?\.?|هجري[ةه]?|h\.?|ah|a\.h\.|hijri)\s*"
_HIJRI = re.compile(rf"\s*(\d{{1,4}}){_LETTER}", re.I)
_HIJRI_YEARS = re.compile(rf"\s*(\d{{1,4}})(?:{_LETTER})?(?:\.\.|-|–)\s*(\d{{1,4}}){_LETTER}", re.I)


def first_day(year: int) -> datetime.date:
    """The Gregorian day on which the Hijri `year` begins."""
    return datetime.date.fromordinal(_EPOCH + 354 * (year - 1) + (3 + 11 * year) // 30)


def first_day_of_month(year: int, month: int) -> datetime.date:
    """The Gregorian day on which `month`, 1 to 12, of the Hijri `year` begins.

    Odd months have 30 days and even ones 29; in a leap year the twelfth has 30.
    """
    return first_day(year) + datetime.timedelta(days=29 * (month - 1) + month // 2)


def span(year: int) -> tuple[ArchiveDate, ArchiveDate]:
    """The first and the last Gregorian day of the Hijri `year`, from 1 to LAST_YEAR."""
    first = first_day(year)
    last = first_day(year + 1) - datetime.timedelta(days=1)
    return _date(first), _date(last)


@dataclass(frozen=True, slots=True)
class HijriDay:
    """A day of the Hijri calendar."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class HijriDate:
    """The Hijri days from `first` to `last`: one day, or those of a Gregorian month or year.

    As a text `1439-07-27`, or the two days parted by two dots.
    """

    first: HijriDay
    last: HijriDay

    def __str__(self) -> str:
        return "..".join(dict.fromkeys(map(str, (self.first, self.last))))


def in_hijri(date: ArchiveDate) -> HijriDate | None:
    """`date` in the Hijri calendar; None before its first year."""
    month = date.month or 12
    last = datetime.date(date.year, month, calendar.monthrange(date.year, month)[1])
    first = datetime.date(date.year, date.month or 1, date.day or 1)
    days = [day.toordinal() for day in (first, first if date.day else last)]
    return HijriDate(*map(_hijri_day, days)) if days[0] >= _EPOCH else None


def _hijri_day(ordinal: int) -> HijriDay:
    """The Hijri day of a day that datetime.date counts so; from the same source as `first_day`."""
    year = (30 * (ordinal - _EPOCH) + 10_646) // 10_631
    within = ordinal - first_day(year).toordinal()
    month = (11 * within + 330) // 325
    day = ordinal - first_day_of_month(year, month).toordinal() + 1
    return HijriDay(year, month, day)


def days_of_month(year: int, month: int) -> tuple[ArchiveDate, ArchiveDate]:
    """The first and the last Gregorian day of `month`, 1 to 12, of the Hijri `year`."""
    after = first_day(year + 1) if month == 12 else first_day_of_month(year, month + 1)
    return _date(first_day_of_month(year, month)), _date(after - datetime.timedelta(days=1))


def day_of(year: int, month: int, day: int) -> ArchiveDate:
    """The Gregorian day of the Hijri `day`, 1 to 30, which the moon may move by a day or two."""
    return _date(first_day_of_month(year, month) + datetime.timedelta(days=day - 1))


def hijri_year(text: str) -> int | None:
    """The Hijri year `text` names, with the letter that says so; None when it names none."""
    found = _HIJRI.fullmatch(text)
    year = int(found[1]) if found else 0
    return year if 1 <= year <= LAST_YEAR else None


def days_of(text: str) -> tuple[ArchiveDate, ArchiveDate] | None:
    """The first and the last day of the Hijri year, or years (1370..1375هـ), that `text` names.

    None when it names none, or years that go backwards.
    """
    one, several = hijri_year(text), _HIJRI_YEARS.fullmatch(text)
    if one is not None:
        return span(one)
    if several is None:
        return None
    first, last = int(several[1]), int(several[2])
    if not 1 <= first <= last <= LAST_YEAR:
        return None
    return span(first)[0], span(last)[1]


def _date(day: datetime.date) -> ArchiveDate:
    return ArchiveDate(day.year, day.month, day.day)
