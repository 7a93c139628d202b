"""The parts of a query: words and phrases, operators, fields; and which of them are what they seem.

A sentence is no command. What looks like an operator or a field, but does not stand as one does, is
read as a word, and bears its other reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import takewhile

from indexer.analysis import Token, folded, is_function_word, tokens, written
from indexer.analysis.normalize import INVISIBLE
from indexer.analysis.signs import HONORIFICS, SIGNS
from indexer.model.basis import InterpretationKind
from indexer.query.ast import FEW_WORDS, WIDTH_SIGNS, Near, Phrase, Query, Wildcard, Word
from indexer.query.operators import (
    NEAR_PATTERN,
    SIGN,
    WITHIN,
    Binding,
    Operator,
    field_of_name,
    operator_of,
    unmarked,
    width_of_name,
)

_WIDTH_SIGNS = {sign: width for width, sign in WIDTH_SIGNS.items() if not sign.endswith(":")}
_FARTHEST = 1000  # words that two may stand apart and still be near
_WAW, _LAYSA = "و", "ليس"
_ALTERNATIVES = ("أو", "او")
# Words that questions and statements have, and queries of a few words do not.
_OF_SENTENCES = """
هل لماذا ماذا كيف متى أين لم لن لا قد لقد سوف إذا لو لأن لكن إنما سواء إما حتى
إن أن إنه إنها إنهم أنه أنها أنهم كان كانت كانوا يكون تكون
الذي التي الذين اللذان اللذين اللتان اللتين اللاتي اللواتي اللائي
هذا هذه هذان هذين هاتان هاتين هؤلاء ذلك تلك هو هي هما هم هن
"""
_SENTENCE_WORDS = frozenset(map(folded, _OF_SENTENCES.split()))
_SENTENCE_SIGNS = frozenset("؟?،؛,;.!…:")
_TANWEEN = "\u064b"  # fathatan, the ending of what ليس denies
# Nouns that begin with a yeh as verbs do.
_NAMES = "يوسف يونس يعقوب يحيى ياسين ياسر يناير يونيو يوليو يوليوز يهود يهودي يمين يسار"
_NO_VERBS = frozenset(map(folded, _NAMES.split()))
_SHORTEST_VERB = 4  # letters; shorter ones may be nouns: يوم، يمن
_LEXEME = re.compile(
    rf"""
      (?P<address> (?<! [^\s()«»“”„"] )
        (?: (?: [a-zA-Z][a-zA-Z0-9+.-]* :// | www\. ) [^\s()«»“”„"]+
          | [a-zA-Z0-9-]+ (?: \. [a-zA-Z0-9-]+ )+ / [^\s()«»“”„"]* [?&=] [^\s()«»“”„"]* ) )
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
    | (?P<width> [=~] (?=\S) )
    | (?P<word> (?: [^\s()«»“”„":|&] | (?<=\d) : (?=\d) )+ | [:|&] )
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
_WILD = re.compile(r"[*?؟]")


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


def lexemes_of(text: str) -> tuple[list[Lexeme], bool]:
    """The lexemes of `text` as they are read, and whether a quotation mark stands alone in it."""
    found, stray = _seeming(text.translate(_UNSEEN))
    return _resolved(found), stray


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
            found += _unquoted(lexeme[0].rstrip() if lexeme["field"] else lexeme[0])
    return found, stray


def _minus(
    typed: str = "", why: InterpretationKind | None = None, other: tuple[Lexeme, ...] = ()
) -> Lexeme:
    """The operator that a minus before a word is."""
    return Lexeme("operator", typed=typed, why=why, other=other, operator=operator_of("-"))


def _resolved(lexemes: list[Lexeme]) -> list[Lexeme]:
    """`lexemes`, those read as words that are no operators and no fields where they stand."""
    sentence = _is_sentence(lexemes)
    found: list[Lexeme] = []
    for at, lexeme in enumerate(lexemes):
        before = lexemes[at - 1].kind if at else "open"
        after = lexemes[at + 1] if at + 1 < len(lexemes) else Lexeme("close")
        if lexeme.operator and lexeme.typed and not lexeme.other:
            denies = sentence or _denies(lexemes, at)
            found.append(_operator_or_word(lexeme, before, after, sentence, denies))
        elif lexeme.kind in ("field", "width") and lexeme.typed:
            nothing = after.kind == "close"
            if (lexeme.spaced and after.kind == "leaf") or nothing:
                other = () if nothing else (replace(lexeme, spaced=False),)
                found.append(_as_word(lexeme, InterpretationKind.FIELD_AS_WORDS, other))
            else:
                found.append(lexeme)
        else:
            found.append(lexeme)
    return found


def _operator_or_word(
    lexeme: Lexeme, before: str, after: Lexeme, sentence: bool, denies: bool
) -> Lexeme:
    """An operator that is written as a word, or that word where it is none.

    It is none where it has nothing to bind, or stands in a sentence; ليس also where it denies.
    """
    typed, operator = unmarked(lexeme.typed), lexeme.operator
    first, last = before == "open", after.kind == "close"
    if typed == _WAW:
        if not (first or last):
            return lexeme
        return replace(lexeme, kind="", operator=None, why=InterpretationKind.UNSEARCHED)
    if operator is None or operator.binding is not Binding.PREFIX:
        if first or last:
            return _as_word(lexeme, InterpretationKind.WORDS)
        if sentence and typed in _ALTERNATIVES:
            return _as_word(lexeme, InterpretationKind.ALTERNATIVE, (lexeme,))
        return lexeme
    if last:
        return _as_word(lexeme, InterpretationKind.WORDS)
    if typed == _LAYSA and (first or denies or _is_function_word(after)):
        return _as_word(lexeme, InterpretationKind.WORDS, (lexeme,))
    if operator.why is None:
        return lexeme
    word = _as_word(lexeme, InterpretationKind.WORDS)
    return replace(lexeme, why=operator.why, other=(replace(word, why=None),))


def _is_sentence(lexemes: list[Lexeme]) -> bool:
    """True if أو and ليس stand in a sentence: no operator, but a word of it.

    A reader who types a query of these operators writes a few words on either side of each, without
    the signs and the words that sentences have. Any other sign of the query language, a group or a
    field say, shows that it is a query.
    """
    sides: list[list[Lexeme]] = [[]]
    for at, lexeme in enumerate(lexemes):
        heading = lexeme.kind in ("field", "width") and lexeme.spaced
        if _is_operator_word(lexeme) and 0 < at < len(lexemes) - 1:
            sides.append([])
        elif heading or lexeme.kind == "leaf" or _is_operator_word(lexeme):
            sides[-1].append(lexeme)
        elif lexeme.kind and unmarked(lexeme.typed) != _WAW:
            return False
    if len(sides) == 1 or not all(sides):
        return False
    return any(
        len(side) > FEW_WORDS
        or any(lexeme.ends for lexeme in side)
        or (len(side) > 1 and any(map(_is_of_sentences, side)))
        for side in sides
    )


def _is_operator_word(lexeme: Lexeme) -> bool:
    """True for أو and ليس, which are words of the language too."""
    return unmarked(lexeme.typed) in (_LAYSA, *_ALTERNATIVES)


def _is_of_sentences(lexeme: Lexeme) -> bool:
    return isinstance(lexeme.leaf, Word) and lexeme.leaf.surface in _SENTENCE_WORDS


def _denies(lexemes: list[Lexeme], at: int) -> bool:
    """True if ليس at `at` denies something of what stands before it, rather than leaving it out.

    A verb or a word with tanween follows it, or a function word stands among several words on one
    of its sides.
    """
    before = _side(reversed(lexemes[:at]))
    after = _side(lexemes[at + 1 :])
    if after and _is_denied(after[0]):
        return True
    return any(len(side) > 1 and any(map(_is_function_word, side)) for side in (before, after))


def _side(lexemes: Iterable[Lexeme]) -> list[Lexeme]:
    """The words next to an operator."""
    return [*takewhile(lambda lexeme: lexeme.kind == "leaf", lexemes)]


def _is_denied(lexeme: Lexeme) -> bool:
    """True if `lexeme` is a verb of the present or bears the ending of a predicate."""
    if not isinstance(lexeme.leaf, Word):
        return False
    word = lexeme.leaf.surface
    is_verb = (
        word.startswith("\N{ARABIC LETTER YEH}")
        and len(word) >= _SHORTEST_VERB
        and word not in _NO_VERBS
        and not word.endswith("\N{ARABIC LETTER HEH}")  # of a folded feminine noun
    )
    return is_verb or _TANWEEN in lexeme.text


def _is_function_word(lexeme: Lexeme) -> bool:
    return isinstance(lexeme.leaf, Word) and is_function_word(lexeme.leaf.written)


def _as_word(lexeme: Lexeme, why: InterpretationKind, other: tuple[Lexeme, ...] = ()) -> Lexeme:
    """`lexeme` read as a word, with its other reading."""
    leaf = Word(written(lexeme.typed), unquotable(lexeme.typed))
    return Lexeme("leaf", lexeme.typed, leaf, lexeme.typed, why=why, other=other)


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
            return [lexeme for part in parts for lexeme in _unquoted(part)]
    if operator := operator_of(bare):
        is_sign = bare in operator.spellings.get(SIGN, ())
        return [Lexeme("operator", typed="" if is_sign else bare, operator=operator)]
    if _WILD.search(bare):
        pattern = "".join(
            "?" if part in "?؟" else part if part == "*" else folded(part)
            for part in re.split(r"([*?؟])", bare)
            if part
        )
        if re.search(r"\w", pattern):
            return [Lexeme("leaf", raw, Wildcard(re.sub(r"\*+", "*", pattern), bare))]
    leaf = _phrase(bare)
    if isinstance(leaf, Word):
        leaf = Word(leaf.written, unquotable(bare))
    ends = len(bare) > 1 and raw[-1] in _SENTENCE_SIGNS
    return [Lexeme("leaf", raw, leaf, ends=ends)] if leaf else []


def _shown(token: Token, text: str) -> str:
    """A word of `text` as the reader wrote it; one of those that a sign stands for, as a word."""
    shown = text[token.start : token.end]
    return token.written if shown in HONORIFICS else shown


def _bare(raw: str) -> str:
    """`raw` without operators before it and punctuation after it.

    A question mark at the end asks, it does not stand for a letter.
    """
    return raw.lstrip("-=~").rstrip("?؟،؛,;.!…:")


def unquotable(word: str) -> str:
    """`word` as it is shown: between quotation marks when it would be an operator without."""
    return f"«{word}»" if operator_of(word) or word == WITHIN else word


def _phrase(text: str) -> Word | Phrase | None:
    """The words of `text` as a phrase, as one word, or None when there is none."""
    words = tuple(token.written for token in tokens(text))
    if len(words) > 1:
        return Phrase(words, text)
    return Word(words[0], text) if words else None


def reach_of(digits: str) -> int | None:
    """How far apart `digits` let words stand; None when that is no distance."""
    few = len(digits) <= len(str(_FARTHEST))
    return int(digits) if few and 1 <= int(digits) <= _FARTHEST else None
