"""Old workbooks and presentations are read where LibreOffice is installed, else named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits
from indexer.ingest.files import readings_of
from indexer.ingest.office import programs
from indexer.ingest.office.older import ppt_readings
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source

OLD = Path(__file__).resolve().parents[3] / "files" / "office"


LIMITS = SourceLimits(1_000_000)


def read(path: Path) -> list[Reading | DocumentError]:
    return list(readings_of(Source(path, path.name, 0), SourceLimits(1_000_000)))
    return list(readings_of(Source(path, path.name, 0), LIMITS))


def reason(path: Path) -> str:
    (found,) = read(path)
    assert isinstance(found, DocumentError), found
    return found.reason


def test_an_old_workbook_is_read_by_libreoffice() -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    first, _, table = read(OLD / "tables.xls")
    assert isinstance(first, Reading)
    assert (first.fields["id"], first.text) == ("7", "نص عن الأسواق")
    assert isinstance(table, Reading)
    assert table.text == "السوق | عدد\n\nالخميس | 12\n\nالأحد | 3.5"


def test_without_libreoffice_the_sentence_says_what_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs.shutil, "which", lambda name: None)
    told = reason(OLD / "tables.xls")
    assert told.startswith("an old .xls file is not read without LibreOffice (apt install ")
    assert told.endswith("or save it as .xlsx")


def test_another_file_of_that_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ppt"
    path.write_bytes((OLD / "report.doc").read_bytes()[:512] + bytes(4_096))
    assert reason(path) == "is damaged, or no .ppt file though called so"
    path.write_bytes((OLD / "report.doc").read_bytes())
    with pytest.raises(ValueError, match=r"is damaged, or no \.ppt file though called so"):
        next(ppt_readings(Source(path, path.name, 0), LIMITS))
