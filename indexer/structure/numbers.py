"""The numbers of parts of laws: 66, ٦٦, الثانية والعشرون, 32 المكرر, 574-1, XIV, premier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.analysis.normalize import INVISIBLE, MARKS

_MOST_DIGITS = 9
_GLUED = 0.25  # how doubtful a number is to which a figure is glued
# How often a number was inserted again: 32 bis, 32 ter…
AGAIN = ("", "", "bis", "ter", "quater", "quinquies", "sexies", "septies", "octies")


@dataclass(frozen=True, slots=True, order=True)
class DivisionNumber:
    """The number of a part of a document: 82-5-2 is 82 with `subs` 5 and 2, 32bis has `again` 2.

    They are ordered as they stand in a law: 32, 32bis, 33, 82, 82-1. 0 is a preliminary part.
    """

    main: int
    subs: tuple[int, ...] = ()
    again: int = 0

    @classmethod
    def parse(cls, text: str) -> DivisionNumber | None:
        """The number written `text`, as in an address (32bis) or in words; None if it is none."""
        line = " ".join(folded_line(text.strip()).split())
        found = number_at(line, 0)
        return found.number if found and found.end == len(line) else None

    def __str__(self) -> str:
        again = AGAIN[self.again] if self.again < len(AGAIN) else f"bis{self.again}"
        return "-".join(map(str, (self.main, *self.subs))) + again


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number in a line, as it is written, and where it ends; `digits` where it is in digits."""

    number: DivisionNumber
    end: int
    digits: str = field(default="")


_UNITS = {
    1: ("الاول", "الاولي", "اول", "اولي", "الواحد", "الواحده", "الحادي", "الحاديه", "الفاتح"),
    2: ("الثاني", "الثانيه", "ثاني", "ثانيه"),
    3: ("الثالث", "الثالثه", "ثالث", "ثالثه"),
    4: ("الرابع", "الرابعه", "رابع", "رابعه"),
    5: ("الخامس", "الخامسه", "خامس", "خامسه"),
    6: ("السادس", "السادسه", "سادس", "سادسه"),
    7: ("السابع", "السابعه", "سابع", "سابعه"),
    8: ("الثامن", "الثامنه", "ثامن", "ثامنه"),
    9: ("التاسع", "التاسعه", "تاسع", "تاسعه"),
    10: ("العاشر", "العاشره", "عاشر", "عاشره"),
}
_TENS = ("العشر", "الثلاث", "الاربع", "الخمس", "الست", "السبع", "الثمان", "التسع")
_HUNDREDS = {
    "مءه": 100,
    "ماءه": 100,
    "مايه": 100,
    "مءتين": 200,
    "ماءتين": 200,
    "ثلاثماءه": 300,
    "ثلاثمءه": 300,
    "اربعماءه": 400,
    "اربعمءه": 400,
    "خمسماءه": 500,
    "خمسمءه": 500,
}
_ALONE = {
    "فاتح": 1,
    "فريده": 1,
    "الفريده": 1,
    "فريد": 1,
    "الفريد": 1,
    "وحيده": 1,
    "الوحيده": 1,
    "التمهيدي": 0,
    "التمهيديه": 0,
    "تمهيدي": 0,
    "تمهيديه": 0,
    "premier": 1,
    "premiere": 1,
    "unique": 1,
    "preliminaire": 0,
    "preliminary": 0,
}
_LATIN_ORDINALS = (
    (),
    ("first", "one"),
    ("deuxieme", "second", "seconde", "two"),
    ("troisieme", "third", "three"),
    ("quatrieme", "fourth", "four"),
    ("cinquieme", "fifth", "five"),
    ("sixieme", "sixth", "six"),
    ("septieme", "seventh", "seven"),
    ("huitieme", "eighth", "eight"),
    ("neuvieme", "ninth", "nine"),
    ("dixieme", "tenth", "ten"),
    ("onzieme", "eleventh"),
    ("douzieme", "twelfth"),
)
_WORDS = (
    {word: value for value, words in _UNITS.items() for word in words}
    | {tens + end: 20 + 10 * at for at, tens in enumerate(_TENS) for end in ("ون", "ين")}
    | {f"{'ال' if the else ''}{word}": n for word, n in _HUNDREDS.items() for the in (0, 1)}
    | _ALONE
    | {word: value for value, words in enumerate(_LATIN_ORDINALS) for word in words}
)
_TEEN = {"عشر", "عشره"}
_AGAIN_WORDS = {
    "مرتين": 3,
    "ثانيا": 3,
    "ثالثا": 4,
    "ثلاث": 4,
    "رابعا": 5,
    "اربع": 5,
    **{latin: times for times, latin in enumerate(AGAIN) if latin},
}
_BISES = {"مكرر", "المكرر", "مكرره", "المكرره", "مكررا"}

