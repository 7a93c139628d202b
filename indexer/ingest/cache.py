"""The cache of readings: what slow readers found in files, kept over generations of the index.

    FOLDER/ab/abcdef…/NAME.readings    the readings of the file whose SHA-256 is abcdef…
    FOLDER/ab/abcdef…/NAME.pages       the pages that were read before the reading was interrupted

NAME is `self`, or the digest of a member of the file, and the format with its version and options.
The process that reads a file is given the folder of that file, and only reads there. Its parent
writes: so a file can spoil no readings but its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import zlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from indexer.ingest.reading import PageReading, Reading, page_of_values, reading_of_values
from indexer.ingest.sources import Source, page_names

READINGS = "readings"  # its folder in that of the index
_WHOLE, _PAGES = ".readings", ".pages"
_NAME = re.compile(r"[a-z0-9][a-z0-9.+_-]{0,150}")


def source_digest(source: Source) -> str:
    """The SHA-256, in hex, of the file, which is not held in memory; of a folder, of its pages."""
    if not source.is_folder:
        return file_digest(source.path)
    digest = hashlib.sha256()
    for name, _ in page_names(entry.name for entry in source.path.iterdir()):
        line = f"{file_digest(source.path / name)} {name}\n"
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def file_digest(path: Path) -> str:
    """The SHA-256, in hex, of the file at `path`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def entry_name(member_digest: str, version: str) -> str:
    """The name of an entry; `member_digest` is empty for the file itself."""
    return f"{member_digest[:32] or 'self'}.{version}"


def cached_readings(folder: str, name: str) -> list[Reading] | None:
    """The readings kept as `name` in the `folder` of a file; None where there are none."""
    if not folder:
        return None
    try:
        content = zlib.decompress(Path(folder, name + _WHOLE).read_bytes())
        return [reading_of_values(row) for row in json.loads(content)]
    except (OSError, ValueError, TypeError, LookupError, zlib.error):
        return None  # absent, or cut short by a crash: it is read again


def cached_pages(folder: str, name: str) -> list[PageReading]:
    """The first pages of the file, which were read before that was interrupted."""
    pages: list[PageReading] = []
    if folder:
        with (
            contextlib.suppress(OSError, ValueError, TypeError, LookupError),
            Path(folder, name + _PAGES).open(encoding="utf-8") as lines,
        ):
            pages.extend(page_of_values(json.loads(line)) for line in lines)
    return pages


class ReadingCache:
    """The writer of the cache in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of(self, digest: str) -> Path:
        """The folder of the file with this digest."""
        return self.folder / digest[:2] / digest

    def keep(self, digest: str, name: str, rows: Sequence[Any]) -> None:
        """Keeps the readings of which `rows` are the values, and drops the pages kept before."""
        folder = self._entry(digest, name)
        content = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
        aside = folder / f"{name}{_WHOLE}.{os.getpid()}"
        aside.write_bytes(zlib.compress(content, 6))
        aside.replace(folder / (name + _WHOLE))
        (folder / (name + _PAGES)).unlink(missing_ok=True)

    def add_page(self, digest: str, name: str, row: object) -> None:
        """Adds a page, of which `row` has the values, to those that were read of a file."""
        line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        with (self._entry(digest, name) / (name + _PAGES)).open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def purge(self, digests: Collection[str]) -> int:
        """Drops what is kept of files other than those with these digests; the bytes freed."""
        freed = 0
        for folder in self._folders():
            if folder.name not in digests:
                freed += sum(path.stat().st_size for path in folder.iterdir())
                shutil.rmtree(folder)
        return freed

    def page(self, digest: str, number: int, *, of_member: bool = False) -> PageReading | None:
        """Page `number` of the file with this digest; None where it is not kept."""
        with contextlib.suppress(ValueError, TypeError, LookupError, AttributeError):
            rows = self._page_rows(digest, of_member=of_member)
            return next((page_of_values(row) for row in rows if row["number"] == number), None)
        return None

    def pages(self, digest: str, *, of_member: bool = False) -> tuple[PageReading, ...]:
        """The pages of the file with this digest, as they were read last.

        Those of a member are looked for below the digests of all containers.
        """
        return tuple(map(page_of_values, self._page_rows(digest, of_member=of_member)))

    def _page_rows(self, digest: str, *, of_member: bool) -> list[dict[str, Any]]:
        """The values of the pages of the file with this digest."""
        folder, name = (
            (self.folder, f"??/*/{digest[:32]}") if of_member else (self.of(digest), "self")
        )
        with contextlib.suppress(OSError, ValueError, TypeError, AttributeError, zlib.error):
            entries = folder.glob(f"{name}.*{_WHOLE}")
            for path in sorted(entries, key=lambda path: path.stat().st_mtime_ns, reverse=True):
                for row in json.loads(zlib.decompress(path.read_bytes())):
                    if row.get("pages"):
                        return list(row["pages"])
        return []

    def size(self) -> tuple[int, int]:
        """(number of files of which readings are kept, bytes they take)."""
        folders = list(self._folders())
        sizes = (path.stat().st_size for folder in folders for path in folder.iterdir())
        return len(folders), sum(sizes)

    def _folders(self) -> Iterator[Path]:
        if self.folder.is_dir():
            yield from sorted(self.folder.glob("??/*"))

    def _entry(self, digest: str, name: str) -> Path:
        """The folder of a file, made where it is not; raises ValueError for another name."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of an entry")
        folder = self.of(digest)
        folder.mkdir(parents=True, exist_ok=True)
        return folder
