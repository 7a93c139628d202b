"""The words and signs that dates are written with, and a text folded so that they can be found."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cached_property

# Vowel marks, combining accents, tatweel, and signs of direction: no letter of any word.
_MARKS = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+"
)
_LETTERS = str.maketrans("أإآٱؤئىیکةەہ’", "اااا" + "ويييكههه'")


def _plain_characters() -> dict[str, str]:
    """Character → the digit or plain letter that it is read as, for those of no Arabic text."""
    table = {}
    for code in range(0xC0, 0x180):
        plain = unicodedata.normalize("NFD", chr(code))[0].lower()
        if plain != chr(code):
            table[chr(code)] = plain
    for code in range(0x80, 0x10000):
        if (digit := unicodedata.decimal(chr(code), None)) is not None:
            table[chr(code)] = str(digit)
    return table


_USUAL = {
    **{chr(letter): chr(plain) for letter, plain in _LETTERS.items()},
    **{chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)},
    "\u0130": "i",  # İ, which `lower` makes two characters of
}
_UNUSUAL = _plain_characters()
_ANY_UNUSUAL = re.compile(f"[{''.join(_UNUSUAL)}]")


def _plain(text: str) -> str:
    """`text`, which has no marks, in plain letters and digits, each in the place of its character.

    Characters are replaced one after another, as `str.translate` is slow.
    """
    for letter, plain in _USUAL.items():
        text = text.replace(letter, plain)
    text = text.lower()
    for letter in set(_ANY_UNUSUAL.findall(text)):
        text = text.replace(letter, _UNUSUAL[letter])
    return text


class FoldedText:
    """A text in plain letters and Western digits, whose places lead back to the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._has_marks = _MARKS.search(text) is not None
        self.folded = _plain(_MARKS.sub("", text) if self._has_marks else text)

    def place(self, at: int) -> int:
        """The place in the text of the letter `at` of `folded`."""
        if not self._has_marks:
            return at
        starts, shifts = self._pieces
        return at + shifts[bisect_right(starts, at) - 1]

    @cached_property
    def _pieces(self) -> tuple[list[int], list[int]]:
        """The places of `folded` where a piece begins, and how far it stands from its place."""
        starts, shifts = [0], [0]
        for marks in _MARKS.finditer(self._text):
            shift = shifts[-1]
            starts.append(marks.start() - shift)
            shifts.append(shift + marks.end() - marks.start())
        return starts, shifts


def plain_letters(word: str) -> str:
    """`word` as FoldedText has it."""
    return FoldedText(word).folded


def one_of(names: Iterable[str]) -> str:
    """A pattern of any of `names`, the longest first; a space in them is any space."""
    longest_first = sorted(set(names), key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"[^\S\n]+") for name in longest_first)


def _folded_names(names: Mapping[str, int]) -> dict[str, int]:
    return {plain_letters(name): value for name, value in names.items()}


def _numbered(names: str, first: int = 1, step: int = 1) -> dict[str, int]:
    """The words of each line → its number; `/` stands between two words of one number."""
    return {
        name: first + step * at
        for at, line in enumerate(names.split())
        for name in line.replace("_", " ").split("/")
    }


