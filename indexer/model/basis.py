"""What an answer is an answer to, and whether it is whole: all that lists hits says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that finds `total` documents, offered because this one found few or none."""

    query: str
    total: int


class Why(StrEnum):
    """Why the documents and places of an answer are there."""

    AS_ASKED = "as_asked"  # they hold all that was asked
    WIDENED = "widened"  # few do: documents with some of the words are among them
    CORRECTED = "corrected"  # none does: they answer the likeliest correction


class Lack(StrEnum):
    """What keeps an answer from being whole."""

    TIME = "time"  # the time limit was reached
    DOCUMENTS = "documents"  # more documents answer than are read
    LINES = "lines"  # more places answer than are given
    WORDS = "words"  # a word stands for more written forms than are searched
    PAGES = "pages"  # the last page that is served does not reach the end
    ROWS = "rows"  # a sheet of this format holds no more
    DAMAGED = "damaged"  # a document cannot be read


class ReadingKind(StrEnum):
    """How a part of a query was read that might have been read otherwise."""

    WORDS = "words"  # an operator without what it binds, as a word
    NOT = "not"  # a word or a minus that leaves out what follows
    HYPHEN = "hyphen"  # a minus before digits: it leaves nothing out
    FIELD_AS_WORDS = "field_as_words"  # the name of a field before a space, as a word
    FIELD_IS_EMPTY = "field_is_empty"  # a field in which no document has the value: its words
    ADDRESS = "address"  # an address of the web: its words in a row
    UNSEARCHED = "unsearched"  # a sign, or a و that stands alone: nothing is searched for it


@dataclass(frozen=True, slots=True)
class ReadAs:
    """That `text`, of a query, was read as `kind` tells.

    `query` is the whole query with its other reading; None where there is none that finds anything.
    """

    kind: ReadingKind
    text: str
    query: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer is an answer to, and what it lacks.

    `query` is the one that was carried out: as it was read, any of its words where it was widened,
    or its correction; that asks for what the documents hold, and finds them again. `unmarked` are
    common words of it, which are found but neither marked nor counted among others. `readings` tell
    what in the query asked was read otherwise than it might have been.
    """

    query: str = ""
    corrected: Suggestion | None = None
    widened: bool = False
    unmarked: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()
    readings: tuple[ReadAs, ...] = ()

    @property
    def why(self) -> Why:
        """Why the documents are there; a correction that was widened is a correction."""
        if self.corrected is not None:
            return Why.CORRECTED
        return Why.WIDENED if self.widened else Why.AS_ASKED

    @property
    def complete(self) -> bool:
        """Whether nothing that answers is left out."""
        return not self.lacks

    def lacking(self, *lacks: Lack) -> Basis:
        """The basis of an answer that lacks these too."""
        return replace(self, lacks=tuple(dict.fromkeys((*self.lacks, *lacks))))
