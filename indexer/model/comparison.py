"""A few expressions compared: how often each occurs, by year and by other fields. Data only."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.basis import Basis
from indexer.model.request import SearchRequest
from indexer.model.results import Note, WordForms

COMPARED_BY = ("year", "kind", "publisher", "place", "language")  # facets with one value at most
MOST_COMPARED = 4  # expressions


@dataclass(frozen=True, slots=True)
class Count:
    """An expression occurs in so many `places` of texts, and so many `documents` answer it.

    The places are the lines of its concordance. A document may answer by its title alone.
    """

    places: int
    documents: int

    def per_thousand(self, words: int) -> float | None:
        """The places per 1,000 of `words`; None without words."""
        return 1000 * self.places / words if words else None


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """The documents with one value of a field, the words of their texts, a count for each request.

    `value` is empty for documents that have none: undated ones, by year.
    """

    value: str
    documents: int
    words: int
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class ComparedExpression:
    """One of the expressions: as `request` asked for it, and the request that was counted.

    They differ where the expression occurs nowhere and its correction does, as `basis` says.
    """

    request: SearchRequest
    counted: SearchRequest
    basis: Basis
    words: tuple[WordForms, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Expressions compared among the documents that pass their filters.

    `rows` maps each of COMPARED_BY to its rows, years ascending, other values by their documents;
    documents without a value come last. The rows of a field add up to `total`.
    """

    expressions: tuple[ComparedExpression, ...]
    total: ComparedRow
    rows: tuple[tuple[str, tuple[ComparedRow, ...]], ...]
    generation: int

    @property
    def complete(self) -> bool:
        """Whether all that answers was counted."""
        return all(one.basis.complete for one in self.expressions)

    def by(self, field: str) -> tuple[ComparedRow, ...]:
        """The rows of `field`."""
        return dict(self.rows)[field]
