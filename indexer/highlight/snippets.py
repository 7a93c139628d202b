"""The few passages of a document that are worth showing with a hit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from math import log
from operator import itemgetter
from typing import NamedTuple

from indexer.analysis import word_spans
from indexer.highlight.matcher import Span, pieces
from indexer.highlight.passages import passages, passages_within, stretch_with
from indexer.highlight.sections import Text, TextSection
from indexer.model import Snippet

_EDGE = re.compile(r"\s")
_MOST_LOOKED_AT = 10_000  # answers of a text, of which the best passages are chosen
_MOST_BETWEEN, _LONGEST_GAP = 2, 30  # common words between words in a row; characters


@dataclass(frozen=True, slots=True)
class PlacedSnippet:
    """A snippet; `at` is the offset in the text of its first answer, or else of its beginning."""

    at: int
    pieces: Snippet


def snippets(
    text: Text, spans: list[Span], most: int, characters: int
) -> tuple[PlacedSnippet, ...]:
    """At most `most` passages of about `characters` each, in order of the text.

    Those come first that hold most words of the query in a row, then those that answer most of its
    words, a word counting less the more often it occurs in the text, then those with most answers.
    Without any answer the beginning of the text is given. Words are never cut, unless there is no
    space to cut at.
    """
    if not spans:
        return tuple(islice(_beginning(text, characters), 1))
    weights = _weights(spans)
    best: list[tuple[_Worth, PlacedSnippet]] = []
    left = spans[:_MOST_LOOKED_AT]
    for section in text.sections():
        if not left:
            break
        here = section.spans(left)
        left = left[len(here) :]
        windows = list(_windows(section.text, here, characters))
        ranked: list[tuple[_Worth, _Window]] = []
        if len(windows) > most or best or left:
            ranked = [(_worth(section, here, window, weights), window) for window in windows]
            ranked = sorted(ranked, key=itemgetter(0))[:most]
            windows = [window for _, window in ranked]
        if not (best or left):  # all answers stand in one section, as in most texts
            return tuple(_cut(section, here, window, characters) for window in sorted(windows))
        best += ((worth, _cut(section, here, window, characters)) for worth, window in ranked)
    best = sorted(best, key=itemgetter(0))[:most]
    return tuple(cut for _, cut in sorted(best, key=lambda found: found[0][-1]))


def snippet_at(
    text: Text, spans: list[Span], start: int, end: int, characters: int
) -> PlacedSnippet:
    """About `characters` of the text from `start` on, up to `end`, with the `spans` among them.

    They end after a word, unless there is no space to cut at.
    """
    kept, first = "", start
    for begin, piece in text.stretches():
        if begin + len(piece) > start:
            kept, first = (kept, first) if kept else ("", begin)
            kept += piece
            if begin + len(piece) >= min(end, start + characters + 1):
                break
    start, stop = start - first, min(end - first, len(kept))
    if stop - start > characters:
        space = max(kept.rfind(sign, start, start + characters) for sign in " \n")
        stop = space if space > start else start + characters
    here = [
        Span(span.start - first, span.end - first, span.highlight, span.word)
        for span in spans
        if start + first <= span.start and span.end <= stop + first
    ]
    return PlacedSnippet(first + start, pieces(kept, start, stop, here))


def _beginning(text: Text, characters: int) -> Iterator[PlacedSnippet]:
    """The beginnings of the paragraphs of `text`."""
    for section in text.sections():
        whole = section.text
        for passage in passages(whole):
            if passage.level == 0:
                most = min(passage.start + characters, passage.end)
                end = _word_end(whole, passage.start, most, passage.end)
                end = end if end > passage.start else most
                cut = pieces(whole, passage.start, end, ())
                yield PlacedSnippet(section.start + passage.start, cut)


class _Window(NamedTuple):
    """The spans `spans[first:after]` that one passage of a text, `text[start:end]`, is shown for.

    Windows of the same passage hold its spans from the number `begun` on.
    """

    first: int
    after: int
    begun: int
    start: int
    end: int


_Worth = tuple[int, float, int, int]


def _worth(
    section: TextSection, spans: list[Span], window: _Window, weights: Mapping[int, float]
) -> _Worth:
    """Orders windows of all sections, the best first, and alike ones by their place in the text."""
    first, place = spans[window.first], section.start + spans[window.first].start
    if window.after == window.first + 1:
        return (-first.words, -weights[first.highlight], -1, place)
    held = spans[window.first : window.after]
    answered = sum(weights[number] for number in {span.highlight for span in held})
    return (-_longest_row(section.text, held), -answered, -len(held), place)


def _weights(spans: list[Span]) -> dict[int, float]:
    """number of a highlight → its weight: lower for one that is answered more often."""
    counts = Counter(span.highlight for span in spans)
    return {number: log(1 + len(spans) / count) for number, count in counts.items()}


def _longest_row(text: str, spans: list[Span]) -> int:
    """The most words of the query that stand in a row in `text`, as they do in the query.

    Words between them that are not highlighted, as common ones, stand between them there too.
    """
    longest, row = max(span.words for span in spans), 1
    for before, after in pairwise(spans):
        between = after.word[0] - before.word[0] - 1  # words of the query
        gap = text[before.end : after.start]
        in_a_row = 0 <= between <= _MOST_BETWEEN and len(gap) <= _LONGEST_GAP
        in_a_row = in_a_row and sum(1 for _ in word_spans(gap)) == between
        row = row + 1 if in_a_row else 1
        longest = max(longest, row)
    return longest


def _cut(
    section: TextSection, spans: list[Span], window: _Window, characters: int
) -> PlacedSnippet:
    """The snippet of `window`: about so many characters, none of which a window before it has."""
    text, at, reached = section.text, window.begun, window.start
    while True:
        first, after = spans[at], _after(spans, at, window.end, characters)
        edge = window.end
        if after < len(spans):
            edge = min(edge, spans[after].start)  # the next window's: never cut
        last = min(spans[after - 1].end, edge)
        spare = max(0, characters - (last - first.start))
        start = _word_start(text, max(first.start - spare // 2, reached), first.start, reached)
        end = _word_end(text, last, start + characters, edge)
        if at == window.first:
            return PlacedSnippet(
                section.start + first.start, pieces(text, start, end, spans[at:after])
            )
        at, reached = after, end


def _windows(text: str, spans: list[Span], characters: int) -> Iterator[_Window]:
    """Windows that do not overlap and hold every span, each as many as fit."""
    at = 0
    for start, end in _passages_with(text, spans):
        begun = at
        while at < len(spans) and spans[at].start < end:
            first, at = at, _after(spans, at, end, characters)
            yield _Window(first, at, begun, start, end)


def _after(spans: list[Span], first: int, end: int, characters: int) -> int:
    """The number of the first span that does not fit into a window with the one before it."""
    most = min(end, spans[first].start + characters)
    after = first + 1
    while after < len(spans) and spans[after].end <= most:
        after += 1
    return after


def _passages_with(text: str, spans: list[Span]) -> Iterator[tuple[int, int]]:
    """The (start, end) of passages of `text` that hold the beginning of a span, and of others."""
    done = end = 0
    for span in spans:
        if span.start < end:
            continue
        start, end = stretch_with(text, span.start, done)
        if text.startswith("#", start):
            yield from ((one.start, one.end) for one in passages_within(text, start, end))
        else:
            yield start, end
        done = end


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
