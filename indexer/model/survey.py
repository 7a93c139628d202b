"""The survey of an archive: its files, its pages, and what an archivist should know: data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FindingKind(StrEnum):
    """The kinds of findings about documents, in the order in which they are told."""

    UNREAD_PAGES = "unread_pages"  # pages whose text was not read
    UNREADABLE = "unreadable"  # its text is such that hardly any word of it is found
    DROPPED_FIELD = "dropped_field"  # fields that could not be read
    SAME_FILE = "same_file"  # its bytes are those of another document
    SAME_TEXT = "same_text"  # its text is that of another document, its bytes are not
    DERIVED_TITLE = "derived_title"  # its title was not given as such


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding about the document `id`.

    `told` are the reasons why `pages` were not read, the sentences on fields, the origin of the
    title, or the id of the first document that has the same bytes or text.
    """

    kind: FindingKind
    id: str
    title: str
    path: str
    pages: tuple[int, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """The survey of one generation.

    `formats` holds (suffix, files, documents), the most frequent suffix first. `origins` and
    `qualities` count pages by PageOrigin and by TextQuality, `documents` counts documents by
    TextQuality. `counts` counts all findings by kind, `findings` has the first of each kind.
    """

    formats: tuple[tuple[str, int, int], ...] = ()
    origins: Mapping[str, int] = field(default_factory=dict)
    qualities: Mapping[str, int] = field(default_factory=dict)
    documents: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
