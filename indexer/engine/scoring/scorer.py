"""One segment asked one question: which of its documents answer, as an array of truths."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from indexer.engine.scoring.bm25 import Statistics
from indexer.engine.segment.array_file import Array
from indexer.engine.segment.segment import Segment


class OutOfTime(Exception):
    """The time allowed for a search is over."""


@dataclass(slots=True)
class Asked:
    """One segment, the `at`-th of all, asked one question."""

    at: int
    segment: Segment
    statistics: Statistics
    deadline: float
    _answers: dict[Prepared, Array] = field(default_factory=dict)
    _lists: dict[tuple[str, int], Array] = field(default_factory=dict)
    _several: dict[Prepared, tuple[Array, Array, Array]] = field(default_factory=dict)

    def of(self, part: Prepared) -> Array:
        """Which documents answer `part`; not to be changed. Raises OutOfTime."""
        found = self._answers.get(part)
        if found is None:
            if time.monotonic() > self.deadline:
                raise OutOfTime
            found = self._answers[part] = part.answer(self)
        return found

    def documents(self, name: str, term: int) -> Array:
        """The documents that hold the term with that number of the field `name`."""
        found = self._lists.get((name, term))
        if found is None:
            found = self._lists[name, term] = self.segment.fields[name].documents[term]
        return found

    def far(self, part: Prepared, name: str, terms: Array) -> tuple[Array, Array, Array]:
        """The postings of the `terms` of `part` in the field `name`, as DocumentLists.far."""
        found = self._several.get(part)
        if found is None:
            found = self._several[part] = self.segment.fields[name].documents.far(terms)
        return found

    def none(self) -> Array:
        """No document."""
        return np.zeros(self.segment.count, bool)

    def every(self) -> Array:
        """Every document."""
        return np.ones(self.segment.count, bool)


class Among:
    """Documents of a segment: those of which `there` is true."""

    def __init__(self, there: Array) -> None:
        self.there = there

    @cached_property
    def numbers(self) -> Array:
        """Their numbers, ascending."""
        return self.there.nonzero()[0]

    def postings(self, documents: Array) -> Array:
        """At which places of the ascending `documents` one of these stands."""
        if 32 * len(self.numbers) < len(documents):
            at = documents.searchsorted(self.numbers)
            found: Array = at[documents.take(at, mode="clip") == self.numbers]
            return found
        return self.there.take(documents).nonzero()[0]


class Prepared(ABC):
    """A node whose terms are known.

    Unless it says otherwise, documents must answer it as a whole; its parts `scored` score them.
    """

    scored: Sequence[Prepared] = ()

    @abstractmethod
    def answer(self, asked: Asked) -> Array:
        """Which documents of the segment answer."""

    def score(self, asked: Asked, among: Among | None, scores: Array) -> None:
        """Adds to `scores` those of the documents `among` which answer; None: of all that do."""
        there = asked.of(self)
        own = Among(there if among is None else there & among.there)
        for part in self.scored:
            part.score(asked, own, scores)
