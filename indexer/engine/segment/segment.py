"""A segment: some documents of an index, with their postings, in two files of its own.

    MAIN_x.documents   each document, compressed by itself, one after the other
    MAIN_x.arrays      the id of each, where it starts, its days, when it was added; the postings of
                       every field

Facets, ids, names in addresses, the keys titles are ordered by and those of what texts mention are
fields like the others, whose terms are whole values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np

from indexer.analysis import FIELDS, FIELDS_WITH_POSITIONS, MENTION, TERM_FIELDS
from indexer.engine.segment.array_file import Array, mapped, mapped_arrays, write_arrays
from indexer.engine.segment.integers import bounds
from indexer.engine.segment.postings import FieldWriter, Postings, inverted, merged
from indexer.engine.segment.stored_fields import document_in, stored
from indexer.engine.term_batch import TermBatch
from indexer.engine.utf8 import decoded, encoded
from indexer.errors import IndexDamaged
from indexer.model import FACETS, Document, facet_values
from indexer.model.identifiers import whole_name

ID, WHOLE_NAME, TITLE_KEY = "id", "whole_name", "title_key"
VALUES = (ID, WHOLE_NAME, TITLE_KEY, MENTION, *FACETS)  # fields whose terms are whole values
ARRAYS, DOCUMENTS = ".arrays", ".documents"
NO_DATE = 0  # as a day number; real days are YYYYMMDD


class Segment:
    """The segment whose files are called `name` in `folder`, without the documents `deleted`.

    The terms of deleted documents stay until the segment is merged. Raises IndexDamaged when it
    cannot be read. It never changes, so that threads may share it.

    `days`, int32[documents, 2], has the first and the last day of each document, YYYYMMDD or
    NO_DATE; `added`, uint32[documents], the second since 1970 at which it was added, 0 where that
    is unknown; `words`, uint32[documents], the number of words of each text; `starts`,
    uint64[documents + 1], the offset of each in `content`; `live`, bool[documents], is false for
    deleted ones, and `whole` says that there are none. The ranked parts of a document are
    `all_parts[part_starts[number] : part_starts[number + 1]]`.
    """

    def __init__(self, folder: Path, name: str, deleted: Collection[int] = ()) -> None:
        arrays = mapped_arrays(folder / f"{name}{ARRAYS}")
        try:
            self.fields = {field: Postings(arrays, field) for field in (*VALUES, *FIELDS)}
            self.days = arrays["days"].reshape(-1, 2)
            self.added = arrays["added"]
            self.words = arrays["words"]
            self.starts = arrays["starts"]
            self.all_parts, self.part_starts = arrays["parts"], arrays["part_starts"]
            self._names, self._name_starts = arrays["names"].data, arrays["name_starts"].data
            self.content = mapped(folder / f"{name}{DOCUMENTS}")
        except (OSError, KeyError, ValueError) as error:
            raise IndexDamaged(f"{folder / name} cannot be read: {error!r}") from error
        self.count = len(self.days)
        self.first_days, self.last_days = self.days.T
        self.live = np.ones(self.count, bool)
        self.live[list(deleted)] = False
        self.whole = not deleted

    @cached_property
    def numbers(self) -> Array:
        """The numbers of the live documents, ascending, int64[live documents]."""
        return np.flatnonzero(self.live)

    def number(self, document_id: str) -> int | None:
        """The number of the document stored under `document_id`, if there is one."""
        return self.numbers_of((document_id,))[0]

    def numbers_of(self, ids: Sequence[str]) -> list[int | None]:
        """The number of the document stored under each of `ids`; None where there is none."""
        field = self.fields[ID]
        terms = field.dictionary.numbers([encoded(document_id) for document_id in ids])
        found = (int(field.documents[term][0]) if term >= 0 else None for term in terms)
        return [None if number is None or not self.live[number] else number for number in found]

    def with_name_prefix(self, prefix: str) -> Iterator[int]:
        """The numbers of the live documents whose whole name begins with `prefix`."""
        field = self.fields[WHOLE_NAME]
        first, terms = field.dictionary.with_prefix(encoded(prefix))
        for term in range(first, first + len(terms)):
            number = int(field.documents[term][0])
            if self.live[number]:
                yield number

    def document_id(self, number: int) -> str:
        """The id of the document with that number."""
        start, stop = self._name_starts[number], self._name_starts[number + 1]
        return decoded(bytes(self._names[start:stop]))

    def document(
        self, number: int, fields: Collection[str] | None = None, characters: int | None = None
    ) -> Document:
        """The document with that number; for `fields` and `characters` see Searcher.read."""
        return document_in(self.stored(number), characters, fields)

    def parts(self, number: int) -> Array:
        """Where the ranked parts of the document with that number begin, uint32[parts]."""
        return self.all_parts[int(self.part_starts[number]) : int(self.part_starts[number + 1])]

    def stored(self, number: int) -> memoryview:
        """The document with that number, as it is stored; nothing is copied."""
        whole = memoryview(self.content)
        return whole[int(self.starts[number]) : int(self.starts[number + 1])]

    def words_of(self, field: str) -> int:
        """The number of words of `field` in all live documents."""
        lengths = self.fields[field].lengths.slice(0, self.count)
        return int(lengths[self.numbers].sum())


class SegmentWriter:
    """Collects documents and writes them as the segment called `name` in `folder`.

    `words` is their number in the largest field so far.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._content = (folder / f"{name}{DOCUMENTS}").open("wb")
        self._names: list[str] = []
        self._sizes: list[int] = []
        self._days: list[tuple[int, int]] = []
        self._parts: list[tuple[int, ...]] = []
        self._added: list[int] = []
        self._words: list[int] = []
        self._batches: dict[str, list[TermBatch]] = {field: [] for field in (*VALUES, *FIELDS)}
        self.words = 0

    @property
    def count(self) -> int:
        """The number of documents added so far."""
        return len(self._sizes)

    def add(
        self, documents: Sequence[Document], terms: Mapping[str, TermBatch], keys: Sequence[str]
    ) -> None:
        """Adds a batch, as Writer.add."""
        for document in documents:
            content = stored(document)
            self._content.write(content)
            self._names.append(document.id)
            self._sizes.append(len(content))
            date = document.date
            self._days.append((date.first_day, date.last_day) if date else (NO_DATE, NO_DATE))
            self._added.append(_seconds(document.added))
            self._words.append(document.words or 0)
            self._parts.append(document.ranked_parts)
        self._batches[ID].append(TermBatch.of((document.id,) for document in documents))
        names = ((whole_name(document.id),) for document in documents)
        self._batches[WHOLE_NAME].append(TermBatch.of(names))
        self._batches[TITLE_KEY].append(TermBatch.of((key,) for key in keys))
        facets = zip(*map(facet_values, documents), strict=True)
        for name, values in zip(FACETS, facets, strict=True):
            self._batches[name].append(TermBatch.of(values))
        for name in TERM_FIELDS:
            self._batches[name].append(terms[name])
        self.words += max(len(terms[name].tokens) for name in FIELDS)

    def write(self) -> None:
        """Writes the files."""
        self._content.close()
        days = np.array(self._days, np.int32).reshape(-1, 2)
        sizes, added = np.array(self._sizes, np.int64), np.array(self._added, np.uint32)
        own = _own_arrays(self._names, sizes, days, added, np.array(self._words, np.uint32))
        fields = map(self._inverted, (*VALUES, *FIELDS))
        path = self._folder / f"{self._name}{ARRAYS}"
        parts = _part_arrays(self._parts)
        write_arrays(path, chain(own, parts, chain.from_iterable(fields)))

    def _inverted(self, name: str) -> Iterator[tuple[str, Array]]:
        return inverted(_field_writer(name, self.count), self._batches.pop(name))

    def discard(self) -> None:
        """Removes the files."""
        self._content.close()
        (self._folder / f"{self._name}{DOCUMENTS}").unlink(missing_ok=True)


