"""A document as a tree of parts with addresses."""

from __future__ import annotations

import pytest

from indexer.highlight.sections import Text
from indexer.structure.tree import Tree, tree_of

LAW = """## القسم الأول: المبادئ

## الباب الأول: التعريف

### المادة 1

يعرف هذا النص الأرشيف.

### المادة 2

تسري أحكامه على الإدارات.

## الباب الثاني: الحفظ

### المادة 3

تحفظ الوثائق.

## القسم الثاني: الجزاءات

## الباب الأول: الغرامات

### المادة 4

يعاقب المخالف.

### المادة 4 مكررة

تضاعف الغرامة.
"""


def tree(text: str) -> Tree:
    return tree_of(Text.of(text))


def addresses(text: str) -> list[str]:
    return [part.address for part in tree(text).divisions]


def titles(text: str, words: str) -> list[str]:
    """The titles of the parts that hold `words`."""
    return [part.title for part in tree(text).path(text.index(words))]


def test_addresses_are_nested_only_where_they_must_be() -> None:
    assert addresses(LAW) == (
        ["q-1", "q-1.b-1", "m-1", "m-2", "b-2", "m-3", "q-2", "q-2.b-1", "m-4", "m-4bis"]
    )


def test_the_path_of_a_place() -> None:
    assert titles(LAW, "الغرامة") == (
        ["القسم الثاني: الجزاءات", "الباب الأول: الغرامات", "المادة 4 مكررة"]
    )
    assert tree("نص بلا عناوين.").path(3) == ()


def test_a_part_by_its_address() -> None:
    law = tree(LAW)
    part = law.part("m-3")
    assert part is not None
    assert LAW[part.start : law.end(part)].split() == ["المادة", "3", "تحفظ", "الوثائق.", "##"]
    assert law.part("q-1.b-2") == law.part("b-2")  # a longer address of the same
    assert law.part("b-1") is None  # it may be two
    assert [one.address for one in law.parts("b-1")] == ["q-1.b-1", "q-2.b-1"]
    assert law.part("m-99") is None
    last = law.part("m-4bis")
    assert last is not None
    assert law.end(last) is None


@pytest.mark.parametrize("number", [4, "4", "٤", "الرابعة"])
def test_an_article_by_its_number(number: str | int) -> None:
    found = tree(LAW).article(number)
    assert found is not None
    assert found.address == "m-4"


def test_chapters_are_articles_where_a_law_has_no_others() -> None:
    old = "\n\n".join(f"### الفصل {number}\n\nنص." for number in range(1, 6))
    found = tree(f"## الباب الأول\n\n{old}").article(5)
    assert found is not None
    assert (found.address, found.level) == ("f-5", 2)


def test_an_article_keeps_its_address_when_another_is_inserted() -> None:
    edited = LAW.replace("### المادة 3", "### المادة 2 مكررة\n\nنص جديد.\n\n### المادة 3")
    assert set(addresses(LAW)) < set(addresses(edited))


def test_a_figure_glued_to_a_number_is_not_of_the_title() -> None:
    text = LAW.replace("المادة 3", "المادة 37")
    assert titles(text, "تحفظ")[-1] == "المادة 3"


def test_an_article_that_is_quoted_stands_within_another() -> None:
    text = LAW.replace("تحفظ الوثائق.", "يغير الفصل كما يلي:\n\n### المادة 431\n\nنص مغير.")
    assert titles(text, "مغير")[-2:] == ["المادة 3", "المادة 431"]
    assert tree(text).article(431) is None


def test_a_heading_that_mentions_a_part_ends_none() -> None:
    text = LAW.replace("تحفظ الوثائق.", "نص.\n\n## الباب السابع من القانون رقم 9\n\nتحفظ.")
    assert titles(text, "تحفظ")[-2:] == ["المادة 3", "الباب السابع من القانون رقم 9"]


def test_a_law_without_headings() -> None:
    text = LAW.replace("#", "").replace("\n ", "\n").strip()
    assert addresses(text) == addresses(LAW)


def test_the_first_words_of_an_article_in_its_line() -> None:
    text = LAW.replace("### المادة 3\n\nتحفظ", "المادة 3 تحفظ")
    assert titles(text, "تحفظ")[-1] == "المادة 3"


def test_a_text_that_speaks_of_articles_is_no_tree() -> None:
    text = "تحدث عن أمور.\n\nالمادة 19 من الدستور تنص عليه.\n\nالمادة 5 تكفي.\n\nانتهى."
    assert tree(text).divisions == ()


def test_headings_of_no_kind_are_parts_too() -> None:
    text = "# كتاب عام\n\n## تمهيد\n\nنص أول.\n\n## خاتمة\n\nنص أخير."
    assert titles(text, "أخير") == ["كتاب عام", "خاتمة"]
    assert all(address.startswith("s") for address in addresses(text))


def test_the_articles_of_a_french_law() -> None:
    lines = (
        "TITRE PREMIER : Des principes",
        "Article premier",
        "Texte.",
        "Article 2 : Du sens",
        "Texte.",
        "Chapitre II - Des peines",
        "Article 3",
        "L'article 4 de la loi.",
    )
    text = "\n\n".join(lines)
    assert addresses(text) == ["t-1", "m-1", "m-2", "b-2", "m-3"]


def test_kinds_are_nested_as_the_document_nests_them() -> None:
    text = "## الباب الأول\n\n## القسم الأول\n\n### المادة 1\n\nأ\n\n### المادة 2\n\nب\n\n"
    text += "### المادة 3\n\nج\n\n## القسم الثاني\n\n### المادة 4\n\nد"
    assert [part.level for part in tree(text).divisions] == [1, 2, 3, 3, 3, 2, 3]
