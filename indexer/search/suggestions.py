"""Queries near one that found nothing: other words of the archive, or less that is asked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from indexer.language import Lexicon
from indexer.language.spelling import candidates
from indexer.search.query import And, Not, Or, Query, Word

_CORRECTIONS = 3  # of each word
_UNLIKELY = 2.0  # cost from which a candidate is a guess: two slips


def corrected_queries(query: Query, lexicon: Lexicon) -> Iterator[Query]:
    """`query` with a word that the archive does not have replaced by one it has, likeliest first.

    Not all of them find something.
    """
    parts = _parts(query)
    for at, part in enumerate(parts):
        for word in _corrections(part, lexicon):
            yield _all((*parts[:at], word, *parts[at + 1 :]))


def looser_queries(query: Query) -> Iterator[Query]:
    """Queries that ask less than `query`: each part left out in turn, then any of the parts.

    None asks only for what is not there, and not all of them find something.
    """
    parts = _parts(query)
    for at in range(len(parts)):
        kept = parts[:at] + parts[at + 1 :]
        if not all(isinstance(part, Not) for part in kept):
            yield _all(kept)
    wanted = tuple(part for part in parts if not isinstance(part, Not))
    if len(wanted) > 1:
        yield Or(wanted)


def _parts(query: Query) -> tuple[Query, ...]:
    return query.parts if isinstance(query, And) else (query,)


def _corrections(part: Query, lexicon: Lexicon) -> Iterator[Query]:
    """Words that may have been meant by `part`, if it is a word the archive does not have."""
    if not isinstance(part, Word) or lexicon.members(lexicon.family(part.surface)):
        return
    for meant in islice(candidates(part.written, lexicon.count), _CORRECTIONS):
        if meant.cost < _UNLIKELY:
            words = [Word(surface, lexicon.spelling(surface)) for surface in meant.text.split()]
            yield _all(tuple(words))


def _all(parts: tuple[Query, ...]) -> Query:
    """A query for all of `parts`, those of an And among them."""
    flat: list[Query] = []
    for part in parts:
        flat += part.parts if isinstance(part, And) else (part,)
    return And(tuple(flat)) if len(flat) > 1 else flat[0]
