"""Fields of a query that no document answers, read as the words they are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace

from indexer.analysis import tokens
from indexer.model.basis import InterpretationKind
from indexer.query.ast import (
    And,
    Or,
    Phrase,
    Query,
    Titled,
    Valued,
    Word,
    all_of,
)
from indexer.query.lexeme import unquotable
from indexer.query.parser import Ambiguity, Parsed

Field = Valued | Titled


@dataclass(slots=True)
class FieldsAsWords:
    """Reads the fields of a query as words where no document has such a value.

    `empty_of` gives those of some fields for which that is so; it is asked once, for all together.
    `is_known` tells whether the archive has a written word: the name of a field is asked for only
    then.
    """

    empty_of: Callable[[Sequence[Field]], Set[Field]]
    is_known: Callable[[str], bool]
    _read_so: list[str] = field(default_factory=list)
    _empty: Set[Field] = frozenset()

    def parsed(self, read: Parsed) -> Parsed:
        """`read` with its empty fields as words, and without other readings that find nothing."""
        if read.query is None:
            return read
        queries = (read.query, *(other.query for other in read.ambiguities))
        every = dict.fromkeys(one for query in queries if query for one in _fields(query))
        if not every:
            return read
        self._empty = self.empty_of(tuple(every))
        named = self._with_words(read.query, named=True)
        ambiguities = [self._that_finds(other) for other in read.ambiguities]
        if self._read_so:
            text = " … ".join(self._read_so)
            plain = self._with_words(read.query, named=False)
            other = plain if plain != named else None
            ambiguities.append(Ambiguity(InterpretationKind.FIELD_IS_EMPTY, text, other))
        return Parsed(named, read.notes, tuple(ambiguities))

    def _that_finds(self, reading: Ambiguity) -> Ambiguity:
        """`reading` without its query if a field of that is empty: it would be read as this one."""
        if reading.query is None or self._empty.isdisjoint(_fields(reading.query)):
            return reading
        return replace(reading, query=None)

    def _with_words(self, query: Query, *, named: bool) -> Query:
        """`query` with words for its empty fields: their names too, if they are to be `named`."""
        match query:
            case Valued() | Titled(Word() | Phrase()) if query in self._empty:
                if named:
                    self._read_so.append(_shown(query))
                return self._words(query, named=named)
            case And(parts):
                return all_of(tuple(self._with_words(part, named=named) for part in parts))
            case Or(parts):
                return Or(tuple(self._with_words(part, named=named) for part in parts))
            case _:
                return query

    def _words(self, query: Field, *, named: bool) -> Query:
        """The words of a field: its name, if the archive has that word, and its value."""
        if isinstance(query, Titled):
            return query.part
        text = f"{query.named} {query.text}" if named and self._has(query.named) else query.text
        return all_of(
            tuple(Word(token.written, unquotable(token.written)) for token in tokens(text))
        )

    def _has(self, name: str) -> bool:
        return any(self.is_known(token.written) for token in tokens(name))


def _shown(query: Field) -> str:
    """`query` as the reader wrote it, or nearly so."""
    return f"{query.named}:{query.text}" if isinstance(query, Valued) else str(query)


def _fields(query: Query) -> list[Field]:
    """The fields that `query` asks for."""
    match query:
        case Valued() | Titled(Word() | Phrase()):
            return [query]
        case And(parts) | Or(parts):
            return [found for part in parts for found in _fields(part)]
        case _:
            return []
