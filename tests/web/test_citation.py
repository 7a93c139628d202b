"""A document as others cite it."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from indexer import ArchiveDate, Document, DocumentSummary
from webapp.present.citation import bibtex, json_ld, ris

CARD = DocumentSummary(
    id="folder/law-1",
    title="قانون 50% {الأمن}",
    date=ArchiveDate(2018, 4),
    kind="law",
    authors=("البرلمان",),
    place="الرباط",
)


def test_a_citation_in_bibtex(app: Flask) -> None:
    with app.test_request_context("/en/"):
        assert bibtex(CARD) == (
            "@misc{folder-law-1,\n  author = {{البرلمان}},\n"
            "  title = {{قانون 50\\% \\{الأمن\\}}},\n"
            "  address = {الرباط},\n  year = {2018},\n  date = {2018-04},\n  langid = {ar},\n"
            "  url = {http://localhost/d/~5qzpbtmv7z1r},\n"
            "  note = {Khizana, 1439-07-15..1439-08-14 AH}\n}\n"
        )


def test_a_citation_in_ris(app: Flask) -> None:
    with app.test_request_context("/en/"):
        assert ris(CARD).split("\r\n") == [
            "TY  - STAT",
            "TI  - قانون 50% {الأمن}",
            "AU  - البرلمان",
            "CY  - الرباط",
            "LA  - ar",
            "DB  - Khizana",
            "ID  - folder/law-1",
            "UR  - http://localhost/d/~5qzpbtmv7z1r",
            "PY  - 2018",
            "DA  - 2018/04//1439-07-15..1439-08-14 AH",
            "ER  - ",
            "",
        ]


def test_a_title_cannot_begin_a_field_of_its_own(app: Flask) -> None:
    with app.test_request_context("/en/"):
        record = ris(DocumentSummary(id="x", title="عنوان\r\nER  - \r\nTY  - BOOK\u202e"))
    assert [line[:2] for line in record.split("\r\n")].count("ER") == 1


@pytest.mark.parametrize("title", ["</script><script>", "a&b", "<!--", "it's", "\u2028"])
def test_a_description_holds_nothing_that_ends_its_element(app: Flask, title: str) -> None:
    with app.test_request_context("/en/"):
        text = json_ld(Document("x", title, "text"), "http://localhost/en/d/x")
    assert not set("<>&'\u2028") & set(text)
    assert json.loads(text)["name"] == title
