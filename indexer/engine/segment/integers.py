"""Whole numbers in few bytes: small ones with rare large ones, and ascending ones as gaps.

Both are kept as plain arrays and read a stretch at a time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from indexer.engine.segment.array_file import Array

_HALF, _BYTE = 0xF, 0xFF
# both halves of each byte, side by side
_HALVES = np.array([[byte & _HALF, byte >> 4] for byte in range(256)], np.uint8).view(np.uint16)[
    :, 0
]
_CLOSE = 120  # documents to one of a list, up to which it is close: few gaps reach 255


def ranges(starts: Array, lengths: Array) -> Array:
    """The whole numbers of each range, one range after the other."""
    ends = lengths.cumsum(dtype=np.int64)
    found: Array = (starts - ends + lengths).repeat(lengths)
    found += np.arange(len(found))
    return found


def bounds(lengths: Array) -> Array:
    """Where stretches of these lengths start when they follow each other, and the last ends."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)))


class Numbers:
    """Numbers of which most are small: half a byte, one or two bytes each, the others aside.

    `low` has the highest number of its width where a number is not below it; `values` has those,
    and `at` their places. Halves stand two in a byte, the lower bits first.
    """

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        """The numbers written as `name`."""
        self._low = arrays[name]
        self._at = arrays[f"{name}+at"]
        self._places = self._at.data  # the same, as Python bisects it
        self._values = arrays[f"{name}+"]
        self._halves = f"{name}/halves" in arrays
        self._top = _HALF if self._halves else np.iinfo(self._low.dtype).max

    @staticmethod
    def arrays(name: str, numbers: Array) -> Iterator[tuple[str, Array]]:
        """What is to be written as `name` for `numbers`, in as few bytes as this can."""
        widths = ((_HALF, 4), (_BYTE, 8), (0xFFFF, 16))
        bits = [
            width * len(numbers) + 64 * np.count_nonzero(numbers >= top) for top, width in widths
        ]
        top, width = widths[int(np.argmin(bits))]
        at = np.flatnonzero(numbers >= top)
        yield f"{name}+at", at.astype(np.uint32)
        yield f"{name}+", numbers[at].astype(np.uint32)
        low = np.minimum(numbers, top).astype(np.uint16 if width == 16 else np.uint8)
        if top == _HALF:
            low = np.append(low, np.zeros(len(low) % 2, np.uint8))
            low = low[::2] | np.left_shift(low[1::2], 4)
            yield f"{name}/halves", np.zeros(0, np.uint8)
        yield name, low

    def part(self, start: int, stop: int) -> Array:
        """The numbers from `start` to before `stop`."""
        part: Array
        if self._halves:
            part = _HALVES.take(self._low[start >> 1 : (stop + 1) >> 1]).view(np.uint8)
            part = part[start & 1 : (start & 1) + stop - start]
        else:
            part = self._low[start:stop]
        first = bisect_left(self._places, start)
        last = bisect_left(self._places, stop, first)
        if first < last:
            part = part.astype(np.uint32)
            part[self._at[first:last] - start] = self._values[first:last]
        return part

    def __getitem__(self, places: Array) -> Array:
        """The numbers at `places`."""
        found: Array
        if self._halves:
            found = self._low[places >> 1] >> ((places & 1) << 2).astype(np.uint8) & _HALF
        else:
            found = self._low[places]
        if len(self._at):
            over = (found == self._top).nonzero()[0]
            if len(over):
                found = found.astype(np.uint32)
                at = self._at.searchsorted(places[over].astype(np.uint32))
                found[over] = self._values[at]
        return found


