"""The interface of a search engine: query nodes, searcher, writer, and the engine itself.

A query is a tree of the nodes below. Terms are already analysed and wildcards already expanded, so
that every engine finds, counts and scores the same. An engine may stand behind a network.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from indexer.engine.checksums import Checksums
from indexer.engine.generations import Building, Generation, Manifest
from indexer.engine.tally import Tallies
from indexer.engine.term_batch import TermBatch
from indexer.errors import IndexDamaged
from indexer.model import Document, Filters, Sort
from indexer.model.copies import Copies

WINDOW = 1_000  # hits, the best by the terms of a Ranking; words side by side count in them
STRETCH = 800  # words: a longer document is ranked by its best stretch of so many, too


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
class SpanNear:
    """Documents where terms stand near one another: one term of each clause, clause after clause.

    A clause is a tuple of alternative terms. The term of the next clause stands at most `gap`
    positions after the term of the one before: 1 for neighbours, which makes a phrase. With
    `ordered` false it may stand as far before as well. No span reaches over the BOUNDARY between a
    title and its text. The score is that of AllOf the clauses.
    """

    field: str
    clauses: tuple[tuple[str, ...], ...]
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


Node = Term | OneOf | SpanNear | AllOf | AnyOf | Without | Everything | Dated


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
class Expression:
    """Terms in a row in `field`, one of each clause: a phrase, as a SpanNear of gap 1.

    The score of a document that holds it is multiplied by `factor`.
    """

    field: str
    clauses: tuple[tuple[str, ...], ...]
    factor: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The evidence that scores hits, instead of the node that finds them.

    The scores of `terms` add up over every hit. At least to the best WINDOW of them, and to those
    that score as high as the last of these, the scores of `pairs` are added, and what the best
    stretch adds, but no score falls below 0; then it is multiplied by the factors of the
    `expressions` that the document holds.

    A stretch is STRETCH words of a document that has more; one begins at each half of STRETCH. The
    `stretch`, terms of one field, score in it as in a document of STRETCH words; or in its
    `ranked_parts`, if it has some, each of its own length. The best one adds what they score there
    above what they score in the whole, times 1 - STRETCH / words of the document: more if longer.
    """

    terms: tuple[Term, ...]
    pairs: tuple[Pair, ...] = ()
    expressions: tuple[Expression, ...] = ()
    stretch: tuple[Term, ...] = ()

    @property
    def rescores(self) -> bool:
        """Whether there is evidence for the best WINDOW of the hits."""
        return bool(self.pairs or self.expressions or self.stretch)


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The documents that a search finds: how many, one page of them, and the counts of facets.

    `rows` are (id, score). `documents` has the stored document of each row, where fields of it were
    asked for; of a damaged one, the error. `after` is the cursor of the next page, None after the
    last row. The counts of a facet, and of `year`, ignore the filter on itself, so that a reader
    sees what another choice would give. `partial` when time ran out first. `hidden` hits are copies
    of others and not in `total`; `copies` has those of each row that come with its document.
    """

    total: int
    rows: tuple[tuple[str, float], ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    partial: bool = False
    documents: tuple[Document | IndexDamaged, ...] = ()
    after: str | None = None
    hidden: int = 0
    copies: Mapping[str, Copies] = field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of `rows`."""
        return tuple(document_id for document_id, _ in self.rows)


BEGINNING = 1 << 16  # characters: where a text is read so far and has fewer, it is whole
NO_FACETS: Mapping[str, int | None] = MappingProxyType({})
# What answers the node and passes the filters; the words counted: terms of a field with positions.
TallyQuery = tuple[Node, Filters, str, Sequence[str]]


