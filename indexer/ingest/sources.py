"""The files of the corpus folder, and their bytes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from indexer.errors import SettingsError

# Files about the corpus rather than of it, whatever their suffix.
_NOT_DOCUMENTS = frozenset({"README", "LICENSE", "COPYING"})

IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp", ".gif")
_PAGE_NAME = re.compile(
    rf"(.*?)(\d+)({'|'.join(map(re.escape, IMAGE_SUFFIXES))})", re.IGNORECASE | re.DOTALL
)
# Files about other files (`metadata.sidecars`): what stands after the name of the other, the tables
# of a folder, the record of a folder.
SIDECAR_SUFFIXES = (".toml", ".yaml", ".yml", ".json", ".dc.xml", ".xml")
TABLES = ("metadata.csv", "metadata.xlsx")
DUBLIN_CORE = "dublin_core.xml"

ROOT = "."  # the name of the corpus folder itself
UNLISTED = "is a folder that cannot be listed; check its permissions"


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the corpus, or some of its lines.

    `name` is its `/`-separated path below the corpus folder. Of a part, `bytes` is the size, and
    `start` and `line` say where it begins; the last part, like a whole file, goes on to the end.

    A container writes each of its members to a file of its own at `path`, and makes a Source of it:
    `name` stays that of the container, `member` is the `/`-separated path in it, `id` the id of its
    document, and `attached_to` the id of the letter that it came with.

    The name of a folder whose images are the pages of one document ends in a slash; `bytes` is the
    size of them all.

    A file that is `about` other files is no document.

    `weight` is the time that a byte of it takes to read, as its format says. `digest` is the
    SHA-256, in hex, of the file, where it is known, and `cache` the folder of what
    was read of it before (see `cache`). A reader of pages passes over the first `pages_read`, and
    ends before page `stop_before`, where that is not 0. `given_up` has (member, or "" for the
    source itself; why its reader broke down; the page at which it did, or 0).
    """

    path: Path  # absolute
    name: str
    bytes: int
    start: int = 0
    line: int = 1
    last: bool = True
    member: str = ""
    id: str = ""
    attached_to: str = ""
    about: bool = False
    weight: float = 1.0
    digest: str = ""
    cache: str = ""
    pages_read: int = 0
    stop_before: int = 0
    given_up: tuple[tuple[str, str, int], ...] = ()

    def broken(self) -> tuple[str, int] | None:
        """Why, and at which page, the reader of this source or member broke down; None if not."""
        found = [(reason, page) for member, reason, page in self.given_up if member == self.member]
        return found[-1] if found else None

    @property
    def folder(self) -> Path:
        """The corpus folder; of a member of a container, the folder of its own file."""
        return self.path.parents[self.name.rstrip("/").count("/")]

    @property
    def cost(self) -> float:
        """About how long it takes to read, where a byte of text takes 1."""
        return self.bytes * self.weight

    @property
    def file_name(self) -> str:
        """The last part of the name of the file, or of the member."""
        return (self.member or self.name.removesuffix("/")).rpartition("/")[2]

    @property
    def is_folder(self) -> bool:
        """True for a folder of pages."""
        return self.name.endswith("/") and not self.member

    @property
    def suffix(self) -> str:
        """The suffix of the file name in lower case, with its dot; empty where it has none."""
        if self.is_folder:
            return ""
        return PurePosixPath(self.file_name).suffix.lower()


@dataclass(frozen=True)
class Listing:
    """A listing of the corpus folder: its `sources`, sorted by name, and the names of its folders.

    `folders` could be listed, those `unlisted` could not, and `odd` are neither a folder nor an
    ordinary file; sources have the names of the latter two as well.
    """

    sources: tuple[Source, ...]
    folders: frozenset[str]
    unlisted: frozenset[str]
    odd: frozenset[str]

    @cached_property
    def files(self) -> frozenset[str]:
        return frozenset(source.name for source in self.sources) - self.unlisted

    def in_doubt(self, name: str) -> tuple[str, str] | None:
        """(path, reason) when the listing cannot tell whether the file `name` is there; else None.

        It can tell when it has a file of that `name`, or when a folder on its path was listed and
        lacks the next step, or has an ordinary file in its place.
        """
        if name in self.files:
            return None
        for at in (ROOT, *_beginnings(name)):
            if at in self.unlisted:
                return at, UNLISTED
            if at not in self.folders:
                return (name, "its folder is no folder now") if at in self.odd else None
        return name, "is a folder now"


def _beginnings(name: str) -> Iterator[str]:
    """`a`, `a/b` and `a/b/c` of `a/b/c`."""
    parts = name.split("/")
    for count in range(1, len(parts) + 1):
        yield "/".join(parts[:count])


