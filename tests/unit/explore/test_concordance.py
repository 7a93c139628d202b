"""The places that answer a request, in context and in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from indexer import (
    Archive,
    ArchiveDate,
    Concordance,
    ConcordanceOrder,
    Filters,
    Lack,
    Note,
    SearchRequest,
    Settings,
    Why,
    Width,
    reindex,
)
from indexer.explore import concordance
from indexer.explore.concordance import Bounds

DOCUMENTS = {
    "old.md": """---
title: الأمن القديم
date: 1956
---

تمهيد يذكر أمن الناس.

## باب في الأمن

يقول الكاتب: «الأمن الوطني» حق،
والأمن واجب.
""",
    "new.md": """---
title: نص جديد
date: 2018
---

حفظ الأمن الاجتماعي، وبه أمن الناس.
""",
    "undated.txt": "بلا تاريخ\n\nالأمن",
}


@pytest.fixture
def archive(archive_of: Callable[[Mapping[str, str]], Archive]) -> Archive:
    return archive_of(DOCUMENTS)


def asked(archive: Archive, query: str, order: ConcordanceOrder, **more: object) -> Concordance:
    request = SearchRequest(query, **{"page_size": 100, **more})  # type: ignore[arg-type]
    return archive.concordance(request, order)


def shown(found: Concordance) -> list[str]:
    return [f"{line.before}[{line.match}]{line.after}" for line in found.lines]


def test_each_place_stands_in_its_paragraph(archive: Archive) -> None:
    found = asked(archive, "أمن", ConcordanceOrder.DATE, filters=Filters(until=ArchiveDate(2000)))
    assert [(line.paragraph, line.hit, line.document.id) for line in found.lines] == [
        (1, 1, "old"),
        (0, 2, "old"),
        (2, 3, "old"),
        (2, 4, "old"),
    ]
    assert shown(found) == [
        "تمهيد يذكر [أمن] الناس.",
        "باب في [الأمن]",
        "يقول الكاتب: «[الأمن] الوطني» حق، والأمن واجب.",  # a line break is a space
        "يقول الكاتب: «الأمن الوطني» حق، [والأمن] واجب.",
    ]


def test_the_places_are_those_marked_in_the_document(archive: Archive) -> None:
    found = asked(archive, "أمن", ConcordanceOrder.DATE)
    reading = archive.read("old", "أمن")
    assert reading is not None
    marked = [piece.text for block in reading.blocks for piece in block.pieces if piece.match]
    assert [line.match for line in found.lines if line.document.id == "old"] == marked


@pytest.mark.parametrize(
    ("order", "first"),
    [
        (ConcordanceOrder.DATE, ["old", "old", "old", "old", "new", "new", "undated"]),
        (ConcordanceOrder.DOCUMENT, ["old", "old", "old", "old", "undated", "new", "new"]),  # أ ب ن
    ],
)
def test_lines_in_the_order_of_documents(
    archive: Archive, order: ConcordanceOrder, first: list[str]
) -> None:
    assert [line.document.id for line in asked(archive, "أمن", order).lines] == first


def test_lines_in_the_order_of_the_words_after(archive: Archive) -> None:
    found = asked(archive, "أمن", ConcordanceOrder.NEXT)
    after = [line.after.split()[:1] for line in found.lines]
    assert after == [["الاجتماعي،"], ["الناس."], ["الناس."], ["الوطني»"], ["واجب."], [], []]


def test_lines_in_the_order_of_the_words_before_from_the_nearest_on(archive: Archive) -> None:
    found = asked(archive, "أمن", ConcordanceOrder.PREVIOUS)
    nearest = [line.before.strip(" «").split()[-1:] for line in found.lines]
    assert nearest == [["الكاتب:"], ["حفظ"], ["حق،"], ["في"], ["وبه"], ["يذكر"], []]


def test_phrases_and_words_near_each_other_are_lines(archive: Archive) -> None:
    assert [
        line.match for line in asked(archive, "«الأمن الوطني»", ConcordanceOrder.NEXT).lines
    ] == ["الأمن الوطني"]
    near = asked(archive, "أمن NEAR/2 ناس", ConcordanceOrder.DATE)
    assert [line.marked for line in near.lines] == [("أمن", "الناس")] * 2  # one line a meeting


MEETINGS = {
    "a.md": "---\ntitle: أ\ndate: 2000\n---\n\nضابط في المدينة. ثم جاء تقرير طويل عن أمور كثيرة "
    "أخرى لا تتصل بما سبق، وبعده ضابط من الشرطة القضائية؛ ثم الشرطة.\n",
    "b.md": "---\ntitle: ب\ndate: 1990\n---\n\nالشرطة هنا\n\nوالضابط\nفي الشرطة. ضابط\n",
    "c.md": "---\ntitle: ت\ndate: 1980\n---\n\nتقرير ضابط الشرطة، والدرك\n",
}


def lined(found: Concordance) -> list[tuple[str, ...]]:
    return [line.marked for line in found.lines]


def test_lines_where_the_words_meet_come_first(
    archive_of: Callable[[Mapping[str, str]], Archive],
) -> None:
    archive = archive_of(MEETINGS)
    found = asked(archive, "ضابط شرطة", ConcordanceOrder.DATE)
    assert lined(found) == [
        ("ضابط", "الشرطة"),
        ("الشرطة", "ضابط"),  # the nearest of them
        ("ضابط", "الشرطة"),
        ("الشرطة",),
        ("والضابط",),
        ("ضابط",),
        ("الشرطة",),
    ]
    assert (found.total, found.meetings) == (7, 3)
    first = found.lines[1]
    assert "".join(piece.text for piece in first.pieces) == "والضابط في الشرطة. ضابط"
    assert (first.before, first.match, first.after) == ("والضابط في ", "الشرطة", ". ضابط")
    assert (first.words, first.hit) == (2, 3)


def test_the_most_words_meet_first_whatever_the_order(
    archive_of: Callable[[Mapping[str, str]], Archive],
) -> None:
    archive = archive_of(MEETINGS)
    for order in ConcordanceOrder:
        found = asked(archive, "تقرير ضابط شرطة", order)  # widened: some hold two of them
        assert [line.words for line in found.lines] == [3, 2, 2, 2, *(1,) * (found.total - 4)]
        assert found.meetings == 4


def test_alternatives_do_not_meet(archive_of: Callable[[Mapping[str, str]], Archive]) -> None:
    archive = archive_of(MEETINGS)
    for query in ("ضابط أو شرطة", "ضابط أو شرطة أو درك", "شرطة", "«ضابط الشرطة»"):
        found = asked(archive, query, ConcordanceOrder.DATE)
        assert (found.meetings, {line.words for line in found.lines}) == (0, {1})
    found = asked(archive, "(ضابط أو تقرير) شرطة", ConcordanceOrder.DATE)
    assert lined(found)[0] == ("ضابط", "الشرطة")  # not three: one of two is asked for


def test_the_neighbours_of_a_word_are_those_of_each_place(
    archive_of: Callable[[Mapping[str, str]], Archive],
) -> None:
    archive = archive_of(MEETINGS)
    assert archive.terms(SearchRequest("ضابط شرطة")).total == 10


def test_pages_hold_every_line_once(archive: Archive) -> None:
    whole = asked(archive, "أمن", ConcordanceOrder.NEXT)
    pages = [asked(archive, "أمن", ConcordanceOrder.NEXT, page=n, page_size=3) for n in (1, 2, 3)]
    assert [line for page in pages for line in page.lines] == list(whole.lines)
    assert {(page.total, page.documents, page.pages) for page in pages} == {(7, 3, 3)}


def test_width_forms_and_filters_count(archive: Archive) -> None:
    exact = asked(archive, "الأمن", ConcordanceOrder.DATE, width=Width.EXACT)
    assert {line.match for line in exact.lines} == {"الأمن"}
    without = asked(archive, "أمن", ConcordanceOrder.DATE, without=("الأمن",))
    assert {line.match for line in without.lines} == {"أمن", "والأمن"}
    recent = asked(archive, "أمن", ConcordanceOrder.DATE, filters=Filters(since=ArchiveDate(2018)))
    assert recent.documents == 1


def test_the_lines_of_one_document_are_those_of_all_that_it_has(archive: Archive) -> None:
    every = asked(archive, "أمن", ConcordanceOrder.NEXT)
    one = archive.concordance(SearchRequest("أمن", page_size=100), ConcordanceOrder.NEXT, "old")
    assert one.lines == tuple(line for line in every.lines if line.document.id == "old")
    assert (one.documents, one.basis.complete) == (1, True)
    assert archive.concordance(SearchRequest("أمن"), within="none").lines == ()


def test_what_is_not_there_has_no_lines(archive: Archive) -> None:
    for query in ("برتقال", "", "؟"):
        found = asked(archive, query, ConcordanceOrder.RELEVANCE)
        assert (found.lines, found.total, found.basis.lacks) == ((), 0, ())
    assert asked(archive, "برتقال", ConcordanceOrder.NEXT).notes == (Note.UNKNOWN_WORD,)


def test_a_correction_has_its_lines(archive: Archive) -> None:
    found = asked(archive, "الأمم", ConcordanceOrder.NEXT)
    assert {line.match for line in found.lines} >= {"الأمن"}
    assert (found.basis.why, found.basis.query) == (Why.CORRECTED, "الأمن")


def test_long_contexts_are_cut_between_words(
    settings: Settings, write: Callable[..., Path]
) -> None:
    write("long.txt", "عنوان\n\n" + "كلمات " * 50 + "أمن " + "كلمات " * 50)
    reindex(settings)
    with Archive(settings) as archive:
        (line,) = asked(archive, "أمن", ConcordanceOrder.RELEVANCE).lines
    assert set(line.before.split()) == set(line.after.split()) == {"كلمات"}
    assert 70 < len(line.before) <= 80 >= len(line.after) > 70


@pytest.mark.parametrize(
    ("most", "lack"),
    [
        (Bounds(documents=9, lines=4), Lack.LINES),
        (Bounds(documents=1, lines=9), Lack.DOCUMENTS),
    ],
)
def test_where_there_are_too_many_the_rest_is_left_out_and_it_is_said(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, most: Bounds, lack: Lack
) -> None:
    monkeypatch.setattr(concordance, "OF_A_PAGE", most)
    found = asked(archive, "أمن", ConcordanceOrder.DATE)
    assert (found.basis.lacks, found.total) == ((lack,), 4)
