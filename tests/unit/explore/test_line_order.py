"""The order of lines by any word beside the match, and their groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from indexer import (
    Archive,
    Concordance,
    ConcordanceOrder,
    LineGroups,
    NeighbourForm,
    SearchRequest,
)

DOCUMENTS = {
    "a.md": "---\ntitle: أ\nkind: report\n---\n\n"
    "رأى الزائر بيت سوق جديد اليوم\n\nباب بيت والأمن قديم\n",
    "b.md": "---\ntitle: ب\nkind: law\n---\n\nكتب ثلاثة بيت پارك تام\n\nشجر وبيت أمن زين\n\nبيت\n",
    "c.md": "---\ntitle: ت\n---\n\nالأمن الأمن. أمن. باب بيت أمن بعيد\n",
    "d.md": "---\ntitle: ث\n---\n\n"
    "سعاد: بيت أول\n\nكريم: لا بيت\n\nسُعاد: بيت ثان\n\nكريم: نعم\n\nخلا بيت\n",
}


@pytest.fixture
def archive(archive_of: Callable[[Mapping[str, str]], Archive]) -> Archive:
    return archive_of(DOCUMENTS)


def asked(
    archive: Archive, order: str, by: LineGroups = LineGroups.NONE, size: int = 100
) -> Concordance:
    request = SearchRequest("بيت", page_size=size)
    return archive.concordance(request, ConcordanceOrder(order), by=by)


def words(found: Concordance, number: int, *, after: bool) -> list[str]:
    sides = (line.after.split() if after else line.before.split()[::-1] for line in found.lines)
    return [side[number - 1] if len(side) >= number else "" for side in sides]


@pytest.mark.parametrize(
    ("order", "number", "due"),
    [
        ("next", 1, ["أمن", "أمن", "أول", "پارك", "ثان", "سوق", "والأمن", "", "", ""]),
        ("next-2", 2, ["بعيد", "تام", "جديد", "زين", "قديم", "", "", "", "", ""]),
        ("next-3", 3, ["اليوم", *[""] * 9]),
    ],
)
def test_lines_are_sorted_by_any_word_after(
    archive: Archive, order: str, number: int, due: list[str]
) -> None:
    assert words(asked(archive, order), number, after=True) == due  # پ stands at ب


def test_lines_are_sorted_by_any_word_before(archive: Archive) -> None:
    found = words(asked(archive, "previous-2"), 2, after=False)
    assert found == ["أمن.", "رأى", "كتب", "كريم:", *[""] * 6]


def test_bare_words_stand_together_with_those_that_have_more(archive: Archive) -> None:
    bare = words(asked(archive, "next-bare"), 1, after=True)
    assert set(bare[:3]) == {"أمن", "والأمن"}
    assert words(asked(archive, "next"), 1, after=True).index("والأمن") > 3


def test_lines_are_sorted_by_the_kind_of_their_document(archive: Archive) -> None:
    kinds = [line.document.kind for line in asked(archive, "kind").lines]
    assert kinds == ["law"] * 3 + ["report"] * 2 + [None] * 5


def test_an_order_is_named_by_what_it_is() -> None:
    for order in ConcordanceOrder:
        if order.side:
            assert ConcordanceOrder.by_word(order.side, order.number, order.form) is order
    order = ConcordanceOrder("previous-3-bare")
    assert (order.side, order.number, order.form) == ("previous", 3, NeighbourForm.BARE)
    assert ConcordanceOrder.DATE.side is None


def test_groups_add_up_and_their_lines_stand_together(archive: Archive) -> None:
    for by in (LineGroups.DOCUMENT, LineGroups.SPEAKER):
        found = asked(archive, "next", by)
        assert sum(group.count for group in found.groups) == found.total == 10
        assert sorted(line.hit for line in found.lines) == sorted(
            line.hit for line in asked(archive, "next").lines
        )
    documents = asked(archive, "date", LineGroups.DOCUMENT)
    assert [(group.id, group.count) for group in documents.groups] == [
        ("d", 4), ("b", 3), ("a", 2), ("c", 1),
    ]  # fmt: skip
    assert [line.document.id for line in documents.lines] == list("ddddbbbaac")


def test_lines_are_grouped_by_who_says_them(archive: Archive) -> None:
    found = asked(archive, "relevance", LineGroups.SPEAKER)
    assert [(group.name, group.count) for group in found.groups] == [
        ("سعاد", 2), ("كريم", 1), ("", 7),
    ]  # fmt: skip
    assert [line.speaker for line in found.lines[:3]] == ["سعاد", "سُعاد", "كريم"]
    assert {line.speaker for line in found.lines[3:]} == {None}


def test_pages_of_groups_hold_every_line_once(archive: Archive) -> None:
    whole = asked(archive, "next", LineGroups.SPEAKER)
    request = SearchRequest("بيت", page=2, page_size=6)
    page = archive.concordance(request, ConcordanceOrder.NEXT, by=LineGroups.SPEAKER)
    assert page.lines == whole.lines[6:]
    assert page.groups == whole.groups
