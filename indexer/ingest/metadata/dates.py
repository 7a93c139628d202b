"""Dates as people write them → ArchiveDate, with the words of the writer where a choice was made.

    read_date("14 شتنبر 2011")        2011-09-14
    read_date("04/05/2019")           2019-05-04, note "04/05/2019": the day first, as in the region
    read_date("9 جمادى الآخرة 1408")   1988-01-29, note as written: the moon may differ by a day
    read_date("c. 1912")              1912, note "c. 1912"

A date is as precise as it was written. Of a Hijri month or year, which lies in two Gregorian ones,
the one is taken that has its middle.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from indexer.ingest.cleaning import clean_value
from indexer.model import ArchiveDate
from indexer.model.hijri import LAST_YEAR, first_day, first_day_of_month
from indexer.model.month_names import GREGORIAN_MONTHS, HIJRI_MONTHS

_MOST_CHARACTERS = 200


class ReadDate(NamedTuple):
    """A date, and how it was written where that says more than the date."""

    date: ArchiveDate
    note: str | None = None


class _Found(NamedTuple):
    """A date in a text, from `start` to `end`."""

    start: int
    end: int
    year: int
    month: int | None
    day: int | None
    hijri: bool
    chosen: bool = False  # it could be read in another way too


_LETTER_FOLDS = str.maketrans("ةىیکە", "هييكه", "ـ")
_MONTHS = GREGORIAN_MONTHS | HIJRI_MONTHS
_MONTH = "|".join(
    re.escape(name).replace(r"\ ", r"\s+") for name in sorted(_MONTHS, key=len, reverse=True)
)
_MONTH = rf"(?<![^\W\d_])(?:{_MONTH})(?![^\W\d_])\.?"
_ERA = (
    r"\s*(?P<era>هجري[ه]?|للهجره|ه\b\.?|h\b\.?|a\.?h\b\.?|hijri|(?:de l.)?hegire"
    r"|ميلادي[ه]?|م\b\.?|c\.?e\b\.?|a\.?d\b\.?|apr?\.\s*j\.?-?\s*c\.?)"
)
_HIJRI_ERA = re.compile(r"ه|للهجره|h|a\.?h\b|de l.hegire")
_YEAR = rf"(?P<year>\d{{3,4}})(?!\d)(?:{_ERA})?"
_SEPARATOR = r"\s*[-/.:،,٫\\‐-―−]\s*"
_OF = r"[\s.,،\-/]*(?:de\s+|du\s+|of\s+|من\s+|شهر\s+)*"
_IN_THE_YEAR = r"[\s.,،\-/]*(?:سنه\s+|عام\s+|de\s+|of\s+|in\s+)*"
_DAY = r"(?P<day>(?<![\d.])\d{1,2}(?:er|st|nd|rd|th)?(?!\d)|فاتح)"
# كانون الثاني/يناير, as the United Nations write it
_MONTH_TWICE = rf"(?P<month>{_MONTH})(?:\s*[/(\-–]\s*(?:{_MONTH})\)?)?"
_FORMS = (
    rf"{_DAY}{_OF}{_MONTH_TWICE}{_IN_THE_YEAR}{_YEAR}",
    rf"{_MONTH_TWICE}\s+{_DAY}\s*[,،]?\s+{_YEAR}",
    rf"{_MONTH_TWICE}{_IN_THE_YEAR}{_YEAR}",
    rf"(?<!\d)(?P<year>\d{{3,4}}){_SEPARATOR}(?P<month>\d{{1,2}}){_SEPARATOR}(?P<day>\d{{1,2}})"
    rf"(?!\d)(?:{_ERA})?",
    rf"(?<!\d)(?P<first>\d{{1,2}})(?P<by>{_SEPARATOR})(?P<second>\d{{1,2}}){_SEPARATOR}{_YEAR}",
    r"(?<!\d)(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
    rf"(?<!\d)(?P<year>\d{{4}}){_SEPARATOR}(?P<month>\d{{1,2}})(?!\d)(?:{_ERA})?",
    rf"(?<!\d)(?P<month>\d{{1,2}}){_SEPARATOR}(?P<year>\d{{4}})(?!\d)(?:{_ERA})?",
    rf"(?<!\d)(?P<year>\d{{4}})(?!\d)(?:{_ERA})?",
    rf"(?<!\d)(?P<year>\d{{1,3}})(?!\d){_ERA}",
)
_TIME = re.compile(
    r"(?:(?<=\d)t|(?<=\s)(?:(?:at|a)\s+)?)\d{1,2}(?:[:h]\d{2}){1,2}(?:[.,]\d+)?"
    r"\s*(?:am\b|pm\b|ص\b|م\b)?\s*(?:z\b|utc|gmt)?\s*(?:[+\-−]\d{2}:?(?:\d{2})?)?(?!\d)"
)
_PDF = re.compile(r"d:(\d{4}(?:\d\d){0,2})\d*.*")
_BEFORE_CHRIST = re.compile(r"ق\.?\s?م\b|\bb\.?c\b|\bbce\b|av\.?\s*j|قبل الميلاد")
_PLAIN = """
الاثنين الاثنان الثلاثاء الاربعاء الخميس الجمعه السبت الاحد اثنين ثلاثاء اربعاء خميس جمعه سبت احد
يوم في بتاريخ تاريخ سنه عام الموافق موافق ل من شهر
lundi mardi mercredi jeudi vendredi samedi dimanche le la l du de en an annee date
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur fri sat sun
the of on in year t
"""
_PLAIN_WORDS = frozenset(_PLAIN.split())
_WORD = re.compile(r"[^\W_]+")


def read_date(given: object) -> ReadDate:
    """The date that `given`, a text, a year or a date of Python, says.

    Raises ValueError when it says none, more than one, or one past next year.
    """
    if isinstance(given, datetime.date):
        return ReadDate(_possible(ArchiveDate(given.year, given.month, given.day)))
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise ValueError("is not a date")
    written = clean_value(str(given))
    if len(written) > _MOST_CHARACTERS:
        raise ValueError("is too long for a date")
    text = _folded(written)
    if exact := _exact(text):
        return ReadDate(_possible(exact))
    if _BEFORE_CHRIST.search(text):
        raise ValueError(f"“{written}” is before the year 1")
    if pdf := _PDF.fullmatch(text):
        text = pdf[1]
    text = _TIME.sub(" ", text)
    found = list(_dates(text))
    if not found:
        raise ValueError(f"“{written}” is not a date that is known here")
    left = _rest(text, found)
    if any(word[0].isdecimal() for word in left):
        raise ValueError(f"“{written}” has a number that belongs to no date")
    chosen = [one for one in found if not one.hijri] or found
    dates = list(dict.fromkeys(map(_gregorian, chosen)))
    if len(dates) > 2:
        raise ValueError(f"“{written}” has more than one date")
    note = bool(left) or len(dates) > 1 or any(one.chosen or one.hijri for one in found)
    return ReadDate(_possible(dates[0]), written if note else None)


def _folded(text: str) -> str:
    """`text` in Western digits and small letters, without marks and direction signs."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text)).casefold()
    kept = (
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
        for letter in plain
        if unicodedata.category(letter) not in ("Mn", "Cf")
    )
    return "".join(kept).translate(_LETTER_FOLDS).strip()


