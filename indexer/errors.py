"""Every error the indexer raises on purpose.

    ArchiveError
    ├── SettingsError        config.toml cannot be used            (exit 2)
    │   └── CorpusShrunk     many documents are gone from the corpus; asked about
    ├── DocumentError        one source cannot become a document   (reported, skipped; exit 1)
    │   └── FormatError      it is of a format that is not read
    ├── QueryError           a query asks for something impossible (400)
    ├── ModelError           search by meaning is on, and has no model   (exit 2)
    ├── EvaluationError      a test collection cannot be used      (exit 2)
    └── SearchIndexError     the index cannot answer               (503, exit 3)
        ├── IndexMissing     there is no index yet
        ├── IndexStale       it was built by another analysis or corpus format
        ├── IndexLocked      another process is writing it
        ├── IndexDamaged     its files are not those that were written
        ├── IndexBusy        too many searches are on; try again shortly
        └── EngineAway       the cluster that has it cannot be reached; try again shortly

They are turned into exit codes in `indexer/__main__.py` and into responses in
`webapp/http/failures.py`, nowhere else.
"""

from __future__ import annotations

from indexer.release import command


class ArchiveError(Exception):
    """The root of the tree; its text is one sentence a user can act on."""


class SettingsError(ArchiveError):
    """config.toml has faults; `faults` holds one sentence for each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


def place(path: str, line: int | None) -> str:
    """The place of a fault: `path`, or `path:line`."""
    return path if line is None else f"{path}:{line}"


class CorpusShrunk(SettingsError):
    """So large a share of the documents is `gone` from the corpus that it is asked about."""

    def __init__(self, gone: int, documents: int, folder: object) -> None:
        self.gone = gone
        super().__init__(
            (
                f"{gone:,} of the {documents:,} documents in the index are no longer in {folder}: "
                "nothing is changed. If they are meant to go: " + command("update --yes"),
            )
        )


class _FileError(ArchiveError):
    """The file at `path` (where it is known, at `line`) cannot be used, for `reason`."""

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        super().__init__(f"{place(path, line)}: {reason}")

    def __reduce__(self) -> tuple[type[_FileError], tuple[object, ...]]:
        """The parts that a process sends to another."""
        return type(self), (self.path, self.reason, self.line)


class DocumentError(_FileError):
    """The source at `path` (in a file of many documents, at `line`) is skipped for `reason`.

    `digest` is the SHA-256, in hex, of the line, where it was read. Of a member of a container,
    `member_id` is the id that its document would have, and `reason` begins with the member.
    """

    def __init__(
        self,
        path: str,
        reason: str,
        line: int | None = None,
        digest: str | None = None,
        member_id: str | None = None,
    ) -> None:
        self.digest = digest
        self.member_id = member_id
        super().__init__(path, reason, line)

    def __reduce__(self) -> tuple[type[_FileError], tuple[object, ...]]:
        return type(self), (self.path, self.reason, self.line, self.digest, self.member_id)


class FormatError(DocumentError):
    """The file at `path` is of a format that is not read."""


class QueryError(ArchiveError):
    """A request cannot be carried out; `parameter` and `position` (a character, from 0) say where.

    `code` is stable, for programs; the text is for people.
    """

    def __init__(
        self, message: str, code: str, parameter: str = "q", position: int | None = None
    ) -> None:
        self.code = code
        self.parameter = parameter
        self.position = position
        super().__init__(message)


class EvaluationError(_FileError):
    """The test collection or the earlier run at `path` is not what `evaluate` reads."""


class ModelError(ArchiveError):
    """The model of the search by meaning is absent, or not the one that is known."""


class SearchIndexError(ArchiveError):
    """The index cannot be read or written now."""


class IndexMissing(SearchIndexError):
    """No index has been built in this folder."""


class IndexStale(SearchIndexError):
    """The index was built by another version of the analysis: its terms would miss the query's."""


class IndexLocked(SearchIndexError):
    """Another process is writing the index; `pid` is its number where known."""

    def __init__(self, message: str, pid: int | None = None) -> None:
        self.pid = pid
        super().__init__(message)


class ProcessLost(SearchIndexError):
    """A process that worked for this one ended before its work was done."""


class IndexDamaged(SearchIndexError):
    """Files of the index differ from their manifest, or cannot be read."""


class IndexBusy(SearchIndexError):
    """Too many searches are on; `retry_after` seconds is a good time to come back."""

    def __init__(self, message: str, retry_after: int = 2) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class EngineAway(SearchIndexError):
    """The cluster that has the index cannot be reached or does not answer in full."""

    def __init__(self, message: str, retry_after: int = 5) -> None:
        self.retry_after = retry_after
        super().__init__(message)
