"""A question to the archive: the query, its width, filters, order and page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indexer.model.document import ArchiveDate

FIRST_YEAR, LAST_YEAR = ArchiveDate(1), ArchiveDate(2100)  # of the dates that texts mention


class Width(StrEnum):
    """The distance allowed between a word of the query and a word of the text."""

    EXACT = "exact"  # the word letter by letter, and mark by mark where the query has marks
    WORD = "word"  # the word with its prefixes and suffixes
    DERIVED = "derived"  # and the words that are near derivatives of it
    ROOT = "root"  # the words of its root


class Sort(StrEnum):
    """The order of hits; documents without a date come last in both orders of their time."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    ADDED = "added"  # by when they first came into the archive, the latest first


@dataclass(frozen=True, slots=True)
class Filters:
    """The conditions on a hit besides the query.

    The values of one facet are alternatives; a hit meets the conditions of every facet. Its date
    lies between `since` and `until`, and its text mentions a date between `mentions_since` and
    `mentions_until`. With `copies_hidden`, of the hits with the same text only the oldest passes.
    """

    values: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (facet, accepted values)
    since: ArchiveDate | None = None
    until: ArchiveDate | None = None
    mentions_since: ArchiveDate | None = None
    mentions_until: ArchiveDate | None = None
    copies_hidden: bool = False

    def of(self, facet: str) -> tuple[str, ...]:
        """The values asked of `facet`; empty when it is not filtered."""
        return dict(self.values).get(facet, ())

    def __bool__(self) -> bool:
        dated = self.since or self.until or self.mentions
        return bool(self.values or dated or self.copies_hidden)

    @property
    def mentions(self) -> tuple[ArchiveDate, ArchiveDate] | None:
        """The period of which a date is mentioned, an open end filled; None where none is."""
        if self.mentions_since is None and self.mentions_until is None:
            return None
        return self.mentions_since or FIRST_YEAR, self.mentions_until or LAST_YEAR


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question to the archive. `query` is what the reader typed; empty asks for everything.

    `without` are forms of its words that do not count as the word; they are compared folded. With
    `meaning` documents are found by their meaning too, where the archive has that search. With
    `translate` names of other languages are searched beside those of the query. With
    `mentioned_years` the years that the texts of the hits mention are counted too. Without `widen`
    all words are asked for, however few documents hold them.
    """

    query: str
    width: Width = Width.WORD
    filters: Filters = Filters()
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = 10
    without: tuple[str, ...] = ()
    meaning: bool = True
    translate: bool = True
    mentioned_years: bool = False
    widen: bool = True
