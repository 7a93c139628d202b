"""Joins of broken plurals that are on no list, drawn by `plurals.py` and judged one by one.

A join is right if the word, as the archive it was drawn from uses it, is mostly a plural of the
noun. Words are folded: ة is ه, أ is ا, ى is ي, ئ and ؤ are ء.
"""

from __future__ import annotations

_RIGHT = """
"""
_WRONG = """
"""


def right_joins() -> set[tuple[str, str]]:
    """(plural, its singular) of each join that is right."""
    return _pairs(_RIGHT)


def wrong_joins() -> set[tuple[str, str]]:
    """(word, noun) of each join that is wrong."""
    return _pairs(_WRONG)


def _pairs(text: str) -> set[tuple[str, str]]:
    return {
        (word, noun) for word, noun in (entry.split() for entry in text.split(".") if entry.strip())
    }
