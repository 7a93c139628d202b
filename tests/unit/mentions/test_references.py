"""References to laws, articles, gazettes, symbols and files of courts, rule by rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.references import DEV, TEST, faults, label, marked_stretches, own_sentences
from indexer.mentions import THIS, own_acts, references
from indexer.model import Document


@pytest.mark.parametrize(
    ("text", "written", "labelled"),
    [
        ("عملا بالقانون رقم 31.13 المتعلق", "القانون رقم 31.13", "law 31.13"),
        ("القانون 31-13", "القانون 31-13", "law 31.13"),  # another sign, no word for the number
        ("قانون رقم ٣١٫١٣", "قانون رقم ٣١٫١٣", "law 31.13"),
        ("والقانون التنظيمي رقم 065.13", "القانون التنظيمي رقم 065.13", "law 65.13"),
        ("للقانون -الإطار رقم 99.12", "للقانون -الإطار رقم 99.12", "law 99.12"),
        ("القانون المشار إليه أعلاه رقم.09.08", "القانون المشار إليه أعلاه رقم.09.08", "law 9.08"),
        ("القانون عدد 12 لسنة 2008", "القانون عدد 12 لسنة 2008", "law 12.2008"),
        ("loi n° 31-13 relative", "loi n° 31-13", "law 31.13"),
        ("loi organique n° 113-14", "loi organique n° 113-14", "law 113.14"),
        ("ظهير شريف رقم 1.11.91", "ظهير شريف رقم 1.11.91", "dahir 1.11.91"),
        ("الظهير الشريف 1-58-377", "الظهير الشريف 1-58-377", "dahir 1.58.377"),
        (
            "ظهير شريف بمثابة قانون رقم 1.77.226",
            "ظهير شريف بمثابة قانون رقم 1.77.226",
            "dahir 1.77.226",
        ),
        ("le dahir n° 1-11-91", "dahir n° 1-11-91", "dahir 1.11.91"),
        ("بالمرسوم رقم 2.12.349", "المرسوم رقم 2.12.349", "decree 2.12.349"),
        ("décret n° 2-12-349", "décret n° 2-12-349", "decree 2.12.349"),
        ("قرار لوزير العدل رقم 1234.18", "قرار لوزير العدل رقم 1234.18", "order 1234.18"),
        ("الجريدة الرسمية عدد 5964 مكرر", "الجريدة الرسمية عدد 5964", "gazette 5964"),
        ("B.O. n° 5964 du", "B.O. n° 5964", "gazette 5964"),
        ("في الملف عدد 2019/1302/77", "2019/1302/77", "court 2019/1302/77"),
        ("ملف 77/1302/2019", "77/1302/2019", "court 2019/1302/77"),
        ("القرار A/RES/61/177 المؤرخ", "A/RES/61/177", "un a/res/61/177"),
        ("(CAT/C/MAR/CO/4/Add.1).", "CAT/C/MAR/CO/4/Add.1", "un cat/c/mar/co/4/add.1"),
        ("المادتين 4 و5 من القانون 31.13", None, "law 31.13 art 4 5"),
        ("للمادة الثانية عشرة من المرسوم رقم 2.12.349", None, "decree 2.12.349 art 12"),
        ("المواد من 3 إلى 7 من هذا القانون", None, "this art 3 4 5 6 7"),
        ("الفصول من 23 إلى 27 من الدستور", None, "constitution art 23 24 25 26 27"),
        ("المادة 66 من قانون المسطرة الجنائية المتعلقة بالحراسة", None, "named art 66"),
        ("المادتان (6، 7) من نظام حماية المستهلك", None, "named art 6 7"),
        ("articles 23 à 27 de la Constitution", None, "constitution art 23 24 25 26 27"),
        ("article 66 du code de procédure pénale", None, "named art 66"),
        ("المادة 7 أعلاه", "المادة 7 أعلاه", "this art 7"),
        ("المادة 20 من ظهيرنا الشريف هذا", None, "this art 20"),
        ("المادة 12", "المادة 12", "art 12"),  # of which law is not said
    ],
)
def test_a_reference_is_read(text: str, written: str | None, labelled: str) -> None:
    text = f"نص {text}"
    (found,) = references(text)
    assert label(found) == labelled
    assert written is None or text[found.start : found.end] == written


@pytest.mark.parametrize(
    "text",
    [
        "A/B",
        "N/A/RES",
        "http://x.org/A/RES/61",
        "في 12/03/2019",
        "بموجب القانون، الجدول رقم 1.2",
        "قانون الشغل",  # no number, no article
        "### المادة 7\n\nنص",  # the heading of the article itself
        "الفصل الثاني",  # a chapter
        "الفصل 19 من الدستور المصري أو غيره",  # not the constitution that has no other name
        "الاستقرار رقم 12.13",
    ],
)
def test_other_words_are_no_references(text: str) -> None:
    assert [one for one in references(text) if one.keys] == []


def acts(text: str) -> list[str]:
    return [one.act for one in references(text)]


def test_an_article_of_it_is_of_the_law_named_before() -> None:
    assert acts("بناء على الدستور ولا سيما الفصل 27 منه") == ["constitution"]
    assert acts("القانون رقم 31.13 ولا سيما المادة 5 منه") == ["law 31.13"] * 2
    assert acts("القانون رقم 31.13.\nتسري المادة 5 منه") == ["law 31.13", ""]  # another paragraph


def test_an_article_of_the_said_law_is_tied_only_where_one_law_was_named() -> None:
    said = " طبقا للمادة 3 من القانون السالف الذكر"
    assert acts(f"القانون رقم 31.13.{said}") == ["law 31.13"] * 2
    assert acts(f"القانون رقم 31.13 والقانون رقم 69.99.{said}")[-1] == ""


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("القانونين رقم 88.13 و89.13 المتعلقين", ["law 88.13", "law 89.13"]),
        ("القانون رقم 88.13 ورقم 89.13", ["law 88.13", "law 89.13"]),
        ("القوانين رقم 88.13، 89.13 و90.13", ["law 88.13", "law 89.13", "law 90.13"]),
        ("lois n° 88-13, 89-13 et n° 90-13", ["law 88.13", "law 89.13", "law 90.13"]),
        ("الظهيرين رقم 1.58.376 و1.58.377", ["dahir 1.58.376", "dahir 1.58.377"]),
        ("القانون رقم 88.13، 10.20 دراهم", ["law 88.13"]),  # one law: after a comma no other
        ("القانونين رقم 88.13 و2.50 مليون", ["law 88.13"]),  # an amount
        ("loi n° 88-13 et 15-20 personnes", ["law 88.13"]),
        ("الظهيرين رقم 1.58.376 و15.02.2018", ["dahir 1.58.376"]),  # a day
    ],
)
def test_several_acts_stand_under_one_word(text: str, due: list[str]) -> None:
    assert acts(f"وفق {text} هنا") == due


def test_the_keys_of_a_reference_are_its_articles_and_its_law() -> None:
    (found,) = references("وفق المادتين 4 و5 من القانون رقم 31.13")
    assert found.keys == ("law 31.13 art 4", "law 31.13 art 5", "law 31.13")
    (here,) = references("وفق المادة 4 أعلاه")
    assert (here.act, here.keys) == (THIS, ())


@pytest.mark.parametrize(
    ("title", "text", "due"),
    [
        ("القانون رقم 31.13 المتعلق بالماء", "", {"law 31.13", "named قانون الماء"}),
        ("ظهير شريف رقم 1.18.15 بتنفيذ القانون رقم 31.13", "", {"dahir 1.18.15", "law 31.13"}),
        (
            "القانون رقم 31.13",
            "ظهير شريف رقم 1.18.15 صادر بتنفيذ القانون رقم 31.13",
            {"law 31.13", "dahir 1.18.15"},
        ),
        ("دستور المملكة لسنة 2011", "", {"constitution"}),
        ("قانون المسطرة المدنية: التنفيذ", "", {"named قانون المسطره المدنيه"}),
        ("مرسوم بتطبيق القانون رقم 31.13", "", set()),  # it is of that law, and is not that law
        ("شرح القانون رقم 31.13", "", set()),
        ("دستور", "", set()),  # of the word
    ],
)
def test_a_title_tells_which_law_a_document_is(title: str, text: str, due: set[str]) -> None:
    assert set(own_acts(Document("a", title, text))) == due


@given(st.text("المادة 7 من القانون رقم31.و/-هذا\n()", max_size=80))
def test_any_text_is_read_in_order(text: str) -> None:
    ends = [0]
    for one in references(text):
        assert ends[-1] <= one.start < one.end <= len(text)
        ends.append(one.end)


def test_marked_references_are_found(shared: Path) -> None:
    stretches = list(marked_stretches(shared / "corpus"))
    if not stretches:
        pytest.skip("the documents that were marked are not there")
    for half in (DEV, TEST):
        own = [stretch for stretch in stretches if stretch.half == half]
        found = [faults(stretch) for stretch in own]
        marked = sum(len(stretch.marks) for stretch in own)
        wrong, missed = (sum(len(of[at]) for of in found) for at in (0, 1))
        assert 1 - wrong / marked >= 0.97
        assert 1 - missed / marked >= 0.95


def test_references_of_sentences_are_found() -> None:
    assert [(one.text, *faults(one)) for one in own_sentences() if any(faults(one))] == []
