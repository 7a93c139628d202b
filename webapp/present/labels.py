"""The values of facets as readers are shown them."""

from __future__ import annotations

import re

from webapp.i18n import Messages, shown

_LONGEST = 70  # characters of the name of a law in a list
_OF_YEAR = re.compile(r"(\d+)\.(\d{4})")  # a Tunisian law: 12.2008
_KINDS = ("law", "dahir", "decree", "order", "constitution")  # which messages name


def value_label(words: Messages, facet: str, value: str, title: str = "") -> str:
    """The name of `value` of `facet`; of a law its number, with its `title` where there is one."""
    if facet != "cites":
        return shown(words.label(facet, value))
    kind, _, number = value.partition(" ")
    if of_year := _OF_YEAR.fullmatch(number):
        label = str(words.message("law.of_year", number=of_year[1], year=of_year[2]))
    elif kind == "named":
        return shown(number)
    elif kind not in _KINDS:  # no law of the archive: what an address asks for
        return shown(value)
    else:
        label = str(words.message(f"law.{kind}", number=number))
    return shown(f"{label} – {_short(title)}" if title and number else label)


def _short(title: str) -> str:
    """`title`, cut between two words where it is long."""
    if len(title) <= _LONGEST:
        return title
    return f"{title[:_LONGEST].rsplit(' ', 1)[0]}…"
