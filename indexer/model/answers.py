"""The answers besides a page of hits: concordance, report on terms, completions. Data only.

As in `results`, everything is frozen and sequences are tuples.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indexer.model import ArchiveDate, Document, Note, Piece, SearchRequest, Snippet, WordForms
from indexer.model.basis import Basis
from indexer.model.divisions import Division
from indexer.model.document import joined_names
from indexer.model.pages import Page


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document as a list names it: its metadata without its text."""

    id: str
    title: str
    date: ArchiveDate | None = None
    kind: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    place: str | None = None
    language: str = "ar"

    @classmethod
    def of(cls, document: Document) -> DocumentSummary:
        """The summary of `document`."""
        return cls(*(getattr(document, name) for name in SUMMARY_FIELDS))

    @property
    def author(self) -> str | None:
        """The names of all authors in one text; None where none is known."""
        return joined_names(self.authors)


SUMMARY_FIELDS: tuple[str, ...] = DocumentSummary.__slots__  # of Document


@dataclass(frozen=True, slots=True)
class FullText:
    """A document whose text was given piece by piece, and the generation that it was read from.

    `document` has the beginning of the text only.
    """

    document: Document
    generation: int


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The `new` documents of a request that came since a moment, of the `total` that answer it.

    `documents` are the latest of them, each with the time at which it came (ISO 8601).
    """

    request: SearchRequest
    total: int
    new: int
    documents: tuple[tuple[DocumentSummary, str], ...]
    basis: Basis


class NeighbourForm(StrEnum):
    """The form in which the words beside a match are counted, or compared."""

    BARE = "bare"  # without an article, the letters before it, a pronoun
    WRITTEN = "written"  # as they stand in the text


class ConcordanceOrder(StrEnum):
    """The order of the lines of a concordance.

    `next-3` is by the third word after the match, then the fourth and the fifth; `bare` by bare
    forms. Without a number it is the first.
    """

    RELEVANCE = "relevance"  # of their documents, then as they stand in the text
    PREVIOUS = "previous"  # by the words before the match, from the nearest on
    NEXT = "next"  # by the words after it
    DATE = "date"  # of their documents, the oldest first; undated last
    DOCUMENT = "document"  # by title
    KIND = "kind"  # of their documents; those without come last
    PREVIOUS_2 = "previous-2"
    PREVIOUS_3 = "previous-3"
    PREVIOUS_4 = "previous-4"
    PREVIOUS_5 = "previous-5"
    PREVIOUS_BARE = "previous-bare"
    PREVIOUS_2_BARE = "previous-2-bare"
    PREVIOUS_3_BARE = "previous-3-bare"
    PREVIOUS_4_BARE = "previous-4-bare"
    PREVIOUS_5_BARE = "previous-5-bare"
    NEXT_2 = "next-2"
    NEXT_3 = "next-3"
    NEXT_4 = "next-4"
    NEXT_5 = "next-5"
    NEXT_BARE = "next-bare"
    NEXT_2_BARE = "next-2-bare"
    NEXT_3_BARE = "next-3-bare"
    NEXT_4_BARE = "next-4-bare"
    NEXT_5_BARE = "next-5-bare"

    @property
    def side(self) -> str | None:
        """The side whose words lines are ordered by, `previous` or `next`; None in other orders."""
        side = self.value.partition("-")[0]
        return side if side in ("previous", "next") else None

    @property
    def number(self) -> int:
        """The word of that side from which on they are compared, 1 for the nearest."""
        return next((int(part) for part in self.value.split("-") if part.isdigit()), 1)

    @property
    def form(self) -> NeighbourForm:
        """The form in which words are compared."""
        return NeighbourForm.BARE if self.value.endswith("bare") else NeighbourForm.WRITTEN

    @classmethod
    def by_word(cls, side: str, number: int, form: NeighbourForm) -> ConcordanceOrder:
        """The order by the word `number` of `side`, in `form`."""
        bare = "bare" if form is NeighbourForm.BARE else ""
        return cls("-".join(filter(None, (side, str(number) if number > 1 else "", bare))))


class LineGroups(StrEnum):
    """The things by which the lines of a concordance are put together."""

    NONE = "none"
    DOCUMENT = "document"
    SPEAKER = "speaker"  # who says them, as far as the text tells


@dataclass(frozen=True, slots=True)
class LineGroup:
    """The `count` lines of a concordance that one document has, or that one speaker says.

    `name` is its title, or the name of the speaker: empty where the text does not tell who speaks.
    `id` is that of the document.
    """

    name: str
    count: int
    id: str | None = None


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """One match of the query in a text, with the words around it in the same paragraph.

    Where several words of the query stand together they share one line: `match` is the first of
    them, the others are highlighted in `after_pieces`. `words` counts them: 1 for a single match.
    `paragraph` is the number of its Block, 0 in a heading; `anchor` its address; `page` the page of
    `match` in a document that has pages; `part` the deepest part of the document that it stands in,
    where that has parts; `speaker` who says it, where lines are grouped so and the text tells.
    `hit` counts the matches of the text from 1, as they are
    highlighted in the DocumentView of the same query.
    """

    document: DocumentSummary
    before: str
    match: str
    after_pieces: Snippet
    paragraph: int
    hit: int
    words: int = 1
    anchor: str = ""
    page: Page | None = None
    part: Division | None = None
    speaker: str | None = None

    @property
    def after(self) -> str:
        """The text of the line after `match`."""
        return "".join(piece.text for piece in self.after_pieces)

    @property
    def pieces(self) -> Snippet:
        """The whole line, the words of the query highlighted."""
        before = (Piece(self.before),) if self.before else ()
        return (*before, Piece(self.match, match=True), *self.after_pieces)

    @property
    def marked(self) -> tuple[str, ...]:
        """The highlighted words of the line, in order."""
        return tuple(piece.text for piece in self.pieces if piece.match)


@dataclass(frozen=True, slots=True)
class Concordance:
    """One page of the lines that answer a request; all pages have `total` lines of `documents`.

    `meetings` of these lines hold several words of the query; they come first. Grouped, the lines
    of a group stand together; `groups` are all of them, the largest first: they add up to `total`.
    """

    request: SearchRequest
    order: ConcordanceOrder
    lines: tuple[ConcordanceLine, ...]
    total: int
    meetings: int
    documents: int
    basis: Basis
    words: tuple[WordForms, ...]
    notes: tuple[Note, ...]
    generation: int
    grouped: LineGroups = LineGroups.NONE
    groups: tuple[LineGroup, ...] = ()

    @property
    def pages(self) -> int:
        """The number of pages that the lines fill, at least 1."""
        return max(1, -(-self.total // self.request.page_size))


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word that stands with another more often than chance would have it.

    `word` is spelt as usual; `count` how often it does so; `score` a log-likelihood (Dunning 1993).
    `forms` are the (word, count) that are counted together, the most frequent first: `word` is the
    first of them.
    """

    word: str
    count: int
    score: float
    forms: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TermReport:
    """The use of the words of a request: the words beside them, and the years they occur in.

    The collocates come from the `total` lines of the Concordance of the request: the word right
    before, the word right after, and any of the five on either side; they are counted in the form
    `neighbours`. `years` holds (year, occurrences) of the words in all documents that have a date,
    ascending.
    """

    request: SearchRequest
    neighbours: NeighbourForm
    words: tuple[WordForms, ...]
    years: tuple[tuple[int, int], ...]
    before: tuple[Collocate, ...]
    after: tuple[Collocate, ...]
    near: tuple[Collocate, ...]
    total: int
    documents: int
    basis: Basis
    notes: tuple[Note, ...]
    generation: int


class CompletionKind(StrEnum):
    """The kinds of completion."""

    WORD = "word"
    TITLE = "title"


class CountUnit(StrEnum):
    """The things that a completion counts."""

    PLACES = "places"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Completion:
    """A query that a reader may be about to type: its last word completed, or a title.

    `count` says how often one of the forms of the word occurs; after other words, how often they
    all occur in a row. Where they never do, it counts the documents that hold them all. Of a title
    it is 1, and the document is `document_id`.
    """

    text: str
    kind: CompletionKind
    count: int
    counted: CountUnit
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Completions:
    """The completions of a text, the likeliest first; some are missing unless it is `complete`."""

    found: tuple[Completion, ...] = ()
    complete: bool = True
