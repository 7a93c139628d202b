"""The forms that dates are written in, as patterns of a folded text.

Each form is tried where a word or a number begins that a date can begin with. Its groups say the
parts of the date: `y`, `m`, `d` and `era`, with `y2`, `m2`, `d2` and `era2` for the end of a range.
A form is a text until `compiled` is asked for its pattern: all of them take 40 ms to compile, which
a process that meets no date should not pay.
"""

from __future__ import annotations

import re
from functools import cache

from indexer.mentions.date_words import (
    DAY_WORDS,
    DECADES,
    LAST_DAY,
    NUMBER_WORDS,
    ORDINALS,
    one_of,
    plain_letters,
)
from indexer.model.month_names import GREGORIAN_MONTHS, HIJRI_MONTHS

_S = r"[^\S\n]*\n?[^\S\n]*"  # space, with one end of a line
_END = r"(?![^\W_])"  # no letter or digit follows
_NO_MORE = r"(?!\d|[.,٫/]\d)"  # the number ends here
_DASH = "[-/‐-―−]"
_TO = rf"(?:{_DASH}|الي|وحتي|حتي|و|au|a|et|to|and|until|jusqu'au){_S}"
SPAN_WORDS = ("بين", "من", "entre", "du", "de", "from", "between")
BEFORE_CHRIST = rf"{_S}(?:ق\.?{_S}م{_END}|قبل{_S}الميلاد|(?:سنه|عام){_S}(?:ق\.?{_S}م{_END}|قبل)|"
BEFORE_CHRIST += rf"av\.?{_S}j|b\.?c{_END}|bce{_END})"
_ERAS = (
    r"(?:من\s+)?(?:ال)?هجري[ه]?|للهجره|ه|h|ah|a\.h\.|hijri|de l'hegire"
    r"|(?:ال)?ميلادي[ه]?|للميلاد|بعد الميلاد|م|ce|ad|apr?\.\s?j\.?-?\s?c\.?"
)
HIJRI_ERA = re.compile(r"(?:من\s+)?(?:ال)?هجري|للهجره|ه$|h|a\.?h|de l'hegire")


@cache
def compiled(form: str) -> re.Pattern[str]:
    """The pattern of one of the forms below."""
    return re.compile(form)


def _era(name: str) -> str:
    return rf"(?:{_S}(?P<{name}>{_ERAS}){_END}\.?)?(?!{BEFORE_CHRIST})"


_WORD = one_of(NUMBER_WORDS)
_IN_WORDS = rf"(?:{_WORD}){_END}(?:\s+(?:و\s*)?(?:{_WORD}){_END})*"
_MONTH = rf"(?:{one_of(GREGORIAN_MONTHS | HIJRI_MONTHS)}){_END}\.?"
_SAME = rf"(?:{one_of(GREGORIAN_MONTHS)}){_END}"


def _month(name: str) -> str:
    """A month, and once more in the names of another region: مارس/آذار, يناير (كانون الثاني)."""
    return rf"(?P<{name}>{_MONTH})(?:{_S}[/\\(]?{_S}(?P<{name}_again>{_SAME}){_S}\)?)?"


def _day(name: str) -> str:
    words = one_of([*DAY_WORDS, *LAST_DAY])
    return rf"(?P<{name}>\d{{1,2}}(?:er|eme|e|st|nd|rd|th)?{_END}|(?:{words}){_END})"


_OF = rf"{_S}(?:[-/،,]{_S})?(?:(?:من|de|of|du)\s+)?(?:شهر\s+)?"
_NAMES_OF_YEAR = "سنه عام سنتي عامي سنوات اعوام موسم"
YEAR_WORDS = (
    *(article + name for name in _NAMES_OF_YEAR.split() for article in ("", "ال", "لل", "ل", "ب")),
    *("annee", "annees", "an", "year", "years"),
)
_NAMED_YEAR = one_of(YEAR_WORDS)
_YEAR_WORD = rf"(?:(?:{_NAMED_YEAR}){_END}{_S}[,،:]?{_S}(?:(?:الميلاديه?|الهجريه?){_S})?)"
_OF_YEAR = rf"{_S}[,،.]?{_S}(?:(?:من|de|of){_END}\s*)?{_YEAR_WORD}?"
_YEAR = rf"(?P<y>\d{{3,4}}{_NO_MORE}|{_IN_WORDS}){_era('era')}"
_END_YEAR = rf"(?:{_YEAR_WORD})?(?P<y2>\d{{3,4}}){_NO_MORE}{_era('era2')}"

