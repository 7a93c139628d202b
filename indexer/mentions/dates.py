"""Dates in a text → mentions: days, months, years, decades, centuries and ranges of them.

    14 شتنبر 2011, 14/09/2011, ١٤/٩/٢٠١١                2011-09-14
    9 رمضان 1432 (10 أغسطس 2011)                        2011-08-10, in both calendars
    من 3 إلى 7 ماي 2010                                  2010-05-03 to 2010-05-07
    القرن التاسع عشر                                     1801 to 1900

A number alone is no year: a word of time, a month, an era or the other end of a range stands with
it. In numbers the day comes before the month, as the region writes it. A date is doubtful where
another reading is as good: then it has no keys, and nothing is found by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.mentions import date_forms as forms
from indexer.mentions.date_forms import compiled
from indexer.mentions.date_parts import (
    Parts,
    readings_of_century,
    readings_of_days,
    readings_of_decade,
    readings_of_months,
    readings_of_named_year,
    readings_of_number,
    readings_of_year_after,
    readings_of_year_with_era,
    readings_of_years,
)
from indexer.mentions.date_readings import Calendar, DateReading, Precision, joined_dates
from indexer.mentions.date_terms import date_keys
from indexer.mentions.date_words import DAY_WORDS, DECADES, LAST_DAY, NUMBER_WORDS, FoldedText
from indexer.mentions.mention import Mention
from indexer.model import ArchiveDate
from indexer.model.month_names import GREGORIAN_MONTHS, HIJRI_MONTHS

KIND = "date"
_AROUND = 90  # characters of a date before and after its year
_NUMBERS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
# A date has one of these: the year in digits or in words, a century, a decade. Their first letters
# are tried alone, for a plain choice of the words would be tried at every letter of a text.
_ANCHOR = re.compile(
    r"[\dقيسعsc](?:\d\d(?<=\d\d\d)|رن(?<=قرن)|ني?ات(?:(?<=ينات)|(?<=ينيات))(?!\w)"
    rf"|(?:نه(?<=سنه)|ام(?<=عام))\s+(?:{_NUMBERS})(?!\w)|iecle(?<=siecle)|entur(?<=centur))"
)
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_IN_NUMBER = re.compile(r"\d[.,٫/:-]$")  # before a number that goes on here
_ROMAN = re.compile(r"[ivx]{1,5}(?:eme|er|e)?")
_CLITICS = "وفبلك"
_REMEMBERED = 1 << 14  # words whose forms are kept at hand

_Form = tuple[str, Parts]  # one of date_forms, and what its parts are


@dataclass(frozen=True, slots=True)
class DateMention(Mention):
    """A date in a text: from the Gregorian date `first` to `last`, which are one unless a range.

    A Hijri date has its computed Gregorian days; `hijri` is the day as YYYYMMDD where one is
    written so. A `doubtful` date has no keys.
    """

    first: ArchiveDate
    last: ArchiveDate
    calendar: Calendar
    precision: Precision
    doubtful: bool
    hijri: int | None


def _starts() -> dict[str, list[_Form]]:
    """The first word of a date → the forms that it may begin, in the order they are tried."""
    starts: dict[str, list[_Form]] = {}

    def add(names: Iterable[str], written: Iterable[str], parts: Parts) -> None:
        for word in {name.split()[0] for name in names}:
            starts.setdefault(word, []).extend((form, parts) for form in written)

    add((*DAY_WORDS, *LAST_DAY), forms.DAY_FORMS, readings_of_days)
    add(GREGORIAN_MONTHS | HIJRI_MONTHS, forms.MONTH_FORMS, readings_of_months)
    add(("annees", "the"), [forms.LATIN_DECADE], readings_of_decade)
    add(forms.YEAR_WORDS, [forms.NAMED_YEAR_FORM], readings_of_named_year)
    add(forms.IN_WORDS, [forms.YEAR_AFTER], readings_of_year_after)
    add(("القرن", "القرنين", "للقرن", "للقرنين"), [forms.CENTURY_FORM], readings_of_century)
    add(DECADES, [forms.DECADE_FORM], readings_of_decade)
    return starts


_STARTS = _starts()
_OF_ROMAN: tuple[_Form, ...] = ((forms.LATIN_CENTURY, readings_of_century),)
_OF_NUMBER: tuple[_Form, ...] = (
    *_OF_ROMAN,
    *((form, readings_of_number) for form in forms.NUMBER_FORMS),
    *((form, readings_of_days) for form in forms.DAY_FORMS),
    (forms.LATIN_DECADE, readings_of_decade),
    (forms.YEARS_FORM, readings_of_years),
    (forms.YEAR_WITH_ERA, readings_of_year_with_era),
)


def dates(text: str) -> Iterator[DateMention]:
    """The dates in `text` in their order; no two of them share a character."""
    plain = FoldedText(text)
    found = [reading for window in _windows(plain.folded) for reading in _in(plain.folded, *window)]
    for one in joined_dates(found, plain.folded) if found else ():
        keys = () if one.doubtful else tuple(dict.fromkeys(date_keys(one)))
        yield DateMention(
            start=plain.place(one.start),
            end=plain.place(one.end),
            kind=KIND,
            keys=keys,
            first=one.first,
            last=one.last,
            calendar=one.calendar,
            precision=one.precision,
            doubtful=one.doubtful,
            hijri=one.hijri,
        )


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The parts of `text` that may hold dates, from → to."""
    start = end = -1
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() - _AROUND > end:
            if end >= 0:
                yield start, min(end, len(text))
            start = max(0, anchor.start() - _AROUND, end)
        end = anchor.end() + _AROUND
    if end >= 0:
        yield start, min(end, len(text))


def _in(text: str, start: int, end: int) -> Iterator[DateReading]:
    """The readings of the dates that begin between `start` and `end` of `text`."""
    at: int | None = start
    while at is not None:
        tokens = _TOKEN.finditer(text, at, end)
        at = None
        for token in tokens:
            shift, tried = _forms_from(token[0])
            if tried and (readings := _tried(text, token.start() + shift, tried)):
                yield from readings
                at = max(token.end(), readings[-1].end)
                break


def _tried(text: str, at: int, tried: Sequence[_Form]) -> list[DateReading]:
    """The readings by the first of the forms `tried` at the place `at` of `text` that has any."""
    if tried is _OF_NUMBER and _IN_NUMBER.search(text, max(0, at - 2), at):
        return []
    for form, parts in tried:
        match = compiled(form).match(text, at)
        if match and (readings := parts(match)):
            return readings
    return []


@lru_cache(_REMEMBERED)
def _forms_from(word: str) -> tuple[int, Sequence[_Form]]:
    """How many letters of `word` stand before a date that it begins, and the forms to be tried."""
    if word[0].isdecimal():
        return 0, _OF_NUMBER
    if word in _STARTS:
        return 0, _STARTS[word]
    if word[0] in _CLITICS and word[1:] in _STARTS:
        return 1, _STARTS[word[1:]]
    return 0, _OF_ROMAN if _ROMAN.fullmatch(word) else ()
