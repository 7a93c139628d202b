"""The rows of a file of separated values (CSV, TSV), in any encoding, with any usual separator."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from indexer.errors import DocumentError
from indexer.ingest.encoding import decoded_text, text_encoding
from indexer.ingest.limits import SourceLimits
from indexer.ingest.office.tables import TableRow, TableText, names_texts, row_readings
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source, source_bytes

_SAMPLE_BYTES = 262_144  # by which the encoding is told
_SAMPLE_LINES = 30  # by which the separator is told
_SEPARATORS = (",", ";", "\t", "|")
_SAID = re.compile(r'\ufeff?"?sep=(.)"?\s*', re.IGNORECASE)  # a first line that Excel writes
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # the marks of UTF-16, whose lines are no lines of bytes


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the file, with its end: its text, its number from 1, where its bytes begin."""

    text: str
    number: int
    start: int | None
    content: bytes


def separated_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The document of each row where the first row names fields, a text among them.

    Else the table is one document, a paragraph for each row. The file of a table of texts may be of
    any size, a row only `max_bytes`.
    """
    faults: list[DocumentError] = []
    with source.path.open("rb") as file:
        sample = file.read(_SAMPLE_BYTES)
        file.seek(0)
        if not sample.strip():
            raise ValueError("empty")
        if sample.startswith(_WIDE) or (b"\n" not in sample and b"\r" in sample):
            lines = _decoded_lines(source_bytes(source, limits.max_bytes))
        else:
            encoding = _encoding(sample)
            lines = _lines(file, encoding, limits.max_bytes, faults, source.name)
        beginning = list(islice(lines, _SAMPLE_LINES))
        said = _SAID.fullmatch(beginning[0].text) if beginning else None
        separator = said[1] if said else _separator([line.text for line in beginning])
        table = TableText()
        rows = _rows(chain(beginning[1 if said else 0 :], lines), separator, limits.max_bytes)
        try:
            yield from row_readings(rows, source, table, separator=separator)
        except ValueError as error:
            faults.append(DocumentError(source.name, f"is read in part: {error}"))
    if table.paragraphs:
        yield Reading({}, table.text())
    yield from faults


def _encoding(sample: bytes) -> str:
    """The encoding of the file that begins so."""
    if len(sample) == _SAMPLE_BYTES:
        sample = sample[: sample.rindex(b"\n") + 1] if b"\n" in sample else sample[:-3]
    try:
        return text_encoding(sample)
    except ValueError:  # of several encodings, or none: each line is read by itself
        return "utf-8"


def _lines(
    file: BinaryIO, encoding: str, max_bytes: int, faults: list[DocumentError], name: str
) -> Iterator[_Line]:
    """The lines of the file; one that is in another encoding is read in its own.

    A line that is in none is left out and put into `faults`.
    """
    start = 0
    for number, content in enumerate(iter(lambda: file.readline(max_bytes + 1), b""), 1):
        if len(content) > max_bytes:
            raise ValueError(f"its line {number} is larger than {max_bytes / 1_000_000:.2f} MB")
        try:
            text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
        except UnicodeDecodeError:
            try:
                text = decoded_text(content)
            except ValueError as error:
                faults.append(DocumentError(name, str(error), number))
                text = ""
        if text:
            yield _Line(text, number, start, content)
        start += len(content)


def _decoded_lines(content: bytes) -> Iterator[_Line]:
    """The lines of a file whose lines are not told by its bytes."""
    for number, text in enumerate(decoded_text(content).splitlines(keepends=True), 1):
        yield _Line(text, number, None, text.encode())


def _separator(lines: list[str]) -> str:
    """The separator with which the lines make the best table.

    One whose heads name a text comes first, then one with as many cells in every row, then the one
    with the most cells.
    """

    def quality(separator: str) -> tuple[bool, float, int]:
        try:
            rows = [row for row in csv.reader(lines, delimiter=separator) if row]
        except csv.Error:
            return False, 0, 0
        width = len(rows[0]) if rows else 0
        alike = sum(len(row) == width for row in rows) / max(1, len(rows))
        return width > 1 and names_texts(rows[0]), alike if width > 1 else 0, width

    return max(_SEPARATORS, key=quality)


def _rows(lines: Iterator[_Line], separator: str, max_bytes: int) -> Iterator[TableRow]:
    """The rows that the lines make. A quoted cell may have several lines.

    A quote that is never closed would take what follows into its cell. Then the line is a row by
    itself, in which quotes are signs like others, and reading goes on behind it.
    """
    csv.field_size_limit(max_bytes)
    ahead: deque[_Line] = deque()  # lines that are read again
    taken: list[_Line] = []  # of the row that is read

    def texts() -> Iterator[str]:
        while line := ahead.popleft() if ahead else next(lines, None):
            taken.append(line)
            yield line.text

    number = 0
    while True:
        try:
            cells = next(csv.reader(texts(), delimiter=separator), None)
        except csv.Error:  # the cell is larger than the limit
            cells = None
        if not taken:
            return
        number += 1
        is_open = len(taken) > 1 and sum(line.text.count('"') for line in taken) % 2
        if cells is None or is_open:
            ahead.extendleft(reversed(taken[1:]))
            cells, taken = _unquoted(taken[0].text, separator), taken[:1]
        yield _row(cells, number, taken)
        taken = []


def _unquoted(text: str, separator: str) -> list[str]:
    return next(csv.reader([text], delimiter=separator, quoting=csv.QUOTE_NONE), [])


def _row(cells: list[str], number: int, lines: list[_Line]) -> TableRow:
    content = b"".join(line.content for line in lines).rstrip(b"\r\n")
    first = lines[0]
    return TableRow(
        cells,
        number,
        hashlib.sha256(content).hexdigest(),
        first.number,
        first.start,
        None if first.start is None else len(content),
    )