_DIGITS = re.compile(
    r"[(\[]?\s*(?P<main>\d+)(?:er|re|e|eme|º|°)?(?P<subs>(?: ?[-\u2010-\u2014\u2212./] ?\d+)*)"
    r"\s*[)\]]?(?![\d%])"
)
_ROMAN = re.compile(r"(?P<roman>[ivxlc]+)(?:er|re)?(?![^\W_])")
_WORD = re.compile(r"[^\W\d_]+")
_NEXT_WORD = re.compile(r"\s+(?P<and>و\s?)?(?P<word>[^\W\d_]+)")
_AFTER_BIS = re.compile(r"\s*(?P<word>[^\W\d_]+)(?:\s+(?P<times>[^\W\d_]+|\d{1,2})(?![\d-]))?")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_FOLD = {
    **{ord(letter): "ا" for letter in "أإآٱ"},
    **{ord(letter): "ء" for letter in "ئؤ"},
    ord("ى"): "ي",
    ord("ة"): "ه",
    **dict.fromkeys((*MARKS, *INVISIBLE)),
    **{0x0660 + digit: str(digit) for digit in range(10)},
    **{0x06F0 + digit: str(digit) for digit in range(10)},
    **{ord(space): " " for space in "\u00a0\u2007\u2009\u202f\t"},
    **{ord(letter): "e" for letter in "éèêëÉÈÊ"},
}


def folded_line(line: str) -> str:
    """`line` with variants of letters and digits merged, and without marks."""
    return line.translate(_FOLD).casefold()


def places_in(line: str) -> list[int]:
    """The place in `line` of each character of its folded form, and its end."""
    places = [at for at, letter in enumerate(line) for _ in folded_line(letter)]
    return [*places, len(line)]


def number_at(line: str, at: int) -> WrittenNumber | None:
    """The number at the place `at` of a folded `line`, with what was inserted again after it."""
    found = _in_digits(line, at) or _in_words(line, at) or _roman(line, at)
    return _repeated(line, found) if found else None


def _in_digits(line: str, at: int) -> WrittenNumber | None:
    found = _DIGITS.match(line, at)
    if not found or len(found["main"]) > _MOST_DIGITS:
        return None
    subs = tuple(int(sub) for sub in re.findall(r"\d{1,9}", found["subs"]))
    return WrittenNumber(DivisionNumber(int(found["main"]), subs), found.end(), found["main"])


def _in_words(line: str, at: int) -> WrittenNumber | None:
    """The ordinal in words: الحادية عشرة, الثانية والعشرون, الثالثة بعد المائة."""
    word = _WORD.match(line, at)
    if not word or word[0] not in _WORDS:
        return None
    value, end = _WORDS[word[0]], word.end()
    after = _NEXT_WORD.match(line, end)
    if after and not after["and"] and after["word"] in _TEEN and 1 <= value <= 9:
        value, end = value + 10, after.end()
    elif after and _ten(after) and 1 <= value <= 9:
        value, end = value + _ten(after), after.end()
    after = _NEXT_WORD.match(line, end)
    if after and after["word"] == "بعد":
        hundred = _NEXT_WORD.match(line, after.end())
        if hundred and _WORDS.get(hundred["word"], 0) >= 100:
            value, end = value + _WORDS[hundred["word"]], hundred.end()
    return WrittenNumber(DivisionNumber(value), end)


def _ten(after: re.Match[str]) -> int:
    """The tens in `after`, which begins with an and: والعشرون; 0 if there are none."""
    word = after["word"] if after["and"] else after["word"].removeprefix("و")
    joined = bool(after["and"]) or after["word"].startswith("و")
    value = _WORDS.get(word, 0)
    return value if joined and 20 <= value <= 90 else 0


def _roman(line: str, at: int) -> WrittenNumber | None:
    found = _ROMAN.match(line, at)
    if not found:
        return None
    values = [_ROMAN_VALUES[letter] for letter in found["roman"]]
    total = sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )
    return WrittenNumber(DivisionNumber(total), found.end()) if total > 0 else None


def _repeated(line: str, found: WrittenNumber) -> WrittenNumber:
    """`found` with the bis or مكرر that stands after it."""
    after = _AFTER_BIS.match(line, found.end)
    if not after:
        return found
    number = found.number
    if after["word"] in _BISES:
        times = after["times"] or ""
        again = _AGAIN_WORDS.get(times, int(times) + 1 if times.isdecimal() else 2)
        end = after.end() if times.isdecimal() or times in _AGAIN_WORDS else after.end("word")
    elif after["word"] in AGAIN:
        again, end = AGAIN.index(after["word"]), after.end("word")
    else:
        return found
    return WrittenNumber(DivisionNumber(number.main, number.subs, again), end, found.digits)


def readings(written: WrittenNumber) -> Iterator[tuple[DivisionNumber, float]]:
    """The numbers that `written` may mean, beside itself, and how doubtful each is.

    The figure of a footnote may be glued to it, after or before it (6621 is 66 or 21), the number
    of a paragraph may follow it (5-1 is 5), and its parts may be in the other order (4-82 is 82-4).
    """
    number = written.number
    for main in _unglued(written.digits, with_subs=bool(number.subs)):
        yield DivisionNumber(main, number.subs, number.again), _GLUED
    if number.subs:
        yield DivisionNumber(number.main), 0.7
        *rest, last = number.subs
        if last > number.main:
            yield DivisionNumber(last, (*reversed(rest), number.main)), 0.2
        for main in _unglued(written.digits, with_subs=False):
            if last > main:
                yield DivisionNumber(last, (*reversed(rest), main)), 0.2 + _GLUED


def _unglued(digits: str, *, with_subs: bool) -> Iterator[int]:
    """The numbers that `digits` begin with, or end with, if the figure of a note is glued to them.

    A figure before the number is none where the number is the first part of several.
    """
    for cut in range(1, len(digits)):
        if digits[cut] != "0":
            yield int(digits[:cut])
            if not with_subs:
                yield int(digits[cut:])
