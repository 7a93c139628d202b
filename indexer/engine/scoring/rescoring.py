"""The evidence of a ranking for the best hits: pairs, stretches of long documents, expressions.

Occurrences are numbers, as in `phrase`; those of a term are read once for all evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

import numpy as np

from indexer.engine import protocol
from indexer.engine.protocol import Expression, Ranking
from indexer.engine.scoring.bm25 import IndexStatistics, add_gains
from indexer.engine.scoring.phrase import are_near, in_parts
from indexer.engine.scoring.scorer import DocSet, Scorer
from indexer.engine.scoring.terms_scorer import TermsWeight
from indexer.engine.segment.array_file import Array

_Term = tuple[str, str]  # field and text
_Occurrences = Mapping[_Term, Array]  # int64[occurrences], ascending


class Rescoring:
    """The evidence of `ranking`, which has some, beside its terms."""

    def __init__(self, ranking: Ranking, statistics: IndexStatistics) -> None:
        self._pairs = [
            (pair, (pair.field, pair.first), (pair.field, pair.second)) for pair in ranking.pairs
        ]
        self._stretch = [(term, (term.field, term.text)) for term in ranking.stretch]
        sides = chain.from_iterable(sides for _, *sides in self._pairs)
        read = dict.fromkeys((*sides, *(term for _, term in self._stretch)))
        self._terms = {term: TermsWeight(term[0], (term[1],), 1, statistics) for term in read}
        self._rows = [_Row(expression, statistics) for expression in ranking.expressions]
        fields = chain(read, ((expression.field, "") for expression in ranking.expressions))
        self._field, _ = next(fields)

    def rescore(self, scorer: Scorer, among: DocSet, scores: Array) -> None:
        """Works out the new `scores`, float32[documents], of the documents `among`."""
        for some in in_parts(among, scorer, self._field):
            found = {term: weight.occurrences(scorer, some) for term, weight in self._terms.items()}
            self._add_pairs(scorer, found, scores)
            self._add_stretches(scorer, some, found, scores)
            for row in self._rows:
                row.multiply(scorer, some, scores)

    def _add_pairs(self, scorer: Scorer, found: _Occurrences, scores: Array) -> None:
        for pair, first, second in self._pairs:
            if not (len(found[first]) and len(found[second])):
                continue
            beside = are_near(found[first], found[second], 1)
            documents, counts = np.unique(found[second][beside] >> 32, return_counts=True)
            norms = scorer.statistics.norms(scorer.at, pair.field)
            rarer = max(float(self._terms[side].term_weights[0]) for side in (first, second))
            add_gains(scores, documents, counts, norms, np.float32(pair.boost * rarer))

    def _add_stretches(
        self, scorer: Scorer, among: DocSet, found: _Occurrences, scores: Array
    ) -> None:
        """Adds a share of what the best stretch of each long document has above the whole."""
        if not self._stretch:
            return
        field = self._stretch[0][0].field
        lengths = scorer.segment.fields[field].lengths[among.numbers]
        is_long = lengths > protocol.STRETCH
        long = among.numbers[is_long]
        if not len(long):
            return
        index = np.full(scorer.segment.count, -1, np.intp)  # of each document in `long`
        index[long] = np.arange(len(long))
        in_stretch = np.float32(scorer.statistics.norm(field, protocol.STRETCH))
        norms = scorer.statistics.norms(scorer.at, field).take(long)
        whole = np.zeros(len(long), np.float32)
        keys, gains = [], []  # of stretches: long document << 32 | number, what a term adds
        for term, of_term in self._stretch:
            at = index.take(found[of_term] >> 32)
            kept = at >= 0
            at, positions = at[kept], found[of_term][kept] & 0xFFFFFFFF
            weight = np.float32(term.boost) * self._terms[of_term].term_weights[0]
            counts = np.bincount(at, minlength=len(long))
            whole += weight * counts / (counts + norms)
            last = at << 32 | positions // (protocol.STRETCH // 2)  # the last stretch it is in
            first = last[last & 0xFFFFFFFF > 0] - 1
            stretches, held = np.unique(np.concatenate((first, last)), return_counts=True)
            keys.append(stretches)
            gains.append(weight * held / (held + in_stretch))
        stretches, inverse = np.unique(np.concatenate(keys), return_inverse=True)
        sums = np.bincount(inverse, np.concatenate(gains), len(stretches))
        best = np.zeros(len(long))
        np.maximum.at(best, stretches >> 32, sums)
        share = 1 - protocol.STRETCH / lengths[is_long]
        scores[long] += (share * (best - whole)).astype(np.float32)


class _Row:
    """An expression, which multiplies the scores of the documents that hold it."""

    def __init__(self, expression: Expression, statistics: IndexStatistics) -> None:
        field = expression.field
        self._factor = np.float32(expression.factor)
        clauses = [TermsWeight(field, texts, 1, statistics) for texts in expression.clauses]
        # Each clause with its place in the row, the rarest first: few documents are then left.
        self._clauses = sorted(enumerate(clauses), key=lambda placed: placed[1].postings)

    def multiply(self, scorer: Scorer, among: DocSet, scores: Array) -> None:
        """Multiplies `scores`, float32[documents], of the documents `among` that hold it."""
        held = np.unique(self._starts(scorer, among) >> 32)
        scores[held] *= self._factor

    def _starts(self, scorer: Scorer, among: DocSet) -> Array:
        """Where the expression begins in the documents `among`: int64[n], ascending."""
        (place, clause), *others = self._clauses
        starts = clause.occurrences(scorer, among) - place
        for place, clause in others:
            if not len(starts):
                break
            mask = scorer.nothing()
            mask[(starts + place) >> 32] = True  # a start may lie before its document
            found = clause.occurrences(scorer, DocSet(mask)) - place
            at = found.searchsorted(starts)
            starts = starts[found.take(at, mode="clip") == starts] if len(found) else found
        return starts
