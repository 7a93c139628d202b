"""A segment: up to 65,536 documents with their postings, kept in one file of arrays.

    documents, ids            what is stored of each document, and its id, in the order of ids
    FIELD/…                   the postings of each field (postings.py), facets and ids among them
    FIELD/lengths             words of each document in a scored field, in one byte as Whoosh does
    FACET/values_first, …     the values of each document, as numbers of terms of the facet
    first_day, last_day, words, title_order, titles

Documents are numbered in the order of their ids, so that ties are settled by number.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from indexer.errors import IndexDamaged
from indexer.language import FIELDS, FIELDS_WITH_POSITIONS
from indexer.model import FACETS, ArchiveDate, Document
from indexer.storage.arrays import (
    Array,
    ArrayFile,
    Texts,
    lengths_of,
    offsets,
    ranges,
    smallest,
    write_arrays,
)
from indexer.storage.postings import Postings, inverted, keys_of, merged

NO_DATE = 0  # as a day number; real days are YYYYMMDD
ID = "id"
_DAYS = ("first_day", "last_day", "words")
_LENGTH_OF_BYTE = np.array([byte_to_length(byte) for byte in range(256)], np.float32)
_COMPRESSION = 4  # of zlib: on passages 10 % smaller than 1, and twice its time


@dataclass(frozen=True, slots=True)
class Row:
    """What a segment keeps of one document besides its terms."""

    id: str
    stored: bytes
    title_key: str
    first_day: int
    last_day: int
    words: int
    values: tuple[tuple[str, ...], ...]  # of each of FACETS

    @classmethod
    def of(cls, document: Document, title_key: str, words: int) -> Row:
        """The row of `document`, which has so many words."""
        date = document.date
        return cls(
            id=document.id,
            stored=_stored(document),
            title_key=title_key,
            first_day=date.first_day if date else NO_DATE,
            last_day=date.last_day if date else NO_DATE,
            words=words,
            values=facet_values(document),
        )


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The terms of one field for rows: row i has lengths[i] of `ids`, numbers of `vocabulary`."""

    vocabulary: Sequence[str]
    ids: Array
    lengths: Array


def facet_values(document: Document) -> tuple[tuple[str, ...], ...]:
    """The values `document` has for each of FACETS."""
    year = str(document.date.year) if document.date else None
    single = {
        "kind": document.kind,
        "place": document.place,
        "author": document.author,
        "publisher": document.publisher,
        "language": document.language,
        "year": year,
    }
    return tuple(
        document.topics if name == "topic" else tuple(filter(None, (single[name],)))
        for name in FACETS
    )


def _stored(document: Document) -> bytes:
    """`document` as it is kept: the fields that say something, compressed."""
    row = {entry.name: getattr(document, entry.name) for entry in fields(Document)}
    if document.date is not None:
        row["date"] = str(document.date)
    said = {name: value for name, value in row.items() if value not in (None, ())}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _COMPRESSION)


def _document(stored: bytes) -> Document:
    row: dict[str, Any] = json.loads(zlib.decompress(stored).decode("utf-8", "surrogatepass"))
    date = row.get("date")
    lists = {name: tuple(value) for name, value in row.items() if isinstance(value, list)}
    return Document(**{**row, **lists, "date": ArchiveDate.parse(date) if date else None})


# Writing


def write_segment(path: Path, rows: Sequence[Row], terms: Mapping[str, Occurrences]) -> None:
    """Writes a segment of `rows`, with their `terms` for each of FIELDS, to `path`."""
    order = sorted(range(len(rows)), key=lambda at: rows[at].id)
    number = np.empty(len(rows), np.int64)
    number[order] = np.arange(len(rows))
    arrays = _columns([rows[at] for at in order])
    for name in FIELDS:
        found = terms[name]
        lengths = np.asarray(found.lengths, np.int64)
        docs = np.repeat(number, lengths)
        with_positions = name in FIELDS_WITH_POSITIONS
        positions = ranges(np.zeros(len(lengths), np.int64), lengths) if with_positions else None
        postings = inverted(found.vocabulary, keys_of(found.ids, docs, positions), with_positions)
        arrays |= postings.arrays(name)
        arrays[f"{name}/lengths"] = _in_a_byte(lengths[order])
        arrays[f"{name}/total"] = np.array([lengths.sum()], np.uint64)
    write_arrays(path, arrays)


def _in_a_byte(lengths: Array) -> NDArray[np.uint8]:
    """`lengths` as Whoosh's length_to_byte rounds them."""
    return np.minimum(np.searchsorted(_LENGTH_OF_BYTE, lengths), 255).astype(np.uint8)


def _columns(rows: Sequence[Row]) -> dict[str, Array]:
    """The arrays of `rows`, in order of their ids, but for those of FIELDS."""
    arrays: dict[str, Array] = {}
    arrays |= Texts.of([row.stored for row in rows]).arrays("documents")
    titles = [row.title_key.encode("utf-8", "surrogatepass") for row in rows]
    arrays |= Texts.of(titles).arrays("titles")
    arrays["title_order"] = _title_order(titles)
    for name in _DAYS:
        arrays[name] = np.fromiter((getattr(row, name) for row in rows), np.uint32, len(rows))
    arrays |= _facet(ID, [(row.id,) for row in rows])
    for at, name in enumerate(FACETS):
        arrays |= _facet(name, [row.values[at] for row in rows])
    return arrays


