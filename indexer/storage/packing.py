"""Whole numbers in few bytes: small ones with rare large ones, and ascending ones as steps.

Both are kept as plain arrays and read a stretch at a time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from indexer.storage.arrays import Array

MOST_DOCUMENTS = 1 << 16  # in a segment: their numbers fit two bytes
_HALF, _BYTE = 0xF, 0xFF
# both halves of each byte, side by side
_HALVES = np.array([[byte & _HALF, byte >> 4] for byte in range(256)], np.uint8).view(np.uint16)[
    :, 0
]
_DENSE = 512  # documents from which a list of them is kept as steps


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

    def __init__(self, low: Array, at: Array, values: Array, halves: bool) -> None:
        self._low = low
        self._at = at
        self._values = values
        self._halves = halves
        self._top = _HALF if halves else np.iinfo(low.dtype).max

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> Numbers:
        """The numbers written as `name`."""
        low, at, values = (arrays[f"{name}{part}"] for part in ("", "+at", "+"))
        return cls(low, at, values, f"{name}/halves" in arrays)

    @staticmethod
    def arrays(name: str, numbers: Array) -> dict[str, Array]:
        """What is to be written as `name` for `numbers`, in as few bytes as this can."""
        widths = ((_HALF, 4), (_BYTE, 8), (0xFFFF, 16))
        bits = [
            width * len(numbers) + 64 * np.count_nonzero(numbers >= top) for top, width in widths
        ]
        top, width = widths[int(np.argmin(bits))]
        at = np.flatnonzero(numbers >= top)
        low = np.minimum(numbers, top).astype(np.uint16 if width == 16 else np.uint8)
        arrays = {f"{name}+at": at.astype(np.uint32), f"{name}+": numbers[at].astype(np.uint32)}
        if top == _HALF:
            low = np.append(low, np.zeros(len(low) % 2, np.uint8))
            low = low[::2] | np.left_shift(low[1::2], 4)
            arrays[f"{name}/halves"] = np.zeros(0, np.uint8)
        return {name: low, **arrays}

    def part(self, start: int, stop: int) -> Array:
        """The numbers from `start` to before `stop`."""
        part: Array
        if self._halves:
            part = _HALVES.take(self._low[start >> 1 : (stop + 1) >> 1]).view(np.uint8)
            part = part[start & 1 : (start & 1) + stop - start]
        else:
            part = self._low[start:stop]
        if len(self._at):
            first, last = self._at.searchsorted((start, stop))
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
                found[over] = self._values[np.searchsorted(self._at, places[over])]
        return found


class DocumentLists:
    """Ascending lists of documents, one after the other; `starts` says where each starts and ends.

    Short ones lie as they are, two bytes a document. Each of the long ones, those numbered `long`,
    is kept as steps of a byte, the first from before document 0; a step of 0 goes 255 on and stops
    nowhere.
    """

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        self.starts = arrays[f"{name}/starts"]
        self._short = arrays[f"{name}/short"]
        self._steps = arrays[f"{name}/steps"]
        self._long = arrays[f"{name}/long"]
        self._step_starts = arrays[f"{name}/step_starts"]
        self._bounds = self.starts.data

    def __len__(self) -> int:
        return len(self.starts) - 1

    @staticmethod
    def arrays(name: str, documents: Array, lengths: Array) -> dict[str, Array]:
        """What is to be written as `name` for lists of these lengths."""
        long = np.flatnonzero(lengths >= _DENSE)
        kept_long = np.repeat(lengths >= _DENSE, lengths)
        there = documents[kept_long].astype(np.int64)
        heads = bounds(lengths[long])
        gaps = np.diff(there, prepend=0)
        gaps[heads[:-1]] = there[heads[:-1]] + 1
        skips = (gaps - 1) // _BYTE
        ends = bounds(skips + 1)
        steps = np.zeros(ends[-1], np.uint8)
        steps[ends[1:] - 1] = gaps - skips * _BYTE
        return {
            f"{name}/starts": bounds(lengths).astype(np.uint32),
            f"{name}/short": documents[~kept_long].astype(np.uint16),
            f"{name}/steps": steps,
            f"{name}/long": long.astype(np.uint32),
            f"{name}/step_starts": ends[heads].astype(np.uint32),
        }

    @cached_property
    def _longs(self) -> tuple[list[int], list[int], list[int]]:
        """The numbers of the long lists, where their steps start, and the documents before them.

        The last are those in long lists, which are not among the short ones.
        """
        lengths = self.starts[self._long + 1] - self.starts[self._long]
        return self._long.tolist(), self._step_starts.tolist(), bounds(lengths).tolist()

    def lengths(self, numbers: Array) -> Array:
        """How many documents each of the lists with these numbers has; 0 for number -1."""
        found: Array = self.starts[numbers + 1] - self.starts[np.maximum(numbers, 0)]
        return found

    def length(self, number: int) -> int:
        """How many documents the list has."""
        return self._bounds[number + 1] - self._bounds[number]

    def bounds(self, number: int) -> tuple[int, int]:
        """Where the list starts and ends among all."""
        return self._bounds[number], self._bounds[number + 1]

    def __getitem__(self, number: int) -> Array:
        """The list with that number, as numpy indexes with it."""
        long, starts, before = self._longs
        at = bisect_left(long, number)
        if at == len(long) or long[at] != number:
            start, end = self._bounds[number] - before[at], self._bounds[number + 1] - before[at]
            return self._short[start:end].astype(np.intp)
        steps = self._steps[starts[at] : starts[at + 1]]
        found: Array
        if steps.all():
            found = steps.cumsum(dtype=np.intp)
        else:
            found = np.cumsum(np.where(steps, steps, _BYTE), dtype=np.intp)[steps != 0]
        found -= 1
        return found

    def are_long(self, numbers: Array) -> Array:
        """Which of the lists with these numbers are long; -1 is not."""
        long: Array = self.lengths(numbers) >= _DENSE
        return long

    def short(self, numbers: Array) -> tuple[Array, Array, Array]:
        """Several lists, none of them long, one after the other.

        With them: where each document stands among those of all lists, and the lists' lengths.
        """
        starts = self.starts[numbers].astype(np.int64)
        lengths = self.starts[numbers + 1] - starts
        before = np.array(self._longs[2])[np.searchsorted(self._long, numbers)]
        at = ranges(starts, lengths)
        return self._short[at - before.repeat(lengths)].astype(np.intp), at, lengths

    def every(self) -> Array:
        """All lists, one after the other."""
        found: Array
        if not len(self._long):
            found = self._short.astype(np.intp)
            return found
        found = np.empty(int(self.starts[-1]), np.intp)
        long = np.zeros(len(found), bool)
        for number in self._long.tolist():
            start, end = self.bounds(number)
            found[start:end] = self[number]
            long[start:end] = True
        found[~long] = self._short
        return found
