"""The lines of a page → its text: paragraphs, each word with its box."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from indexer.ingest.cleaning import CleanText, clean_text
from indexer.ingest.pdf.page import PageLine
from indexer.ingest.reading import WordBox

_PARAGRAPH_GAP = 1.45  # times the usual distance of lines
_FULL_LINE = 0.12  # of the width of the column may stay free at the end of a line that goes on
_OTHER_TYPE = 1.15  # a change of the height of the type that parts paragraphs
_HYPHENATED = re.compile(r"[^\W\d_]{2}-$")
_BEGINS_SMALL = re.compile(r"[a-zß-öø-ÿœ]{2}")
_LIST_ITEM = re.compile(r"[•●▪■*–-]\s|\W?\d{1,3}\s?[-–.)]\s?\w|\w\)\s")
_ENDS_A_PART = frozenset("؛:")
_ARABIC = re.compile("[\u0620-\u064a]")


def page_text(lines: Sequence[PageLine]) -> tuple[CleanText, tuple[WordBox, ...], int]:
    """(text, boxes, hyphens) of the lines of a page in reading order.

    Lines that go on are joined by a space, Latin words hyphenated at their end are made whole
    (`hyphens` counts them), an empty line parts paragraphs. The boxes refer to the text.
    """
    pieces: list[str] = []
    boxes: list[WordBox] = []
    length = hyphens = 0
    for at, line in enumerate(lines):
        text = line.text
        between = _between(lines, at) if at else ""
        if between == " " and _HYPHENATED.search(pieces[-1]) and _BEGINS_SMALL.match(text):
            pieces[-1] = pieces[-1][:-1]
            length -= 1
            between = ""
            hyphens += 1
            if boxes:
                boxes[-1] = boxes[-1]._replace(end=length)
        pieces += (between, text)
        length += len(between)
        boxes += [
            WordBox(length + start, length + end, *place)
            for start, end, *place in line.words.tolist()
        ]
        length += len(text)
    joined = "".join(pieces)
    clean = clean_text(joined)
    if clean != joined:
        boxes = _moved(joined, clean, boxes)
    return clean, tuple(boxes), hyphens


def _between(lines: Sequence[PageLine], at: int) -> str:
    """The characters between a line and the one before it."""
    before, line = lines[at - 1], lines[at]
    if before.column != line.column:
        return "\n\n"
    fall = before.y - line.y
    em = max(before.em, line.em)
    if fall <= 0 or max(before.em, line.em) > _OTHER_TYPE * min(before.em, line.em):
        return "\n\n"
    if fall > _PARAGRAPH_GAP * _usual_fall(lines, at, em):
        return "\n\n"
    if before.cells > 1 or line.cells > 1 or _LIST_ITEM.match(line.text):
        return "\n"
    if before.text[-1:] in _ENDS_A_PART:
        return "\n"
    column = [one for one in lines[max(0, at - 12) : at + 12] if one.column == line.column]
    left, right = min(one.left for one in column), max(one.right for one in column)
    from_right = bool(_ARABIC.search(before.text))
    free = before.left - left if from_right else right - before.right
    return " " if free < _FULL_LINE * (right - left) else "\n"


def _usual_fall(lines: Sequence[PageLine], at: int, em: float) -> float:
    """The distance of the lines around the line `at`."""
    near = lines[max(0, at - 6) : at + 7]
    falls = [
        one.y - other.y
        for one, other in pairwise(near)
        if one.column == other.column and 0.5 * em < one.y - other.y < 4 * em
    ]
    return median(falls) if len(falls) > 2 else 1.7 * em


def _moved(joined: str, clean: str, boxes: Sequence[WordBox]) -> list[WordBox]:
    """`boxes` of the text before it was cleaned, as those of the text after.

    Cleaning takes characters away and adds none, so that a walk over both finds each again.
    """
    place: list[int] = []  # character of `joined` → character of `clean`
    at = 0
    for letter in joined:
        place.append(at)
        if at < len(clean) and clean[at] == letter:
            at += 1
    place.append(at)
    return [
        box._replace(start=place[box.start], end=place[box.end])
        for box in boxes
        if place[box.end] > place[box.start]
    ]
