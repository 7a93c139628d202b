"""The documents an archive holds of a corpus: those read, and the last good text of the others.

A source that cannot be read keeps the documents it last gave, with their ids and at its place in
the order of the corpus, until it is read again or its folder is listed without it. A line that
cannot be read keeps the document it was. Where nothing tells which document that was, it keeps
every document that is missing between the lines read before and after it. A member of a container
that cannot be read keeps the documents with its id, or one below that.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple, TypeGuard

from indexer.engine.records import FileDigests, Lines
from indexer.errors import DocumentError, FormatError, place
from indexer.ingest import Listing
from indexer.model import Document
from indexer.model.failures import Failure, Failures


class IndexedDocument(NamedTuple):
    """A document of the previous generation: its file, and when it was added and changed."""

    path: str
    digest: str
    added: str
    changed: str
    line: int | None = None
    derived_title: str | None = None
    title_is_shared: bool = False


@dataclass(frozen=True)
class PreviousGeneration:
    """The records of the previous generation that the next one, built at the time `now`, needs.

    `texts` gives all its documents, `files` the digests of the files that had no failure. With
    `anew` every source is read and analysed, changed or not.
    """

    now: str  # ISO 8601, UTC
    anew: bool = True
    documents: Mapping[str, IndexedDocument] = field(default_factory=dict)
    lines: Lines = field(default_factory=dict)
    files: FileDigests = field(default_factory=dict)
    failures: Failures = field(default_factory=Failures)
    texts: Callable[[], Iterable[Document]] = tuple

    @cached_property
    def known(self) -> Mapping[str, Sequence[str]]:
        """path → the ids it stood for, in the order of its lines."""
        known: dict[str, dict[str, None]] = {
            path: {
                name: None
                for name in ids
                if name in self.documents and self.documents[name].path == path
            }
            for path, ids in self.lines.items()
        }
        for name, old in self.documents.items():
            known.setdefault(old.path, {})[name] = None
        return {path: tuple(ids) for path, ids in known.items()}

    def recorded(self, failures: Failures, lines: Lines) -> bool:
        """True if the previous generation has these records."""
        there = {path: tuple(ids) for path, ids in lines.items()}
        return self.failures == failures and there == {
            path: tuple(ids) for path, ids in self.lines.items()
        }


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document that was read; it is in the spool unless it is indexed as it is."""

    id: str
    path: str
    line: int | None
    spooled: bool
    derived_title: str | None = None


@dataclass(frozen=True, slots=True)
class SourceEnd:
    """The end of the source at `path`: all events of it came before."""

    path: str


SourceEvent = ReadDocument | DocumentError | SourceEnd


