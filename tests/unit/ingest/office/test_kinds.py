"""Zip files and compound files are told apart by their content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.ingest.office.kinds import compound_kind, zip_kind

REPORTS = Path(__file__).resolve().parents[3] / "files" / "office"
ODF = "application/vnd.oasis.opendocument."


@pytest.mark.parametrize("suffix", ["docx", "odt", "epub"])
def test_a_file_of_a_program_is_known_whatever_its_name(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes((REPORTS / f"report.{suffix}").read_bytes())
    assert zip_kind(path) == suffix


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"[Content_Types].xml": "", "xl/workbook.xml": ""}, "xlsx"),
        ({"[Content_Types].xml": "", "PPT\\presentation.xml": ""}, "pptx"),
        ({"mimetype": f"{ODF}spreadsheet"}, "ods"),
        ({"mimetype": f"{ODF}presentation-template"}, "odp"),
        ({"META-INF/container.xml": ""}, "epub"),
        ({"word/a.txt": "", "b.docx": ""}, None),  # a zip file of files
        ({}, None),
    ],
    ids=range(7),
)
def test_the_kind_of_a_zip_file(
    zipped: Callable[..., Path], parts: dict[str, str], kind: str | None
) -> None:
    assert zip_kind(zipped("a", parts)) == kind


def test_a_compound_file_is_known_by_its_streams(tmp_path: Path) -> None:
    assert compound_kind(REPORTS / "report.doc") == "doc"
    (tmp_path / "a").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert compound_kind(tmp_path / "a") is None
    assert zip_kind(tmp_path / "a") is None
