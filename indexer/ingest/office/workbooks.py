"""The readers of workbooks: documents of the sheets that are tables of texts, one of the others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from indexer.errors import DocumentError
from indexer.ingest.limits import SourceLimits
from indexer.ingest.office.package import Package
from indexer.ingest.office.properties import core_properties, meta_properties
from indexer.ingest.office.sheets import SheetRow, ods_rows, xlsx_rows
from indexer.ingest.office.tables import TableText, row_readings
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source


def xlsx_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of an Excel workbook (.xlsx)."""
    with Package(source.path) as package:
        yield from _sheet_readings(source, xlsx_rows(package), core_properties(package))


def ods_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of an OpenDocument workbook (.ods)."""
    with Package(source.path) as package:
        yield from _sheet_readings(source, ods_rows(package), meta_properties(package))


def _sheet_readings(
    source: Source, rows: Iterator[SheetRow], fields: dict[str, object]
) -> Iterator[Reading | DocumentError]:
    """The document of each row of a table of texts; then one of the other sheets together.

    What was read before a fault is kept, and the fault is told; raises ValueError when that is
    nothing.
    """
    table = TableText()
    heads: dict[int, str] = {}  # paragraph that begins a sheet → its heading
    number = 0
    fault = ""
    try:
        for at, (sheet, group) in enumerate(groupby(rows, key=lambda row: row.sheet)):
            prefix = f"{sheet}/" if at else ""
            before = len(table.paragraphs)
            for reading in row_readings((row.row for row in group), source, table, prefix):
                number += 1
                yield reading
            if len(table.paragraphs) > before:
                heads[before] = f"## {sheet}"
    except ValueError as error:
        fault = str(error)
    if table.paragraphs:
        if len(heads) > 1:
            for place in sorted(heads, reverse=True):
                table.paragraphs.insert(place, heads[place])
        yield Reading(fields, table.text())
    elif not number:
        raise ValueError(fault or "has no text in its cells")
    if fault:
        yield DocumentError(source.name, f"is read in part: {fault}")
