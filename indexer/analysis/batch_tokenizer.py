"""Many texts at once → the written forms of their words as numbers, with numpy.

The words are those that `tokens` finds in each text, but each distinct word is analysed once, and
numpy alone reads the others:

1. A table says of each character whether it is a letter, a digit, a mark …; words begin and end
   where runs of one kind of character do (`_spans`).
2. A word of up to nine usual characters is packed into one 64-bit number, seven bits a character;
   nothing is lost in it, so equal numbers are equal words. Other words are cut out as texts.
3. A table of the numbers met before gives the number of the written form (`_Numbers`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.normalize import INVISIBLE, MARKS, written
from indexer.analysis.numbers import COMMA, GROUPERS, NUMBER, SEPARATORS
from indexer.analysis.signs import HONORIFICS, SIGNS
from indexer.analysis.tokenizer import ACCENTS, LETTERS, OTHER_LETTERS

Integers = NDArray[np.int64]
Characters = NDArray[np.uint32]
Kinds = NDArray[np.uint8]

# The kinds of characters, as words are told apart by them.
_OUTSIDE, _ARABIC, _DIGIT, _OTHER, _MARK, _INVISIBLE, _ACCENT, _JOINER, _SEPARATOR = range(9)
_SIGN, _BLESSING, _GROUPER = 9, 10, 11  # a term of its own; a mark for words; a space in a number
_HONORIFIC_CODES = np.array(sorted(map(ord, HONORIFICS)), np.uint32)
_NUMBER = re.compile(NUMBER)
_GRAPHEME_JOINER = 0x034F  # both an accent and invisible
# kind of word → (kinds that may stand between two characters of it, kinds that may follow the last)
_WORDS = {
    _ARABIC: ((_MARK, _INVISIBLE, _JOINER, _BLESSING), (_MARK,)),
    _DIGIT: ((_SEPARATOR,), ()),
    _OTHER: ((_ACCENT, _INVISIBLE, _JOINER), (_ACCENT, _JOINER)),
}

# The characters that can be packed: letters of Arabic, tashkeel, tatweel, ASCII letters and digits,
# digits of Arabic, signs between digits. Their place from 1 is their number of seven bits: 127.
_USUAL = "".join(
    map(chr, (*range(0x0621, 0x063B), *range(0x0640, 0x0653), 0x0670, 0x06A9, 0x06CC))
) + ("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789٠١٢٣٤٥٦٧٨٩.,/:-،\u00a0")
_BITS, _PACKED = 7, 9  # of a character, characters in one number
_UNUSUAL = 255
_BELOW = np.array([(1 << _BITS * width) - 1 for width in range(_PACKED + 1)], np.uint64)


class Vocabulary:
    """The written forms met so far: word id → `words[id]`. It grows; one thread uses it."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._ids: dict[str, int] = {}
        self._packed = _Numbers()
        self._cut: dict[str, int] = {}  # as it stands in the text → id, of words not packed

    def batch(self, texts: Sequence[str]) -> tuple[NDArray[np.int32], Integers]:
        """Word ids of `texts` in order, int32[words], and the number of words, int64[texts]."""
        joined = "\n".join(texts)
        letters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        kinds = _tables()[0][letters]
        _join_thousands(joined, kinds)
        starts, ends = _spans(kinds)
        ids = self._found(joined, _tables()[1][letters], starts, ends)
        starts, ids = self._with_read_signs(joined, letters, starts, ids)
        until = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
        return ids, np.diff(np.searchsorted(starts, until), prepend=0)

    def _with_read_signs(
        self, joined: str, letters: Characters, starts: Integers, ids: NDArray[np.int32]
    ) -> tuple[Integers, NDArray[np.int32]]:
        """`starts` and `ids` with each sign that stands for words replaced by these words."""
        at = np.flatnonzero(np.isin(letters[starts], _HONORIFIC_CODES)) if len(starts) else starts
        if not at.size:
            return starts, ids
        times = np.ones(len(starts), np.int64)
        read = {}
        for number in at.tolist():
            words = HONORIFICS[joined[starts[number]]]
            times[number] = len(words)
            read[number] = list(map(self.id, words))
        firsts = np.cumsum(times) - times
        starts, ids = np.repeat(starts, times), np.repeat(ids, times)
        for number, found in read.items():
            first = firsts[number]
            ids[first : first + len(found)] = found
        return starts, ids

    def id(self, word: str) -> int:
        """The id of the written form `word`, which is added if it is new."""
        found = self._ids.setdefault(word, len(self.words))
        if found == len(self.words):
            self.words.append(word)
        return found

    def _found(
        self, joined: str, codes: Kinds, starts: Integers, ends: Integers
    ) -> NDArray[np.int32]:
        """Word ids, int32[words], of the words of `joined` from `starts[i]` to `ends[i]`."""
        widths = ends - starts
        unusual = widths > _PACKED
        strange = np.flatnonzero(codes == _UNUSUAL)
        at = np.searchsorted(starts, strange, "right") - 1  # the last word that begins before
        inside = np.flatnonzero(at >= 0)
        inside = inside[strange[inside] < ends[at[inside]]]
        unusual[at[inside]] = True
        ids = np.empty(len(starts), np.int32)

        short = np.flatnonzero(~unusual)
        keys = _windows(codes)[starts[short]] & _BELOW[widths[short]]
        known = self._packed.ids(keys)
        if (missing := np.flatnonzero(known < 0)).size:
            new, first = np.unique(keys[missing], return_index=True)
            at = short[missing[first]]
            places = zip(starts[at].tolist(), ends[at].tolist(), strict=True)
            words = [self.id(written(joined[start:end])) for start, end in places]
            self._packed.add(new, np.array(words, np.int32))
            known[missing] = self._packed.ids(keys[missing])
        ids[short] = known

        cut, long = self._cut, np.flatnonzero(unusual)
        for number, start, end in zip(
            long.tolist(), starts[long].tolist(), ends[long].tolist(), strict=True
        ):
            word = joined[start:end]
            found = cut.get(word)
            if found is None:
                read = HONORIFICS.get(word)  # the first word of a sign; the others are added later
                found = cut[word] = self.id(read[0] if read else written(word))
            ids[number] = found
        return ids


