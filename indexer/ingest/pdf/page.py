"""The letters of a page → its lines in reading order, with the place of each word."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from indexer.ingest.pdf.boxes import PageFrame, letter_boxes, word_boxes
from indexer.ingest.pdf.brackets import paired_lines
from indexer.ingest.pdf.columns import Cell, Row, reading_order
from indexer.ingest.pdf.glyphs import Booleans, Floats, Glyphs, Integers
from indexer.ingest.pdf.letters import STROKE, Letters, is_right_to_left, marks_of
from indexer.ingest.pdf.lines import drawn_twice, line_numbers
from indexer.ingest.pdf.marks import borne_marks
from indexer.ingest.pdf.order import logical_order
from indexer.ingest.pdf.pieces import small_pieces, without_foreign_pieces

SPACE, CELL = -1, -2  # in place of the number of a letter
_CELL_EMS = 1.1  # a gap this wide parts cells or columns
_SPACE_EMS = 0.28  # a gap this wide is a space without any space character
_ARABIC_SPACE_EMS = 0.19  # between two Arabic letters, which touch inside a word
_SPACE_AFTER_DIGIT_EMS = 0.1
_WRITTEN_SPACE_EMS = 0.1  # where there is a space character
_GUESSED_SPACE_EMS = 0.2  # where PDFium thinks that there is one
_KASHIDA, _TEH_MARBUTA = 0x640, 0x629
_STOPS = frozenset(".؛،:!?؟")
_NEAR_CHARACTERS = 12  # a space character between two letters further apart says nothing


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page in reading order.

    `words` is int32[words, 6]: first and last+1 character, then left, top, right, bottom in
    thousandths of the page. `uncertain` has (start, length) of ligatures whose order is open.
    """

    text: str
    words: Integers
    left: float
    right: float
    y: float  # of the baseline, upwards
    em: float
    column: int
    cells: int = 1
    uncertain: tuple[tuple[int, int], ...] = ()


def lines_of_page(letters: Letters, frame: PageFrame) -> tuple[list[PageLine], dict[str, int]]:
    """The lines of a page in reading order, and what was mended how often.

    Letters that are written at another angle are read apart, after those of the main angle.
    """
    mended = dict(letters.mended)
    glyphs = letters.glyphs
    if not len(glyphs):
        return [], mended
    angle = np.round(glyphs.angle / 5).astype(np.int64) * 5 % 360
    angles, counts = np.unique(angle, return_counts=True)
    lines: list[PageLine] = []
    for at in np.argsort(-counts, kind="stable").tolist()[:_MOST_ANGLES]:
        here = angle == angles[at]
        part = letters if len(angles) == 1 else _part(letters, here)
        upright = _upright(part.glyphs, int(angles[at]))
        lines += _lines(replace(part, glyphs=upright), part.glyphs, frame, mended)
    texts = paired_lines([line.text for line in lines])
    changed = sum(
        one != other
        for line, text in zip(lines, texts, strict=True)
        for one, other in zip(line.text, text, strict=True)
        if line.text != text
    )
    if changed:
        mended["brackets"] = changed
    return [
        replace(line, text=text) if text != line.text else line
        for line, text in zip(lines, texts, strict=True)
    ], mended


_MOST_ANGLES = 8


def _part(letters: Letters, which: Booleans) -> Letters:
    return Letters(
        letters.glyphs.chosen(which),
        letters.rank[which],
        letters.uncertain[which],
        letters.spaces,
        letters.guessed,
        letters.mended,
    )


