"""The events of reading a file: its readings, its errors, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from indexer.errors import DocumentError
from indexer.ingest.reading import PageReading, Reading


class PageCount(NamedTuple):
    """The number of pages of a file, which its reader yields before the first of them."""

    pages: int


class PageBegun(NamedTuple):
    """The reader of a file begins with page `number`, which may be its last."""

    number: int


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """The readings that are to be kept in the cache as `name`."""

    name: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class PageDone:
    """A page of `total` that was read, to be kept in the cache as one of those of `name`.

    Without a name it is not kept.
    """

    name: str
    total: int
    page: PageReading


@dataclass(frozen=True, slots=True)
class ReadingBegun:
    """The reading of `member`, or of the file itself (""), begins.

    With `alone`, it is done by a reader that needs a process of its own.
    """

    member: str
    alone: bool


FileEvent = Reading | DocumentError | CacheEntry | PageBegun | PageCount | PageDone | ReadingBegun
ReaderEvent = FileEvent | PageReading  # of the reader of a format
