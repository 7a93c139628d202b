"""Readings of the dates in one text, and what they say about each other.

Two readings that follow each other may be one date in both calendars, or the ends of one range. A
year before 1500 without its era may be of either calendar: the other dates of the text decide.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from indexer.model import ArchiveDate, hijri

# Hijri dates are computed; the moon that was seen in Morocco is up to two days apart from it.
TOLERANCE_DAYS = 2
_LINK = re.compile(
    r"\s*\)?\s*(?:[(/=–-]\s*)?(?:[,،]?\s*(?:ال)?(?:موافقه?|مطابقه?)|correspondant)?"
    r"\s*(?:ل|ليوم|يوم|au|le|to)?\s*"
)
_TO = re.compile(r"\s*(?:[-–—]|الي(?:\s+غايه)?|و?حتي|au|to|until|jusqu'au)\s*(?:يوم|غايه)?\s*")
_AND = re.compile(r"\s*و\s*(?:في)?\s*")
_FIRST_SURE_YEAR = 1500  # earlier years may be Hijri


class Calendar(StrEnum):
    """The calendar that a date is written in."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"
    BOTH = "both"


class Precision(StrEnum):
    """How precise a date is written; a decade or a century is a SPAN of years."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    SPAN = "span"


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date in the folded text from `start` to `end`, as Gregorian dates `first` to `last`.

    It is `open` where its year may be of either calendar, `doubtful` where a reading is a guess.
    `hijri` is the day as YYYYMMDD where one is written in the Hijri calendar.
    """

    start: int
    end: int
    first: ArchiveDate
    last: ArchiveDate
    calendar: Calendar
    precision: Precision
    open: bool = False
    doubtful: bool = False
    hijri: int | None = None


def gregorian(
    start: int, end: int, first: ArchiveDate, last: ArchiveDate | None = None, era: bool = False
) -> DateReading:
    """The reading of a Gregorian date, or of a range of them."""
    precision = Precision.DAY if first.day else Precision.MONTH if first.month else Precision.YEAR
    is_open = not era and first.year < _FIRST_SURE_YEAR
    return DateReading(
        start, end, first, last or first, Calendar.GREGORIAN, precision, open=is_open
    )


def hijri_reading(
    start: int, end: int, year: int, month: int | None = None, day: int | None = None
) -> DateReading:
    """The reading of a Hijri date: its Gregorian days, computed."""
    if month is None:
        first, last = hijri.span(year)
        precision = Precision.YEAR
    elif day is None:
        first, last = hijri.days_of_month(year, month)
        precision = Precision.MONTH
    else:
        first = last = hijri.day_of(year, month, day)
        precision = Precision.DAY
    number = year * 10_000 + month * 100 + day if month and day else None
    return DateReading(start, end, first, last, Calendar.HIJRI, precision, hijri=number)


def joined_dates(readings: Iterable[DateReading], text: str) -> Iterator[DateReading]:
    """The readings of the folded `text`: those of one date as one, none of them left open."""
    joined = list(_ranges(_pairs(list(readings), text), text))
    known = [one for one in joined if not one.open and not one.doubtful]
    ours = sum(one.calendar is Calendar.GREGORIAN for one in known)
    theirs = sum(one.calendar is Calendar.HIJRI for one in known)
    for before, one in zip((None, *joined), joined, strict=False):
        if not one.open:
            yield one
        elif (
            before
            and before.calendar is Calendar.HIJRI
            and _AND.fullmatch(text, before.end, one.start)
        ):
            yield replace(one, doubtful=True)  # the year of the Ottoman treasury: آب 1325 in 1909
        else:
            yield replace(one, doubtful=ours <= theirs)


def _pairs(readings: Sequence[DateReading], text: str) -> Iterator[DateReading]:
    """`readings`, two dates of the two calendars that follow each other as one date."""
    at = 0
    while at < len(readings):
        one = readings[at]
        other = readings[at + 1] if at + 1 < len(readings) else None
        at += 1
        pair = other and _pair(one, other, text)
        if pair:
            at += 1
        yield pair or one


def _pair(one: DateReading, other: DateReading, text: str) -> DateReading | None:
    gap = text[one.end : other.start]
    if {one.calendar, other.calendar} != {Calendar.HIJRI, Calendar.GREGORIAN}:
        return None
    if not gap.strip() or _LINK.fullmatch(gap) is None:
        return None
    ours, theirs = (one, other) if one.calendar is Calendar.GREGORIAN else (other, one)
    end = other.end + (text[other.end : other.end + 1] == ")")
    return replace(
        ours,
        start=one.start,
        end=end,
        calendar=Calendar.BOTH,
        hijri=theirs.hijri,
        open=False,
        doubtful=ours.doubtful or theirs.doubtful or not _agree(ours, theirs),
    )


def _agree(ours: DateReading, theirs: DateReading) -> bool:
    """Whether the two dates share a day, as far as the moon lets them."""
    return _day(
        theirs.first.first_day, -TOLERANCE_DAYS
    ) <= ours.last.last_day and ours.first.first_day <= _day(theirs.last.last_day, TOLERANCE_DAYS)


def _day(number: int, days: int) -> int:
    """The day that is `days` after the day `number`, both as YYYYMMDD."""
    year, rest = divmod(number, 10_000)
    date = datetime.date(year, rest // 100, 1) + datetime.timedelta(days=rest % 100 - 1 + days)
    return date.year * 10_000 + date.month * 100 + date.day


def _ranges(readings: Iterator[DateReading], text: str) -> Iterator[DateReading]:
    """`readings`, the two ends of a range as one."""
    before: DateReading | None = None
    for one in readings:
        if before and _is_range(before, one, text):
            before = replace(before, end=one.end, last=one.last, open=before.open and one.open)
            continue
        if before:
            yield before
        before = one
    if before:
        yield before


def _is_range(one: DateReading, other: DateReading, text: str) -> bool:
    return (
        one.calendar == other.calendar
        and one.precision == other.precision
        and one.first == one.last
        and one.last.last_day < other.first.first_day
        and _TO.fullmatch(text, one.end, other.start) is not None
    )
