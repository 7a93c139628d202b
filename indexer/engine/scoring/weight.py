"""A query of the protocol → its weight: terms looked up once, in all segments."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.engine.protocol import (
    AllOf,
    AnyOf,
    Dated,
    Everything,
    Node,
    OneOf,
    SpanNear,
    Term,
    Without,
)
from indexer.engine.scoring.bm25 import IndexStatistics
from indexer.engine.scoring.boolean import AllWeight, AndWeight, DateWeight, NotWeight, OrWeight
from indexer.engine.scoring.phrase import NearWeight
from indexer.engine.scoring.scorer import Weight
from indexer.engine.scoring.terms_scorer import TermsWeight


def weight_of(node: Node, statistics: IndexStatistics) -> Weight:
    """The weight of `node` in the index of these `statistics`."""
    match node:
        case Term(field, text, boost):
            return TermsWeight(field, (text,), boost, statistics)
        case OneOf(field, texts, boost):
            return TermsWeight(field, texts, boost, statistics)
        case SpanNear():
            return NearWeight(node, statistics)
        case AllOf(parts):
            return AndWeight([weight_of(part, statistics) for part in parts])
        case AnyOf():
            return OrWeight(list(_alternatives(node, statistics)))
        case Without(kept, left_out):
            return NotWeight(weight_of(kept, statistics), weight_of(left_out, statistics))
        case Everything():
            return AllWeight()
        case Dated(first, last):
            return DateWeight(first, last)


def _alternatives(node: AnyOf, statistics: IndexStatistics) -> Iterator[Weight]:
    """The weights of the parts of `node`; the terms of one field have one weight together."""
    fields: dict[str, list[Term]] = {}
    stack = [node]
    while stack:
        for part in stack.pop().parts:
            if isinstance(part, Term):
                fields.setdefault(part.field, []).append(part)
            elif isinstance(part, AnyOf):
                stack.append(part)
            else:
                yield weight_of(part, statistics)
    for field, terms in fields.items():
        boosts = [term.boost for term in terms]
        yield TermsWeight(field, [term.text for term in terms], boosts, statistics)