def _upright(glyphs: Glyphs, angle: int) -> Glyphs:
    """`glyphs` turned back by `angle` degrees, so that their lines are level."""
    if angle == 0:
        return glyphs
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))

    def turned(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        return x * cos + y * sin, y * cos - x * sin

    x, y = turned(glyphs.x, glyphs.y)
    middle, level = turned(
        (glyphs.ink_left + glyphs.ink_right) / 2, (glyphs.ink_bottom + glyphs.ink_top) / 2
    )
    wide, high = glyphs.ink_right - glyphs.ink_left, glyphs.ink_top - glyphs.ink_bottom
    half = abs(wide * cos) / 2 if abs(cos) > abs(sin) else abs(high * sin) / 2
    rise = abs(high * cos) / 2 if abs(cos) > abs(sin) else abs(wide * sin) / 2
    return replace(
        glyphs,
        x=x,
        y=y,
        left=np.minimum(middle - half, x),
        right=middle + half,
        ink_left=middle - half,
        ink_right=middle + half,
        ink_bottom=level - rise,
        ink_top=level + rise,
    )


def _lines(
    letters: Letters, places: Glyphs, frame: PageFrame, mended: dict[str, int]
) -> list[PageLine]:
    """The lines of level letters; `places` are the same letters where they stand on the page."""
    glyphs = letters.glyphs
    mark = marks_of(glyphs.code)
    bases = np.flatnonzero(~mark)
    if not len(bases):
        return []
    advance = glyphs.right - glyphs.left
    line = line_numbers(glyphs.y[bases], glyphs.em[bases], advance[bases])
    from_right = is_right_to_left(glyphs.code)
    tie = np.where(from_right, -1, 1) * (glyphs.drawn * 4096 + letters.rank)
    order = np.lexsort((tie[bases], glyphs.x[bases], line))
    bases, line = bases[order], line[order]
    again = drawn_twice(line, glyphs.code[bases], glyphs.x[bases], glyphs.em[bases])
    again |= small_pieces(
        line,
        glyphs.code[bases],
        glyphs.x[bases],
        (glyphs.ink_top - glyphs.ink_bottom)[bases],
        glyphs.em[bases],
    )
    again[1:] &= glyphs.drawn[bases][1:] != glyphs.drawn[bases][:-1]
    if again.any():
        mended["drawn_twice"] = mended.get("drawn_twice", 0) + int(again.sum())
        bases, line = bases[~again], line[~again]
    glyphs, foreign = without_foreign_pieces(glyphs, bases, line)
    if foreign.any():
        mended["foreign"] = mended.get("foreign", 0) + int(foreign.sum())
        letters = replace(letters, glyphs=glyphs)
        bases, line = bases[~foreign], line[~foreign]
    marks = borne_marks(glyphs, bases, line, np.flatnonzero(mark))
    return _Layout(letters, places, bases, line, marks, frame).lines()


@dataclass(frozen=True, slots=True)
class _Layout:
    """Sorted letters, which become lines.

    `bases` is int64[letters]: places in `letters`, sorted by `line`, then from left to right.
    """

    letters: Letters
    places: Glyphs
    bases: Integers
    line: Integers
    marks: dict[int, list[int]]
    frame: PageFrame

    def lines(self) -> list[PageLine]:
        glyphs = self.letters.glyphs.chosen(self.bases)
        n = len(self.bases)
        gap = np.full(n, np.inf)
        gap[1:] = (glyphs.x[1:] - glyphs.right[:-1]) / np.minimum(glyphs.em[1:], glyphs.em[:-1])
        begins = np.ones(n, bool)
        begins[1:] = self.line[1:] != self.line[:-1]
        wide = begins | (gap >= _CELL_EMS)
        spaced = self._spaced(glyphs, gap) & ~wide
        from_right = is_right_to_left(glyphs.code)
        latin = ((glyphs.code >= 0x41) & (glyphs.code <= 0x7A)) | (
            (glyphs.code >= 0xC0) & (glyphs.code < 0x590)
        )
        page_from_right = bool(from_right.sum() * 2 >= latin.sum()) and bool(from_right.any())
        rows = _rows(glyphs, begins, wide)
        em = float(np.median(glyphs.em))
        order = reading_order(rows, em, right_to_left=page_from_right)
        # the page with a space wherever one is seen: places in `bases`, or SPACE
        at_space = np.flatnonzero(spaced)
        visual = np.insert(np.arange(n), at_space, SPACE)
        shift = np.cumsum(spaced)  # spaces up to and including that before each letter
        codes = np.insert(glyphs.code, at_space, 32).tolist()
        text = "".join(map(chr, codes))
        read: list[list[int]] = []
        strokes = frozenset(np.flatnonzero(glyphs.code == STROKE).tolist())
        for row, _ in order:
            pieces = [
                (int(part.start + shift[part.start]), int(part.stop + shift[part.stop - 1]))
                for part in row
            ]
            shown = [text[start:stop] for start, stop in pieces]
            strong = from_right[row[0].start : row[-1].stop]
            line_from_right = _is_from_right(
                int(strong.sum()),
                int(latin[row[0].start : row[-1].stop].sum()),
                (shown[0][0], shown[-1][-1]),
                page_from_right,
            )
            sides = list(zip(pieces, shown, strict=True))
            if line_from_right:
                sides.reverse()
            line: list[int] = []
            for (start, _), piece in sides:
                if line:
                    line.append(CELL)
                found, _ = logical_order(piece, right_to_left=line_from_right)
                line.extend(visual[start + place] for place in found)
            if strokes:
                line = [place for place in line if place not in strokes]
            read.append(line)
        return self._page_lines(glyphs, order, read)

    def _spaced(self, glyphs: Glyphs, gap: Floats) -> Booleans:
        """Whether there is a space on the left of each letter."""
        digit = ((glyphs.code >= 0x30) & (glyphs.code <= 0x39)) | (
            (glyphs.code >= 0x660) & (glyphs.code <= 0x669)
        )
        letter = is_right_to_left(glyphs.code) & (glyphs.code != 0x60C)
        spaced = gap > _SPACE_EMS
        joined = glyphs.code[1:] == _KASHIDA  # it reaches for the letter at its left
        spaced[1:] |= letter[1:] & letter[:-1] & ~joined & (gap[1:] > _ARABIC_SPACE_EMS)
        change = (digit[1:] & letter[:-1]) | (digit[:-1] & letter[1:])
        spaced[1:] |= change & (gap[1:] > _SPACE_AFTER_DIGIT_EMS)
        near = np.abs(glyphs.index[1:] - glyphs.index[:-1]) <= _NEAR_CHARACTERS
        for spaces, least in (
            (self.letters.spaces, _WRITTEN_SPACE_EMS),
            (self.letters.guessed, _GUESSED_SPACE_EMS),
        ):
            before = np.searchsorted(spaces, glyphs.index)
            spaced[1:] |= near & (before[1:] != before[:-1]) & (gap[1:] > least)
        # no word begins with teh marbuta
        spaced[1:] &= (glyphs.code[:-1] != _TEH_MARBUTA) | (gap[1:] > _SPACE_EMS)
        return spaced

    def _page_lines(
        self, glyphs: Glyphs, order: list[tuple[Row, int]], read: list[list[int]]
    ) -> list[PageLine]:
        codes = glyphs.code.tolist()
        uncertain = self.letters.uncertain[self.bases]
        drawn = glyphs.drawn.tolist()
        boxes = letter_boxes(self.places.chosen(self.bases), self.frame)
        lines: list[PageLine] = []
        for (row, column), line in zip(order, read, strict=True):
            places = np.array(line)
            text, offsets = _text(line, codes, self.marks)
            parts = slice(row[0].start, row[-1].stop)
            em = _middle(glyphs.em[parts])
            lines.append(
                PageLine(
                    text,
                    word_boxes(places, offsets, len(text), boxes),
                    row[0].left,
                    row[-1].right,
                    _middle(glyphs.y[parts]),
                    em,
                    column,
                    len(row),
                    _uncertain(line, offsets, uncertain, drawn) if uncertain.any() else (),
                )
            )
        return lines


def _middle(values: Floats) -> float:
    """The middle one of `values`, twenty times faster than numpy.median for a line of letters."""
    return float(np.sort(values)[len(values) // 2])


def _is_from_right(from_right: int, latin: int, ends: tuple[str, str], page: bool) -> bool:
    """Whether a line is read from the right.

    `from_right` and `latin` count its letters, `ends` are what stands at its left and its right
    end, and `page` says whether the page is written from the right. The full stop is where a line
    ends: at the left in a right-to-left paragraph, though its words be Latin.
    """
    stop_left, stop_right = (end in _STOPS for end in ends)
    if from_right:
        stopped = stop_right and not stop_left and latin > 2 * from_right
        return (page and not stopped) or from_right > latin
    return page and (stop_left or not latin)


def _rows(glyphs: Glyphs, begins: Booleans, wide: Booleans) -> list[Row]:
    """The rows of sorted letters, from the top, each cut at its wide gaps."""
    starts = np.flatnonzero(wide)
    stops = np.append(starts[1:], len(glyphs))
    digit = (glyphs.code >= 0x30) & (glyphs.code <= 0x39)
    digits = np.add.reduceat(digit.astype(np.int64), starts)
    lefts = glyphs.x[starts]
    rights = np.maximum.reduceat(glyphs.right, starts)
    rows: list[list[Cell]] = []
    for first, left, right, start, stop, number in zip(
        begins[starts].tolist(),
        lefts.tolist(),
        rights.tolist(),
        starts.tolist(),
        stops.tolist(),
        digits.tolist(),
        strict=True,
    ):
        if first:
            rows.append([])
        rows[-1].append(Cell(left, right, start, stop, stop - start, number))
    return [tuple(row) for row in rows]


def _text(line: list[int], codes: list[int], marks: dict[int, list[int]]) -> tuple[str, Integers]:
    """The text of a line, and int64[places of the line]: where each place begins in it."""
    if not marks:
        text = "".join(
            chr(codes[place]) if place >= 0 else " " if place == SPACE else "\t" for place in line
        )
        return text, np.arange(len(line))
    pieces: list[str] = []
    offsets: list[int] = []
    length = 0
    for place in line:
        if place >= 0:
            piece = chr(codes[place]) + "".join(map(chr, marks.get(place, ())))
        else:
            piece = " " if place == SPACE else "\t"
        pieces.append(piece)
        offsets.append(length)
        length += len(piece)
    return "".join(pieces), np.array(offsets, dtype=np.int64)


def _uncertain(
    line: list[int], offsets: Integers, uncertain: Booleans, drawn: list[int]
) -> tuple[tuple[int, int], ...]:
    """(start, length) of each ligature of a line whose order is open."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(line):
        place = line[at]
        if place < 0 or not uncertain[place]:
            at += 1
            continue
        stop = at + 1
        while stop < len(line) and line[stop] >= 0 and drawn[line[stop]] == drawn[place]:
            stop += 1
        start = int(offsets[at])
        found.append((start, int(offsets[stop - 1]) + 1 - start))
        at = stop
    return tuple(found)
