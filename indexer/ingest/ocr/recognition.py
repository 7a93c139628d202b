"""The text of a page from its picture: lines, numbers, places of words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from indexer.ingest.cleaning import CleanText, clean_text, clean_value
from indexer.ingest.health import health_of
from indexer.ingest.ocr.ink import Ink, deskewed, ink_of, tilt
from indexer.ingest.ocr.lines import Box, Line, lost_lines, seen_lines, with_lost
from indexer.ingest.ocr.numbers import with_numbers
from indexer.ingest.ocr.tesseract import (
    LANGUAGE,
    LATIN_LANGUAGE,
    RAW_LINE,
    WHOLE_PAGE,
    NotRecognised,
    SeenWord,
    Tesseract,
    installed_tesseract,
)
from indexer.ingest.reading import PageReading, WordBox
from indexer.model import PageOrigin

if TYPE_CHECKING:
    from PIL.Image import Image

NO_PROGRAM = (
    "not read: it is a picture, and no program that reads Arabic from pictures is installed."
    " Debian and Ubuntu: apt install tesseract-ocr tesseract-ocr-ara;"
    " macOS: brew install tesseract tesseract-lang;"
    " Windows: the installer of UB Mannheim, with Arabic ticked. Then: khizana reindex"
)
NOT_ALLOWED = "not read: it is a picture, and beyond the ocr_pages under [reading] in config.toml"

_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]")
_FOREIGN = 35  # the confidence of a page below which it is likely not Arabic
_BETTER = 4  # points of confidence by which a second reading must be better
_ACCEPTED = 60  # the least confidence of a line that was passed over at first
_LEAST_LETTERS = 3  # of such a line
_SHORT = 2  # heights of a line; one that ends so far from the left edge ends a paragraph
_INK = 0.0005  # of the page; with less it is empty


def ocr_page(image: Image, number: int = 1, *, allowed: bool = True) -> PageReading:
    """The page on a grey `image` of 200 dots per inch; UNREAD with the reason where it is not read.

    Without `allowed`, or without the program, only an empty page is read.
    """
    ink = ink_of(np.asarray(image))
    if float(ink.mean()) < _INK:
        return PageReading(number, clean_text(""), origin=PageOrigin.OCR)
    program = installed_tesseract() if allowed else None
    if program is None:
        return unread_page(number, NO_PROGRAM if allowed else NOT_ALLOWED)
    try:
        return recognised_page(image, ink, number, program)
    except NotRecognised as error:
        return unread_page(number, f"not read: {error}")


def unread_page(number: int, reason: str) -> PageReading:
    """A page that was not read, for this `reason`."""
    return PageReading(number, clean_text(""), origin=PageOrigin.UNREAD, reason=reason)


def recognised_page(image: Image, ink: Ink, number: int, program: Tesseract) -> PageReading:
    """The page as `program` reads it; raises NotRecognised."""
    degrees = tilt(ink)
    upright = deskewed(image, degrees)
    if upright is not image:
        ink = ink_of(np.asarray(upright))
    lines = seen_lines(program.words([upright], LANGUAGE, WHOLE_PAGE))
    latin = LATIN_LANGUAGE in program.languages
    if latin and lines and median(line.confidence for line in lines) < _FOREIGN:
        mixed = f"{LANGUAGE}+{LATIN_LANGUAGE}"
        lines = _better(lines, seen_lines(program.words([upright], mixed, WHOLE_PAGE)))
    lines, read_again = _read_again(lines, upright, program, latin)
    found = _lost(lines, ink, upright, program)
    lines, doubtful, numbers = with_numbers(with_lost(lines, found), ink)
    text, boxes = _text(lines, doubtful, _Turned(upright.size, degrees))
    reason = "" if text else "no words are seen on its picture"
    mended = {
        "deskewed": int(upright is not image),
        "lines read again": read_again,
        "lost lines": len(found),
        "numbers": numbers,
    }
    return PageReading(
        number,
        text,
        origin=PageOrigin.OCR,
        boxes=boxes,
        reason=reason,
        mended={name: times for name, times in mended.items() if times},
        health=health_of(text),
    )


def _better(one: list[Line], other: list[Line]) -> list[Line]:
    """The reading of a page whose lines are more certain."""

    def certainty(lines: Sequence[Line]) -> float:
        return median(line.confidence for line in lines) if lines else 0.0

    return other if certainty(other) > certainty(one) + _BETTER else one


def _read_again(
    lines: list[Line], image: Image, program: Tesseract, latin: bool
) -> tuple[list[Line], int]:
    """`lines`, where those badly read are read once more by themselves; how many became better.

    Where most lines are badly read, as on vowelled pages, it is not the program's segmentation that
    failed, and reading them again costs time for nothing.
    """
    lines = list(lines)
    changed: set[int] = set()
    languages = (LANGUAGE, f"{LANGUAGE}+{LATIN_LANGUAGE}") if latin else (LANGUAGE,)
    for language in languages:
        weak = [index for index, line in enumerate(lines) if line.weak]
        if not weak or len(weak) > max(6, len(lines) // 3):
            break
        again = _raw_lines([lines[index].box for index in weak], image, program, language)
        for index, line in zip(weak, again, strict=True):
            old = lines[index]
            if line is not None and line.confidence > old.confidence + _BETTER:
                lines[index] = Line(line.words, old.paragraph)
                changed.add(index)
    return lines, len(changed)


def _lost(lines: list[Line], ink: Ink, image: Image, program: Tesseract) -> list[Line]:
    """The lines that were passed over, as far as they can be read."""
    read = _raw_lines(lost_lines(ink, lines), image, program, LANGUAGE)
    return [
        line
        for line in read
        if line is not None
        and line.confidence >= _ACCEPTED
        and line.letters(_LETTER) >= _LEAST_LETTERS
    ]


def _raw_lines(
    boxes: Sequence[Box], image: Image, program: Tesseract, languages: str
) -> list[Line | None]:
    """The line in each of `boxes`, read by itself; None where nothing is seen."""
    if not boxes:
        return []
    edges = [_with_edge(box, image.size) for box in boxes]
    words = program.words([image.crop(edge) for edge in edges], languages, RAW_LINE)
    lines: list[Line | None] = [None] * len(boxes)
    for picture, seen in groupby(words, lambda word: word.place[0]):
        x, y = edges[picture - 1][:2]
        _, top, _, bottom = boxes[picture - 1]
        placed = tuple(
            word._replace(x0=word.x0 + x, x1=word.x1 + x, y0=top, y1=bottom) for word in seen
        )
        lines[picture - 1] = Line(placed, (0, y, x))
    return lines


def _with_edge(box: Box, size: tuple[int, int]) -> Box:
    """`box` with a little of the paper around it."""
    x0, y0, x1, y1 = box
    edge = max(4, (y1 - y0) // 3)
    return (
        max(0, x0 - edge), max(0, y0 - edge), min(size[0], x1 + edge), min(size[1], y1 + edge),
    )  # fmt: skip


class _Turned:
    """Places on the picture as it was, of places on the picture that was turned upright."""

    def __init__(self, size: tuple[int, int], degrees: float) -> None:
        self.width, self.height = size
        self.cosine, self.sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def thousandths(self, box: Box) -> Box:
        """The box around the turned `box`, in thousandths of the page."""
        x0, y0, x1, y1 = box
        middle_x, middle_y = self.width / 2, self.height / 2
        x, y = (x0 + x1) / 2 - middle_x, (y0 + y1) / 2 - middle_y
        x, y = (
            x * self.cosine - y * self.sine + middle_x,
            x * self.sine + y * self.cosine + middle_y,
        )
        wide, high = (x1 - x0) / 2, (y1 - y0) / 2
        return (
            _within(1000 * (x - wide) / self.width),
            _within(1000 * (y - high) / self.height),
            _within(1000 * (x + wide) / self.width),
            _within(1000 * (y + high) / self.height),
        )


def _within(thousandths: float) -> int:
    return min(1000, max(0, round(thousandths)))


def _text(
    lines: Sequence[Line], doubtful: set[SeenWord], turned: _Turned
) -> tuple[CleanText, tuple[WordBox, ...]]:
    """The text of a page, its lines by paragraphs, and the places of its words."""
    parts: list[str] = []
    boxes: list[WordBox] = []
    offset = 0
    for mark, word in _marked_words(lines):
        text = clean_value(word.text)
        if not text:
            continue
        before = mark if parts else ""
        parts += (before, text)
        start = offset + len(before)
        offset = start + len(text)
        place = turned.thousandths((word.x0, word.y0, word.x1, word.y1))
        boxes.append(WordBox(start, offset, *place, word.confidence, word in doubtful))
    return CleanText("".join(parts)), tuple(boxes)


def _marked_words(lines: Sequence[Line]) -> Iterator[tuple[str, SeenWord]]:
    """The words of a page, each with what stands before it: a space, a new line, an empty line.

    The lines of a paragraph run on where they reach its left edge; one that ends before is followed
    by a new line.
    """
    mark = ""
    for _, group in groupby(lines, lambda line: line.paragraph):
        paragraph = list(group)
        left = min(line.box[0] for line in paragraph)
        for line in paragraph:
            x0, y0, _, y1 = line.box
            for word in line.words:
                yield mark, word
                mark = " "
            mark = " " if x0 - left < _SHORT * (y1 - y0) else "\n"
        mark = "\n\n"
