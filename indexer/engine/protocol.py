"""What the archive asks of a search engine, whichever it is.

A query reaches the engine as a tree of the nodes below: terms are already analysed, wildcards
already expanded, so that every engine finds, counts and scores the same. The embedded engine is
`whoosh_backend`.
"""

from __future__ import annotations

import collections.abc
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from math import inf
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.model import Document, Filters, Sort

WINDOW = 1_000  # hits, the best by the terms of a Ranking, whose pairs are looked at


@dataclass(frozen=True, slots=True)
class Term:
    """Documents that hold `text` in `field`; scored by BM25 there, times `boost`."""

    field: str
    text: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class OneOf:
    """Documents that hold one of `texts` in `field`; the scores of those they hold add up."""

    field: str
    texts: tuple[str, ...]
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Sequence:
    """Documents where one term of each slot follows one of the slot before, in order.

    `gap` is how many places on the next may stand: 1 for neighbours. With `ordered` false it may
    stand as far before as well. None reaches over the BOUNDARY between a title and its text. Scored
    as if all its slots were asked for, whatever their order.
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


@dataclass(frozen=True, slots=True)
class Dated:
    """Documents whose date may lie between two days, both included; no score."""

    first: int  # YYYYMMDD
    last: int


Node = Term | OneOf | Sequence | AllOf | AnyOf | Without | Everything | Dated


@dataclass(frozen=True, slots=True)
class Pair:
    """`first` right before `second` in `field`: scored by BM25 as one term, times `boost`.

    Its frequency in a document is that of the pair, its inverse document frequency that of the
    rarer of the two.
    """

    field: str
    first: str
    second: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """What hits are scored by instead of the node that finds them.

    The scores of `terms` add up over every hit; those of `pairs` are added for the best WINDOW of
    them, and for those that score as high as the last of these.
    """

    terms: tuple[Term, ...]
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one field for a batch of documents, those of each in order of position.

    `lengths` says how many of `words` belong to each document in turn. A word is a place in
    `vocabulary`, which may grow between batches and holds no term twice; or in `term_of`, which
    tells that place. So fields may share the words of a text.
    """

    vocabulary: collections.abc.Sequence[str]
    words: NDArray[np.int32]
    lengths: NDArray[np.int64]
    term_of: NDArray[np.int32] | None = None

    @property
    def ids(self) -> NDArray[np.int32]:
        """Of each word, the place of its term in `vocabulary`."""
        return self.words if self.term_of is None else self.term_of[self.words]

    @classmethod
    def of(cls, rows: Iterable[collections.abc.Sequence[str]]) -> Terms:
        """The terms of documents each of which has a row, with a vocabulary of their own."""
        rows = list(rows)
        vocabulary = list(dict.fromkeys(chain.from_iterable(rows)))
        numbers = dict(zip(vocabulary, range(len(vocabulary)), strict=True))
        ids = [numbers[text] for text in chain.from_iterable(rows)]
        lengths = [len(row) for row in rows]
        return cls(vocabulary, np.array(ids, np.int32), np.array(lengths, np.int64))


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
    """Answers from one generation of an index. One object serves all threads of a process.

    Values of a facet that differ in spelling only (`value_key`) are one to filters and counts: a
    filter by any spelling passes the documents of them all, and they are counted together under the
    one that most documents have; of several, the first by code point.
    """

    def search(
        self,
        node: Node,
        filters: Filters,
        sort: Sort,
        offset: int,
        limit: int,
        seconds: float,
        ranking: Ranking | None = None,
        facets: collections.abc.Sequence[str] = (),
    ) -> Found:
        """The documents that answer `node` and pass `filters`, rows `offset` and `limit` more.

        Of all of them the values of `facets` are counted.
        Without `ranking` a row's score is that of `node`. Rows that are equal in the order asked
        for stand in the order of their ids.
        """
        ...

    def count(self, node: Node, filters: Filters = Filters(), seconds: float = inf) -> int:  # noqa: B008
        """How many documents answer `node` and pass `filters`, of those looked at in the time."""
        ...

    def ids(self, node: Node, filters: Filters, sort: Sort, limit: int) -> tuple[str, ...]:
        """The ids of the first `limit` documents that answer `node` and pass `filters`."""
        ...

    def document(self, document_id: str, characters: int | None = None) -> Document | None:
        """The document stored under `document_id`.

        With `characters` it may have less of a long text than there is, but so many of its first
        characters at least (none for 0).
        """
        ...

    def text(self, document_id: str) -> Iterator[str] | None:
        """The text of the document, piece by piece, so that a long one is not in memory as a whole.

        They can be read when the searcher is closed.
        """
        ...

    def named(self, beginning: str) -> tuple[str, ...]:
        """The ids of the documents whose whole name (permanent.py) begins so, in its order."""
        ...

    def documents(self) -> Iterator[Document]:
        """Every document, in no particular order."""
        ...

    def terms(self, field: str, prefix: str = "") -> Iterator[str]:
        """The terms of `field` that begin with `prefix`, ascending by code point.

        For a facet these are its values, in every spelling.
        """
        ...

    def spelling(self, facet: str, value: str) -> str:
        """How most documents that have `value` of `facet` spell it; `value` itself if none has."""
        ...

    def frequency(self, field: str, text: str) -> int:
        """How many documents hold the term `text` in `field`."""
        ...

    def occurrences(self, field: str, texts: collections.abc.Sequence[str]) -> Mapping[int, int]:
        """year → how often any of `texts` stands in `field` of its documents; undated left out."""
        ...

    def following(
        self,
        field: str,
        slots: collections.abc.Sequence[collections.abc.Sequence[str]],
        texts: collections.abc.Sequence[str],
    ) -> Mapping[str, int]:
        """text → how often it stands in `field` right after one term of each slot, these in a row.

        Those of `texts` that stand so.
        """
        ...

    def close(self) -> None:
        """Releases its files."""
        ...


class Writer(Protocol):
    """Writes one index; nothing is seen by a searcher before `commit`."""

    def add(
        self,
        documents: collections.abc.Sequence[Document],
        terms: Mapping[str, Terms],
        title_keys: collections.abc.Sequence[str],
    ) -> None:
        """Stores a batch of documents under their analysed `terms` (field → terms of them all).

        A batch may be empty.
        """
        ...

    def delete(self, document_id: str) -> None:
        """Takes away the document stored under `document_id` before this writer was opened."""
        ...

    def commit(self) -> None:
        """Makes all that was added and deleted durable in the index's folder."""
        ...

    def cancel(self) -> None:
        """Forgets all that was added and deleted."""
        ...
