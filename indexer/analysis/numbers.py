"""The grammar of numbers: which writings are of one number, and which numbers are parts of others.

Law numbers, dates, sums, rates and telephone numbers are written with many signs: 36.15, 36-15 and
36/15 are one law, 1200, 1 200 and 1.200 one sum. Each number has a *family*, its plainest writing,
in which one sign stands for all: 36.15 is of the family 36-15, and 1.200 of the family 1200.

Numbers are given folded, so their digits are ASCII and each space in them is a no-break space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

# What may stand in a character class of a pattern: signs between digits of one number, the last
# five hyphens and dashes; and, between groups of three digits, spaces that no line breaks at and a
# comma that else parts words.
DASHES = "‐‑‒–−"  # U+2010 to U+2013, U+2212
SEPARATORS = rf".,/:\-٫٬{DASHES}"
GROUPERS = "\u00a0\u2007\u2009\u202f"
GROUPER = "\u00a0"  # that all these spaces are written as
COMMA = "،"

# 1 200 and 1 200,50 with such spaces, 1،200 unless more follows as in a list; then any digits with
# signs between them.
_MORE = rf"(?:[{SEPARATORS}]\d+)*"
SPACED = rf"\d{{1,3}}(?:[{GROUPERS}]\d{{3}})+(?!\d){_MORE}"
_COMMAED = rf"(?<!\d{COMMA})\d{{1,3}}(?:{COMMA}\d{{3}})+(?!{COMMA}?\d){_MORE}"
NUMBER = rf"{SPACED}|{_COMMAED}|\d+{_MORE}"
# A number of which the spaces are plain ones, as NFKC leaves them.
SPACED_NUMBER = re.compile(SPACED.replace(GROUPERS, " "))

_JOINT = re.compile(rf"[{SEPARATORS}{GROUPERS}{COMMA}]")
_ANY_NUMBER = re.compile(rf"\d+(?:{_JOINT.pattern}\d+)*")
_SIGN = "-"  # that stands for all signs but the colon, in a family
_MOST_CHARACTERS = 40  # of a number whose writings are known; longer ones are left as they are
_THOUSANDS = 3  # digits of a group
_CENTURY = 100
# The telephone numbers of Morocco: ten digits, or the code of the country and nine.
_COUNTRY = re.compile(r"(?:00)?212(?:0?([5-8]\d{8}))")
_NATIONAL = re.compile(r"0[1-9]\d{8}")
_MOST_OF_TELEPHONE = 6  # digits of a part
# What stands before the digits of one, their first 0 then left out, and the sizes of their groups.
_GROUPS_OF_TELEPHONE: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...] = (
    ((), (2, 2, 2, 2, 2)),
    ((), (4, 2, 2, 2)),
    ((), (4, 3, 3)),
    ((), (4, 6)),
    *((("212",), sizes) for sizes in ((3, 2, 2, 2), (1, 2, 2, 2, 2), (3, 3, 3), (3, 6), (9,))),
    *((("00212",), sizes) for sizes in ((3, 2, 2, 2), (1, 2, 2, 2, 2))),
)
# Digits of each part of a number whose parts are also looked for beside each other: of 176 such
# places 170 had a sign between them, with spaces; of parts of one digit, 6 of 64 (docs/arabic.md).
_LEAST_APART = 2


def is_number(word: str) -> bool:
    """Whether the folded `word` is a number: digits, and signs between them."""
    return _ANY_NUMBER.fullmatch(word) is not None


def number_family(number: str) -> str:
    """The writing under which all writings of `number` are found; that of a family is itself.

    36.15, 36,15, 36/15 and 36–15 are `36-15`; 12/03/1975 and 1975-03-12 are `12-3-1975`; 1.200 and
    1,200 are `1200`, but 1-200 is itself, for no hyphen groups digits.
    """
    if len(number) > _MOST_CHARACTERS or not is_number(number):
        return number
    parts, signs = _JOINT.split(number), _JOINT.findall(number)
    if (telephone := _telephone(parts, signs)) is not None:
        return telephone
    if not signs:
        return number
    grouped = _groups(parts, signs)
    parts, signs = ["".join(parts[:grouped]), *parts[grouped:]], signs[grouped - 1 :]
    return _day(parts, signs) or _joined(parts, signs)


def _joined(parts: list[str], signs: list[str]) -> str:
    """`parts` with the sign of families between them; a colon stays, as in 10:30."""
    joints = ("".join((":" if sign == ":" else _SIGN, part)) for sign, part in _after(parts, signs))
    return parts[0] + "".join(joints)


def _after(parts: list[str], signs: list[str]) -> list[tuple[str, str]]:
    """Each sign with the part after it."""
    return list(zip(signs, parts[1:], strict=True))


def _groups(parts: list[str], signs: list[str]) -> int:
    """How many of `parts`, from the first, are groups of thousands of one number; 1 is no group.

    One sign parts them all: a space, ٬, a dot, a comma or ،; another may stand before the decimals.
    """
    sign = signs[0]
    if sign not in f"{GROUPERS}{COMMA}٬.," or len(parts[0]) > _THOUSANDS or parts[0][0] == "0":
        return 1
    same = next((at for at, other in enumerate(signs) if other != sign), len(signs))
    rest = len(signs) - same  # of which one is for decimals
    decimals = rest == 1 and signs[-1] in ".,٫" and sign != signs[-1]
    if any(len(part) != _THOUSANDS for part in parts[1 : same + 1]) or (rest and not decimals):
        return 1
    return same + 1


def _day(parts: list[str], signs: list[str]) -> str | None:
    """The family of a day, or of a month of a year, in digits: without zeros before them."""
    if any(sign not in f"./-{DASHES}" for sign in signs) or not 2 <= len(parts) <= 3:
        return None
    if len(parts) == 3 and len(parts[0]) == 4:
        parts = parts[::-1]  # 1975-03-12
    *before, year = parts
    if len(year) != 4 or year[0] not in "12" or any(len(part) > 2 for part in before):
        return None
    numbers = [int(part) for part in before]
    limits = (31, 12)[-len(numbers) :]
    if not all(1 <= number <= limit for number, limit in zip(numbers, limits, strict=True)):
        return None
    return _SIGN.join((*map(str, numbers), year))


def _telephone(parts: list[str], signs: list[str]) -> str | None:
    """The ten digits of a telephone number that is written in `parts`."""
    digits = "".join(parts)
    if any(sign not in f".-/{DASHES}{GROUPERS}" for sign in signs):
        return None
    if (abroad := _COUNTRY.fullmatch(digits)) is not None:
        return f"0{abroad[1]}"
    in_groups = signs and all(1 < len(part) <= _MOST_OF_TELEPHONE for part in parts)
    return digits if in_groups and _NATIONAL.fullmatch(digits) else None


def other_families(number: str) -> tuple[str, ...]:
    """The other families that `number` may be found in: 2017-2018 for 2017-18, and the reverse."""
    parts = number_family(number).split(_SIGN)
    if len(parts) != 2:
        return ()
    first, second = parts
    short = second[-2:]
    if (year := _short_year(first, short)) is None or second not in (short, year):
        return ()
    return (_SIGN.join((first, year if second == short else short)),)


def in_two_parts(number: str) -> str | None:
    """The family of `number` if no sign in it groups thousands: 1-218 for 1.218."""
    parted = _SIGN.join(_JOINT.split(number))
    return parted if {*_JOINT.findall(number)} in ({"."}, {","}) else None


def other_writings(number: str) -> tuple[str, ...]:
    """The writings, of other families, that may be meant by `number`: 1.200 by 1-200.

    The reader who writes 1.200 may mean two parts only where the archive has no 1200.
    """
    own = number_family(number)
    found = (own.replace(_SIGN, sign) for sign in ".,")
    return tuple(writing for writing in found if number_family(writing) != own)


def parts_of_number(family: str) -> tuple[str, ...]:
    """The numbers that stand in a `family` and are looked for by themselves.

    2011 and 2012 in 2011-2012, 2017, 18 and 2018 in 2017-18; none in a number of one part.
    """
    parts = re.split(rf"[{_SIGN}:]", family)
    if len(parts) < 2 or not is_number(family):
        return ()
    years = [year for pair in pairwise(parts) if (year := _short_year(*pair)) is not None]
    return tuple(dict.fromkeys((*parts, *years)))


def _short_year(first: str, second: str) -> str | None:
    """The year that `second` stands for after the year `first`: 2018 in 2017-18."""
    if len(first) != 4 or first[0] not in "12" or len(second) != 2:
        return None  # no year, or no short one
    year = int(first) + 1
    return str(year) if year % _CENTURY == int(second) else None


def reversed_number(family: str) -> str | None:
    """The `family` with its parts in the other order, as numbers come out of some programs."""
    parts = family.split(_SIGN)
    turned = _SIGN.join(reversed(parts))
    return turned if len(parts) >= 2 and turned != family and is_number(family) else None


def number_in_words(words: Sequence[str]) -> str | None:
    """The family of the number that plain numbers beside each other are: 1200 of 1 and 200.

    Sums in groups of three digits, and telephone numbers; None for others.
    """
    if len(words) < 2 or not all(map(str.isdecimal, words)):
        return None
    family = number_family(GROUPER.join(words))
    return family if family.isdecimal() else None


def words_of_number(family: str) -> Iterator[tuple[str, ...]]:
    """The rows of numbers beside each other that the number of a `family` is written as.

    1 and 200 for 1200; 2014 and 2015 for 2014-2015, which has spaces around its sign then; and the
    groups of a telephone number.
    """
    if (telephone := _NATIONAL.fullmatch(family)) is not None:
        for before, sizes in _GROUPS_OF_TELEPHONE:
            digits = telephone[0][1:] if before else telephone[0]
            ends = [*accumulate(sizes)]
            cut = [digits[end - size : end] for size, end in zip(sizes, ends, strict=True)]
            yield (*before, *cut)
        return
    whole, sign, rest = family.partition(_SIGN)
    if len(whole) > _THOUSANDS and whole[0] != "0" and whole.isdecimal() and len(rest) <= 2:
        *groups, last = f"{int(whole):,}".split(",")
        yield (*groups, f"{last}{sign}{rest}")
    parts = tuple(family.split(_SIGN))
    is_day = len(parts) == 3 and _day(list(parts), [_SIGN] * 2) is not None
    if len(parts) > 1 and (is_day or min(map(len, parts)) >= _LEAST_APART):
        yield parts


def beginnings_of_number(prefix: str) -> tuple[str, ...]:
    """The beginnings of numbers that `prefix` is one writing of: itself, and those by usual signs.

    36.1, 36-1 and 36/1 for any of them.
    """
    return tuple(dict.fromkeys((prefix, *(_JOINT.sub(sign, prefix) for sign in ".-/"))))
