"""The lines of a text that may begin a part."""

from __future__ import annotations

import pytest

from indexer.highlight.sections import Text
from indexer.structure.lines import DivisionLine, division_lines


def only(text: str) -> DivisionLine:
    (line,) = division_lines(Text.of(text))
    return line


@pytest.mark.parametrize(
    ("line", "kind", "number"),
    [
        ("المادة 12", "m", "12"),
        ("المـادة ١٢ :", "m", "12"),  # stretched, in other digits
        ("المادَّة الثانية عشرة", "m", "12"),  # vowelled
        ("مادة (3) - التعاريف", "m", "3"),
        ("المادة 6 [15]", "m", "6"),  # with the mark of a note
        ("الفصل الأول: أحكام عامة", "f", "1"),
        ("الباب الثاني مكرر", "b", "2bis"),
        ("القسم التمهيدي", "q", "0"),
        ("القسم الفرعي الأول: الاستيراد", "u", "1"),
        ("الكتاب الثالث", "k", "3"),
        ("الجزء الأول", "j", "1"),
        ("الفرع 7: في السلطة", "r", "7"),
        ("Article premier", "m", "1"),
        ("ARTICLE 2. — Définitions", "m", "2"),
        ("Art. 5 -", "m", "5"),
        ("TITRE IV : Des peines", "t", "4"),
        ("Livre II", "k", "2"),
        ("Chapitre premier", "b", "1"),
        ("Section 3 - Du contrôle", "q", "3"),
        ("Sous-section 1", "u", "1"),
        ("Part II", "j", "2"),
    ],
)
@pytest.mark.parametrize("sign", ["", "## "])
def test_a_line_that_begins_a_part(line: str, kind: str, number: str, sign: str) -> None:
    found = only(f"{sign}{line}\n\nنص.")
    assert found.kind == kind
    assert found.written
    assert str(found.written.number) == number
    assert found.alone


@pytest.mark.parametrize(
    "sentence",
    [
        "المادة 12 من هذا القانون تنص على ذلك.",
        "المادة 12 أعلاه لا تسري هنا.",
        "المادة 12، كما هو معلوم، واضحة.",
        "المادة 12 و13 تكفيان.",
        "المادة الأولى منه",  # of something
        "المواد من 3 إلى 7",
        "الفصل بين السلط",
        "الباب مفتوح",
        "Article 12 de la loi",
        "article of the constitution",
    ],
)
def test_a_sentence_that_mentions_a_part_begins_none(sentence: str) -> None:
    assert [line for line in division_lines(Text.of(f"مقدمة.\n\n{sentence}")) if line.alone] == []


def test_a_line_that_goes_on_with_text_is_doubtful() -> None:
    assert not only("المادة 20 تتوزع العقوبات على ثلاث درجات").alone


def test_a_heading_of_no_kind_has_the_address_of_its_passage() -> None:
    line = only("## تمهيد")
    assert (line.kind, line.level, line.anchor[:3]) == ("", 2, "s1-")


def test_a_line_may_stand_in_from_the_edge() -> None:
    text = "مقدمة.\n\n  المادة 1\nنص."
    assert only(text).start == text.index("المادة")


def test_a_line_within_a_paragraph_goes_by_the_paragraph() -> None:
    first, second = division_lines(Text.of("مقدمة.\n\nالمادة 1\nنص.\nالمادة 2\nنص."))
    assert first.anchor == second.anchor
    assert first.anchor.startswith("p2-")
