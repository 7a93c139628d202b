"""The files in a container, such as an archive or a letter, each read as a source of its own.

    for found in member_readings(source, limits, zip_members(source)): ...

A member is written to a temporary file under a name of ours, one at a time, and read by the reader
of its format, which may be a container again. What a container unpacks to is limited, whatever it
says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.errors import DocumentError
from indexer.ingest.events import FileEvent
from indexer.ingest.limits import SourceLimits
from indexer.ingest.member_names import UniqueNames, is_junk, member_name
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source

MAX_DEPTH = 3  # containers within one another
MAX_MEMBERS = 10_000  # of a file of the corpus, at all depths together
MAX_UNPACKED_BYTES = 1_000_000_000  # of a file of the corpus, at all depths together
MAX_RATIO = 200  # unpacked bytes for each byte of a container
_SMALL_BYTES = 10_000_000  # that any container may unpack to: a small one may be mostly empty lines


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a container: its name there, and a function that unpacks its bytes in pieces.

    The function raises ValueError with the reason when they cannot be had. `declared` are fields
    that the container knows of it, and that count where the member itself declares none. `place` is
    its (line, offset, length) where its bytes stand in the container as they are.
    """

    name: str
    unpacked: Callable[[], Iterator[bytes]]
    declared: Mapping[str, object] = field(default_factory=dict)
    place: tuple[int, int, int] | None = None


class _TooMuch(ValueError):
    """A container unpacks to more than it may; nothing more of it is read."""


class _Unpacking:
    """The members and bytes that may still be unpacked of a file of the corpus."""

    def __init__(self) -> None:
        self.members_left = MAX_MEMBERS
        self.bytes_left = MAX_UNPACKED_BYTES


@dataclass(frozen=True, slots=True)
class _MemberLimits(SourceLimits):
    """The limits of a member, which lies in `depth` containers."""

    depth: int = 1
    unpacking: _Unpacking = field(default_factory=_Unpacking)


def member_readings(
    source: Source,
    limits: SourceLimits,
    members: Iterable[Member],
    are_attached: bool = False,
    is_series: bool = False,
) -> Iterator[FileEvent]:
    """The readings of the `members` of the container `source`, and an error for each failure.

    Members that `are_attached` cite the container, which is a letter. A series, such as a mailbox,
    has any number of members: each counts as if it lay beside the series.
    """
    from indexer.ingest import read_file
    from indexer.ingest.formats import located, member_source, source_id

    letter = source_id(source) if are_attached else source.attached_to
    within = limits if is_series else _limits_within(limits)
    with TemporaryDirectory(prefix="khizana-") as folder:
        budget = _Budget(source.bytes, within)
        path = Path(folder) / "member"
        path.touch()
        for member in named_members(members):
            inner = member_source(source, path, member.name, letter)
            try:
                budget.write(member, path)
            except _TooMuch as error:
                yield located(DocumentError(source.name, str(error)), source)
                return
            except ValueError as error:
                yield located(DocumentError(source.name, str(error)), inner)
                continue
            inner = replace(inner, bytes=path.stat().st_size)
            for found in read_file(inner, within):
                yield _of_member(found, member, source) if isinstance(found, Reading) else found
    if not budget.members and not are_attached:
        raise ValueError("holds no file that is read")


def unpacked_member(source: Source, member: str, limits: SourceLimits, folder: Path) -> Path | None:
    """The file in `folder` to which the `member` of the container `source` was written.

    None when it has none of this name. Raises ValueError when it cannot be unpacked.
    """
    return _found_member(source, member, _limits_within(limits), folder)


def _found_member(
    source: Source, member: str, within: _MemberLimits, folder: Path, depth: int = 1
) -> Path | None:
    """As `unpacked_member`; a file in `folder` is called by its `depth`."""
    from indexer.ingest.formats import format_of, member_source

    row = format_of(source)
    path = folder / str(depth)
    for found in named_members(row.members(source) if row.members else ()):
        if member == found.name or member.startswith(f"{found.name}/"):
            path.touch()
            _Budget(source.bytes, within).write(found, path)
            if member == found.name:
                return path
            inner = member_source(source, path, found.name)
            rest = member[len(found.name) + 1 :]
            if below := _found_member(inner, rest, within, folder, depth + 1):
                return below
    return None


def _limits_within(limits: SourceLimits) -> _MemberLimits:
    """The limits of the members of a container that is itself read under `limits`."""
    if not isinstance(limits, _MemberLimits):
        given = {item.name: getattr(limits, item.name) for item in fields(SourceLimits)}
        return _MemberLimits(**given)
    if limits.depth >= MAX_DEPTH:
        raise ValueError(f"lies in {limits.depth} containers; no more than {MAX_DEPTH} are opened")
    return replace(limits, depth=limits.depth + 1)


def named_members(members: Iterable[Member]) -> Iterator[Member]:
    """Each of `members` that an author may have put there, by a name that is a label and unique."""
    names = UniqueNames()
    for member in members:
        name = member_name(member.name)
        if not is_junk(name):
            yield replace(member, name=names.of(name))


class _Budget:
    """Writes the members of one container of `packed_bytes`, as long as they are not too much."""

    def __init__(self, packed_bytes: int, limits: SourceLimits) -> None:
        self.members = 0  # that were met
        self._left = max(_SMALL_BYTES, MAX_RATIO * packed_bytes)
        self._allowed = self._left
        self._of_file = limits.unpacking if isinstance(limits, _MemberLimits) else None

    def write(self, member: Member, path: Path) -> None:
        """Writes `member` over the file at `path`; raises ValueError when it cannot be unpacked."""
        with path.open("r+b") as file:  # to take a file away for each would cost 3 ms
            self.members += 1
            self._count_member()
            for piece in member.unpacked():
                self._count_bytes(len(piece))
                file.write(piece)
            file.truncate()

    def _count_member(self) -> None:
        if self._of_file is not None:
            self._of_file.members_left -= 1
            if self._of_file.members_left < 0:
                raise _TooMuch(f"holds more than {MAX_MEMBERS:,} files; the others are not read")

    def _count_bytes(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            most = f"{self._allowed / 1_000_000:,.0f} MB, {MAX_RATIO} times its size"
            raise _TooMuch(f"unpacks to more than {most}; the rest is not read")
        if self._of_file is not None:
            self._of_file.bytes_left -= size
            if self._of_file.bytes_left < 0:
                most = f"{MAX_UNPACKED_BYTES / 1_000_000_000:.0f} GB"
                raise _TooMuch(f"unpacks to more than {most}; the rest is not read")


def _of_member(found: Reading, member: Member, source: Source) -> Reading:
    """`found` with the fields that the container `source` knows of its `member`, and its place.

    Lines of a member are no lines of the file of the corpus.
    """
    own = {name: value for name, value in found.fields.items() if value}
    is_whole = found.member == f"{source.member}/{member.name}".removeprefix("/")
    place = member.place if member.place and is_whole and not source.member else (None, None, None)
    line, offset, length = place
    return replace(
        found, fields={**member.declared, **own}, line=line, offset=offset, length=length
    )
