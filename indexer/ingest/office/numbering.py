"""The numbers that Word counts for paragraphs: no text of theirs, but shown and cited."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from indexer.ingest.office.package import XmlElement, attribute, child, local_name
from indexer.ingest.office.word_styles import Number, is_on, list_number

_PLACE = re.compile("%([1-9])")
_MOST_LEVELS = 9
_ALPHABETS = {  # ECMA-376, 17.18.59
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
}
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_BULLET = "•"


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: how it counts, and the text around the number."""

    kind: str
    text: str
    start: int
    is_legal: bool  # higher levels are shown in Western digits
    style: str | None


class Numbering:
    """The lists in a part of the kind `numbering`, counted in the order of their paragraphs."""

    def __init__(self, tree: XmlElement | None, number_of: Callable[[str], Number | None]) -> None:
        self._number_of = number_of
        self._levels: dict[str, dict[int, _Level]] = {}  # abstract list → level → how it counts
        self._links: dict[str, str] = {}  # abstract list → the style that has its levels
        self._abstract: dict[str, str] = {}  # list → abstract list
        self._starts: dict[str, dict[int, int]] = {}  # list → level → where it starts anew
        self._counts: dict[str, dict[int, int]] = {}  # abstract list → level → number
        for element in () if tree is None else tree:
            if local_name(element) == "abstractNum":
                self._take_abstract(element)
            elif local_name(element) == "num":
                self._take_list(element)

    def label(self, properties: XmlElement | None, of_style: Number | None) -> str:
        """The number before a paragraph, and counts it; empty when it has none.

        A list of bullets gives •.
        """
        own = list_number(properties)
        list_id, level = own or of_style or ("0", None)
        abstract = self._abstract.get(list_id)
        if abstract is None:
            return ""
        levels = self._levels_of(abstract)
        if level is None:
            level = self._level_of_style(properties, levels) if own is None else 0
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        started = self._starts.pop(list_id, None)
        if started is not None:
            for at, start in started.items():
                counts[at] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for below in [below for below in counts if below > level]:
            del counts[below]
        return _shown(levels, level, counts)

    def _take_abstract(self, element: XmlElement) -> None:
        name = attribute(element, "abstractNumId") or ""
        levels = self._levels[name] = {}
        for part in element:
            if local_name(part) == "lvl":
                number = attribute(part, "ilvl") or ""
                if number.isdecimal() and int(number) < _MOST_LEVELS:
                    levels[int(number)] = _level(part)
            elif local_name(part) == "numStyleLink":
                self._links[name] = attribute(part, "val") or ""

    def _take_list(self, element: XmlElement) -> None:
        list_id = attribute(element, "numId") or ""
        self._abstract[list_id] = attribute(element, "val", of="abstractNumId") or ""
        starts: dict[int, int] = {}
        for part in element:
            if local_name(part) == "lvlOverride":
                level = attribute(part, "ilvl") or ""
                start = attribute(part, "val", of="startOverride") or ""
                if level.isdecimal() and start.isdecimal():
                    starts[int(level)] = int(start)
        if starts:
            self._starts[list_id] = starts

    def _levels_of(self, abstract: str) -> dict[int, _Level]:
        """The levels of an abstract list, or those of the one that its style links to."""
        linked = self._number_of(self._links.get(abstract, "")) if abstract in self._links else None
        if linked is not None:
            abstract = self._abstract.get(linked[0], abstract)
        return self._levels.get(abstract, {})

    def _level_of_style(self, properties: XmlElement | None, levels: dict[int, _Level]) -> int:
        """The level that names the style of a paragraph; 0 when none does."""
        named = child(properties, "pStyle")
        style = None if named is None else attribute(named, "val")
        return next((at for at, level in levels.items() if level.style == style and style), 0)


def _level(element: XmlElement) -> _Level:
    start = attribute(element, "val", of="start") or ""
    legal = child(element, "isLgl")
    return _Level(
        kind=attribute(element, "val", of="numFmt") or "decimal",
        text=attribute(element, "val", of="lvlText") or "",
        start=int(start) if start.isdecimal() else 0,
        is_legal=legal is not None and is_on(attribute(legal, "val")),
        style=attribute(element, "val", of="pStyle"),
    )


def _shown(levels: dict[int, _Level], level: int, counts: dict[int, int]) -> str:
    """The number as it stands before the paragraph."""
    shown = levels[level]
    if shown.kind == "bullet":
        return _BULLET if shown.text.strip() else ""

    def number(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        if at not in levels:
            return ""
        kind = "decimal" if shown.is_legal else levels[at].kind
        return counted(counts.get(at, levels[at].start), kind)

    return _PLACE.sub(number, shown.text).strip()


def counted(number: int, kind: str) -> str:
    """`number` in the notation `kind` of Word; in Western digits where that is another."""
    if kind == "none":
        return ""
    if kind == "decimalZero":
        return f"{number:02}"
    alphabet = _ALPHABETS.get(kind)
    if alphabet is not None and 0 < number <= 20 * len(alphabet):
        rounds, at = divmod(number - 1, len(alphabet))
        return alphabet[at] * (rounds + 1)
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        letters = []
        for value, sign in _ROMAN:
            letters.append(sign * (number // value))
            number %= value
        roman = "".join(letters)
        return roman.upper() if kind == "upperRoman" else roman
    return str(number)
