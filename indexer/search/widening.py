"""A query of many words, few of whose documents hold them all → the query for any of them.

A query of three words or more asks for all of them only while thirty documents hold them all; below
that, those with some are found too. Measured: docs/relevance.md. A word that more than half of the
documents hold (ما، على) would find the whole archive, and finds none then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from indexer.analysis import field_of
from indexer.engine.protocol import AnyOf, Node
from indexer.model import SearchRequest, Width, WordForms
from indexer.query.ast import And, AtWidth, Not, Or, Phrase, Query, Word
from indexer.query.planner import Plan
from indexer.search.session import Session

ENOUGH = 30
_LONG = 3
_COMMON = 0.5


@dataclass(frozen=True, slots=True)
class Widened:
    """How a query was widened: its plan and words, and the `query` that finds the same."""

    query: Query
    plan: Plan
    words: tuple[WordForms, ...]


def any_word_of(query: Query) -> Query | None:
    """`query` asking for any of its words, when it asks for three or more; else None.

    It finds all that `query` finds. What that leaves out stays left out, and a query that asks for
    more than words and phrases is meant.
    """
    parts = _parts(query)
    left_out = tuple(part for part in parts if isinstance(part, Not))
    words = [_words(part) for part in parts if part not in left_out]
    found = tuple(dict.fromkeys(word for part in words if part for word in part))
    if len(found) < _LONG or None in words:
        return None
    return And((Or(found), *left_out)) if left_out else Or(found)


def widened(
    session: Session, request: SearchRequest, query: Query, every_word: Node, any_word: Query
) -> Widened:
    """`query` widened to `any_word`; a common word counts only where `every_word` is answered."""
    planner = session.planner(request, guessing=True)
    plan = planner.plan(any_word, request.width, _numbers(query))
    rare = _rare(session, any_word)
    if rare != any_word:
        node = session.planner(request, guessing=True).plan(rare, request.width).node
        plan = replace(plan, node=AnyOf((every_word, node)))
    words = planner.words()
    meant = {word.word: word.near for word in words if word.near}
    asked = _meaning(rare, meant, request.width)
    if rare != any_word and any(isinstance(part, Or) for part in _parts(query)):
        asked = _or_else(query, asked)  # a document with all words may hold none that is rare
    return Widened(asked, plan, words)


def _words(part: Query) -> tuple[Query, ...] | None:
    """The words and phrases that `part` consists of; None when there is something else in it."""
    match part:
        case Word() | Phrase():
            return (part,)
        case And(parts) | Or(parts):
            found = [_words(inner) for inner in parts]
            return None if None in found else tuple(word for of in found if of for word in of)
        case _:
            return None


def _numbers(query: Query) -> dict[Query, int]:
    """The number of the part of `query` that each of its words is in, from 1."""
    found: dict[Query, int] = {}
    for number, part in enumerate(_parts(query), start=1):
        for word in _words(part) or ():
            found.setdefault(word, number)
    return found


def _rare(session: Session, any_word: Query) -> Query:
    """`any_word` without the words that are common, unless all are."""
    match any_word:
        case And((words, *left_out)):
            return And((_rare(session, words), *left_out))
        case Or(words):
            rare = tuple(word for word in words if not _is_common(session, word))
            return Or(rare) if rare else any_word
        case _:
            return any_word


def _is_common(session: Session, word: Query) -> bool:
    """Whether so many documents hold `word`, in some form, that it tells nothing.

    At whatever width is asked: a wider one finds no less.
    """
    if not isinstance(word, Word):
        return False
    family = session.lexicon.family(word.surface)
    held = session.searcher.frequencies(field_of("text", Width.WORD), (family,))[family]
    return held > max(ENOUGH, session.generation.manifest.documents * _COMMON)


def _meaning(any_word: Query, meant: Mapping[str, tuple[str, ...]], width: Width) -> Query:
    """`any_word` with the words the archive does not have replaced by those they stood for.

    Those stand with their families, whatever the `width`.
    """
    match any_word:
        case And((words, *left_out)):
            return And((_meaning(words, meant, width), *left_out))
        case Or(words):
            found: dict[Query, None] = {}
            for word in words:
                near = meant.get(word.bare, ()) if isinstance(word, Word) else ()
                others: list[Query] = [Word(text, text) for text in near]
                if width is not Width.WORD:
                    others = [AtWidth(Width.WORD, other) for other in others]
                found |= dict.fromkeys(others or [word])
            return Or(tuple(found)) if len(found) > 1 else next(iter(found))
        case _:
            return any_word


def _or_else(query: Query, other: Query) -> Query:
    """Documents that answer `query` or `other`, both without what is left out."""
    left_out = tuple(part for part in _parts(query) if isinstance(part, Not))
    wanted = tuple(part for part in _parts(query) if part not in left_out)
    words = _parts(other)[0] if left_out else other
    either = Or((And(wanted) if len(wanted) > 1 else wanted[0], words))
    return And((either, *left_out)) if left_out else either


def _parts(query: Query) -> tuple[Query, ...]:
    return query.parts if isinstance(query, And) else (query,)
