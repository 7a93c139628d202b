"""The parts of a date that matches a form → its readings, none where they make no date."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import replace

from indexer.mentions.date_forms import HIJRI_ERA, IN_WORDS, SPAN_WORDS
from indexer.mentions.date_readings import (
    Calendar,
    DateReading,
    Precision,
    gregorian,
    hijri_reading,
)
from indexer.mentions.date_words import (
    DAY_WORDS,
    DECADES,
    FUNCTION_WORDS,
    LAST_DAY,
    MEASURES,
    ORDINALS,
    plain_letters,
    sum_of_words,
)
from indexer.model import ArchiveDate, hijri
from indexer.model.month_names import GREGORIAN_MONTHS, HIJRI_MONTHS

Parts = Callable[[re.Match[str]], list[DateReading]]

_YEARS = range(1000, 2101)  # of four digits, without their era
_SURE_YEARS = range(1500, 2101)  # that are not Hijri
_HIJRI_YEARS = range(1, 1500)
_MOST_YEARS = 200  # of a range that is written with a sign
_LAST_CENTURY = 21
_EARLIEST_IN_WORDS = 622
_ROUND = 50  # في 1950 قرية: a number that counts is round more often than not
_WORD_AFTER = re.compile(r"[^\S\n]*([^\W\d_]+)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+|\()[^\w(]*$")
_BEFORE_NUMBERS = "رقم عدد ملف ص صفحة الرقم هاتف n no num numero nos tel p"
_NUMBER_OF = frozenset(map(plain_letters, _BEFORE_NUMBERS.split()))
_GLUED = ("ال", "وال", "بال", "لل", "فال", "كال", "و", "ف", "ل", "ب")
_ROMAN = {"i": 1, "v": 5, "x": 10}


def readings_of_days(match: re.Match[str]) -> list[DateReading]:
    """One day, or a range of days: 3 إلى 7 ماي 2010."""
    parts = match.groupdict()
    year, is_hijri = _year_of(parts), _is_hijri(parts.get("era"))
    first, last = _month_of(parts["m"]), _month_of(parts.get("m2") or parts["m"])
    days = [_day_of(parts["d"]), _day_of(parts.get("d2") or parts["d"])]  # 0: the last one
    if first[1] or last[1]:  # a Hijri month
        if first != last or days[0] != days[1] or not _is_hijri_year(year, parts.get("era")):
            return []
        return [hijri_reading(*match.span(), year, first[0], days[0] or 29)] if days[0] < 31 else []
    if is_hijri or not _is_gregorian_year(year, parts.get("era")):
        return []
    try:
        dates = [
            _date(year, month, day or calendar.monthrange(year, month)[1])
            for (month, _), day in zip((first, last), days, strict=True)
        ]
    except ValueError:
        return []
    if dates[0] > dates[1]:
        return []
    return [_again(match, gregorian(*match.span(), dates[0], dates[1], era=bool(parts.get("era"))))]


def readings_of_months(match: re.Match[str]) -> list[DateReading]:
    """A month, or a range of months; or a day, as March 7, 1994 has it."""
    parts = match.groupdict()
    if parts.get("d"):
        return readings_of_days(match)
    year, is_hijri = _year_of(parts), _is_hijri(parts.get("era"))
    first, last = _month_of(parts["m"]), _month_of(parts.get("m2") or parts["m"])
    if first[1] or last[1]:
        named = year >= 1000 or parts.get("era") or plain_letters("سنة") in match[0]
        if first != last or not named or not _is_hijri_year(year, parts.get("era")):
            return []  # محرم and رمضان are names of people too
        return [hijri_reading(*match.span(), year, first[0])]
    if is_hijri or not _is_gregorian_year(year, parts.get("era")) or first[0] > last[0]:
        return []
    dates = (ArchiveDate(year, first[0]), ArchiveDate(year, last[0]))
    return [_again(match, gregorian(*match.span(), dates[0], dates[1], era=bool(parts.get("era"))))]


def readings_of_number(match: re.Match[str]) -> list[DateReading]:
    """A day in digits, the day before the month unless no month has that number."""
    year, month, day = (int(match[name]) for name in ("y", "m", "d"))
    if month > 12 >= day:
        month, day = day, month
    if _word_before(match) in _NUMBER_OF or not 1 <= month <= 12 or not 1 <= day <= 31:
        return []
    era = match["era"]
    if _is_hijri(era) or (not era and year < _SURE_YEARS.start):
        if year not in _HIJRI_YEARS or day > 30 or (not era and year < 1200):
            return []
        reading = hijri_reading(*match.span(), year, month, day)
        return [reading if era else _doubtful(reading)]
    try:
        return [gregorian(*match.span(), _date(year, month, day), era=bool(era))]
    except ValueError:
        return []


def readings_of_years(match: re.Match[str]) -> list[DateReading]:
    """A range of years without a word before them: 2010-2014, 646م إلى 710م, 2019/2020."""
    first, last, to = int(match["y"]), int(match["y2"]), match["to"].strip()
    eras = [one for one in (match["era"], match["era2"]) if one]
    if first >= last or _counts(match, match.end()) or _word_before(match) in _NUMBER_OF:
        return []
    if any(map(_is_hijri, eras)):
        return [_hijri_years(match.start(), match.end(), first, last)] if last < 1500 else []
    four_digits = first in _YEARS and last in _YEARS
    spanned = _word_before(match) in SPAN_WORDS
    if to == "/":
        fits = four_digits and last == first + 1
    elif not to[0].isalpha():
        in_brackets = match.string[match.start() - 1 : match.start()] == "("
        closed = match.string[match.end() : match.end() + 1] == ")"
        fits = (four_digits or (in_brackets and closed)) and last - first <= _MOST_YEARS
    elif to in ("و", "et", "and"):
        fits = four_digits and spanned
    else:
        fits = four_digits or bool(eras)
    dates = ArchiveDate(first), ArchiveDate(last)
    return [gregorian(*match.span(), *dates, era=bool(eras))] if fits else []


def readings_of_named_year(match: re.Match[str]) -> list[DateReading]:
    """The year or years after سنة, عام and the like."""
    parts = match.groupdict()
    year, era, to = _year_of(parts), parts["era"], (parts["to"] or "").strip()
    digits = parts["y"].isdecimal()
    if not digits and not era and year < _EARLIEST_IN_WORDS:
        return []
    if not era and (year < 100 or year > _YEARS.stop):
        return []
    end = match.end("era") if era else match.end("y")
    one = (
        hijri_reading(match.start(), end, year)
        if _is_hijri(era) and year in _HIJRI_YEARS
        else gregorian(match.start(), end, ArchiveDate(year), era=bool(era))
    )
    if not parts["y2"]:
        return [one]
    last, era2 = int(parts["y2"]), parts["era2"]
    if last <= year or _is_hijri(era2) != _is_hijri(era or era2):
        return [one]
    if _is_hijri(era2):
        return [_hijri_years(match.start(), match.end(), year, last)] if last < 1500 else [one]
    both = gregorian(*match.span(), ArchiveDate(year), ArchiveDate(last), era=bool(era or era2))
    joined = to != "و" or last == year + 1 or match["named"].strip().endswith(("سنتي", "عامي"))
    if joined or _word_before(match) in SPAN_WORDS:
        return [both]
    other = gregorian(match.start("y2"), match.end(), ArchiveDate(last), era=bool(era2))
    return [one, other]


def readings_of_year_after(match: re.Match[str]) -> list[DateReading]:
    """A year of four digits after في, منذ and the like, unless it counts something."""
    year, era = int(match["y"]), match["era"]
    if _is_hijri(era):
        return [hijri_reading(match.start("y"), match.end(), year)] if year in _HIJRI_YEARS else []
    if not era and (year not in _SURE_YEARS or _counts(match, match.end("y"))):
        return []
    return [gregorian(match.start("y"), match.end(), ArchiveDate(year), era=bool(era))]


def readings_of_year_with_era(match: re.Match[str]) -> list[DateReading]:
    """A year with its era: 1375هـ, 808 هـ, (1406 م). The letter م says metres as well."""
    year, era = int(match["y"]), match["era"]
    if _is_hijri(era):
        return [hijri_reading(*match.span(), year)] if year in _HIJRI_YEARS else []
    before = _word_before(match)
    sign = match.string[max(0, match.start() - 2) : match.start()].strip()
    told = before in ("(", *IN_WORDS, *SPAN_WORDS, plain_letters("إلى")) or sign in ("/", "=")
    if (era == "م" and not told) or year >= _YEARS.stop:
        return []
    return [gregorian(*match.span(), ArchiveDate(year), era=True)]


def readings_of_century(match: re.Match[str]) -> list[DateReading]:
    """A century, or two that follow each other."""
    parts = match.groupdict()
    first = _ordinal(parts["c"])
    last = _ordinal(parts.get("c2") or parts["c"])
    if not 1 <= first <= last <= _LAST_CENTURY:
        return []
    years = 100 * first - 99, 100 * last
    if _is_hijri(parts.get("era")):
        if last > 15:
            return []
        days = hijri.span(years[0])[0], hijri.span(years[1])[1]
        return [_span(match, days[0].year, days[1].year, Calendar.HIJRI)]
    return [_span(match, *years, Calendar.GREGORIAN)]


def readings_of_decade(match: re.Match[str]) -> list[DateReading]:
    """Ten years: ستينيات القرن العشرين, les années 1960, the 1980s; doubtful without a century."""
    parts = match.groupdict()
    if "decade" not in parts:
        first = int(parts["y"] or parts["s"])
        return [_span(match, first, first + 9, Calendar.GREGORIAN)] if first in _YEARS else []
    century = _ordinal(parts["c"]) if parts["c"] else 20
    first = 100 * (century - 1) + DECADES[parts["decade"]]
    reading = _span(match, first, first + 9, Calendar.GREGORIAN)
    return [reading if parts["c"] else _doubtful(reading)]


def _span(match: re.Match[str], first: int, last: int, of: Calendar) -> DateReading:
    dates = ArchiveDate(first), ArchiveDate(last)
    return DateReading(*match.span(), *dates, of, Precision.SPAN)


def _hijri_years(start: int, end: int, first: int, last: int) -> DateReading:
    days = hijri.span(first)[0], hijri.span(last)[1]
    return DateReading(start, end, *days, Calendar.HIJRI, Precision.YEAR)


def _doubtful(reading: DateReading) -> DateReading:
    return replace(reading, doubtful=True)


def _again(match: re.Match[str], reading: DateReading) -> DateReading:
    """`reading`, doubtful where its month is named twice and not the same."""
    parts = match.groupdict()
    for name in ("m", "m2"):
        again = parts.get(f"{name}_again")
        if again and GREGORIAN_MONTHS[_name(again)] != GREGORIAN_MONTHS[_name(parts[name])]:
            return _doubtful(reading)
    return reading


def _name(written: str) -> str:
    return " ".join(written.rstrip(".").split())


def _month_of(written: str) -> tuple[int, bool]:
    """The number of the month, and whether it is Hijri."""
    name = _name(written)
    if name in GREGORIAN_MONTHS:
        return GREGORIAN_MONTHS[name], False
    return HIJRI_MONTHS[name], True


def _day_of(written: str) -> int:
    """The day of the month; 0 for its last day."""
    name = _name(written)
    if name in LAST_DAY:
        return 0
    return DAY_WORDS[name] if name in DAY_WORDS else int(re.sub(r"\D", "", name))


def _date(year: int, month: int, day: int) -> ArchiveDate:
    """The Gregorian day; raises ValueError when there is none."""
    return ArchiveDate.parse(f"{year:04}-{month:02}-{day:02}")


def _year_of(parts: dict[str, str | None]) -> int:
    written = parts["y"] or ""
    return int(written) if written.isdecimal() else sum_of_words(written)


def _is_hijri(era: str | None) -> bool:
    return bool(era and HIJRI_ERA.match(era))


def _is_hijri_year(year: int, era: str | None) -> bool:
    return year in _HIJRI_YEARS and (year >= 100 or bool(era)) and (not era or _is_hijri(era))


def _is_gregorian_year(year: int, era: str | None) -> bool:
    return year in _YEARS or bool(era and 1 <= year < _YEARS.stop)


def _ordinal(written: str) -> int:
    name = _name(written)
    if name in ORDINALS:
        return ORDINALS[name]
    if digits := re.match(r"\d+", name):
        return int(digits[0])
    total = 0
    for letter, after in zip(name, f"{name[1:]} ", strict=True):
        value = _ROMAN[letter]
        total += -value if value < _ROMAN.get(after, 0) else value
    return total


def _word_before(match: re.Match[str]) -> str:
    """The word before the match, without a clitic و; `(` where that stands before it."""
    found = _WORD_BEFORE.search(match.string, max(0, match.start() - 30), match.start())
    word = found[1] if found else ""
    return word[1:] if word[:1] == "و" and word[1:] in SPAN_WORDS else word


def _counts(match: re.Match[str], end: int) -> bool:
    """Whether the number that ends at `end` may count what the next word names."""
    found = _WORD_AFTER.match(match.string, end)
    if found is None:
        return False
    word = found[1]
    if word in MEASURES:
        return True
    if word in FUNCTION_WORDS or word.startswith(_GLUED):
        return False
    return int(match["y"]) % _ROUND == 0 or int(match["y"]) > 2035
