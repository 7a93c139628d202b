"""Dates → the keys that documents are found by, and a period → the keys that lie in it.

    1999-08-03          day 19990803, month 199908, year 1999, decade 199
    August 1999         month 199908, year 1999, decade 199
    1801 to 1900        century 19
    5 Muharram 1340     hijri 13400105, computed 19210908, month 192109, year 1921, decade 192

A mention has the key of each unit that it is or lies in, so a period is few keys: whole decades,
then the years, months and days at its ends. The Gregorian day of a date that is written in the
Hijri calendar alone is computed, and may be a day off: it has a key of its own.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from typing import Protocol

from indexer.mentions.date_readings import Calendar, Precision
from indexer.model import ArchiveDate


class WrittenDate(Protocol):
    """A date as it was read: from the Gregorian date `first` to `last`."""

    @property
    def first(self) -> ArchiveDate: ...
    @property
    def last(self) -> ArchiveDate: ...
    @property
    def calendar(self) -> Calendar: ...
    @property
    def precision(self) -> Precision: ...
    @property
    def hijri(self) -> int | None: ...


_MOST_DAYS = 31  # of a range that has each of its days
_MOST_MONTHS = 24
_MOST_YEARS = 100
_COMPUTED = ("day", "computed")


def date_keys(reading: WrittenDate) -> Iterator[str]:
    """The keys of a date, or of a range of dates, the narrowest first."""
    first, last = reading.first, reading.last
    if reading.precision is Precision.SPAN:
        yield from _keys_of_span(first.year, last.year)
        return
    if reading.hijri:
        yield f"hijri {reading.hijri:08}"
    if reading.precision is Precision.DAY:
        unit = _COMPUTED[reading.calendar is Calendar.HIJRI]
        yield from (f"{unit} {day:%Y%m%d}" for day in _days(first, last))
    if reading.precision in (Precision.DAY, Precision.MONTH):
        yield from _months(first, last)
    yield from _years(first, last)


def keys_asked(reading: WrittenDate) -> tuple[str, ...]:
    """The keys by which a reader who writes this date finds it: a day, some days, or months.

    None for years and longer. A computed day finds the days beside it.
    """
    if reading.precision is Precision.MONTH:
        return tuple(_months(reading.first, reading.last))
    if reading.precision is not Precision.DAY:
        return ()
    days = list(_days(reading.first, reading.last))
    near = [day + datetime.timedelta(days=step) for day in days for step in (-1, 0, 1)]
    keys: list[str] = []
    if reading.hijri:
        keys.append(f"hijri {reading.hijri:08}")
    if reading.calendar is Calendar.HIJRI:
        keys += (f"day {day:%Y%m%d}" for day in near)
    else:
        keys += (f"day {day:%Y%m%d}" for day in days)
        keys += (f"computed {day:%Y%m%d}" for day in near)
    return tuple(dict.fromkeys(keys))


def period_keys(first: ArchiveDate, last: ArchiveDate) -> tuple[str, ...]:
    """The keys of the dates that lie wholly in the period from `first` to `last`."""
    start, end = _first_day(first), _last_day(last)
    if start > end:
        return ()
    keys = [f"century {number}" for number in range(1, 22) if _covers(start, end, number)]
    day, after = start, end + datetime.timedelta(days=1)
    while day < after:
        for unit in (_decade, _year, _month, _one_day):
            key, begins, ends = unit(day)
            if begins == day and ends <= after:
                break
        keys.append(key)
        if unit is _one_day:
            keys.append(key.replace("day", "computed"))
        day = ends
    return tuple(keys)


def _covers(start: datetime.date, end: datetime.date, century: int) -> bool:
    first, last = 100 * century - 99, 100 * century
    return start <= datetime.date(first, 1, 1) and datetime.date(last, 12, 31) <= end


_Unit = tuple[str, datetime.date, datetime.date]  # its key, its first day, the day after it


def _decade(day: datetime.date) -> _Unit:
    first = max(1, day.year - day.year % 10)
    after = day.year - day.year % 10 + 10
    return f"decade {day.year // 10}", datetime.date(first, 1, 1), datetime.date(after, 1, 1)


def _year(day: datetime.date) -> _Unit:
    return f"year {day.year}", day.replace(month=1, day=1), datetime.date(day.year + 1, 1, 1)


def _month(day: datetime.date) -> _Unit:
    first = day.replace(day=1)
    after = (first + datetime.timedelta(days=31)).replace(day=1)
    return f"month {first:%Y%m}", first, after


def _one_day(day: datetime.date) -> _Unit:
    return f"day {day:%Y%m%d}", day, day + datetime.timedelta(days=1)


def _first_day(date: ArchiveDate) -> datetime.date:
    return datetime.date(date.year, date.month or 1, date.day or 1)


def _last_day(date: ArchiveDate) -> datetime.date:
    month = date.month or 12
    return datetime.date(date.year, month, date.day or calendar.monthrange(date.year, month)[1])


def _keys_of_span(first: int, last: int) -> Iterator[str]:
    """The keys of a decade, or of each century from `first` to `last`."""
    if last - first == 9 and first % 10 == 0:
        yield f"decade {first // 10}"
        return
    yield from (
        f"century {number}" for number in range((first + 99) // 100, (last + 99) // 100 + 1)
    )


def _days(first: ArchiveDate, last: ArchiveDate) -> Iterator[datetime.date]:
    """The days from `first` to `last`; of many, these two."""
    start, end = _first_day(first), _last_day(last)
    if (end - start).days < _MOST_DAYS:
        yield from (start + datetime.timedelta(days=day) for day in range((end - start).days + 1))
    else:
        yield from (start, end)


def _months(first: ArchiveDate, last: ArchiveDate) -> Iterator[str]:
    start = 12 * first.year + (first.month or 1) - 1
    end = 12 * last.year + (last.month or 12) - 1
    numbers = range(start, end + 1) if end - start < _MOST_MONTHS else (start, end)
    yield from (f"month {number // 12:04}{number % 12 + 1:02}" for number in numbers)


def _years(first: ArchiveDate, last: ArchiveDate) -> Iterator[str]:
    few = last.year - first.year < _MOST_YEARS
    years = range(first.year, last.year + 1) if few else (first.year, last.year)
    yield from (f"year {year}" for year in years)
    yield from (f"decade {year // 10}" for year in years)
