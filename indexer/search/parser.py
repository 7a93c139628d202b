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
from itertools import islice

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
      (?P<phrase> « [^«»]* » | » [^«»]* « | ["“”„] [^"“”„]* ["“”] )
    | (?P<open> \( ) | (?P<close> \) )
    | (?P<field> [^\W\d_]+ ) : \s*
    | (?P<not> (?<![^\s(]) - (?=\S) )
    | (?P<word> (?: [^\s()«»“”„":|&] | (?<=\d) : (?=\d) )+ | [:|&] )
    | (?P<stray> [«»“”„"] )
    """,
    re.VERBOSE,
)
_QUOTES = re.compile(r"[«»“”„\"]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_WILD = re.compile(r"[*?؟]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as it was understood; `query` is None when it asks for no word at all."""

    query: Query | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may hold."""

    characters: int
    words: int
    depth: int


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str  # and, or, not, open, close, field, leaf
    text: str = ""  # the name of a field, or what a leaf says as the value of one
    leaf: Query | None = None


class _Misread(Exception):
    """The lexemes are no sentence of the grammar."""


def parsed(text: str, limits: Limits) -> Parsed:
    """The reading of `text`. Never raises, and never takes time beyond the limits."""
    notes: list[Note] = []
    if len(text) > limits.characters:
        text = text[: limits.characters + 1].rpartition(" ")[0] or text[: limits.characters]
        notes.append(Note.TOO_MANY_WORDS)
    lexemes, stray = _lexemes(_CONTROLS.sub("", text))
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
    return Parsed(query, tuple(notes))


def _lexemes(text: str) -> tuple[list[_Lexeme], bool]:
    """The lexemes of `text`, and whether a quotation mark stands alone in it."""
    found: list[_Lexeme] = []
    stray = False
    for lexeme in _LEXEME.finditer(text):
        kind = lexeme.lastgroup
        if kind == "phrase":
            found += _quoted(_QUOTES.sub(" ", lexeme[0])[1:-1])
        elif kind in ("open", "close", "not"):
            found.append(_Lexeme(kind))
        elif kind == "stray":
            stray = True
        elif kind == "field" and (name := FIELD_NAMES.get(folded(lexeme["field"]))):
            found.append(_Lexeme("field", name))
        else:
            found += _unquoted(lexeme["field"] or lexeme[0])
    return found, stray


def _quoted(text: str) -> list[_Lexeme]:
    """The one lexeme of what stands between quotation marks, or none when it holds no word."""
    leaf = _phrase(text)
    if isinstance(leaf, Word):
        leaf = Word(leaf.surface, f"«{text}»")  # without its marks «أو» would be an operator
    return [_Lexeme("leaf", text, leaf)] if leaf else []


def _unquoted(raw: str) -> list[_Lexeme]:
    """The one lexeme of `raw`, or none when it holds no letter or digit."""
    # A question mark at the end asks, it does not stand for a letter.
    bare = raw.lstrip("-").rstrip("?؟،؛,;.!…")
    if bare in _OPERATORS:
        return [_Lexeme(_OPERATORS[bare])]
    if _WILD.search(bare):
        pattern = "".join(
            "?" if part in "?؟" else part if part == "*" else folded(part)
            for part in re.split(r"([*?؟])", bare)
            if part
        )
        if re.search(r"\w", pattern):
            return [_Lexeme("leaf", raw, Wildcard(re.sub(r"\*+", "*", pattern), bare))]
    leaf = _phrase(bare)
    return [_Lexeme("leaf", raw, leaf)] if leaf else []


def _phrase(text: str) -> Word | Phrase | None:
    """The words of `text` as a phrase, as one word, or None when there is none."""
    surfaces = tuple(token.surface for token in tokens(text))
    if len(surfaces) > 1:
        return Phrase(surfaces, text)
    return Word(surfaces[0], text) if surfaces else None


def _within(lexemes: list[_Lexeme], most: int) -> list[_Lexeme]:
    """`lexemes`, or a new list up to the one that brings the words to more than `most`."""
    room = most
    for at, lexeme in enumerate(lexemes):
        if lexeme.leaf is None:
            continue
        size = len(lexeme.leaf.surfaces) if isinstance(lexeme.leaf, Phrase) else 1
        if size > room:
            return _mended(lexemes[:at] + _beginning(lexeme, room))
        room -= size
    return lexemes


def _beginning(lexeme: _Lexeme, most: int) -> list[_Lexeme]:
    """A lexeme of the first `most` words of a phrase; none if there is no room or no phrase."""
    if most == 0 or not isinstance(lexeme.leaf, Phrase):
        return []
    text = lexeme.leaf.written
    *_, last = islice(tokens(text), most)
    return _quoted(text[: last.end])


def _mended(lexemes: list[_Lexeme]) -> list[_Lexeme]:
    """`lexemes` that were cut short, without operators left hanging, and with groups closed."""
    while lexemes and lexemes[-1].kind not in ("leaf", "close"):
        lexemes.pop()
    kinds = [lexeme.kind for lexeme in lexemes]
    return lexemes + [_Lexeme("close")] * (kinds.count("open") - kinds.count("close"))


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
