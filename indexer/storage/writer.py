"""Writes an index: batches of documents into segments, deletions, and segments into fewer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, clean_files

from indexer.language import FIELDS, field_of
from indexer.model import Document, Width
from indexer.storage.arrays import Array
from indexer.storage.codec import ArrayCodec, ArraySegment, schema
from indexer.storage.postings import MOST_DOCUMENTS
from indexer.storage.protocol import Terms
from indexer.storage.segments import Occurrences, Row, Segment, write_merged, write_segment

# Words of the texts of a segment: what is held and sorted in memory at once takes about 100 bytes
# for each. With this many, 10 million words are indexed in less than 1 GB (docs/speed.md).
MOST_WORDS = 6_000_000
_WORDS = field_of("text", Width.EXACT)


class WhooshWriter:
    """Writes an index into `folder`: a new one, or changes to the one that is there."""

    def __init__(self, folder: Path, existing: bool) -> None:
        self._folder = folder
        storage = FileStorage(str(folder))
        index = FileIndex(storage) if existing else FileIndex.create(storage, schema())
        self._lock = index.lock("WRITELOCK")
        self._lock.acquire()
        self._index = index
        self._toc = index._read_toc()  # as Whoosh's own writers do
        self._before: list[ArraySegment] = list(self._toc.segments)
        self._added: list[ArraySegment] = []
        self._deleted: set[str] = set()
        self._rows: list[Row] = []
        self._batches: list[Mapping[str, Terms]] = []
        self._words = 0

    def add(
        self, documents: Sequence[Document], terms: Mapping[str, Terms], title_keys: Sequence[str]
    ) -> None:
        counts = terms[_WORDS].lengths.tolist()
        start = 0
        while start < len(documents):  # a batch may be larger than what is left of a segment
            end = start + min(len(documents) - start, MOST_DOCUMENTS - len(self._rows))
            self._rows += map(
                Row.of, documents[start:end], title_keys[start:end], counts[start:end]
            )
            self._batches.append({name: _slice(terms[name], start, end) for name in FIELDS})
            self._words += sum(counts[start:end])
            if len(self._rows) == MOST_DOCUMENTS or self._words >= MOST_WORDS:
                self._flush()
            start = end

    def delete(self, document_id: str) -> None:
        self._deleted.add(document_id)

    def commit(self) -> None:
        self._flush()
        segments = self._settled()
        generation = self._toc.generation + 1
        TOC(self._toc.schema, segments, generation).write(
            self._index.storage, self._index.indexname
        )
        clean_files(self._index.storage, self._index.indexname, generation, segments)
        self._release()

    def cancel(self) -> None:
        self._release()

    def _release(self) -> None:
        self._lock.release()
        for lock in self._folder.glob("*_WRITELOCK"):
            lock.unlink()

    def _flush(self) -> None:
        """Makes a segment of what was added since the last, if anything was."""
        if not self._rows:
            return
        segment = self._new_segment(len(self._rows))
        found = {name: _joined([batch[name] for batch in self._batches]) for name in FIELDS}
        write_segment(segment.path(self._folder), self._rows, found)
        self._added.append(segment)
        self._rows, self._batches, self._words = [], [], 0

    def _new_segment(self, documents: int) -> ArraySegment:
        return ArraySegment(ArrayCodec(), self._index.indexname, documents)

    def _settled(self) -> list[ArraySegment]:
        """The segments there were without what is deleted, and those added, merged.

        A segment that loses documents is written anew, so that scores count none that are gone;
        and segments are put together while they fit in one.
        """
        groups: list[list[_Kept]] = []
        for listed in [*self._before, *self._added]:
            gone = self._deleted if listed in self._before else frozenset()
            kept = _Kept.of(listed, Segment(listed.path(self._folder)), gone)
            if not len(kept.numbers):
                continue
            if groups and _fit([*groups[-1], kept]):
                groups[-1].append(kept)
            else:
                groups.append([kept])
        return [self._merged(group) for group in groups]

    def _merged(self, group: list[_Kept]) -> ArraySegment:
        if len(group) == 1 and group[0].is_whole:
            return group[0].listed
        segment = self._new_segment(0)
        parts = [(kept.segment, kept.numbers) for kept in group]
        segment.set_doc_count(write_merged(segment.path(self._folder), parts))
        return segment


@dataclass(frozen=True, slots=True)
class _Kept:
    """A segment, and the numbers of the documents of it that are kept, ascending."""

    listed: ArraySegment
    segment: Segment
    numbers: Array

    @classmethod
    def of(cls, listed: ArraySegment, segment: Segment, gone: AbstractSet[str]) -> _Kept:
        kept = np.ones(segment.documents, bool)
        kept[[at for name in gone if (at := segment.number_of(name)) >= 0]] = False
        kept[list(listed.deleted_docs())] = False  # deleted through Whoosh
        return cls(listed, segment, np.flatnonzero(kept))

    @property
    def is_whole(self) -> bool:
        return len(self.numbers) == self.segment.documents


def _fit(group: list[_Kept]) -> bool:
    """Whether the documents of `group` may be one segment."""
    documents = sum(len(kept.numbers) for kept in group)
    words = sum(kept.segment.totals[_WORDS] for kept in group)
    return documents <= MOST_DOCUMENTS and words <= MOST_WORDS


def _slice(terms: Terms, start: int, end: int) -> Terms:
    """What `terms` says of the documents from `start` to `end`."""
    if (start, end) == (0, len(terms.lengths)):
        return terms
    first, last = terms.lengths[:start].sum(), terms.lengths[:end].sum()
    return Terms(terms.vocabulary, terms.ids[first:last], terms.lengths[start:end])


def _joined(batches: Sequence[Terms]) -> Occurrences:
    """The terms of batches that share one vocabulary."""
    return Occurrences(
        batches[-1].vocabulary,
        np.concatenate([batch.ids for batch in batches]),
        np.concatenate([batch.lengths for batch in batches]),
    )
