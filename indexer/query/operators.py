"""The words of the query language, in tables: its operators, and the names of fields and widths.

A new operator is one row of OPERATORS: its spellings by language, what it binds, and the query that
it makes of its operands. The lexer, the grammar and the guide for readers read these tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from indexer.analysis import folded
from indexer.analysis.normalize import MARKS
from indexer.model import Width
from indexer.model.basis import InterpretationKind
from indexer.query.ast import Not, Or, Query, all_of

SIGN = ""  # the language of spellings that are signs
_UNMARKED = dict.fromkeys(MARKS)

Spellings = Mapping[str, tuple[str, ...]]  # language of readers, or SIGN → spellings


class Binding(StrEnum):
    """The place of an operator among what it binds; the first binds least."""

    EITHER = "either"  # between groups of words
    ALL = "all"  # between words
    PREFIX = "prefix"  # before a word or a group


@dataclass(frozen=True, slots=True, eq=False)
class Operator:
    """One operator: `node` makes a query of the queries that it binds.

    Readers are told of it as `why` says, where it might be a word of theirs.
    """

    name: str
    binding: Binding
    spellings: Spellings
    node: Callable[[tuple[Query, ...]], Query]
    why: InterpretationKind | None = None


OPERATORS: tuple[Operator, ...] = (
    Operator(
        "or", Binding.EITHER, {"ar": ("أو", "او"), "fr": ("OR",), "en": ("OR",), SIGN: ("|",)}, Or
    ),
    Operator(
        "and", Binding.ALL, {"ar": ("و",), "fr": ("AND",), "en": ("AND",), SIGN: ("&",)}, all_of
    ),
    Operator(
        "not",
        Binding.PREFIX,
        {"ar": ("ليس",), "fr": ("NOT",), "en": ("NOT",), SIGN: ("-",)},
        lambda operands: Not(operands[0]),
        InterpretationKind.NOT,
    ),
)

# What takes a number of words: «أمن» ضمن 5 كلمات «عام», أمن قرب/5 عام, police NEAR/5 nationale.
NEAR_SPELLINGS: Spellings = {
    "ar": ("ضمن {} كلمات", "قرب/{}"),
    "fr": ("NEAR/{}",),
    "en": ("NEAR/{}",),
}
WITHIN = "ضمن"
NEAR_PATTERN = rf"""
    {WITHIN} \s+ (?: (?P<words> \d+ ) \s+ كلم(?: ات | ة | ه ) | كلمتين )
    | (?: NEAR | قرب ) / (?P<reach> \d+ )
"""


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A field or a width that a query may name before a colon; of a width, its sign as well."""

    of: str
    spellings: Spellings


FIELD_NAMES: tuple[Name, ...] = (  # of the title and of facets
    Name("title", {"ar": ("عنوان", "العنوان"), "fr": ("titre",), "en": ("title",)}),
    Name("kind", {"ar": ("نوع", "النوع"), "fr": ("type",), "en": ("kind",)}),
    Name("place", {"ar": ("مكان", "المكان"), "fr": ("lieu",), "en": ("place",)}),
    Name("topic", {"ar": ("موضوع", "الموضوع"), "fr": ("sujet", "thème"), "en": ("topic",)}),
    Name(
        "author",
        {"ar": ("مؤلف", "المؤلف", "كاتب", "الكاتب"), "fr": ("auteur",), "en": ("author",)},
    ),
    Name("publisher", {"ar": ("ناشر", "الناشر"), "fr": ("éditeur",), "en": ("publisher",)}),
    Name("language", {"ar": ("لغة", "اللغة"), "fr": ("langue",), "en": ("language",)}),
    Name("name", {"ar": ("اسم",), "fr": ("nom",), "en": ("name",)}),
    Name("cites", {"ar": ("يستشهد",), "fr": ("cite",), "en": ("cites",)}),
    Name("quality", {"ar": ("جودة", "الجودة"), "fr": ("qualité",), "en": ("quality",)}),
    Name(
        "year",
        {
            "ar": ("سنة", "السنة", "تاريخ", "التاريخ"),
            "fr": ("année", "date"),
            "en": ("year", "date"),
        },
    ),
    # The dates that documents mention; no facet.
    Name("mentions", {"ar": ("يذكر",), "fr": ("mentionne",), "en": ("mentions",)}),
)
WIDTH_NAMES: tuple[Name, ...] = (
    Name(Width.EXACT, {"ar": ("حرفي", "حرفيا"), "fr": ("exact",), "en": ("exact",), SIGN: ("=",)}),
    Name(Width.WORD, {"ar": ("كلمة",), "fr": ("mot",), "en": ("word",)}),
    Name(
        Width.DERIVED,
        {"ar": ("مشتقات", "المشتقات"), "fr": ("dérivés",), "en": ("derived",), SIGN: ("~~",)},
    ),
    Name(Width.ROOT, {"ar": ("جذر", "الجذر"), "fr": ("racine",), "en": ("root",), SIGN: ("~",)}),
)


def operator_of(word: str) -> Operator | None:
    """The operator that `word` is, with or without tashkeel and tatweel; None if it is none."""
    return _operators(OPERATORS).get(unmarked(word))


def field_of_name(name: str) -> str | None:
    """The field that readers call `name`: "title" or a facet; None if there is none."""
    return _names(FIELD_NAMES).get(folded(name))


def width_of_name(name: str) -> Width | None:
    """The width that readers call `name`; None if there is none."""
    width = _names(WIDTH_NAMES).get(folded(name))
    return None if width is None else Width(width)


def unmarked(word: str) -> str:
    """`word` without tashkeel and tatweel."""
    return word.translate(_UNMARKED)


def query_spellings(language: str) -> dict[str, tuple[str, ...]]:
    """operator, field or width → how readers of `language` write it, the signs last.

    The spellings of `near` hold `{}` where the number of words stands.
    """
    tables: dict[str, Spellings] = {row.name: row.spellings for row in OPERATORS}
    tables["near"] = NEAR_SPELLINGS
    tables |= {row.of: row.spellings for row in (*FIELD_NAMES, *WIDTH_NAMES)}
    return {
        name: (*spellings.get(language, ()), *spellings.get(SIGN, ()))
        for name, spellings in tables.items()
    }


@lru_cache(maxsize=8)  # by its rows: another table has other operators
def _operators(rows: tuple[Operator, ...]) -> Mapping[str, Operator]:
    return {spelling: row for row in rows for some in row.spellings.values() for spelling in some}


@lru_cache(maxsize=8)
def _names(rows: tuple[Name, ...]) -> Mapping[str, str]:
    """folded name → the field or width of that name."""
    return {
        folded(name): row.of
        for row in rows
        for language, names in row.spellings.items()
        for name in names
        if language != SIGN
    }
