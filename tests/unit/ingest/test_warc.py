"""Web archives: each page is a document with its address and its date."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, corpus_sources, read_source
from indexer.model import ArchiveDate, Document

LIMITS = SourceLimits(2_000_000)
PAGE = "<html><head><title>عنوان</title></head><body><p>نص الصفحة</p></body></html>".encode()


def record(kind: str, headers: dict[str, str], content: bytes) -> bytes:
    """A record of a web archive."""
    told = {"WARC-Type": kind, "Content-Length": str(len(content)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + content + b"\r\n\r\n"


def answer(
    address: str, kind: str, content: bytes, status: str = "200 OK", more: str = ""
) -> bytes:
    """The record of what came from an address: its media type, its bytes."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode()
    told = {"WARC-Target-URI": address, "WARC-Date": "2021-05-12T10:00:00Z"}
    told["Content-Type"] = "application/http; msgtype=response"
    return record("response", told, head + content)


def read(folder: Path) -> list[Document | DocumentError]:
    return list(read_source(corpus_sources(folder)[0], LIMITS))


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_page_has_its_address_and_its_date(tmp_path: Path, name: str) -> None:
    address = "https://example.org/%D9%82%D8%A7%D9%86%D9%88%D9%86?p=1"
    parts = [
        record("warcinfo", {"Content-Type": "application/warc-fields"}, b"software: x"),
        answer(address, "text/html; charset=utf-8", PAGE),
    ]
    content = b"".join(map(gzip.compress, parts) if name.endswith("gz") else parts)
    (tmp_path / name).write_bytes(content)
    (found,) = read(tmp_path)
    assert isinstance(found, Document)
    assert (found.id, found.member) == (
        f"{name}/example.org/قانون?p=1",
        "example.org/قانون?p=1.html",
    )
    assert (found.title, found.text) == ("عنوان", "نص الصفحة")
    assert (found.source_url, found.date) == (address, ArchiveDate(2021, 5, 12))


def test_pictures_redirections_and_failures_are_no_documents(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(
        answer("http://x.org/a.png", "image/png", b"x")
        + answer("http://x.org/a.js", "text/javascript", b"x")
        + answer("http://x.org/", "text/html", PAGE, status="404 Not Found")
        + answer("http://x.org/", "text/html", PAGE)
        + answer("http://x.org/a.txt", "text/plain", "نص".encode())
    )
    found = [item.id for item in read(tmp_path) if isinstance(item, Document)]
    assert found == ["a.warc/x.org/index", "a.warc/x.org/a"]


def test_an_answer_that_is_packed_is_unpacked(tmp_path: Path) -> None:
    packed = answer(
        "http://x.org/", "text/html", gzip.compress(PAGE), more="Content-Encoding: gzip\r\n"
    )
    (tmp_path / "a.warc").write_bytes(packed)
    (found,) = read(tmp_path)
    assert isinstance(found, Document)
    assert found.text == "نص الصفحة"


@pytest.mark.parametrize(
    "content", [b"x" * 100, b"WARC/1.0\r\n", b"\x1f\x8bx"], ids=["x", "cut", "gz"]
)
def test_what_is_no_web_archive_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(content)
    (found,) = read(tmp_path)
    assert isinstance(found, DocumentError), found
