"""What a reference names, what cites it, and the references of one document."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bench.references import report
from indexer import Archive, Citations, Filters, SearchRequest


def law(title: str, numbers: range, before: str = "") -> str:
    parts = "\n\n".join(f"## المادة {n}\n\nنص في الشأن رقم {n}." for n in numbers)
    return f"---\ntitle: {title}\n---\n{before}\n\n{parts}\n"


TEXTS = {
    "water.md": law(
        "القانون رقم 31.13 المتعلق بتدبير المياه",
        range(1, 9),
        "ظهير شريف رقم 1.18.15 صادر في 2018 بتنفيذ القانون رقم 31.13",
    ),
    "order.txt": "تطبيقا للمادة 2 من القانون رقم 31-13، والمادة 40 منه، تحدد الشروط.",
    "note.txt": "صدر الظهير الشريف رقم 1.18.15 في شأن المياه.",
    "article.txt": "سمي قانون تدبير المياه، وفي المادة 3 من قانون تدبير المياه ما يكفي.",
    "plan.txt": "مشروع القانون رقم 13.31 في طور الإعداد.",
    "claims.md": law("قانون المسطرة المدنية: الدعوى", range(1, 6)),
    "appeals.md": law("قانون المسطرة المدنية: الطعن", range(6, 12)),
    "comment.txt": "شرح المادة 7 من قانون المسطرة المدنية والمادة 7 أعلاه والقانون رقم 99.99.",
}


@pytest.fixture
def archive(archive_of: Callable[[Mapping[str, str]], Archive]) -> Archive:
    return archive_of(TEXTS)


def of(archive: Archive, text: str) -> Citations:
    found = archive.citations(text)
    assert found is not None
    return found


def citing(found: Citations) -> set[str]:
    return {line.document.id for line in found.lines}


def test_a_law_is_cited_by_number_by_its_dahir_and_by_name(archive: Archive) -> None:
    for asked in ("القانون رقم 31.13", "loi n° 31-13", "قانون تدبير المياه", "ظهير 1.18.15"):
        found = of(archive, asked)
        assert [part.document.id for part in found.targets] == ["water"]
        assert citing(found) == {"order", "note", "article"}
        assert found.documents == 3


def test_the_lines_are_the_places_that_cite(archive: Archive) -> None:
    lines = [line for line in of(archive, "القانون رقم 31.13").lines if line.document.id == "order"]
    assert [line.match for line in lines] == ["للمادة 2 من القانون رقم 31-13", "المادة 40 منه"]
    assert lines[0].before.startswith("تطبيقا")


def test_a_number_in_reverse_is_a_doubt_and_no_citation(archive: Archive) -> None:
    found = of(archive, "القانون رقم 31.13")
    assert "plan" not in citing(found)
    assert found.reverse is not None
    assert (found.reverse.key, found.reverse.documents) == ("law 13.31", 1)
    assert {line.document.id for line in found.reverse.lines} == {"plan"}
    inside = archive.references_in("plan")
    assert inside is not None
    assert [(one.key, one.reverse, one.doubtful) for one in inside] == [("law 13.31", True, True)]


def test_a_number_in_reverse_that_is_a_law_is_no_doubt(
    archive_of: Callable[[Mapping[str, str]], Archive],
) -> None:
    other = law("القانون رقم 13.31 المتعلق بالغابات", range(1, 4))
    archive = archive_of({**TEXTS, "forests.md": other})
    assert of(archive, "القانون رقم 31.13").reverse is None
    assert [one.document.id for one in of(archive, "القانون رقم 13.31").targets] == ["forests"]


def test_an_article_is_named_with_its_part_and_cited_by_itself(archive: Archive) -> None:
    found = of(archive, "المادة 2 من القانون رقم 31.13")
    (target,) = found.targets
    assert (target.document.id, target.part, target.heading) == ("water", "m-2", "المادة 2")
    assert citing(found) == {"order"}
    assert citing(of(archive, "المادة 3 من القانون رقم 31.13")) == {"article"}
    assert of(archive, "المادة 5 من القانون رقم 31.13").documents == 0


def test_of_the_parts_of_a_code_the_one_that_has_the_article_is_named(archive: Archive) -> None:
    (target,) = of(archive, "المادة 7 من قانون المسطرة المدنية").targets
    assert (target.document.id, target.part) == ("appeals", "m-7")
    whole = of(archive, "قانون المسطرة المدنية")
    assert whole.doubtful
    assert {part.document.id for part in whole.targets} == {"claims", "appeals"}


def test_the_references_of_a_document_are_tied_to_what_they_name(archive: Archive) -> None:
    inside = archive.references_in("comment")
    assert inside is not None
    found = [(one.text, [(part.document.id, part.part) for part in one.targets]) for one in inside]
    assert found == [
        ("المادة 7 من قانون المسطرة المدنية", [("appeals", "m-7")]),
        ("المادة 7 أعلاه", [("comment", "")]),  # it has no such part
        ("القانون رقم 99.99", []),  # not in the archive
    ]
    assert archive.references_in("none") is None


def test_a_document_that_is_no_law_has_no_citations(archive: Archive) -> None:
    assert archive.citations_of("note") is None
    assert archive.citations_of("none") is None
    found = archive.citations_of("water")
    assert found is not None
    assert citing(found) == {"order", "note", "article"}


@pytest.mark.parametrize(
    "query", ["", "المياه", "شروط القانون رقم 31.13", "القانون 31.13 والماء", "«قانون"]
)
def test_other_queries_are_no_references(archive: Archive, query: str) -> None:
    assert archive.citations(query) is None


@pytest.mark.skipif("KHIZANA_LONG_TESTS" not in os.environ, reason="indexes the corpus: 8 s")
def test_the_first_answer_to_nearly_all_questions_is_right(shared: Path) -> None:
    lines = list(report(shared / "corpus", show=False, questions=True))
    counts = [[int(number) for number in re.findall(r"\d+", line)] for line in lines]
    right, asked = (sum(column) for column in zip(*counts, strict=True))
    assert asked == 100
    assert right >= 95


MEADOWS = {
    "law.md": law("القانون رقم 22.05 المتعلق بالمراعي", range(1, 5)),
    "old.txt": "نسخ القانون رقم 36.84 المتعلق بالنحل بالقانون رقم 12.19 المتعلق بالنحل.",
    "name.txt": "طبقا للمادة 3 من قانون المراعي.",
    "number.txt": "طبقا للقانون رقم 22.05 المتعلق بالمراعي.",
    "dahir.txt": "القانون رقم 22.05 الصادر بتنفيذه الظهير الشريف رقم 1.07.255 نافذ.",
    "alone.txt": "وعلى الظهير الشريف رقم 1.07.255 والمادة 2 من قانون النحل.",
}


def test_the_facet_of_laws_counts_what_its_filter_and_the_citations_give(
    archive_of: Callable[[Mapping[str, str]], Archive],
) -> None:
    archive = archive_of(MEADOWS)
    counts = dict(archive.search(SearchRequest("")).facets)["cites"]
    assert {one.value: (one.count, one.title) for one in counts} == {
        "law 22.05": (4, "المتعلق بالمراعي"),
        "law 36.84": (1, "المتعلق بالنحل"),
        "law 12.19": (1, "المتعلق بالنحل"),
        "named قانون النحل": (1, "قانون النحل"),
    }
    for one in counts:
        filtered = SearchRequest("", filters=Filters((("cites", (one.value,)),)))
        assert archive.search(filtered).total == one.count
    for asked in ("القانون رقم 22.05", "قانون المراعي", "ظهير 1.07.255"):
        assert of(archive, asked).documents == 4


def test_a_name_of_several_laws_is_told(
    archive_of: Callable[[Mapping[str, str]], Archive],
) -> None:
    found = of(archive_of(MEADOWS), "قانون النحل")
    assert set(found.several) == {"law 36.84", "law 12.19"}
    assert citing(found) == {"alone"}


def test_a_query_asks_for_documents_that_cite_a_law(
    archive_of: Callable[[Mapping[str, str]], Archive],
) -> None:
    archive = archive_of(MEADOWS)
    for query in ("يستشهد:22.05", "cites:22-05", "cite:المراعي", "يستشهد:«قانون المراعي»"):
        assert archive.search(SearchRequest(query)).total == 4, query
