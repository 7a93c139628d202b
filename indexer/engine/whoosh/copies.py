"""The hits that have the same text, in all segments: of each group one is left, the oldest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.engine.copies import copies_in
from indexer.engine.segment.array_file import Array
from indexer.engine.segment.segment import Segment


@dataclass(frozen=True, slots=True)
class GroupedHits:
    """The hits that belong to groups, by group; in a group the oldest first, which is shown.

    Each array has an entry for each hit: its group, the index of its segment, its number there.
    """

    groups: Array
    segments: Array
    numbers: Array

    @property
    def hidden(self) -> Array:
        """True for those that another stands for, bool[hits]."""
        hidden: Array = np.diff(self.groups, prepend=-1) == 0
        return hidden

    def hidden_of(self, group: int) -> list[tuple[int, int]]:
        """(index of the segment, number there) of the hits that the one shown stands for."""
        first, last = np.searchsorted(self.groups, (group, group + 1)).tolist()
        rows = slice(first + 1, last)
        return list(zip(self.segments[rows].tolist(), self.numbers[rows].tolist(), strict=True))


class CopyGroups:
    """The groups of documents with the same text: `of[i]`, int32[documents], of segment i.

    A document that belongs to none has −1.
    """

    def __init__(self, folder: Path, segments: Sequence[Segment]) -> None:
        groups = copies_in(folder)
        names = [name for group in groups for name in group]
        lengths = [len(group) for group in groups]
        group_of = np.repeat(np.arange(len(groups), dtype=np.int32), lengths)
        ranks = np.arange(len(names), dtype=np.int32)  # by group, then by age
        self.of: list[Array] = []
        self._ranks: list[Array] = []
        for segment in segments:
            found = segment.numbers_of(names) if names else []
            rows = [at for at, number in enumerate(found) if number is not None]
            numbers = [number for number in found if number is not None]
            groups_here, ranks_here = (np.full(segment.count, -1, np.int32) for _ in range(2))
            groups_here[numbers], ranks_here[numbers] = group_of[rows], ranks[rows]
            self.of.append(groups_here)
            self._ranks.append(ranks_here)

    def grouped(self, there: Sequence[Array]) -> GroupedHits:
        """The hits among them that belong to groups; they are the masks `there`, one a segment."""
        rows = [
            (at, np.flatnonzero(mask & (groups >= 0)), groups, ranks)
            for at, (mask, groups, ranks) in enumerate(
                zip(there, self.of, self._ranks, strict=False)
            )
        ]
        none = np.zeros(0, np.int64)
        ranks = np.concatenate([none, *(ranks[numbers] for _, numbers, _, ranks in rows)])
        order = ranks.argsort()
        return GroupedHits(
            np.concatenate([none, *(groups[numbers] for _, numbers, groups, _ in rows)])[order],
            np.concatenate([none, *(np.full(len(numbers), at) for at, numbers, _, _ in rows)])[
                order
            ],
            np.concatenate([none, *(numbers for _, numbers, _, _ in rows)])[order],
        )
