"""The passages of a document: its paragraphs and headings, and the few worth showing with a hit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.highlight.matcher import Span, pieces
from indexer.model import Snippet

_BREAK = re.compile(r"\n[ \t]*\n\s*")
HEADING = re.compile(r"(#{1,6})[ \t]+")
_EDGE = re.compile(r"\s")
_MOST_LOOKED_AT = 10_000  # answers of a text, of which the best passages are chosen


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


def _passages_with(text: str, spans: list[Span]) -> Iterator[Passage]:
    """The passages of `text` that hold the beginning of one of `spans`, and maybe others."""
    at = done = 0
    while at < len(spans):
        empty_line = text.rfind("\n\n", done, spans[at].start)
        first = done if empty_line < 0 else empty_line
        for start, end in stretches(text, first):
            if spans[at].start < end:
                yield from passages_within(text, start, end)
                break
        done = end
        while at < len(spans) and spans[at].start < end:
            at += 1


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


def snippets(text: str, spans: list[Span], most: int, characters: int) -> tuple[Snippet, ...]:
    """At most `most` passages of about `characters` each, in order of the text.

    Those that answer most of the query's words come first, then those with most answers; without
    any answer the beginning of the text is given. Words are never cut, unless there is no space
    to cut at.
    """
    if not spans:
        first = next((passage for passage in passages(text) if passage.level == 0), None)
        if first is None:
            return ()
        most = min(first.start + characters, first.end)
        end = _word_end(text, first.start, most, first.end)
        return (pieces(text, first.start, end if end > first.start else most, ()),)
    best = list(_windows(text, spans[:_MOST_LOOKED_AT], characters))
    if len(best) > most:
        best = sorted(best, key=lambda window: window.worth)[:most]
        best.sort(key=lambda window: window.start)
    return tuple(pieces(text, window.start, window.end, window.spans) for window in best)


@dataclass(frozen=True, slots=True)
class _Window:
    """`text[start:end]` with the spans inside it."""

    start: int
    end: int
    spans: list[Span]

    @property
    def worth(self) -> tuple[int, int, int]:
        """Orders windows: most different marks, then most marks, then the first in the text."""
        return (-len({span.mark for span in self.spans}), -len(self.spans), self.start)


def _windows(text: str, spans: list[Span], characters: int) -> Iterator[_Window]:
    """Windows that do not overlap and hold every span: each as many as fit, with some context."""
    at = 0
    for passage in _passages_with(text, spans):
        reached = passage.start
        while at < len(spans) and spans[at].start < passage.end:
            first = spans[at]
            after = at + 1
            while after < len(spans) and spans[after].end <= min(
                passage.end, first.start + characters
            ):
                after += 1
            edge = passage.end
            if after < len(spans):
                edge = min(edge, spans[after].start)  # the next window's: never cut
            last = min(spans[after - 1].end, edge)
            spare = max(0, characters - (last - first.start))
            start = _word_start(text, max(first.start - spare // 2, reached), first.start, reached)
            end = _word_end(text, last, start + characters, edge)
            yield _Window(start, end, spans[at:after])
            at, reached = after, end


def _word_start(text: str, at: int, most: int, least: int) -> int:
    """Where the first whole word from `at` on begins: at most `most`, `least` being an edge."""
    if at == least:
        return at
    space = _EDGE.search(text, at, most)
    return space.end() if space else most


def _word_end(text: str, least: int, at: int, most: int) -> int:
    """Where the last whole word before `at` ends: at least `least`, `most` being an edge."""
    if at >= most:
        return most
    return max(least, *(text.rfind(sign, least, at + 1) for sign in " \n\t"))
