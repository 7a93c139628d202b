"""What a reader sets with controls, put into the words of a query and the dates of a request.

Nobody has to type an operator or a date of the other calendar: forms send `near`, `within` and
years as they are written, and are answered with the address those stand for.
"""

from __future__ import annotations

import re

from webapp.hijri import hijri_year, span
from webapp.params import Arguments

DISTANCES = (3, 5, 10, 20)  # words within which two words may stand
OPERATORS = {"ar": "قرب"}  # in the other languages, NEAR
CONTROLS = ("near", "within", "calendar")
QUOTES = dict.fromkeys(map(ord, '"«»“”„'), " ")


def settled(arguments: Arguments, language: str) -> list[tuple[str, str]] | None:
    """`arguments` without controls, in the words and dates they mean; None when there are none."""
    pairs = [pair for pair in arguments.items(multi=True) if pair[0] not in CONTROLS]
    hijri = arguments.get("calendar") == "hijri"
    settled = [_dated(name, value, hijri) for name, value in pairs]
    if settled == pairs and not any(name in arguments for name in CONTROLS):
        return None
    near = arguments.get("near", "").strip()
    if near:
        query = _near(arguments.get("q", "").strip(), near, arguments.get("within", ""), language)
        settled = [("q", query), *(pair for pair in settled if pair[0] != "q")]
    return [(name, value) for name, value in settled if value]


def plain(query: str) -> str:
    """`query` when it is nothing but words, fit for a control; else nothing."""
    return query.strip() if re.fullmatch(r"[\w\s\u064b-\u065f\u0670]+", query) else ""


def _near(query: str, near: str, within: str, language: str) -> str:
    """A query for the words of `query` and `near` within so many words of each other."""
    words = [*_words(query), *_words(near)]
    distance = within if within in map(str, DISTANCES) else str(DISTANCES[1])
    if len(words) < 2:
        return " ".join(words)
    if len(words) == 2:
        return f" {OPERATORS.get(language, 'NEAR')}/{distance} ".join(words)
    return f"«{' '.join(words)}»~{distance}"


def _words(text: str) -> list[str]:
    return text.translate(QUOTES).split()


def _dated(name: str, value: str, hijri: bool) -> tuple[str, str]:
    """The argument in Gregorian dates: the first or the last day of a Hijri year."""
    if name not in ("from", "to"):
        return name, value
    year = hijri_year(f"{value.strip()}h" if hijri and value.strip().isdigit() else value)
    if year is None:
        return name, value.strip()
    return name, str(span(year)[name == "to"])
