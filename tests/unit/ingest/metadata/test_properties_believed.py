"""Properties that programs write: an author and a date count where the text has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.ingest.cleaning import clean_text
from indexer.ingest.reading import Reading
from indexer.ingest.records import document_of
from indexer.ingest.sources import Source
from indexer.model import ArchiveDate, Document

TEXT = "تقرير عن الأسواق\n\nأعدته سلمى بناني في ماي ٢٠١٩م.\n\nArrêté par le conseil."


def made(format_name: str, **fields: object) -> Document:
    reading = Reading(fields, clean_text(TEXT), format=format_name, id="a")
    return document_of(reading, Source(Path("/a"), "a", 1))


@pytest.mark.parametrize("format_name", ["pdf", "docx", "ods"])
def test_who_used_the_computer_is_no_author(format_name: str) -> None:
    document = made(format_name, authors=["Poste de Samir", "سلمى بناني"], date="2024-01-02")
    assert document.authors == ("سلمى بناني",)
    assert document.date is None
    assert document.fields_from == ("authors: properties",)
    assert document.dropped == ()


def test_a_date_whose_year_the_text_names_is_believed() -> None:
    assert made("docx", date="2019-05-04").date == ArchiveDate(2019, 5, 4)


def test_what_an_author_declares_needs_no_word_of_the_text() -> None:
    for document in (
        made("markdown", authors=["من كتب"], date="2024"),
        made("xlsx", id="row/1", authors=["من كتب"], date="2024"),  # a row, not the properties
    ):
        assert document.authors == ("من كتب",)
        assert document.date == ArchiveDate(2024)
        assert document.fields_from == ()
