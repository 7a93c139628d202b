"""The text of an office file as it is put together: paragraphs, headings, tables, notes, boxes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CELL_SEPARATOR = " | "  # no word: a phrase may run on over it, as over a comma
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ROWS_OF_PARAGRAPH = 40  # rows of a table that make one paragraph of the text
_MAX_TITLES = 5
_MAX_TITLE_CHARACTERS = 300
_FIRST_PARAGRAPHS = 25  # among which large type may be a title
_LARGER = 1.15  # than the median of these: large type
_MAX_CHARACTERS = 50_000_000


def note_mark(number: int) -> str:
    """The mark of the footnote `number`: ¹. It is no word, so that it breaks no phrase."""
    return str(number).translate(_SUPERSCRIPTS)


def end_note_mark(number: int) -> str:
    """The mark of the endnote `number`: ⁽¹⁾."""
    return f"⁽{note_mark(number)}⁾"


def marked_note(mark: str, text: str) -> str:
    """The text of a note behind its mark, which may stand in its brackets already."""
    text = text.strip()
    if mark and text.startswith(mark) and text[len(mark) :][:1].isalnum():
        text = text[len(mark) :]
    if not text or mark in text[: len(mark) + 2]:
        return text
    if text.startswith("()"):
        return f"({mark}) {text[2:].lstrip()}"
    return f"{mark} {text}".strip()


def one_line(text: str) -> str:
    """`text` on one line, with one space for each run of space."""
    return " ".join(text.split())


def trimmed_lines(text: str) -> str:
    """`text` without the space around its lines and without empty lines."""
    lines = (one_line(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


@dataclass(slots=True)
class Paragraph:
    """A paragraph as it is read: its text, the level of a heading (0: none), the size of its type.

    Level 1 is a title or a chapter. The size is in points; 0 is unknown.
    """

    text: str
    level: int = 0
    size: float = 0
    is_title: bool = False

    def marked(self) -> str:
        """The text as it stands in that of a document: `## ` or `### ` opens a heading."""
        if not self.level:
            return trimmed_lines(self.text)
        line = one_line(self.text)
        return f"{'##' if self.level == 1 else '###'} {line}" if line else ""


class Flow:
    """Collects paragraphs in reading order; notes and boxes wait for the end of their paragraph."""

    def __init__(self) -> None:
        self._end_notes: list[str] = []
        self._paragraphs: list[str] = []
        self._rows: list[str] = []  # of the table that is open
        self._waiting: list[str] = []  # notes and boxes of the paragraph or table that is open
        self._titled: list[str] = []
        self._headings: list[str] = []
        self._sizes: list[tuple[float, str]] = []  # (size of type, text) of the first paragraphs
        self._characters = 0

    def add(self, paragraph: Paragraph) -> None:
        """Puts a paragraph behind the others, then the notes and boxes that wait for its end."""
        self._put(paragraph)
        self.end()

    def add_row(self, cells: Iterable[list[Paragraph]]) -> None:
        """Puts a row of a table: a line of its cells, or their paragraphs where one has several.

        Notes and boxes wait for `end`, which ends the table.
        """
        row = [[part for part in cell if part.text.strip()] for cell in cells]
        filled = [part for cell in row for part in cell]
        in_table = len(filled) > 1 or (self._rows and filled)
        if in_table and all(len(cell) < 2 for cell in row):
            line = "|".join(f" {one_line(cell[0].text)} " if cell else " " for cell in row)
            self._rows.append(line.strip(" |"))
            self._count(line)
            if len(self._rows) == _ROWS_OF_PARAGRAPH:
                self._end_rows()
            for part in filled:
                self._remember(part)
        else:
            for part in filled:
                self._put(part)

    def wait(self, text: str) -> None:
        """Keeps a note, or the text of a box, until the paragraph or table that is open ends."""
        if text := trimmed_lines(text):
            self._waiting.append(text)
            self._count(text)

    def wait_for_end(self, text: str) -> None:
        """Keeps an endnote until the text ends."""
        if text := trimmed_lines(text):
            self._end_notes.append(text)
            self._count(text)

    def end(self) -> None:
        """Ends the paragraph or the table that is open: puts what waits for that."""
        self._end_rows()
        self._paragraphs += self._waiting
        self._waiting.clear()

    def titles(self) -> tuple[str, ...]:
        """Lines that may be the title, best first: of the style Title, of large type, headings."""
        sizes = sorted(size for size, _ in self._sizes if size)
        largest = sizes[-1] if sizes else 0
        is_large = bool(sizes) and largest >= _LARGER * sizes[len(sizes) // 2]
        large = [text for size, text in self._sizes if is_large and size == largest]
        return tuple(dict.fromkeys((*self._titled, *large, *self._headings)))[:_MAX_TITLES]

    def text(self) -> str:
        """The whole text: paragraphs separated by an empty line, the endnotes last."""
        self.end()
        return "\n\n".join((*self._paragraphs, *self._end_notes))

    def _put(self, paragraph: Paragraph) -> None:
        self._end_rows()
        if text := paragraph.marked():
            self._remember(paragraph)
            self._paragraphs.append(text)
            self._count(text)

    def _end_rows(self) -> None:
        if self._rows:
            self._paragraphs.append("\n".join(self._rows))
            self._rows.clear()

    def _count(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > _MAX_CHARACTERS:
            raise ValueError(f"its text is longer than {_MAX_CHARACTERS:,} characters")

    def _remember(self, paragraph: Paragraph) -> None:
        """Keeps what may be the title."""
        text = one_line(paragraph.text)
        if len(text) > _MAX_TITLE_CHARACTERS or not any(map(str.isalpha, text)):
            return
        if paragraph.is_title:
            self._titled.append(text)
        elif paragraph.level and len(self._headings) < _MAX_TITLES:
            self._headings.append(text)
        if len(self._sizes) < _FIRST_PARAGRAPHS:
            self._sizes.append((paragraph.size, text))
