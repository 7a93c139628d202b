"""The basis of an answer: the query it answers, why its hits are there, whether it is whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that finds `total` documents, offered because this one found few or none."""

    query: str
    total: int


class Why(StrEnum):
    """The reason why the documents and lines of an answer are there."""

    AS_ASKED = "as_asked"  # they hold all that was asked
    WIDENED = "widened"  # few do: documents with some of the words are among them
    CORRECTED = "corrected"  # none does: they answer the likeliest correction


class Lack(StrEnum):
    """The reasons why an answer is not whole."""

    TIME = "time"  # the time limit was reached
    DOCUMENTS = "documents"  # more documents answer than are read
    LINES = "lines"  # more places answer than are given
    WORDS = "words"  # a word stands for more written forms than are searched
    PAGES = "pages"  # the last page that is served does not reach the end
    ROWS = "rows"  # a sheet of this format holds no more
    DAMAGED = "damaged"  # a document cannot be read


class InterpretationKind(StrEnum):
    """The ways to read a part of a query that has two readings."""

    WORDS = "words"  # an operator without what it binds, as a word
    ALTERNATIVE = "alternative"  # أو between the words of a sentence, as a word
    EITHER = "either"  # أو between a few words, as an operator
    NOT = "not"  # a word or a minus that leaves out what follows
    HYPHEN = "hyphen"  # a minus before digits: it leaves nothing out
    DASH = "dash"  # a minus before a word of prose: it leaves nothing out
    ORNAMENT = "ornament"  # a sign of wildcards where it stands for no letters
    FIELD_AS_WORDS = "field_as_words"  # the name of a field before a space, as a word
    FIELD_IS_EMPTY = "field_is_empty"  # a field in which no document has the value: its words
    PHRASE_IS_ABSENT = "phrase_is_absent"  # a phrase that no document has, as its words
    ADDRESS = "address"  # an address of the web: its words in a row
    UNSEARCHED = "unsearched"  # a sign, or a و that stands alone: nothing is searched for it

    @property
    def is_sole(self) -> bool:
        """Whether what was read so cannot be read otherwise."""
        return self in (self.ORNAMENT, self.PHRASE_IS_ABSENT, self.UNSEARCHED)


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A part `text` of a query that has two readings was read as `kind`.

    `query` is the whole query in its other reading; None where that would find nothing.
    """

    kind: InterpretationKind
    text: str
    query: str | None = None


class BridgeOrigin(StrEnum):
    """The sources of the names that the bridge joins."""

    ARCHIVIST = "archivist"  # the file of the archivist
    ARCHIVE = "archive"  # the documents
    SHIPPED = "shipped"  # the file that comes with the program
    SOUND = "sound"  # a word of the archive that is written as the name sounds
    DATE = "date"  # no name: a date, however it is written


@dataclass(frozen=True, slots=True)
class Translation:
    """Words `asked` that name something, and the `also` searched names of other languages.

    Of a date, `also` is the day or the days in ISO 8601, or a Hijri date as it was asked.
    """

    asked: str
    also: tuple[str, ...]
    origin: BridgeOrigin


@dataclass(frozen=True, slots=True)
class Basis:
    """The query that an answer answers, why its hits are there, and what it lacks.

    `query` was carried out: the query as it was read, or any of its words where it was widened, or
    its correction. Sent again, it finds the same documents. `unmarked` are its function words: they
    are searched, but neither highlighted nor counted beside other words. `readings` are the parts
    of the reader's query that have another reading. `translated` are its words that were also
    searched in other languages.
    """

    query: str = ""
    corrected: Suggestion | None = None
    widened: bool = False
    unmarked: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()
    readings: tuple[Interpretation, ...] = ()
    translated: tuple[Translation, ...] = ()

    @property
    def why(self) -> Why:
        """Why the documents are there; a correction that was widened is a correction."""
        if self.corrected is not None:
            return Why.CORRECTED
        return Why.WIDENED if self.widened else Why.AS_ASKED

    @property
    def complete(self) -> bool:
        """True when nothing that answers the query is left out."""
        return not self.lacks

    def lacking(self, *lacks: Lack) -> Basis:
        """The basis of an answer that lacks these too."""
        return replace(self, lacks=tuple(dict.fromkeys((*self.lacks, *lacks))))
