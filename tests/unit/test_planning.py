"""What a query asks of the engine: wildcards, facets and years, against a real index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from indexer.language import (
    FIELDS,
    Lexicon,
    document_terms,
    document_words,
    families_of,
    write_lexicon,
)
from indexer.model import ArchiveDate, Document, Filters, Note, Sort, Width
from indexer.search.parser import Limits, parsed
from indexer.search.planning import Mark, Plan, Planner
from indexer.storage.protocol import Searcher, Terms
from indexer.storage.whoosh_backend import WhooshSearcher, WhooshWriter

DOCUMENTS = (
    Document(
        id="security",
        title="الأمن الوطني",
        text="مديرية الأمن، والمدير، وبالمدن",
        date=ArchiveDate(1956, 5, 16),
        place="الرباط",
        topics=("حقوق الإنسان", "الأمن"),
        author="المديرية العامة للأمن الوطني",
    ),
    Document(
        id="police",
        title="شرطة القرب",
        text="الشرطة الإدارية والأمن، مدن",
        date=ArchiveDate(2011),
        place="الدار البيضاء",
        topics=("الحقوق",),
    ),
    Document(id="undated", title="مدير", text="المدينة مدينتنا", place="الرباط سلا"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    searcher: Searcher
    lexicon: Lexicon


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    folder = tmp_path_factory.mktemp("index")
    counts: Counter[str] = sum(map(document_words, DOCUMENTS), Counter())
    families = families_of(counts, {})
    writer = WhooshWriter(folder, memory_megabytes=16, existing=False)
    rows = [document_terms(document, families) for document in DOCUMENTS]
    terms = {field: Terms.of(row[field] for row in rows) for field in FIELDS}
    writer.add(DOCUMENTS, terms, [document.title for document in DOCUMENTS])
    writer.commit()
    write_lexicon(folder, counts, families, {})
    with closing(WhooshSearcher(folder)) as searcher:
        yield Opened(searcher, Lexicon(folder))


def planned(
    index: Opened, query: str, width: Width = Width.WORD, most: int = 100, boost: float = 3.0
) -> Plan:
    asked = parsed(query, Limits(characters=400, words=32, depth=8)).query
    assert asked is not None
    planner = Planner(index.searcher, index.lexicon, width, title_boost=boost, max_expansions=most)
    return planner.plan(asked)


def found(index: Opened, query: str, width: Width = Width.WORD) -> set[str]:
    node = planned(index, query, width).node
    rows = index.searcher.search(node, Filters(), Sort.TITLE, 0, 10, seconds=60).rows
    return {name for name, _ in rows}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        # words and phrases, in the title or in the text, in any form
        ("أمن", {"security", "police"}),
        ("قرب", {"police"}),
        ("مديرية أمن", {"security"}),
        ("«شرطة إدارية»", {"police"}),
        ("«إدارية شرطة»", set()),
        ("«القرب الشرطة»", set()),  # not from the title on into the text
        ("أمن أو مدينة", {"security", "police", "undated"}),
        # titles
        ("title:شرطة", {"police"}),
        ("title:إدارية", set()),
        ("title:(وطني أو مدير)", {"security", "undated"}),
        ("title:مد*", {"undated"}),
        # what is not there; NOT alone takes away from everything
        ("أمن -شرطة", {"security"}),
        ("-أمن", {"undated"}),
        ("-أمن -مدينة", set()),
        ("-(أمن مديرية)", {"police", "undated"}),
        ("NOT NOT أمن", {"security", "police"}),
        ("شرطة أو -أمن", {"police", "undated"}),
        ("-title:مدير", {"security", "police"}),
        # facets whose value has every word asked for, in any form
        ("مكان:الرباط", {"security", "undated"}),
        ("مكان:«سلا رباط»", {"undated"}),
        ("مكان:فاس", set()),
        ("أمن مكان:فاس", set()),
        ("أمن -مكان:فاس", {"security", "police"}),
        ("موضوع:حقوق", {"security", "police"}),
        ("موضوع:إنسان", {"security"}),
        ("author:مديرية", {"security"}),
        ("لغة:ar", {"security", "police", "undated"}),
        # years, and ranges open at either end; a document without a date has none
        ("سنة:1956", {"security"}),
        ("سنة:١٩٥٦", {"security"}),
        ("سنة:1956،", {"security"}),
        ("سنة:1956..2011", {"security", "police"}),
        ("سنة:1957-2011", {"police"}),
        ("سنة:2000–2020", {"police"}),
        ("سنة:«1956 - 2000»", {"security"}),
        ("سنة:..1999", {"security"}),
        ("سنة:-1999", {"security"}),
        ("سنة:2000..", {"police"}),
        ("سنة:2000-", {"police"}),
        ("سنة:2020..1900", set()),
        ("سنة:19", set()),
        ("سنة:19562011", set()),
        ("سنة:قديمة", set()),
    ],
)
def test_what_queries_find(index: Opened, query: str, ids: set[str]) -> None:
    assert found(index, query) == ids


@pytest.mark.parametrize(
    ("query", "width", "ids"),
    [
        # the article, and what is glued before it, may come before the pattern...
        ("مدير*", Width.WORD, {"security", "undated"}),
        ("م?ن", Width.WORD, {"security", "police"}),  # وبالمدن, مدن
        # ... but not in what is asked for as it is written
        ("م?ن", Width.EXACT, {"police"}),
        ("المد*", Width.EXACT, {"undated"}),
        # a sign before the word
        ("*ينة", Width.EXACT, {"undated"}),
        ("*طني", Width.EXACT, {"security"}),
        # one letter is one letter, whole words only
        ("م؟ير", Width.EXACT, {"undated"}),
        ("م؟ي", Width.EXACT, set()),
        ("غائ*", Width.WORD, set()),
        ("أمن غائ*", Width.WORD, set()),
    ],
)
def test_wildcards(index: Opened, query: str, width: Width, ids: set[str]) -> None:
    assert found(index, query, width) == ids


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("م*", (Note.TOO_BROAD,)),  # two letters at least
        ("مد*", ()),
        ("*ن", (Note.TOO_BROAD,)),  # and three where the sign comes first
        ("*دن", (Note.TOO_BROAD,)),
        ("*مدن", ()),
        ("??????م", (Note.TOO_BROAD,)),
    ],
)
def test_wildcards_of_few_letters_are_left_out(
    index: Opened, query: str, notes: tuple[Note, ...]
) -> None:
    assert planned(index, query).notes == notes
    assert planned(index, f"{query} أو {query}").notes == notes  # said once


def test_what_is_left_out_changes_nothing_else(index: Opened) -> None:
    assert found(index, "شرطة م*") == {"police"}
    assert found(index, "شرطة -م*") == {"police"}
    assert found(index, "شرطة أو م*") == {"police"}
    assert found(index, "م*") == found(index, "-م*") == set()


@pytest.mark.parametrize(("most", "words", "notes"), [(6, 6, ()), (5, 5, (Note.EXPANSION_CAPPED,))])
def test_a_wildcard_stands_for_no_more_words_than_allowed(
    index: Opened, most: int, words: int, notes: tuple[Note, ...]
) -> None:
    plan = planned(index, "مد*", Width.WORD, most)  # of the texts; of the titles one
    (slot,) = plan.marks[0].slots
    assert len(slot - {"مدير"}) == words
    assert plan.notes == notes


def test_the_title_counts_as_much_as_its_boost(index: Opened) -> None:
    scores = []
    for boost in (1.0, 3.0):
        node = planned(index, "title:شرطة", boost=boost).node
        ((_, score),) = index.searcher.search(
            node, Filters(), Sort.RELEVANCE, 0, 1, seconds=60
        ).rows
        scores.append(score)
    assert scores[1] == pytest.approx(3 * scores[0])


def test_facets_do_not_change_the_scores(index: Opened) -> None:
    def score(query: str) -> float:
        node = planned(index, query).node
        return index.searcher.search(node, Filters(), Sort.RELEVANCE, 0, 1, seconds=60).rows[0][1]

    assert score("شرطة مكان:الدار") == score("شرطة")


BOTH = ("title", "text")
SECURITY = "الامن|والامن"


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("الأمن", [((SECURITY,), BOTH)]),  # every word of its family that is in the archive
        ("وبأمنه", [((SECURITY,), BOTH)]),  # also asked for in a form that is not
        ("برتقال", [(("",), BOTH)]),
        ("«الأمن الوطني»", [((SECURITY, "الوطني"), BOTH)]),
        ("أمن أو قرب", [((SECURITY,), BOTH), (("القرب",), BOTH)]),
        ("title:أمن", [((SECURITY,), ("title",))]),
        ("أمن -قرب", [((SECURITY,), BOTH)]),  # what is left out is not marked
        ("أمن مكان:الرباط", [((SECURITY,), BOTH)]),  # nor what is asked of a facet
        ("NOT NOT أمن", []),
    ],
)
def test_what_is_to_be_marked(
    index: Opened, query: str, marks: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    expected = [
        Mark(tuple(frozenset(slot.split("|")) - {""} for slot in slots), parts)
        for slots, parts in marks
    ]
    assert list(planned(index, query).marks) == expected


def test_what_is_asked_for_as_it_is_written_is_marked_alone(index: Opened) -> None:
    (mark,) = planned(index, "الأمن", Width.EXACT).marks
    assert mark == Mark((frozenset(("الامن",)),))


def test_the_words_of_a_wildcard_are_marked_as_they_are_written(index: Opened) -> None:
    (mark,) = planned(index, "مدير*").marks
    assert mark == Mark((frozenset(("مدير", "مديريه", "والمدير")),))
