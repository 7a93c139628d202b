"""Queries made of other queries, for the links of pages: without a word, with one, with another.

They are made on the tree and written out again, so that a link never breaks a query.
"""

from __future__ import annotations

from dataclasses import replace

from indexer.analysis import tokens
from indexer.model import Piece, Snippet
from indexer.query.ast import (
    And,
    AtWidth,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Titled,
    Wildcard,
    Word,
    all_of,
    words_of,
)
from indexer.query.lexeme import unquotable
from indexer.query.parser import Limits, parsed

_LIMITS = Limits(characters=10_000, words=1_000, depth=32)  # above those of any request


def without(query: str, word: str) -> str | None:
    """`query` not asking for `word`, wherever it does; None if it does not, or for nothing else."""
    tree = _read(query)
    rest = None if tree is None else _less(tree, _key(word))
    if rest is None or rest == tree or isinstance(rest, Not):
        return None
    return str(rest)


def with_word(query: str, word: str) -> str:
    """`query` asking for the words of `word` too."""
    parts = tuple(part for part in (_read(query), *_words(word)) if part is not None)
    return str(all_of(parts)) if parts else ""


def replaced(query: str, word: str, other: str) -> str | None:
    """`query` asking for the words of `other` where it asks for `word`; None if it does not."""
    tree, words = _read(query), _words(other)
    if tree is None or not words:
        return None
    changed = _exchanged(tree, _key(word), words)
    return None if changed == tree else str(changed)


def near(first: str, second: str, reach: int) -> str:
    """A query for the words of `first` and `second`, each at most `reach` from the next."""
    words = (*_words(first), *_words(second))
    if len(words) < 2:
        return "".join(map(str, words))
    return str(Near(words, reach))


def altered(query: str, asked: str) -> Snippet:
    """`query` in pieces, those words `match` that it asks for and `asked` did not."""
    before, after = (_read(text) for text in (asked, query))
    known = {word.written for word in words_of(before)} if before else set()
    new = {word.written for word in words_of(after)} - known if after else set()
    pieces: list[Piece] = []
    end = 0
    for token in tokens(query):
        if token.written in new and token.start >= end:
            pieces += (Piece(query[end : token.start]), Piece(query[token.start : token.end], True))
            end = token.end
    return tuple(piece for piece in (*pieces, Piece(query[end:])) if piece.text)


def _read(query: str) -> Query | None:
    return parsed(query, _LIMITS).query


def _words(text: str) -> tuple[Word, ...]:
    return tuple(Word(token.written, unquotable(token.written)) for token in tokens(text))


def _key(word: str) -> tuple[str, ...]:
    """The key of a word as it is shown: its written form, or those of its parts."""
    return tuple(token.written for token in tokens(word)) or (word,)


def _less(query: Query, key: tuple[str, ...]) -> Query | None:
    """`query` without the word of `key`; None when nothing is left."""
    match query:
        case Word(written):
            return None if (written,) == key else query
        case Wildcard(_, shown):
            return None if _key(shown) == key else query
        case Phrase(words, shown):
            if words == key:
                return None
            kept = [word for word in words if (word,) != key]
            if len(kept) == len(words):
                return query
            return Phrase(tuple(kept), " ".join(kept)) if len(kept) > 1 else _one(kept)
        case Near(parts, reach):
            kept_parts = _kept(parts, key)
            return Near(kept_parts, reach) if len(kept_parts) > 1 else _one(kept_parts)
        case And(parts):
            kept_parts = _kept(parts, key)
            wanted = [part for part in kept_parts if not isinstance(part, Not)]
            return all_of(kept_parts) if wanted or len(kept_parts) == len(parts) else None
        case Or(parts):
            kept_parts = _kept(parts, key)
            return Or(kept_parts) if len(kept_parts) > 1 else _one(kept_parts)
        case Titled(part):
            rest = _less(part, key)
            return None if rest is None else Titled(rest)
        case AtWidth(width, part):
            rest = _less(part, key)
            return None if rest is None else AtWidth(width, rest)
        case _:
            return query


def _kept(parts: tuple[Query, ...], key: tuple[str, ...]) -> tuple[Query, ...]:
    return tuple(rest for part in parts if (rest := _less(part, key)) is not None)


def _one(parts: tuple[Query, ...] | list[str]) -> Query | None:
    """The one of `parts`; a written word as a query for it."""
    if not parts:
        return None
    (part,) = parts
    return Word(part, unquotable(part)) if isinstance(part, str) else part


def _exchanged(query: Query, key: tuple[str, ...], others: tuple[Word, ...]) -> Query:
    """`query` with `others` for the word of `key`; they stand in a row where they are several."""
    row = tuple(word.written for word in others)
    match query:
        case Word(written):
            if (written,) != key:
                return query
            return others[0] if len(row) == 1 else Phrase(row, " ".join(row))
        case Phrase(words):
            if words == key:
                return others[0] if len(row) == 1 else Phrase(row, " ".join(row))
            changed = tuple(new for old in words for new in (row if (old,) == key else (old,)))
            return query if changed == words else Phrase(changed, " ".join(changed))
        case Near(parts) | And(parts) | Or(parts):
            return replace(query, parts=tuple(_exchanged(part, key, others) for part in parts))
        case Titled(part) | AtWidth(_, part):
            return replace(query, part=_exchanged(part, key, others))
        case _:
            return query
