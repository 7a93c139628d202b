"""Where a text answers a query: whole words and phrases as their author wrote them, in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.language import Token, term_at, tokens
from indexer.model import Piece, Snippet
from indexer.search.planning import Mark


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` answers `mark`."""

    start: int
    end: int
    mark: Mark


class Marker:
    """Finds the marks of one query in texts. Remembers the words it has judged."""

    def __init__(self, marks: tuple[Mark, ...]) -> None:
        self._marks = marks
        self._judged: dict[str, tuple[Mark, ...]] = {}

    def spans(self, text: str, part: str) -> list[Span]:
        """The spans of `text` to mark, in order and apart. `part` is "title" or "text"."""
        if not any(part in mark.parts for mark in self._marks):
            return []
        words = list(tokens(text))
        found = sorted(self._runs(words, part), key=lambda span: (span.start, -span.end))
        return list(_apart(found))

    def _runs(self, words: list[Token], part: str) -> Iterator[Span]:
        """Each run of words that answers a mark of `part`."""
        for at, word in enumerate(words):
            for mark in self._opened_by(word.surface):
                last = at + len(mark.slots) - 1
                if part in mark.parts and last < len(words) and _follows(mark, words, at):
                    yield Span(word.start, words[last].end, mark)

    def _opened_by(self, surface: str) -> tuple[Mark, ...]:
        """The marks whose first slot the word answers."""
        judged = self._judged.get(surface)
        if judged is None:
            judged = self._judged[surface] = tuple(
                mark for mark in self._marks if term_at(surface, mark.width) in mark.slots[0]
            )
        return judged


def _follows(mark: Mark, words: list[Token], at: int) -> bool:
    """Whether the words after number `at` answer the slots after the first."""
    return all(
        term_at(words[at + step].surface, mark.width) in slot
        for step, slot in enumerate(mark.slots[1:], start=1)
    )


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """`spans`, in order of their starts, those that overlap the one before left out."""
    end = 0
    for span in spans:
        if span.start >= end:
            yield span
            end = span.end


def pieces(text: str, start: int, end: int, spans: Iterable[Span]) -> Snippet:
    """`text[start:end]` cut at `spans`, given in order and apart; the pieces join to it again.

    Of a span that reaches out of it, a phrase over two paragraphs, the part inside is marked.
    """
    cut: list[Piece] = []
    at = start
    for span in spans:
        first, last = max(span.start, start), min(span.end, end)
        if first >= last:
            continue
        if first > at:
            cut.append(Piece(text[at:first]))
        cut.append(Piece(text[first:last], match=True))
        at = last
    if at < end:
        cut.append(Piece(text[at:end]))
    return tuple(cut)
