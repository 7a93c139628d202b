"""The query language: every string has a reading.

    كلمة كلمة            both words                 و   AND
    كلمة أو كلمة         either                     أو  OR  |
    ليس كلمة  -كلمة      not this one               ليس NOT -
    «عبارة»  "phrase"    words one after the other
    كلم*  ك؟مة           words written like this    *   ؟ ?
    كلمة ضمن 5 كلمات كلمة   so near each other       NEAR/5  قرب/5  «كلمة كلمة»~5
    =كلمة  ~كلمة         as written, by its root    exact:  root:  word: and their names
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
from indexer.language.folding import INVISIBLE, MARKS
from indexer.model import Note, Width
from indexer.search.query import (
    And,
    AtWidth,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Titled,
    Valued,
    Wildcard,
    Word,
    may_stand_near,
)

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
WIDTH_NAMES = {
    folded(name): width
    for width, names in {
        Width.EXACT: ("exact", "حرفي", "حرفيا"),
        Width.WORD: ("word", "mot", "كلمة"),
        Width.ROOT: ("root", "racine", "جذر", "الجذر"),
    }.items()
    for name in names
}
_SIGNS = {"=": Width.EXACT, "~": Width.ROOT}
_FARTHEST = 1000  # words that two may stand apart and still be near
_WITHIN = "ضمن"
_OPERATORS = {
    "AND": "and", "و": "and", "&": "and",
    "OR": "or", "أو": "or", "او": "or", "|": "or",
    "NOT": "not", "ليس": "not",
}  # fmt: skip
_UNMARKED = dict.fromkeys(MARKS)
_LEXEME = re.compile(
    rf"""
      (?P<phrase>
        (?: « [^«»]* » | » [^«»]* « | ["“”„] [^"“”„]* ["“”] ) (?: ~ (?P<apart> \d+ ) )?
      )
    | (?P<open> \( ) | (?P<close> \) )
    | (?P<near> (?<! [^\s()«»“”„"] )
        (?: {_WITHIN} \s+ (?: (?P<words> \d+ ) \s+ كلم(?: ات | ة | ه ) | كلمتين )
          | (?: NEAR | قرب ) / (?P<reach> \d+ ) )
        (?! [^\s()«»“”„"] )
      )
    | (?P<field> [^\W\d_]+ ) : \s*
    | (?P<not> (?<![^\s(]) - (?=\S) )
    | (?P<width> [=~] (?=\S) )
    | (?P<word> (?: [^\s()«»“”„":|&] | (?<=\d) : (?=\d) )+ | [:|&] )
    | (?P<stray> [«»“”„"] )
    """,
    re.VERBOSE,
)
_QUOTES = re.compile(r"[«»“”„\"]")
_UNSEEN = dict.fromkeys(
    (
        *INVISIBLE,
        *(*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0)),
        *(*range(0xD800, 0xE000), 0xFFFE, 0xFFFF),
    )
)
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
    kind: str  # and, or, not, near, width, open, close, field, leaf
    text: str = ""  # a field's name, a width, how near; or what a leaf says as a field's value
    leaf: Query | None = None


class _Misread(Exception):
    """The lexemes are no sentence of the grammar."""


def parsed(text: str, limits: Limits) -> Parsed:
    """The reading of `text`. Never raises, and never takes time beyond the limits."""
    notes: list[Note] = []
    if len(text) > limits.characters:
        text = text[: limits.characters + 1].rpartition(" ")[0] or text[: limits.characters]
        notes.append(Note.TOO_MANY_WORDS)
    lexemes, stray = _lexemes(text.translate(_UNSEEN))
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
            reach = _reach(lexeme["apart"] or "0")
            stray |= reach is None and lexeme["apart"] is not None
            quoted = lexeme[0].rpartition("~")[0] if lexeme["apart"] else lexeme[0]
            found += _quoted(_QUOTES.sub(" ", quoted)[1:-1], reach)
        elif kind in ("open", "close", "not"):
            found.append(_Lexeme(kind))
        elif kind == "near":
            found.append(_Lexeme("near", lexeme["words"] or lexeme["reach"] or "2"))
        elif kind == "width":
            found.append(_Lexeme("width", _SIGNS[lexeme[0]]))
        elif kind == "stray":
            stray = True
        elif kind == "field" and (name := FIELD_NAMES.get(folded(lexeme["field"]))):
            found.append(_Lexeme("field", name))
        elif kind == "field" and (width := WIDTH_NAMES.get(folded(lexeme["field"]))):
            found.append(_Lexeme("width", width))
        else:
            found += _unquoted(lexeme["field"] or lexeme[0])
    return found, stray


def _quoted(text: str, reach: int | None = None) -> list[_Lexeme]:
    """The one lexeme of what stands between quotation marks, or none when it holds no word.

    With `reach` its words may stand that far from each other.
    """
    leaf: Query | None = _phrase(text)
    if isinstance(leaf, Word):
        # without its marks «أو» would be an operator
        leaf = Word(leaf.written, f"«{text}»", quoted=True)
    elif leaf and reach:
        parts = [
            Word(token.written, _unquotable(text[token.start : token.end]))
            for token in tokens(text)
        ]
        leaf = Near(tuple(parts), reach)
    return [_Lexeme("leaf", text, leaf)] if leaf else []


def _unquoted(raw: str) -> list[_Lexeme]:
    """The one lexeme of `raw`, or none when it holds no letter or digit."""
    # A question mark at the end asks, it does not stand for a letter.
    bare = raw.lstrip("-=~").rstrip("?؟،؛,;.!…")
    if operator := _operator(bare):
        return [_Lexeme(operator)]
    if _WILD.search(bare):
        pattern = "".join(
            "?" if part in "?؟" else part if part == "*" else folded(part)
            for part in re.split(r"([*?؟])", bare)
            if part
        )
        if re.search(r"\w", pattern):
            return [_Lexeme("leaf", raw, Wildcard(re.sub(r"\*+", "*", pattern), bare))]
    leaf = _phrase(bare)
    if isinstance(leaf, Word):
        leaf = Word(leaf.written, _unquotable(bare))
    return [_Lexeme("leaf", raw, leaf)] if leaf else []


def _operator(word: str) -> str | None:
    """The operator that `word` is, with or without tashkeel and tatweel; None if it is none."""
    return _OPERATORS.get(word.translate(_UNMARKED))


def _unquotable(word: str) -> str:
    """`word` as it is shown: between quotation marks when it would be an operator without."""
    return f"«{word}»" if _operator(word) or word == _WITHIN else word


def _phrase(text: str) -> Word | Phrase | None:
    """The words of `text` as a phrase, as one word, or None when there is none."""
    words = tuple(token.written for token in tokens(text))
    if len(words) > 1:
        return Phrase(words, text)
    return Word(words[0], text) if words else None


def _reach(digits: str) -> int | None:
    """How far apart `digits` let words stand; None when that is no distance."""
    few = len(digits) <= len(str(_FARTHEST))
    return int(digits) if few and 1 <= int(digits) <= _FARTHEST else None


def _within(lexemes: list[_Lexeme], most: int) -> list[_Lexeme]:
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


def _beginning(lexeme: _Lexeme, most: int) -> list[_Lexeme]:
    """A lexeme of the first `most` words of a phrase; none if there is no room or no phrase."""
    if most == 0:
        return []
    match lexeme.leaf:
        case Phrase(_, shown):
            *_, last = islice(tokens(shown), most)
            return _quoted(shown[: last.end])
        case Near(parts, reach):
            leaf = Near(parts[:most], reach) if most > 1 else parts[0]
            return [_Lexeme("leaf", lexeme.text, leaf)]
        case _:
            return []


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
    """either ← all (OR all)*; all ← near (AND? near)*; near ← one (NEAR one)*."""

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
        parts = [self._near(depth)]
        while self._next() not in ("", "or", "close"):
            if self._next() == "and":
                self._take()
            parts.append(self._near(depth))
        # A group of words asks for all of them as its neighbours do: it is no group.
        flat = [one for part in parts for one in (part.parts if isinstance(part, And) else (part,))]
        return flat[0] if len(flat) == 1 else And(tuple(flat))

    def _near(self, depth: int) -> Query:
        """One part, or several that stand near each other: each run of one distance by itself."""
        parts = [self._one(depth)]
        runs: list[Near] = []
        reach = None
        while self._next() == "near":
            wanted = _reach(self._take().text)
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
        if lexeme.kind == "not":
            return Not(self._one(depth + 1))
        if lexeme.kind == "width":
            return AtWidth(Width(lexeme.text), self._one(depth + 1))
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
