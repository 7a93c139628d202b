"""The outcome of a request: the documents found, the query that finds them, the rows wanted."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.engine.protocol import BEGINNING, SearchAnswer
from indexer.model import Alternative, Note, SearchRequest, Sort, Width, WordForms
from indexer.model.basis import Basis, Suggestion
from indexer.query.ast import Query
from indexer.query.plan import Plan
from indexer.search.session import IN_MEMORY

_PAGE_CHARACTERS = 10 * IN_MEMORY  # of the texts that come with one page, but for short ones


@dataclass(frozen=True, slots=True)
class Outcome:
    """The documents that a query finds: `all_words` of them hold all that was asked.

    `query` is the query as it was asked, or as it was corrected. `equivalent` is the query that
    finds the same documents: any of the words, where it was widened. Both are None where there is
    no word to ask for.
    """

    query: Query | None
    equivalent: Query | None
    plan: Plan
    found: SearchAnswer
    all_words: int

    @property
    def partial(self) -> bool:
        """Whether time ran out before all documents were looked at."""
        return self.found.partial

    @property
    def finds_nothing(self) -> bool:
        """Whether there is nothing to find, which is not known when time ran out."""
        return not self.found.total and not self.partial

    @property
    def is_widened(self) -> bool:
        """Whether documents that hold only some of the words are among those found."""
        return self.found.total > self.all_words

    @property
    def words(self) -> tuple[WordForms, ...]:
        """The words of the query, each with the forms it stands for."""
        return self.plan.word_forms()

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes of its plan, and whether it was widened or cut short."""
        widened = (Note.WIDENED,) if self.is_widened else ()
        return (*self.plan.notes, *widened, *((Note.PARTIAL,) if self.partial else ()))


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A request that was carried out: the outcome of its query, and the outcome that is shown.

    They are one, but where the query finds nothing and its likeliest correction does. Every answer
    takes its `basis` from here. `widths`, `suggestions` and `alternatives` are counted only where
    they are asked for.
    """

    asked: Outcome
    shown: Outcome
    notes: tuple[Note, ...]
    basis: Basis
    widths: tuple[tuple[Width, int], ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of all hits that are wanted, and what comes with them.

    Where they are not `ranked` by the words of the query, they are scored by what finds them.
    `documents` are read with the beginnings of their texts.
    """

    sort: Sort
    offset: int
    limit: int
    ranked: bool = True
    facets: bool = False
    documents: bool = False

    @classmethod
    def of_page(cls, request: SearchRequest) -> Rows:
        """The page of `request`, with its documents and the counts of all facets."""
        offset = (request.page - 1) * request.page_size
        return cls(request.sort, offset, request.page_size, facets=True, documents=True)

    @property
    def characters(self) -> int:
        """How many characters are read of each text at least: fewer where many come at once."""
        return max(BEGINNING, min(IN_MEMORY, _PAGE_CHARACTERS // max(1, self.limit)))
