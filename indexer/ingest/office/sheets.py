"""The sheets of workbooks (XLSX, ODS): rows of cells as their reader sees them."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from indexer.ingest.office.odf import CONTENT, repeated
from indexer.ingest.office.package import (
    CutOffError,
    Package,
    XmlElement,
    attribute,
    local_name,
    streamed_children,
)
from indexer.ingest.office.tables import TableRow, cells_digest

_MOST_REPEATED_ROWS = 1_000
_ODS_PARENTS = frozenset(
    {"document-content", "body", "spreadsheet", "table", "table-header-rows", "table-row-group"}
)


@dataclass(slots=True)
class SheetRow:
    """A row of a sheet; `sheet` is the name of that sheet."""

    sheet: str
    row: TableRow


def xlsx_rows(package: Package) -> Iterator[SheetRow]:
    """The rows of the sheets of an Excel workbook, in their order.

    A formula is read as the value that it had when the file was saved. Raises ValueError when the
    workbook is damaged.
    """
    import openpyxl

    package.refuse_bomb()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on styles and extensions that are not kept
            with closing(
                openpyxl.load_workbook(package.path, read_only=True, data_only=True)
            ) as book:
                for sheet in book.worksheets:
                    sheet.reset_dimensions()  # programs write wrong ones
                    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
                        yield _sheet_row(sheet.title, number, [_shown(value) for value in values])
    except (MemoryError, ValueError):
        raise
    except Exception as error:  # openpyxl raises what its parsers raise
        raise ValueError("is damaged: its sheets cannot be read; save it again") from error


def ods_rows(package: Package) -> Iterator[SheetRow]:
    """The rows of the sheets of an OpenDocument workbook, in their order; raises ValueError."""
    sheet, number = "", 0
    with package.opened(CONTENT) as file:
        try:
            for element in streamed_children(file, _ODS_PARENTS):
                name = local_name(element)
                if name == "table-row":
                    holder = element.getparent()
                    while holder is not None and local_name(holder) != "table":
                        holder = holder.getparent()
                    here = "" if holder is None else attribute(holder, "name") or ""
                    if here != sheet:
                        sheet, number = here, 0
                    cells = _cells_of(element)
                    times = repeated(element, "number-rows-repeated") if any(cells) else 1
                    for _ in range(min(times, _MOST_REPEATED_ROWS)):
                        number += 1
                        yield _sheet_row(sheet, number, cells)
        except CutOffError as error:
            raise ValueError(str(error)) from error


def _sheet_row(sheet: str, number: int, cells: list[str]) -> SheetRow:
    while cells and not cells[-1].strip():
        cells.pop()
    return SheetRow(sheet, TableRow(cells, number, cells_digest(cells)))


def _cells_of(row: XmlElement) -> list[str]:
    """The texts of the cells of a row; empty cells at its end may stand for thousands."""
    cells: list[str] = []
    for cell in row:
        if local_name(cell) in ("table-cell", "covered-table-cell"):
            paragraphs = ("".join(part.itertext()) for part in cell if local_name(part) == "p")
            text = "\n".join(paragraphs)
            cells += [text] * repeated(cell, "number-columns-repeated")
    return cells


def _shown(value: object) -> str:
    """The value of a cell as a text: a day without a time, a whole number without a fraction."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
