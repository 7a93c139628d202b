"""The planning of one query: its tree → the nodes an engine answers, and the highlights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, repeat, takewhile
from typing import NamedTuple

from indexer.analysis import MENTION, PARTS, field_of, honorific_variants
from indexer.engine.protocol import (
    AllOf,
    AnyOf,
    Everything,
    Node,
    OneOf,
    SpanNear,
    Term,
    Without,
)
from indexer.engine.value_spellings import ValueSpellings
from indexer.lexicon import Lexicon
from indexer.model import Note, Width, WordForms
from indexer.query.ast import (
    And,
    AtWidth,
    Named,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Titled,
    Valued,
    Wildcard,
    Word,
    words_of,
)
from indexer.query.bridge import told, translations_in
from indexer.query.corrections import SpellChecker
from indexer.query.expansion import Expander, Expansion
from indexer.query.facet_values import node_of
from indexer.query.names import NameSpellings
from indexer.query.plan import Highlight, Plan, any_of_nodes, one_of_values
from indexer.query.rows import (
    Slot,
    Unit,
    choices,
    expansions_of,
    joined_words,
    vouched,
    within_reach,
)


class _Scope(NamedTuple):
    """The scope of a part of a query: the parts of documents it asks of, and at which width.

    `wanted` is false within what is left out. `meant` is true where the query names the width.
    `told` is false for names of other languages, whose forms are not told of.
    `clause` numbers the parts that must all be answered, from 1; 0 is the query as a whole.
    """

    parts: tuple[str, ...]
    width: Width
    wanted: bool = True
    meant: bool = False
    told: bool = True
    clause: int = 0


class Planning:
    """The planning of one query."""

    def __init__(
        self,
        values: ValueSpellings,
        lexicon: Lexicon,
        names: NameSpellings,
        expander: Expander,
        checker: SpellChecker | None,
        numbers: Mapping[Query, int],
    ) -> None:
        self._values = values
        self._lexicon = lexicon
        self._names = names
        self._expander = expander
        self._checker = checker
        self._numbers = numbers
        self._highlights: list[Highlight] = []
        self._common: dict[str, Highlight] = {}  # of common words, as they are shown
        self._notes = expander.notes
        self._words: dict[tuple[Word | Wildcard, Width], list[str]] = {}  # with those near them
        self._translated: list[Named] = []
        self._translated_words: frozenset[str] = frozenset()

    def plan(self, query: Query, width: Width) -> Plan:
        """The plan of `query`."""
        self._translated = list(translations_in(query))
        asked = (words_of(named.asked) for named in self._translated)
        self._translated_words = frozenset(word.written for word in chain.from_iterable(asked))
        node = self._node(query, _Scope(PARTS, width)) or AnyOf(())
        # A query of common words alone has them highlighted.
        unmarked = self._common if self._highlights else {}
        return Plan(
            node,
            tuple(self._highlights or self._common.values()),
            tuple(dict.fromkeys(self._notes)),
            unmarked=tuple(unmarked),
            meant={
                word.bare: self._spelt(near)
                for (word, _), near in self._words.items()
                if near and isinstance(word, Word)
            },
            translated=tuple(map(told, self._translated)),
            word_forms=self._word_forms,
        )

    def _word_forms(self) -> tuple[WordForms, ...]:
        """The words of the query, each with the forms it stands for."""
        return tuple(
            replace(self._expander.forms_of(word, width), near=self._spelt(near))
            for (word, width), near in self._words.items()
        )

    def _spelt(self, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(map(self._lexicon.spelling, words))

    def _node(self, query: Query, scope: _Scope) -> Node | None:
        """The node of `query` at `scope`; None when nothing of it can be asked."""
        match query:
            case Word():
                (unit,) = self._units((query,), scope)
                return self._unit(unit, (query,), scope)
            case Wildcard():
                return self._run((self._expansion(query, scope),), scope)
            case Phrase(words):
                return self._phrase([Word(word, word) for word in words], scope)
            case Near(parts, reach):
                return self._near_each_other(parts, scope, reach)
            case AtWidth(width, part):
                return self._node(part, scope._replace(width=width, meant=True))
            case Titled(part):
                return self._node(part, scope._replace(parts=("title",)))
            case Valued(name, text):
                node = node_of(name, text, self._values, self._lexicon)
                if scope.wanted and isinstance(node, OneOf) and node.field == MENTION:
                    keys = frozenset(node.texts)
                    self._highlights.append(Highlight((), scope.parts, 0, scope.clause, keys))
                return node
            case Not(part):
                left_out = self._node(part, scope._replace(wanted=False))
                return Without(Everything(), left_out) if left_out else None
            case Or(parts):
                scopes = [scope._replace(clause=self._numbers.get(p, scope.clause)) for p in parts]
                nodes = self._nodes(parts, scopes)
                fields = {node.field for node in nodes if isinstance(node, OneOf)}
                if len(fields) == 1 and all(isinstance(part, Valued) for part in parts):
                    return one_of_values(fields.pop(), nodes)
                return any_of_nodes(nodes)
            case Named(asked, names):
                # Phrases in Latin letters are not highlighted for Arabic words: every text would be
                # read word by word for the few that have one.
                arabic = not words_of(asked)[0].surface.isascii()
                others = scope._replace(width=Width.WORD, told=False)
                scopes = [
                    others._replace(wanted=not (arabic and isinstance(name, Phrase)))
                    for name in names
                ]
                return any_of_nodes(self._nodes(names, scopes))
            case And(parts):
                return self._all(parts, scope)

    def _nodes(self, queries: Sequence[Query], scopes: Iterable[_Scope]) -> list[Node]:
        nodes = map(self._node, queries, scopes)
        return [node for node in nodes if node is not None]

    def _all(self, queries: tuple[Query, ...], scope: _Scope) -> Node | None:
        """All of `queries`; those that begin with NOT are taken away from the others."""
        kept_parts = [part for part in queries if not isinstance(part, Not)]
        left_out = [part.part for part in queries if isinstance(part, Not)]
        numbered = len(kept_parts) > 1 and not scope.clause
        scopes = [
            scope._replace(clause=number) if numbered else scope
            for number in range(1, len(kept_parts) + 1)
        ]
        units = self._units(kept_parts, scope)
        nodes = [self._unit(unit, kept_parts, scopes[unit.first]) for unit in units]
        wanted = [node for node in nodes if node is not None]
        if len(wanted) == len(units) and scope.width is not Width.EXACT:
            for at, first in enumerate(unit.first for unit in units):
                if other := self._addressed(kept_parts[first:], scopes[first]):
                    wanted[at] = AnyOf((wanted[at], other))
        unwanted = self._nodes(left_out, repeat(scope._replace(wanted=False))) if left_out else []
        if not wanted and not unwanted:
            return None
        kept: Node = AllOf(tuple(wanted)) if wanted else Everything()
        return Without(kept, AnyOf(tuple(unwanted))) if unwanted else kept

    # Words side by side

    def _units(
        self, parts: Sequence[Query], scope: _Scope, *, in_a_row: bool = False
    ) -> list[Unit]:
        """The units of `parts`; what is no word, or is taken as written, is one by itself."""
        exact, alone = scope.width is Width.EXACT, len(parts) == 1
        surfaces = [
            part.surface
            if isinstance(part, Word)
            and not exact
            and (alone or not part.quoted)
            and (scope.told or not part.surface.isascii())  # no acronym as its letters
            else ""
            for part in parts
        ]
        units: list[Unit] = []
        for unit in self._names.units(surfaces, in_a_row=in_a_row):
            apart = unit.size > 1 and unit.is_plain
            units += map(Unit.plain, unit.numbers) if apart else (unit,)
        return units

    def _unit(self, unit: Unit, parts: Sequence[Query], scope: _Scope) -> Node | None:
        """Documents that hold those of `parts` that are the `unit`, in any of its rows."""
        if unit.is_plain:
            part = parts[unit.first]
            if isinstance(part, Word) and not (part.quoted and len(parts) > 1):
                return self._single(part, scope)
            return self._node(part, scope)
        words = [part for part in parts[unit.first :][: unit.size] if isinstance(part, Word)]
        if unit.bound and scope.width in (Width.DERIVED, Width.ROOT):
            scope = scope._replace(width=Width.WORD)  # عبادة الله is nobody's name
        typed = {
            at: self._word(word, scope, known=unit.vouched)
            for at, word in enumerate(words, start=unit.first)
        }
        self._tell((unit,), words, scope)
        rows = [self._row(row, typed, scope) for row in unit.rows]
        if unit.bound or len(words) == 1:
            return any_of_nodes(rows)
        apart = [
            self._single(word, scope) if word.is_common else self._run((typed[at],), scope)
            for at, word in enumerate(words, start=unit.first)
        ]
        return any_of_nodes([AllOf(tuple(node for node in apart if node is not None)), *rows])

    def _single(self, word: Word, scope: _Scope) -> Node | None:
        """Documents with `word`; where it is common, it is not highlighted."""
        if not word.is_common or scope.meant or not scope.wanted:
            return self._run((self._word(word, scope),), scope)
        expansion = self._word(word, scope)
        self._common[word.bare] = Highlight((expansion,), scope.parts, clause=scope.clause)
        return self._run((expansion,), scope._replace(wanted=False))

    def _tell(self, units: Iterable[Unit], typed: Sequence[Word], scope: _Scope) -> None:
        """Puts words that are joined in a row of `units` among the words of the query."""
        for word, literal in joined_words(units, typed, self._lexicon) if scope.wanted else ():
            self._words[word, Width.EXACT if literal else scope.width] = []

    def _row(
        self, row: Iterable[Slot], typed: Mapping[int, Expansion], scope: _Scope, reach: int = 0
    ) -> Node | None:
        """Documents with the words of `row`; `typed` are the expansions of those typed."""
        return self._run(expansions_of(row, typed, self._expander), scope, reach)

    def _phrase(self, words: Sequence[Word], scope: _Scope) -> Node | None:
        """Documents with `words` in a row, in any of the rows that they may be written as."""
        units = self._units(words, scope, in_a_row=True)
        known = vouched(units)
        expansions = [self._word(word, scope, known=at in known) for at, word in enumerate(words)]
        # A title before another word may be its letter.
        by_letter = map(self._by_letter, expansions[:-1], words, repeat(scope))
        typed = dict(enumerate((*by_letter, expansions[-1])))
        self._tell(units, words, scope)
        rows = map(chain.from_iterable, choices(units))
        return any_of_nodes([self._row(row, typed, scope) for row in rows])

    def _near_each_other(self, parts: Sequence[Query], scope: _Scope, reach: int) -> Node | None:
        """Documents where `parts` stand within `reach`; names in any of their rows."""
        units = self._units(parts, scope)
        known = vouched(units)
        expansions = [
            self._word(part, scope, known=at in known)
            if isinstance(part, Word)
            else self._expansion(part, scope)
            for at, part in enumerate(parts)
        ]
        typed = {at: expansion for at, expansion in enumerate(expansions) if expansion is not None}
        nodes: list[Node | None] = []
        for rows in choices(units):
            near = self._run(
                expansions_of(chain.from_iterable(rows), typed, self._expander), scope, reach
            )
            unseen = scope._replace(wanted=False)
            others = [
                row
                for unit, row in zip(units, rows, strict=True)
                if row != unit.rows[0] and len(row) > 1
            ]
            names = [self._row(row, typed, unseen) for row in others]
            wanted = tuple(node for node in (near, *names) if node is not None)
            nodes.append(AllOf(wanted) if len(wanted) > 1 else near)
        return any_of_nodes(nodes)

    # Words

    def _by_letter(self, expansion: Expansion, word: Word, scope: _Scope) -> Expansion:
        """`expansion` of `word` with the letters, or the words, that stand for it before a name."""
        if scope.width is Width.EXACT:
            return expansion
        others = honorific_variants(word.surface, self._lexicon.family)
        return (
            self._expander.any_of((expansion, self._expander.of_words(others)))
            if others
            else expansion
        )

    def _addressed(self, parts: Sequence[Query], scope: _Scope) -> Node | None:
        """Documents with the title that `parts` begin with, by its letter, right before a name."""
        if not all(map(self._is_address, words_of(parts[0]))):
            return None
        together = takewhile(lambda part: isinstance(part, Word | Phrase), parts)
        run: list[Word] = []
        for word in chain.from_iterable(map(words_of, together)):
            run.append(word)
            if not self._is_address(word):
                expansions = [self._expander.of_word(word, scope.width) for word in run]
                by_letter = map(self._by_letter, expansions[:-1], run, repeat(scope))
                return self._run([*by_letter, expansions[-1]], scope)
        return None

    def _is_address(self, word: Word) -> bool:
        return bool(honorific_variants(word.surface, self._lexicon.family))

    def _expansion(self, query: Query, scope: _Scope) -> Expansion | None:
        """The expansion of `query`, which may stand near others; None when it cannot be asked."""
        match query:
            case Word():
                return self._word(query, scope)
            case Wildcard():
                if scope.wanted:
                    self._words[query, scope.width] = []
                return self._expander.of_wildcard(query, scope.width)
            case AtWidth(width, part):
                return self._expansion(part, scope._replace(width=width))
            case Or(parts):
                expansions = [self._expansion(part, scope) for part in parts]
                return self._expander.any_of(expansion for expansion in expansions if expansion)
            case _:
                raise TypeError(f"{query} is not of single words")

    def _word(self, word: Word, scope: _Scope, *, known: bool = False) -> Expansion:
        """The expansion of `word`; it is `known` where the archive has it written otherwise."""
        expansion = self._expander.of_word(word, scope.width)
        if not (scope.wanted and scope.told):
            return expansion
        near: list[str] = []
        if not (known or self._expander.is_known(word)):
            if word.written in self._translated_words:
                return expansion
            self._notes.append(Note.UNKNOWN_WORD)
            if self._checker and (near := self._near(word, self._checker)):
                expansion = self._expander.of_words(near)
        self._words[word, scope.width] = near
        return expansion

    def _near(self, word: Word, checker: SpellChecker) -> list[str]:
        """The keys of words that `word`, which the archive does not have, was likely meant for."""
        key_of = self._lexicon.key_of
        return [key_of(words[0].written) for words in checker.of(word.bare) if len(words) == 1]

    def _run(
        self, expansions: Iterable[Expansion | None], scope: _Scope, reach: int = 0
    ) -> Node | None:
        """Documents with a word of each expansion in a row, or within `reach`; None without any."""
        run = tuple(expansion for expansion in expansions if expansion is not None)
        if not run:
            return None
        if len(run) > 1:
            run = self._expander.alike(run)
        if reach and (run, reach) != (nearer := within_reach(run, reach)):
            run, reach = nearer
            self._notes.append(Note.NEARER)
        if scope.wanted:
            self._highlights.append(Highlight(run, scope.parts, reach, scope.clause))
        if not all(expansion.terms for expansion in run):
            return AnyOf(())
        field = field_of(scope.parts[-1], run[0].width)  # that of the text holds the title too
        if len(run) > 1:
            alternatives = tuple(expansion.terms for expansion in run)
            return SpanNear(field, alternatives, reach or 1, ordered=not reach)
        terms = run[0].terms
        return OneOf(field, terms) if len(terms) > 1 else Term(field, terms[0])