def merge(folder: Path, name: str, segments: Sequence[Segment]) -> int:
    """Writes the live documents of `segments` as one segment called `name`; gives their number."""
    numbers, count = [], 0
    for segment in segments:
        new = np.full(segment.count, -1, np.int64)
        new[segment.numbers] = count + np.arange(len(segment.numbers))
        count += len(segment.numbers)
        numbers.append(new)
    sizes = [np.diff(segment.starts)[segment.numbers] for segment in segments]
    days = [segment.days[segment.numbers] for segment in segments]
    added = [segment.added[segment.numbers] for segment in segments]
    parts = [segment.parts(number) for segment in segments for number in segment.numbers]
    with (folder / f"{name}{DOCUMENTS}").open("wb") as stream:
        for segment in segments:
            for start, stop in _runs(segment):
                stream.write(segment.content[start:stop])
    names = [
        segment.document_id(number) for segment in segments for number in segment.numbers.tolist()
    ]
    words = [segment.words[segment.numbers] for segment in segments]
    own = _own_arrays(names, *map(np.concatenate, (sizes, days, added, words)))
    fields = (
        merged(
            _field_writer(field, count), [segment.fields[field] for segment in segments], numbers
        )
        for field in (*VALUES, *FIELDS)
    )
    arrays = chain(own, _part_arrays(parts), chain.from_iterable(fields))
    write_arrays(folder / f"{name}{ARRAYS}", arrays)
    return count


def _own_arrays(
    names: Sequence[str], sizes: Array, days: Array, added: Array, words: Array
) -> Iterator[tuple[str, Array]]:
    """The named arrays of documents that belong to no field.

    `sizes` is int64[documents], in bytes; `days`, `added` and `words` are those of `Segment`.
    """
    ids = [encoded(name) for name in names]
    yield "names", np.frombuffer(b"".join(ids), np.uint8)
    lengths = np.fromiter(map(len, ids), np.int64, len(ids))
    yield "name_starts", bounds(lengths).astype(np.uint32)
    yield "starts", bounds(sizes).astype(np.uint64)
    yield "days", days
    yield "added", added
    yield "words", words


def _part_arrays(rows: Sequence[Sequence[int] | Array]) -> Iterator[tuple[str, Array]]:
    """The named arrays of the ranked parts, those of each document being a row."""
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    total = int(lengths.sum())
    yield "parts", np.fromiter(chain.from_iterable(rows), np.uint32, total)
    yield "part_starts", bounds(lengths).astype(np.uint32)


def _seconds(moment: str | None) -> int:
    """`moment`, as ISO 8601 has it, in seconds since 1970; 0 where it is unknown."""
    return int(datetime.fromisoformat(moment).timestamp()) if moment else 0


def _field_writer(name: str, count: int) -> FieldWriter:
    return FieldWriter(name, count, scored=name in FIELDS, positional=name in FIELDS_WITH_POSITIONS)


def _runs(segment: Segment) -> Iterator[tuple[int, int]]:
    """The slices (start, stop) of `content` that hold the live documents, as few as there are."""
    numbers = segment.numbers
    breaks = np.flatnonzero(np.diff(numbers) > 1) + 1
    for run in np.split(numbers, breaks):
        if len(run):
            yield int(segment.starts[run[0]]), int(segment.starts[run[-1] + 1])
