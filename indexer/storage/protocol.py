"""What the archive asks of a search engine, whichever it is.

A query reaches the engine as a tree of the nodes below: terms are already analysed, wildcards
already expanded, so that every engine finds, counts and scores the same. The embedded engine is
`whoosh_backend`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Items
from dataclasses import dataclass
from typing import Any, Protocol

from numpy.typing import NDArray

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
    terms may come in any order. None reaches over the BOUNDARY between a title and its text. The
    score is that of all its terms together.
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
    """Every document, all with the score 1."""


Node = Term | Sequence | AllOf | AnyOf | Without | Everything


@dataclass(frozen=True, slots=True)
class Alike:
    """Terms like `text`: each of `others` scores as a Term, times its weight and `boost`.

    The inverse document frequency of each is at most that of `text`, where the index has it: a rare
    word must not count more than the word it stands for.
    """

    field: str
    text: str
    others: tuple[tuple[str, float], ...]
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Pair:
    """`first` right before `second`: scored by BM25 as one term that stands where both do.

    Its inverse document frequency is that of the rarer of the two.
    """

    field: str
    first: str
    second: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """What orders the documents found by relevance, besides which they are found.

    The scores of `terms` and of `alike` add up for every document; then, for the WINDOW best of
    them, those of `pairs`.
    """

    terms: tuple[Term, ...]
    alike: tuple[Alike, ...] = ()
    pairs: tuple[Pair, ...] = ()


WINDOW = 1000


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one field for a batch of documents, in order of position.

    Document i has `lengths[i]` of `ids`, which are numbers of `vocabulary`. All batches of a writer
    share one vocabulary for a field, which may grow between them.
    """

    vocabulary: Items[str]
    ids: NDArray[Any]
    lengths: NDArray[Any]


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
    """Answers from one generation of an index. One object serves all threads of a process."""

    def search(
        self,
        node: Node,
        filters: Filters,
        sort: Sort,
        offset: int,
        limit: int,
        seconds: float,
        ranking: Ranking | None = None,
    ) -> Found:
        """The documents that answer `node` and pass `filters`, rows `offset` and `limit` more.

        By relevance they are ordered as `ranking` says, or by the score of `node` without one.
        """
        ...

    def count(self, node: Node, filters: Filters = ...) -> int:
        """How many documents answer `node` and pass `filters`."""
        ...

    def ids(self, node: Node, filters: Filters, sort: Sort, limit: int) -> tuple[str, ...]:
        """The first `limit` of the documents that answer `node` and pass `filters`."""
        ...

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

    def occurrences(self, field: str, texts: Items[str]) -> Mapping[int, int]:
        """year → how often any of `texts` stands in `field` in documents of that year."""
        ...

    def close(self) -> None:
        """Releases its files once nobody searches any more."""
        ...


class Writer(Protocol):
    """Writes one index; nothing is seen by a searcher before `commit`."""

    def add(
        self, documents: Items[Document], terms: Mapping[str, Terms], title_keys: Items[str]
    ) -> None:
        """Stores a batch of documents under their analysed `terms` (field → terms)."""
        ...

    def delete(self, document_id: str) -> None:
        """Takes away the document that was stored under `document_id` before this writer."""
        ...

    def commit(self) -> None:
        """Makes all that was added and deleted durable in the index's folder."""
        ...

    def cancel(self) -> None:
        """Forgets all that was added and deleted."""
        ...