class Holdings:
    """Decides source by source, in the order of the corpus; of documents with one id for the first.

    `fresh` are the ids of those accepted that are in the spool. `kept` are those of documents that
    keep the text they last had; they are accepted too. `lines` has the ids of each file of many
    documents, in the order of its lines.
    """

    def __init__(
        self, before: PreviousGeneration, listing: Listing, digests: FileDigests | None = None
    ) -> None:
        self.accepted: dict[str, str] = {}  # id → path, or path:line
        self.fresh: set[str] = set()  # ids of the accepted that are in the spool
        self.derived_titles: dict[str, str] = {}  # id → derived title of a document in the spool
        self.kept: list[str] = []
        self.skipped: list[DocumentError] = []
        self.lines: dict[str, tuple[str, ...]] = {}
        self._before = before
        self._digests = digests or {}
        self._ids: list[tuple[str, ...]] = []  # of each that is skipped: the documents it keeps
        self._among: set[int] = set()  # those of the skipped whose documents another keeps too
        self._here: list[str | DocumentError] = []  # in the source being read
        absent = {old.path for old in before.documents.values()} - listing.files
        doubts = ((name, listing.in_doubt(name)) for name in sorted(absent))
        self._doubtful = deque((name, *doubt) for name, doubt in doubts if doubt)
        self._about = frozenset(source.name for source in listing.sources if source.about)
        self._below: dict[str, list[str]] = {name: [] for name in listing.unlisted}

    @cached_property
    def _met(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """(path, digest) of a line that failed before → the documents it was found to stand for."""
        failures = [old for old in self._before.failures.failures if old.digest]
        alike = Counter((old.path, old.digest) for old in failures)
        return {
            (old.path, old.digest): old.ids
            for old in failures
            if old.digest and alike[old.path, old.digest] == 1 and not old.among
        }

    def decided(self, found: Iterable[SourceEvent]) -> Iterator[bool]:
        """For each document in `found` that is in the spool: true if it is accepted."""
        for item in found:
            self._reach(item.path)
            if isinstance(item, SourceEnd):
                self._end(item.path)
            elif isinstance(item, DocumentError):
                self._here.append(item)
            else:
                first = self.accepted.get(item.id)
                if first is None:
                    self.accepted[item.id] = place(item.path, item.line)
                    self._here.append(item.id)
                    if item.spooled:
                        self.fresh.add(item.id)
                        if item.derived_title:
                            self.derived_titles[item.id] = item.derived_title
                else:
                    reason = f"its id {item.id} is that of {first}"
                    self._here.append(_Refused(item.path, reason, item.line))
                if item.spooled:
                    yield first is None

    def known_titles(self) -> Iterator[tuple[str, str, bool]]:
        """(id, derived title, whether it was shared) of each accepted that is not in the spool."""
        for name in self.accepted.keys() - self.fresh:
            old = self._before.documents[name]
            if old.derived_title:
                yield name, old.derived_title, old.title_is_shared

    def finish(self) -> None:
        """Decides on what would come after the last source."""
        self._reach(None)

    def files(self) -> FileDigests:
        """The digests of the files that were read without a failure, so far as they are known."""
        failed = {error.path for error in self.skipped}
        return {path: row for path, row in self._digests.items() if path not in failed}

    def failures(self) -> Failures:
        """The failures; each since now, unless it failed in the previous generation too."""
        now = self._before.now
        since = {_mark(old): old.since for old in reversed(self._before.failures.failures)}
        failures: list[Failure] = []
        unread: Counter[str] = Counter()
        for at, (error, kept) in enumerate(zip(self.skipped, self._ids, strict=True)):
            ids = (*kept, *self._below.get(error.path, ()))
            if isinstance(error, FormatError) and not ids:
                unread[PurePosixPath(error.member_id or error.path).suffix.lower()] += 1
                continue
            failure = Failure(
                path=_encodable(error.path),
                reason=_encodable(error.reason),
                since=now,
                line=error.line,
                ids=ids,
                digest=error.digest,
                among=at in self._among,
            )
            failures.append(replace(failure, since=since.get(_mark(failure), now)))
        counted = sorted(unread.items(), key=lambda item: (-item[1], item[0]))
        return Failures(tuple(failures), tuple(counted))

    def _skip(self, error: DocumentError, ids: Iterable[str] = ()) -> None:
        self.skipped.append(error)
        self._ids.append(tuple(ids))

    def _keep(self, path: str, ids: Iterable[str]) -> list[str]:
        """Accepts those of `ids`, known at `path`, that are nobody's yet; which these are."""
        missing = [name for name in ids if name not in self.accepted]
        self.accepted.update(dict.fromkeys(missing, path))
        self.kept += missing
        return missing

    def _reach(self, path: str | None) -> None:
        """Keeps the documents of files in doubt that come before `path`; None: of all others."""
        while self._doubtful and (path is None or self._doubtful[0][0] < path):
            name, where, reason = self._doubtful.popleft()
            kept = self._keep(name, self._before.known[name])
            if name in self._before.lines:
                self.lines[name] = tuple(kept)
            if where in self._below:
                self._below[where] += kept
            else:
                self._skip(DocumentError(name, reason), kept)

    def _end(self, path: str) -> None:
        """Decides on what is missing of the source at `path`, of which all was found."""
        if path in self._about and not self._here:
            return  # a file about other files, which is no document
        here, self._here = self._here or [DocumentError(path, "empty")], []  # of many documents
        kept = self._kept_by(here, path) if any(map(_failed, here)) else {}
        ids: dict[str, None] = {}
        claimed: set[str] = set()
        for at, item in enumerate(here):
            if isinstance(item, DocumentError):
                own = [name for name in kept.get(at, ()) if name not in claimed]
                if len(own) < len(kept.get(at, ())):
                    self._among.add(len(self.skipped))
                self._skip(item, own)
                claimed.update(own)
                ids.update(dict.fromkeys(own))
            else:
                ids[item] = None
        lines = any(isinstance(item, DocumentError) and item.line for item in here)
        if lines or len(here) > 1 or path in self._before.lines:
            self.lines[path] = tuple(ids)

    def _kept_by(
        self, here: Sequence[str | DocumentError], path: str
    ) -> Mapping[int, Sequence[str]]:
        """The ids that each error `here` may keep, by its place; they are accepted."""
        known = self._before.known.get(path, ())
        missing = [name for name in known if name not in self.accepted]
        errors = [(at, item) for at, item in enumerate(here) if _failed(item)]
        for at, error in errors:
            if error.line is None and error.member_id is None:
                return {at: self._keep(path, missing)}  # any of it may be missing for that
        kept: dict[int, Sequence[str]] = {}
        for at, error in errors:
            if error.member_id is not None:
                own = (name for name in missing if _is_within(name, error.member_id))
                kept[at] = self._keep(path, own)
        errors = [(at, error) for at, error in errors if error.member_id is None]
        alike = Counter(error.digest for _, error in errors)
        gaps = _Gaps(here, known, missing)
        for at, error in errors:
            met = None
            if error.digest and alike[error.digest] == 1:
                met = self._met.get((path, error.digest))
            kept[at] = gaps.around(at) if met is None else [n for n in met if n in gaps.missing]
        every = set().union(*kept.values())
        self._keep(path, (name for name in missing if name in every))
        return kept


class _Gaps:
    """The `missing` ones of the `known` ids of a file, between the events found `here`."""

    def __init__(
        self, here: Sequence[str | DocumentError], known: Sequence[str], missing: Sequence[str]
    ) -> None:
        order = {name: number for number, name in enumerate(known)}
        places = [order.get(item) if isinstance(item, str) else None for item in here]
        self._last = list(_carried(places, -1))
        self._next = list(_carried(places[::-1], len(known)))[::-1]
        self._names = missing
        self._numbers = [order[name] for name in missing]
        self._found: dict[tuple[int, int], Sequence[str]] = {}
        self.missing = frozenset(missing)

    def around(self, at: int) -> Sequence[str]:
        """The missing ids that stood between the documents found before and after index `at`.

        All of them, where these stand in another order than they did.
        """
        last, following = self._last[at], self._next[at]
        if last >= following:
            return self._names
        if (last, following) not in self._found:
            start, stop = (bisect(self._numbers, number) for number in (last, following))
            self._found[last, following] = self._names[start:stop]
        return self._found[last, following]


def _carried(places: Iterable[int | None], before: int) -> Iterator[int]:
    """Each of `places`, or the nearest one ahead of a None; `before` where there is none."""
    for number in places:
        before = before if number is None else number
        yield before


class _Refused(DocumentError):
    """A document that was read, and is not the first with its id."""


def _is_within(name: str, member_id: str) -> bool:
    """True if the document `name` is of that member, or of a file in it."""
    return name == member_id or name.startswith(f"{member_id}/")


def _failed(item: str | DocumentError) -> TypeGuard[DocumentError]:
    return isinstance(item, DocumentError) and not isinstance(item, _Refused)


def _mark(failure: Failure) -> tuple[str, str | int | None]:
    """The identity of a failure between runs: its file, or the digest of the line at fault."""
    return failure.path, failure.digest or failure.line


def _encodable(text: str) -> str:
    """`text`, which may name a file, with what is not Unicode in it spelt out."""
    return text.encode("utf-8", "backslashreplace").decode()
