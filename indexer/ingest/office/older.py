"""The readers of old workbooks and presentations (.xls, .ppt), which LibreOffice saves anew."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from indexer.errors import DocumentError
from indexer.ingest.limits import SourceLimits
from indexer.ingest.office.kinds import compound_kind
from indexer.ingest.office.package import LOCKED
from indexer.ingest.office.programs import LIBREOFFICE_HINT, converted
from indexer.ingest.office.readers import pptx_readings
from indexer.ingest.office.workbooks import xlsx_readings
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source


def xls_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of an Excel workbook of 1997 to 2003 (.xls), where LibreOffice is installed."""
    yield from _converted_readings(source, limits, "xls", "xlsx")


def ppt_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of a PowerPoint presentation of 1997 to 2003 (.ppt), where LibreOffice is."""
    yield from _converted_readings(source, limits, "ppt", "pptx")


def _converted_readings(
    source: Source, limits: SourceLimits, kind: str, suffix: str
) -> Iterator[Reading | DocumentError]:
    """The readings of the file as LibreOffice saves it with `suffix`; raises ValueError."""
    found = compound_kind(source.path)
    if found == "locked":
        raise ValueError(LOCKED)
    if found != kind:
        raise ValueError(f"is damaged, or no .{kind} file though called so")
    with tempfile.TemporaryDirectory() as folder:
        path = converted(source.path, kind, suffix, Path(folder))
        if path is None:
            raise ValueError(
                f"an old .{kind} file is not read without LibreOffice ({LIBREOFFICE_HINT}); "
                f"or save it as .{suffix}"
            )
        new = replace(source, path=path, bytes=path.stat().st_size)
        yield from (xlsx_readings if suffix == "xlsx" else pptx_readings)(new, limits)
