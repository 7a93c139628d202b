"""Whether one document answers a query node or passes filters: the meaning of each, read plainly.

Every other engine is compared with this one (tests/contract).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.analysis import BOUNDARY, value_key
from indexer.engine.memory.entries import IndexEntry
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
from indexer.model import Filters


def matches(node: Node, entry: IndexEntry) -> bool:
    """Whether the document of `entry` answers `node`."""
    match node:
        case Term(field, text):
            return text in entry.counts[field]
        case OneOf(field, texts):
            return not entry.counts[field].keys().isdisjoint(texts)
        case SpanNear(field, clauses, gap, ordered):
            return any(_has_span(part, clauses, gap, ordered) for part in _parts(entry, field))
        case AllOf(parts):
            return bool(parts) and all(matches(part, entry) for part in parts)
        case AnyOf(parts):
            return any(matches(part, entry) for part in parts)
        case Without(kept, left_out):
            return matches(kept, entry) and not matches(left_out, entry)
        case Everything():
            return True
        case Dated(first, last):
            date = entry.document.date
            return date is not None and date.last_day >= first and date.first_day <= last


def failed_filters(filters: Filters, entry: IndexEntry) -> frozenset[str]:
    """The names of the facets whose filter keeps the document out; dates are those of `year`."""
    names = {
        facet
        for facet, wanted in filters.values
        if wanted and value_keys(entry, facet).isdisjoint(map(value_key, wanted))
    }
    date = entry.document.date
    if filters.since and (date is None or date.last_day < filters.since.first_day):
        names.add("year")
    if filters.until and (date is None or date.first_day > filters.until.last_day):
        names.add("year")
    return frozenset(names)


def value_keys(entry: IndexEntry, facet: str) -> frozenset[str]:
    """The keys of the values of `facet`: equal for values that differ in spelling only."""
    return frozenset(map(value_key, entry.values[facet]))


def pair_count(words: Sequence[str], first: str, second: str) -> int:
    """The number of times that `second` stands right after `first`."""
    return sum(pair == (first, second) for pair in pairwise(words))


def following_words(words: Sequence[str], clauses: Sequence[Sequence[str]]) -> Iterator[str]:
    """The word after each phrase that is one term of each of `clauses`, these in a row."""
    for start in range(len(words) - len(clauses)):
        if all(words[start + at] in clause for at, clause in enumerate(clauses)):
            yield words[start + len(clauses)]


def _parts(entry: IndexEntry, field: str) -> Iterator[Sequence[str]]:
    """The words of `field` in each stretch that no span reaches over: its title, then its text."""
    words = list(entry.terms[field])
    while BOUNDARY in words:
        end = words.index(BOUNDARY)
        yield words[:end]
        words = words[end + 1 :]
    yield words


def _has_span(
    words: Sequence[str], clauses: Sequence[Sequence[str]], gap: int, ordered: bool
) -> bool:
    """Whether one term of each clause stands within `gap` of one of the clause before."""
    positions = [[at for at, word in enumerate(words) if word in clause] for clause in clauses]
    reached = set(positions[0])
    for after in positions[1:]:
        reached = {
            position
            for position in after
            for last in reached
            if 1 <= (position - last if ordered else abs(position - last)) <= gap
        }
    return bool(reached)
