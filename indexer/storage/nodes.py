"""Nodes → the documents of a segment that answer, and their scores, an array at a time.

A node is first prepared against all segments (`Statistics`): its terms become numbers and weights.
Then each segment is asked which of its documents answer, as an array of truths, and what those
that passed the filters score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.language import BOUNDARY
from indexer.storage.arrays import Array
from indexer.storage.asking import Among, Asked, Limited, Prepared
from indexer.storage.holders import Holders
from indexer.storage.protocol import AllOf, AnyOf, Everything, Node, OneOf, Term, Without
from indexer.storage.protocol import Sequence as Run
from indexer.storage.scoring import Statistics
from indexer.storage.sequences import Nearby


def prepared(node: Node, statistics: Statistics) -> Prepared:
    """`node`, ready to be asked of each segment."""
    match node:
        case Term(name, text, boost):
            return Holders(name, (text,), boost, statistics)
        case OneOf(name, texts, boost):
            return Holders(name, texts, boost, statistics)
        case Run(name, slots, gap, ordered, boost):
            parts = [Holders(name, slot, boost, statistics) for slot in slots]
            bound = Holders(name, (BOUNDARY,), 1, statistics) if gap > 1 else None
            return Nearby(_AllOf(parts), parts, gap, ordered, bound)
        case AllOf(parts):
            return _AllOf([prepared(part, statistics) for part in parts])
        case AnyOf():
            return _AnyOf(list(_alternatives(node, statistics)))
        case Without(kept, left_out):
            return _Without(prepared(kept, statistics), prepared(left_out, statistics))
        case Everything():
            return _Everything()


def _alternatives(node: AnyOf, statistics: Statistics) -> Iterator[Prepared]:
    """The parts of `node`, the terms of a field together."""
    fields: dict[str, list[Term]] = {}
    stack = [node]
    while stack:
        for part in stack.pop().parts:
            if isinstance(part, Term):
                fields.setdefault(part.field, []).append(part)
            elif isinstance(part, AnyOf):
                stack.append(part)
            else:
                yield prepared(part, statistics)
    for name, terms in fields.items():
        boosts = [term.boost for term in terms]
        yield Holders(name, [term.text for term in terms], boosts, statistics)


class _AnyOf:
    def __init__(self, parts: Sequence[Prepared]) -> None:
        self._parts = parts

    def answer(self, asked: Asked) -> Array:
        there = asked.none()
        for part in self._parts:
            there |= asked.of(part)
        return there

    def score(self, asked: Asked, among: Among | None, scores: Array) -> None:
        for part in self._parts:
            part.score(asked, among, scores)


class _AllOf(Limited):
    def answer(self, asked: Asked) -> Array:
        there = asked.every() if self.scored else asked.none()
        for part in self.scored:
            there &= asked.of(part)
            if not there.any():
                break
        return there


class _Without(Limited):
    def __init__(self, kept: Prepared, left_out: Prepared) -> None:
        super().__init__([kept])
        self._left_out = left_out

    def answer(self, asked: Asked) -> Array:
        (kept,) = self.scored
        return asked.of(kept) & ~asked.of(self._left_out)


class _Everything:
    def answer(self, asked: Asked) -> Array:
        return asked.every()

    def score(self, asked: Asked, among: Among | None, scores: Array) -> None:
        scores += 1 if among is None else among.there