def _title_order(titles: list[bytes]) -> Array:
    """The place of each document among all by title, those of one title by number."""
    order = np.empty(len(titles), np.uint32)
    order[sorted(range(len(titles)), key=titles.__getitem__)] = np.arange(len(titles))
    return order


def _facet(name: str, values: Sequence[tuple[str, ...]]) -> dict[str, Array]:
    """The postings of a facet, and the values of each document."""
    numbers: dict[str, int] = {}
    ids = [numbers.setdefault(value, len(numbers)) for given in values for value in given]
    lengths = np.fromiter(map(len, values), np.int64, len(values))
    docs = np.repeat(np.arange(len(values)), lengths)
    held = np.array(ids, np.int64)
    postings = inverted(list(numbers), keys_of(held, docs, None), False)
    return postings.arrays(name) | _values(name, postings, len(values))


def _values(name: str, postings: Postings, documents: int) -> dict[str, Array]:
    """The values of each document, read off the postings of a facet."""
    of = np.repeat(np.arange(len(postings.terms)), lengths_of(postings.first))
    order = np.argsort(postings.docs, kind="stable")
    first = offsets(np.bincount(postings.docs, minlength=documents))
    return {f"{name}/values_first": smallest(first), f"{name}/values": smallest(of[order])}


def write_merged(path: Path, parts: Sequence[tuple[Segment, Array]]) -> int:
    """Writes the documents of several segments, those that are kept, as one; how many they are.

    With each segment come the numbers of the documents of it that are kept, ascending.
    """
    ids = [segment.ids()[kept] for segment, kept in parts]
    every = np.concatenate(ids)
    order = np.argsort(every, kind="stable")
    number = np.empty(len(every), np.int64)
    number[order] = np.arange(len(every))
    ends = np.cumsum([len(kept) for _, kept in parts])[:-1]
    renumbered = []
    for (segment, kept), numbers in zip(parts, np.split(number, ends), strict=True):
        new = np.full(segment.documents, -1, np.int64)
        new[kept] = numbers
        renumbered.append(new)

    def texts(name: str) -> list[bytes]:
        found = [text for segment, kept in parts for text in segment.texts(name).taken(kept)]
        return [found[at] for at in order.tolist()]

    def column(name: str) -> Array:
        return np.concatenate([segment.column(name)[kept] for segment, kept in parts])[order]

    arrays = Texts.of(texts("documents")).arrays("documents")
    titles = texts("titles")
    arrays |= Texts.of(titles).arrays("titles")
    arrays["title_order"] = _title_order(titles)
    arrays |= {name: column(name) for name in _DAYS}
    for name in (*FIELDS, ID, *FACETS):
        postings = merged(
            [
                (segment.postings(name), new)
                for (segment, _), new in zip(parts, renumbered, strict=True)
            ]
        )
        arrays |= postings.arrays(name)
        if name in FIELDS:
            arrays[f"{name}/lengths"] = column(f"{name}/lengths")
            arrays[f"{name}/total"] = np.array([postings.occurrences_in_all()], np.uint64)
        else:
            arrays |= _values(name, postings, len(every))
    write_arrays(path, arrays)
    return len(every)


# Reading


class Segment:
    """The segment in the file at `path`. Shared by threads safely; raises IndexDamaged."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = ArrayFile(path)
        try:
            self._postings = {n: Postings.read(self._file, n) for n in (*FIELDS, ID, *FACETS)}
            self._texts = {n: Texts.read(self._file, n) for n in ("documents", "titles")}
            self.documents = len(self._texts["documents"])
            self.totals = {name: int(self._file[f"{name}/total"][0]) for name in FIELDS}
        except (KeyError, IndexError) as error:
            raise IndexDamaged(f"{path} lacks a part: {error}") from error

    def postings(self, field: str) -> Postings:
        """The postings of `field`: one of FIELDS, a facet, or the ids."""
        return self._postings[field]

    def column(self, name: str) -> Array:
        """The number of each document under `name`."""
        return self._file[name]

    def texts(self, name: str) -> Texts:
        """The stored documents or the keys of titles."""
        return self._texts[name]

    def lengths(self, field: str) -> NDArray[np.float32]:
        """How many words each document has in `field`, as Whoosh rounds it; 1 where it has none."""
        return np.maximum(_LENGTH_OF_BYTE[self._file[f"{field}/lengths"]], np.float32(1))

    def values(self, facet: str) -> tuple[Array, Array]:
        """Where the values of each document begin, and the values as numbers of terms."""
        return self._file[f"{facet}/values_first"], self._file[f"{facet}/values"]

    def id_of(self, number: int) -> str:
        """The id of a document."""
        return self._postings[ID].terms[number].decode()

    def ids(self) -> NDArray[np.object_]:
        """The ids of all documents, as bytes."""
        terms = self._postings[ID].terms
        found = np.empty(len(terms), object)
        found[:] = terms.taken(np.arange(len(terms)))
        return found

    def number_of(self, document_id: str) -> int:
        """The number of a document; -1 if it is not here."""
        return self._postings[ID].find(document_id.encode("utf-8", "surrogatepass"))

    def document(self, number: int) -> Document:
        """A document as it was stored."""
        try:
            return _document(self._texts["documents"][number])
        except (zlib.error, ValueError, TypeError, KeyError) as error:
            raise IndexDamaged(f"{self._path}: a document cannot be read: {error}") from error

    @cached_property
    def years(self) -> NDArray[np.int64]:
        """The year of each document; 0 where it has no date."""
        return self._file["first_day"].astype(np.int64) // 10_000
