"""Evidence: passages of documents with all that a reader needs to check them."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model import Document, Page, SearchRequest, Snippet, WordForms
from indexer.model.answers import ConcordanceLine
from indexer.model.basis import Basis


@dataclass(frozen=True, slots=True)
class EvidencePassage:
    """A paragraph or a heading of a document, between its neighbours.

    `before` and `after` are the passages next to it, empty at an end of the text. `anchor` is its
    address in the document; `paragraph` its number, 0 for a heading. `parts` are the titles of
    the parts that it stands in, the outermost first; `part` is the address of the deepest that has
    a kind (m-66), empty where there is none. `start` and `end` are offsets in the text of the
    document, in characters. `matches` of its pieces are highlighted. Of a very long passage a part
    is given, `cut` out around the first match.
    """

    anchor: str
    paragraph: int
    parts: tuple[str, ...]
    part: str
    page: Page | None
    start: int
    end: int
    before: str
    pieces: Snippet
    after: str
    matches: int
    cut: bool = False

    @property
    def text(self) -> str:
        """The text of the passage, as far as it is given."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class EvidenceDocument:
    """A document without its text, the SHA-256 of that text in UTF-8, and passages of it.

    `missing` are the anchors that were asked for and are not in the text any more.
    """

    document: Document
    text_digest: str
    passages: tuple[EvidencePassage, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceAnswer:
    """A request as it was carried out, for evidence; `lines` are those of a concordance."""

    request: SearchRequest
    basis: Basis
    words: tuple[WordForms, ...]
    documents: tuple[EvidenceDocument, ...]
    lines: tuple[ConcordanceLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition of an index: its number, when it was built, and what it holds.

    `digest` is the SHA-256 of its description, which names the SHA-256 of each of its files.
    """

    generation: int
    created: str
    documents: int
    digest: str
