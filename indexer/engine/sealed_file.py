"""Files that end with their length and a digest, so that what a disk lost of them is noticed.

    the content
    its bytes, as 8 bytes, lowest first
    its BLAKE2b, 16 bytes

They are written through `file.write` alone, which raises what the disk refuses: libraries of C that
are given a real file may write to it by themselves, and not look at what its last flush says.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from indexer.errors import SearchIndexError

_SEAL = struct.Struct("<Q16s")
_AT_ONCE = 1 << 20  # bytes


class SealedFile:
    """A new file at `path`, to be written in a `with` block, which seals it at its end."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb")
        self._digest = blake2b(digest_size=16)
        self._length = 0

    def write(self, content: bytes | memoryview) -> int:
        """Adds `content`; how many bytes it has."""
        size = memoryview(content).nbytes
        self._file.write(content)
        self._digest.update(content)
        self._length += size
        return size

    def __enter__(self) -> SealedFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._file:  # which raises what it could not write
            if error is None:
                self._file.write(_SEAL.pack(self._length, self._digest.digest()))


@contextmanager
def unsealed(path: Path) -> Iterator[BinaryIO]:
    """The file at `path`, at its beginning, found to be what was written.

    Raises SearchIndexError when it is not.
    """
    with path.open("rb") as file:
        left = path.stat().st_size - _SEAL.size
        digest = blake2b(digest_size=16)
        length = 0
        while length < left and (content := file.read(min(_AT_ONCE, left - length))):
            digest.update(content)
            length += len(content)
        if file.read() != _SEAL.pack(length, digest.digest()):
            raise SearchIndexError(
                f"{path} came back from the disk otherwise than it was written; "
                "nothing was changed: look at the disk, then run this again."
            )
        file.seek(0)
        yield file
