"""Where a text answers a query: whole words and phrases as their author wrote them, in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.language import folded, places
from indexer.model import Piece, Snippet
from indexer.search.planning import Mark


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` answers `mark`."""

    start: int
    end: int
    mark: Mark


class Marker:
    """Finds the marks of one query in texts. Judges each distinct word once, as it is written."""

    def __init__(self, marks: tuple[Mark, ...]) -> None:
        self._marks = marks
        self._judged: dict[str, tuple[Mark, ...]] = {}

    def spans(self, text: str, part: str) -> list[Span]:
        """The spans of `text` to mark, in order and apart. `part` is "title" or "text"."""
        if not any(part in mark.parts for mark in self._marks):
            return []
        found = sorted(self._runs(text, part), key=lambda span: (span.start, -span.end))
        return list(_apart(found))

    def _runs(self, text: str, part: str) -> Iterator[Span]:
        """Each run of words that answers a mark of `part`."""
        at = places(text)
        words = [text[start:end] for start, end in at]
        opening = {word for word in set(words) if self._opened_by(word)}
        for first in [number for number, word in enumerate(words) if word in opening]:
            for mark in self._opened_by(words[first]):
                after = first + len(mark.slots)
                if part in mark.parts and _answers(words[first:after], mark):
                    yield Span(at[first][0], at[after - 1][1], mark)

    def _opened_by(self, word: str) -> tuple[Mark, ...]:
        """The marks whose first slot `word` answers."""
        judged = self._judged.get(word)
        if judged is None:
            judged = self._judged[word] = tuple(
                mark for mark in self._marks if folded(word) in mark.slots[0]
            )
        return judged


def _answers(run: list[str], mark: Mark) -> bool:
    """Whether the words of `run` fill the slots of `mark`, one each."""
    return len(run) == len(mark.slots) and all(
        folded(word) in slot for word, slot in zip(run, mark.slots, strict=True)
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