def _exact(text: str) -> ArchiveDate | None:
    """The date, where `text` begins with one as ISO 8601 has it and goes on with its time."""
    found = re.fullmatch(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)((?:t|\s+)\d\d?:\d\d\S*(?:\s\S*)?|z)?", text)
    return ArchiveDate.parse(found[1]) if found else None


@cache
def _compiled_forms() -> tuple[re.Pattern[str], ...]:
    """The patterns of _FORMS, which take 20 ms to compile: more than all of this else."""
    return tuple(map(re.compile, _FORMS))


def _dates(text: str) -> Iterator[_Found]:
    """The dates in `text`, in the order of _FORMS; no two of them share a character."""
    for form in _compiled_forms():
        for found in form.finditer(text):
            yield _of_form(found)
        text = form.sub(lambda found: "\0" * len(found[0]), text)


def _of_form(found: re.Match[str]) -> _Found:
    parts = found.groupdict()
    era = parts.get("era") or ""
    hijri = bool(_HIJRI_ERA.match(era))
    year, chosen = int(parts["year"]), False
    day: int | None
    month: int | None
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        if second > 12 >= first:  # no month has that number: the month was written first
            day, month, chosen = second, first, True
        else:
            day, month, chosen = first, second, first <= 12 and first != second
    else:
        day = _day(parts.get("day"))
        month = _month(parts.get("month"))
    name = " ".join((parts.get("month") or "").rstrip(".").split())
    hijri = hijri or (name in HIJRI_MONTHS and name not in GREGORIAN_MONTHS)
    return _Found(found.start(), found.end(), year, month, day, hijri, chosen)


def _day(written: str | None) -> int | None:
    if written is None:
        return None
    return 1 if written == "فاتح" else int(re.sub(r"\D", "", written))


def _month(written: str | None) -> int | None:
    if written is None or written.isdecimal():
        return int(written) if written else None
    return _MONTHS[" ".join(written.rstrip(".").split())]


def _rest(text: str, found: list[_Found]) -> list[str]:
    """The words of `text` beside the dates in it, but for those that say nothing."""
    letters = list(text)
    for one in found:
        letters[one.start : one.end] = " " * (one.end - one.start)
    words = _WORD.findall("".join(letters).replace("?", " about ").replace("~", " about "))
    return [word for word in words if word not in _PLAIN_WORDS]


def _gregorian(found: _Found) -> ArchiveDate:
    """The date in the Gregorian calendar; raises ValueError when there is no such day."""
    year, month, day = found.year, found.month, found.day
    if not found.hijri:
        text = "-".join(f"{part:02}" for part in (month, day) if part is not None)
        return ArchiveDate.parse(f"{year:04}" + (f"-{text}" if text else ""))
    if not 1 <= year <= LAST_YEAR or not 1 <= (month or 1) <= 12 or not 1 <= (day or 1) <= 30:
        raise ValueError(f"there is no such day in the Hijri year {year}")
    if month is None:
        middle = first_day(year) + datetime.timedelta(days=177)
        return ArchiveDate(middle.year)
    first = first_day_of_month(year, month)
    if day is None:
        middle = first + datetime.timedelta(days=14)
        return ArchiveDate(middle.year, middle.month)
    there = first + datetime.timedelta(days=day - 1)
    return ArchiveDate(there.year, there.month, there.day)


def _possible(date: ArchiveDate) -> ArchiveDate:
    """`date`; raises ValueError past next year."""
    if date.year > datetime.date.today().year + 1:
        raise ValueError(f"{date} is in the future")
    return date
