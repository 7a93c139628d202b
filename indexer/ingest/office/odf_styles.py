"""The styles of an OpenDocument text: the size of type, and how its lists count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.ingest.office.numbering import counted
from indexer.ingest.office.package import XmlElement, attribute, local_name

_POINTS = re.compile(r"(\d+(?:\.\d+)?)pt")
_MOST_PARENTS = 20
_KINDS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_ARABIC = re.compile("[\u0623\u0627], \u0628, ([\u062a\u062c]), ")  # أ, ب, ت, … or ا, ب, ج, …
_ARABIC_KINDS = {"\u062a": "arabicAlpha", "\u062c": "arabicAbjad"}
_BULLET = "•"


@dataclass(frozen=True, slots=True)
class _Style:
    """A style of paragraphs: its points, its parent."""

    size: float
    parent: str


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: how it counts (None: not known), what stands around, how many numbers."""

    kind: str | None
    prefix: str
    suffix: str
    start: int
    shown: int  # the numbers of how many levels it shows


class OdfStyles:
    """The styles in the parts that were taken; later ones stand before earlier ones of a name."""

    def __init__(self) -> None:
        self._styles: dict[str, _Style] = {}
        self._lists: dict[str, dict[int, _Level]] = {}  # list style → level from 1 → how it counts
        self._outline: dict[int, _Level] = {}

    def take(self, elements: Iterable[XmlElement]) -> None:
        """Takes in the styles among `elements`."""
        for element in elements:
            name = local_name(element)
            if name == "style":
                self._styles[attribute(element, "name") or ""] = _style(element)
            elif name == "list-style":
                self._lists[attribute(element, "name") or ""] = dict(_levels(element))
            elif name == "outline-style":
                self._outline = dict(_levels(element))

    def size(self, name: str) -> float:
        """The points of the style; 0 when they are not known."""
        for _ in range(_MOST_PARENTS):
            style = self._styles.get(name)
            if style is None:
                return 0
            if style.size:
                return style.size
            name = style.parent
        return 0

    def is_title(self, name: str) -> bool:
        """True for the style Title and those that are based on it."""
        for _ in range(_MOST_PARENTS):
            if name == "Title":
                return True
            style = self._styles.get(name)
            if style is None:
                return False
            name = style.parent
        return False

    def label(self, list_style: str, level: int, counts: dict[int, int]) -> str:
        """The number before an item, by the numbers of its levels; • for a bullet.

        Empty when the list has none there, or one in a notation that is not known.
        """
        return _label(self._lists.get(list_style, {}), level, counts)

    def outline_label(self, level: int, counts: dict[int, int]) -> str:
        """The number before a heading of this level."""
        return _label(self._outline, level, counts)

    def start(self, list_style: str, level: int) -> int:
        """The number at which a level of a list begins."""
        found = self._lists.get(list_style, {}).get(level)
        return found.start if found else 1


def _style(element: XmlElement) -> _Style:
    sizes = []
    for part in element:
        if local_name(part) == "text-properties":
            for name in ("font-size", "font-size-complex"):
                value = _POINTS.fullmatch(attribute(part, name) or "")
                sizes.append(float(value[1]) if value else 0)
    return _Style(max(sizes, default=0), attribute(element, "parent-style-name") or "")


def _levels(element: XmlElement) -> Iterable[tuple[int, _Level]]:
    for part in element:
        level = attribute(part, "level") or ""
        if not level.isdecimal():
            continue
        if local_name(part) == "list-level-style-bullet":
            yield int(level), _Level("bullet", "", "", 1, 1)
        else:
            kind = attribute(part, "num-format") or ""
            start = attribute(part, "start-value") or ""
            shown = attribute(part, "display-levels") or ""
            yield (
                int(level),
                _Level(
                    _kind(kind) if kind else "none",
                    attribute(part, "num-prefix") or "",
                    attribute(part, "num-suffix") or "",
                    int(start) if start.isdecimal() else 1,
                    int(shown) if shown.isdecimal() else 1,
                ),
            )


def _kind(number_format: str) -> str | None:
    """The way of counting that is written so; None when it is not known."""
    found = _ARABIC.match(number_format)
    return _ARABIC_KINDS[found[1]] if found else _KINDS.get(number_format)


def _label(levels: dict[int, _Level], level: int, counts: dict[int, int]) -> str:
    found = levels.get(level)
    if found is None or found.kind is None:
        return ""
    if found.kind == "bullet":
        return _BULLET
    numbers = []
    for at in range(max(1, level - found.shown + 1), level + 1):
        higher = levels.get(at)
        if higher is None or higher.kind is None:
            return ""
        number = counted(counts.get(at, higher.start), higher.kind)
        if number and higher.kind != "bullet":
            numbers.append(number)
    if not numbers:
        return ""
    return f"{found.prefix}{'.'.join(numbers)}{found.suffix}".strip()
