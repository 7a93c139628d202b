"""The survey of an archive counts its files and pages, and names what its keeper should know."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import Archive, Settings, Survey, update
from indexer import reindex as build
from indexer.engine.survey_file import survey_in, write_survey
from indexer.errors import IndexDamaged
from indexer.ingest.cleaning import CleanText
from indexer.ingest.reading import PageReading
from indexer.model import PageOrigin
from indexer.model.survey import Finding, FindingKind

LONG = (
    "تحفظ هذه الخزانة وثائق كثيرة عن تاريخ المدينة وأهلها، وتعرضها على القراء كما كتبت أول مرة. "
    * 2
)


def surveyed(settings: Settings) -> Survey:
    with Archive(settings) as archive:
        survey = archive.survey()
    assert survey is not None
    return survey


def of_kind(survey: Survey, kind: FindingKind) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.id, finding.told) for finding in survey.findings if finding.kind is kind]


def test_files_of_a_format_and_their_documents_are_counted(
    settings: Settings, write: Callable[..., Path]
) -> None:
    write("a.txt", "نص أول")
    write("folder/b.TXT", "نص ثان")
    write("c.jsonl", '{"id": "x", "text": "سطر"}\n{"id": "y", "text": "سطر آخر"}\n')
    build(settings)
    assert surveyed(settings).formats == ((".txt", 2, 2), (".jsonl", 1, 2))


def test_pages_are_counted_and_those_not_read_are_named(
    settings: Settings,
    write_pdf: Callable[[Path, int], Path],
    index_pages: Callable[..., None],
) -> None:
    write_pdf(settings.corpus.folder / "a.pdf", 1)
    no = PageOrigin.UNREAD
    pages = [
        PageReading(1, CleanText("")),
        PageReading(2, CleanText("نص"), origin=PageOrigin.OCR),
        *(PageReading(n, CleanText(""), origin=no, reason="no tesseract") for n in (3, 4, 6)),
    ]
    index_pages(settings, {"a.pdf": pages})
    survey = surveyed(settings)
    assert survey.origins == {"text": 1, "ocr": 1, "unread": 3}
    assert survey.counts["unread_pages"] == 1
    (found,) = [one for one in survey.findings if one.kind is FindingKind.UNREAD_PAGES]
    assert (found.id, found.path) == ("a.pdf", "a.pdf")
    assert (found.pages, found.told) == ((3, 4, 6), ("no tesseract",))


def test_documents_with_the_same_bytes_or_the_same_text_are_named(
    settings: Settings, write: Callable[..., Path]
) -> None:
    for name in ("a.txt", "b.txt", "d/c.txt"):
        write(name, LONG)
    write("e.txt", f"{LONG}\n\n\n")  # another file with the same text
    write("short.txt", "نعم")
    write("short-too.txt", "نعم\n")
    build(settings)
    survey = surveyed(settings)
    assert of_kind(survey, FindingKind.SAME_FILE) == [("b", ("a",)), ("d/c", ("a",))]
    assert of_kind(survey, FindingKind.SAME_TEXT) == [("e", ("a",))]
    assert (survey.counts["same_file"], survey.counts["same_text"]) == (2, 1)


def test_a_copy_of_a_file_that_is_kept_in_the_cache_is_a_document_of_its_own(
    settings: Settings,
) -> None:
    file = (Path(__file__).parents[2] / "files" / "municipal-library.pdf").read_bytes()
    for name in ("a.pdf", "b.pdf"):
        (settings.corpus.folder / name).write_bytes(file)
    for report in (build(settings), build(settings)):
        assert (report.documents, report.skipped) == (2, ())
    assert of_kind(surveyed(settings), FindingKind.SAME_FILE) == [("b.pdf", ("a.pdf",))]


def test_an_update_surveys_the_documents_it_keeps_too(
    settings: Settings, write: Callable[..., Path]
) -> None:
    write("a.txt", LONG)
    build(settings)
    write("b.txt", LONG)
    update(settings)
    survey = surveyed(settings)
    assert survey.formats == ((".txt", 2, 2),)
    assert of_kind(survey, FindingKind.SAME_FILE) == [("b", ("a",))]


def test_a_survey_is_read_as_it_was_written(tmp_path: Path) -> None:
    survey = Survey(
        formats=((".pdf", 2, 3),),
        origins={"ocr": 4},
        qualities={"sound": 3},
        documents={"doubtful": 1},
        counts={"dropped_field": 1},
        findings=(Finding(FindingKind.DROPPED_FIELD, "é", "عنوان", "é.pdf", (1,), ("date: no",)),),
    )
    write_survey(tmp_path, survey)
    assert survey_in(tmp_path) == survey
    (tmp_path / "survey.json").write_text("{}")
    with pytest.raises(IndexDamaged):
        survey_in(tmp_path)
    (tmp_path / "survey.json").unlink()
    assert survey_in(tmp_path) is None
