"""Titles of documents that are given none."""

from __future__ import annotations

import pytest

from indexer.ingest.metadata.titles import (
    is_letterhead,
    is_own_title,
    is_telling,
    readable_name,
    reads_like_title,
    title_of,
)

PROSE = "يحدث مجلس لدى الوزير."


@pytest.mark.parametrize(
    ("name", "readable"),
    [
        ("المجلس الأعلى للماء.txt", "المجلس الأعلى للماء"),
        ("القانون رقم 36.15 المتعلق بالماء.txt", "القانون رقم 36.15 المتعلق بالماء"),
        ("كتاب_الأسواق.pdf", "كتاب الأسواق"),
        ("sub/rapport-annuel_2019.docx", "rapport annuel 2019"),
        ("2019-05-04-افتتاح-المكتبة.md", "2019-05-04 افتتاح المكتبة"),
        ("Procès-verbal du conseil.doc", "Procès-verbal du conseil"),
        ("%D8%AA%D9%82%D8%B1%D9%8A%D8%B1.html", "تقرير"),
        ("0255Jahiz.Hayawan", "0255Jahiz"),
        (".txt", ".txt"),
    ],
)
def test_a_file_name_is_made_readable(name: str, readable: str) -> None:
    assert readable_name(name) == readable


@pytest.mark.parametrize(
    ("name", "telling"),
    [
        ("المجلس الأعلى للماء", True),
        ("rapport annuel 2019", True),
        ("scan 0012", False),
        ("ملف 3", False),
        ("IMG 20190504", False),
        ("Document sans titre", False),
        ("a", False),
    ],
)
def test_a_name_tells_something_or_not(name: str, telling: bool) -> None:
    assert is_telling(name) is telling


@pytest.mark.parametrize(
    "line",
    [
        "المملكة المغربية",
        "وزارة الداخلية",
        "مديرية الوثائق",
        "ROYAUME DU MAROC",
        "Ministère de l'Intérieur",
        "جمعية النور للتنمية والثقافة",
    ],
)
def test_the_head_of_a_letter_is_no_title(line: str) -> None:
    assert is_letterhead(line)
    assert not reads_like_title(line)


@pytest.mark.parametrize(
    "line",
    [
        "######OpenITI#",
        "#META# 020.BookTITLE\t:: كتاب",
        "#tag #other",
        "<?xml version='1.0'?>",
        "---",
        "بسم الله الرحمن الرحيم",
        "السيد الوزير المحترم",
        "الرباط في 12 مارس 1975",
        "التاريخ: 12/03/1975",
        "صفحة 1 من 3",
        "الهاتف: 0537000000",
        "Tél : 0537 00 00 00",
        "title: عنوان",
        "12",
        PROSE,
        "ن" * 151,
    ],
)
def test_signs_fields_and_sentences_are_no_titles(line: str) -> None:
    assert not reads_like_title(line)


@pytest.mark.parametrize(
    "line",
    [
        "الأسواق: تاريخ ومستقبل",
        "تقرير حول تدبير الماء بالمغرب",
        "وزارة الداخلية في عهد الحماية",  # says more than who writes
        "القانون رقم 36.15 المتعلق بالماء",
        "هل من إصلاح؟",
        "Rapport sur l'état de l'eau",
    ],
)
def test_a_title_reads_like_one(line: str) -> None:
    assert reads_like_title(line)


@pytest.mark.parametrize(
    ("given", "headings", "text", "name", "title", "origin"),
    [
        ("أ", ("ب ت",), PROSE, "ملف.pdf", "أ", None),
        (None, ("المملكة المغربية", "تقرير الماء"), PROSE, "1.pdf", "تقرير الماء", "heading"),
        (None, (), f"مديرية الوثائق\n\n{PROSE}", "مجلس الماء.txt", "مجلس الماء", "file_name"),
        (None, (), "تقرير حول الماء\n\nنص.", "a.txt", "تقرير حول الماء", "first_line"),
        (None, (), "تقرير حول الماء\n\nنص.", "تقرير 2019 ماء.txt", "تقرير حول الماء", "first_line"),
        (None, (), "نادي الهلال\n\nنص.", "محضر الجمع العام.txt", "محضر الجمع العام", "file_name"),
        (None, (), "## باب السوق\n\nنص.", "محضر الجمع العام.md", "باب السوق", "first_line"),
        (None, (), "المملكة المغربية\nوزارة الداخلية\n\nمذكرة حول السوق\n\nنص.", "scan1.pdf",
         "مذكرة حول السوق", "first_line"),
        (None, (), "عمالة فاس\nإلى السيد الوزير\nالموضوع: طلب رخصة.\nوبعد", "1.pdf", "طلب رخصة",
         "subject"),
        (None, (), PROSE, "a_b.txt", "a b", "file_name"),
    ],
)  # fmt: skip
def test_the_best_title_there_is(
    given: str | None,
    headings: tuple[str, ...],
    text: str,
    name: str,
    title: str,
    origin: str | None,
) -> None:
    assert title_of(given, headings, text, name) == (title, origin)


def test_one_of_many_documents_in_a_file_goes_by_its_id() -> None:
    assert title_of(None, (), PROSE, "row_7", named=False) == ("row_7", "id")


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - note.doc",
        "untitled",
        "Document1",
        "تقرير.docx",
        "Normal.dot",
        "وزارة العدل",
    ],
)
def test_a_title_that_a_program_wrote_is_not_taken(title: str) -> None:
    assert not is_own_title(title)
    assert is_own_title("تقرير حول الماء")
