"""A document of the archive, and the dates documents have."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indexer.model.divisions import Division, divisions_of
from indexer.model.health import TextQuality, text_quality
from indexer.model.pages import Page

_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
NAMES_SEPARATOR = "، "
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

    In a container, such as an archive of files or a letter, `member` is its path there and `digest`
    that of its own bytes; `attached_to` is the id of the letter that it came with. `health` is the
    readability of the text, None where there is too little Arabic to tell. `title_origin` says
    where the title was taken from, None where it was given as such: a TitleOrigin. `shared_title`
    is the title that was derived first, as `origin: title`, where other documents have it too.
    `divisions` are the parts of the text, as `written_divisions` writes them. `cites` are the laws
    that the text cites, as values of the facet: `law 31.13`, `named مدونة الأسرة`. `names` are
    those of persons, places and bodies in the text, as the archive shows them, the most frequent
    first. `ranked_parts` is where the parts by which a long document is ranked begin, in words of
    its title and text.
    `dropped` holds a sentence for each field that could not be read, `field: “value” reason`;
    `fields_from` a `field: origin` for each that was not given by the file itself, whose origin is
    the path of a sidecar or of a table of metadata, "properties", or "text" for a date that the
    text bears.
    """

    id: str
    title: str
    text: str
    title_fr: str | None = None
    title_en: str | None = None
    title_note: str | None = None
    authors: tuple[str, ...] = ()
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
    title_origin: str | None = None
    shared_title: str | None = None
    pages: tuple[Page, ...] = ()
    health: float | None = None
    member: str | None = None
    attached_to: str | None = None
    dropped: tuple[str, ...] = ()
    fields_from: tuple[str, ...] = ()
    path: str = ""
    digest: str = ""
    divisions: str | None = field(default=None, compare=False)  # made of the text
    cites: tuple[str, ...] = field(default=(), compare=False)  # and of what other texts call laws
    words: int | None = field(default=None, compare=False)  # of the text, once it is indexed
    ranked_parts: tuple[int, ...] = field(default=(), compare=False)
    # A place, and no part of the document: a line added before it changes that alone.
    line: int | None = field(default=None, compare=False)
    offset: int | None = field(default=None, compare=False)
    length: int | None = field(default=None, compare=False)
    # Of the archive, and no part of the document either.
    added: str | None = field(default=None, compare=False)
    changed: str | None = field(default=None, compare=False)
    kept_since: str | None = field(default=None, compare=False)
    names: tuple[str, ...] = field(default=(), compare=False)

    @property
    def author(self) -> str | None:
        """The names of all authors in one text; None where none is known."""
        return joined_names(self.authors)

    @property
    def parts(self) -> tuple[Division, ...]:
        """The parts of the text, in its order."""
        return divisions_of(self.divisions)

    @property
    def date_is_of_text(self) -> bool:
        """Whether the document states no date, and `date` is the one that its text bears."""
        return "date: text" in self.fields_from

    @property
    def quality(self) -> TextQuality | None:
        """The quality of the text, as its health says."""
        return text_quality(self.health)


def joined_names(names: tuple[str, ...]) -> str | None:
    """`names` in one text; None where there is none."""
    return NAMES_SEPARATOR.join(names) or None
