"""Rows: the words, side by side, that words of a query may be written as.

عبد الله | الزروالي      two units; the first has the rows (عبد, الله) and (عبدالله)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

from indexer.lexicon import Lexicon
from indexer.query.ast import Word
from indexer.query.expansion import Expander, Expansion

MOST_ROWS = 16  # of one phrase
_MOST_PLACES = 1_000  # that the words of a chain may take, seen from the first


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a row: the typed word of that number, and `words` that may stand there too.

    The `words` are folded and stand for their families; where `literal`, for themselves alone.
    """

    typed: int | None = None
    words: tuple[str, ...] = ()
    literal: bool = False


Row = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """The typed words from number `first` on, `size` of them, that are written as one of `rows`.

    The first row is as typed. `bound` words are asked for side by side, or not at all. `vouched`
    where the archive has another row, so that no word of the unit is unknown.
    """

    first: int
    size: int
    rows: tuple[Row, ...]
    bound: bool = False
    vouched: bool = False

    @classmethod
    def plain(cls, number: int) -> Unit:
        """The typed word of this number, as it is."""
        return cls(number, 1, ((Slot(number),),))

    @property
    def numbers(self) -> range:
        """The numbers of its typed words."""
        return range(self.first, self.first + self.size)

    @property
    def is_plain(self) -> bool:
        """Whether its words are as any others."""
        return not (self.bound or len(self.rows) > 1 or any(slot.words for slot in self.rows[0]))


def choices(units: Sequence[Unit]) -> list[tuple[Row, ...]]:
    """A row of each of `units`, the choices most like what was typed first: at most MOST_ROWS."""
    best: list[tuple[int, tuple[Row, ...]]] = [(0, ())]
    for unit in units:
        longer = [
            (changes + number, (*rows, row))
            for changes, rows in best
            for number, row in enumerate(unit.rows)
        ]
        longer.sort(key=itemgetter(0))
        best = longer[:MOST_ROWS]
    return [rows for _, rows in best if any(rows)]


def vouched(units: Iterable[Unit]) -> set[int]:
    """The numbers of the words of those `units` that the archive has in another row."""
    return {at for unit in units if unit.vouched for at in unit.numbers}


def joined_words(
    units: Iterable[Unit], typed: Sequence[Word], lexicon: Lexicon
) -> Iterator[tuple[Word, bool]]:
    """The words that join `typed` ones in a row of `units`, one of each family, and if literally.

    They are told to readers with their forms. Common words are not, nor families that are `typed`.
    """
    told = {lexicon.family(key) for word in typed for key in lexicon.keys_of(word.written)}
    rows = (row for unit in units for row in unit.rows[1:] if len(row) < unit.size)
    for slot in chain.from_iterable(rows):
        for key in slot.words if slot.typed is None else ():
            word = Word(lexicon.spelling(key), lexicon.spelling(key))
            if lexicon.family(key) not in told and not word.is_common:
                told.add(lexicon.family(key))
                yield word, slot.literal


def expansions_of(
    row: Iterable[Slot], typed: Mapping[int, Expansion], expander: Expander
) -> list[Expansion]:
    """The expansions of the slots of `row`; `typed` has those of the words typed, by number."""
    expansions = []
    for slot in row:
        own = [typed[slot.typed]] if slot.typed is not None and slot.typed in typed else []
        if slot.words:
            own.append((expander.of_forms if slot.literal else expander.of_words)(slot.words))
        if own:
            expansions.append(expander.any_of(own) if len(own) > 1 else own[0])
    return expansions


def within_reach(run: tuple[Expansion, ...], reach: int) -> tuple[tuple[Expansion, ...], int]:
    """As much of a chain of near words as is searched, and how near they must stand.

    Of three words or more each may stand at any of 2 × `reach` places beside the one before. There
    are no more than _MOST_PLACES of them together, for an engine that has to write them out.
    """
    if len(run) <= 2:
        return run, reach
    while len(run) > 2 and 2 ** (len(run) - 1) > _MOST_PLACES:
        run = run[:-1]
    while (2 * reach) ** (len(run) - 1) > _MOST_PLACES:
        reach -= 1
    return run, reach
