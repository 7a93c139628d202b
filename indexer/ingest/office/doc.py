"""The text of a Word file of 1997 to 2003 (.doc), from its own structures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from indexer.ingest.office.flow import Flow, Paragraph, end_note_mark, marked_note, note_mark
from indexer.ingest.office.word_binary import BlockProperties, WordBinary

_END = re.compile("[\r\x07]")  # of a paragraph, of a cell
_CELL = "\x07"
_BEGIN, _SEPARATE, _FIELD_END = "\x13", "\x14", "\x15"  # of a field
_SIGNS = {"\t": "\t", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "\u2011"}
# Lists of the table stream: (places of the references, starts of the texts).
_FOOTNOTES, _ENDNOTES = (2, 3), (46, 47)
_SHAPES, _BOXES = (40, 26), (56, 22)  # list, bytes of an entry


@dataclass(frozen=True, slots=True)
class OldWordText:
    """The text of a Word file, and lines that may be its title."""

    text: str
    titles: tuple[str, ...]


def old_word_text(file: WordBinary) -> OldWordText:
    """The text of the Word file, with its notes and boxes; deleted and hidden text is left out."""
    return _Walk(file).read()


class _Walk:
    """A walk over the characters of one Word file."""

    def __init__(self, file: WordBinary) -> None:
        self._file = file
        self._flow = Flow()
        self._in_code: list[bool] = []  # for each open field: are its instructions read?
        self._carried = ""  # text of a paragraph whose end was deleted
        self._mark = ""  # of the note that is read
        self._size = 0.0  # the largest type of the paragraph that is read
        # place of a reference → (mark, first character of the note, last + 1)
        self._footnotes = self._references("footnotes", _FOOTNOTES, note_mark)
        self._endnotes = self._references("endnotes", _ENDNOTES, end_note_mark)
        self._boxes = self._anchored()  # place → (first character, last + 1) of its boxes

    def read(self) -> OldWordText:
        cells: list[list[Paragraph]] = [[]]  # of the row that is open
        in_table = False
        start, end = self._file.texts["main"]
        while start < end:
            found = _END.search(self._file.text, start, end)
            stop = found.start() if found else end
            block = self._file.block_at(min(stop, end - 1))
            is_cell = found is not None and found[0] == _CELL
            if in_table and not (block.in_table or is_cell):
                self._flow.end()
            in_table = block.in_table or is_cell
            if is_cell and block.ends_row:
                self._flow.add_row(cells)
                cells = [[]]
            else:
                paragraph = self._paragraph(start, stop, block)
                if paragraph is None:
                    pass
                elif in_table:
                    cells[-1].append(paragraph)
                    cells += [[]] if is_cell else []
                else:
                    self._flow.add(paragraph)
            start = stop + 1
        self._flow.add_row(cells)
        self._flow.end()
        for boxes in self._boxes.values():  # whose place is not in the text
            self._keep(boxes)
        return OldWordText(self._flow.text(), self._flow.titles())

    def _paragraph(self, start: int, stop: int, block: BlockProperties) -> Paragraph | None:
        """The paragraph; None when a deletion joins it with the one that follows."""
        self._size = 0.0
        text = self._carried + self._text(start, stop)
        self._in_code = [False] * len(self._in_code)
        end_run = next(self._file.runs(stop, stop + 1), None)
        if end_run is not None and end_run[2].is_deleted and stop < len(self._file.text):
            self._carried = text
            return None
        self._carried = ""
        return Paragraph(text, block.level, self._size, block.is_title)

    def _text(self, start: int, stop: int) -> str:
        """The shown text of some characters; the notes and boxes that hang on it wait."""
        pieces: list[str] = []
        for first, last, properties in self._file.runs(start, stop):
            hidden = properties.is_deleted or properties.is_hidden
            for place in range(first, last):
                sign = self._file.text[place]
                if sign == _BEGIN:
                    self._in_code.append(True)
                elif sign == _SEPARATE and self._in_code:
                    self._in_code[-1] = False
                elif sign == _FIELD_END and self._in_code:
                    self._in_code.pop()
                elif hidden or any(self._in_code):
                    continue
                elif place in self._footnotes or place in self._endnotes:
                    pieces.append(self._note(place))
                    if sign >= " ":  # a mark that the author chose
                        pieces.append(sign)
                elif place in self._boxes:
                    self._keep(self._boxes.pop(place))
                elif sign == "\x02" and properties.is_special:
                    pieces.append(self._mark)
                elif sign in _SIGNS:
                    pieces.append(_SIGNS[sign])
                elif sign >= " " and not (sign == "(" and properties.is_special):  # a symbol
                    pieces.append(sign)
                    self._size = max(self._size, properties.size)
        return "".join(pieces)

    def _note(self, place: int) -> str:
        """The mark of a note in the text; the note waits for the end of the paragraph."""
        is_end = place in self._endnotes
        mark, start, stop = (self._endnotes if is_end else self._footnotes).pop(place)
        text = marked_note(mark, self._apart(start, stop, mark))
        if is_end:
            self._flow.wait_for_end(text)
        else:
            self._flow.wait(text)
        return mark

    def _apart(self, start: int, stop: int, mark: str = "") -> str:
        """The text of a note or a box, which stands apart from the paragraph that is read."""
        kept = self._in_code, self._size, self._mark
        self._in_code, self._mark = [], mark
        text = "\n".join(
            self._text(start + found.start(), start + found.end())
            for found in re.finditer("[^\r\x07]+", self._file.text[start:stop])
        )
        self._in_code, self._size, self._mark = kept
        return text

    def _keep(self, boxes: list[tuple[int, int]]) -> None:
        for start, stop in boxes:
            for text in self._apart(start, stop).split("\n"):
                self._flow.wait(text)

    def _references(
        self, name: str, lists: tuple[int, int], make: Callable[[int], str]
    ) -> dict[int, tuple[str, int, int]]:
        """Place of a reference → (mark, first character of the note, last + 1)."""
        first, _ = self._file.texts[name]
        places = self._file.places(lists[0], 2)[:-1]
        starts = [start for start, _ in self._file.places(lists[1], 0)]
        found: dict[int, tuple[str, int, int]] = {}
        number = 0
        for at, (place, kind) in enumerate(places):
            if at + 1 < len(starts):
                counted = any(kind)  # else the author chose the mark
                number += counted
                mark = make(number) if counted else ""
                found[place] = (mark, first + starts[at], first + starts[at + 1])
        return found

    def _anchored(self) -> dict[int, list[tuple[int, int]]]:
        """Place in the text → (first character, last + 1) of the boxes that hang on it.

        A box whose shape is not found has a place before the text.
        """
        first, end = self._file.texts["boxes"]
        shapes = {shape[:4]: place for place, shape in self._file.places(*_SHAPES)[:-1]}
        entries = self._file.places(*_BOXES)
        found: dict[int, list[tuple[int, int]]] = {}
        for at, (start, box) in enumerate(entries[:-1]):
            stop = min(first + entries[at + 1][0], end)
            if first + start < stop and len(box) == _BOXES[1]:
                place = shapes.get(box[14:18], -1 - at)
                found.setdefault(place, []).append((first + start, stop))
        return found
