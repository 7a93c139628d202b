"""The terms of a field, sorted by code point and kept as one run of bytes; a term is a number."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from indexer.storage.arrays import Array

_BLOCK = 64  # terms, of which the first is found by bisection
_SEVERAL = 4  # terms asked of a block, from which all of it is read
_END = b"\xff"  # stands before and after each term; no UTF-8 has it


class Vocabulary:
    """The `count` sorted terms of the field `name`, of the segment that keeps `arrays`."""

    def __init__(self, arrays: Mapping[str, Array], name: str, count: int) -> None:
        self._texts = arrays[f"{name}/texts"].data
        self._starts = arrays[f"{name}/starts"]
        self._count = count

    def __len__(self) -> int:
        return self._count

    @staticmethod
    def arrays(name: str, terms: Sequence[bytes]) -> dict[str, Array]:
        """What is to be written as `name` for the sorted `terms`."""
        lengths = np.fromiter(map(len, terms), np.int64, len(terms))
        starts = 1 + np.concatenate(([0], np.cumsum(lengths + 1)))
        texts = _END + _END.join(terms) + _END
        return {
            f"{name}/texts": np.frombuffer(texts, np.uint8),
            f"{name}/starts": starts[:-1:_BLOCK].astype(np.uint32),
        }

    @cached_property
    def _heads(self) -> list[bytes]:
        """The first term of each block."""
        whole = self._texts.tobytes()
        return [whole[start : whole.index(_END, start)] for start in self._starts.tolist()]

    def _block(self, number: int) -> bytes:
        """The terms of one block, an _END before and after each."""
        start = int(self._starts[number]) - 1
        last = number + 1 == len(self._starts)
        stop = len(self._texts) if last else int(self._starts[number + 1])
        return self._texts[start:stop].tobytes()

    def number(self, text: str) -> int:
        """The number of the term `text`; -1 when there is none."""
        return self.numbers([encoded(text)])[0]

    def numbers(self, terms: Sequence[bytes]) -> list[int]:
        """The number of each of `terms`, -1 for those that are none.

        Those that stand in one block are found together.
        """
        heads = self._heads
        known: dict[bytes, int] = {}
        ordered = sorted(terms)
        start = bisect_left(ordered, heads[0]) if heads else len(ordered)
        while start < len(ordered):
            block = bisect_right(heads, ordered[start]) - 1
            last = block + 1 == len(heads)
            stop = len(ordered) if last else bisect_left(ordered, heads[block + 1], start)
            if stop - start < _SEVERAL:
                for term in ordered[start:stop]:
                    known[term] = self._number_in(block, term)
            else:
                there = self._block(block)[1:-1].split(_END)
                known.update(zip(there, range(block * _BLOCK, self._count), strict=False))
            start = stop
        return [known.get(term, -1) for term in terms]

    def _number_in(self, block: int, term: bytes) -> int:
        terms = self._block(block)
        at = terms.find(_END + term + _END)
        return -1 if at < 0 else block * _BLOCK + terms.count(_END, 0, at)

    def text(self, number: int) -> str:
        """The term with that number."""
        return decoded(self._block(number // _BLOCK)[1:-1].split(_END)[number % _BLOCK])

    def texts(self, numbers: Sequence[int]) -> list[str]:
        """The terms with these numbers."""
        if len(numbers) < len(self._starts):
            return [self.text(number) for number in numbers]
        every = self.terms()
        return [decoded(every[number]) for number in numbers]

    def terms(self) -> list[bytes]:
        """Every term, in order, as UTF-8."""
        return self._texts[1:-1].tobytes().split(_END) if self._count else []

    def beginning_at(self, least: bytes) -> Iterator[tuple[int, bytes]]:
        """The terms that are not before `least`, each with its number, in order."""
        first = max(0, bisect_right(self._heads, least) - 1)
        for block in range(first, len(self._starts)):
            terms = self._block(block)[1:-1].split(_END)
            for number, term in enumerate(terms, block * _BLOCK):
                if term >= least:
                    yield number, term

    def beginning(self, prefix: str) -> Iterator[tuple[int, str]]:
        """The terms that begin with `prefix`, each with its number, in order."""
        wanted = encoded(prefix)
        for number, term in self.beginning_at(wanted):
            if not term.startswith(wanted):
                return
            yield number, decoded(term)


def encoded(text: str) -> bytes:
    """`text` as the bytes it is kept and sorted by."""
    return text.encode("utf-8", "surrogatepass")


def decoded(term: bytes) -> str:
    """The text kept as `term`."""
    return term.decode("utf-8", "surrogatepass")
