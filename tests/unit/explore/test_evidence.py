"""Passages as evidence: between their neighbours, under their headings, found again by words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer import (
    Archive,
    ConcordanceOrder,
    EvidenceAnswer,
    Lack,
    SearchRequest,
    Settings,
    edition,
    evidence_of_choice,
    evidence_of_hits,
    evidence_of_lines,
    reindex,
    stored_text,
    unhurried,
)
from indexer.explore import evidence

LAW = """---
title: قانون الماء
---

تمهيد.

# الباب الأول

## الفصل الأول

ملك الماء عام.

لا يجوز تفويته.

# الباب الثاني

الماء حق.
"""


@pytest.fixture
def archive(settings: Settings, write: Callable[..., Path]) -> Iterator[Archive]:
    write("law.md", LAW)
    write("long.md", f"---\ntitle: طويل\n---\n\n{'كلمة ' * 6_000}الماء {'كلمة ' * 6_000}")
    reindex(settings)
    with Archive(settings) as opened:
        yield opened


def hits(archive: Archive, query: str, most: int = 100) -> EvidenceAnswer:
    with archive.session(heavy=True) as session:
        request = SearchRequest(query)
        return evidence_of_hits(unhurried(session), request, one_page=False, most=most)


def test_a_passage_stands_between_its_neighbours_under_its_headings(archive: Archive) -> None:
    (law,) = (one for one in hits(archive, "الماء").documents if one.document.id == "law")
    told = [(one.paragraph, one.parts, one.before, one.text, one.after) for one in law.passages]
    assert told == [
        *(
            [
                (
                    2,
                    ("الباب الأول", "الفصل الأول"),
                    "الفصل الأول",
                    "ملك الماء عام.",
                    "لا يجوز تفويته.",
                )
            ]
        ),
        *([(4, ("الباب الثاني",), "الباب الثاني", "الماء حق.", "")]),
    ]
    assert [one.matches for one in law.passages] == [1, 1]


def test_a_passage_and_the_digest_are_of_the_text_that_is_stored(archive: Archive) -> None:
    with archive.session() as session:
        for one in hits(archive, "الماء").documents:
            text = "".join(stored_text(session, one.document.id))
            assert one.text_digest == hashlib.sha256(text.encode()).hexdigest()
            assert all(text[found.start : found.end] == found.text for found in one.passages)


def test_of_a_very_long_passage_a_part_with_the_match_is_given_and_said_so(
    archive: Archive,
) -> None:
    (long,) = (one for one in hits(archive, "الماء").documents if one.document.id == "long")
    (passage,) = long.passages
    assert passage.cut
    assert len(passage.text) <= evidence.MOST_CHARACTERS
    assert [piece.text for piece in passage.pieces if piece.match] == ["الماء"]


@pytest.mark.parametrize(("most", "lacks"), [(3, ()), (2, (Lack.LINES,)), (1, (Lack.LINES,))])
def test_more_passages_than_are_given_are_a_lack(
    archive: Archive, most: int, lacks: tuple[Lack, ...]
) -> None:
    found = hits(archive, "الماء", most)
    assert sum(len(one.passages) for one in found.documents) == most
    assert found.basis.lacks == lacks


def test_lines_stand_in_the_passages_that_come_with_them(archive: Archive) -> None:
    with archive.session(heavy=True) as session:
        order = ConcordanceOrder.NEXT
        found = evidence_of_lines(session, SearchRequest("الماء"), order, None, 100)
    passages = {(one.document.id, at.anchor) for one in found.documents for at in one.passages}
    assert len(found.lines) == 3
    assert {(line.document.id, line.anchor) for line in found.lines} == passages


def test_a_chosen_passage_is_found_again_by_its_words(
    archive: Archive, settings: Settings, write: Callable[..., Path]
) -> None:
    anchor = hits(archive, "الماء").documents[0].passages[0].anchor
    write("law.md", LAW.replace("تمهيد.", "تمهيد.\n\nفقرة جديدة."))
    reindex(settings)
    with archive.session() as session:
        found, gone, none = evidence_of_choice(
            session, [("law", anchor), ("law", "p1-zzzzzz"), ("none", None)]
        )
    assert found is not None
    assert [(one.paragraph, one.text) for one in found.passages] == [(3, "ملك الماء عام.")]
    assert gone is not None
    assert (gone.passages, gone.missing) == ((), ("p1-zzzzzz",))
    assert none is None


def test_an_edition_is_that_of_the_index(archive: Archive, settings: Settings) -> None:
    with archive.session() as session:
        first = edition(session)
    reindex(settings)
    with archive.session() as session:
        second = edition(session)
    assert (first.documents, second.generation) == (2, first.generation + 1)
    assert first.digest != second.digest


def test_a_passage_of_a_law_has_the_address_of_its_article(
    settings: Settings, write: Callable[..., Path]
) -> None:
    articles = "\n\n".join(f"المادة {n}\n\nحكم رقم {n} في الري." for n in range(1, 6))
    write("code.md", f"---\ntitle: قانون الري\nkind: law\n---\n\n{articles}\n")
    reindex(settings)
    with Archive(settings) as archive:
        (code,) = hits(archive, "الري").documents
    assert [one.part for one in code.passages] == ["m-1", "m-2", "m-3", "m-4", "m-5"]
    assert code.document.divisions is None
