"""Answers are what they say they are: to requests made at random of the words of documents."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from indexer import (
    Archive,
    ArchiveDate,
    ConcordanceOrder,
    Filters,
    Lack,
    SearchRequest,
    Sort,
    Why,
    Width,
    load_settings,
    reindex,
)
from indexer.explore.collocations import term_report
from indexer.explore.concordance import OF_A_PAGE, concordance
from indexer.search.executor import carried_out
from indexer.search.outcome import CarriedOut
from indexer.search.session import Session

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "corpus"
QUERIES = 10_000 if os.environ.get("KHIZANA_LONG_TESTS") else 2_000
CHECKED = 10  # of so many queries one is asked at the other widths too

Words = Callable[[], str]

# What is made of words of a document, and how often of a hundred.
SHAPES: list[tuple[int, Callable[[Words], str]]] = [
    (50, lambda word: word()),
    (7, lambda word: f"={word()}"),
    (4, lambda word: f"~{word()}"),
    (3, lambda word: f"~~{word()}"),
    (7, lambda word: f"{word()[:3]}*"),
    (7, lambda word: f"«{word()} {word()}»"),
    (6, lambda word: f"({word()} أو {word()})"),
    (5, lambda word: f"{word()} ضمن 5 كلمات {word()}"),
    (4, lambda word: f"-{word()}"),
    (3, lambda word: f"عنوان:{word()}"),
    (2, lambda word: f"(ليس {word()} أو {word()})"),
    (2, lambda word: f"{word()}ظظ"),  # a word that stands nowhere
]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Of the documents beside the repository, or else of those it ships; nobody is in a hurry."""
    corpus = SHARED if SHARED.is_dir() else ROOT / "corpus"
    index = tmp_path_factory.mktemp("index")
    settings = load_settings(ROOT / "config.toml").with_folders(corpus, index)
    settings = replace(settings, search=replace(settings.search, seconds=600.0))
    reindex(settings)
    with Archive(settings) as archive, archive.session() as opened:
        yield opened


def requests(session: Session, draw: random.Random) -> Iterator[SearchRequest]:
    """Requests for words of documents, side by side or not, at any width."""
    texts = [document.text.split() for document in session.searcher.scan()]
    texts = [words for words in texts if len(words) > 20]
    weights, shapes = zip(*SHAPES, strict=True)
    while True:
        words = draw.choice(texts)
        count = draw.choice((1, 1, 2, 2, 3, 4, 5))
        if draw.random() < 0.3:
            at = draw.randrange(len(words) - count)
            query = " ".join(words[at : at + count])
        else:
            some = draw.choices(shapes, weights, k=count)
            query = " ".join(shape(lambda words=words: draw.choice(words)) for shape in some)
        filters = Filters(since=ArchiveDate(2000)) if draw.random() < 0.2 else Filters()
        without = (draw.choice(words),) if draw.random() < 0.05 else ()
        yield SearchRequest(query, draw.choice(tuple(Width)), filters, without=without)


def test_a_wider_width_never_holds_fewer_documents(session: Session) -> None:
    draw = random.Random(2026)
    compared = 0
    for number, request in zip(range(QUERIES), requests(session, draw), strict=False):
        done = carried_out(session, request, compared=True)
        counts = dict(done.widths)
        known = [counts[width] for width in Width if width in counts]
        assert known == sorted(known), request
        assert consistent(done, counts, request), request
        compared += len(known) == len(Width)
        if number % CHECKED == 0 and not request.without:
            for width, count in counts.items():
                asked = SearchRequest(done.basis.query, width, request.filters)
                if done.basis.why is Why.AS_ASKED:
                    assert carried_out(session, asked).shown.all_words == count, asked
    assert compared > QUERIES * 0.7


def consistent(done: CarriedOut, counts: dict[Width, int], request: SearchRequest) -> bool:
    """Whether what is shown is said to be what it is."""
    found = done.shown.found.total
    if not counts:
        return done.shown.query is None
    held = counts[request.width]
    match done.basis.why:
        case Why.AS_ASKED:
            return found == held
        case Why.WIDENED:
            return found > held
        case Why.CORRECTED:
            return found >= held and done.asked.found.total == 0 < found


def test_what_a_widened_answer_is_an_answer_to_finds_the_same(session: Session) -> None:
    draw = random.Random(1956)
    texts = [document.text.split() for document in session.searcher.scan()]
    widened = 0
    for _ in range(QUERIES // 20):
        words = draw.choice(texts)
        query = " ".join(draw.choice(words) for _ in range(draw.choice((3, 4))))
        request = SearchRequest(query, draw.choice(tuple(Width)), page_size=100)
        done = carried_out(session, request)
        if done.basis.why is Why.WIDENED:
            widened += 1
            again = SearchRequest(done.basis.query, request.width, page_size=100)
            assert carried_out(session, again).shown.found.total == done.shown.found.total, request
    assert widened


def test_lists_of_places_agree_with_the_hits_and_with_each_other(session: Session) -> None:
    meetings = 0
    for _, request in zip(
        range(QUERIES // 100), requests(session, random.Random(1909)), strict=False
    ):
        done = carried_out(session, request)
        wanted = replace(request, page_size=OF_A_PAGE.lines)
        found = concordance(session, wanted, ConcordanceOrder.DATE)
        report = term_report(session, request)
        same = {replace(of.basis, lacks=()) for of in (done, found, report)}
        assert len(same) == 1
        assert set(found.basis.lacks) <= set(report.basis.lacks)  # a meeting takes fewer lines
        assert set(done.basis.lacks) <= {Lack.WORDS}
        assert set(done.basis.lacks) <= set(found.basis.lacks)
        counts = [line.words for line in found.lines]
        assert counts == sorted(counts, reverse=True)  # the most words that meet come first
        assert found.meetings == sum(count > 1 for count in counts)
        if report.basis.complete:  # each place stands on one line
            assert sum(len(line.marked) for line in found.lines) == report.total, request
        for line in found.lines[:50]:
            text = "".join(piece.text for piece in line.pieces)
            assert text == line.before + line.match + line.after
            assert len(line.marked) >= line.words
        meetings += bool(found.meetings)
    assert meetings


@pytest.mark.parametrize("query", ["حق الحصول على المعلومات", "الشرطة القضائية", "الحق في الحياة"])
def test_each_width_holds_what_a_narrower_one_holds(session: Session, query: str) -> None:
    found = []
    for width in Width:
        plan = session.plan(SearchRequest(query, width))
        answer = session.searcher.search(plan.node, Filters(), Sort.TITLE, 0, 10_000)
        found.append(set(answer.ids))
    for narrow, wide in pairwise(found):
        assert narrow <= wide
