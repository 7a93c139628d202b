"""The terms of a field, sorted by code point; a term is a number.

They are kept in blocks, each compressed by itself, and found by the first of each.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from indexer.engine.segment.array_file import Array
from indexer.engine.segment.integers import bounds

_BLOCK = 64  # terms, compressed together
_END = b"\xff"  # stands between terms; no UTF-8 has it


class Vocabulary:
    """The `count` sorted terms of the field `name`, of the segment that keeps `arrays`."""

    def __init__(self, arrays: Mapping[str, Array], name: str, count: int) -> None:
        self._first = arrays[f"{name}/heads"].data
        self._texts = arrays[f"{name}/texts"].data
        self._starts = arrays[f"{name}/starts"]
        self._count = count

    @staticmethod
    def arrays(name: str, terms: Sequence[bytes]) -> Iterator[tuple[str, Array]]:
        """What is to be written as `name` for the sorted `terms`."""
        starts = range(0, len(terms), _BLOCK)
        blocks = [zlib.compress(_END.join(terms[at : at + _BLOCK])) for at in starts]
        yield f"{name}/heads", np.frombuffer(_END.join(terms[::_BLOCK]), np.uint8)
        yield f"{name}/texts", np.frombuffer(b"".join(blocks), np.uint8)
        lengths = np.fromiter(map(len, blocks), np.int64, len(blocks))
        yield f"{name}/starts", bounds(lengths).astype(np.uint32)

    @cached_property
    def _heads(self) -> list[bytes]:
        """The first term of each block, nothing for that of the first, and _END at the end."""
        if not self._count:
            return [_END]
        return [b"", *self._first.tobytes().split(_END)[1:], _END]

    def _block(self, number: int) -> bytes:
        """The terms of one block, an _END between them."""
        start, stop = self._starts[number : number + 2].tolist()
        return zlib.decompress(self._texts[start:stop])

    def numbers(self, terms: Sequence[bytes]) -> list[int]:
        """The number of each of `terms`, -1 for those that are none."""
        if not self._count:
            return [-1] * len(terms)
        known: dict[int, dict[bytes, int]] = {}  # by block
        first = after = _END  # what the block in hand lies between
        found = []
        for term in terms:
            if not first <= term < after:
                block = bisect_right(self._heads, term) - 1
                first, after = self._heads[block : block + 2]
                if block not in known:
                    texts = self._block(block).split(_END)
                    numbers = range(block * _BLOCK, self._count)
                    known[block] = dict(zip(texts, numbers, strict=False))
            found.append(known[block].get(term, -1))
        return found

    def texts(self, numbers: Sequence[int]) -> list[str]:
        """The terms with these numbers."""
        there = {block: self._block(block).split(_END) for block in {n // _BLOCK for n in numbers}}
        return [decoded(there[number // _BLOCK][number % _BLOCK]) for number in numbers]

    def terms(self) -> list[bytes]:
        """Every term, in order, as UTF-8."""
        blocks = map(self._block, range(len(self._heads) - 1))
        return _END.join(blocks).split(_END) if self._count else []

    def beginning(self, prefix: bytes) -> tuple[int, list[bytes]]:
        """The terms that begin with `prefix`, in order, and the number of the first of them."""
        first = max(0, bisect_left(self._heads, prefix) - 1)
        last = bisect_left(self._heads, prefix + _END)
        blocks = list(map(self._block, range(first, last)))
        terms = _END.join(blocks).split(_END) if blocks else []
        low = bisect_left(terms, prefix)
        return first * _BLOCK + low, terms[low : bisect_left(terms, prefix + _END, low)]


def encoded(text: str) -> bytes:
    """`text` as the bytes it is kept and sorted by."""
    return text.encode("utf-8", "surrogatepass")


def decoded(term: bytes) -> str:
    """The text kept as `term`."""
    return term.decode("utf-8", "surrogatepass")
