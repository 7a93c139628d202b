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
            documents, counts = _counted(found[second][beside] >> 32)
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
        occurrences = [found[of_term] for _, of_term in self._stretch]
        every = np.concatenate(occurrences)
        at = index.take(every >> 32)
        kept = (at >= 0).nonzero()[0]
        of_terms = np.arange(len(occurrences)).repeat([len(of) for of in occurrences])
        # Of each occurrence its term and its long document in one number: term * len(long) + index.
        placed = (of_terms * len(long) + at).take(kept)
        positions = (every & 0xFFFFFFFF).take(kept)
        stretches = positions // (protocol.STRETCH // 2)  # the last it is in
        weights = np.array(
            [
                np.float32(term.boost) * self._terms[of].term_weights[0]
                for term, of in self._stretch
            ],
            np.float32,
        )
        counts = np.bincount(placed, minlength=len(occurrences) * len(long)).reshape(-1, len(long))
        whole = np.zeros(len(long), np.float32)
        for gains in weights[:, np.newaxis] * counts / (counts + norms):
            whole += gains
        last = placed << 32 | stretches
        keys, held = _counted(np.sort(np.concatenate((last[stretches > 0] - 1, last))))
        of_terms = (keys >> 32) // len(long)
        gains = weights.take(of_terms) * held / (held + in_stretch)
        keys -= of_terms * len(long) << 32  # of stretches: long document << 32 | number
        stretches, inverse = np.unique(keys, return_inverse=True)
        sums = np.bincount(inverse, gains, len(stretches))
        best = np.zeros(len(long))
        np.maximum.at(best, stretches >> 32, sums)
        _Parts(scorer, field, long, lengths[is_long]).put_best(best, placed, positions, weights)
        share = 1 - protocol.STRETCH / lengths[is_long]
        scores[long] += (share * (best - whole)).astype(np.float32)
        scores[long] = np.maximum(scores[long], 0)


class _Parts:
    """The evidence of the ranked parts of the documents `long`, which have these `lengths`."""

    def __init__(self, scorer: Scorer, field: str, long: Array, lengths: Array) -> None:
        segment = scorer.segment
        firsts = segment.part_starts[long].astype(np.int64)
        counts = segment.part_starts[long + 1].astype(np.int64) - firsts
        self._of = np.repeat(np.arange(len(long)), counts)  # the document of each part, in `long`
        self._offsets = np.cumsum(counts) - counts
        self._having = counts.nonzero()[0]
        within = np.arange(len(self._of)) - self._offsets[self._of]
        begins = segment.all_parts[firsts[self._of] + within].astype(np.int64)
        self._keys = self._of << 32 | begins
        ends = np.append(begins[1:], 0)
        ends[(self._offsets + counts - 1)[self._having]] = lengths[self._having]
        self._norms = scorer.statistics.norms_of(field, ends - begins)

    def put_best(self, best: Array, placed: Array, positions: Array, weights: Array) -> None:
        """Puts the score of the best part of each document that has some into `best`.

        `placed` and `positions` are of occurrences, as in `_add_stretches`; `weights` of the terms.
        """
        if not len(self._keys):
            return
        of_terms, at = np.divmod(placed, len(best))
        part = self._keys.searchsorted(at << 32 | positions, "right") - 1
        inside = ((part >= 0) & (self._of.take(part) == at)).nonzero()[0]
        rows = of_terms.take(inside) * len(self._keys) + part.take(inside)
        held = np.bincount(rows, minlength=len(weights) * len(self._keys))
        held = held.reshape(len(weights), -1)
        sums = (weights[:, np.newaxis] * held / (held + self._norms)).sum(axis=0)
        best[self._having] = np.maximum.reduceat(sums, self._offsets[self._having])


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
        scores[self._starts(scorer, among) >> 32] *= self._factor  # once, however often it is held

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


def _counted(numbers: Array) -> tuple[Array, Array]:
    """The different ones of `numbers`, int64[n], ascending, and how often each occurs there."""
    new = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    first = new.nonzero()[0]
    return numbers.take(first), np.diff(first, append=len(numbers))
