"""Whole numbers in few bytes: small ones with rare large ones, and ascending lists as gaps.

Both are kept as plain arrays, of which a slice is decoded at a time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from indexer.engine.segment.array_file import Array

_HALF, _BYTE = 0xF, 0xFF
# uint16[256]: the two halves of each byte, side by side
_HALVES = np.array([[byte & _HALF, byte >> 4] for byte in range(256)], np.uint8).view(np.uint16)[
    :, 0
]
DENSE = 120  # a list with one of so many documents, or more, is dense: few gaps reach 255


def ranges(starts: Array, lengths: Array) -> Array:
    """The whole numbers of each range, one range after the other.

    `starts` and `lengths` are int[ranges]; the answer is int64[sum of lengths].
    """
    ends = lengths.cumsum(dtype=np.int64)
    found: Array = (starts - ends + lengths).repeat(lengths)
    found += np.arange(len(found))
    return found


def bounds(lengths: Array) -> Array:
    """The offsets of slices of these `lengths`, int[slices], that follow each other.

    int64[slices + 1]: slice i is from offset i to before offset i + 1.
    """
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)))


class PackedIntegers:
    """Whole numbers, most of them small: half a byte, one or two bytes each, large ones aside.

    A number that is not below the highest of its width is large: that highest stands for it, and
    its index and value are kept aside. Halves stand two in a byte, the lower bits first.
    """

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        """The numbers that `arrays` keeps under `name`."""
        self._low = arrays[name]
        self._at = arrays[f"{name}+at"]
        self._large = self._at.data  # the same, as Python bisects it
        self._values = arrays[f"{name}+"]
        self._halves = f"{name}/halves" in arrays
        self._top = _HALF if self._halves else np.iinfo(self._low.dtype).max

    @staticmethod
    def arrays(name: str, numbers: Array) -> Iterator[tuple[str, Array]]:
        """The named arrays that keep `numbers`, int[n], of the width that takes least."""
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

    def slice(self, start: int, stop: int) -> Array:
        """The numbers from index `start` to before `stop`: uint8, uint16 or uint32[n]."""
        part: Array
        if self._halves:
            part = _HALVES.take(self._low[start >> 1 : (stop + 1) >> 1]).view(np.uint8)
            part = part[start & 1 : (start & 1) + stop - start]
        else:
            part = self._low[start:stop]
        first = bisect_left(self._large, start)
        last = bisect_left(self._large, stop, first)
        if first < last:
            part = part.astype(np.uint32)
            part[self._at[first:last] - start] = self._values[first:last]
        return part

    def __getitem__(self, indices: Array) -> Array:
        """The numbers at `indices`, int[n]: uint8, uint16 or uint32[n]."""
        found: Array
        if self._halves:
            found = self._low[indices >> 1] >> ((indices & 1) << 2).astype(np.uint8) & _HALF
        else:
            found = self._low[indices]
        if len(self._at):
            over = (found == self._top).nonzero()[0]
            if len(over):
                found = found.astype(np.uint32)
                at = self._at.searchsorted(indices[over].astype(np.uint32))
                found[over] = self._values[at]
        return found


class DocumentLists:
    """Ascending lists of document numbers, one after the other: one list for each term.

    `starts`, uint32[lists + 1], has offsets: list i is from starts[i] to before starts[i + 1].
    Gaps are kept, the first of a list from document 0. The gaps of dense lists, which are small,
    stand apart from those of sparse lists, so that a byte is enough for most.
    """

    def __init__(self, arrays: Mapping[str, Array], name: str) -> None:
        self.starts = arrays[f"{name}/starts"]
        self._bounds = self.starts.data
        self._dense = arrays[f"{name}/dense"].astype(np.intp)
        self._dense_gaps = PackedIntegers(arrays, f"{name}/dense_gaps")
        self._sparse_gaps = PackedIntegers(arrays, f"{name}/sparse_gaps")

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def _before(self) -> Array:
        """The offsets of the dense lists among the dense gaps, int64[dense lists + 1]."""
        return bounds(self.starts[self._dense + 1] - self.starts[self._dense])

    @cached_property
    def _dense_bounds(self) -> tuple[list[int], list[int]]:
        """The numbers of the dense lists and their offsets, as Python bisects them."""
        return self._dense.tolist(), self._before.tolist()

    def lengths(self, numbers: Array) -> Array:
        """The length of each list of `numbers`, int[numbers]; 0 for number -1."""
        found: Array = self.starts[numbers + 1] - self.starts[np.maximum(numbers, 0)]
        return found

    def bounds(self, number: int) -> tuple[int, int]:
        """The offsets at which the list starts and ends among all postings."""
        return self._bounds[number], self._bounds[number + 1]

    def __getitem__(self, number: int) -> Array:
        """The list with that number, intp[documents]: numpy indexes fastest with it."""
        dense, before = self._dense_bounds
        at = bisect_left(dense, number)
        if at < len(dense) and dense[at] == number:
            gaps = self._dense_gaps.slice(before[at], before[at + 1])
        else:
            start, end = self._bounds[number] - before[at], self._bounds[number + 1] - before[at]
            gaps = self._sparse_gaps.slice(start, end)
        return gaps.cumsum(dtype=np.intp)

    def are_dense(self, numbers: Array) -> Array:
        """Whether each list of `numbers` is dense, bool[numbers]; number -1 is not."""
        dense: Array = self._dense
        if not len(dense):
            return np.zeros(len(numbers), bool)
        found: Array = dense.take(dense.searchsorted(numbers), mode="clip") == numbers
        return found

    def sparse(self, numbers: Array) -> tuple[Array, Array, Array]:
        """The sparse lists of `numbers`, int[n], one after the other.

        Gives the documents, intp[postings]; the offset of each among the postings of all lists,
        int64[postings]; and the length of each list, int64[numbers].
        """
        starts = self.starts[numbers].astype(np.int64)
        lengths = self.starts[numbers + 1] - starts
        before = self._before[self._dense.searchsorted(numbers)]
        at = ranges(starts, lengths)
        gaps = self._sparse_gaps[at - before.repeat(lengths)]
        return _summed(gaps, lengths), at, lengths

    def several(self, numbers: Array) -> tuple[Array, Array, Array]:
        """The lists of `numbers`, int[n], dense or sparse, as `sparse` gives them."""
        starts = self.starts[numbers].astype(np.int64)
        lengths = self.starts[numbers + 1] - starts
        before = self._before[self._dense.searchsorted(numbers)]
        dense = self.are_dense(numbers)
        at, there = ranges(starts, lengths), dense.repeat(lengths)
        own = at - np.where(dense, starts - before, before).repeat(lengths)
        gaps = np.empty(len(at), np.uint32)
        gaps[there] = self._dense_gaps[own[there]]
        gaps[~there] = self._sparse_gaps[own[~there]]
        return _summed(gaps, lengths), at, lengths

    def span(self, first: int, stop: int) -> Array:
        """The lists from number `first` to before `stop`, one after the other, intp[postings]."""
        start, end = self._bounds[first], self._bounds[stop]
        dense, before = self._dense_bounds
        low, high = bisect_left(dense, first), bisect_left(dense, stop)
        gaps = self._sparse_gaps.slice(start - before[low], end - before[high])
        lengths = np.diff(self.starts[first : stop + 1])
        if low < high:
            are_dense = np.zeros(stop - first, bool)
            are_dense[self._dense[low:high] - first] = True
            there = are_dense.repeat(lengths)
            every = np.empty(end - start, np.uint32)
            every[~there] = gaps
            every[there] = self._dense_gaps.slice(before[low], before[high])
            gaps = every
        return _summed(gaps, lengths)


class DocumentListsWriter:
    """Collects the lists of `DocumentLists`, in a segment of `count` documents."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._lengths: list[Array] = []
        self._dense_gaps: list[Array] = []
        self._sparse_gaps: list[Array] = []

    def add(self, documents: Array, lengths: Array) -> None:
        """Adds lists of these `lengths`, int[lists], none empty; `documents` has all in order."""
        heads = bounds(lengths)[:-1]
        gaps = np.diff(documents, prepend=0)
        gaps[heads] = documents[heads]
        there = self._are_dense(lengths).repeat(lengths)
        self._lengths.append(lengths)
        self._dense_gaps.append(narrowed(gaps[there]))
        self._sparse_gaps.append(narrowed(gaps[~there]))

    def _are_dense(self, lengths: Array) -> Array:
        dense: Array = lengths * DENSE >= self._count
        return dense

    def arrays(self, name: str) -> Iterator[tuple[str, Array]]:
        """The named arrays that keep the lists."""
        lengths = concatenated(self._lengths)
        yield f"{name}/starts", bounds(lengths).astype(np.uint32)
        yield f"{name}/dense", np.flatnonzero(self._are_dense(lengths)).astype(np.uint32)
        yield from PackedIntegers.arrays(f"{name}/dense_gaps", concatenated(self._dense_gaps))
        yield from PackedIntegers.arrays(f"{name}/sparse_gaps", concatenated(self._sparse_gaps))


def _summed(gaps: Array, lengths: Array) -> Array:
    """The documents, intp[postings], of lists of these `lengths`, none empty, by their gaps."""
    documents = gaps.cumsum(dtype=np.intp)
    heads = bounds(lengths)[:-1]
    documents -= (documents[heads] - gaps[heads]).repeat(lengths)
    return documents


def narrowed(numbers: Array) -> Array:
    """`numbers`, int[n], none below 0, as the smallest unsigned type that holds the highest."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def concatenated(parts: list[Array]) -> Array:
    """`parts`, each any[n], one after the other; the list is emptied, to free their memory."""
    whole = np.concatenate(parts) if parts else np.zeros(0, np.uint8)
    parts.clear()
    return whole
