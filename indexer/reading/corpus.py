"""The files of the corpus folder, and their bytes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import SettingsError

# Files about the corpus rather than of it, whatever their suffix.
_NOT_DOCUMENTS = frozenset({"README", "LICENSE", "COPYING"})


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the corpus, or some of its lines.

    `name` is its `/`-separated path below the corpus folder. Of a part, `bytes` is the size, and
    `start` and `line` say where it begins; the last part, like a whole file, goes on to the end.
    """

    path: Path  # absolute
    name: str
    bytes: int
    start: int = 0
    line: int = 1
    last: bool = True


def corpus_sources(folder: Path) -> tuple[Source, ...]:
    """The files below `folder`, sorted by name.

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
    folders = [root]
    while folders:
        here = folders.pop()
        try:
            entries = list(os.scandir(here))
        except OSError:
            found.append(here)
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(Path(entry.path))
            elif entry.name.partition(".")[0].upper() not in _NOT_DOCUMENTS:
                found.append(Path(entry.path))
    sources = (Source(path, path.relative_to(root).as_posix(), _size(path)) for path in found)
    return tuple(sorted(sources, key=lambda source: source.name))


def _size(path: Path) -> int:
    """The bytes of the file at `path`; 0 when it is gone, which reading reports."""
    try:
        return path.lstat().st_size
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
