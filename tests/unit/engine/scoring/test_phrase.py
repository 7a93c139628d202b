"""Phrases and pairs are the same however many documents are compared at a time."""

from __future__ import annotations

import random
from contextlib import closing
from math import inf
from pathlib import Path

import pytest

from indexer import Document, Filters, Sort
from indexer.analysis import TERM_FIELDS
from indexer.engine.protocol import AnyOf, Expression, Pair, Ranking, SpanNear, Term
from indexer.engine.scoring import phrase
from indexer.engine.term_batch import TermBatch
from indexer.engine.whoosh.searcher import WhooshSearcher
from indexer.engine.whoosh.writer import WhooshWriter

FIELD = "text_word"


@pytest.mark.parametrize("words_at_once", [1, 7, 50])
def test_parts_of_the_documents_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words_at_once: int
) -> None:
    chance = random.Random(3)
    rows = [chance.choices("ابجد", k=chance.randint(1, 12)) for _ in range(60)]
    documents = [Document(f"{at:02}", "و", " ".join(row)) for at, row in enumerate(rows)]
    writer = WhooshWriter(tmp_path, 8, existing=False)
    terms = {name: TermBatch.of(rows) for name in TERM_FIELDS}
    writer.add(documents, terms, [document.id for document in documents])
    writer.commit()
    nodes = [
        SpanNear(FIELD, (("ا",), ("ب", "ج"))),
        SpanNear(FIELD, (("ا",), ("د",)), gap=3, ordered=False),
    ]
    every = AnyOf(tuple(Term(FIELD, letter) for letter in "ابجد"))
    expression = Expression(FIELD, (("ج",), ("ا", "د"), ("ب",)), 2.0)
    pairs = (Pair(FIELD, "ا", "ب"), Pair(FIELD, "ج", "د"))
    ranking = Ranking((Term(FIELD, "ا"),), pairs, (expression,))
    with closing(WhooshSearcher(tmp_path)) as searcher:

        def rows_of() -> list[object]:
            found = [searcher.search(node, Filters(), Sort.RELEVANCE, 0, 60, inf) for node in nodes]
            ranked = searcher.search(every, Filters(), Sort.RELEVANCE, 0, 60, inf, ranking)
            return [answer.rows for answer in (*found, ranked)]

        whole = rows_of()
        assert all(whole)
        monkeypatch.setattr(phrase, "_WORDS_AT_ONCE", words_at_once)
        assert rows_of() == whole
