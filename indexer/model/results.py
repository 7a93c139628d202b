"""The answer to a search, a document laid out to be read, and the status of the archive."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indexer.model.basis import Basis, Suggestion
from indexer.model.copies import Copies
from indexer.model.divisions import Division
from indexer.model.document import Document
from indexer.model.pages import Page
from indexer.model.request import SearchRequest, Width


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a document's text; `match` when it answers the query."""

    text: str
    match: bool = False


Snippet = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found: the document, its score, its title and passages cut into pieces.

    `other_titles` are its French and its English title, each after the tag of its language.

    `copies` are other hits with the same text, where the request hides them.

    Of a very long text, `document` has the beginning only. `near` where the document was found by
    its meaning alone: its one snippet is the passage that is nearest to the query.
    """

    document: Document
    score: float
    title: Snippet
    snippets: tuple[Snippet, ...]
    matches: int  # places in the text that answer the query
    pages: tuple[Page | None, ...] = ()  # of each snippet: that of its first answer
    paths: tuple[tuple[Division, ...], ...] = ()  # of each snippet: the parts that hold the same
    other_parts: tuple[tuple[Division, int], ...] = ()  # with answers, and how many; most first
    near: bool = False
    other_titles: tuple[tuple[str, Snippet], ...] = ()
    copies: Copies | None = None


@dataclass(frozen=True, slots=True)
class FacetCount:
    """`count` of the documents found have `value`; of a law that is cited, its `title` as well."""

    value: str
    count: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class WordForm:
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
    were searched in its place. `also` are words near to it that are not searched, with their
    occurrences. `root` is one fit to be shown, where there is one. A wildcard with too few letters
    is not `searched`.
    """

    word: str
    width: Width
    forms: tuple[WordForm, ...]
    root: str | None = None
    near: tuple[str, ...] = ()
    searched: bool = True
    also: tuple[WordForm, ...] = ()

    @property
    def count(self) -> int:
        """Occurrences in the archive of the forms that are on."""
        return sum(form.count for form in self.forms if form.on)


class AlternativeKind(StrEnum):
    """The ways in which an alternative request differs from the one that found nothing."""

    WIDTH = "width"  # the same words at another width
    FORMS = "forms"  # with the forms that were switched off
    WORDS = "words"  # the words of phrases anywhere
    FILTERS = "filters"  # without filters


@dataclass(frozen=True, slots=True)
class Alternative:
    """A request that finds `total` documents where the one made found none."""

    way: AlternativeKind
    request: SearchRequest
    total: int


class Note(StrEnum):
    """The remarks that tell a reader how the query was carried out."""

    SYNTAX = "syntax"  # part of the query was not understood; its words were searched
    TOO_MANY_WORDS = "too_many_words"  # the words after the limit were left out
    EXPANSION_CAPPED = "expansion_capped"  # a wildcard matched more words than are searched
    TOO_BROAD = "too_broad"  # a wildcard with too few letters was left out
    NEARER = "nearer"  # of a long chain of near words fewer or nearer ones were searched
    UNKNOWN_WORD = "unknown_word"  # a word that the archive does not have was asked for
    WIDENED = "widened"  # few documents hold all the words, so those with some are found too
    PARTIAL = "partial"  # the time limit was reached


class MeaningState(StrEnum):
    """Whether documents were looked for by their meaning too, and why not."""

    ON = "on"
    OFF = "off"  # the reader switched it off
    INAPPLICABLE = "inapplicable"  # what is written was asked for, or another order
    UNAVAILABLE = "unavailable"  # the generation has no vectors of this model, or it is not there


