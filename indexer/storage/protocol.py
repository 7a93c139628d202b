"""What the archive asks of a search engine, whichever it is.

A query reaches the engine as a tree of the nodes below: terms are already analysed, wildcards
already expanded, so that every engine finds, counts and scores the same. The embedded engine is
`whoosh_backend`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from indexer.model import Document, Filters, Sort


@dataclass(frozen=True, slots=True)
class Term:
    """Documents that hold `text` in `field`; scored by BM25 there, times `boost`."""

    field: str
    text: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Sequence:
    """Documents where one term of each slot follows one of the slot before, in order.

    `gap` is how many places on the next may stand: 1 for neighbours. With `ordered` false the
    terms may come in any order.
    """

    field: str
    slots: tuple[tuple[str, ...], ...]
    gap: int = 1
    ordered: bool = True
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class AllOf:
    """Documents that answer every part; their scores add up."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Documents that answer some part; the scores of those parts add up. No parts: none."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Documents that answer `kept` and do not answer `left_out`."""

    kept: Node
    left_out: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document, all with the same score."""


_UNFILTERED = Filters()
Node = Term | Sequence | AllOf | AnyOf | Without | Everything


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of an engine: how many, which (id and score, for one page), and facet counts.

    The counts of a facet, and of `year`, ignore the filter on itself, so that a reader sees what
    another choice would give. `partial` when time ran out first.
    """

    total: int
    rows: tuple[tuple[str, float], ...]
    facets: Mapping[str, Mapping[str, int]]
    partial: bool


class Searcher(Protocol):
    """Answers from one generation of an index. Used by one thread at a time."""

    def search(
        self, node: Node, filters: Filters, sort: Sort, offset: int, limit: int, seconds: float
    ) -> Found:
        """The documents that answer `node` and pass `filters`, rows `offset` and `limit` more."""
        ...

    def count(self, node: Node, filters: Filters = _UNFILTERED) -> int:
        """How many documents answer `node`."""
        ...

    def ids(self, node: Node, filters: Filters, sort: Sort, limit: int) -> tuple[str, ...]: ...
    def occurrences(self, field: str, texts: tuple[str, ...]) -> Mapping[int, int]: ...
    def document(self, document_id: str) -> Document | None:
        """The document stored under `document_id`."""
        ...

    def documents(self) -> Iterator[Document]:
        """Every document, in no particular order."""
        ...

    def words(self) -> int:
        """How many words the texts of all documents hold."""
        ...

    def terms(self, field: str, prefix: str = "") -> Iterator[str]:
        """The terms of `field` that begin with `prefix`, ascending by code point.

        For a facet these are its values.
        """
        ...

    def frequency(self, field: str, text: str) -> int:
        """How many documents hold the term `text` in `field`."""
        ...

    def close(self) -> None:
        """Releases its files."""
        ...


class Writer(Protocol):
    """Writes one index; nothing is seen by a searcher before `commit`."""

    def add(self, document: Document, terms: Mapping[str, list[str]], title_key: str) -> None:
        """Stores `document` under its analysed `terms` (field → terms in order of position)."""
        ...

    def delete(self, document_id: str) -> None:
        """Takes away the document stored under `document_id`."""
        ...

    def commit(self) -> None:
        """Makes all that was added and deleted durable in the index's folder."""
        ...

    def cancel(self) -> None:
        """Forgets all that was added and deleted."""
        ...
