"""Zip files that are one document: damage, locks and bombs each end in one sentence."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, corpus_sources, read_source
from indexer.ingest.office import package
from indexer.ingest.office.package import Package, part_path
from indexer.model import Document

Written = Callable[..., Path]
TEXT = "<w:p><w:r><w:t>نص الوثيقة</w:t></w:r></w:p>"


def read(path: Path) -> list[Document | DocumentError]:
    return [
        found
        for source in corpus_sources(path.parent)
        if source.path == path
        for found in read_source(source, SourceLimits(20_000_000))
    ]


def reason(path: Path) -> str:
    (found,) = read(path)
    assert isinstance(found, DocumentError), found
    return found.reason


def test_a_document_has_its_text_its_properties_and_its_suffix_in_its_id(docx: Written) -> None:
    core = "<dc:title>قرار</dc:title>"
    (found,) = read(docx(TEXT, core=core))
    assert isinstance(found, Document)
    assert (found.id, found.title) == ("a.docx", "قرار")
    assert (found.text, len(found.digest)) == ("نص الوثيقة", 64)


def test_a_letter_that_is_written_in_the_header_is_read(docx: Written) -> None:
    (found,) = read(docx("<w:p/>", header=TEXT))
    assert isinstance(found, Document)
    assert found.text == "نص الوثيقة"


def test_a_language_that_a_program_wrote_is_not_that_of_an_arabic_text(docx: Written) -> None:
    (found,) = read(docx(TEXT * 20, core="<dc:language>en-US</dc:language>"))
    assert isinstance(found, Document)
    assert found.language == "ar"


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_a_file_that_is_cut_off_is_damaged(docx: Written, kept: float) -> None:
    path = docx(TEXT * 500)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    assert reason(path) == package.DAMAGED


def test_bytes_that_are_wrong_inside_are_damage(docx: Written) -> None:
    path = docx(TEXT * 500)
    with zipfile.ZipFile(path) as file:
        at = file.getinfo("word/document.xml").header_offset + 60
    content = bytearray(path.read_bytes())
    content[at : at + 20] = bytes(20)
    path.write_bytes(content)
    assert reason(path) in (
        package.DAMAGED,
        "its XML is broken; open it in its program and save it again",
    )


def test_a_text_that_breaks_off_is_kept_and_the_fault_is_told(zipped: Written) -> None:
    broken = f"<w:document xmlns:w='urn:w'><w:body>{TEXT}{TEXT}<w:p><w:t>آخر"
    found, fault = read(zipped("a.docx", {"word/document.xml": broken}))
    assert isinstance(found, Document)
    assert found.text == "نص الوثيقة\n\nنص الوثيقة"
    assert isinstance(fault, DocumentError)
    assert fault.reason.startswith("is read in part, as far as it is whole: its XML is broken")


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({}, "is damaged or incomplete: it has no part word/document.xml"),
        ({"word/document.xml": "<w:document xmlns:w='u'><w:body/></w:document>"}, "has no text;"),
        ({"word/document.xml": ""}, "its XML is broken"),
        ({"word/document.xml": "<a>" * 300 + "</a>" * 300}, "its XML is nested too deeply"),
        (
            {"word/document.xml": b"<a>" + (b"<b/>" + b" " * 9_996) * 9_000},
            "unpacks to more than 200",
        ),
    ],
    ids=["no text part", "no paragraph", "no XML", "deep", "bomb"],
)
def test_each_fault_is_one_sentence(zipped: Written, parts: dict[str, str], fault: str) -> None:
    assert reason(zipped("a.docx", parts)).startswith(fault)


def test_no_more_is_unpacked_than_the_limit(
    zipped: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED_BYTES", 100_000)
    path = zipped("a.docx", {"word/document.xml": f"<w:body xmlns:w='u'>{TEXT * 2_000}</w:body>"})
    assert reason(path).startswith("unpacks to more than")


def test_entities_are_not_resolved(zipped: Written) -> None:
    secret = "<!DOCTYPE w [<!ENTITY a SYSTEM 'file:///etc/hostname'><!ENTITY b 'نص'>]>"
    body = "<w:p><w:r><w:t>قبل&a;&b;</w:t></w:r></w:p>"
    document = f"{secret}<w:document xmlns:w='u'><w:body>{body}</w:body></w:document>"
    (found,) = read(zipped("a.docx", {"word/document.xml": document}))
    assert isinstance(found, Document)
    assert found.text == "قبل"


def test_a_locked_part_says_so(docx: Written) -> None:
    path = docx(TEXT)
    content = bytearray(path.read_bytes())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(signature)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(signature, start + 4)
    path.write_bytes(content)
    assert reason(path) == "is locked with a password; save a copy without one"


def test_too_many_parts(zipped: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_MAX_PARTS", 3)
    assert reason(zipped("a.odt", dict.fromkeys("abcd", ""))) == "has more than 3 parts inside"


@pytest.mark.parametrize(
    ("base", "target", "name"),
    [
        ("word/document.xml", "styles.xml", "word/styles.xml"),
        ("word/document.xml", "/word/notes.xml", "word/notes.xml"),
        ("OEBPS/content.opf", "../Text/a%20b.xhtml#c", "Text/a b.xhtml"),
        ("ppt/slides/slide1.xml", "..\\notes\\n.xml", "ppt/notes/n.xml"),
    ],
)
def test_the_address_of_a_part(base: str, target: str, name: str) -> None:
    assert part_path(base, target) == name


def test_parts_are_found_whatever_their_case_and_slashes(zipped: Written) -> None:
    with Package(zipped("a.odt", {"Word\\Document.xml": "<a/>"})) as found:
        assert "word/document.xml" in found
