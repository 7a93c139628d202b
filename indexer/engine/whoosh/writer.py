"""Documents → segments in a Whoosh index: new ones written, small and thinned ones made one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from whoosh.analysis import IDTokenizer
from whoosh.fields import ID as WHOLE
from whoosh.fields import KEYWORD, STORED, TEXT

from indexer.analysis import FIELDS, FIELDS_WITH_POSITIONS, MENTION
from indexer.engine.segment.segment import ID, TITLE_KEY, Segment, SegmentWriter, merge
from indexer.engine.term_batch import TermBatch
from indexer.engine.whoosh.codec import ArraySegment
from indexer.engine.whoosh.toc import (
    NAME,
    Contents,
    ReadOnlySchema,
    read_contents,
    remove_unused,
    write_contents,
)
from indexer.model import FACETS, Document
from indexer.model.facets import WITH_SEVERAL

WORDS_PER_MEGABYTE = 40_000  # of a segment, whose words wait in memory to be sorted


def _schema() -> ReadOnlySchema:
    """Whoosh's schema: terms arrive analysed, so no field has an analyser of its own."""
    whole = IDTokenizer()
    facets = {name: KEYWORD(analyzer=whole) if name in WITH_SEVERAL else WHOLE() for name in FACETS}
    return ReadOnlySchema(
        **{ID: WHOLE(unique=True), TITLE_KEY: WHOLE(), "document": STORED()},
        **{MENTION: KEYWORD(analyzer=whole)},
        **{name: TEXT(analyzer=whole, phrase=name in FIELDS_WITH_POSITIONS) for name in FIELDS},
        **facets,
    )


class WhooshWriter:
    """Writes an index into `folder`: a new one, or changes to the one that is there.

    There is no lock: nobody else knows of a folder that is being written (`generations`).
    """

    def __init__(self, folder: Path, memory_megabytes: int, existing: bool) -> None:
        self._folder = folder
        if not existing:
            write_contents(folder, Contents(_schema(), [], 0))
        self._most_words = memory_megabytes * WORDS_PER_MEGABYTE
        self._before = read_contents(folder)
        self._kept: list[ArraySegment] = self._before.segments
        self._written: list[ArraySegment] = []
        self._entry = ArraySegment(NAME)
        self._new: SegmentWriter | None = None

    def add(
        self,
        documents: Sequence[Document],
        terms: Mapping[str, TermBatch],
        title_keys: Sequence[str],
    ) -> None:
        if not documents:
            return
        self._new = self._new or SegmentWriter(self._folder, self._entry.segment_id())
        self._new.add(documents, terms, title_keys)
        if self._new.words >= self._most_words:
            self._flush()

    def delete(self, document_id: str) -> None:
        for entry, segment in zip(self._kept, self._segments, strict=True):
            number = segment.number(document_id)
            if number is not None:
                entry.delete_document(number)

    @cached_property
    def _segments(self) -> list[Segment]:
        return [entry.opened(self._folder) for entry in self._kept]

    def commit(self) -> None:
        self._flush()
        contents = Contents(_schema(), self._merged(), self._before.number + 1)
        write_contents(self._folder, contents)
        remove_unused(self._folder, contents)

    def cancel(self) -> None:
        if self._new is not None:
            self._new.discard()
        remove_unused(self._folder, self._before)

    def _flush(self) -> None:
        """Writes the documents added so far as a segment."""
        if self._new is not None:
            self._new.write()
            self._entry.set_doc_count(self._new.count)
            self._written.append(self._entry)
            self._entry, self._new = ArraySegment(NAME), None

    def _merged(self) -> list[ArraySegment]:
        """The segments there are to be.

        One that lost documents is written anew without them, so that nothing of them is left and
        scores are those of an index that never had them. Segments that fit together become one.
        """
        groups: list[list[ArraySegment]] = []
        sizes: list[int] = []
        for entry in (*self._kept, *self._written):
            if not entry.doc_count():
                continue
            words = _words(entry.opened(self._folder))
            room = (at for at, size in enumerate(sizes) if size + words <= self._most_words)
            at = next(room, len(groups))
            if at == len(groups):
                groups.append([])
                sizes.append(0)
            groups[at].append(entry)
            sizes[at] += words
        return [self._joined(group) for group in groups]

    def _joined(self, group: list[ArraySegment]) -> ArraySegment:
        if len(group) == 1 and not group[0].has_deletions():
            return group[0]
        entry = ArraySegment(NAME)
        segments = [part.opened(self._folder) for part in group]
        entry.set_doc_count(merge(self._folder, entry.segment_id(), segments))
        return entry


def _words(segment: Segment) -> int:
    return max(segment.words_of(name) for name in FIELDS)
