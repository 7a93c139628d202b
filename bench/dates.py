"""Are the dates in texts found, each with its value, and nothing else taken for a date?

`date_marks.tsv` has 441 dates in 60 stretches of the shared corpus, all that stand there, marked by
hand before the rules were written. It has no words of the corpus: a stretch names its document by
id and by the SHA-256 of its text. The corpus has no French document, so `date_sentences.tsv` has
sentences of our own, in French, English and Arabic, with 48 dates and with numbers that are none.

    sure      the date is what it says; a reading is right with the same first and last day,
              one day apart where it is Hijri alone
    doubtful  another reading is as good: a sure reading of it is wrong if it has another value,
              and otherwise counts neither for nor against

Half of the documents, by the digest of their ids, are DEV; the rules were not made on TEST.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bench.halves import DEV, TEST, half_of
from bench.speed.passages import folder_documents
from indexer.mentions.dates import DateMention, dates
from indexer.model import ArchiveDate

MARKS = Path(__file__).with_name("date_marks.tsv")
SENTENCES = Path(__file__).with_name("date_sentences.tsv")


@dataclass(frozen=True, slots=True)
class Mark:
    """A date that was marked by hand, from `start` to `end` of a text."""

    start: int
    end: int
    value: str  # 2011, 2011-09, 2011-09-14, or two of them with `..`
    calendar: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text, and all dates in it."""

    document: str
    text: str
    start: int
    end: int
    marks: tuple[Mark, ...]

    @property
    def half(self) -> str:
        """DEV or TEST, by the digest of the document's id."""
        return half_of(self.document)


@dataclass(slots=True)
class Judged:
    """How many dates were read, right, marked, found, and found with their calendar."""

    read: int = 0
    right: int = 0
    marked: int = 0
    found: int = 0
    calendars: int = 0

    def line(self, name: str) -> str:
        """The counts and the two rates."""
        return (
            f"{name:20} {self.marked:5} marked {self.found:5} found {self.read:5} read"
            f"  precision {self.right / max(1, self.read):.3f}"
            f"  recall {self.found / max(1, self.marked):.3f}  calendar {self.calendars:4}"
        )


def report(corpus: Path, show: bool) -> Iterator[str]:
    """The rates of both lists; with `show`, the faults of DEV."""
    lists = {"corpus": list(marked_stretches(corpus)), "sentences": list(own_sentences())}
    if not lists["corpus"]:
        yield f"none of the marked documents is in {corpus}"
    for name, stretches in lists.items():
        for half in (DEV, TEST):
            judged = Judged()
            for stretch in (one for one in stretches if one.half == half):
                faults = list(judge(stretch, judged))
                yield from faults if show and half == DEV else ()
            yield judged.line(f"{name} {half}")


def marked_stretches(corpus: Path) -> Iterator[Stretch]:
    """The stretches of MARKS whose documents are in `corpus`, with the text that was marked."""
    texts = {document.id: document.text for document in folder_documents(corpus)}
    rows = [line.split("\t") for line in MARKS.read_text(encoding="utf-8").splitlines()]
    for (_, document, digest, start, end), marks in _with_marks(rows):
        text = texts.get(document)
        if text is not None and hashlib.sha256(text.encode()).hexdigest() == digest:
            yield Stretch(document, text, int(start), int(end), marks)


def own_sentences() -> Iterator[Stretch]:
    """The sentences of SENTENCES."""
    rows = [line.split("\t") for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    for (_, text), marks in _with_marks(rows):
        yield Stretch(text, text, 0, len(text), marks)


def judge(stretch: Stretch, judged: Judged) -> Iterator[str]:
    """Counts the dates that are read in `stretch`; a line for each that is not as marked."""
    read = [
        one
        for one in dates(stretch.text)
        if stretch.start <= one.start and one.end <= stretch.end and not one.doubtful
    ]
    judged.marked += sum(mark.sure for mark in stretch.marks)
    left = list(stretch.marks)
    for one in read:
        here = next((mark for mark in left if _overlap(one, mark)), None)
        is_right = here is not None and _same(one, here)
        if here and not here.sure and is_right:
            continue
        judged.read += 1
        if here and is_right:
            judged.right += 1
            judged.found += 1
            judged.calendars += one.calendar == here.calendar
            left.remove(here)
        else:
            words = stretch.text[max(0, one.start - 20) : one.end + 20].replace("\n", " ")
            yield f"wrong   {stretch.document} {one.start} {one.first}..{one.last} in «{words}»"
    for mark in left:
        if mark.sure:
            words = stretch.text[max(0, mark.start - 20) : mark.end + 20].replace("\n", " ")
            yield f"missed  {stretch.document} {mark.start} {mark.value} in «{words}»"


def _with_marks(rows: list[list[str]]) -> Iterator[tuple[list[str], tuple[Mark, ...]]]:
    """Each row that begins a stretch or a sentence, with the marks in the rows after it."""
    number = 0

    def numbered(row: list[str]) -> int:
        nonlocal number
        number += row[0] != "date"
        return number

    for _, (head, *marks) in groupby(rows, numbered):
        yield (
            head,
            tuple(
                Mark(int(start), int(end), value, calendar, sure == "sure")
                for _, start, end, value, calendar, sure in marks
            ),
        )


def _overlap(one: DateMention, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end


def _same(one: DateMention, mark: Mark) -> bool:
    """Whether the reading has the days of the mark."""
    first, _, last = mark.value.partition("..")
    begins, ends = ArchiveDate.parse(first), ArchiveDate.parse(last or first)
    days = 1 if mark.calendar == "hijri" and begins.day else 0
    return (
        _days_apart(one.first.first_day, begins.first_day) <= days
        and _days_apart(one.last.last_day, ends.last_day) <= days
    )


def _days_apart(one: int, other: int) -> int:
    """The days between two days as YYYYMMDD, whose months may count 31."""
    if one == other:
        return 0
    first, second = (
        datetime.date(number // 10_000, number // 100 % 100, 1).toordinal() + number % 100
        for number in (one, other)
    )
    return abs(first - second)
