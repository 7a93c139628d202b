"""A text → passages of equal length, each of which gets a vector.

    a text of 700 pieces of words, of which a passage has 300 at most → 3 passages of about 233

A short tail would be near to everything: so a text is divided in equal parts, which end between
two words. 300 pieces are 150 to 200 words of Arabic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise

import numpy as np

from indexer.meaning.tokenizer import Tokenizer

VERSION = 2  # raised when texts are cleaned or divided in another way
MOST_PIECES = 300  # of a passage, but for what its last word has more
_SECTION = 100_000  # characters, some 15 seconds of work: a longer text is encoded part by part


@dataclass(frozen=True, slots=True)
class EqualPassage:
    """A passage, `text[start:end]`, and its piece ids."""

    start: int
    end: int
    ids: tuple[int, ...]


def equal_passages(tokenizer: Tokenizer, text: str) -> list[EqualPassage]:
    """The passages of `text`, in their order; of a text without words there is none."""
    words = list(tokenizer.words(text))
    if not words:
        return []
    found = []
    for first, last in equal_parts([len(ids) for _, _, ids in words], MOST_PIECES):
        part = words[first:last]
        ids = tuple(chain.from_iterable(ids for _, _, ids in part))
        found.append(EqualPassage(part[0][0], part[-1][1], ids))
    return found


def equal_parts(sizes: Sequence[int], most: int) -> list[tuple[int, int]]:
    """(first, last + 1) of as few runs of `sizes` as have about `most` each, all equally large.

    Each run has one of the sizes at least. A size is never divided: a run may be larger than `most`
    by that of one.
    """
    ends = np.array(list(accumulate(sizes)))
    runs = min(max(1, -(-int(ends[-1]) // most)), len(sizes))
    wanted = np.arange(1, runs) * (ends[-1] / runs)
    cuts = np.searchsorted(ends, wanted) + 1
    bounds = [0, *np.unique(cuts[cuts < len(sizes)]).tolist(), len(sizes)]
    return list(pairwise(bounds))


def sections(text: str) -> list[tuple[int, int]]:
    """(start, end) of each of the equal parts of a long `text`, which end after an empty line.

    Where there is none soon, after a space; of a short text there is one part.
    """
    parts = -(-len(text) // _SECTION)
    if parts < 2:
        return [(0, len(text))]
    cuts = {_cut(text, number * len(text) // parts) for number in range(1, parts)}
    bounds = sorted({0, len(text), *cuts})
    return list(pairwise(bounds))


def _cut(text: str, at: int) -> int:
    """A place to cut `text`, at `at` or up to a tenth of a section later."""
    for sign in ("\n\n", "\n", " "):
        found = text.find(sign, at, at + _SECTION // 10)
        if found >= 0:
            return found + len(sign)
    return at