_UNITS = "الاول/اول الثاني/ثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر/عشره"
_TEENS = (
    "الحادي_عشر الثاني_عشر الثالث_عشر الرابع_عشر الخامس_عشر السادس_عشر السابع_عشر الثامن_عشر"
    " التاسع_عشر العشرين/العشرون"
)
_TWENTIES = (
    "الحادي_والعشرين/الواحد_والعشرين الثاني_والعشرين الثالث_والعشرين الرابع_والعشرين"
    " الخامس_والعشرين السادس_والعشرين السابع_والعشرين الثامن_والعشرين التاسع_والعشرين"
    " الثلاثين/الثلاثون الحادي_والثلاثين/الواحد_والثلاثين"
)
ORDINALS = _folded_names(_numbered(_UNITS) | _numbered(_TEENS, 11) | _numbered(_TWENTIES, 21))
DAY_WORDS = ORDINALS | _folded_names({"فاتح": 1, "مستهل": 1, "premier": 1})
LAST_DAY = frozenset(map(plain_letters, ("متم", "منسلخ")))
# The tens of years: التسعينيات, التسعينات
DECADES = {
    plain_letters(article + tens + ending): value
    for tens, value in _numbered(
        "عشرين ثلاثين اربعين خمسين ستين سبعين ثمانين تسعين", 20, 10
    ).items()
    for ending in ("ات", "يات")
    for article in ("", "ال")
}
_ONES = "واحد/احد/احدي اثنين/اثنتين/اثني/اثنتي/اثنان ثلاث/ثلاثه اربع/اربعه خمس/خمسه ست/سته"
_ONES += " سبع/سبعه ثمان/ثماني/ثمانيه تسع/تسعه عشر/عشره"
_TENS = (
    "عشرين/عشرون ثلاثين/ثلاثون اربعين/اربعون خمسين/خمسون ستين/ستون سبعين/سبعون"
    " ثمانين/ثمانون تسعين/تسعون"
)
_HUNDREDS = (
    "مائة/مئة مائتين/مئتين/مائتان/مئتان ثلاثمائة/ثلاثمئة أربعمائة/أربعمئة خمسمائة/خمسمئة"
    " ستمائة/ستمئة سبعمائة/سبعمئة ثمانمائة/ثمانمئة/ثمانيمائة تسعمائة/تسعمئة"
)
NUMBER_WORDS = _folded_names(
    _numbered(_ONES)
    | _numbered(_TENS, 20, 10)
    | _numbered(_HUNDREDS, 100, 100)
    | {"ألف": 1000, "ألفين": 2000, "ألفان": 2000}
)


def sum_of_words(words: str) -> int:
    """The sum that `words`, folded, say: ألف وتسعمائة وست وخمسين, or تسع مائة for 900."""
    total = 0
    for word in re.findall(r"[^\W\d_]+", words):
        value = NUMBER_WORDS.get(word)
        if value is None:
            value = NUMBER_WORDS.get(word.removeprefix("و"), 0)
        total = (
            total - total % 10 + (total % 10) * 100
            if value == 100 and total % 10
            else (total + value)
        )
    return total


# Words that are measured or counted: the number before them is no year.
_MEASURES = """
درهم درهما دراهم سنتيم دولار دولارا يورو دينار ريال جنيه ليرة فرنك فرنكا قرش متر مترا أمتار كلم كم
كيلومتر كيلومترا هكتار هكتارا طن طنا كيلوغرام قنطار لتر نسمة شخص شخصا فرد فردا مقعد مقعدا صوت صوتا
ساعة يوم يوما شهر شهرا سنة عام عاما مرة مادة صفحة كلمة نسخة مليون مليار ألف ألفا حقيبة سهم عضو عضوا
dirham dirhams euro euros dollars francs km m kg habitants personnes pages mots articles inscrits
votants ans jours tonnes copies people words
"""
MEASURES = frozenset(map(plain_letters, _MEASURES.split()))
# Words after a year that are no counted noun: in Arabic a number is not followed by them.
_FUNCTION_WORDS = """
و في من على إلى حتى عن ثم أو أم بعد قبل منذ كان كانت حيث التي الذي الذين عند مع بين لكن لم لا ما قد
وقد هو هي أن إن إذ إذا كما هذا هذه تم أصبح أصبحت صدر صدرت يوم خلال لدى تحت ضمن
a au aux de du des la le les l et en par pour dans sur d que qui sous avec il elle ils
and the of in on by for to with at from when as was were is it he she they
"""
FUNCTION_WORDS = frozenset(map(plain_letters, _FUNCTION_WORDS.split()))
