"""Where in a text words may stand that hold one of a few strings, told by arrays of its characters.

    cores     سجن    مجلس     each has a bit; the ninth has that of the first
    first     سج     مج       pairs of characters, looked for at every place of the text
    second    ن?     لس       the two characters after these, looked at where such a pair was found

A pair of characters is a number of 16 bits: their two classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import add

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.plain_words import SPACE, Classes, classes, irregular

_PAIRS = 1 << 16
_BITS = 8
_WINDOW = 4  # characters of a core that are looked for
_BEYOND = "\U00010000"  # the first plane
# The letters of Arabic, the most common first, by and large: no answer depends on the order.
_COMMON = "اليمونرتبةعدسفهكقأحجشصطخىضذثغئزءإؤظآ"
_RANKS = {letter: rank for rank, letter in enumerate(_COMMON)}


class ChunkSearch:
    """Finds chunks that may hold one of some `cores`, none of which is empty.

    A chunk is what stands between white space of ASCII.
    """

    def __init__(self, cores: Sequence[str]) -> None:
        first, second, self._anything = bytearray(_PAIRS), bytearray(_PAIRS), 0
        # A text that holds one of the others is read as a whole.
        for number, window in enumerate(_windows([one for one in cores if max(one) < _BEYOND])):
            bit = 1 << number % _BITS
            _enter(first, window[:2], bit)
            if len(window) > 2:
                _enter(second, window[2:], bit)
            else:
                self._anything |= bit
        self._first, self._second = (np.frombuffer(table, np.uint8) for table in (first, second))
        self._begins = self._first != 0

    def chunks(self, text: str, *more: int) -> list[tuple[int, int]] | None:
        """The (start, end) of chunks of `text`, in order; None when all of it is to be read.

        Among them are those that hold a word that is not its own written form, and those in which
        the places `more` stand.
        """
        found = classes(text)
        odd = None if found is None else irregular(found)
        if found is None or odd is None:
            return None
        framed = np.zeros(len(text) + _WINDOW + 2, np.uint8)  # a space before the text, and after
        framed[1 : len(text) + 1] = found
        framed[0] = framed[len(text) + 1] = SPACE
        places = np.concatenate((self._places(framed), odd + 1, np.array(more, np.intp) + 1))
        places.sort()
        spaces = np.flatnonzero(framed == SPACE)
        at = spaces.searchsorted(places)  # spaces[at - 1] < place <= spaces[at]
        if len(at) > 1:
            at = at[np.concatenate((at[1:] != at[:-1], (True,)))]
        return list(zip(spaces[at - 1].tolist(), (spaces[at] - 1).tolist(), strict=True))

    def _places(self, framed: Classes) -> NDArray[np.intp]:
        """Where a core may begin, or a part of it; in no order."""
        half = (len(framed) - _WINDOW) // 2
        even, odd = np.frombuffer(framed, "<u2", half), np.frombuffer(framed, "<u2", half, 1)
        of_even = np.flatnonzero(self._begins.take(even)) * 2
        of_odd = np.flatnonzero(self._begins.take(odd)) * 2 + 1
        places = np.concatenate((of_even, of_odd))
        first = self._first.take(_pairs(framed, places))
        second = self._second.take(_pairs(framed, places + 2))
        found: NDArray[np.intp] = places[(first & (second | self._anything)) != 0]
        return found


def _pairs(framed: Classes, places: NDArray[np.intp]) -> NDArray[np.intp]:
    """The pairs of characters that begin at `places`."""
    pairs: NDArray[np.intp] = framed.take(places) | framed.take(places + 1).astype(np.intp) << 8
    return pairs


def _windows(cores: Sequence[str]) -> Iterator[Sequence[int]]:
    """Up to four characters in a row of each core, as classes, that begin with the rarest pair."""
    found = classes("".join(cores))
    if found is None:
        return
    begun = 0
    for core in cores:
        ranks = [_RANKS.get(letter, len(_RANKS)) for letter in core]
        pairs = list(map(add, ranks, ranks[1:]))[: max(1, len(core) - _WINDOW + 1)]
        at = begun + (pairs.index(max(pairs)) if pairs else 0)
        begun += len(core)
        yield found[at : min(at + _WINDOW, begun)].tolist()


def _enter(table: bytearray, pair: Sequence[int], bit: int) -> None:
    """Sets `bit` of `pair` in `table`; of a single character, whatever follows it."""
    single = range(pair[0], _PAIRS, 0x100)
    for at in single if len(pair) == 1 else (pair[0] | pair[1] << 8,):
        table[at] |= bit
