"""A part of a query, and how it was read."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.analysis import tokens
from indexer.model.basis import InterpretationKind
from indexer.query.ast import Query, Word
from indexer.query.operators import WITHIN, Operator, operator_of


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A part of a query. `kind`: operator, near, width, open, close, field, leaf; "" for none.

    `why` tells how it was read where it might have been read as the lexemes of `other`.
    """

    kind: str
    text: str = ""  # a field's name, a width, how near; or what a leaf says as a field's value
    leaf: Query | None = None
    typed: str = ""  # an operator that is a word, or the name of a field, as the reader wrote it
    spaced: bool = False  # of a field or a width: whether a space follows it
    ends: bool = False  # of a word: whether a sign follows it that parts sentences
    why: InterpretationKind | None = None
    other: tuple[Lexeme, ...] = ()
    operator: Operator | None = None


def as_word(lexeme: Lexeme, why: InterpretationKind, other: tuple[Lexeme, ...] = ()) -> Lexeme:
    """`lexeme` read as a word, with its other reading."""
    (token,) = tokens(lexeme.typed)
    leaf = Word(token.written, unquotable(lexeme.typed[token.start : token.end]))
    return Lexeme("leaf", lexeme.typed, leaf, lexeme.typed, why=why, other=other)


def unquotable(word: str) -> str:
    """`word` as it is shown: between quotation marks when it would be an operator without."""
    return f"«{word}»" if operator_of(word) or word == WITHIN else word
