"""The styles of a Word document: which are headings, how large their type is, what is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.ingest.office.package import XmlElement, attribute, child, local_name

# (id of the list, level) of a numbered paragraph; the level is None where a style leaves it open.
Number = tuple[str, int | None]

_HEADING = re.compile(r"(?:heading|titre|عنوان|العنوان)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"title|titre|العنوان", re.IGNORECASE)
_BODY_LEVEL = 9  # outline level of what is no heading
_MOST_BASES = 20  # of a style on others


@dataclass(frozen=True, slots=True)
class WordStyle:
    """The style of a paragraph: level of heading (0: none), points of type (0: unknown), list."""

    level: int = 0
    size: float = 0
    is_title: bool = False
    number: Number | None = None
    is_hidden: bool = False


class WordStyles:
    """The styles in a part of the kind `styles`; none where there is no such part."""

    def __init__(self, tree: XmlElement | None) -> None:
        self._elements: dict[str, XmlElement] = {}
        self._known: dict[str, WordStyle] = {}
        self._default: str | None = None
        self._size = 0.0
        for element in () if tree is None else tree:
            if local_name(element) == "style":
                style_id = attribute(element, "styleId") or ""
                self._elements[style_id] = element
                is_default = is_on(attribute(element, "default"), absent=False)
                if is_default and attribute(element, "type") == "paragraph":
                    self._default = style_id
            elif local_name(element) == "docDefaults":
                for properties in element.iter("{*}rPr"):
                    self._size = points(properties)

    def of_paragraph(self, properties: XmlElement | None) -> WordStyle:
        """The style of a paragraph, by its properties."""
        named = child(properties, "pStyle")
        style_id = self._default if named is None else attribute(named, "val")
        style = self._style(style_id or "")
        outline = child(properties, "outlineLvl")
        if outline is None:
            return style
        level = _heading_level(attribute(outline, "val"))
        return WordStyle(level, style.size, style.is_title, style.number)

    def number_of(self, style_id: str) -> Number | None:
        """The list of the style."""
        return self._style(style_id).number

    def is_hidden(self, properties: XmlElement | None) -> bool:
        """Whether a run with these properties is not shown."""
        if properties is None:
            return False
        vanish = child(properties, "vanish")
        if vanish is not None:
            return is_on(attribute(vanish, "val"))
        named = child(properties, "rStyle")
        return named is not None and self._style(attribute(named, "val") or "").is_hidden

    def _style(self, style_id: str) -> WordStyle:
        known = self._known.get(style_id)
        if known is None:
            known = self._known[style_id] = self._resolved(style_id)
        return known

    def _resolved(self, style_id: str) -> WordStyle:
        """The style with what it takes over from those that it is based on."""
        level: int | None = None
        size = 0.0
        number: Number | None = None
        is_title = False
        hidden: bool | None = None
        element = self._elements.get(style_id)
        for _ in range(_MOST_BASES):
            if element is None:
                break
            paragraph, run = child(element, "pPr"), child(element, "rPr")
            name = attribute(element, "val", of="name") or ""
            is_title = is_title or _TITLE.fullmatch(name) is not None
            if level is None:
                outline = child(paragraph, "outlineLvl")
                heading = _HEADING.match(name)
                if outline is not None:
                    level = _heading_level(attribute(outline, "val"))
                elif heading is not None:
                    level = _heading_level(str(int(heading[1]) - 1))
            number = number or list_number(paragraph)
            size = size or points(run)
            vanish = child(run, "vanish")
            if hidden is None and vanish is not None:
                hidden = is_on(attribute(vanish, "val"))
            element = self._elements.get(attribute(element, "val", of="basedOn") or "")
        return WordStyle(
            1 if is_title else level or 0, size or self._size, is_title, number, bool(hidden)
        )


def list_number(properties: XmlElement | None) -> Number | None:
    """The list and level that the properties of a paragraph or of a style name."""
    number = child(properties, "numPr")
    if number is None:
        return None
    list_id = attribute(number, "val", of="numId")
    level = attribute(number, "val", of="ilvl") or ""
    return (list_id, int(level) if level.isdecimal() else None) if list_id else None


def points(properties: XmlElement | None) -> float:
    """The size of type that these properties name; 0 when they name none."""
    right_to_left = child(properties, "rtl")
    names = ("sz", "szCs") if right_to_left is None else ("szCs", "sz")
    for name in names:
        size = child(properties, name)
        value = "" if size is None else attribute(size, "val") or ""
        if value.isdecimal():
            return int(value) / 2  # half points
    return 0


def is_on(value: str | None, absent: bool = True) -> bool:
    """The truth of a switch of Office; `absent` where it has no value."""
    return absent if value is None else value not in ("0", "false", "off")


def _heading_level(outline: str | None) -> int:
    """1 for the first outline level, 2 for those below, 0 for that of running text."""
    level = int(outline) if outline and outline.isdecimal() else _BODY_LEVEL
    return 0 if level >= _BODY_LEVEL else min(level + 1, 2)
