"""Files of a real program: one report in each format is one text."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, read_source
from indexer.ingest.sources import Source
from indexer.model import Document

REPORTS = Path(__file__).resolve().parents[3] / "files" / "office"
TEXT = """## تقرير الأسواق الأسبوعية

## الباب الأول

تفتح الأسواق¹ الأسبوعية أبوابها كل خميس (Marché hebdomadaire, 2019).

¹ انظر الجدول أدناه.

تقررت المواعيد الجديدة في شهر ماي.

### الجدول

السوق والجهة | اليوم
سوق الخميس | Rabat | الخميس

إلى جانب الإطار نص الفقرة.

تنبيه: يغلق السوق ظهرا.

خاتمة⁽¹⁾ التقرير.

⁽¹⁾ مصدر الأرقام: المصلحة."""


def read(path: Path) -> list[Document | DocumentError]:
    source = Source(path, path.name, path.stat().st_size)
    return list(read_source(source, SourceLimits(100_000_000)))


def reason(path: Path) -> str:
    (found,) = read(path)
    assert isinstance(found, DocumentError), found
    return found.reason


def words(text: str) -> Counter[str]:
    """The words of `text`; marks of notes are none."""
    return Counter(re.findall("[^\\W⁰¹²³⁴-⁹]+", text))


@pytest.mark.parametrize("suffix", ["odt", "docx", "doc", "rtf"])
def test_a_report_is_the_same_text_in_every_format(suffix: str) -> None:
    (found,) = read(REPORTS / f"report.{suffix}")
    assert isinstance(found, Document), found
    assert found.text == TEXT
    assert (found.id, found.title) == (f"report.{suffix}", "تقرير الأسواق الأسبوعية")


def test_a_book_has_the_words_of_the_report() -> None:
    (found,) = read(REPORTS / "report.epub")
    assert isinstance(found, Document), found
    # LibreOffice writes what was deleted into a book, and numbers endnotes i, ii.
    assert words(TEXT) - words(found.text) == Counter(["خاتمة", "مصدر"])


@pytest.mark.parametrize(
    ("sample", "least"),
    [
        ("office/un-crc-c-gc-20-ar.odt", 1.0),
        ("office/un-crc-c-gc-20-ar.epub", 1.0),
        # LibreOffice hid the 20 page numbers of the table of contents when it saved this file.
        ("office/un-crc-c-gc-20-ar.doc", 0.998),
    ],
)
def test_a_long_document_has_the_same_words_in_every_format(
    shared: Path, sample: str, least: float
) -> None:
    (word,) = read(shared / "samples/docx/un-crc-c-gc-20-ar.docx")
    (other,) = read(shared / "samples" / sample)
    assert isinstance(word, Document)
    assert isinstance(other, Document)
    expected, found = words(word.text), words(other.text)
    assert expected.total() == 9_866
    assert (expected & found).total() >= least * expected.total()
    assert not found - expected


@pytest.mark.parametrize("suffix", ["docx", "odt", "epub", "doc"])
@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_file_that_is_cut_off_is_one_sentence(tmp_path: Path, suffix: str, kept: float) -> None:
    content = (REPORTS / f"report.{suffix}").read_bytes()
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(content[: int(len(content) * kept)])
    assert "is damaged or cut off" in reason(path)


def test_rich_text_that_is_cut_off_is_read_to_that_place(tmp_path: Path) -> None:
    content = (REPORTS / "report.rtf").read_bytes()
    path = tmp_path / "a.rtf"
    path.write_bytes(content[: content.index(b"{\\deleted")])
    found, fault = read(path)
    assert isinstance(found, Document)
    assert found.text.endswith("¹ انظر الجدول أدناه.\n\nتقررت المواعيد")
    assert isinstance(fault, DocumentError)
    assert fault.reason == "is read in part, as far as it is whole: it ends before its end"


def test_a_locked_word_file_says_so(tmp_path: Path) -> None:
    content = bytearray((REPORTS / "report.doc").read_bytes())
    at = content.index(b"\xec\xa5")
    content[at + 0x0B] |= 1
    (path := tmp_path / "a.doc").write_bytes(content)
    assert reason(path) == "is locked with a password; save a copy without one"
