"""What the archive answers besides pages of hits: concordances, terms, completions. Data only.

As in `model`, everything is frozen and sequences are tuples.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from indexer.model import ArchiveDate, Document, Note, Piece, SearchRequest, Snippet, WordForms
from indexer.model.basis import Basis


@dataclass(frozen=True, slots=True)
class Card:
    """What names a document in a list, without its text."""

    id: str
    title: str
    date: ArchiveDate | None = None
    kind: str | None = None
    author: str | None = None
    publisher: str | None = None
    place: str | None = None
    language: str = "ar"

    @classmethod
    def of(cls, document: Document) -> Card:
        """The card of `document`."""
        return cls(*(getattr(document, name) for name in cls.__slots__))


@dataclass(frozen=True, slots=True)
class FullText:
    """A document whose text is read once, in `pieces`, so that a long one is never held as a whole.

    `document` has the beginning of it only.
    """

    document: Document
    pieces: Iterator[str]
    generation: int


class LineOrder(StrEnum):
    """The order of the lines of a concordance."""

    RELEVANCE = "relevance"  # of their documents, then as they stand in the text
    PREVIOUS = "previous"  # by the words before the match, from the nearest on
    NEXT = "next"  # by the words after it
    DATE = "date"  # of their documents, the oldest first; undated last
    DOCUMENT = "document"  # by title


@dataclass(frozen=True, slots=True)
class Line:
    """One place that answers the query, with the words around it in the same paragraph.

    Where words of the query meet, the line is of their meeting: `match` is the first of them, the
    others are marked in `after_pieces`. `words` of the query stand there: 1 for a place alone.
    `paragraph` is the number of its Block, 0 in a heading; `anchor` its address. `hit` counts the
    places of the text from 1, as they are marked in the Reading of the same query.
    """

    document: Card
    before: str
    match: str
    after_pieces: Snippet
    paragraph: int
    hit: int
    words: int = 1
    anchor: str = ""

    @property
    def after(self) -> str:
        """What stands after `match`."""
        return "".join(piece.text for piece in self.after_pieces)

    @property
    def pieces(self) -> Snippet:
        """The whole line, all its words marked."""
        before = (Piece(self.before),) if self.before else ()
        return (*before, Piece(self.match, match=True), *self.after_pieces)

    @property
    def marked(self) -> tuple[str, ...]:
        """The words of the text that are marked, in order."""
        return tuple(piece.text for piece in self.pieces if piece.match)


@dataclass(frozen=True, slots=True)
class Concordance:
    """One page of the places in texts that answer a request, of `total` in `documents`.

    Of them `meetings` are of several words of the query; they come first.
    """

    request: SearchRequest
    order: LineOrder
    lines: tuple[Line, ...]
    total: int
    meetings: int
    documents: int
    basis: Basis
    words: tuple[WordForms, ...]
    notes: tuple[Note, ...]
    generation: int

    @property
    def pages(self) -> int:
        """How many pages the lines fill, at least 1."""
        return max(1, -(-self.total // self.request.page_size))


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word that stands with another more often than chance would have it.

    `word` is spelt as usual; `count` how often it does so; `score` a log-likelihood (Dunning 1993).
    """

    word: str
    count: int
    score: float


@dataclass(frozen=True, slots=True)
class TermReport:
    """How the words of a request are used: with what words, and when.

    The collocates are of the places of its Concordance, `total` of them: the word right before,
    right after, and any of the five on either side. `years` are (year, occurrences) of the words
    in all documents that have a date, ascending.
    """

    request: SearchRequest
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
    """What a completion is."""

    WORD = "word"
    TITLE = "title"


class Counted(StrEnum):
    """What the count of a completion is of."""

    PLACES = "places"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Completion:
    """What a reader may be about to type: a query that ends in a word, or a document's title.

    `count` is of the places where one of the word's forms stands; after other words, of those where
    they all stand in a row. Where no words stand so it is of the documents that hold them all; of a
    title it is 1, and its document is `document_id`.
    """

    text: str
    kind: CompletionKind
    count: int
    counted: Counted
    document_id: str | None = None