class Searcher(Protocol):
    """Answers from one generation of an index. One object serves all threads of a process.

    Values of a facet that differ in spelling only (`value_key`) are one to filters and counts: a
    filter by any spelling passes the documents of them all, and they are counted together under the
    usual one, which most documents have; of several, the first by code point.

    Where copies are hidden, the first of a group of them that answer and pass all other filters
    stands for the others (OpenSearch: `collapse`); a facet counts a group once for each value.

    `fields` are names of the fields of Document that are read; the others have their defaults.
    """

    def search(
        self,
        node: Node,
        filters: Filters,
        sort: Sort,
        offset: int,
        limit: int,
        seconds: float = inf,
        ranking: Ranking | None = None,
        facets: Mapping[str, int | None] = NO_FACETS,
        fields: Collection[str] | None = (),
        characters: int | None = None,
        after: str | None = None,
    ) -> SearchAnswer:
        """The documents that answer `node` and pass `filters`: `limit` rows, after `offset` others.

        Without `ranking` the score of a row is that of `node`. Rows that are equal in `sort` stand
        in the order of their ids. With the cursor `after` of an earlier answer to the same search,
        `offset` counts from the last row of that answer.
        `facets` maps the name of each facet to count to the most values wanted, None for all: the
        values that most documents have, then by code point. The keys in MENTION count as a facet.
        With `fields`, None for all, the documents of the rows come along, all at once: ask for
        short fields, or with `characters`, as in `read`, for the beginnings of texts.
        """
        ...

    def counts(
        self, queries: Sequence[tuple[Node, Filters]], seconds: float = inf
    ) -> tuple[int | None, ...]:
        """The number of documents that answer each node and pass its filters; None if time ran out.

        The time is that of all `queries` together.
        """
        ...

    def read(
        self,
        ids: Sequence[str],
        fields: Collection[str] | None = None,
        characters: int | None = None,
    ) -> Iterator[Document | IndexDamaged | None]:
        """The document stored under each of `ids`, in their order; None where there is none.

        A damaged document is given as the error that says so, and the next one follows. They are
        read as they are taken, a few at a time, so that not all are in memory together.
        With `characters` a document may have less of a long text than there is, but so many of its
        first characters at least (none for 0).
        """
        ...

    def text(self, document_id: str) -> Iterator[str] | None:
        """The text of the document, piece by piece, so that a long one is not in memory as a whole.

        Pieces end at an empty line where there is one, else between words. They can be read when
        the searcher is closed.
        """
        ...

    def scan(self, fields: Collection[str] | None = None) -> Iterator[Document]:
        """Every document, in no particular order; raises IndexDamaged at one that is damaged."""
        ...

    def faults(self) -> Iterator[str]:
        """A sentence for each way in which the files of the index contradict themselves."""
        ...

    def checksums(self) -> tuple[list[str], Checksums]:
        """The id and the checksums of every document, CHECKSUM[documents], in the order of `scan`.

        The text of these checksums is a digest of all that is stored of the document.
        """
        ...

    def named(self, beginning: str) -> tuple[str, ...]:
        """The ids of the documents whose `whole_name` begins so, in the order of these names."""
        ...

    def values(self, facet: str) -> tuple[tuple[str, ...], ...]:
        """Each value of `facet` that a document has, as its spellings: the usual one first."""
        ...

    def frequencies(self, field: str, texts: Sequence[str]) -> Mapping[str, int]:
        """term → how many documents hold it in `field`, for each of `texts`."""
        ...

    def tallies(
        self, queries: Sequence[TallyQuery], facets: Collection[str], seconds: float = inf
    ) -> tuple[tuple[Tallies, ...], bool]:
        """The tallies by `facets` of what answers each query, and whether time ran out first."""
        ...

    def following(
        self, field: str, clauses: Sequence[Sequence[str]], texts: Sequence[str]
    ) -> Mapping[str, int]:
        """term → how often it stands in `field` right after a phrase, for `texts` that do.

        The phrase is one term of each of `clauses`, these in a row.
        """
        ...

    def close(self) -> None:
        """Releases its files."""
        ...


class Writer(Protocol):
    """Writes one index; nothing is seen by a searcher before `commit`."""

    def add(
        self,
        documents: Sequence[Document],
        terms: Mapping[str, TermBatch],
        title_keys: Sequence[str],
    ) -> None:
        """Stores a batch of documents under their analysed `terms` (field → terms of them all).

        The fields are TERM_FIELDS; a document has each of its terms in MENTION once. A batch may be
        empty.
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


class Engine(Protocol):
    """The index of one archive: its generations, and how they are built and searched.

    A generation never changes once it is published. `name` is the name of the engine in the
    settings; `location` is where the index is, as messages tell it.
    """

    @property
    def name(self) -> str: ...

    @property
    def location(self) -> str: ...

    def stamp(self) -> Hashable:
        """A value that changes whenever another generation is put in place; cheap to ask for."""
        ...

    def current(self) -> Generation:
        """The generation in place; raises IndexMissing, or IndexDamaged if it is not whole."""
        ...

    def generations(self) -> tuple[Generation, ...]:
        """The whole generations, the newest first."""
        ...

    def has(self, generation: Generation) -> bool:
        """Whether `generation` is still there, be it damaged: one that is outdated is removed."""
        ...

    def damaged(self, generation: Generation) -> tuple[str, ...]:
        """The parts of `generation` whose contents are not those that were written; takes long."""
        ...

    def fault(self) -> str | None:
        """A sentence on what is wrong with the index beside its generations, if anything is."""
        ...

    def files(self, generation: Generation) -> Path:
        """A local folder with the lexicon and the records of `generation`, fetched if need be."""
        ...

    def open(self, generation: Generation | Building) -> Searcher:
        """A searcher of `generation`, or of one that is built and not yet published."""
        ...

    def stored_documents(self, generation: Generation) -> Iterator[Document]:
        """Every document of `generation`, whatever the analysis and the format it was built by."""
        ...

    def build(self) -> AbstractContextManager[Building]:
        """The next generation, empty, to be written by this process alone.

        What was not published is removed at the end. Raises IndexLocked when another process is
        writing, SearchIndexError when there is no room.
        """
        ...

    def writer(self, building: Building, base: Generation | None) -> Writer:
        """A writer of `building`, which begins as a copy of `base`, or empty."""
        ...

    def publish(self, building: Building, manifest: Manifest) -> Generation:
        """Puts `building` in place, durably and in one step; older generations but the last go.

        The engine fills in the files of `manifest`, and its own name.
        """
        ...
