"""Documents counted together: how many there are, their words, how often some words occur."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """So many documents, whose texts have so many words; the words counted occur so often in them.

    Titles, and the words about a document that are indexed with its text, do not count.
    """

    documents: int = 0
    words: int = 0
    occurrences: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.documents + other.documents,
            self.words + other.words,
            self.occurrences + other.occurrences,
        )


NO_VALUE = ""  # stands for documents without a value
Tallies = Mapping[str, Mapping[str, Tally]]  # facet → value, or NO_VALUE → tally
