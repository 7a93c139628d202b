"""A query → the nodes a storage engine answers, and what to mark in the documents it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, repeat, takewhile

from indexer.analysis import PARTS, field_of, honorific_variants
from indexer.engine.protocol import (
    AllOf,
    AnyOf,
    Everything,
    Node,
    OneOf,
    Ranking,
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
from indexer.query.corrections import SpellChecker
from indexer.query.expansion import Slot, Slots, Wildcards
from indexer.query.facet_values import node_of


@dataclass(frozen=True, slots=True)
class Mark:
    """What to mark in a document: words that answer the slots, one each.

    They follow one another and are marked together; or, with `reach`, each is at most so many words
    from the one before, on either side, and marked by itself. `parts` are the parts of the document
    it applies to. Marks that are alternatives to each other are of one `wanted` part of the query.
    """

    slots: tuple[Slot, ...]
    parts: tuple[str, ...] = PARTS
    reach: int = 0
    wanted: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """How a query is carried out: what is found, marked and told, and in what order it comes.

    Without a `ranking` the order is that of the scores of `node`. `unmarked` are the common words
    among others, which are found but neither marked nor counted. `meant` maps words that the
    archive does not have to the words that are searched in their place. `word_forms` gives the
    words of the query, each with its forms, and is called only for what is shown.
    """

    node: Node
    marks: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()
    ranking: Ranking | None = None
    unmarked: tuple[str, ...] = ()
    meant: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    word_forms: Callable[[], tuple[WordForms, ...]] = field(
        default=tuple, repr=False, compare=False
    )


NOTHING = Plan(AnyOf(()))
EVERYTHING = Plan(Everything())


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a part of a query stands: what it asks of, at which width, and whether positively.

    `meant` where that width was asked for it by name. `part` numbers what must all be answered,
    from 1; 0 is the query as a whole.
    """

    parts: tuple[str, ...]
    width: Width
    wanted: bool = True
    meant: bool = False
    part: int = 0


class Planner:
    """Plans queries against the words and facet values of one generation.

    The `checker` knows what words were meant. The words that a wildcard stands for are looked up
    once, for all plans.
    """

    def __init__(
        self, values: ValueSpellings, lexicon: Lexicon, max_expansions: int, checker: SpellChecker
    ) -> None:
        self._values = values
        self._lexicon = lexicon
        self._wildcards = Wildcards(lexicon, max_expansions)
        self._checker = checker

    def plan(
        self,
        query: Query,
        width: Width,
        without: Iterable[str] = (),
        *,
        guessing: bool = False,
        numbers: Mapping[Query, int] | None = None,
    ) -> Plan:
        """The plan of `query`, its words taken at `width`; the forms `without` are switched off.

        With `guessing`, words that the archive does not have stand for those that were likely
        meant. Where the query asks for any of words that were all asked for, `numbers` tells the
        part that each of them was.
        """
        slots = Slots(self._lexicon, without, self._wildcards)
        checker = self._checker if guessing else None
        planning = _Planning(self._values, self._lexicon, slots, checker, numbers or {})
        return planning.plan(query, width)


