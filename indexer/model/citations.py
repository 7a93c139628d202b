"""The answer to a reference: the law or article that it names, and what cites it."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.answers import ConcordanceLine, DocumentSummary


@dataclass(frozen=True, slots=True)
class CitedPart:
    """A document that a reference names, or an article of it.

    `part` is the address of the article in its document (m-66) and `anchor` that of the passage in
    which it begins; both are empty for the document as a whole. `heading` is that of the article.
    """

    document: DocumentSummary
    part: str = ""
    anchor: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class FoundReference:
    """A reference in a text, and what it may name in the archive.

    `start` and `end` are its places in the text. `key` is that of the index; empty for an article
    of the document itself, or of a law that is not said. `articles` are the numbers of the articles
    that it names. Several `targets` are a doubt, and so is a number that is written in reverse.
    """

    start: int
    end: int
    text: str
    kind: str
    key: str
    articles: tuple[str, ...]
    targets: tuple[CitedPart, ...]
    reverse: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether it is not certain what it names."""
        return self.reverse or len(self.targets) > 1


@dataclass(frozen=True, slots=True)
class ReverseReading:
    """Documents that name a law by its number in reverse: 13.31 for 31.13."""

    key: str
    documents: int
    lines: tuple[ConcordanceLine, ...]


@dataclass(frozen=True, slots=True)
class Citations:
    """The answer to a reference: what it names, and what cites it.

    `keys` are those it is cited by. `documents` is the number of documents that cite it, without
    those that it names; `lines` are the places in the first ones of them. `reverse` is a doubtful
    reading of other documents. `several` are the laws that go by the name that was asked for, where
    texts tell of an old one and a new one. It is `complete` when the lines of all documents are
    there.
    """

    text: str
    kind: str
    keys: tuple[str, ...]
    articles: tuple[str, ...]
    targets: tuple[CitedPart, ...]
    documents: int
    lines: tuple[ConcordanceLine, ...]
    reverse: ReverseReading | None = None
    several: tuple[str, ...] = ()
    complete: bool = True

    @property
    def cited(self) -> bool:
        """Whether a document cites it, or may do so."""
        return bool(self.documents or self.reverse)

    @property
    def doubtful(self) -> bool:
        """Whether several documents may be meant."""
        return len(self.targets) > 1
