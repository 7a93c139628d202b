"""The query language: every string has a reading.

    كلمة كلمة            both words                 و   AND
    كلمة أو كلمة         either                     أو  OR  |
    كلمة ليس كلمة        the one, not the other     ليس NOT -
    «عبارة»  "phrase"    words one after the other
    كلم*  ك؟مة           words written like this    *   ؟ ?
    كلمة ضمن 5 كلمات كلمة   so near each other       NEAR/5  قرب/5  «كلمة كلمة»~5
    =كلمة  ~~كلمة  ~كلمة  as written, near derivatives, by its root; also word: and all their names
    مكان:الرباط          field:value                in Arabic, French or English
    ( … )                grouping

A sentence is no command: an operator without its words, ليس that stands first or before a particle,
ليس and أو between the words of a sentence, the name of a field before a space, a minus before
digits and the signs within an address are read as words. What was read so is told with the query it
would have been (`Ambiguity`). What does not fit the grammar is not refused: its words are searched,
and a note says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from indexer.analysis import tokens
from indexer.model import Note, Width
from indexer.model.basis import InterpretationKind
from indexer.query.ast import (
    And,
    AtWidth,
    Near,
    Phrase,
    Query,
    Titled,
    Valued,
    all_of,
    may_stand_near,
)
from indexer.query.lexeme import Lexeme
from indexer.query.lexer import lexemes_of, quoted, reach_of
from indexer.query.operators import Binding, Operator


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A part `text` of a query that was read as `kind` tells, and might have been read otherwise.

    `query` is the whole query with the other reading; None where there is no other.
    """

    kind: InterpretationKind
    text: str
    query: Query | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as it was understood; `query` is None when it asks for no word at all."""

    query: Query | None
    notes: tuple[Note, ...] = ()
    ambiguities: tuple[Ambiguity, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one query may hold."""

    characters: int
    words: int
    depth: int


class _Misread(Exception):
    """The lexemes are no sentence of the grammar."""


def parsed(text: str, limits: Limits) -> Parsed:
    """The reading of `text`. Never raises, and never takes time beyond the limits."""
    notes: list[Note] = []
    if len(text) > limits.characters:
        text = text[: limits.characters + 1].rpartition(" ")[0] or text[: limits.characters]
        notes.append(Note.TOO_MANY_WORDS)
    lexemes, stray = lexemes_of(text)
    kept = _within(lexemes, limits.words)
    if kept is not lexemes and not notes:
        notes.append(Note.TOO_MANY_WORDS)
    try:
        if stray:
            raise _Misread
        query = _Grammar(kept, limits.depth).sentence()
    except _Misread:
        if not notes:
            notes.append(Note.SYNTAX)
        query = _both(lexeme.leaf for lexeme in kept if lexeme.leaf is not None)
        kept = [replace(lexeme, other=()) for lexeme in kept]
    ambiguities = tuple(_ambiguities(kept, limits))
    if query is None and text.strip():
        ambiguities = (Ambiguity(InterpretationKind.UNSEARCHED, text.strip()),)
    return Parsed(query, tuple(notes), ambiguities)


def _ambiguities(lexemes: list[Lexeme], limits: Limits) -> Iterator[Ambiguity]:
    """How parts of `lexemes` were read that may be read otherwise: each kind once."""
    kinds: dict[InterpretationKind, list[Lexeme]] = {}
    for lexeme in lexemes:
        if lexeme.why is not None:
            kinds.setdefault(lexeme.why, []).append(lexeme)
    for kind, alike in kinds.items():
        query = None
        if any(lexeme.other for lexeme in alike):
            turned: list[Lexeme] = []
            for lexeme in lexemes:
                turned += lexeme.other if lexeme.why is kind else (lexeme,)
            with suppress(_Misread):
                query = _Grammar(turned, limits.depth).sentence()
        yield Ambiguity(kind, " … ".join(dict.fromkeys(lexeme.typed for lexeme in alike)), query)


def _within(lexemes: list[Lexeme], most: int) -> list[Lexeme]:
    """`lexemes`, or a new list up to the one that brings the words to more than `most`."""
    room = most
    for at, lexeme in enumerate(lexemes):
        if lexeme.leaf is None:
            continue
        size = _size(lexeme.leaf)
        if size > room:
            return _mended(lexemes[:at] + _beginning(lexeme, room))
        room -= size
    return lexemes


def _size(leaf: Query) -> int:
    """The words of `leaf`."""
    match leaf:
        case Phrase(words):
            return len(words)
        case Near(parts, _):
            return len(parts)
        case _:
            return 1


