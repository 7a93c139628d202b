"""What moves through the archive: documents, requests and answers. Data only.

Everything here is frozen; sequences are tuples; `None` means "unknown", never "failed".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from indexer.basis import Basis, Suggestion

_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True, order=True)
class ArchiveDate:
    """A Gregorian date to the precision known: a year, a month of it, or a day of that."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> ArchiveDate:
        """The date written `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; raises ValueError otherwise."""
        found = _ISO_DATE.fullmatch(text)
        if found is None:
            raise ValueError(f"“{text}” is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD")
        year = int(found[1])
        month, day = (int(part) if part else None for part in found.groups()[1:])
        if year < 1:
            raise ValueError(f"“{text}”: there is no year 0")
        if month is not None and not 1 <= month <= 12:
            raise ValueError(f"“{text}”: there is no month {month}")
        if month is not None and day is not None:
            leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
            if not 1 <= day <= (28 if month == 2 and not leap else _DAYS[month - 1]):
                raise ValueError(f"“{text}”: that month has no day {day}")
        return cls(year, month, day)

    @property
    def first_day(self) -> int:
        """The first day it can mean, as the number YYYYMMDD."""
        return self.year * 10_000 + (self.month or 1) * 100 + (self.day or 1)

    @property
    def last_day(self) -> int:
        """The last day it can mean, as the number YYYYMMDD (a month counts 31)."""
        return self.year * 10_000 + (self.month or 12) * 100 + (self.day or 31)

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the archive. `text` is what its author wrote, never altered by analysis.

    `id` is its path under the corpus folder, `/`-separated, without suffix (or the `id` its front
    matter gives). Paragraphs of `text` are separated by an empty line; `## ` opens a heading.
    `digest` is the SHA-256, in hex, of the bytes it was read from; `path` names that file. In one
    of many documents they stood on `line`, `length` bytes from `offset`, when it was read. `added`
    is when it first came into this archive, by its id, and `changed` when its digest last changed,
    both as ISO 8601, UTC. `kept_since` is set where its file cannot be read since then, and this is
    the text it last had.
    """

    id: str
    title: str
    text: str
    title_fr: str | None = None
    title_en: str | None = None
    title_note: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: ArchiveDate | None = None
    date_note: str | None = None
    place: str | None = None
    kind: str | None = None
    topics: tuple[str, ...] = ()
    language: str = "ar"
    source: str | None = None
    source_url: str | None = None
    sources: tuple[str, ...] = ()
    licence: str | None = None
    licence_url: str | None = None
    text_note: str | None = None
    path: str = ""
    digest: str = ""
    # A place, and no part of the document: a line added before it changes that alone.
    line: int | None = field(default=None, compare=False)
    offset: int | None = field(default=None, compare=False)
    length: int | None = field(default=None, compare=False)
    # Of the archive, and no part of the document either.
    added: str | None = field(default=None, compare=False)
    changed: str | None = field(default=None, compare=False)
    kept_since: str | None = field(default=None, compare=False)


class Width(StrEnum):
    """How far from the written word a match may stand."""

    EXACT = "exact"  # the word letter by letter, and mark by mark where the query has marks
    WORD = "word"  # the word with its prefixes and suffixes
    ROOT = "root"  # the words of its root


class Sort(StrEnum):
    """The order of hits; documents without a date come last in both orders of their time."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    ADDED = "added"  # by when they first came into the archive, the latest first


# The fields a reader can filter by, in the order facets are shown.
FACETS = ("kind", "place", "topic", "author", "publisher", "language", "year")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be besides matching: values of one field are alternatives, fields add up."""

    values: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (facet, accepted values)
    since: ArchiveDate | None = None
    until: ArchiveDate | None = None

    def of(self, facet: str) -> tuple[str, ...]:
        """The values asked of `facet`; empty when it is not filtered."""
        return dict(self.values).get(facet, ())

    def __bool__(self) -> bool:
        return bool(self.values or self.since or self.until)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question to the archive. `query` is what the reader typed; empty asks for everything.

    `without` are forms of its words that do not count as the word; they are compared folded.
    """

    query: str
    width: Width = Width.WORD
    filters: Filters = Filters()
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = 10
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a document's text; `match` when it answers the query."""

    text: str
    match: bool = False


