"""Damaged files and bombs of every format: no reader is lost, each is told in one sentence.

KHIZANA_LONG_TESTS=1 damages 500 files and makes the bombs as large as they come.
"""

from __future__ import annotations

import gzip
import io
import resource
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, corpus_sources
from indexer.ingest.guarded import GuardedReader
from indexer.model import Document
from tests.durability.hostile_samples import LONG, fuzzed, samples
from tests.unit.ingest.compound import compound

DAMAGED = 500 if LONG else 24
LIMITS = SourceLimits(20_000_000, ocr_pages=5_000 if LONG else 0)
MOST_SECONDS, MOST_KILOBYTES = 60, 2_000_000
MILLION = 1_000_000
LARGE = (1_100 if LONG else 12) * MILLION  # bytes that a bomb unpacks to
MANY = 100_000 if LONG else 10_500  # files in an archive, parts of a letter
TEXT = "نص الوثيقة"


@pytest.fixture
def reader() -> Iterator[GuardedReader]:
    found = GuardedReader(LIMITS)
    yield found
    found.close()


def answers(
    reader: GuardedReader, folder: Path
) -> Iterator[tuple[str, list[Document | DocumentError]]]:
    """(name, what was found) of each file in `folder`; the long test looks at the clock too."""
    for source in corpus_sources(folder):
        begun = time.monotonic()
        found = list(reader.read([source]))
        assert not LONG or time.monotonic() - begun < MOST_SECONDS, source.name
        yield source.name, found


def assert_sentence(error: DocumentError) -> None:
    """`error` says in one line what is wrong with a file, and no reader broke down over it."""
    assert "its reader failed" not in error.reason, str(error)
    assert "\n" not in error.reason, str(error)
    assert error.reason.isprintable(), str(error)
    assert 5 <= len(error.reason) < 500, str(error)


def test_the_files_that_are_damaged_can_be_read(tmp_path: Path, reader: GuardedReader) -> None:
    for name, content in samples().items():
        (tmp_path / name).write_bytes(content)
    read = {
        Path(name).suffix
        for name, found in answers(reader, tmp_path)
        if any(isinstance(item, Document) for item in found)
    }
    assert {
        ".pdf",
        ".docx",
        ".odt",
        ".epub",
        ".eml",
        ".mbox",
        ".msg",
        ".zip",
        ".tar",
        ".gz",
    } <= read
    assert {".warc", ".srt", ".vtt", ".txt", ".md", ".html", ".jsonl", ".rtf", ".pptx"} <= read


def test_damaged_files_are_read_or_told_in_a_sentence(
    tmp_path: Path, reader: GuardedReader
) -> None:
    for name, content in fuzzed(DAMAGED):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "zzz.txt").write_text(TEXT, "utf-8")
    found = dict(answers(reader, tmp_path))
    assert len(found) == DAMAGED + 1
    for name, items in found.items():
        assert items, name
        for item in items:
            if isinstance(item, DocumentError):
                assert_sentence(item)
    (last,) = found["zzz.txt"]
    assert isinstance(last, Document)
    assert last.text == TEXT
    reader.close()
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_KILOBYTES


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


def zeros(pack: Callable[[], zlib._Compress]) -> bytes:
    """LARGE zeros, packed."""
    packer = pack()
    piece = bytes(MILLION)
    packed = b"".join(packer.compress(piece) for _ in range(LARGE // MILLION))
    return packed + packer.flush()


def flat_zip(name: str = "a.txt") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(name, "w", force_zip64=True) as file:
            for _ in range(LARGE // MILLION):
                file.write(bytes(MILLION))
        archive.writestr("b.txt", TEXT)
    return out.getvalue()


def nested_zip(depth: int) -> bytes:
    content = TEXT.encode()
    for level in range(depth):
        content = zipped(**{f"{level}__zip" if level else "a__txt": content, "b__txt": b"b"})
    return content


def overlapping_zip() -> bytes:
    """Many entries of one directory that share the same packed bytes."""
    single = zipped(a__txt=bytes(MILLION))
    at = single.index(b"PK\x01\x02")
    end = single.index(b"PK\x05\x06")
    count = LARGE // MILLION + 10
    directory = b"".join(
        single[at:end].replace(b"a.txt", b"%05d" % number) for number in range(count)
    )
    return (
        single[:at]
        + directory
        + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(directory), at, 0)
    )


def many_files() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(MANY):
            archive.writestr(f"{number}.xyz", b"")
    return out.getvalue()


def many_links() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for number in range(MANY):
            link = tarfile.TarInfo(str(number))
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(link)
    return out.getvalue()


def nested_letter() -> bytes:
    heads = (
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(10_000)
    )
    return b"Subject: x\n" + b"".join(heads)


def many_parts() -> bytes:
    part = b"--b\nContent-Type: application/x-none\nContent-Disposition: attachment\n\nx\n"
    head = b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n"
    return head + b"--b\nContent-Type: text/plain\n\ntext\n" + part * MANY + b"--b--\n"


def laughs(root: str) -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    return f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><{root}>&e11;</{root}>'.encode()


def office(name: str, part: str, content: bytes) -> bytes:
    """A document of the tests, in which the `part` has other content."""
    out = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(samples()[name]))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == part else old.read(entry))
    return out.getvalue()


