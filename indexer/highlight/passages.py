"""The passages of a document: its paragraphs and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BREAK = re.compile(r"\n[ \t]*\n\s*")
HEADING = re.compile(r"(#{1,6})[ \t]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """`text[start:end]` of a document: a paragraph (level 0) or a heading without its signs."""

    start: int
    end: int
    level: int


def passages(text: str) -> Iterator[Passage]:
    """The paragraphs and headings of `text` in order; a heading takes one line."""
    for start, end in stretches(text):
        yield from passages_within(text, start, end)


def numbered(text: str) -> Iterator[tuple[Passage, int]]:
    """The passages of `text`, each with its number: paragraphs and headings counted apart."""
    paragraphs = headings = 0
    for passage in passages(text):
        if passage.level:
            headings += 1
        else:
            paragraphs += 1
        yield passage, headings if passage.level else paragraphs


def stretches(text: str, at: int = 0) -> Iterator[tuple[int, int]]:
    """The (start, end) of what stands between empty lines, from `at` on."""
    for gap in _BREAK.finditer(text, at):
        yield at, gap.start()
        at = gap.end()
    yield at, len(text)


def stretch_with(text: str, place: int, at: int = 0) -> tuple[int, int]:
    """The one of the `stretches` from `at` on that holds `place`, where a word stands."""
    empty_line = text.rfind("\n\n", at, place)
    start = at if empty_line < 0 else empty_line
    while gap := _BREAK.search(text, start):
        if place < gap.start():
            return start, gap.start()
        start = gap.end()
    return start, len(text)


def passages_within(text: str, start: int, end: int) -> Iterator[Passage]:
    """The passages of `text[start:end]`, which stands between empty lines: headings come first."""
    heading = HEADING.match(text, start, end)
    while heading:
        line = text.find("\n", start, end)
        close = end if line < 0 else line
        yield Passage(heading.end(), close, len(heading[1]))
        start = min(close + 1, end)
        heading = HEADING.match(text, start, end)
    if text[start:end].strip():
        yield Passage(start, end, 0)