def corpus_sources(folder: Path) -> tuple[Source, ...]:
    """The files below `folder`, as `corpus_listing` has them."""
    return corpus_listing(folder).sources


def corpus_listing(folder: Path) -> Listing:
    """The files and folders below `folder`.

    Hidden files and folders, README, LICENSE and COPYING are left out. Symbolic links, folders that
    cannot be listed and files of unknown format are in, so that reading reports them. Raises
    SettingsError when `folder` is not a folder.
    """
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "does not exist"
        remedy = "set folder under [corpus] in config.toml, or give --corpus"
        raise SettingsError((f"The corpus folder {folder} {what}: {remedy}.",))
    root = folder.resolve()
    found: list[Path] = []
    listed: list[Path] = []
    odd: list[Path] = []
    unlisted: list[Path] = []
    pages: list[Path] = []
    folders = [root]
    while folders:
        here = folders.pop()
        try:
            entries = list(os.scandir(here))
        except OSError:
            unlisted.append(here)
            continue
        listed.append(here)
        visible = [entry for entry in entries if not entry.name.startswith(".")]
        if here != root and _is_of_pages(visible):
            pages.append(here)
            continue
        for entry in visible:
            if _is(entry, os.DirEntry.is_dir):
                folders.append(Path(entry.path))
            elif not _is_about(entry.name):
                found.append(Path(entry.path))
                if not _is(entry, os.DirEntry.is_file):
                    odd.append(Path(entry.path))

    def name(path: Path) -> str:
        return path.relative_to(root).as_posix()

    names = frozenset(map(name, (*found, *pages)))
    sources = [
        Source(path, name(path), _size(path), about=_is_sidecar(name(path), names))
        for path in (*found, *unlisted)
    ]
    sources += (Source(path, f"{name(path)}/", _pages_size(path)) for path in pages)
    return Listing(
        tuple(sorted(sources, key=lambda source: source.name)),
        frozenset(map(name, listed)),
        frozenset(map(name, unlisted)),
        frozenset(map(name, odd)),
    )


def _is_sidecar(name: str, names: frozenset[str]) -> bool:
    """True if the file `name`, one of `names`, is about other files."""
    if name.rpartition("/")[2] in (*TABLES, DUBLIN_CORE):
        return True
    return any(name.endswith(end) and name.removesuffix(end) in names for end in SIDECAR_SUFFIXES)


def _is(entry: os.DirEntry[str], kind: Callable[..., bool]) -> bool:
    """True if `entry` itself is of that kind, as far as it can be told."""
    try:
        return kind(entry, follow_symlinks=False)
    except OSError:  # which reading it reports
        return False


def _size(path: Path) -> int:
    """The bytes of the file at `path`; 0 when it is gone, which reading reports."""
    try:
        return path.lstat().st_size
    except OSError:
        return 0


def _is_of_pages(entries: Sequence[os.DirEntry[str]]) -> bool:
    """Whether a folder of these entries, beside README and the like, is a document of pages."""
    documents = [entry for entry in entries if not _is_about(entry.name)]
    return bool(page_names(entry.name for entry in documents)) and all(
        _is(entry, os.DirEntry.is_file) for entry in documents
    )


def _is_about(name: str) -> bool:
    """Whether the file of this name is about the corpus rather than of it."""
    return name.partition(".")[0].upper() in _NOT_DOCUMENTS


def page_names(names: Iterable[str]) -> list[tuple[str, str]]:
    """(name, number as it is said) of each page, in their order; empty where they are no pages.

    They are pages when they are two images or more whose names differ only in one number: 001.jpg
    and 002.jpg, or "register page 1.tif" and "register page 10.tif". Hidden files and those about
    the corpus are passed over.
    """
    pages = []
    for name in names:
        if name.startswith(".") or _is_about(name):
            continue
        parts = _PAGE_NAME.fullmatch(name)
        if parts is None:
            return []
        before, number, suffix = parts.groups()
        pages.append((int(number), name, (before, suffix.lower())))
    if len(pages) < 2 or len({kind for _, _, kind in pages}) > 1:
        return []
    if len({number for number, _, _ in pages}) < len(pages):
        return []
    return [(name, str(number)) for number, name, _ in sorted(pages)]


def _pages_size(folder: Path) -> int:
    """The bytes of all the files in `folder`."""
    try:
        return sum(_size(path) for path in folder.iterdir())
    except OSError:
        return 0


def source_bytes(source: Source, max_bytes: int) -> bytes:
    """The content of the file; raises ValueError when it is larger than `max_bytes`."""
    size = source.path.stat().st_size
    if size > max_bytes:
        raise ValueError(
            f"too large: {size / 1_000_000:.2f} MB, the limit is {max_bytes / 1_000_000:.2f} MB"
            " (max_megabytes under [corpus] in config.toml)"
        )
    return source.path.read_bytes()
