"""The kinds of file that hits and lines are given in, in one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from indexer import DocumentSummary
from webapp.i18n import Messages
from webapp.present.calendars import hijri_value
from webapp.present.citation import permanent_url, ris
from webapp.present.tables import CsvTable, ExcelTable, JsonArray, RisRecords, Table

# In this order; new ones come last, for programs that count columns.
COLUMNS = (
    *("id", "title", "date", "kind", "author", "publisher", "place", "language", "url"),
    "date_hijri",
)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file; its Table writes rows, and at the end what the file says of itself."""

    media_type: str
    begun: Callable[[IO[bytes], Sequence[str], Messages], Table]  # file, columns, words → table
    row: Callable[[DocumentSummary], Any]  # what the table takes for a hit
    of_lines: bool = False  # the lines of a concordance are given in it too
    worded: bool = False  # its headings are words, so that it is asked for in a language


def cells(document: DocumentSummary) -> list[object]:
    """The values of COLUMNS."""
    named = [getattr(document, name) for name in COLUMNS[:-2]]
    named[COLUMNS.index("date")] = str(document.date) if document.date else None
    return [*named, permanent_url(document.id), hijri_value(document.date)]


def _workbook(file: IO[bytes], columns: Sequence[str], words: Messages) -> Table:
    heads = [str(words.entry("column")[column]) for column in columns]
    titles = (str(words.entry("sheet.rows")), str(words.entry("sheet.facts")))
    return ExcelTable(file, heads, titles, rtl=words.language.direction == "rtl")


# ending of the file → what is in it. A kind of file is one line here, in the order that pages have.
FORMATS = {
    "csv": Format(
        "text/csv; charset=utf-8",
        lambda file, columns, _: CsvTable(file, columns),
        cells,
        of_lines=True,
    ),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _workbook,
        cells,
        of_lines=True,
        worded=True,
    ),
    "json": Format(
        "application/json",
        lambda file, columns, _: JsonArray(file, columns),
        cells,
    ),
    "ris": Format(
        "application/x-research-info-systems; charset=utf-8",
        lambda file, columns, _: RisRecords(file, columns),
        ris,
    ),
}


def of_lines() -> list[str]:
    """The kinds of file that the lines of a concordance are given in."""
    return [kind for kind, form in FORMATS.items() if form.of_lines]