Snippet = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found: the document, its score, its title and passages cut into pieces."""

    document: Document
    score: float
    title: Snippet
    snippets: tuple[Snippet, ...]
    matches: int  # places in the text that answer the query


@dataclass(frozen=True, slots=True)
class FacetCount:
    """`count` of the documents found have `value`."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a word as the archive usually spells it, and its occurrences in all of it.

    `on` unless the reader switched it off.
    """

    text: str
    count: int
    on: bool = True


@dataclass(frozen=True, slots=True)
class WordForms:
    """The forms of the archive a word of the query stands for, the most frequent first.

    None means that the archive does not have the word; `near` are then words of the archive that
    were searched in its place. `root` is one fit to be shown, where there is one.
    """

    word: str
    width: Width
    forms: tuple[Form, ...]
    root: str | None = None
    near: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Occurrences in the archive of the forms that are on."""
        return sum(form.count for form in self.forms if form.on)


class Way(StrEnum):
    """How an alternative request differs from the one that found nothing."""

    WIDTH = "width"  # the same words at another width
    FORMS = "forms"  # with the forms that were switched off
    WORDS = "words"  # the words of phrases anywhere
    FILTERS = "filters"  # without filters


@dataclass(frozen=True, slots=True)
class Alternative:
    """A request that finds `total` documents where the one made found none."""

    way: Way
    request: SearchRequest
    total: int


class Note(StrEnum):
    """What the reader should know about how the query was carried out."""

    SYNTAX = "syntax"  # part of the query was not understood; its words were searched
    TOO_MANY_WORDS = "too_many_words"  # the words after the limit were left out
    EXPANSION_CAPPED = "expansion_capped"  # a wildcard matched more words than are searched
    TOO_BROAD = "too_broad"  # a wildcard with too few letters was left out
    UNKNOWN_WORD = "unknown_word"  # a word that the archive does not have was asked for
    WIDENED = "widened"  # few documents hold all the words, so those with some are found too
    PARTIAL = "partial"  # the time limit was reached


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The answer to a SearchRequest: one page of hits and what is known of all `total` of them.

    When the query finds nothing but its likeliest correction does, `basis` names it, and hits,
    counts and facets are those of the correction; `words`, `suggestions` and `alternatives` are
    those of the query as it was asked.
    """

    request: SearchRequest
    total: int
    all_words: int  # of them, those that hold all that was asked
    hits: tuple[Hit, ...]
    facets: tuple[tuple[str, tuple[FacetCount, ...]], ...]
    words: tuple[WordForms, ...]
    suggestions: tuple[Suggestion, ...]
    notes: tuple[Note, ...]
    documents: int  # in the whole archive
    generation: int
    basis: Basis
    widths: tuple[tuple[Width, int], ...] = ()  # documents found at each, narrowest first
    alternatives: tuple[Alternative, ...] = ()

    @property
    def corrected(self) -> Suggestion | None:
        """The query whose hits these are, where that asked finds nothing."""
        return self.basis.corrected

    @property
    def pages(self) -> int:
        """How many pages the hits fill, at least 1."""
        return max(1, -(-self.total // self.request.page_size))


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a numbered paragraph of a document, in pieces. `level` is 0 for a paragraph.

    `anchor` names it in addresses, by its number and its words: `p12-3fa9k2`; of a heading, that
    is counted by itself, `s3-8d0xqe`.
    """

    number: int  # of the paragraph, from 1; 0 for a heading
    level: int
    pieces: Snippet
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading in the list of contents, with the deeper ones under it."""

    title: str
    anchor: str  # of its Block
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document laid out to be read, with the places that answer a query marked.

    Of a long one, `blocks` are those of one part; their numbers, and all else here, are of the
    whole. Not all `matches` were counted unless it is `complete`. `at` is the present anchor of the
    passage that was asked for; None if it is not there (any more), or none was.
    """

    document: Document
    title: Snippet
    blocks: tuple[Block, ...]
    matches: int
    generation: int
    unmarked: tuple[str, ...] = ()  # common words of the query
    contents: tuple[Section, ...] = ()
    all_contents: bool = True  # whether every heading is among them
    at: str | None = None
    part: int = 1
    parts: int = 1
    before: int = 0  # matches in the parts before
    complete: bool = True


@dataclass(frozen=True, slots=True)
class WordAnalysis:
    """What a word is found under: `family`, reached from `folded` by `steps`, and its root."""

    written: str
    folded: str
    occurrences: int  # of the folded word in the archive
    family: str
    root: str | None  # None where none is known
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """What the archive holds and how it is: for the home page, `/readyz` and `check`."""

    generation: int
    documents: int
    words: int
    years: tuple[tuple[int, int], ...]  # (year, documents), ascending
    updated: str  # ISO 8601, UTC
    failures: int = 0  # sources and lines that could not be read
    kept: int = 0  # documents that have the text they last had
    unread: int = 0  # files of formats that are not read
    degraded: str | None = None  # why an older generation is serving
