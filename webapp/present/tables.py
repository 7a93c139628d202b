"""Rows as files: CSV, a workbook, a JSON array, RIS.

Each says at its end how the query was read where it might have been read otherwise, and what the
file lacks.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import IO, Any, Protocol

from xlsxwriter import Workbook

from indexer import Basis, Lack, Why

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # by which spreadsheets know that a file is UTF-8
MOST_ROWS = 1_048_576  # of a sheet, its heading among them (Microsoft, “Excel specifications”)
MOST_CHARACTERS = 32_767  # of a cell
WIDEST, NARROWEST = 60, 10  # columns of a workbook, in characters

# A sign that begins a formula: at the beginning of a cell, or after what some spreadsheet parts
# cells by. The full and small forms count as the plain ones (OWASP, CSV injection).
# A quotation mark in the middle is one of the file's own, and may vanish.
_BLANKS = r"(?:[^\S\t\r\n]|[\"\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])*"
_SIGN = r"[=+\-@|%＝＋－＠｜％﹦﹢﹣﹫﹪]"
_AFTER = re.compile(rf"([;\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029])(?={_BLANKS}{_SIGN})")
_FIRST = re.compile(rf"\s*{_BLANKS}{_SIGN}")


@dataclass(frozen=True, slots=True)
class Told:
    """The facts that a file tells of itself: its basis, and the same in words, as (name, fact)."""

    basis: Basis
    missing: str  # why it is not complete, in words
    facts: Sequence[tuple[str, str]]
    read: Sequence[str] = ()  # how each of the readings of the basis was read, in words
    sample: str = ""  # how the rows were drawn, where not all are there

    @property
    def because(self) -> str:
        """The names of what is missing, for programs."""
        return ", ".join(self.basis.lacks)


def told_names(basis: Basis) -> str:
    """The words of the query of `basis` that were searched in other languages, and the names."""
    return "; ".join(f"{one.asked}: {' | '.join(one.also)}" for one in basis.translated)


class Table(Protocol):
    """A file that takes rows one by one."""

    lacks: tuple[Lack, ...]  # rows that did not fit

    def add(self, row: Any) -> None:
        """Writes a row: its cells, or in RIS its record."""
        ...

    def end(self, told: Told) -> None:
        """Writes what it says of itself."""
        ...

    def close(self) -> None:
        """Lets go of all but the file, in which everything then is."""
        ...


class CsvTable:
    """CSV (RFC 4180). Its last rows tell how the query was read, and that it is not complete."""

    lacks: tuple[Lack, ...] = ()

    def __init__(self, file: IO[bytes], names: Sequence[str]) -> None:
        self._text = io.TextIOWrapper(file, "utf-8", newline="")
        self._text.write(BOM)
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._writer.writerow(names)

    def add(self, row: Sequence[object]) -> None:
        """Writes the cells of a row."""
        self._writer.writerow([cell(value) for value in row])

    def end(self, told: Told) -> None:
        """Writes how the query was read, then what is missing."""
        for reading, words in zip(told.basis.readings, told.read, strict=True):
            self.add([f"# read_as: {reading.kind}", words])
        if told.basis.translated:
            self.add(["# translated", told_names(told.basis)])
        if told.sample:
            self.add(["# sample", told.sample])
        if not told.basis.complete:
            self._writer.writerow([f"# incomplete: {told.because}", told.missing])

    def close(self) -> None:
        """Leaves the file open."""
        self._text.detach()


def cell(value: object) -> str:
    """`value` as a cell that no spreadsheet takes for a formula.

    Whatever it parts cells by: in a text of several cells each is guarded.
    """
    text = "" if value is None else str(value)
    guarded = _AFTER.sub(r"\1'", text)
    return f"'{guarded}" if _FIRST.match(text) else guarded


class JsonArray:
    """A JSON array of objects, one on a line.

    When the hits are not those asked for, or not all, or the query might have been read otherwise,
    the last object says so. It has no `id`.
    """

    lacks: tuple[Lack, ...] = ()

    def __init__(self, file: IO[bytes], names: Sequence[str]) -> None:
        self._file = file
        self._names = names
        self._between = "[\n"

    def add(self, row: Sequence[object]) -> None:
        """Writes the object of a row."""
        self._write(dict(zip(self._names, row, strict=True)))

    def end(self, told: Told) -> None:
        """Writes what the array is of."""
        basis = told.basis
        plain = not (basis.readings or basis.translated)
        if basis.why is not Why.AS_ASKED or not plain or not basis.complete:
            corrected = basis.corrected
            self._write(
                {
                    "why": basis.why,
                    "carried_out": basis.query,
                    "corrected": corrected and {"query": corrected.query, "total": corrected.total},
                    "read_as": [asdict(reading) for reading in basis.readings],
                    "translated": [asdict(one) for one in basis.translated],
                    "complete": basis.complete,
                    "incomplete_because": basis.lacks,
                }
            )
        self._file.write(b"[]\n" if self._between == "[\n" else b"\n]\n")

    def close(self) -> None:
        """Nothing is kept."""

    def _write(self, found: dict[str, Any]) -> None:
        self._file.write((self._between + json.dumps(found, ensure_ascii=False)).encode())
        self._between = ",\n"


class RisRecords:
    """Records of RIS. The last tells how the query was read, and that they are not complete."""

    lacks: tuple[Lack, ...] = ()

    def __init__(self, file: IO[bytes], names: Sequence[str]) -> None:
        self._file = file

    def add(self, row: str) -> None:
        """Writes a record."""
        self._file.write(row.encode())

    def end(self, told: Told) -> None:
        """Writes how the query was read, and what is missing."""
        kinds = ", ".join(reading.kind for reading in told.basis.readings)
        titles = [f"read_as: {kinds}"] if kinds else []
        if not told.basis.complete:
            titles.append(f"incomplete: {told.because}")
        names = told_names(told.basis)
        if names:
            titles.append("translated")
        if titles:
            notes = " ".join(filter(None, (*told.read, names, told.missing)))
            lines = ("TY  - GEN", f"TI  - {'; '.join(titles)}", f"N1  - {notes}", "ER  - ")
            self._file.write("".join(f"{line}\r\n" for line in lines).encode())

    def close(self) -> None:
        """Nothing is kept."""


class ExcelTable:
    """A workbook: the rows under a heading that stays in view; on a second sheet, facts.

    It is written row by row, and holds none of them in memory.
    """

    def __init__(
        self, file: IO[bytes], names: Sequence[str], titles: tuple[str, str], *, rtl: bool
    ) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(file, options)
        self._bold = self._book.add_format({"bold": True})
        self._sheet, self._facts = (self._book.add_worksheet(title) for title in titles)
        for sheet in (self._sheet, self._facts):
            if rtl:
                sheet.right_to_left()
        self._sheet.freeze_panes(1, 0)
        for column, name in enumerate(names):
            self._sheet.set_column(column, column, min(WIDEST, max(NARROWEST, 2 * len(name))))
            self._sheet.write_string(0, column, name, self._bold)
        self._rows = 1
        self.lacks: tuple[Lack, ...] = ()

    def add(self, row: Sequence[object]) -> None:
        """Writes the cells of a row; past the last one a sheet can hold, it is left out."""
        if self._rows >= MOST_ROWS:
            self.lacks = (Lack.ROWS,)
            return
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                self._sheet.write_number(self._rows, column, value)
            elif value is not None:
                self._sheet.write_string(self._rows, column, str(value)[:MOST_CHARACTERS])
        self._rows += 1

    def end(self, told: Told) -> None:
        """Writes the facts."""
        self._facts.set_column(0, 0, 24)
        self._facts.set_column(1, 1, WIDEST)
        for at, (what, how) in enumerate(told.facts):
            self._facts.write_string(at, 0, what, self._bold)
            self._facts.write_string(at, 1, how[:MOST_CHARACTERS])
        if not told.basis.complete and self._rows < MOST_ROWS:
            self._sheet.write_string(self._rows, 0, told.missing, self._bold)

    def close(self) -> None:
        """Puts the sheets, which were files aside, into the file."""
        self._book.close()
