"""A query of many words, few of whose documents hold them all → the query for any of them.

A query of three words or more asks for all of them only while thirty documents hold them all; below
that, those with some are found too. Measured: docs/relevance.md. Of two words, those with one are
found where no document holds both. A word that more than half of the documents hold (ما، على) would
find the whole archive, and finds none then. A phrase among words that no document has is its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from indexer.analysis import field_of
from indexer.engine.protocol import AnyOf, Node
from indexer.model import Width
from indexer.query.ast import Named, Or, Query, Word, words_of
from indexer.query.bridge import translations_in, with_names
from indexer.query.plan import Plan
from indexer.query.rewrite import (
    Rewrite,
    conjuncts,
    either,
    has_alternatives,
    meant_words,
    numbered_words,
    rare_words,
)
from indexer.search.session import Session

ENOUGH = 30  # documents that hold all words; where fewer do, those with some of them count too
_SHORT = 2  # words; of so few, those with one are found only where none holds both
_COMMON = 0.5  # of the documents
FAMILIES = field_of("text", Width.WORD)


@dataclass(frozen=True, slots=True)
class Widening:
    """How a query is widened: its plan, and the `query` that finds the same documents."""

    query: Query
    plan: Plan


def enough(any_word: Query) -> int:
    """The documents with all words below which `any_word` is asked for instead."""
    wanted = conjuncts(any_word)[0]
    few = not isinstance(wanted, Or) or len(wanted.parts) <= _SHORT
    return 1 if few else ENOUGH


def widened(
    session: Session, rewrite: Rewrite, every_word: Node, any_word: Query, common: Commonness
) -> Widening:
    """`rewrite` widened to `any_word`; a common word counts only where `every_word` is answered."""
    query, request = rewrite.query, rewrite.request
    common.learn((any_word,))
    rare = rare_words(any_word, common)
    named = tuple(translations_in(session.read(query, request)))
    numbers = numbered_words(query)
    numbers |= {one: numbers.get(conjuncts(one.asked)[0], 0) for one in named}
    every = with_names(any_word, named)
    rare = with_names(rare, common.rare_names(named))
    rewrite = replace(rewrite, request=replace(request, translate=False))
    plan = session.planned(replace(rewrite, query=every), guessing=True, of=numbers)
    if rare != every:
        node = session.planned(replace(rewrite, query=rare), guessing=True).node
        plan = replace(plan, node=AnyOf((every_word, node)))
    same = meant_words(rare, plan.meant, request.width)
    if rare != every and has_alternatives(query):
        same = either(query, same)  # a document with all words may hold none that is rare
    return Widening(same, plan)


class Commonness:
    """Tells whether so many documents hold a word, in some form, that it tells nothing.

    At whatever width is asked: a wider one finds no less.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._least = max(ENOUGH, session.generation.manifest.documents * _COMMON)
        self._frequencies: dict[str, int] = {}

    def learn(self, queries: Iterable[Query]) -> None:
        """Asks the engine how many documents hold each word of `queries`, of all at once."""
        if new := self.undecided(queries):
            self.know(self._session.searcher.frequencies(FAMILIES, new))

    def undecided(self, queries: Iterable[Query]) -> list[str]:
        """The families of words in `queries` of which the engine must tell how many hold them."""
        words = (word for query in queries for word in words_of(query))
        families = dict.fromkeys(map(self._family, words))
        return [name for name in families if self._is_undecided(name)]

    def know(self, frequencies: Mapping[str, int | None]) -> None:
        """Notes how many documents hold each family, as the engine told; None: time ran out.

        Other requests to the same generation know it too.
        """
        for family, documents in frequencies.items():
            if documents is not None:
                self._session.holders[family] = documents
            self._frequencies[family] = documents or 0

    def __call__(self, word: Query) -> bool:
        if not isinstance(word, Word):
            return False
        self.learn((word,))
        return self._frequencies.get(self._family(word), 0) > self._least

    def rare_names(self, named: Iterable[Named]) -> Iterator[Named]:
        """`named` without the names that are common words, and those of common words."""
        for one in named:
            if self(one.asked):
                continue
            if names := tuple(filter(self._is_rare, one.names)):
                yield replace(one, names=names)

    def _is_rare(self, name: Query) -> bool:
        """True for a phrase, and for a word that so few documents hold that it tells something."""
        if not isinstance(name, Word):
            return True
        lexicon = self._session.lexicon
        return sum(map(lexicon.count, lexicon.members(self._family(name)))) <= self._least

    def _family(self, word: Word) -> str:
        """The family of `word`; of homographs, of the most frequent."""
        lexicon = self._session.lexicon
        return lexicon.family(lexicon.keys_of(word.written)[0])

    def _is_undecided(self, family: str) -> bool:
        """Whether the engine must say how many documents hold `family`: it occurs often enough."""
        known = self._session.holders.get(family)
        if known is not None:
            self._frequencies[family] = known
        lexicon, occurrences = self._session.lexicon, 0
        for word in lexicon.members(family) if family not in self._frequencies else ():
            occurrences += lexicon.count(word)
            if occurrences > self._least:
                return True
        self._frequencies.setdefault(family, occurrences)  # no more documents can hold it
        return False
