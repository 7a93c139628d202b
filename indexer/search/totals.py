"""How many documents rewrites find, counted together: many rewrites, one request to the engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.engine.protocol import Node, Term
from indexer.model import Filters, Width
from indexer.query.ast import Phrase, Query
from indexer.query.plan import Plan
from indexer.query.rewrite import Rewrite, any_word_of, phrases_of, with_words_of
from indexer.search.session import Session
from indexer.search.widening import ENOUGH, FAMILIES, Commonness, Widening, enough, widened

_Question = tuple[Node, Filters]


@dataclass(frozen=True, slots=True)
class Total:
    """How many documents hold all words of a rewrite, and any of them; None where time ran out.

    `any_word` is the same as `all_words` for a query that is not widened. A query that may be is
    widened where fewer than `enough` documents hold all words.
    """

    all_words: int | None
    any_word: int | None
    enough: int = ENOUGH

    @property
    def is_few(self) -> bool:
        """Whether few documents hold all words, so that the query is widened."""
        return self.all_words is not None and self.all_words < self.enough

    @property
    def total(self) -> int:
        """How many documents the rewrite finds when it is carried out; 0 where that is unknown."""
        return (self.any_word if self.is_few else self.all_words) or 0

    @property
    def finds_nothing(self) -> bool:
        """Whether there is nothing to find, which is not known when time ran out."""
        return self.all_words == 0 == self.any_word


class Totals:
    """rewrite → its Total. Those asked for together are counted together."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._common = Commonness(session)
        self._plans: dict[Rewrite, Plan] = {}
        self._any_words: dict[Query, Query | None] = {}
        self._widenings: dict[Rewrite, Widening | None] = {}
        self._counts: dict[_Question, int | None] = {}
        self._phrases: dict[Phrase, _Question] = {}

    def plan(self, rewrite: Rewrite) -> Plan:
        """The plan of `rewrite`, all of its words asked for."""
        plan = self._plans.get(rewrite)
        if plan is None:
            plan = self._plans[rewrite] = self._session.planned(rewrite)
        return plan

    def any_word_of(self, rewrite: Rewrite) -> Query | None:
        """The query for any word of `rewrite`; None if it is not widened."""
        query = rewrite.query
        if not rewrite.request.widen:
            return None
        if query not in self._any_words:
            self._any_words[query] = any_word_of(query)
        return self._any_words[query]

    def widening(self, rewrite: Rewrite) -> Widening | None:
        """How `rewrite` is widened where few documents hold all its words; None if it is not."""
        if rewrite not in self._widenings:
            any_word = self.any_word_of(rewrite)
            self._widenings[rewrite] = None
            if any_word is not None:
                any_word = with_words_of(any_word, self.absent(any_word))
                node = self.plan(rewrite).node
                self._widenings[rewrite] = widened(
                    self._session, rewrite, node, any_word, self._common
                )
        return self._widenings[rewrite]

    def know(self, rewrite: Rewrite, all_words: int) -> None:
        """Notes that `all_words` documents hold all words of `rewrite`."""
        self._counts[self._all_words(rewrite)] = all_words

    def count(
        self,
        of_all_words: Iterable[Rewrite],
        of_any_word: Iterable[Rewrite] = (),
        to_be_widened: Query | None = None,
    ) -> None:
        """Counts the documents with all words of the first, with all or any word of the others.

        Of a query `to_be_widened` it counts what tells the common words from the others, and its
        phrases from those that no document has.
        """
        widenable = list(of_any_word)
        any_words = (self.any_word_of(rewrite) for rewrite in widenable)
        self._common.learn(filter(None, any_words))
        questions = [self._all_words(rewrite) for rewrite in (*of_all_words, *widenable)]
        questions += filter(None, map(self._any_word, widenable))
        undecided = self._common.undecided((to_be_widened,)) if to_be_widened else []
        families = {family: (Term(FAMILIES, family), Filters()) for family in undecided}
        questions += families.values()
        phrases = phrases_of(to_be_widened) if to_be_widened else ()
        self._phrases |= {phrase: self._anywhere(phrase) for phrase in phrases}
        questions += self._phrases.values()
        new = [asked for asked in dict.fromkeys(questions) if asked not in self._counts]
        if new:
            counts = self._session.searcher.counts(new, self._session.limits.seconds)
            self._counts.update(zip(new, counts, strict=True))
        self._common.know({family: self._counts[asked] for family, asked in families.items()})

    def absent(self, any_word: Query) -> tuple[Phrase, ...]:
        """The phrases of `any_word` that were counted, and that no document has."""
        counted = ((phrase, self._phrases.get(phrase)) for phrase in phrases_of(any_word))
        return tuple(phrase for phrase, asked in counted if asked and self._counts.get(asked) == 0)

    def all_words(self, rewrite: Rewrite) -> int | None:
        """How many documents hold all words of `rewrite`; None where time ran out."""
        question = self._all_words(rewrite)
        if question not in self._counts:
            self.count((rewrite,))
        return self._counts[question]

    def __getitem__(self, rewrite: Rewrite) -> Total:
        self.count((), (rewrite,))
        all_words = self._counts[self._all_words(rewrite)]
        question = self._any_word(rewrite)
        if question is None:
            return Total(all_words, all_words)
        any_word = self.any_word_of(rewrite)
        return Total(all_words, self._counts[question], enough(any_word) if any_word else ENOUGH)

    def _all_words(self, rewrite: Rewrite) -> _Question:
        return self.plan(rewrite).node, rewrite.request.filters

    def _any_word(self, rewrite: Rewrite) -> _Question | None:
        wide = self.widening(rewrite)
        return (wide.plan.node, rewrite.request.filters) if wide else None

    def _anywhere(self, phrase: Phrase) -> _Question:
        return self._session.planner.plan(phrase, Width.WORD).node, Filters()
