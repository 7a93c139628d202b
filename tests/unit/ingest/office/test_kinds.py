"""Compound files are told apart by their streams."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from indexer.ingest.office.kinds import compound_kind
from indexer.ingest.office.package import Package

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from compound import compound

FILES = Path(__file__).resolve().parents[3] / "files" / "office"


@pytest.mark.parametrize("name", ["report.doc", "tables.xls"])
def test_a_file_of_a_program_is_known_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes((FILES / name).read_bytes())
    assert compound_kind(path) == Path(name).suffix[1:]


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"PK", b""])
def test_what_is_none_has_no_kind(tmp_path: Path, content: bytes) -> None:
    (path := tmp_path / "a").write_bytes(content)
    assert compound_kind(path) is None


def test_an_office_file_with_a_password_is_locked(tmp_path: Path) -> None:
    (path := tmp_path / "a.docx").write_bytes(compound({"EncryptedPackage": b"x" * 5_000}))
    assert compound_kind(path) == "locked"
    with pytest.raises(ValueError, match="is locked with a password"):
        Package(path)
