"""The parts by which a long document is ranked: its articles and other parts, in words.

Parts in a row are one as long as they have fewer than LEAST words, and a part of more than STRETCH
words is cut into such, so that each is about as long as what answers a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from indexer.analysis.batch_tokenizer import Integers
from indexer.engine.protocol import STRETCH
from indexer.model import Document
from indexer.model.divisions import DivisionTable

LEAST = 100  # words of a part that is ranked by itself: `python -m bench part-evidence`


def pieces_of_parts(document: Document, text: str) -> list[str]:
    """The indexed `text` of `document`, cut at the lines with which its parts begin."""
    starts = DivisionTable(document.divisions).starts
    cuts = dict.fromkeys((0, *(text.rfind("\n", 0, start) + 1 for start in starts), len(text)))
    return [text[start:end] for start, end in pairwise(cuts)] or [text]


def with_ranked_parts(
    documents: Sequence[Document], titles: Integers, counts: Integers, words: Integers
) -> list[Document]:
    """`documents`, of which the text of each was cut into so many pieces as `counts` says.

    `titles` has the number of words of the title of each, and `words` those of each piece.
    """
    rows = zip(documents, titles.tolist(), counts.tolist(), np.cumsum(counts), strict=True)
    return [
        replace(document, ranked_parts=_starts(1 + title, words[end - count : end]))
        for document, title, count, end in rows
    ]


def _starts(before: int, words: Integers) -> tuple[int, ...]:
    """Where the ranked parts begin in the field of the text; none of a document that has none.

    The first begins with the title, which has `before` words and the BOUNDARY.
    """
    *places, end = (before + np.cumsum(words)).tolist()
    if not places or end <= STRETCH:
        return ()
    starts = [0]
    for place in places:
        if place - starts[-1] >= LEAST:
            starts += range(starts[-1] + STRETCH, place - STRETCH // 2, STRETCH)
            starts.append(place)
    starts += range(starts[-1] + STRETCH, end - STRETCH // 2, STRETCH)
    return tuple(starts)