def pdf(
    content: bytes, media: str = "0 0 500 500", kids: str = "[3 0 R]", filtered: str = ""
) -> bytes:
    """A PDF of one page with this content."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        + f"2 0 obj<</Type/Pages/Count 1/Kids{kids}>>endobj\n".encode()
        + f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{media}]/Contents 4 0 R>>endobj\n".encode()
        + f"4 0 obj<</Length {len(content)}{filtered}>>stream\n".encode()
        + content
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
    )


def loop_of_sectors() -> bytes:
    """A .msg in which a chain of sectors has no end."""
    table = b"\0" * 32
    content = bytearray(compound({"__properties_version1.0": table, "x": b"x" * 9000}))
    at = content.rindex(struct.pack("<I", 0xFFFFFFFE))
    content[at - 4 : at] = struct.pack("<I", 0)
    return bytes(content)


BOMBS: dict[str, Callable[[], bytes]] = {
    "flat.zip": flat_zip,
    "nested.zip": lambda: nested_zip(10),
    "overlapping.zip": overlapping_zip,
    "many.zip": many_files,
    "flat.gz": lambda: zeros(lambda: zlib.compressobj(9, wbits=31)),
    "flat.tar.gz": lambda: gzip.compress(b"x" * 257 + b"ustar") + flat_zip(),
    "links.tar.gz": many_links,
    "nested.eml": nested_letter,
    "parts.eml": many_parts,
    "boundaries.mbox": lambda: b"From - \nSubject: x\n\n" * 2_000,
    "line.mbox": lambda: b"From - \nSubject: " + b"x" * 15 * MILLION,
    "addresses.eml": lambda: b"To: " + b'"a" <a@b>, ' * MILLION + b"\nSubject: x\n\nx",
    "words.eml": lambda: b"Subject: " + b"=?utf-8?b?2YU=?= " * MILLION + b"\n\nx",
    "loop.msg": loop_of_sectors,
    "page.warc": lambda: gzip.compress(b"WARC/1.0\r\n" + b"x: y\r\n" * MILLION),
    "flat.docx": lambda: office("report.docx", "word/document.xml", bytes(LARGE)),
    "laughs.docx": lambda: office("report.docx", "word/document.xml", laughs("w")),
    "deep.docx": lambda: office("report.docx", "word/document.xml", b"<w>" * MILLION),
    "laughs.odt": lambda: office("report.odt", "content.xml", laughs("x")),
    "flat.epub": lambda: flat_zip("mimetype"),
    "laughs.xml": lambda: laughs("TEI"),
    "flat.pdf": lambda: pdf(
        zlib.compress(b"BT 0 0 Td (x) Tj ET " * (LARGE // 20)), filtered="/Filter/FlateDecode"
    ),
    "loop.pdf": lambda: pdf(b"", kids="[2 0 R 2 0 R]"),
    "wide.pdf": lambda: pdf(b"BT (x) Tj ET", media="0 0 200000 200000"),
    "deep.pdf": lambda: pdf(b"[" * MILLION),
    "groups.rtf": lambda: b"{\\rtf1" + b"{" * MILLION,
    "cues.srt": lambda: b"00:00:01,000 --> 00:00:04,000\n" * (4 * MANY),
    "tags.vtt": lambda: b"00:01.000 --> 00:04.000\n" + b"<c" * 5 * MILLION,
    "stamps.txt": lambda: b"1/1/2021, 10:15 - a: b\n" * (4 * MANY),
}


# Those of which each is of another kind, and takes little time.
SHORT = {
    *("flat.zip", "nested.zip", "overlapping.zip", "flat.gz", "nested.eml", "loop.msg"),
    *("flat.docx", "laughs.docx", "loop.pdf", "groups.rtf"),
}


@pytest.mark.parametrize("name", [name for name in BOMBS if LONG or name in SHORT])
def test_a_bomb_is_read_within_the_limits_or_told_in_a_sentence(
    tmp_path: Path, reader: GuardedReader, name: str
) -> None:
    (tmp_path / name).write_bytes(BOMBS[name]())
    (tmp_path / "zzz.txt").write_text(TEXT, "utf-8")
    found = dict(answers(reader, tmp_path))
    assert found[name]
    assert len(found[name]) < 10_300
    for item in found[name]:
        if isinstance(item, DocumentError):
            assert_sentence(item)
    assert [item for item in found["zzz.txt"] if isinstance(item, Document)]
    reader.close()
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_KILOBYTES
