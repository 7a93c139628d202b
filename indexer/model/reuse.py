"""Passages that stand in several documents: data only."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.answers import DocumentSummary
from indexer.model.results import Snippet


@dataclass(frozen=True, slots=True)
class PassagePlace:
    """A place of a passage: `text[start:end]` of the document `id`.

    `anchor` is the address of the paragraph or heading in which it begins, by its number: `p12`.
    """

    id: str
    start: int
    end: int
    anchor: str = "p1"


@dataclass(frozen=True, slots=True)
class PassageFamily:
    """The places of one passage in an archive, the oldest first, those without a date last.

    `number` counts the families of a generation from 0, in the order of their oldest date.
    """

    number: int
    places: tuple[PassagePlace, ...]


@dataclass(frozen=True, slots=True)
class ReusedPlace:
    """A place of a passage, and the document that it is in."""

    place: PassagePlace
    document: DocumentSummary


@dataclass(frozen=True, slots=True)
class ReusedPassage:
    """A passage that several documents have, and its first place in each, the oldest first.

    `text` is its beginning as one of them has it: `here`, or the first.
    """

    number: int
    text: str
    places: tuple[ReusedPlace, ...]
    here: PassagePlace | None = None  # in the document that was asked about

    @property
    def oldest(self) -> ReusedPlace | None:
        """The place that is older than all others of known date; None where none is known so."""
        days = [one.document.date.first_day for one in self.places if one.document.date]
        return self.places[0] if days and days[1:2] != days[:1] else None


@dataclass(frozen=True, slots=True)
class ReusePage:
    """One page of the `total` passages of an archive, or of one document, `of`.

    `searched` is false for an index that was built without looking for passages. `formulae` counts
    the passages that were left out because very many documents have them. `marks` tells of each
    passage of the document where it stands and how many other documents have it.
    """

    searched: bool
    total: int
    page: int
    page_size: int
    passages: tuple[ReusedPassage, ...] = ()
    formulae: int = 0
    of: DocumentSummary | None = None
    marks: tuple[tuple[PassagePlace, int], ...] = ()

    @property
    def pages(self) -> int:
        """The number of pages, at least 1."""
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True, slots=True)
class ComparedPassage:
    """Two places of a passage; in the text of each, the pieces that the other has not."""

    one: ReusedPlace
    other: ReusedPlace
    one_text: Snippet
    other_text: Snippet
