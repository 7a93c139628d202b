"""Seeds → matches: stretches of two documents that are the same, but for some of their words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.reuse.keys import KeyKinds
from indexer.reuse.seeds import SHINGLE, Keys, Places, Times, most_documents, seeds, spilled_hashes
from indexer.reuse.spill import Rows, Spill

LEAST_WORDS = 12  # of a passage, in one document at least
_LEAST_OTHER = 10  # in the other, which may have lost some
_LENGTHS = (20, 40)  # words: the fewer there are, the more of them must be equal
_ALIKE = np.array((0.8, 0.75, 0.6))  # of the words of the longer one, by its length
_NUMBER, _RARE_WORD = 5, 1  # words: what one more costs that has another of its kind in its place
_OWN_LENGTHS = (30, 100)  # words: the fewer there are, the less of them formulae may be
_SELDOM = (3, 5)  # places of the archive: a shingle in more is of a formula, in shorter passages
_OWN_WORDS, _OWN_SHARE = 10, 0.5  # of a short passage, of a longer one: words of no formula
_FEW, _FEW_OF = 12, 100  # times: a rare word stands no oftener, or once in so many documents
_RARE, _RARE_SHARE = 3, 0.1  # words, of its words: with so many rare ones none is a formula
_GAP = 12  # words between two seeds of one match
_DRIFT = 6  # words more, or fewer, between them in one document than in the other
_REACH = 24  # words looked at beyond the outermost seeds
_SHIFTS = (0, 1, -1, 2, -2)  # words that were dropped or added there
_PART_WORDS = 8_000_000  # whose hashes are sorted at once


@dataclass(frozen=True, slots=True)
class Words:
    """The words of all documents in a row.

    `keys` int32[words]; `kinds` tells of keys; `rare` bool[keys], which of them hardly any document
    has; `times` uint8[words], how often the shingle that begins at each stands in the archive, 0
    where winnowing kept none. `formula` int64[3] is the number of times from which on a shingle is
    of a formula, less one: in a short passage, in a longer one, in a long one.
    """

    keys: Keys
    kinds: KeyKinds
    rare: NDArray[np.bool_]
    times: Times
    formula: Places

    def tell(self, stretches: Rows) -> NDArray[np.bool_]:
        """True for stretches that are no formula, title or chain of names, bool[stretches]."""
        lengths = stretches[:, 1] - stretches[:, 0]
        begins, places = _spread(stretches[:, 0], lengths)
        keys = self.keys[places]
        kind = np.digitize(lengths, _OWN_LENGTHS)
        own = lengths - self._of_formulae(places, begins, self.formula[kind])
        rare = np.add.reduceat(self.rare[keys].astype(np.int64), begins)
        joined = np.logical_or.reduceat(self.kinds.joins[keys], begins)
        told = rare >= np.maximum(_RARE, _RARE_SHARE * lengths)
        short = joined & ((own >= _OWN_WORDS) | told)
        telling: NDArray[np.bool_] = np.where(
            kind == 0, short, (own >= _OWN_SHARE * lengths) | told
        )
        return telling

    def _of_formulae(self, places: Places, begins: Places, most: Places) -> Places:
        """How many words of each stretch are of shingles that stand in more than `most` places."""
        lengths = np.diff(begins, append=len(places))
        left = np.repeat(begins + lengths, lengths) - np.arange(len(places))
        common = (self.times[places] > np.repeat(most, lengths)) & (left >= SHINGLE)
        covered = common.copy()
        for back in range(1, SHINGLE):
            covered[back:] |= common[:-back]
        return np.add.reduceat(covered.astype(np.int64), begins)

    def others(self, of_kind: NDArray[np.bool_], one: Rows, other: Rows) -> Places:
        """How many words of a kind of each stretch have another of that kind in their place.

        `one` and `other` are (start, end) of each, int64[stretches, 2]; `of_kind` is bool[keys].
        Counted is the lesser of what the one has and the other has not, and of the reverse.
        """
        sides = []
        for stretches in (one, other):
            lengths = stretches[:, 1] - stretches[:, 0]
            keys = self.keys[_spread(stretches[:, 0], lengths)[1]]
            among = of_kind[keys]
            row = np.repeat(np.arange(len(stretches)), lengths)[among]
            sides.append(row * len(of_kind) + keys[among])
        found, at = np.unique(np.concatenate(sides), return_inverse=True)
        count = np.bincount(at[: len(sides[0])], minlength=len(found))
        more = count - np.bincount(at[len(sides[0]) :], minlength=len(found))
        row = found // len(of_kind)
        only = [np.bincount(row, np.maximum(of, 0), len(one)) for of in (more, -more)]
        return np.minimum(*only).astype(np.int64)


def _spread(start: Places, lengths: Places) -> tuple[Places, Places]:
    """(where the words of each stretch begin among those of all, the places of all words)."""
    begins = np.cumsum(lengths) - lengths
    return begins, np.arange(int(lengths.sum())) + np.repeat(start - begins, lengths)


def found_matches(keys: Keys, kinds: KeyKinds, firsts: Places, folder: Path) -> Rows:
    """Matches (first document, its start and end, second document, its start and end): int64[n, 6].

    Starts and ends are places among all words. For `keys` and `firsts` see spilled_hashes, for
    `kinds` key_numbers. Rows that do not fit into memory wait in `folder`.
    """
    parts = 1 + len(keys) // _PART_WORDS
    documents = len(firsts) - 1
    hashes = Spill(folder, "hashes", 2, parts)
    spilled_hashes(keys, kinds.hashes, firsts, hashes)
    pairs = Spill(folder, "seeds", 2, parts)
    most = most_documents(documents)
    times = np.memmap(folder / "times", np.uint8, "w+", shape=keys.shape)
    words = Words(keys, kinds, _rare(keys, documents), times, np.array((*_SELDOM, most)))
    for number in range(parts):
        for found in seeds(hashes.take(number), firsts, most, words.times):
            pairs.add(found, found[:, 0] * parts // max(1, len(keys)))
    # A document may begin in one part and end in the next: its matches are cut there.
    matches = [_matches(words, firsts, pairs.take(number)) for number in range(parts)]
    del words, times
    (folder / "times").unlink()
    return np.concatenate(matches)


def _rare(keys: Keys, documents: int) -> NDArray[np.bool_]:
    """Which keys hardly any document has, bool[keys]."""
    counts = np.zeros(int(keys.max()) + 1, np.int64)
    for start in range(0, len(keys), _PART_WORDS):
        counts += np.bincount(keys[start : start + _PART_WORDS], minlength=len(counts))
    return counts <= max(_FEW, documents // _FEW_OF)


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
    least = _ALIKE[np.digitize(longer, _LENGTHS)] * longer
    fit = (longer >= LEAST_WORDS) & (shorter >= _LEAST_OTHER) & (alike >= least)
    rows = np.stack((first, a0, a1, second, b0, b1), axis=1)[fit]
    if not len(rows):
        return none
    one, other = rows[:, 1:3], rows[:, 4:]
    alike = alike[fit] - _NUMBER * words.others(words.kinds.numeric, one, other)
    alike -= _RARE_WORD * words.others(words.rare, one, other)
    fit = (alike >= least[fit]) & words.tell(one) & words.tell(other)
    return np.unique(rows[fit], axis=0) if fit.any() else none


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
