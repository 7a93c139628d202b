"""No sequence of words reaches from a title into its text, whatever the words between may be."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import BOUNDARY, TERM_FIELDS
from indexer.engine.protocol import Searcher, SpanNear
from indexer.engine.term_batch import TermBatch
from indexer.engine.whoosh.searcher import WhooshSearcher
from indexer.engine.whoosh.writer import WhooshWriter
from indexer.model import Document, Filters, Sort

WORDS = ("امن", "شرطه", "قانون", "وزاره")
chance = random.Random(1)
# id → the words of title and text
DOCUMENTS = {
    f"{number:02}": [chance.choices(WORDS, k=chance.randint(0, most)) for most in (3, 5)]
    for number in range(60)
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("index")
    terms = TermBatch.of([*title, BOUNDARY, *text] for title, text in DOCUMENTS.values())
    writer = WhooshWriter(folder, 16, existing=False)
    documents = [Document(name, "", "") for name in DOCUMENTS]
    writer.add(documents, dict.fromkeys(TERM_FIELDS, terms), [""] * len(documents))
    writer.commit()
    with closing(WhooshSearcher(folder)) as opened:
        yield opened


def answers(words: list[str], node: SpanNear) -> bool:
    """Whether a run of `words`, all of a title or all of a text, answers `node`."""
    first, *others = (
        [at for at, word in enumerate(words) if word in clause] for clause in node.clauses
    )
    reached = set(first)
    for places in others:
        reached = {
            place
            for place in places
            for last in reached
            if 1 <= (place - last if node.ordered else abs(place - last)) <= node.gap
        }
    return bool(reached)


clauses = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True).map(tuple)
nodes = st.builds(
    SpanNear,
    st.just("text_word"),
    st.lists(clauses, min_size=2, max_size=3).map(tuple),
    st.integers(1, 6),
    st.booleans(),
)


@settings(max_examples=300)
@given(nodes)
def test_words_near_each_other_are_of_one_part(searcher: Searcher, node: SpanNear) -> None:
    found = searcher.search(node, Filters(), Sort.TITLE, 0, 100)
    assert set(found.ids) == {
        name for name, parts in DOCUMENTS.items() if any(answers(words, node) for words in parts)
    }
