"""A name that an archive attests: of a person, a place or a body."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indexer.model.answers import ConcordanceLine


class NameKind(StrEnum):
    """The kind of thing that a name names."""

    PERSON = "person"
    PLACE = "place"
    BODY = "body"


class NameCue(StrEnum):
    """By what a name is told, the surest first."""

    CORRECTED = "corrected"  # the file of corrections has it
    LISTED = "listed"  # the names in three languages have it
    TITLE = "title"  # السيد، الدكتور before it
    ROLE = "role"  # وزير، رئيس before it
    SAID = "said"  # قال before it
    FORM = "form"  # its words: a given name, بن، أبو، a family name
    PLACE_WORD = "place_word"  # مدينة، إقليم before it
    BODY_WORD = "body_word"  # it begins with وزارة، المجلس and the like


@dataclass(frozen=True, slots=True)
class ArchiveName:
    """A name, and how an archive attests it.

    `key` is the same for all spellings, and `shown` the usual one. `spellings` and `cues` have
    their numbers of places, the most frequent first. `places` counts the places in texts, and
    `documents` the documents that have one.
    """

    kind: NameKind
    key: str
    shown: str
    spellings: tuple[tuple[str, int], ...]
    cues: tuple[tuple[NameCue, int], ...]
    places: int
    documents: int


@dataclass(frozen=True, slots=True)
class NamesPage:
    """One page of the names of an archive, each after the number of its documents.

    `searched` is false where the index was built without names. `kinds` counts the names of each
    kind among those that have the words asked for.
    """

    searched: bool
    total: int
    page: int
    page_size: int
    kinds: tuple[tuple[NameKind, int], ...]
    names: tuple[tuple[int, ArchiveName], ...]

    @property
    def pages(self) -> int:
        """The number of pages."""
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name with its lines in one page of its `documents`, and its names in other languages.

    `complete` is false where time did not allow all lines of the page.
    """

    name: ArchiveName
    documents: int
    page: int
    page_size: int
    lines: tuple[ConcordanceLine, ...]
    complete: bool
    french: tuple[str, ...]
    english: tuple[str, ...]
    acronyms: tuple[str, ...]

    @property
    def pages(self) -> int:
        """The number of pages of documents."""
        return max(1, -(-self.documents // self.page_size))
