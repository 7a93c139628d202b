"""The files and lines of a corpus that could not be read, kept with each generation: data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, or a `line` of one, that is not in the archive as it is now, for `reason`.

    `ids` are of the documents that go on being served with the text they last had. `digest` is the
    SHA-256, in hex, of a line at fault, by which it is known again wherever it stands; with
    `among`, a line before it that failed keeps the same documents.
    """

    path: str
    reason: str
    since: str  # ISO 8601, UTC: the first run that met it, of those without a break
    line: int | None = None
    ids: tuple[str, ...] = ()
    digest: str | None = None
    among: bool = False


@dataclass(frozen=True)
class Failures:
    """The failures in the order of the corpus, and the files of formats that are not read.

    `unread` holds (suffix, number of files), the most frequent suffix first.
    """

    failures: tuple[Failure, ...] = ()
    unread: tuple[tuple[str, int], ...] = ()

    @cached_property
    def kept_since(self) -> Mapping[str, str]:
        """id → since when the document is served with the text it last had."""
        since: dict[str, str] = {}
        for failure in self.failures:
            for document_id in failure.ids:
                since.setdefault(document_id, failure.since)
        return since
