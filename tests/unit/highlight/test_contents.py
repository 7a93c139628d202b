"""The list of contents, and where addresses of passages lead after the text was edited."""

from __future__ import annotations

import pytest

from indexer.explore.layout import blocks
from indexer.highlight.anchors import Anchor
from indexer.highlight.contents import MOST_SECTIONS, anchor_now, contents
from indexer.highlight.parts import parts
from indexer.highlight.sections import Text
from indexer.model import Section

TEXT = "## باب\n\nفقرة أولى.\n\nفقرة ثانية.\n\nفقرة أولى.\n\n## باب آخر\n\nفقرة أخيرة."


def anchors(text: str) -> list[str]:
    return [block.anchor for block in blocks(text, parts(text)[0], [])]


def now(text: str, taken: str) -> str | None:
    anchor = Anchor.parse(taken)
    assert anchor is not None
    found = anchor_now(Text.of(text), anchor)
    return str(found) if found else None


def titles(sections: tuple[Section, ...]) -> list[object]:
    return [
        [section.title, titles(section.sections)] if section.sections else section.title
        for section in sections
    ]


def test_paragraphs_and_headings_are_counted_apart() -> None:
    assert [anchor.partition("-")[0] for anchor in anchors(TEXT)] == (
        ["s1", "p1", "p2", "p3", "s2", "p4"]
    )


def test_an_anchor_leads_to_its_passage() -> None:
    assert [now(TEXT, anchor) for anchor in anchors(TEXT)] == anchors(TEXT)


def test_it_follows_its_paragraph_when_another_is_added_before() -> None:
    taken = anchors(TEXT)[2]
    longer = f"مقدمة.\n\n{TEXT}"
    assert now(longer, taken) == taken.replace("p2", "p3") == anchors(longer)[3]


def test_a_heading_is_followed_too() -> None:
    taken = anchors(TEXT)[4]
    assert now(f"## تمهيد\n\n{TEXT}", taken) == taken.replace("s2", "s3")


@pytest.mark.parametrize("left", [TEXT.replace("ثانية", "معدلة"), TEXT.replace("فقرة ثانية.", "")])
def test_a_paragraph_that_was_edited_or_deleted_is_not_there(left: str) -> None:
    assert now(left, anchors(TEXT)[2]) is None


def test_of_two_paragraphs_alike_the_nearest_is_meant() -> None:
    first, third = anchors(TEXT)[1], anchors(TEXT)[3]
    assert first[3:] == third[3:]
    longer = f"{TEXT}\n\nفقرة أولى."
    assert (now(longer, first), now(longer, third)) == (first, third)
    assert now(f"مقدمة.\n\nمقدمة.\n\n{TEXT}", third) == third  # the first is where it was


def test_a_number_alone_leads_to_the_paragraph_of_that_number() -> None:
    assert now(TEXT, "p2") == anchors(TEXT)[2]
    assert now(TEXT, "p9") is None


@pytest.mark.parametrize(
    "text", ["", "p0", "p", "q2", "p2-", "p2-IL", "p2-3fa9k2-1", "p9999999999"]
)
def test_what_is_no_anchor_is_none(text: str) -> None:
    assert Anchor.parse(text) is None


def test_a_heading_and_a_paragraph_of_the_same_words_are_two() -> None:
    text = "## باب\n\nباب"
    assert anchors(text) == ["s1-" + anchors(text)[0][3:], "p1-" + anchors(text)[0][3:]]


def test_contents_are_a_tree_by_level() -> None:
    text = "### أ\n\n# ب\n\n## ج\n\n### د\n\n## ه\n\n# و\n\n### ز"
    sections, every = contents(Text.of(text))
    assert titles(sections) == ["أ", ["ب", [["ج", ["د"]], "ه"]], ["و", ["ز"]]]
    assert every


def test_contents_lead_to_the_headings() -> None:
    sections, _ = contents(Text.of(TEXT))
    assert [section.anchor for section in sections] == [a for a in anchors(TEXT) if a[0] == "s"]


def test_too_many_headings_leave_out_the_deepest_first() -> None:
    many = "\n\n".join(f"# باب {n}\n\n## فصل {n}" for n in range(MOST_SECTIONS))
    sections, every = contents(Text.of(many))
    assert not every
    assert (len(sections), sections[0].sections) == (MOST_SECTIONS, ())
    assert len(contents(Text.of("# باب\n\n" * (MOST_SECTIONS + 9)))[0]) == MOST_SECTIONS


def test_a_long_heading_is_cut_at_a_word() -> None:
    ((section,), _) = contents(Text.of("# " + "كلمة " * 100))
    assert section.title.endswith("كلمة …")
    assert len(section.title) < 210
