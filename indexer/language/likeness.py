"""Words written alike: the families of an archive that share letter 4-grams with a word.

    likeness-grams.npy      each 4-gram of a family between boundary signs, as a number, ascending
    likeness-starts.npy     where its families begin in the next; one more at the end
    likeness-families.npy   numbers of families, by their order
    likeness-names.npy      where the line of each family begins in the lexicon's families.tsv

What 4-grams may add to the ranking they add here, over the vocabulary, so that the index needs no
field of grams. Beside families and roots it is little, and shows in misspelt queries if anywhere
(docs/relevance.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SIZE = 4  # letters of a gram (relevance of 3 to 5 compared: docs/relevance.md)
_BOUNDARY = "_"  # which no folded word holds
_COMMON = 0.005  # share of the families above which a gram tells too little to look them up
_LEAST = 0.2  # share of a word's weight of grams that another must have
_PARTS = ("grams", "starts", "families", "names")


class Likeness:
    """Finds families alike in the files that `write_likeness` wrote into `folder`."""

    def __init__(self, folder: Path) -> None:
        self._grams, self._starts, self._families, self.names = (
            np.load(_path(folder, part), mmap_mode="r") for part in _PARTS
        )

    def alike(self, word: str, most: int) -> list[tuple[int, float]]:
        """(number of a family, likeness) of the `most` alike to the folded `word`, itself included.

        The likeness is the share of the weight of the word's grams that the family has too: 1 for
        all of them. A gram weighs its inverse frequency among families, as BM25 has it.
        """
        grams = np.unique(_grams([word])[0])
        if not len(grams):
            return []
        count = len(self.names)
        at = np.searchsorted(self._grams, grams)
        found: list[NDArray[np.uint32]] = []
        weights: list[float] = []
        total = 0.0
        for gram, place in zip(grams.tolist(), at.tolist(), strict=True):
            known = place < len(self._grams) and int(self._grams[place]) == gram
            start, end = self._starts[place : place + 2].tolist() if known else (0, 0)
            weight = math.log(1 + (count - (end - start) + 0.5) / (end - start + 0.5))
            total += weight
            if start < end and end - start <= max(1, _COMMON * count):
                found.append(self._families[start:end])
                weights.append(weight)
        if not found:
            return []
        numbers, inverse = np.unique(np.concatenate(found), return_inverse=True)
        shares = np.bincount(inverse, np.repeat(weights, [len(part) for part in found])) / total
        order = np.lexsort((numbers, -shares))[:most]
        return [
            (int(numbers[place]), float(shares[place]))
            for place in order.tolist()
            if shares[place] >= _LEAST
        ]


def write_likeness(folder: Path, families: Sequence[str], names: NDArray[np.int64]) -> None:
    """Writes into `folder` the 4-grams of `families`, in the order of families.tsv.

    `names` tells where the line of each begins there.
    """
    grams, of = _grams(families)
    order = np.lexsort((of, grams))
    grams, of = grams[order], of[order]
    once = np.ones(len(grams), bool)
    once[1:] = (grams[1:] != grams[:-1]) | (of[1:] != of[:-1])
    distinct, first = np.unique(grams[once], return_index=True)
    starts = np.append(first, np.count_nonzero(once)).astype(np.uint32)
    parts: tuple[NDArray[Any], ...] = (distinct, starts, of[once], names)
    for part, array in zip(_PARTS, parts, strict=True):
        np.save(_path(folder, part), array, allow_pickle=False)


def _grams(words: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """The 4-grams of `words` as numbers, and which word each is of.

    A word of fewer than three letters has none of its own: everything would be alike to it.
    """
    padded = [f"{_BOUNDARY}{word}{_BOUNDARY}" if len(word) > 2 else "" for word in words]
    letters = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.fromiter(map(len, padded), np.int64, len(padded))
    if len(letters) < _SIZE:
        return np.empty(0, np.uint64), np.empty(0, np.uint32)
    codes = letters.astype(np.uint64) & np.uint64(0xFFFF)
    size = len(codes) - _SIZE + 1
    grams = np.zeros(size, np.uint64)
    for place in range(_SIZE):
        grams = (grams << np.uint64(16)) | codes[place : place + size]
    word_of = np.repeat(np.arange(len(padded), dtype=np.uint32), lengths)
    whole = word_of[:size] == word_of[_SIZE - 1 :]
    return grams[whole], word_of[:size][whole]


def _path(folder: Path, part: str) -> Path:
    return folder / f"likeness-{part}.npy"
