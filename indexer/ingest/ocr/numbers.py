"""The numbers of a page, read again by their shapes where they are Arabic-Indic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from indexer.ingest.health import known
from indexer.ingest.ocr.digits import ARABIC, WESTERN, Number, Shapes, shapes_of, sign_pieces
from indexer.ingest.ocr.ink import Ink, InkPiece
from indexer.ingest.ocr.lines import Box, Line, line_height
from indexer.ingest.ocr.tesseract import SeenWord

_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_CERTAIN_ENOUGH = 0.95  # of shapes that tesseract took for letters
_SURE = 90  # the confidence from which on a word of letters is believed
_GUESSED = 50  # the confidence below which a word may be anything
_MOST_LETTERS = 9
_PAGE_WEIGHT = 2.0  # how much the other numbers of the page count in the reading of one
_SIGN_GAP = 0.22  # of the height of a line: pieces of ink closer than this are of one word
_SIGN_STEP = 1.1  # of the height of a digit: as far are the middles of two digits of a number
_TALLER = 1.45  # times the tallest digit, as a slash is; what is taller is a letter
_LESS_CERTAIN = 0.05  # that a number may become by the signs beside it
_MOST_SIGNS = 16


class _Place(NamedTuple):
    """A word, or several, that may be a number: words `first` to `end` of a line."""

    line: int
    first: int
    end: int
    box: Box
    shapes: Shapes


def with_numbers(lines: Sequence[Line], ink: Ink) -> tuple[list[Line], set[SeenWord], int]:
    """`lines` with their Arabic-Indic numbers; the words that are doubtful; the count of numbers.

    A page uses one kind of digits nearly always, so all its numbers together decide about those
    that could be of both kinds. Western numbers stay as tesseract read them, unless it cut one.
    """
    places = list(_places(lines, ink))
    leaning = sum(place.shapes.leaning() for place in places)
    page = max(-_PAGE_WEIGHT, min(_PAGE_WEIGHT, leaning))
    changed = [list(line.words) for line in lines]
    doubtful: set[SeenWord] = set()
    count = 0
    for place in reversed(places):
        seen = lines[place.line].words[place.first : place.end]
        number = _number(place.shapes, "".join(word.text for word in seen), page)
        if number is None:
            continue
        word = SeenWord(number.text, *place.box, round(100 * number.certainty), seen[0].place)
        if number.doubtful:
            doubtful.add(word)
        changed[place.line][place.first : place.end] = [word]
        count += 1
    numbered = [
        replace(line, words=tuple(words)) for line, words in zip(lines, changed, strict=True)
    ]
    return numbered, doubtful, count


def _number(shapes: Shapes, seen: str, page: float) -> Number | None:
    """The number to put for the text `seen`; None where that stays.

    `page` is the leaning of the page. Of a number at the beginning of a line tesseract often gives
    the last digit alone.
    """
    if shapes.leaning() + page > 0:
        number = shapes.number(ARABIC)
        if number and not _DIGIT.search(seen) and number.certainty < _CERTAIN_ENOUGH:
            return None
        return number
    number = shapes.number(WESTERN)
    if number is None or "-" in number.text or number.text == seen:
        return None
    return number if number.text.endswith(seen) else None


def _places(lines: Sequence[Line], ink: Ink) -> Iterator[_Place]:
    """The words that may be numbers, with their shapes, in reading order."""
    height = line_height(lines)
    for number, line in enumerate(lines):
        first = 0
        while first < len(line.words):
            end = first + 1
            found = _signs(ink, line, first, height) if _candidate(line.words[first]) else None
            if found is not None:
                box, shapes = found
                while end < len(line.words) and _inside(line.words[end], box):
                    end += 1
                yield _Place(number, first, end, box, shapes)
            first = end


def _candidate(word: SeenWord) -> bool:
    """Whether a word is read with digits, or so that it may be digits."""
    text = word.text
    letters = len(_LETTER.findall(text))
    if word.confidence < _GUESSED:
        return letters <= _MOST_LETTERS
    if _DIGIT.search(text):
        return letters <= 2
    if letters <= 1:
        return text in {"ا", "؟", "؟.", "|"} or len(text) > 1
    return letters <= _MOST_LETTERS and word.confidence < _SURE and not known(text)


def _inside(word: SeenWord, box: Box) -> bool:
    """Whether a word that may be digits stands in the box of a number."""
    return box[0] < (word.x0 + word.x1) / 2 < box[2] and _candidate(word)


def _signs(ink: Ink, line: Line, index: int, height: int) -> tuple[Box, Shapes] | None:
    """The signs of a word: those in its own box, and those beside it that go on without a gap.

    None where they are no number. Those that would make it none are left out.
    """
    left, right = _own_edges(line, index)
    _, top, _, bottom = line.box
    y0, x0 = max(0, top - height // 8), max(0, left - 4 * height)
    part = ink[y0 : bottom + height // 8, x0 : right + 4 * height]
    signs = [
        sign
        for sign in sign_pieces(part, height)
        if height // 8 <= (sign.y0 + sign.y1) // 2 < part.shape[0] - height // 8
    ]
    own = [
        number for number, sign in enumerate(signs) if left <= x0 + (sign.x0 + sign.x1) / 2 < right
    ]
    if not own:
        return None
    first, last = own[0], own[-1] + 1
    tallest = max(sign.y1 - sign.y0 for sign in signs[first:last])

    others = [
        _own_edges(line, other)
        for other, word in enumerate(line.words)
        if other != index and len(_LETTER.findall(word.text)) > 2 and word.confidence >= _GUESSED
    ]

    def joins(sign: InkPiece, one: InkPiece, other: InkPiece) -> bool:
        """Whether `sign`, which is `one` or `other`, goes on from one to the other."""
        if sign.y1 - sign.y0 > tallest * _TALLER:
            return False
        middle = x0 + (sign.x0 + sign.x1) / 2
        gap = other.x0 - one.x1
        if any(begin <= middle < end for begin, end in others):
            return False
        apart = (other.x0 + other.x1 - one.x0 - one.x1) / 2
        return gap < height * _SIGN_GAP or apart < tallest * _SIGN_STEP

    best = _number_shapes(signs[first:last])
    while first > 0 and joins(signs[first - 1], signs[first - 1], signs[first]):
        longer = _number_shapes(signs[first - 1 : last])
        if best is not None and _certainty(longer) < _certainty(best) - _LESS_CERTAIN:
            break
        best, first = longer, first - 1
    while last < len(signs) and joins(signs[last], signs[last - 1], signs[last]):
        longer = _number_shapes(signs[first : last + 1])
        if best is not None and _certainty(longer) < _certainty(best) - _LESS_CERTAIN:
            break
        best, last = longer, last + 1
    return None if best is None else (_around(signs[first:last], x0, y0), best)


def _number_shapes(signs: list[InkPiece]) -> Shapes | None:
    """The shapes of `signs` where they are a number."""
    if len(signs) > _MOST_SIGNS:
        return None
    shapes = shapes_of(signs)
    return shapes if shapes.number(ARABIC) or shapes.number(WESTERN) else None


def _certainty(shapes: Shapes | None) -> float:
    """The certainty of the likelier number of these shapes; 0 where there is none."""
    numbers = (shapes.number(digits) for digits in (ARABIC, WESTERN)) if shapes else ()
    return max((number.certainty for number in numbers if number), default=0.0)


def _own_edges(line: Line, index: int) -> tuple[int, int]:
    """The left and right edge of a word, without what its neighbours on the line have of it.

    The program gives a word that it reads from right to left a box that may reach over others.
    """
    word = line.words[index]
    left, right = word.x0, word.x1
    for other in line.words[max(0, index - 2) : index]:  # on its right
        if left < other.x0 < right and other.x1 - other.x0 < word.x1 - word.x0:
            right = other.x0
    for other in line.words[index + 1 : index + 3]:  # on its left
        if left < other.x1 < right and other.x1 - other.x0 < word.x1 - word.x0:
            left = other.x1
    return left, right


def _around(signs: Sequence[InkPiece], x0: int, y0: int) -> Box:
    """The box around `signs`, which count from the point (x0, y0)."""
    return (
        x0 + min(sign.x0 for sign in signs),
        y0 + min(sign.y0 for sign in signs),
        x0 + max(sign.x1 for sign in signs),
        y0 + max(sign.y1 for sign in signs),
    )