class DocumentLists:
    """Ascending lists of documents, one after the other; `starts` says where each starts and ends.

    Kept are the gaps, the first from document 0: those of lists in which they are small, which are
    numbered `close`, apart from those of the others, so that a byte will do for most.
    """

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        self.starts = arrays[f"{name}/starts"]
        self._bounds = self.starts.data
        self._close = arrays[f"{name}/close"].astype(np.intp)
        self._close_gaps = Numbers(arrays, f"{name}/close_gaps")
        self._far_gaps = Numbers(arrays, f"{name}/far_gaps")

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def _before(self) -> Array:
        """How many documents the close lists before each have together, and all of them."""
        return bounds(self.starts[self._close + 1] - self.starts[self._close])

    @cached_property
    def _closes(self) -> tuple[list[int], list[int]]:
        """The numbers of the close lists, and what is before them, as Python bisects them."""
        return self._close.tolist(), self._before.tolist()

    def lengths(self, numbers: Array) -> Array:
        """How many documents each of the lists with these numbers has; 0 for number -1."""
        found: Array = self.starts[numbers + 1] - self.starts[np.maximum(numbers, 0)]
        return found

    def bounds(self, number: int) -> tuple[int, int]:
        """Where the list starts and ends among all."""
        return self._bounds[number], self._bounds[number + 1]

    def __getitem__(self, number: int) -> Array:
        """The list with that number, as numpy indexes with it."""
        close, before = self._closes
        at = bisect_left(close, number)
        if at < len(close) and close[at] == number:
            gaps = self._close_gaps.part(before[at], before[at + 1])
        else:
            start, end = self._bounds[number] - before[at], self._bounds[number + 1] - before[at]
            gaps = self._far_gaps.part(start, end)
        return gaps.cumsum(dtype=np.intp)

    def are_close(self, numbers: Array) -> Array:
        """Which of the lists with these numbers are close; -1 is not."""
        close: Array = self._close
        if not len(close):
            return np.zeros(len(numbers), bool)
        found: Array = close.take(close.searchsorted(numbers), mode="clip") == numbers
        return found

    def far(self, numbers: Array) -> tuple[Array, Array, Array]:
        """Several lists, none of them close, one after the other.

        With them: where each document stands among those of all lists, and the lists' lengths.
        """
        starts = self.starts[numbers].astype(np.int64)
        lengths = self.starts[numbers + 1] - starts
        before = self._before[self._close.searchsorted(numbers)]
        at = ranges(starts, lengths)
        gaps = self._far_gaps[at - before.repeat(lengths)]
        return _summed(gaps, lengths), at, lengths

    def several(self, numbers: Array) -> tuple[Array, Array, Array]:
        """Several lists, close or not, as `far`."""
        starts = self.starts[numbers].astype(np.int64)
        lengths = self.starts[numbers + 1] - starts
        before = self._before[self._close.searchsorted(numbers)]
        close = self.are_close(numbers)
        at, there = ranges(starts, lengths), close.repeat(lengths)
        own = at - np.where(close, starts - before, before).repeat(lengths)
        gaps = np.empty(len(at), np.uint32)
        gaps[there] = self._close_gaps[own[there]]
        gaps[~there] = self._far_gaps[own[~there]]
        return _summed(gaps, lengths), at, lengths

    def span(self, first: int, stop: int) -> Array:
        """The lists from number `first` to before `stop`, one after the other."""
        start, end = self._bounds[first], self._bounds[stop]
        close, before = self._closes
        low, high = bisect_left(close, first), bisect_left(close, stop)
        gaps = self._far_gaps.part(start - before[low], end - before[high])
        lengths = np.diff(self.starts[first : stop + 1])
        if low < high:
            are_close = np.zeros(stop - first, bool)
            are_close[self._close[low:high] - first] = True
            there = are_close.repeat(lengths)
            every = np.empty(end - start, np.uint32)
            every[~there] = gaps
            every[there] = self._close_gaps.part(before[low], before[high])
            gaps = every
        return _summed(gaps, lengths)


class PackedLists:
    """Lists of documents on their way into `DocumentLists`; `count` documents there are."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._lengths: list[Array] = []
        self._close_gaps: list[Array] = []
        self._far_gaps: list[Array] = []

    def add(self, documents: Array, lengths: Array) -> None:
        """Adds lists of these lengths, none empty."""
        heads = bounds(lengths)[:-1]
        gaps = np.diff(documents, prepend=0)
        gaps[heads] = documents[heads]
        there = self._are_close(lengths).repeat(lengths)
        self._lengths.append(lengths)
        self._close_gaps.append(narrowed(gaps[there]))
        self._far_gaps.append(narrowed(gaps[~there]))

    def _are_close(self, lengths: Array) -> Array:
        close: Array = lengths * _CLOSE >= self._count
        return close

    def arrays(self, name: str) -> Iterator[tuple[str, Array]]:
        """What is to be written as `name`."""
        lengths = joined(self._lengths)
        yield f"{name}/starts", bounds(lengths).astype(np.uint32)
        yield f"{name}/close", np.flatnonzero(self._are_close(lengths)).astype(np.uint32)
        yield from Numbers.arrays(f"{name}/close_gaps", joined(self._close_gaps))
        yield from Numbers.arrays(f"{name}/far_gaps", joined(self._far_gaps))


def _summed(gaps: Array, lengths: Array) -> Array:
    """The documents of lists of these lengths, none empty, whose gaps follow each other."""
    documents = gaps.cumsum(dtype=np.intp)
    heads = bounds(lengths)[:-1]
    documents -= (documents[heads] - gaps[heads]).repeat(lengths)
    return documents


def narrowed(numbers: Array) -> Array:
    """`numbers`, none below 0, in as few bytes each as the highest needs."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def joined(parts: list[Array]) -> Array:
    """`parts`, one after the other; they are let go of."""
    whole = np.concatenate(parts) if parts else np.zeros(0, np.uint8)
    parts.clear()
    return whole
