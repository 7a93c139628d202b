"""A query → the nodes an engine answers, and the highlights of the documents it finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from indexer.engine.value_spellings import ValueSpellings
from indexer.lexicon import Lexicon
from indexer.model import Width
from indexer.query.ast import Query
from indexer.query.bridge import Translator, bare
from indexer.query.corrections import SpellChecker
from indexer.query.dates import with_dates
from indexer.query.expansion import Expander, Wildcards
from indexer.query.names import NameSpellings
from indexer.query.plan import Plan
from indexer.query.planning import Planning


class Planner:
    """Plans queries against the words and facet values of one generation.

    The `checker` knows what words were meant, `names` how words in a row may be written. What a
    query is read as, and the words that a wildcard stands for, are looked up once, for all plans.
    """

    def __init__(
        self, values: ValueSpellings, lexicon: Lexicon, max_expansions: int, checker: SpellChecker
    ) -> None:
        self._values = values
        self._lexicon = lexicon
        self.names = NameSpellings(lexicon)
        self._wildcards = Wildcards(lexicon, max_expansions)
        self._checker = checker
        self._read: dict[tuple[Query, bool], Query] = {}

    @cached_property
    def _translator(self) -> Translator:
        """Made when the first query is read: a document can be shown without it."""
        return Translator(self._lexicon, self._lexicon.bridge)

    def plan(
        self,
        query: Query,
        width: Width,
        without: Iterable[str] = (),
        *,
        guessing: bool = False,
        numbers: Mapping[Query, int] | None = None,
        translate: bool = True,
    ) -> Plan:
        """The plan of `query`, its words taken at `width`; the forms `without` are switched off.

        With `translate`, the names of other languages that it has are searched too.

        With `guessing`, words that the archive does not have stand for those that were likely
        meant. Where the query asks for any of words that were all asked for, `numbers` tells the
        part that each of them was.
        """
        expander = Expander(self._lexicon, without, self._wildcards)
        checker = self._checker if guessing else None
        planning = Planning(
            self._values, self._lexicon, self.names, expander, checker, numbers or {}
        )
        return planning.plan(self.read(query, width, translate), width)

    def read(self, query: Query, width: Width, translate: bool) -> Query:
        """`query` as it is searched: without elided words and, with `translate`, translated.

        Its dates are then asked for in every writing too.
        """
        if width is Width.EXACT:
            return query
        read = self._read.get((query, translate))
        if read is None:
            read = bare(self._translator.translated(with_dates(query)) if translate else query)
            self._read[query, translate] = read
        return read
