"""Long documents in parts: where each begins, and what is counted before it.

A part is found, laid out and numbered without a walk through the paragraphs before it, of which a
document may have millions: their number comes from counting empty lines. Texts are those of
documents, cleaned: lines have no space at their end, and no two empty lines follow one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.highlight.passages import HEADING, Passage, passages_within, stretches

PART_CHARACTERS = 100_000  # 200 KB of Arabic
_MOST_LINES = 4_000  # of a part, each of which takes more to show than its letters
_EMPTY_LINE = "\n\n"
_AFTER_EMPTY_LINE = re.compile(r"\n\n\s*")
_HEADED = re.compile(r"\n\n[^\S\n]*(?=#{1,6}[ \t])")
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Part:
    """`text[start:end]` of a document; `paragraphs` and `headings` begin before it."""

    start: int
    end: int
    paragraphs: int
    headings: int


def parts(text: str, characters: int = PART_CHARACTERS) -> tuple[Part, ...]:
    """`text` in parts of about so many characters, cut at empty lines, else lines, else words."""
    found: list[Part] = []
    reached = paragraphs = headings = 0  # as far as whole stretches were counted
    starts = [*_starts(text, characters), len(text)]
    for start, end in pairwise(starts):
        stretch = _stretch_start(text, start)
        if stretch > reached:
            more = _counted(text, reached, stretch)
            paragraphs, headings, reached = paragraphs + more[0], headings + more[1], stretch
        begun = [0, 0]
        if stretch < start:
            for passage in _passages_at(text, stretch):
                begun[passage.level > 0] += passage.start < start
        found.append(Part(start, end, paragraphs + begun[0], headings + begun[1]))
    return tuple(found)


def part_with(every: Sequence[Part], kind: str, number: int) -> int:
    """The number of the part in which the passage of this `kind` and `number` begins."""
    found = 1
    for at, part in enumerate(every, start=1):
        if (part.headings if kind == "s" else part.paragraphs) < number:
            found = at
    return found


def passages_of(text: str, part: Part) -> Iterator[tuple[Passage, int, bool]]:
    """The passages in `part`, each with its number, and whether all of it is there.

    Paragraphs and headings are counted apart, from the beginning of `text`.
    """
    paragraphs, headings = part.paragraphs, part.headings
    for start, end in stretches(text, _stretch_start(text, part.start)):
        if start >= part.end:
            return
        for passage in passages_within(text, start, end):
            if passage.start >= part.start:
                paragraphs += passage.level == 0
                headings += passage.level > 0
            first, last = max(passage.start, part.start), min(passage.end, part.end)
            if first < last:
                whole = (first, last) == (passage.start, passage.end)
                number = headings if passage.level else paragraphs
                yield Passage(first, last, passage.level), number, whole


def headings_of(text: str) -> Iterator[tuple[Passage, int]]:
    """The headings of `text`, each with its number; nothing between them is looked at."""
    number = 0
    for start in _headed(text, 0, len(text)):
        for passage in _passages_at(text, start):
            if passage.level:
                number += 1
                yield passage, number


def _starts(text: str, characters: int) -> Iterator[int]:
    at = 0
    yield at
    while True:
        lines = text.count("\n", at, at + characters * 3 // 2)
        room = characters * _MOST_LINES // max(lines, _MOST_LINES)
        wanted, most = at + room, at + room * 3 // 2
        if most >= len(text):
            return
        space = _SPACE.search(text, wanted, most)
        found = (text.find(_EMPTY_LINE, wanted, most), text.find("\n", wanted, most))
        cut = next((end for end in found if end >= 0), space.start() if space else most)
        after = _AFTER_EMPTY_LINE.match(text, cut)
        at = after.end() if after else cut + (cut < most)
        yield at


def _stretch_start(text: str, at: int) -> int:
    """Where what stands between empty lines begins, that `at` is in."""
    empty_line = text.rfind(_EMPTY_LINE, 0, at)
    after = _AFTER_EMPTY_LINE.match(text, empty_line) if empty_line >= 0 else None
    return after.end() if after else 0


def _counted(text: str, start: int, end: int) -> tuple[int, int]:
    """How many paragraphs and headings are in `text[start:end]`, both where a stretch begins."""
    paragraphs, headings = text.count(_EMPTY_LINE, start, end), 0
    for at in _headed(text, start, end):
        level = 0
        for passage in _passages_at(text, at):
            level = passage.level
            headings += level > 0
        paragraphs -= level > 0  # there are headings alone
    return paragraphs, headings


def passage_counts(text: str) -> tuple[int, int]:
    """How many paragraphs and headings there are in `text`, all of which end with it."""
    if not text.endswith(_EMPTY_LINE):
        text += _EMPTY_LINE
    return _counted(text, 0, len(text))


def _headed(text: str, start: int, end: int) -> Iterator[int]:
    """Where stretches of `text[start:end]` begin that begin with a heading."""
    if start < end and HEADING.match(text, start, end):
        yield start
    for found in _HEADED.finditer(text, start, end):
        yield found.end()


def _passages_at(text: str, start: int) -> Iterator[Passage]:
    """The passages of the stretch that begins at `start`."""
    empty_line = text.find(_EMPTY_LINE, start)
    return passages_within(text, start, len(text) if empty_line < 0 else empty_line)
