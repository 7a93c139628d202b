"""The text of a query → its parts: words and phrases, operators, fields.

They are told by their letters first; `prose.py` decides which of them are what they seem.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain

from indexer.analysis import Token, folded, tokens
from indexer.analysis.normalize import INVISIBLE
from indexer.analysis.numbers import SPACED
from indexer.analysis.signs import HONORIFICS, SIGNS
from indexer.model.basis import InterpretationKind
from indexer.query.ast import WIDTH_SIGNS, Near, Phrase, Query, Wildcard, Word
from indexer.query.lexeme import Lexeme, unquotable
from indexer.query.operators import NEAR_PATTERN, field_of_name, operator_of, width_of_name
from indexer.query.prose import as_prose

_WIDTH_SIGNS = {sign: width for width, sign in WIDTH_SIGNS.items() if not sign.endswith(":")}
_FARTHEST = 1000  # words that two may stand apart and still be near
_PUNCTUATION = "؟?،؛,;.!…:"
_DASHES = "-–—"
_AROUND = "﴿﴾" + _DASHES  # signs around words that are none themselves
_BRACKETED = re.compile(r"\[(.*)\]|\{(.*)\}|<(.*)>")  # one alone may be a slip on the keyboard
_ENDS = frozenset(_PUNCTUATION + _DASHES)  # after a word of prose
_ADDRESS = r"""
      (?: [a-zA-Z][a-zA-Z0-9+.-]* :// | www\. ) [^\s()«»“”„"]+
    | [a-zA-Z0-9-]+ (?: \. [a-zA-Z0-9-]+ )+ / [^\s()«»“”„"]* [?&=] [^\s()«»“”„"]*
"""
_IS_ADDRESS = re.compile(_ADDRESS, re.VERBOSE).fullmatch
_LEXEME = re.compile(
    rf"""
      (?P<address> {_ADDRESS} )
    | (?P<phrase>
        (?: « [^«»]* » | » [^«»]* « | ["“”„] [^"“”„]* ["“”] ) (?: ~ (?P<apart> \d+ ) )?
      )
    | (?P<open> \( ) | (?P<close> \) )
    | (?P<near> (?<! [^\s()«»“”„"] )
        (?: {NEAR_PATTERN} )
        (?! [^\s()«»“”„"] )
      )
    | (?P<field> [^\W\d_]+ ) : \s*
    | (?P<hyphen> (?<![^\s(]) - (?=\d) )
    | (?P<not> (?<![^\s(]) - (?=\S) )
    | (?P<width> (?: ~~ | [=~] ) (?=\S) )
    | (?P<word> (?: (?<!\d) {SPACED} | [^\s()«»“”„":|&] | (?<=\d) : (?=\d) )+ | [:|&] )
    | (?P<stray> [«»“”„"] )
    """,
    re.VERBOSE,
)
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:www\.)?", re.I)
_SIGNS_OF_ADDRESSES = frozenset("?&=*|~")
_TERMS_OF_THEIR_OWN = frozenset(SIGNS)
_SIGNLESS = dict.fromkeys(map(ord, SIGNS), " ")
_QUOTES = re.compile(r"[«»“”„\"]")
_UNSEEN = dict.fromkeys(
    (
        *INVISIBLE,
        *(*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0)),
        *(*range(0xD800, 0xE000), 0xFFFE, 0xFFFF),
    )
)
# A wildcard stands after letters; a question mark between them. Elsewhere they are punctuation.
_WILDCARDS = {"*": "*", "?": "?", "؟": "?"}
_WILD = re.compile(r"(?<=\w)(?:\*+(?=[\w*?؟]|$)|[?؟]+(?=[\w*]))|^\*+(?=\w)")


def lexemes_of(text: str) -> tuple[list[Lexeme], bool]:
    """The lexemes of `text` as they are read, and whether a quotation mark stands alone in it."""
    found, stray = _seeming(text.translate(_UNSEEN))
    return as_prose(found), stray


def _seeming(text: str) -> tuple[list[Lexeme], bool]:
    """The lexemes of `text` by their letters alone."""
    found: list[Lexeme] = []
    stray = False
    for lexeme in _LEXEME.finditer(text):
        kind = lexeme.lastgroup
        if kind == "phrase":
            reach = reach_of(lexeme["apart"] or "0")
            stray |= reach is None and lexeme["apart"] is not None
            inner = lexeme[0].rpartition("~")[0] if lexeme["apart"] else lexeme[0]
            found += quoted(_QUOTES.sub(" ", inner)[1:-1], reach)
        elif kind == "address":
            found += _address(lexeme[0])
        elif kind in ("open", "close"):
            found.append(Lexeme(kind))
        elif kind == "not":
            after = re.match(r"\S+", text[lexeme.end() :])
            typed = f"-{after[0]}" if after else "-"
            nothing = (Lexeme(""),)
            found.append(_minus(typed=typed, why=InterpretationKind.NOT, other=nothing))
        elif kind == "hyphen":
            digits = re.match(r"\S+", text[lexeme.end() :])
            typed = f"-{digits[0]}" if digits else "-"
            leaves_out = (_minus(),)
            found.append(Lexeme("", typed=typed, why=InterpretationKind.HYPHEN, other=leaves_out))
        elif kind == "near":
            found.append(Lexeme("near", lexeme["words"] or lexeme["reach"] or "2"))
        elif kind == "width":
            found.append(Lexeme("width", _WIDTH_SIGNS[lexeme[0]]))
        elif kind == "stray":
            stray = True
        elif kind == "field" and (name := field_of_name(lexeme["field"])):
            spaced = not lexeme[0].endswith(":")
            found.append(Lexeme("field", name, typed=lexeme["field"], spaced=spaced))
        elif kind == "field" and (width := width_of_name(lexeme["field"])):
            spaced = not lexeme[0].endswith(":")
            found.append(Lexeme("width", width, typed=lexeme["field"], spaced=spaced))
        else:
            words = _unquoted(lexeme[0].rstrip() if lexeme["field"] else lexeme[0])
            if not words and found and found[-1].kind == "leaf":  # a sign by itself
                found[-1] = replace(found[-1], ends=True)
            found += words
    return found, stray


def _minus(
    typed: str = "", why: InterpretationKind | None = None, other: tuple[Lexeme, ...] = ()
) -> Lexeme:
    """The operator that a minus before a word is."""
    return Lexeme("operator", typed=typed, why=why, other=other, operator=operator_of("-"))


def _address(text: str) -> list[Lexeme]:
    """The one lexeme of an address: its words in a row, without http:// and www."""
    bare = _SCHEME.sub("", text, count=1)
    leaf = _phrase(bare)
    if leaf is None:
        return _unquoted(text)
    if isinstance(leaf, Word):
        return [Lexeme("leaf", bare, Word(leaf.written, unquotable(leaf.written)))]
    if not _SIGNS_OF_ADDRESSES & set(text):
        return [Lexeme("leaf", bare, leaf)]
    apart = tuple(Lexeme("leaf", word, Word(word, unquotable(word))) for word in leaf.words)
    return [Lexeme("leaf", bare, leaf, text, why=InterpretationKind.ADDRESS, other=apart)]


def quoted(text: str, reach: int | None = None) -> list[Lexeme]:
    """The one lexeme of what stands between quotation marks, or none when it holds no word.

    With `reach` its words may stand that far from each other.
    """
    leaf: Query | None = _phrase(text)
    if isinstance(leaf, Word):
        # without its marks «أو» would be an operator
        leaf = Word(leaf.written, f"«{text}»", quoted=True)
    elif leaf and reach:
        parts = [Word(token.written, unquotable(_shown(token, text))) for token in tokens(text)]
        leaf = Near(tuple(parts), reach)
    return [Lexeme("leaf", text, leaf)] if leaf else []


def _unquoted(raw: str) -> list[Lexeme]:
    """The lexemes of `raw`: one, or none when it holds nothing that is searched.

    A sign beside words is not asked for, unless they are quoted; it parts those on its sides.
    """
    bare = _bare(raw)
    if not _TERMS_OF_THEIR_OWN.isdisjoint(bare):
        parts = [part for part in bare.translate(_SIGNLESS).split() if [*tokens(part)]]
        if parts:
            read = (_address(part) if _IS_ADDRESS(part) else _unquoted(part) for part in parts)
            return [*chain.from_iterable(read)]
    if operator := operator_of(bare):
        is_sign = not [*tokens(bare)]
        return [Lexeme("operator", typed="" if is_sign else bare, operator=operator)]
    wildcard = _wildcard(bare)
    leaf = _phrase(bare)
    if isinstance(leaf, Word):
        leaf = Word(leaf.written, unquotable(_bare(bare, "*")))
    ends = len(bare) > 1 and raw[-1] in _ENDS
    words = (Lexeme("leaf", raw, leaf, ends=ends),) if leaf else ()
    if wildcard is None:
        return list(words)
    return [Lexeme("leaf", raw, wildcard, bare, ends=ends, other=words)]


def _wildcard(bare: str) -> Wildcard | None:
    """The wildcard that a word is; None if it has none of the signs, or not where they count."""
    if not _WILD.search(bare) or bare.startswith("**"):
        return None
    parts = re.split(r"([*?؟])", bare)
    letters = "".join(_WILDCARDS.get(part) or folded(part) for part in parts if part)
    if not re.search(r"\w", letters):
        return None
    return Wildcard(re.sub(r"\*+", "*", letters), bare)


def _shown(token: Token, text: str) -> str:
    """A word of `text` as the reader wrote it; one of those that a sign stands for, as a word."""
    shown = text[token.start : token.end]
    return token.written if shown in HONORIFICS else shown


def _bare(raw: str, wildcards: str = "") -> str:
    """`raw` without operators before it, and without punctuation and `wildcards` around it.

    A question mark at the end asks, it does not stand for a letter.
    """
    inside = _BRACKETED.fullmatch(raw.rstrip(_PUNCTUATION))
    bare = inside[inside.lastindex or 0] if inside else raw
    bare = bare.lstrip("=~?؟:" + _AROUND + wildcards)
    return bare.rstrip(_PUNCTUATION + _AROUND + wildcards)


def _phrase(text: str) -> Word | Phrase | None:
    """The words of `text` as a phrase, as one word, or None when there is none."""
    found = [*tokens(text)]
    if len(found) > 1:
        return Phrase(tuple(token.written for token in found), text)
    return Word(found[0].written, text) if found else None


def reach_of(digits: str) -> int | None:
    """How far apart `digits` let words stand; None when that is no distance."""
    few = len(digits) <= len(str(_FARTHEST))
    return int(digits) if few and 1 <= int(digits) <= _FARTHEST else None