class _Planning:
    """The planning of one query."""

    def __init__(
        self,
        values: ValueSpellings,
        lexicon: Lexicon,
        slots: Slots,
        checker: SpellChecker | None,
        numbers: Mapping[Query, int],
    ) -> None:
        self._values = values
        self._lexicon = lexicon
        self._slots = slots
        self._checker = checker
        self._numbers = numbers
        self._marks: list[Mark] = []
        self._common: dict[str, Mark] = {}  # of common words, as they are shown
        self._notes = slots.notes
        self._words: dict[tuple[Word | Wildcard, Width], list[str]] = {}  # with those near them

    def plan(self, query: Query, width: Width) -> Plan:
        """The plan of `query`."""
        node = self._node(query, _Place(PARTS, width)) or AnyOf(())
        unmarked = self._common if self._marks else {}  # else the query is made of nothing else
        return Plan(
            node,
            tuple(self._marks or self._common.values()),
            tuple(dict.fromkeys(self._notes)),
            unmarked=tuple(unmarked),
            meant={
                word.bare: self._spelt(near)
                for (word, _), near in self._words.items()
                if near and isinstance(word, Word)
            },
            word_forms=self._word_forms,
        )

    def _word_forms(self) -> tuple[WordForms, ...]:
        """The words of the query, each with the forms it stands for."""
        return tuple(
            replace(self._slots.forms_of(word, width), near=self._spelt(near))
            for (word, width), near in self._words.items()
        )

    def _spelt(self, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(map(self._lexicon.spelling, words))

    def _node(self, query: Query, place: _Place) -> Node | None:
        """The node of `query` at `place`; None when nothing of it can be asked."""
        match query:
            case Word() if query.is_common and not place.meant and place.wanted:
                slot = self._word(query, place)
                self._common[query.bare] = Mark((slot,), place.parts, wanted=place.part)
                return self._run((slot,), replace(place, wanted=False))
            case Word() | Wildcard():
                return self._run((self._slot(query, place),), place)
            case Phrase(words):
                return self._run(self._in_a_row([Word(word, word) for word in words], place), place)
            case Near(parts, reach):
                slots = [self._slot(part, place) for part in parts]
                return self._run(slots, place, reach)
            case AtWidth(width, part):
                return self._node(part, replace(place, width=width, meant=True))
            case Titled(part):
                return self._node(part, replace(place, parts=("title",)))
            case Valued(name, text):
                return node_of(name, text, self._values, self._lexicon)
            case Not(part):
                left_out = self._node(part, replace(place, wanted=False))
                return Without(Everything(), left_out) if left_out else None
            case Or(parts):
                places = [replace(place, part=self._numbers.get(p, place.part)) for p in parts]
                nodes = self._nodes(parts, places)
                return AnyOf(tuple(nodes)) if nodes else None
            case And(parts):
                return self._all(parts, place)

    def _nodes(self, queries: Sequence[Query], places: Sequence[_Place]) -> list[Node]:
        nodes = map(self._node, queries, places)
        return [node for node in nodes if node is not None]

    def _all(self, queries: tuple[Query, ...], place: _Place) -> Node | None:
        """All of `queries`; those that begin with NOT are taken away from the others."""
        kept_parts = [part for part in queries if not isinstance(part, Not)]
        left_out = [part.part for part in queries if isinstance(part, Not)]
        places = [place] * len(kept_parts)
        if len(kept_parts) > 1 and not place.part:
            places = [replace(place, part=number) for number, _ in enumerate(kept_parts, start=1)]
        wanted = self._nodes(kept_parts, places)
        if len(wanted) == len(kept_parts):
            begun = [kept_parts[at:] for at in range(len(kept_parts))]
            addressed = map(self._addressed, begun, places)
            wanted = [
                AnyOf((node, other)) if other else node
                for node, other in zip(wanted, addressed, strict=True)
            ]
        unwanted = self._nodes(left_out, [replace(place, wanted=False)] * len(left_out))
        if not wanted and not unwanted:
            return None
        kept: Node = AllOf(tuple(wanted)) if wanted else Everything()
        return Without(kept, AnyOf(tuple(unwanted))) if unwanted else kept

    # Words

    def _in_a_row(self, words: Sequence[Word], place: _Place) -> list[Slot]:
        """The slots of `words` in a row; a title before another word may be its letter."""
        slots = [self._word(word, place) for word in words]
        return [*map(self._by_letter, slots[:-1], words, repeat(place)), *slots[-1:]]

    def _by_letter(self, slot: Slot, word: Word, place: _Place) -> Slot:
        """`slot` of `word` with the letters, or the words, that stand for it before a name."""
        if place.width is Width.EXACT:
            return slot
        others = honorific_variants(word.surface, self._lexicon.family)
        return self._slots.any_of((slot, self._slots.of_words(others))) if others else slot

    def _addressed(self, parts: Sequence[Query], place: _Place) -> Node | None:
        """Documents with the title that `parts` begin with, by its letter, right before a name."""
        if place.width is Width.EXACT or not all(map(self._is_address, words_of(parts[0]))):
            return None
        together = takewhile(lambda part: isinstance(part, Word | Phrase), parts)
        run: list[Word] = []
        for word in chain.from_iterable(map(words_of, together)):
            run.append(word)
            if not self._is_address(word):
                slots = [self._slots.of_word(word, place.width) for word in run]
                by_letter = map(self._by_letter, slots[:-1], run, repeat(place))
                return self._run([*by_letter, slots[-1]], place)
        return None

    def _is_address(self, word: Word) -> bool:
        return bool(honorific_variants(word.surface, self._lexicon.family))

    def _slot(self, query: Query, place: _Place) -> Slot | None:
        """What `query`, which may stand near others, stands for; None when it cannot be asked."""
        match query:
            case Word():
                return self._word(query, place)
            case Wildcard():
                if place.wanted:
                    self._words[query, place.width] = []
                return self._slots.of_wildcard(query, place.width)
            case AtWidth(width, part):
                return self._slot(part, replace(place, width=width))
            case Or(parts):
                slots = [self._slot(part, place) for part in parts]
                return self._slots.any_of(slot for slot in slots if slot)
            case _:
                raise TypeError(f"{query} is not of single words")

    def _word(self, word: Word, place: _Place) -> Slot:
        slot = self._slots.of_word(word, place.width)
        if not place.wanted:
            return slot
        near: list[str] = []
        if not self._slots.is_known(word):
            self._notes.append(Note.UNKNOWN_WORD)
            if self._checker and (near := self._near(word, self._checker)):
                slot = self._slots.of_words(near)
        self._words[word, place.width] = near
        return slot

    @staticmethod
    def _near(word: Word, checker: SpellChecker) -> list[str]:
        """The folded words that `word`, which the archive does not have, was likely meant for."""
        return [words[0].surface for words in checker.of(word.bare) if len(words) == 1]

    def _run(self, slots: Iterable[Slot | None], place: _Place, reach: int = 0) -> Node | None:
        """Documents with a word of each slot in a row, or within `reach`; None without a slot."""
        run = tuple(slot for slot in slots if slot is not None)
        if not run:
            return None
        if len(run) > 1:
            run = self._slots.alike(run)
        if place.wanted:
            self._marks.append(Mark(run, place.parts, reach, place.part))
        if not all(slot.terms for slot in run):
            return AnyOf(())
        field = field_of(place.parts[-1], run[0].width)  # that of the text holds the title too
        if len(run) > 1:
            alternatives = tuple(slot.terms for slot in run)
            return SpanNear(field, alternatives, reach or 1, ordered=not reach)
        terms = run[0].terms
        return OneOf(field, terms) if len(terms) > 1 else Term(field, terms[0])
