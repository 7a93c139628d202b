"""Terms near each other: phrases and proximity, the terms after a phrase.

An occurrence is one number, `document << 32 | position`, so that sorted arrays of occurrences tell
which terms stand near each other in the same document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from indexer.analysis import BOUNDARY
from indexer.engine.protocol import SpanNear
from indexer.engine.scoring.bm25 import IndexStatistics
from indexer.engine.scoring.boolean import AndWeight
from indexer.engine.scoring.scorer import DocSet, Scorer, Weight
from indexer.engine.scoring.terms_scorer import TermsWeight
from indexer.engine.segment.array_file import Array

_POSTINGS_AT_ONCE = 1 << 18
_WORDS_AT_ONCE = 1 << 22  # of documents whose occurrences are in memory together


class NearWeight(Weight):
    """Documents in which one term of each clause of `node` stands near one of the clause before.

    No match reaches over the BOUNDARY between a title and its text.
    """

    def __init__(self, node: SpanNear, statistics: IndexStatistics) -> None:
        self._node = node
        field = node.field
        self._clauses = [
            TermsWeight(field, clause, node.boost, statistics) for clause in node.clauses
        ]
        self._boundary = TermsWeight(field, (BOUNDARY,), 1, statistics) if node.gap > 1 else None
        self.scored = (AndWeight(self._clauses),)

    def matches(self, scorer: Scorer) -> Array:
        among = DocSet(scorer.matches(self.scored[0]))
        mask = scorer.nothing()
        for some in in_parts(among, scorer, self._node.field):
            mask[self.ends(scorer, some) >> 32] = True
        return mask

    def ends(self, scorer: Scorer, among: DocSet) -> Array:
        """Where the last clause stands near those before it in `among`: int64[n], ascending."""
        boundaries = np.zeros(0, np.int64)
        if self._boundary:
            boundaries = self._boundary.occurrences(scorer, among)
        reached = self._apart(self._clauses[0].occurrences(scorer, among), boundaries)
        for clause in self._clauses[1:]:
            occurrences = self._apart(clause.occurrences(scorer, among), boundaries)
            beside = are_near(reached, occurrences, self._node.gap)
            if not self._node.ordered:
                beside |= are_near(-reached[::-1], -occurrences[::-1], self._node.gap)[::-1]
            reached = occurrences[beside]
        return reached

    def _apart(self, occurrences: Array, boundaries: Array) -> Array:
        """`occurrences` with those after a boundary moved out of reach of those before it.

        Both are int64[n], ascending, and so is the answer, int64[occurrences].
        """
        if not len(boundaries):
            return occurrences
        last = boundaries.take(boundaries.searchsorted(occurrences) - 1)
        beyond = (last >> 32 == occurrences >> 32) & (last < occurrences)
        apart: Array = occurrences + self._node.gap * beyond
        return apart


def are_near(reached: Array, occurrences: Array, gap: int) -> Array:
    """Whether each of `occurrences` comes after one of `reached` by at most `gap`.

    Both are int64, ascending; the answer is bool[occurrences].
    """
    if not len(reached):
        return np.zeros(len(occurrences), bool)
    before = reached.searchsorted(occurrences) - 1  # -1, the last, is not before: it fails below
    distance = occurrences - reached.take(before)
    return (distance > 0) & (distance <= gap)


def in_parts(among: DocSet, scorer: Scorer, field: str) -> Iterator[DocSet]:
    """`among` in sets that have about _WORDS_AT_ONCE words in `field` each, or are one document."""
    if not len(among.numbers):
        return
    words = scorer.segment.fields[field].lengths[among.numbers].cumsum()
    if words[-1] < _WORDS_AT_ONCE:
        yield among
        return
    cuts = np.flatnonzero(np.diff(words // _WORDS_AT_ONCE)) + 1
    for numbers in np.split(among.numbers, cuts):
        mask = np.zeros(len(among.mask), bool)
        mask[numbers] = True
        yield DocSet(mask)


class FollowingTerms:
    """The terms `texts` of `field` that follow a phrase, one term of each clause in a row."""

    def __init__(
        self,
        field: str,
        clauses: Sequence[Sequence[str]],
        texts: Sequence[str],
        statistics: IndexStatistics,
    ) -> None:
        self._field = field
        node = SpanNear(field, tuple(map(tuple, clauses)))
        self._phrase = NearWeight(node, statistics)
        self._numbers, _ = statistics.looked_up(field, texts)

    def counts(self, scorer: Scorer) -> Array:
        """How often each term follows in the live documents of the segment, int64[texts]."""
        numbers = self._numbers[scorer.at]
        counts = np.zeros(len(numbers), np.int64)
        next_positions = self._phrase.ends(scorer, self._holding_all(scorer)) + 1
        mask = scorer.nothing()
        mask[next_positions >> 32] = True
        field = scorer.segment.fields[self._field]
        known = np.flatnonzero(numbers >= 0)
        totals = field.documents.lengths(numbers[known]).cumsum()
        for some in np.split(known, _cuts(totals)) if len(next_positions) else ():
            terms, documents, positions = field.positions_among(numbers[some], mask)
            found = documents << 32 | positions
            at = next_positions.searchsorted(found)
            follows = next_positions.take(at, mode="clip") == found
            counts[some] = np.bincount(terms[follows], minlength=len(some))
        return counts

    def _holding_all(self, scorer: Scorer) -> DocSet:
        """The live documents that hold a term of each clause."""
        (holding,) = self._phrase.scored
        return DocSet(scorer.segment.live & scorer.matches(holding))


def _cuts(totals: Array) -> Array:
    """The indices at which terms are cut into runs of about _POSTINGS_AT_ONCE.

    `totals`, int64[terms], are their postings, summed up to and with each.
    """
    return np.flatnonzero(np.diff(totals // _POSTINGS_AT_ONCE)) + 1
