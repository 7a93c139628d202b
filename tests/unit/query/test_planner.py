"""What a query asks of the engine: wildcards, facets and years, against a real index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer import load_settings, reindex
from indexer.engine import generations
from indexer.engine.protocol import Searcher, SpanNear
from indexer.engine.value_spellings import ValueSpellings
from indexer.engine.whoosh.searcher import WhooshSearcher
from indexer.lexicon import Lexicon
from indexer.model import Filters, Note, Sort, Width, WordForm, WordForms
from indexer.query.ast import Query
from indexer.query.corrections import SpellChecker
from indexer.query.parser import Limits, parsed
from indexer.query.plan import Plan
from indexer.query.planner import Planner

DOCUMENTS: tuple[dict[str, object], ...] = (
    {
        "id": "security",
        "title": "الأمن الوطني",
        "text": "مديرية الأمن، والمدير، وبالمدن",
        "date": "1956-05-16",
        "place": "الرباط",
        "topics": ["حقوق الإنسان", "الأمن"],
        "author": "المديرية العامة للأمن الوطني",
    },
    {
        "id": "police",
        "title": "شرطة القرب",
        "text": "الشرطة الإدارية والأمن، مدن",
        "date": "2011",
        "place": "الدار البيضاء",
        "topics": ["الحقوق"],
    },
    {"id": "undated", "title": "مدير", "text": "المدينة مدينتنا", "place": "الرباط سلا"},
)
CONFIG = Path(__file__).resolve().parents[3] / "config.toml"


@dataclass(frozen=True, slots=True)
class Opened:
    searcher: Searcher
    lexicon: Lexicon


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    corpus, index = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("index")
    lines = (json.dumps(document, ensure_ascii=False) for document in DOCUMENTS)
    (corpus / "all.jsonl").write_text("\n".join(lines), "utf-8")
    reindex(load_settings(CONFIG).with_folders(corpus, index))
    folder = generations.current(index).folder
    with closing(WhooshSearcher(folder)) as searcher:
        yield Opened(searcher, Lexicon(folder))


def planned(
    index: Opened,
    query: str,
    width: Width = Width.WORD,
    most: int = 100,
    without: tuple[str, ...] = (),
) -> Plan:
    return planner(index, most).plan(asked(query), width, without)


def planner(index: Opened, most: int = 100) -> Planner:
    return Planner(ValueSpellings(index.searcher), index.lexicon, most, SpellChecker(index.lexicon))


def asked(query: str) -> Query:
    read = parsed(query, Limits(characters=400, words=32, depth=8)).query
    assert read is not None
    return read


def found(index: Opened, query: str, width: Width = Width.WORD, *without: str) -> set[str]:
    node = planned(index, query, width, without=without).node
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
        ("لغة:عربية", {"security", "police", "undated"}),  # as readers call it
        ("langue:arabe", {"security", "police", "undated"}),
        ("langue:français", set()),
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
        # ... but not in what is asked for as it is written; letters are folded all the same
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
    ("words", "asked", "kept", "reach"),
    [
        (2, 900, 2, 900),  # two words are looked for as far apart as is asked
        (3, 15, 3, 15),
        (3, 16, 3, 15),  # 30 × 30 places, and not 32 × 32
        (4, 9, 4, 5),
        (10, 3, 10, 1),
        (12, 1, 10, 1),
    ],
)
def test_a_long_chain_of_near_words_is_searched_nearer(
    index: Opened, words: int, asked: int, kept: int, reach: int
) -> None:
    plan = planned(index, f" NEAR/{asked} ".join((["أمن", "مدينة"] * 6)[:words]))
    node = plan.node
    assert isinstance(node, SpanNear)
    assert (len(node.clauses), node.gap) == (kept, reach)
    assert (Note.NEARER in plan.notes) is ((words, asked) != (kept, reach))


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("م*", (Note.TOO_BROAD,)),  # two letters at least
        ("مد*", ()),
        ("*ن", (Note.TOO_BROAD,)),  # and three where the sign comes first
        ("*دن", (Note.TOO_BROAD,)),
        ("*مدن", ()),
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


@pytest.mark.parametrize(
    ("most", "words", "notes"),
    [(7, 7, ()), (6, 6, (Note.EXPANSION_CAPPED,)), (2, 2, (Note.EXPANSION_CAPPED,))],
)
def test_a_wildcard_stands_for_no_more_words_than_allowed(
    index: Opened, most: int, words: int, notes: tuple[Note, ...]
) -> None:
    plan = planned(index, "مد*", Width.WORD, most)
    assert len(forms(plan)) == words
    assert plan.notes == notes


def test_facets_do_not_change_the_scores(index: Opened) -> None:
    def score(query: str) -> float:
        node = planned(index, query).node
        return index.searcher.search(node, Filters(), Sort.RELEVANCE, 0, 1, seconds=60).rows[0][1]

    assert score("شرطة مكان:الدار") == score("شرطة")


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("=الأمن", {"security"}),
        ("=الامن", set()),  # letter by letter
        ("=والأمن", {"police"}),
        ("أمن =والأمن", {"police"}),
        ("=مدير", {"undated"}),
        ("=(مدير أو مدن)", {"undated", "police"}),
        ("word:=الامن", set()),  # the nearest sign counts
        ("=word:الامن", {"security", "police"}),
        ("=«الشرطة الإدارية»", {"police"}),
        ("=«شرطة الإدارية»", set()),
        ("title:=شرطة", {"police"}),
        ("-=مدير", {"security", "police"}),
    ],
)
def test_words_at_another_width(index: Opened, query: str, ids: set[str]) -> None:
    assert found(index, query) == ids


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("أمن ضمن 1 كلمات مديرية", {"security"}),
        ("أمن ضمن كلمتين شرطة", {"police"}),  # الشرطة الإدارية والأمن
        ("أمن ضمن 1 كلمات شرطة", set()),
        ("«مدن شرطة»~3", {"police"}),  # in any order
        ("«مدن شرطة»~2", set()),
        ("مدير NEAR/9 مدينة", set()),  # not from the title on into the text
        ("=مدن NEAR/1 أمن", {"police"}),  # at different widths
        ("=وبالمدن NEAR/3 أمن", {"security"}),
        ("(شرطة أو مديرية) NEAR/1 أمن", {"security"}),
        ("مد* NEAR/1 إدارية", set()),
        ("مد* NEAR/2 إدارية", {"police"}),
        ("title:(أمن NEAR/1 وطني)", {"security"}),
        ("أمن NEAR/1 وطني", {"security"}),
        ("وطني NEAR/2 مديرية", set()),  # the end of the title between them
        ("قرب NEAR/9 مدن", set()),
        ("إدارية NEAR/9 مدن", {"police"}),
    ],
)
def test_words_near_each_other(index: Opened, query: str, ids: set[str]) -> None:
    assert found(index, query) == ids


@pytest.mark.parametrize(
    ("query", "width", "without", "ids"),
    [
        ("أمن", Width.WORD, ["والأمن"], {"security"}),
        ("أمن", Width.WORD, ["الامن"], {"police"}),  # compared folded
        ("أمن", Width.WORD, ["الأمن", "والأمن"], set()),
        ("أمن", Width.ROOT, ["الأمن"], {"police"}),
        ("الأمن", Width.EXACT, ["والأمن"], {"security"}),
        ("الأمن", Width.EXACT, ["الأمن"], set()),
        ("«شرطة إدارية»", Width.WORD, ["شرطة"], {"police"}),
        ("«شرطة إدارية»", Width.WORD, ["الشرطة"], set()),
        ("مدير*", Width.WORD, ["والمدير", "مديرية"], {"undated"}),
        ("أمن", Width.WORD, ["ليست فيه"], {"security", "police"}),
    ],
)
def test_forms_that_are_switched_off(
    index: Opened, query: str, width: Width, without: list[str], ids: set[str]
) -> None:
    assert found(index, query, width, *without) == ids


def test_the_width_of_roots_holds_that_of_words(index: Opened) -> None:
    for query in ("أمن", "مدينة", "«شرطة إدارية»", "مدير NEAR/3 أمن"):
        assert found(index, query, Width.WORD) <= found(index, query, Width.ROOT)


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
        (tuple(frozenset(slot.split("|")) - {""} for slot in slots), parts)
        for slots, parts in marks
    ]
    found = planned(index, query).highlights
    assert [
        (tuple(slot.forms for slot in mark.expansions), mark.parts) for mark in found
    ] == expected


def forms(plan: Plan) -> frozenset[str]:
    """The forms marked for a query of one word."""
    (mark,) = plan.highlights
    (slot,) = mark.expansions
    return slot.forms


def test_what_is_asked_for_as_it_is_written_is_marked_alone(index: Opened) -> None:
    assert forms(planned(index, "الأمن", Width.EXACT)) == {"الأمن"}


def test_the_words_of_a_wildcard_are_marked_as_they_are_written(index: Opened) -> None:
    assert forms(planned(index, "مدير*")) == {"مدير", "مديرية", "والمدير"}


def test_forms_that_are_switched_off_are_not_marked(index: Opened) -> None:
    assert forms(planned(index, "أمن", without=("والأمن",))) == {"الأمن"}


def test_words_that_are_to_be_near_are_marked_so(index: Opened) -> None:
    assert [mark.reach for mark in planned(index, "«أمن شرطة»~4 «أمن وطني»").highlights] == [4, 0]


# The words of a query, as readers are told


def told(index: Opened, query: str, width: Width = Width.WORD, *without: str) -> list[WordForms]:
    return list(planned(index, query, width, without=without).word_forms())


def test_the_forms_of_a_word_are_told_with_those_switched_off(index: Opened) -> None:
    (word,) = told(index, "أَمْن", Width.WORD, "والأمن")
    assert (word.word, word.width) == ("أَمْن", Width.WORD)
    assert word.forms == (WordForm("الأمن", 2), WordForm("والأمن", 1, on=False))
    assert word.count == 2


def test_every_word_that_is_wanted_is_told_once_at_each_width(index: Opened) -> None:
    words = told(index, "أمن =مدن «أمن وطني» -شرطة مد* مكان:الرباط أمن")
    assert [(word.word, word.width) for word in words] == [
        ("أمن", Width.WORD),
        ("مدن", Width.EXACT),
        ("وطني", Width.WORD),
        ("مد*", Width.WORD),
    ]


def test_a_word_that_is_not_there_is_noted_and_has_no_forms(index: Opened) -> None:
    assert planned(index, "برتقال أمن").notes == (Note.UNKNOWN_WORD,)
    assert planned(index, "أمن -برتقال").notes == ()
    assert [word.forms for word in told(index, "برتقال")] == [()]


def test_other_spellings_of_a_word_asked_as_it_is_written_are_told(index: Opened) -> None:
    (word,) = told(index, "الامن", Width.EXACT)
    assert (word.forms, word.also) == ((), (WordForm("الأمن", 2, on=False),))


def test_when_guessing_such_a_word_stands_for_those_near_it(index: Opened) -> None:
    plan = planner(index).plan(asked("شرتة"), Width.WORD, guessing=True)
    (word,) = plan.word_forms()
    assert word.near == plan.meant["شرتة"] == ("شرطة",)
    assert forms(plan) >= {"شرطه", "الشرطه"}
