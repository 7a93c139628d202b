"""Properties of a PDF that may be believed."""

from __future__ import annotations

import pytest

from indexer.ingest.pdf.properties import believed_fields


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - doc1.docx", "law.html", "Untitled", "Document 3", "", "---", "1",
        "ÇáãÌáÓ ÇáæØäí", "Ø§Ù„Ù…Ø¬Ù„Ø³", "????? ???", "8f3a2b9c1d4e5f60",
    ],
)  # fmt: skip
def test_a_title_that_a_program_gave_is_none(title: str) -> None:
    assert believed_fields({"Title": title}, "") == {}


def test_titles_and_authors_of_people_are_kept() -> None:
    given = {"Title": "تقرير المجلس الوطني", "Author": "المجلس الوطني", "Language": "ar-MA"}
    assert believed_fields(given, "تقرير المجلس") == {
        "title": "تقرير المجلس الوطني",
        "author": "المجلس الوطني",
        "language": "ar-ma",
    }


@pytest.mark.parametrize("author", ["souad", "user", "Admin", "HP", "PC-12", "Administrator", "pc"])
def test_the_name_of_an_account_is_no_author(author: str) -> None:
    assert believed_fields({"Author": author}, "") == {}


def test_the_date_of_the_file_counts_only_where_the_text_names_its_year() -> None:
    made = {"CreationDate": "D:20190409101500+01'00'"}
    assert believed_fields(made, "حرر بالرباط في 9 أبريل ٢٠١٩") == {"date": "2019-04-09"}
    assert believed_fields(made, "صادر في 29 يناير 1988") == {}


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        ("fr-FR", "قرار لوزير العدل", False),  # Word's language, not that of the text
        ("fr-FR", "Rapport annuel", True),
        ("ar-MA", "قرار لوزير العدل", True),
        ("ar-MA", "Rapport annuel", False),
    ],
)
def test_a_language_of_another_script_is_not_believed(language: str, text: str, kept: bool) -> None:
    assert ("language" in believed_fields({"Language": language}, text)) is kept
