"""The terms of a field, sorted by code point; the number of a term is its rank among them.

They are kept in blocks, each compressed by itself; the first term of each block finds it.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from indexer.engine.segment.array_file import Array
from indexer.engine.segment.integers import bounds
from indexer.engine.utf8 import decoded

TERMS_OF_A_BLOCK = 64  # which are compressed together
_END = b"\xff"  # separates terms: no byte of UTF-8


class TermDictionary:
    """The `count` sorted terms of the field `name`, of the segment that keeps `arrays`."""

    def __init__(self, arrays: Mapping[str, Array], name: str, count: int) -> None:
        self._first = arrays[f"{name}/heads"].data
        self._texts = arrays[f"{name}/texts"].data
        self._starts = arrays[f"{name}/starts"]
        self._count = count

    @staticmethod
    def arrays(name: str, terms: Sequence[bytes]) -> Iterator[tuple[str, Array]]:
        """The named arrays that keep the sorted `terms` of the field `name`."""
        starts = range(0, len(terms), TERMS_OF_A_BLOCK)
        blocks = [zlib.compress(_END.join(terms[at : at + TERMS_OF_A_BLOCK])) for at in starts]
        yield f"{name}/heads", np.frombuffer(_END.join(terms[::TERMS_OF_A_BLOCK]), np.uint8)
        yield f"{name}/texts", np.frombuffer(b"".join(blocks), np.uint8)
        lengths = np.fromiter(map(len, blocks), np.int64, len(blocks))
        yield f"{name}/starts", bounds(lengths).astype(np.uint32)

    @cached_property
    def _heads(self) -> list[bytes]:
        """The first term of each block, then _END; of the first block b"" stands for it."""
        if not self._count:
            return [_END]
        return [b"", *self.heads()[1:], _END]

    def heads(self) -> list[bytes]:
        """The first term of each block, as they are kept."""
        return self._first.tobytes().split(_END) if self._count else []

    def block(self, number: int) -> list[bytes]:
        """The terms of one block."""
        return self._block(number).split(_END)

    def _block(self, number: int) -> bytes:
        """The terms of one block, separated by _END."""
        start, stop = self._starts[number : number + 2].tolist()
        return zlib.decompress(self._texts[start:stop])

    def numbers(self, terms: Sequence[bytes]) -> list[int]:
        """The number of each of `terms`; -1 where the field does not have it."""
        if not self._count:
            return [-1] * len(terms)
        known: dict[int, dict[bytes, int]] = {}  # by block
        first = after = _END  # the block in hand has terms from `first` to before `after`
        found = []
        for term in terms:
            if not first <= term < after:
                block = bisect_right(self._heads, term) - 1
                first, after = self._heads[block : block + 2]
                if block not in known:
                    texts = self.block(block)
                    numbers = range(block * TERMS_OF_A_BLOCK, self._count)
                    known[block] = dict(zip(texts, numbers, strict=False))
            found.append(known[block].get(term, -1))
        return found

    def texts(self, numbers: Sequence[int]) -> list[str]:
        """The term of each of `numbers`."""
        there = {block: self.block(block) for block in {n // TERMS_OF_A_BLOCK for n in numbers}}
        return [
            decoded(there[number // TERMS_OF_A_BLOCK][number % TERMS_OF_A_BLOCK])
            for number in numbers
        ]

    def terms(self) -> list[bytes]:
        """Every term, in order, in UTF-8."""
        blocks = map(self._block, range(len(self._heads) - 1))
        return _END.join(blocks).split(_END) if self._count else []

    def with_prefix(self, prefix: bytes) -> tuple[int, list[bytes]]:
        """The number of the first term that begins with `prefix`, and all that do, in order."""
        first = max(0, bisect_left(self._heads, prefix) - 1)
        last = bisect_left(self._heads, prefix + _END)
        blocks = list(map(self._block, range(first, last)))
        terms = _END.join(blocks).split(_END) if blocks else []
        low = bisect_left(terms, prefix)
        return first * TERMS_OF_A_BLOCK + low, terms[low : bisect_left(terms, prefix + _END, low)]
