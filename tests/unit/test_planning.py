"""What a query asks of the engine: wildcards, facets and years, against a real index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from indexer.language import document_terms
from indexer.model import ArchiveDate, Document, Filters, Note, Sort, Width
from indexer.search.parser import Limits, parsed
from indexer.search.planning import Mark, Plan, Planner
from indexer.storage.protocol import Searcher
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


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("index")
    writer = WhooshWriter(folder, memory_megabytes=16, existing=False)
    for document in DOCUMENTS:
        writer.add(document, document_terms(document), document.title)
    writer.commit()
    with closing(WhooshSearcher(folder)) as opened:
        yield opened


def planned(searcher: Searcher, query: str, width: Width, most: int = 100) -> Plan:
    asked = parsed(query, Limits(characters=400, words=32, depth=8)).query
    assert asked is not None
    return Planner(searcher, width, title_boost=3.0, max_expansions=most).plan(asked)


def found(searcher: Searcher, query: str, width: Width = Width.WORD) -> set[str]:
    node = planned(searcher, query, width).node
    rows = searcher.search(node, Filters(), Sort.TITLE, 0, 10, seconds=60).rows
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
def test_what_queries_find(searcher: Searcher, query: str, ids: set[str]) -> None:
    assert found(searcher, query) == ids


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
def test_wildcards(searcher: Searcher, query: str, width: Width, ids: set[str]) -> None:
    assert found(searcher, query, width) == ids


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
    searcher: Searcher, query: str, notes: tuple[Note, ...]
) -> None:
    assert planned(searcher, query, Width.WORD).notes == notes
    assert planned(searcher, f"{query} أو {query}", Width.WORD).notes == notes  # said once


def test_what_is_left_out_changes_nothing_else(searcher: Searcher) -> None:
    assert found(searcher, "شرطة م*") == {"police"}
    assert found(searcher, "شرطة -م*") == {"police"}
    assert found(searcher, "شرطة أو م*") == {"police"}
    assert found(searcher, "م*") == found(searcher, "-م*") == set()


@pytest.mark.parametrize(("most", "words", "notes"), [(6, 6, ()), (5, 5, (Note.EXPANSION_CAPPED,))])
def test_a_wildcard_stands_for_no_more_words_than_allowed(
    searcher: Searcher, most: int, words: int, notes: tuple[Note, ...]
) -> None:
    plan = planned(searcher, "مد*", Width.WORD, most)  # of the texts; of the titles one
    (slot,) = plan.marks[0].slots
    assert len(slot - {"مدير"}) == words
    assert plan.notes == notes


def test_the_title_counts_as_much_as_its_boost(searcher: Searcher) -> None:
    query = parsed("title:شرطة", Limits(400, 32, 8)).query
    assert query is not None
    scores = []
    for boost in (1.0, 3.0):
        node = Planner(searcher, Width.WORD, boost, 100).plan(query).node
        ((_, score),) = searcher.search(node, Filters(), Sort.RELEVANCE, 0, 1, seconds=60).rows
        scores.append(score)
    assert scores[1] == pytest.approx(3 * scores[0])


def test_facets_do_not_change_the_scores(searcher: Searcher) -> None:
    def score(query: str) -> float:
        node = planned(searcher, query, Width.WORD).node
        return searcher.search(node, Filters(), Sort.RELEVANCE, 0, 1, seconds=60).rows[0][1]

    assert score("شرطة مكان:الدار") == score("شرطة")


BOTH = ("title", "text")


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("الأمن", [(("امن",), BOTH)]),
        ("«الأمن الوطني»", [(("امن", "وطن"), BOTH)]),
        ("أمن أو قرب", [(("امن",), BOTH), (("قرب",), BOTH)]),
        ("title:أمن", [(("امن",), ("title",))]),
        ("أمن -قرب", [(("امن",), BOTH)]),  # what is left out is not marked
        ("أمن مكان:الرباط", [(("امن",), BOTH)]),  # nor what is asked of a facet
        ("NOT NOT أمن", []),
    ],
)
def test_what_is_to_be_marked(
    searcher: Searcher, query: str, marks: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    expected = [
        Mark(Width.WORD, tuple(frozenset((word,)) for word in words), parts)
        for words, parts in marks
    ]
    assert list(planned(searcher, query, Width.WORD).marks) == expected


def test_the_words_of_a_wildcard_are_marked_as_they_are_written(searcher: Searcher) -> None:
    (mark,) = planned(searcher, "مدير*", Width.WORD).marks
    assert mark == Mark(Width.EXACT, (frozenset(("مدير", "مديريه", "والمدير")),))
