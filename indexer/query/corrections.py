"""A query with words that the archive does not have → queries with words that it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice, pairwise

from indexer.lexicon import Lexicon
from indexer.lexicon.spelling import Candidate, candidates, joined
from indexer.query.ast import (
    And,
    AtWidth,
    Near,
    Or,
    Phrase,
    Query,
    Titled,
    Word,
    all_of,
    may_stand_near,
)

_CORRECTIONS = 3  # of each word
_UNLIKELY = 2.0  # cost from which a candidate is a guess: two slips

_Words = tuple[Word, ...]


class SpellChecker:
    """Finds the words of an archive that words were likely meant for. Each is looked up once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._near: dict[str, tuple[Candidate, ...]] = {}
        self._found: dict[str, tuple[_Words, ...]] = {}

    def near(self, typed: str) -> tuple[Candidate, ...]:
        """The words of the archive nearest to `typed`, likely or not, nearest first."""
        if typed not in self._near:
            self._near[typed] = tuple(islice(candidates(typed, self.lexicon.count), _CORRECTIONS))
        return self._near[typed]

    def of(self, typed: str) -> tuple[_Words, ...]:
        """The words likely meant by `typed`, likeliest first: one word of the archive, or two."""
        if typed not in self._found:
            self._found[typed] = tuple(self._likely(typed))
        return self._found[typed]

    def _likely(self, typed: str) -> Iterator[_Words]:
        for meant in self.near(typed):
            if meant.cost < _UNLIKELY:
                yield tuple(_word(surface, self.lexicon) for surface in meant.text.split())


def corrected_queries(query: Query, checker: SpellChecker) -> Iterator[Query]:
    """`query` with the words that the archive does not have replaced by some it has.

    The likeliest come first. Not all of them find something.
    """
    corrections = {
        word.written: found
        for word in _unknown(query, checker.lexicon)
        if (found := checker.of(word.bare))
    }
    likeliest = {written: found[0] for written, found in corrections.items()}
    if likeliest:
        yield _replaced(query, likeliest)
    yield from _joined(query, checker.lexicon)
    for written, found in corrections.items():
        for words in found[1:]:
            yield _replaced(query, {**likeliest, written: words})


def _parts(query: Query) -> tuple[Query, ...]:
    return query.parts if isinstance(query, And) else (query,)


def _word(surface: str, lexicon: Lexicon) -> Word:
    spelling = lexicon.spelling(surface)
    return Word(spelling, spelling)


def _is_unknown(written: str, lexicon: Lexicon) -> bool:
    return not lexicon.has(written)


def _unknown(query: Query, lexicon: Lexicon) -> Iterator[Word]:
    """The words that `query` asks for and the archive does not have in any form."""
    match query:
        case Word(written):
            if _is_unknown(written, lexicon):
                yield query
        case Phrase(words, shown):
            if shown.isascii() and shown.isalnum():  # letters and digits, such as 7okama
                yield Word(shown, shown)
            yield from (Word(word, word) for word in words if _is_unknown(word, lexicon))
        case And(parts) | Or(parts) | Near(parts, _):
            for part in parts:
                yield from _unknown(part, lexicon)
        case Titled(part) | AtWidth(_, part):
            yield from _unknown(part, lexicon)


def _replaced(query: Query, by: Mapping[str, _Words]) -> Query:
    """`query` with words, as they are written, replaced."""
    match query:
        case Word(written) if written in by:
            return all_of(by[written])
        case Phrase(_, shown) if shown in by:
            return all_of(by[shown])
        case Phrase(words):
            meant = [new for word in words for new in by.get(word, (Word(word, word),))]
            return Phrase(tuple(word.written for word in meant), " ".join(map(str, meant)))
        case And(parts):
            return all_of(tuple(_replaced(part, by) for part in parts))
        case Or(parts):
            return Or(tuple(_replaced(part, by) for part in parts))
        case Near(parts, reach):
            found = tuple(_replaced(part, by) for part in parts)
            return Near(found, reach) if all(map(may_stand_near, found)) else query
        case Titled(part) | AtWidth(_, part):
            return replace(query, part=_replaced(part, by))
        case _:
            return query


def _joined(query: Query, lexicon: Lexicon) -> Iterator[Query]:
    """`query` with two of its words, one of them unknown, made one that the archive has."""
    parts = _parts(query)
    for at, (one, other) in enumerate(pairwise(parts)):
        if not (isinstance(one, Word) and isinstance(other, Word)):
            continue
        if not any(_is_unknown(word.written, lexicon) for word in (one, other)):
            continue
        if meant := joined(one.bare, other.bare, lexicon.count):
            yield all_of((*parts[:at], _word(meant.text, lexicon), *parts[at + 2 :]))