def word_bounds(text: str) -> tuple[Integers, Integers]:
    """Where each word of `text` starts and ends, int64[words] each, as `tokens` has them."""
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _tables()[0][letters]
    _join_thousands(text, kinds)
    starts, ends = _spans(kinds)
    times = np.ones(len(starts), np.int64)
    for at in np.flatnonzero(np.isin(letters[starts], _HONORIFIC_CODES)).tolist():
        times[at] = len(HONORIFICS[text[starts[at]]])
    return np.repeat(starts, times), np.repeat(ends, times)


def _join_thousands(joined: str, kinds: Kinds) -> None:
    """Makes separators of the signs that part a number of `joined` into thousands.

    `kinds`, uint8[characters], is changed.
    """
    at = np.flatnonzero(kinds[1:-1] == _GROUPER) + 1
    at = at[(kinds[at - 1] == _DIGIT) & (kinds[at + 1] == _DIGIT)]
    if not at.size:
        return
    inside = (kinds == _DIGIT) | (kinds == _SEPARATOR) | (kinds == _GROUPER)
    edges = np.flatnonzero(np.diff(inside, prepend=False, append=False))  # a start, an end, …
    for end in np.unique(np.searchsorted(edges, at, "right")).tolist():
        for found in _NUMBER.finditer(joined, edges[end - 1], edges[end]):
            number = kinds[slice(*found.span())]
            number[number == _GROUPER] = _SEPARATOR


def _spans(kinds: Kinds) -> tuple[Integers, Integers]:
    """The start and end of each word, int64[words] each; `kinds` is uint8[characters]."""
    turns = np.flatnonzero(kinds[1:] != kinds[:-1]) + 1
    bounds = np.concatenate(([0], turns, [len(kinds)])) if len(kinds) else np.zeros(1, np.int64)
    runs = np.append(kinds[bounds[:-1]], np.uint8(_OUTSIDE))  # and an end, so that there is a next
    # only a single separator joins two digits
    runs[np.flatnonzero((runs[:-1] == _SEPARATOR) & (np.diff(bounds) > 1))] = _OUTSIDE
    starts, ends = [], []
    for kind, (between, after) in _WORDS.items():
        at = np.flatnonzero(runs == kind)
        if not at.size:
            continue
        # The runs of one word have no run before them that could not stand inside it but those that
        # stand before all of them.
        barriers = np.cumsum(~_any_of(kind, *between)[runs])[at]
        new = np.flatnonzero(np.diff(barriers, prepend=-1))
        last = np.append(new[1:], len(at)) - 1
        next_run = at[last] + 1
        trailing = _any_of(*after)[runs]
        if (goes_on := np.flatnonzero(trailing[next_run])).size:
            stops = np.flatnonzero(~trailing)
            next_run[goes_on] = stops[np.searchsorted(stops, next_run[goes_on])]
        starts.append(bounds[at[new]])
        ends.append(bounds[next_run])
    start = np.concatenate((*starts, np.zeros(0, np.int64)))
    end = np.concatenate((*ends, np.zeros(0, np.int64)))
    signs = np.flatnonzero(kinds == _SIGN)
    if (blessings := np.flatnonzero(kinds == _BLESSING)).size:
        before = np.sort(start).searchsorted(blessings, "right")  # words that begin before each
        last_ends = np.concatenate(([0], np.sort(end)))  # of as many words as these
        signs = np.concatenate((signs, blessings[last_ends[before] <= blessings]))
    start, end = np.concatenate((start, signs)), np.concatenate((end, signs + 1))
    order = np.argsort(start, kind="stable")
    return start[order], end[order]


