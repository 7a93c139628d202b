"""The query language: every string has a reading.

    كلمة كلمة            both words                 و   AND
    كلمة أو كلمة         either                     أو  OR  |
    ليس كلمة  -كلمة      not this one               ليس NOT -
    «عبارة»  "phrase"    words one after the other
    كلم*  ك؟مة           words written like this    *   ؟ ?
    مكان:الرباط          field:value                in Arabic, French or English
    ( … )                grouping

What does not fit the grammar is not refused: its words are searched, and a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.language import folded, tokens
from indexer.model import Note
from indexer.search.query import And, Not, Or, Phrase, Query, Titled, Valued, Wildcard, Word

# Names of fields, folded, in the three languages of readers.
FIELD_NAMES = {
    folded(name): field
    for field, names in {
        "title": ("title", "titre", "عنوان", "العنوان"),
        "kind": ("kind", "type", "نوع", "النوع"),
        "place": ("place", "lieu", "مكان", "المكان"),
        "topic": ("topic", "sujet", "thème", "موضوع", "الموضوع"),
        "author": ("author", "auteur", "مؤلف", "المؤلف", "كاتب", "الكاتب"),
        "publisher": ("publisher", "éditeur", "ناشر", "الناشر"),
        "language": ("language", "langue", "لغة", "اللغة"),
        "year": ("year", "date", "année", "سنة", "السنة", "تاريخ", "التاريخ"),
    }.items()
    for name in names
}
_OPERATORS = {
    "AND": "and", "و": "and", "&": "and",
    "OR": "or", "أو": "or", "او": "or", "|": "or",
    "NOT": "not", "ليس": "not",
}  # fmt: skip
_LEXEME = re.compile(
    r"""
      [«“„"] (?P<phrase> [^«»“”„"]* ) [»”“"]
    | (?P<open> \( ) | (?P<close> \) )
    | (?P<field> [^\W\d_]+ ) : \s*
    | (?P<not> (?<!\S) - (?=\S) )
    | (?P<word> [^\s()«»“”„":|&]+ | [:|&] )
    | (?P<stray> [«»“”„"] )
    """,
    re.VERBOSE,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_WILD = re.compile(r"[*?؟]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as it was understood; `query` is None when it asks for no word at all."""

    query: Query | None
    notes: tuple[Note, ...] = ()
    words: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may hold."""

    characters: int
    words: int
    depth: int


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str  # and, or, not, open, close, field, leaf
    text: str = ""
    leaf: Query | None = None


class _Misread(Exception):
    """The lexemes are no sentence of the grammar."""


def parsed(text: str, limits: Limits) -> Parsed:
    """The reading of `text`. Never raises, and never takes time beyond the limits."""
    notes: list[Note] = []
    if len(text) > limits.characters:
        text = text[: limits.characters]
        notes.append(Note.TOO_MANY_WORDS)
    lexemes, stray = _lexemes(_CONTROLS.sub("", text))
    kept, words = _within(lexemes, limits.words)
    if len(kept) < len(lexemes) and Note.TOO_MANY_WORDS not in notes:
        notes.append(Note.TOO_MANY_WORDS)
    try:
        if stray:
            raise _Misread
        query = _Grammar(kept, limits.depth).sentence()
    except _Misread:
        if not notes:
            notes.append(Note.SYNTAX)
        query = _both(lexeme.leaf for lexeme in kept if lexeme.leaf is not None)
    return Parsed(query, tuple(notes), words)


def _lexemes(text: str) -> tuple[list[_Lexeme], bool]:
    """The lexemes of `text`, and whether a quotation mark stands alone in it."""
    found: list[_Lexeme] = []
    stray = False
    for lexeme in _LEXEME.finditer(text):
        kind, raw = lexeme.lastgroup, lexeme[0]
        if kind == "phrase":
            leaf = _phrase(lexeme["phrase"])
            found += [_Lexeme("leaf", lexeme["phrase"], leaf)] if leaf else []
        elif kind == "field":
            name = FIELD_NAMES.get(folded(lexeme["field"]))
            found += [_Lexeme("field", name)] if name else _word(lexeme["field"])
        elif kind in ("open", "close", "not"):
            found.append(_Lexeme(kind))
        elif kind == "stray":
            stray = True
        elif raw in _OPERATORS:
            found.append(_Lexeme(_OPERATORS[raw]))
        else:
            found += _word(raw)
    return found, stray


def _word(raw: str) -> list[_Lexeme]:
    """The one lexeme of `raw`, or none when it holds no letter or digit."""
    bare = raw.rstrip(
        "?؟،؛,;.!…"
    )  # a question mark at the end asks, it does not stand for a letter
    if _WILD.search(bare):
        pattern = "".join(
            "?" if part in "?؟" else part if part == "*" else folded(part)
            for part in re.split(r"([*?؟])", bare)
            if part
        )
        if re.search(r"\w", pattern):
            return [_Lexeme("leaf", bare, Wildcard(re.sub(r"\*+", "*", pattern), bare))]
    leaf = _phrase(bare)
    return [_Lexeme("leaf", bare, leaf)] if leaf else []


def _phrase(text: str) -> Query | None:
    """The words of `text` as a phrase, as one word, or None when there is none."""
    surfaces = tuple(token.surface for token in tokens(text))
    if len(surfaces) > 1:
        return Phrase(surfaces, text)
    return Word(surfaces[0], text) if surfaces else None


def _within(lexemes: list[_Lexeme], most: int) -> tuple[list[_Lexeme], int]:
    """The lexemes up to the one that brings the words to more than `most`, and those words."""
    words = 0
    for at, lexeme in enumerate(lexemes):
        size = len(lexeme.leaf.surfaces) if isinstance(lexeme.leaf, Phrase) else 1
        if lexeme.leaf is not None:
            if words + size > most:
                return lexemes[:at], words
            words += size
    return lexemes, words


def _both(parts: Iterable[Query]) -> Query | None:
    found = tuple(parts)
    return And(found) if len(found) > 1 else found[0] if found else None


class _Grammar:
    """Recursive descent: either ← both (OR both)*, both ← one ((AND)? one)*."""

    def __init__(self, lexemes: list[_Lexeme], depth: int) -> None:
        self._lexemes = lexemes
        self._at = 0
        self._depth = depth

    def sentence(self) -> Query | None:
        """The query of all lexemes; None when there are none. Raises _Misread."""
        if not self._lexemes:
            return None
        query = self._either(0)
        if self._at < len(self._lexemes):
            raise _Misread
        return query

    def _next(self) -> str:
        return self._lexemes[self._at].kind if self._at < len(self._lexemes) else ""

    def _take(self) -> _Lexeme:
        self._at += 1
        return self._lexemes[self._at - 1]

    def _either(self, depth: int) -> Query:
        parts = [self._all(depth)]
        while self._next() == "or":
            self._take()
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self, depth: int) -> Query:
        parts = [self._one(depth)]
        while self._next() not in ("", "or", "close"):
            if self._next() == "and":
                self._take()
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self, depth: int) -> Query:
        if depth > self._depth or not self._next():
            raise _Misread
        lexeme = self._take()
        if lexeme.leaf is not None:
            return lexeme.leaf
        if lexeme.kind == "not":
            return Not(self._one(depth + 1))
        if lexeme.kind == "field":
            return self._field(lexeme.text, depth)
        if lexeme.kind == "open":
            inside = self._either(depth + 1)
            if self._next() != "close":
                raise _Misread
            self._take()
            return inside
        raise _Misread

    def _field(self, name: str, depth: int) -> Query:
        """`name:` and the one value after it; the title takes any part of the grammar."""
        if name == "title":
            return Titled(self._one(depth + 1))
        if self._next() != "leaf":
            raise _Misread
        return Valued(name, self._take().text)