# 3 إلى 7 ماي 2010; 25 يناير (كانون الثاني) عام 1904; du 3 au 7 mai 2010
DAY_FORMS = (
    rf"{_day('d')}(?:{_S}{_TO}{_day('d2')})?{_OF}{_month('m')}{_OF_YEAR}{_YEAR}",
    rf"{_day('d')}{_OF}{_month('m')}{_S}{_TO}{_day('d2')}{_OF}{_month('m2')}{_OF_YEAR}{_YEAR}",
)
# مايو إلى يوليو 1921; أكتوبر من سنة 1998; March 7, 1994
MONTH_FORMS = (
    rf"{_month('m')}(?:{_S}{_TO}{_month('m2')})?{_OF_YEAR}{_YEAR}",
    rf"(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_S},?{_S}(?P<y>\d{{4}}){_NO_MORE}",
)
_BY = r"(?P<by>[^\S\n]*[-/.‐-―−][^\S\n]*)"
_NO_PART = r"(?!\d|[-/.‐-―−,٫]\d)"
_DAY_END = rf"{_NO_PART}(?:{_S}(?P<era>{_ERAS}){_END})?"
NUMBER_FORMS = (
    rf"(?P<y>\d{{4}}){_BY}(?P<m>\d{{1,2}})(?P=by)(?P<d>\d{{1,2}}){_DAY_END}",
    rf"(?P<d>\d{{1,2}}){_BY}(?P<m>\d{{1,2}})(?P=by)(?P<y>\d{{4}}){_DAY_END}",
)
# 2010-2014, 646م إلى 710م
YEARS_FORM = rf"(?P<y>\d{{3,4}}){_era('era')}{_S}(?P<to>{_TO}){_END_YEAR}"
# سنة 1956; عامي 2013 و2015; سنة ألف وتسعمائة وست وخمسين
NAMED_YEAR_FORM = (
    rf"(?P<named>{_YEAR_WORD})(?P<y>\d{{1,4}}{_NO_MORE}|\d{{3,4}}(?=/\d{{4}})|{_IN_WORDS})"
    rf"{_era('era')}(?:{_S}(?P<to>{_TO}){_END_YEAR})?"
)
_IN = (
    "في منذ حتى قبل بعد خلال ابتداء/من بداية نهاية مطلع أواخر أوائل منتصف أواسط صيف شتاء خريف"
    " ربيع ت م"
    " en depuis since in until avant apres before after vers"
)
IN_WORDS = tuple(plain_letters(word).replace("/", " ") for word in _IN.split())
YEAR_AFTER = rf"(?:{one_of(IN_WORDS)})\.?\s+(?P<y>\d{{4}}){_NO_MORE}{_era('era')}"
YEAR_WITH_ERA = rf"(?P<y>\d{{3,4}}){_S}(?P<era>{_ERAS}){_END}\.?(?!{BEFORE_CHRIST})"
_OF_CENTURY = rf"(?:{one_of(ORDINALS)}){_END}|\d{{1,2}}(?!\d)(?:th|st|nd|rd|e)?{_END}"
CENTURY_FORM = (
    rf"(?:ال|لل)قرن(?P<two>ين)?\s+(?P<c>{_OF_CENTURY})(?:\s*\d\d(?!\d))?"
    rf"(?(two){_S}و{_S}(?P<c2>{_OF_CENTURY})){_era('era')}"
)
DECADE_FORM = (
    rf"(?P<decade>{one_of(DECADES)}){_END}"
    rf"(?:\s+(?:من\s+)?القرن\s+(?:(?P<c>{_OF_CENTURY})|الماضي{_END}))?(?!{BEFORE_CHRIST})"
)
LATIN_CENTURY = (
    rf"(?<![^\W_])(?P<c>[ivx]{{1,5}}|\d{{1,2}})(?:eme|er|e|st|nd|rd|th)?\s+(?:siecle|century)s?{_END}"
    rf"(?!{BEFORE_CHRIST})"
)
LATIN_DECADE = r"(?<![^\W_])(?:annees\s+(?P<y>\d{3}0)|(?:the\s+)?(?P<s>\d{3}0)'?s)(?![^\W_])"
