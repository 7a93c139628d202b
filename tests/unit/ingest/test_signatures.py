"""Files whose suffix says nothing or another thing: their first bytes tell what they are."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path
from random import Random

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, corpus_sources, read_file
from indexer.ingest.formats import FORMATS, FileFormat, UnknownFormat, format_of
from indexer.ingest.signatures import known_by_bytes

ARABIC = "نص عربي يقرأ كما هو، ولو كان اسمه بلا معنى."


def zipped(**members: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_X_", "."), content)
    return held.getvalue()


def tarred() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"), io.BytesIO())
    return held.getvalue()


def ole(stream: str) -> bytes:
    """The head of an OLE file whose names of streams begin at its second sector."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[30:32] = b"\x09\x00"
    head[48:52] = b"\x01\x00\x00\x00"
    return bytes(head) + bytes(512) + "Root Entry".encode("utf-16-le") + stream.encode("utf-16-le")


CONTENTS: dict[str, tuple[bytes, str]] = {
    "pdf": (b"%PDF-1.7\n", "pdf"),
    "pdf behind a mark": (b"\xef\xbb\xbf\n%PDF-1.7\n", "pdf"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00", "png"),
    "tiff": (b"MM\x00*\x00\x00", "tiff"),
    "webp": (b"RIFF\x00\x00\x00\x00WEBP", "webp"),
    "gzip": (b"\x1f\x8b\x08\x00", "gzip"),
    "tar": (tarred(), "tar"),
    "zip": (zipped(a="x"), "zip"),
    "docx": (zipped(**{"[Content_Types]_X_xml": "x", "word__document_X_xml": "x"}), "docx"),
    "pptx": (zipped(**{"[Content_Types]_X_xml": "x", "ppt__presentation_X_xml": "x"}), "pptx"),
    "doc": (ole("WordDocument"), "doc"),
    "msg": (ole("__properties_version1.0"), "msg"),
    "ole": (ole("other"), "ole"),
    "rtf": (b"{\\rtf1\\ansi", "rtf"),
    "openiti": (("\ufeff######OpenITI#\n" + ARABIC).encode(), "openiti"),
    "html": (b"\n<!-- x -->\n<HTML lang='ar'>", "html"),
    "xhtml": (b"<?xml version='1.0'?>\n<!DOCTYPE html>\n<html>", "html"),
    "html in utf-16": (f"<!DOCTYPE html><p>{ARABIC}".encode("utf-16"), "html"),
    "tei": (b"<?xml version='1.0'?><TEI xmlns='http://www.tei-c.org/ns/1.0'>", "xml"),
    "mbox": (b"From a@b.ma Sat Jan 02 10:00:00 2021\nSubject: x\n", "mbox"),
    "letter": (b"Received: by a\n\tfor b\nDate: x\nSubject: y\n\n", "eml"),
    "webvtt": (b"WEBVTT\n\n00:01", "subtitles"),
    "front matter": (b"---\ntitle: x\n---\n", "markdown"),
    "text": (ARABIC.encode(), ""),
    "windows-1256": (ARABIC.encode("cp1256"), ""),
    "nothing": (b"", ""),
    "cut off": (b"PK\x03\x04", "zip"),
    "cut off ole": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
}


@pytest.mark.parametrize(("content", "name"), CONTENTS.values(), ids=list(CONTENTS))
def test_a_format_is_known_by_its_bytes(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    assert known_by_bytes(path) == name


def test_a_zip_file_is_known_by_the_list_at_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a"
    random = "".join(map(chr, Random(1).choices(range(0x4E00, 0x9FFF), k=9_000)))
    members = {"[Content_Types]_X_xml": "x", "docProps__a": random, "word__document_X_xml": "x"}
    path.write_bytes(zipped(**members))
    assert known_by_bytes(path) == "docx"


@pytest.mark.parametrize("row", [row for row in FORMATS if row.signature], ids=lambda row: row.name)
def test_the_signature_of_a_row_tells_its_format(tmp_path: Path, row: FileFormat) -> None:
    path = tmp_path / "a"
    more = b"a Sat Jan 02 10" if row.name == "mbox" else b"\x08\x00"
    path.write_bytes(row.signature + more)
    assert known_by_bytes(path) == row.name


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", CONTENTS["docx"][0], "docx"),
        ("a.zip", CONTENTS["docx"][0], "docx"),
        ("a.docx", CONTENTS["zip"][0], "docx"),  # its reader says what is wrong
        ("a.doc", b"{\\rtf1\\ansi", "rtf"),
        ("a.doc", b"<html><p>x", "html"),
        ("a.doc", ARABIC.encode(), "text"),
        ("a.txt", b"<html><p>x", "html"),
        ("a.txt", CONTENTS["openiti"][0], "openiti"),
        ("a.mARkdown", CONTENTS["openiti"][0], "openiti"),
        ("0255Jahiz.Bukhala.Shamela01-ara1", CONTENTS["openiti"][0], "openiti"),
        ("a.txt", b"From a@b.ma Sat Jan 02 10:00:00 2021\n", "text"),
        ("a.md", b"<html>", "markdown"),
        ("a.txt", b"---\ntitle: x\n---\n", "text"),
        ("a.html", b"\x00\x01\x02", "html"),
        ("كتاب", ARABIC.encode("cp1256"), "text"),
        ("lettre", "Une lettre écrite à la main, sans suffixe.".encode(), "text"),
        ("a.old", ARABIC.encode(), "text"),
        ("a.old", CONTENTS["zip"][0], "zip"),
        ("pages.php", b"<!DOCTYPE html><p>x", "html"),
    ],
)
def test_a_suffix_counts_where_the_bytes_do_not_contradict(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (source,) = corpus_sources(tmp_path)
    assert format_of(source).name == expected


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.css", b"body { color: red; margin: 0 } /* a comment in plain words */"),
        ("Makefile", b"all:\n\tpython -m x $(ARGS) --y=1 && echo $$z > $@ # {}[]()\n" * 3),
        ("a.bin", bytes(range(256))),
        ("a", b""),
        ("a.old", "Une lettre écrite à la main, mais d'un suffixe inconnu.".encode()),
        ("a.txt", ole("Workbook")),
    ],
)
def test_what_is_no_text_stays_unknown(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    (source,) = corpus_sources(tmp_path)
    if "xls" in {row.name for row in FORMATS} and name == "a.txt":
        pytest.skip("spreadsheets of this kind are read")
    with pytest.raises(UnknownFormat):
        format_of(source)


def test_a_file_that_is_named_as_another_format_is_read_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"<html><p>{ARABIC}", "utf-8")
    (source,) = corpus_sources(tmp_path)
    (found,) = read_file(source, SourceLimits(1_000_000))
    assert not isinstance(found, DocumentError)
    assert (found.text, found.format, found.id) == (ARABIC, "html", "a")
    assert found.dropped == ("file name: it ends in .txt, but the file is of the format html",)
