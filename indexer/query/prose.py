"""Prose that was typed or pasted into the search field: which of its signs and words are commands.

A sentence is no command. What looks like an operator or a field, but does not stand as one does, is
read as a word or as punctuation, and bears its other reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from indexer.analysis import folded, is_function_word
from indexer.model.basis import InterpretationKind
from indexer.query.ast import FEW_WORDS, MANY_WORDS, Wildcard, Word
from indexer.query.lexeme import Lexeme, as_word
from indexer.query.operators import Binding, unmarked

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
_TANWEEN = "\u064b"  # fathatan, the ending of what ليس denies
# Nouns that begin with a yeh as verbs do.
_NAMES = "يوسف يونس يعقوب يحيى ياسين ياسر يناير يونيو يوليو يوليوز يهود يهودي يمين يسار"
_NO_VERBS = frozenset(map(folded, _NAMES.split()))
_SHORTEST_VERB = 4  # letters; shorter ones may be nouns: يوم، يمن


def as_prose(lexemes: list[Lexeme]) -> list[Lexeme]:
    """`lexemes`, those read as words that are no operators and no fields where they stand."""
    sentence = _is_sentence(lexemes)
    pasted = _is_pasted(lexemes)
    words = sum(lexeme.kind == "leaf" for lexeme in lexemes)
    only_words = words == len(lexemes)
    found: list[Lexeme] = []
    for at, lexeme in enumerate(lexemes):
        before = lexemes[at - 1].kind if at else "open"
        after = lexemes[at + 1] if at + 1 < len(lexemes) else Lexeme("close")
        if pasted and lexeme.typed.startswith("-") and lexeme.operator:
            leaves_out = (replace(lexeme, typed="", why=None, other=()),)
            why = InterpretationKind.DASH
            found.append(Lexeme("", typed=lexeme.typed, why=why, other=leaves_out))
        elif only_words and isinstance(lexeme.leaf, Wildcard) and lexeme.leaf.is_ornamental(words):
            found += _without_ornament(lexeme)
        elif lexeme.operator and lexeme.typed and not lexeme.other:
            denies = sentence or _denies(lexemes, at)
            found.append(_operator_or_word(lexeme, before, after, sentence, denies))
        elif lexeme.kind in ("field", "width") and lexeme.typed:
            nothing = after.kind == "close"
            if (lexeme.spaced and after.kind == "leaf") or nothing:
                other = () if nothing else (replace(lexeme, spaced=False),)
                found.append(as_word(lexeme, InterpretationKind.FIELD_AS_WORDS, other))
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
            return as_word(lexeme, InterpretationKind.WORDS)
        if typed not in _ALTERNATIVES:
            return lexeme
        if sentence:
            return as_word(lexeme, InterpretationKind.ALTERNATIVE, (lexeme,))
        word = replace(as_word(lexeme, InterpretationKind.WORDS), why=None)
        return replace(lexeme, why=InterpretationKind.EITHER, other=(word,))
    if last:
        return as_word(lexeme, InterpretationKind.WORDS)
    if typed == _LAYSA and (first or denies or _is_function_word(after)):
        return as_word(lexeme, InterpretationKind.WORDS, (lexeme,))
    if operator.why is None:
        return lexeme
    word = as_word(lexeme, InterpretationKind.WORDS)
    return replace(lexeme, why=operator.why, other=(replace(word, why=None),))


def _without_ornament(lexeme: Lexeme) -> tuple[Lexeme, ...]:
    """The words of a wildcard whose signs stand for nothing."""
    around = lexeme.typed.startswith("*") and lexeme.typed.endswith("*")
    why = None if around else InterpretationKind.ORNAMENT
    return tuple(replace(word, typed=lexeme.typed, why=why) for word in lexeme.other)


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


def _is_pasted(lexemes: list[Lexeme]) -> bool:
    """True if signs before words are punctuation: in prose that was copied, not typed as a query.

    It is longer than a query, or has other punctuation. A sign that only a query has, like | or the
    name of a field, shows that it was typed.
    """
    if any(_is_sign_of_queries(lexeme) for lexeme in lexemes):
        return False
    leaves = [lexeme for lexeme in lexemes if lexeme.kind == "leaf"]
    return len(leaves) > MANY_WORDS or any(lexeme.ends for lexeme in leaves)


def _is_sign_of_queries(lexeme: Lexeme) -> bool:
    if lexeme.kind in ("field", "width"):
        return not lexeme.spaced
    return lexeme.kind == "near" or (lexeme.kind == "operator" and not lexeme.typed)


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
