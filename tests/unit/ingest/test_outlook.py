"""Letters of Outlook (.msg): fields, the best of three texts, attachments."""

from __future__ import annotations

import struct
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, corpus_sources, read_source
from indexer.ingest.outlook_rtf import unpacked_rtf
from indexer.model import ArchiveDate, Document

sys.path.insert(0, str(Path(__file__).parent))
from compound import Tree, compound

LIMITS = SourceLimits(20_000_000)
# The example of [MS-OXRTFCP], 3.1.1
PACKED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def text(tag: str, value: str) -> dict[str, bytes]:
    return {f"__substg1.0_{tag}001F": value.encode("utf-16-le")}


def table(header: int, *values: tuple[int, int, int]) -> dict[str, bytes]:
    """A table of properties: number, type, value."""
    rows = (struct.pack("<HHIq", kind, number, 6, value) for number, kind, value in values)
    return {"__properties_version1.0": b"\0" * header + b"".join(rows)}


def filetime(year: int, month: int, day: int) -> int:
    since = datetime(year, month, day, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)
    return int(since.total_seconds()) * 10_000_000


SENT = (0x0039, 0x40, filetime(2011, 5, 12))
HEAD = {**text("0037", "محضر الاجتماع"), **text("0C1A", "أمين"), **text("0E04", "ليلى; سمير")}


def read(folder: Path, tree: Tree) -> list[Document]:
    (folder / "l.msg").write_bytes(compound(tree))
    found = list(read_source(corpus_sources(folder)[0], LIMITS))
    assert all(isinstance(item, Document) for item in found), found
    return [item for item in found if isinstance(item, Document)]


def test_a_letter_has_its_fields_and_its_plain_text(tmp_path: Path) -> None:
    (found,) = read(tmp_path, {**HEAD, **text("1000", "نص الرسالة\r\nسطر"), **table(32, SENT)})
    assert (found.id, found.title, found.author) == ("l.msg", "محضر الاجتماع", "أمين")
    assert (found.date, found.source) == (ArchiveDate(2011, 5, 12), "To: ليلى; سمير")
    assert found.text == "نص الرسالة\nسطر"


def test_a_text_without_unicode_is_in_the_code_page_of_the_letter(tmp_path: Path) -> None:
    old = {
        "__substg1.0_0037001E": "عنوان".encode("cp1256") + b"\0",
        "__substg1.0_1000001E": "حق".encode("cp1256"),
    }
    (found,) = read(tmp_path, {**old, **table(32, (0x3FFD, 3, 1256))})
    assert (found.title, found.text) == ("عنوان", "حق")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"__substg1.0_10130102": "<p>نص <b>صفحة</b></p>".encode()}, "نص صفحة"),
        (text("1013", "<p>نص</p>"), "نص"),
        ({"__substg1.0_10090102": PACKED}, "hello world"),
    ],
    ids=["html", "html-text", "rtf"],
)
def test_without_plain_text_the_page_is_taken_or_the_rtf(
    tmp_path: Path, body: dict[str, bytes], shown: str
) -> None:
    (found,) = read(tmp_path, {**HEAD, **body, **table(32, SENT)})
    assert found.text == shown


def test_attachments_cite_their_letter(tmp_path: Path) -> None:
    inner = {
        **text("0037", "رد: الشكاية"),
        **text("0C1A", "سمير"),
        **text("1000", "نص مضمن"),
        **table(24, SENT),
        "__attach_version1.0_#00000000": {
            **text("3707", "ملحق.txt"),
            "__substg1.0_37010102": "ملحق".encode(),
            **table(8),
        },
    }
    found = read(
        tmp_path,
        {
            **HEAD,
            **text("1000", "نص الرسالة"),
            **text("1013", '<img src="cid:logo">'),
            **table(32, SENT),
            "__attach_version1.0_#00000000": {
                **text("3707", "مذكرة.txt"),
                "__substg1.0_37010102": ("مذكرة " * 1000).encode(),
                **table(8),
            },
            "__attach_version1.0_#00000001": {
                **text("3707", "logo.txt"),
                **text("3712", "logo"),
                "__substg1.0_37010102": b"x",
                **table(8),
            },
            "__attach_version1.0_#00000002": {
                **text("3001", "رد الشكاية"),
                "__substg1.0_3701000D": inner,
                **table(8),
            },
        },
    )
    assert [(item.id, item.attached_to) for item in found] == [
        ("l.msg", None),
        ("l.msg/مذكرة", "l.msg"),
        ("l.msg/رد الشكاية.eml", "l.msg"),
        ("l.msg/رد الشكاية.eml/ملحق", "l.msg/رد الشكاية.eml"),
    ]
    assert found[1].text == ("مذكرة " * 1000).strip()
    assert (found[2].title, found[2].author, found[2].text) == ("رد: الشكاية", "سمير", "نص مضمن")
    assert found[2].date == ArchiveDate(2011, 5, 12)


def test_the_example_of_packed_rtf() -> None:
    assert unpacked_rtf(PACKED) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


@pytest.mark.parametrize(
    "content",
    [b"x" * 5000, compound({"Other": b"x"}), compound(HEAD)[:700]],
    ids=["bytes", "other", "cut"],
)
def test_what_is_no_letter_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.msg").write_bytes(content)
    (found,) = read_source(corpus_sources(tmp_path)[0], LIMITS)
    assert isinstance(found, DocumentError)
    assert found.reason.startswith("is no .msg of Outlook")
