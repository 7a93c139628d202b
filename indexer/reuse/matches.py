"""Seeds → matches: stretches of two documents that are the same, but for some of their words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.reuse.seeds import SHINGLE, Keys, Places, Times, most_documents, seeds, spilled_hashes
from indexer.reuse.spill import Rows, Spill

LEAST_WORDS = 12  # of a passage, in one document at least
_LEAST_OTHER = 10  # in the other, which may have lost some
_SHORT = 20  # words: the less there are, the more of them must be equal
_ALIKE_SHORT, _ALIKE = 0.8, 0.6  # of the words of the longer one
_LONG = 30  # words: a passage of more is none that people say by chance
_SELDOM = 8  # places of the archive: a shingle in no more is of this passage, not of a formula
_GAP = 12  # words between two seeds of one match
_DRIFT = 6  # words more, or fewer, between them in one document than in the other
_REACH = 24  # words looked at beyond the outermost seeds
_SHIFTS = (0, 1, -1, 2, -2)  # words that were dropped or added there
_PART_WORDS = 8_000_000  # whose hashes are sorted at once


@dataclass(frozen=True, slots=True)
class Words:
    """The words of all documents in a row.

    `keys` int32[words]; `joins` bool[keys]; `times` uint8[words], how often the shingle that
    begins at each stands in the archive, 0 where winnowing kept none.
    """

    keys: Keys
    joins: NDArray[np.bool_]
    times: Times

    def tell(self, start: Places, end: Places) -> NDArray[np.bool_]:
        """True for stretches that are no formula, title or chain of names, bool[stretches].

        More than half of their shared shingles stand in few places, and one word of them joins.
        """
        lengths = end - start
        begins = np.cumsum(lengths) - lengths
        places = np.arange(int(lengths.sum())) + np.repeat(start - begins, lengths)
        times = self.times[places]
        shared = np.add.reduceat((times > 1).astype(np.int64), begins)
        seldom = np.add.reduceat(((times > 1) & (times <= _SELDOM)).astype(np.int64), begins)
        return (2 * seldom > shared) & np.logical_or.reduceat(self.joins[self.keys[places]], begins)


def found_matches(keys: Keys, joins: NDArray[np.bool_], firsts: Places, folder: Path) -> Rows:
    """Matches (first document, its start and end, second document, its start and end): int64[n, 6].

    Starts and ends are places among all words. For `keys` and `firsts` see spilled_hashes, for
    `joins` key_numbers. Rows that do not fit into memory wait in `folder`.
    """
    parts = 1 + len(keys) // _PART_WORDS
    documents = len(firsts) - 1
    hashes = Spill(folder, "hashes", 2, parts)
    spilled_hashes(keys, firsts, hashes)
    pairs = Spill(folder, "seeds", 2, parts)
    words = Words(keys, joins, np.memmap(folder / "times", np.uint8, "w+", shape=keys.shape))
    for number in range(parts):
        for found in seeds(hashes.take(number), firsts, most_documents(documents), words.times):
            pairs.add(found, found[:, 0] * parts // max(1, len(keys)))
    # A document may begin in one part and end in the next: its matches are cut there.
    matches = [_matches(words, firsts, pairs.take(number)) for number in range(parts)]
    del words
    (folder / "times").unlink()
    return np.concatenate(matches)


def _matches(words: Words, firsts: Places, pairs: Rows) -> Rows:
    """The matches that some seeds `pairs`, int64[n, 2], belong to."""
    none = np.zeros((0, 6), np.int64)
    if not len(pairs):
        return none
    keys = words.keys
    first, second, start, end, shift = _runs(firsts, pairs)
    new = _breaks(first, second, start, end, shift)
    begins = np.flatnonzero(new)
    a0, b0 = start[begins], start[begins] + shift[begins]
    a1 = np.maximum.reduceat(end, begins)
    b1 = np.maximum.reduceat(end + shift, begins)
    first, second = first[begins], second[begins]
    left = _extended(keys, a0 - 1, b0 - 1, firsts[first], firsts[second], -1)
    right = _extended(keys, a1, b1, firsts[first + 1], firsts[second + 1], 1)
    a0, b0, a1, b1 = a0 - left[0], b0 - left[1], a1 + right[0], b1 + right[1]
    equal = _alike(keys, start, end, shift) + _alike_after(keys, start, end, shift, new)
    alike = np.add.reduceat(equal, begins) + left[2] + right[2]
    longer, shorter = np.maximum(a1 - a0, b1 - b0), np.minimum(a1 - a0, b1 - b0)
    least = np.where(longer < _SHORT, _ALIKE_SHORT, _ALIKE)
    fit = (longer >= LEAST_WORDS) & (shorter >= _LEAST_OTHER) & (alike >= least * longer)
    fit &= (longer > _LONG) | words.tell(a0, a1)
    rows = np.stack((first, a0, a1, second, b0, b1), axis=1)[fit]
    return np.unique(rows, axis=0) if len(rows) else none


def _runs(firsts: Places, pairs: Rows) -> tuple[Places, Places, Places, Places, Places]:
    """Runs of seeds at one distance: (first document, second, start, end, distance).

    They are in the order of documents, and of their starts in the first one.
    """
    first = np.searchsorted(firsts, pairs[:, 0], "right") - 1
    second = np.searchsorted(firsts, pairs[:, 1], "right") - 1
    shift = pairs[:, 1] - pairs[:, 0]
    order = np.lexsort((pairs[:, 0], shift, second, first))
    first, second, shift, place = first[order], second[order], shift[order], pairs[order, 0]
    new = np.ones(len(place), bool)
    new[1:] = (
        (np.diff(first) != 0)
        | (np.diff(second) != 0)
        | (np.diff(shift) != 0)
        | (np.diff(place) > _GAP + SHINGLE)
    )
    begins = np.flatnonzero(new)
    ends = np.append(begins[1:], len(place)) - 1
    runs = (first[begins], second[begins], place[begins], place[ends] + SHINGLE, shift[begins])
    order = np.lexsort((runs[2], runs[1], runs[0]))
    return tuple(run[order] for run in runs)  # type: ignore[return-value]


def _breaks(
    first: Places, second: Places, start: Places, end: Places, shift: Places
) -> NDArray[np.bool_]:
    """True for each run that does not go on with the match of the run before it."""
    new = np.ones(len(start), bool)
    drift = np.abs(np.diff(shift))
    new[1:] = (
        (np.diff(first) != 0)
        | (np.diff(second) != 0)
        | (start[1:] - end[:-1] > _GAP)
        | (drift > _DRIFT)
    )
    return new


def _alike(keys: Keys, start: Places, end: Places, shift: Places) -> Places:
    """The number of equal keys in each run, int64[runs]."""
    lengths = end - start
    begins = np.cumsum(lengths) - lengths
    places = np.arange(int(lengths.sum())) + np.repeat(start - begins, lengths)
    equal = keys[places] == keys[places + np.repeat(shift, lengths)]
    return np.add.reduceat(equal.astype(np.int64), begins)


def _alike_after(
    keys: Keys, start: Places, end: Places, shift: Places, new: NDArray[np.bool_]
) -> Places:
    """The number of equal keys between each run and the next one of its match, int64[runs].

    The words after some place among them are compared at the distance of the next run.
    """
    found = np.zeros(len(start), np.int64)
    runs = np.flatnonzero(~new[1:])  # with a next one, which does not begin a match
    if not len(runs):
        return found
    after = runs + 1
    gap = np.minimum(
        start[after] - end[runs], start[after] + shift[after] - end[runs] - shift[runs]
    )
    gap = np.clip(gap, 0, _GAP)
    steps = np.arange(_GAP)
    forward = np.minimum(end[runs, None] + steps, len(keys) - 1)
    back = np.maximum(start[after, None] - 1 - steps, 0)
    other = np.minimum(forward + shift[runs, None], len(keys) - 1)
    equal = [keys[forward] == keys[other], keys[back] == keys[back + shift[after, None]]]
    first, last = (np.pad(np.cumsum(rows, axis=1), ((0, 0), (1, 0))) for rows in equal)
    rows = np.arange(len(runs))
    best = np.zeros(len(runs), np.int64)
    for split in range(_GAP + 1):
        sums = first[:, split] + last[rows, np.maximum(gap - split, 0)]
        best = np.maximum(best, np.where(split <= gap, sums, 0))
    found[runs] = best
    return found


def _extended(
    keys: Keys, a: Places, b: Places, a_edge: Places, b_edge: Places, step: int
) -> tuple[Places, Places, Places]:
    """How far matches go on from `a` and `b`: words of the first, of the second, equal ones.

    A word that is equal counts 1, another −1, one dropped −1, and the stretch with the highest sum
    is taken. `step` is 1 or −1; the edges are where the documents end in this direction.
    """
    best = np.zeros(len(a), np.int64)
    taken = (best.copy(), best.copy(), best.copy())
    reach = np.arange(_REACH) * step
    rows = np.arange(len(a))
    for skip in _SHIFTS:
        skip_a, skip_b = max(skip, 0), max(-skip, 0)
        at_a = a[:, None] + step * skip_a + reach
        at_b = b[:, None] + step * skip_b + reach
        if step > 0:
            inside = (at_a < a_edge[:, None]) & (at_b < b_edge[:, None])
        else:
            inside = (at_a >= a_edge[:, None]) & (at_b >= b_edge[:, None])
        at_a, at_b = np.where(inside, at_a, 0), np.where(inside, at_b, 0)
        equal = inside & (keys[at_a] == keys[at_b])
        sums = np.cumsum(np.where(equal, 1, -1), axis=1)
        length = sums.argmax(axis=1)
        score = sums[rows, length] - abs(skip)
        better = score > best
        best = np.where(better, score, best)
        found = (length + 1 + skip_a, length + 1 + skip_b, equal.cumsum(axis=1)[rows, length])
        taken = tuple(  # type: ignore[assignment]
            np.where(better, new, old) for new, old in zip(found, taken, strict=True)
        )
    return taken