def _windows(codes: Kinds) -> NDArray[np.uint64]:
    """The nine characters from each one on in one number, uint64[characters]; the first lowest."""
    packed = np.zeros(len(codes) + _PACKED, np.uint64)
    packed[: len(codes)] = codes
    alone = packed.copy()
    for width in (1, 2, 4):  # two, four, eight characters
        packed[:-width] |= packed[width:] << np.uint64(_BITS * width)
    packed[:-8] |= alone[8:] << np.uint64(_BITS * 8)
    return packed


class _Numbers:
    """Numbers other than 0 → word ids: a hash table that looks up many numbers at once."""

    _FIBONACCI = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio: spreads neighbours

    def __init__(self) -> None:
        self._used = 0
        self._resize(12)

    def ids(self, numbers: NDArray[np.uint64]) -> NDArray[np.int32]:
        """Word ids, int32[numbers]; -1 for a number that was not added."""
        slots = self._slots(numbers)
        ids = self._values[slots]
        searching = np.flatnonzero((self._keys[slots] != numbers) & (ids >= 0))
        while searching.size:
            slots[searching] = (slots[searching] + 1) & self._mask
            here = slots[searching]
            ids[searching] = self._values[here]
            taken = (self._keys[here] != numbers[searching]) & (ids[searching] >= 0)
            searching = searching[taken]
        return ids

    def add(self, numbers: NDArray[np.uint64], ids: NDArray[np.int32]) -> None:
        """Adds `numbers`, all different and none added before."""
        self._used += len(numbers)
        if 2 * self._used > len(self._keys):
            kept = self._values >= 0
            numbers = np.concatenate((self._keys[kept], numbers))
            ids = np.concatenate((self._values[kept], ids))
            self._resize((4 * len(numbers)).bit_length())
            self._used = len(numbers)
        slots = self._slots(numbers)
        while numbers.size:
            free = self._values[slots] < 0
            self._keys[slots[free]] = numbers[free]  # where two want one slot, the last has it
            self._values[slots[free]] = ids[free]
            left = self._keys[slots] != numbers
            numbers, ids, slots = numbers[left], ids[left], (slots[left] + 1) & self._mask

    def _resize(self, bits: int) -> None:
        self._keys = np.zeros(1 << bits, np.uint64)
        self._values = np.full(1 << bits, -1, np.int32)
        self._shift, self._mask = np.uint64(64 - bits), (1 << bits) - 1

    def _slots(self, numbers: NDArray[np.uint64]) -> Integers:
        return ((numbers * self._FIBONACCI) >> self._shift).astype(np.int64)


@cache
def _tables() -> tuple[Kinds, Kinds]:
    """The kind of every character of Unicode, and its number among the usual ones.

    That is 0 for characters in no word, and _UNUSUAL for the others.
    """
    codes = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    everything = codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    kinds = np.zeros(len(everything), np.uint8)
    for kind, pattern in (
        (_ARABIC, f"[{LETTERS}]+"),
        (_DIGIT, r"\d+"),
        (_OTHER, f"(?:{OTHER_LETTERS})+"),
        (_ACCENT, f"[{ACCENTS}]+"),
        (_SEPARATOR, f"[{SEPARATORS}]+"),
        (_GROUPER, f"[{GROUPERS}{COMMA}]+"),
    ):
        for found in re.finditer(pattern, everything):
            kinds[found.start() : found.end()] = kind
    kinds[list(MARKS)] = _MARK
    kinds[list(INVISIBLE)] = _INVISIBLE
    kinds[list(map(ord, SIGNS))] = _SIGN
    for sign in HONORIFICS:
        kinds[ord(sign)] = _BLESSING if ord(sign) in MARKS else _SIGN
    kinds[_GRAPHEME_JOINER] = _JOINER
    packed = np.where(kinds == _OUTSIDE, 0, _UNUSUAL).astype(np.uint8)
    packed[list(map(ord, _USUAL))] = np.arange(1, len(_USUAL) + 1)
    return kinds, packed


@cache
def _any_of(*kinds: int) -> NDArray[np.bool_]:
    """A table bool[kind] that is true for `kinds`."""
    among = np.zeros(_GROUPER + 1, bool)
    among[list(kinds)] = True
    return among
