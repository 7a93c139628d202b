"""The controls of forms, put into the words of a query and the dates of a request.

Nobody has to type an operator or a date of the other calendar: forms send `near`, `within` and
years as they are written, and are answered with the address those stand for.
"""

from __future__ import annotations

import re

from indexer import hijri_days, near
from webapp.http.params import FIRST_DAYS, LAST_DAYS, Arguments

DISTANCES = (3, 5, 10, 20)  # words within which two words may stand
CONTROLS = ("near", "within", "calendar")


def settled(arguments: Arguments) -> list[tuple[str, str]] | None:
    """`arguments` without controls, in the words and dates they mean; None when there are none."""
    pairs = [pair for pair in arguments.items(multi=True) if pair[0] not in CONTROLS]
    hijri = arguments.get("calendar") == "hijri"
    settled = [_dated(name, value, hijri) for name, value in pairs]
    if settled == pairs and not any(name in arguments for name in CONTROLS):
        return None
    other = arguments.get("near", "").strip()
    if other:
        within = arguments.get("within", "")
        reach = int(within) if within in map(str, DISTANCES) else DISTANCES[1]
        query = near(arguments.get("q", ""), other, reach)
        settled = [("q", query), *(pair for pair in settled if pair[0] != "q")]
    return [(name, value) for name, value in settled if value]


def plain_words(query: str) -> str:
    """`query` when it is nothing but words, fit for a control; else nothing."""
    return query.strip() if re.fullmatch(r"[\w\s\u064b-\u065f\u0670]+", query) else ""


def _dated(name: str, value: str, hijri: bool) -> tuple[str, str]:
    """The argument in Gregorian dates: the first or the last day of a Hijri year."""
    if name not in (*FIRST_DAYS, *LAST_DAYS):
        return name, value
    days = hijri_days(f"{value.strip()}h" if hijri and value.strip().isdigit() else value)
    return name, value.strip() if days is None else str(days[name in LAST_DAYS])
