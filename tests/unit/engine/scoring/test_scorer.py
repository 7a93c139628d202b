"""The answers of one segment are kept for the part they are answers to, and for no other."""

from __future__ import annotations

from contextlib import closing
from math import inf
from pathlib import Path

import numpy as np

from indexer import Document
from indexer.analysis import TERM_FIELDS
from indexer.engine.scoring.bm25 import IndexStatistics
from indexer.engine.scoring.scorer import Scorer, Weight
from indexer.engine.segment.array_file import Array
from indexer.engine.term_batch import TermBatch
from indexer.engine.whoosh.searcher import WhooshSearcher
from indexer.engine.whoosh.writer import WhooshWriter


class Numbered(Weight):
    """Answers with its number."""

    def __init__(self, number: int) -> None:
        self.number = number

    def matches(self, scorer: Scorer) -> Array:
        return np.array([self.number])


def test_a_part_is_not_given_the_answer_of_one_that_is_gone(tmp_path: Path) -> None:
    writer = WhooshWriter(tmp_path, 8, existing=False)
    writer.add(
        [Document("a", "أ", "نص")], {name: TermBatch.of([["نص"]]) for name in TERM_FIELDS}, ["a"]
    )
    writer.commit()
    with closing(WhooshSearcher(tmp_path)) as searcher:
        segments = searcher._segments
        scorer = Scorer(0, segments[0], IndexStatistics(segments), inf)
        # nobody else holds a part: the next one may stand where it stood in memory
        answers = [int(scorer.matches(Numbered(number))[0]) for number in range(100)]
    assert answers == list(range(100))