def _beginning(lexeme: Lexeme, most: int) -> list[Lexeme]:
    """A lexeme of the first `most` words of a phrase; none if there is no room or no phrase."""
    if most == 0:
        return []
    match lexeme.leaf:
        case Phrase(words, shown):
            *_, last = islice(tokens(shown), most)
            cut = shown[: last.end]
            if (
                len([*tokens(cut)]) > most
            ):  # the last is one of several words that a sign stands for
                cut = " ".join(words[:most])
            return quoted(cut)
        case Near(parts, reach):
            leaf = Near(parts[:most], reach) if most > 1 else parts[0]
            return [Lexeme("leaf", lexeme.text, leaf)]
        case _:
            return []


def _mended(lexemes: list[Lexeme]) -> list[Lexeme]:
    """`lexemes` that were cut short, without operators left hanging, and with groups closed."""
    while lexemes and lexemes[-1].kind not in ("leaf", "close"):
        lexemes.pop()
    kinds = [lexeme.kind for lexeme in lexemes]
    return lexemes + [Lexeme("close")] * (kinds.count("open") - kinds.count("close"))


def _both(parts: Iterable[Query]) -> Query | None:
    found = tuple(parts)
    return And(found) if len(found) > 1 else found[0] if found else None


class _Grammar:
    """either ← all (EITHER all)*; all ← near (ALL? near)*; near ← one (NEAR one)*.

    EITHER and ALL are the operators of that binding; one is a leaf, a group, or what stands after a
    prefix.
    """

    def __init__(self, lexemes: list[Lexeme], depth: int) -> None:
        self._lexemes = [lexeme for lexeme in lexemes if lexeme.kind]
        self._at = 0
        self._depth = depth

    def sentence(self) -> Query | None:
        """The query of all lexemes; None when none says anything. Raises _Misread."""
        if not self._lexemes:
            return None
        query = self._either(0)
        if self._at < len(self._lexemes):
            raise _Misread
        return query

    def _next(self) -> str:
        return self._lexemes[self._at].kind if self._at < len(self._lexemes) else ""

    def _operator(self, binding: Binding) -> Operator | None:
        """The operator that comes next, if it is one of this `binding`."""
        operator = self._lexemes[self._at].operator if self._next() else None
        return operator if operator and operator.binding is binding else None

    def _take(self) -> Lexeme:
        self._at += 1
        return self._lexemes[self._at - 1]

    def _either(self, depth: int) -> Query:
        query = self._all(depth)
        while operator := self._operator(Binding.EITHER):
            parts = [query]
            while self._operator(Binding.EITHER) is operator:
                self._take()
                parts.append(self._all(depth))
            query = operator.node(tuple(parts))
        return query

    def _all(self, depth: int) -> Query:
        """Parts side by side; a group of words asks for all of them, too, and so is no group."""
        query = self._near(depth)
        while self._next() not in ("", "close") and not self._operator(Binding.EITHER):
            operator = self._operator(Binding.ALL)
            if operator:
                self._take()
            node = operator.node if operator else all_of
            query = node((query, self._near(depth)))
        return query

    def _near(self, depth: int) -> Query:
        """One part, or several that stand near each other: each run of one distance by itself."""
        parts = [self._one(depth)]
        runs: list[Near] = []
        reach = None
        while self._next() == "near":
            wanted = reach_of(self._take().text)
            if wanted is None:
                raise _Misread
            if reach and wanted != reach:
                runs.append(Near(tuple(parts), reach))
                del parts[:-1]
            reach = wanted
            parts.append(self._one(depth))
        if reach is None:
            return parts[0]
        runs.append(Near(tuple(parts), reach))
        if not all(may_stand_near(part) for run in runs for part in run.parts):
            raise _Misread
        return runs[0] if len(runs) == 1 else And(tuple(runs))

    def _one(self, depth: int) -> Query:
        if depth > self._depth or not self._next():
            raise _Misread
        lexeme = self._take()
        if lexeme.leaf is not None:
            return lexeme.leaf
        if lexeme.operator and lexeme.operator.binding is Binding.PREFIX:
            return lexeme.operator.node((self._one(depth + 1),))
        if lexeme.kind == "width":
            return AtWidth(Width(lexeme.text), self._one(depth + 1))
        if lexeme.kind == "field":
            return self._field(lexeme, depth)
        if lexeme.kind == "open":
            inside = self._either(depth + 1)
            if self._next() != "close":
                raise _Misread
            self._take()
            return inside
        raise _Misread

    def _field(self, field: Lexeme, depth: int) -> Query:
        """A field and the one value after it; the title takes any part of the grammar."""
        if field.text == "title":
            return Titled(self._one(depth + 1))
        if self._next() != "leaf":
            raise _Misread
        return Valued(field.text, self._take().text, field.typed)
