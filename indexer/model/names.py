"""A name that an archive attests: of a person, a place or a body."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
