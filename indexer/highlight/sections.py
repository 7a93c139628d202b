"""The text of a document in sections, so that a long one is never in memory as a whole.

A section has whole paragraphs and headings: passages, snippets and parts are found in it as in a
text of its own. A paragraph of more than a million characters is taken for several.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from indexer.highlight.matcher import Span
from indexer.highlight.parts import Part, parts, passage_counts

_MOST_CHARACTERS = 1_000_000
_EMPTY_LINE = "\n\n"


@dataclass(frozen=True, slots=True)
class TextSection:
    """A stretch of a text that begins at its character `start`.

    `paragraphs` and `headings` of the text stand before it.
    """

    start: int
    text: str
    paragraphs: int = 0
    headings: int = 0

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.text)

    def number(self, level: int, number: int) -> int:
        """The number in the text of a passage that has `number` in the section."""
        return number + (self.headings if level else self.paragraphs)

    def spans(self, spans: list[Span]) -> list[Span]:
        """The `spans` of the text that begin in the section, counted from its start."""
        if not self.start and (not spans or spans[-1].start < self.end):
            return spans  # all of them, as they are
        first, last = (bisect_left(spans, place, key=_start) for place in (self.start, self.end))
        return [
            Span(span.start - self.start, span.end - self.start, span.highlight, span.word)
            for span in spans[first:last]
        ]

    def inside(self, part: Part) -> Part:
        """`part` of the text, as a part of the section."""
        return Part(part.start - self.start, part.end - self.start, part.paragraphs, part.headings)


def _start(span: Span) -> int:
    return span.start


class Text:
    """A text that is read anew, piece by piece, each time it is gone through.

    Pieces end at an empty line where there is one, else between words.
    """

    def __init__(self, pieces: Callable[[], Iterable[str]]) -> None:
        self._pieces = pieces

    @classmethod
    def of(cls, text: str) -> Text:
        """A text that is in memory."""
        return cls(lambda: (text,))

    def stretches(self) -> Iterator[tuple[int, str]]:
        """The pieces, each with where it begins."""
        start = 0
        for piece in self._pieces():
            yield start, piece
            start += len(piece)

    def sections(self) -> Iterator[TextSection]:
        """The sections, in order."""
        start = paragraphs = headings = 0
        held: list[str] = []
        size = 0
        for piece in self._pieces():
            if held and (held[-1].endswith(_EMPTY_LINE) or size > _MOST_CHARACTERS):
                section = TextSection(start, "".join(held), paragraphs, headings)
                yield section
                more = passage_counts(section.text)
                paragraphs, headings = paragraphs + more[0], headings + more[1]
                start, size, held = section.end, 0, []
            held.append(piece)
            size += len(piece)
        yield TextSection(start, "".join(held), paragraphs, headings)

    def section_at(self, place: int) -> TextSection:
        """The section in which the character `place` stands; the last one for its end."""
        for section in self.sections():
            if place < section.end:
                break
        return section


def parts_of(text: Text) -> tuple[Part, ...]:
    """The parts of all sections, in their order."""
    return tuple(
        Part(
            section.start + part.start,
            section.start + part.end,
            section.paragraphs + part.paragraphs,
            section.headings + part.headings,
        )
        for section in text.sections()
        for part in parts(section.text)
    )