@dataclass(frozen=True, slots=True)
class ByMeaning:
    """The state of the search by meaning, and how many hits were found by meaning alone.

    These stand among the other hits, and no other count includes them.
    """

    state: MeaningState
    alone: int = 0


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The answer to a SearchRequest: one page of hits and what is known of all `total` of them.

    When the query finds nothing but its likeliest correction does, `basis` names it, and hits,
    counts and facets are those of the correction; `words`, `suggestions` and `alternatives` are
    those of the query as it was asked. All counts are of the documents that answer, whether or not
    their texts can be read: `unreadable` are the ids of the damaged ones of this page. No count but
    `hidden` includes documents that are hidden because another hit has the same text.
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
    unreadable: tuple[str, ...] = ()
    by_meaning: ByMeaning | None = None  # where the archive is searched so
    hidden: int = 0
    mentioned_years: tuple[FacetCount, ...] = ()  # in order; where they were asked for
    mentioned_decades: tuple[FacetCount, ...] = ()  # "199" for 1990 to 1999

    @property
    def corrected(self) -> Suggestion | None:
        """The query whose hits these are, where that asked finds nothing."""
        return self.basis.corrected

    @property
    def pages(self) -> int:
        """The number of pages that the hits fill, at least 1."""
        alone = self.by_meaning.alone if self.by_meaning else 0
        return max(1, -(-(self.total + alone) // self.request.page_size))


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
    pages: tuple[Page, ...] = ()  # that begin before it; all but the last are without text
    addresses: tuple[str, ...] = ()  # of the parts of the document that begin with it


@dataclass(frozen=True, slots=True)
class Section:
    """A heading in the list of contents, with the deeper ones under it."""

    title: str
    anchor: str  # of its Block
    address: str = ""  # of the part of the document that it begins, where it has one of its own
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class PageMatches:
    """The one page that a DocumentView shows, and the matches of the query on every page.

    `places` are the matches on this page: (start, end) offsets in its `text`.
    """

    page: Page
    text: str
    by_page: tuple[int, ...]  # matches on each page of the document
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class WordPlace:
    """A word of the match number `hit` of a document, and its place on the picture of its page.

    The edges are in thousandths of the width and of the height, from the top left corner.
    `confidence` is from 0 to 100, as the recognition of the text says; None where it says nothing.
    """

    hit: int
    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: int | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document laid out to be read, with the matches of a query highlighted.

    A long document is shown in `parts`: `blocks` are those of one part, or of one page where that
    `only` was asked for; block numbers and all other fields count in the whole document. `document`
    has no more than the beginning of a long text.
    `matches` counts all matches only if `complete`. `at` is the present anchor of the passage that
    was asked for; None if none was asked for, or it is gone. `path` leads to the part that was
    asked for; where there is no such part it is empty, and `may_be` has those that may be meant.
    """

    document: Document
    title: Snippet
    blocks: tuple[Block, ...]
    matches: int
    generation: int
    words: int  # of the text, about
    unmarked: tuple[str, ...] = ()  # common words of the query
    contents: tuple[Section, ...] = ()
    all_contents: bool = True  # whether every heading is among them
    at: str | None = None
    part: int = 1
    parts: int = 1
    before: int = 0  # matches in the parts, or on the pages, before
    complete: bool = True
    only: PageMatches | None = None
    pages_after: tuple[Page, ...] = ()  # without text, after the last block
    other_titles: tuple[tuple[str, Snippet], ...] = ()  # as in Hit
    path: tuple[Division, ...] = ()
    may_be: tuple[Division, ...] = ()


@dataclass(frozen=True, slots=True)
class WordAnalysis:
    """The terms of a word: its `family`, reached from `folded` by `steps`, and its root.

    `derived` are the families that are near derivatives of its own.
    """

    written: str
    folded: str
    occurrences: int  # of the folded word in the archive
    family: str
    root: str | None  # None where none is known
    steps: tuple[str, ...]
    derived: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """The contents and the health of the archive: for the home page, `/readyz` and `check`."""

    generation: int
    documents: int
    words: int
    years: tuple[tuple[int, int], ...]  # (year, documents), ascending
    updated: str  # ISO 8601, UTC
    failures: int = 0  # sources and lines that could not be read
    kept: int = 0  # documents that have the text they last had
    unread: int = 0  # files of formats that are not read
    degraded: str | None = None  # why an older generation is serving
