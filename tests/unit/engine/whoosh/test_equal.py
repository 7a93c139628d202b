"""Our searcher answers as Whoosh itself does, and Whoosh's collectors run on our index."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import cycle
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from whoosh import query as q
from whoosh.index import FileIndex, open_dir

from bench.equal import Both, difference, random_nodes, stock_query, stock_scores
from indexer import Document
from indexer.engine.protocol import Everything, Expression, Node, Pair, Ranking, Term
from indexer.engine.segment import postings
from indexer.engine.whoosh import writer
from indexer.engine.whoosh.codec import LuceneBm25
from indexer.engine.whoosh.searcher import WhooshSearcher
from indexer.engine.whoosh.toc import Contents, read_contents, write_contents
from indexer.model import FACETS, Filters, Sort

LETTERS = "ابتجحدرسعفقكلمنهوي"


def made(count: int, seed: int) -> list[Document]:
    """Documents of words of which a few are frequent and most are rare."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(LETTERS, k=chance.randint(2, 6))) for _ in range(900)]

    def text(most: int) -> str:
        length = chance.randint(0, most)
        return " ".join(words[int(len(words) * chance.random() ** 4)] for _ in range(length))

    return [Document(f"{seed}-{number:04}", text(6), text(120)) for number in range(count)]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Documents of three segments, some of them changed and some taken away since."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(writer, "WORDS_PER_MEGABYTE", 200)
        patched.setattr(postings, "_AT_ONCE", 3_000)  # so that no field is sorted at once
        with closing(Both(tmp_path_factory.mktemp("both"))) as made_both:
            first = made(600, seed=1)
            made_both.write(first)
            changed = first[::6]
            made_both.write(made(100, seed=2) + changed, [document.id for document in changed])
            made_both.write([], [document.id for document in first[1::7]])
            yield made_both


def test_there_are_several_segments(both: Both) -> None:
    assert len(list(both.folder.glob("*.arrays"))) > 1


@pytest.mark.parametrize("seed", range(6))
def test_hits_scores_and_order_are_those_of_whoosh(both: Both, seed: int) -> None:
    for node in random_nodes(both.words, 110, random.Random(seed)):
        assert difference(both.ours(node), both.theirs(node)) is None, node


def test_whoosh_collects_the_same_from_our_index(both: Both) -> None:
    with closing(our_index(both.folder).searcher(weighting=LuceneBm25())) as searcher:
        for node in random_nodes(both.words, 110, random.Random(9)):
            assert difference(both.ours(node), scores(searcher, stock_query(node))) is None, node


def test_eight_threads_share_a_searcher(both: Both) -> None:
    nodes = list(random_nodes(both.words, 77, random.Random(4)))
    asked = [
        partial(answers, node, sort, ranking_of(words))
        for node, sort, words in zip(nodes, cycle(Sort), cycle(both.words), strict=False)
    ]
    with closing(WhooshSearcher(both.folder)) as alone:
        expected = [question(alone) for question in asked]
    start = Barrier(8)

    def found(seed: int) -> list[Any]:
        order = random.Random(seed).sample(range(len(asked)), len(asked))
        start.wait()
        answered = {at: asked[at](shared) for at in order}
        return [answered[at] for at in range(len(asked))]

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with closing(WhooshSearcher(both.folder)) as shared, ThreadPoolExecutor(8) as threads:
            for rows in threads.map(found, range(8)):
                assert rows == expected
    finally:
        sys.setswitchinterval(interval)


def answers(node: Node, sort: Sort, ranking: Ranking, searcher: WhooshSearcher) -> Any:
    """All that a searcher tells of a node."""
    found = searcher.search(node, Filters(), sort, 0, 15, 60, facets=dict.fromkeys(FACETS))
    ranked = searcher.search(node, Filters(), Sort.RELEVANCE, 5, 15, 60, ranking)
    documents = list(searcher.read(found.ids))
    return found, ranked, documents, searcher.counts([(node, Filters())])


def ranking_of(words: list[str]) -> Ranking:
    """Evidence of each kind for the first of `words`."""
    first, second, *others = words[:30]
    return Ranking(
        (Term("title_exact", first, 2.0), Term("text_exact", first), Term("text_exact", second)),
        (Pair("text_exact", first, second), Pair("text_exact", second, others[0])),
        (Expression("text_exact", ((first, others[0]), (second,)), 2.0),),
    )


def our_index(folder: Path) -> FileIndex:
    index = open_dir(str(folder))
    assert isinstance(index, FileIndex)
    return index


def scores(searcher: Any, query: q.Query) -> dict[str, float]:
    """id → score of the hits in our index, which keeps the id in the document."""
    results = searcher.search(query, limit=None)
    return {hit["document"]["id"]: results.score(at) for at, hit in enumerate(results)}


@pytest.mark.parametrize(
    "query",
    [
        q.Prefix("text_exact", "ا"),
        q.Wildcard("text_exact", "*ا?"),
        q.Regex("text_exact", "[اب].*"),
        q.FuzzyTerm("text_exact", "ابت", maxdist=2),
        q.TermRange("text_exact", "ب", "ج"),
        q.Variations("text_exact", "ابت"),
        q.DisjunctionMax([q.Prefix("text_exact", "ا"), q.Prefix("text_exact", "ب")]),
        q.Require(q.Prefix("text_exact", "ا"), q.Prefix("title_exact", "ب")),
        q.AndMaybe(q.Prefix("text_exact", "ا"), q.Prefix("title_exact", "ب")),
        q.Otherwise(q.Term("text_exact", "غائب"), q.Prefix("text_exact", "ب")),
        q.ConstantScoreQuery(q.Prefix("text_exact", "ا"), 2.0),
        q.And([q.Every(), q.Not(q.Prefix("text_exact", "ا"))]),
        q.Every("title_exact"),
    ],
    ids=lambda query: type(query).__name__,
)
def test_every_query_type_of_whoosh_runs_on_our_index(both: Both, query: q.Query) -> None:
    expected = stock_scores(both.stock(), query)
    with closing(our_index(both.folder).searcher(weighting=LuceneBm25())) as searcher:
        found = scores(searcher, query)
    assert found.keys() == expected.keys()
    assert found == pytest.approx(expected, rel=1e-4)


def test_documents_that_are_marked_as_deleted_are_not_found(both: Both) -> None:
    before = read_contents(both.folder)
    deleted = min(name for name, _ in both.ours(Everything()))
    try:
        toc = read_contents(both.folder)
        for entry in toc.segments:
            number = entry.opened(both.folder).number(deleted)
            if number is not None:
                entry.delete_document(number)
        write_contents(both.folder, Contents(toc.schema, toc.segments, toc.number + 1))
        with closing(WhooshSearcher(both.folder)) as searcher:
            assert list(searcher.read([deleted])) == [None]
            assert deleted not in {document.id for document in searcher.scan()}
            for node in random_nodes(both.words, 60, random.Random(3)):
                whole = {name for name, _ in both.ours(node)}
                assert searcher.counts([(node, Filters())]) == (len(whole - {deleted}),)
    finally:
        (both.folder / f"_MAIN_{before.number + 1}.toc").unlink()
