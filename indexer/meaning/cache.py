"""The vectors of texts that were encoded before, by a digest of the text, over all generations.

One file, to which each text is added as soon as it is encoded:

    KHIZVEC1   the name of the model, 72 bytes
    a text     its digest, 16 bytes; the number of its passages, 4; CRC-32 of what follows, 4
               spans, scales, vectors: as TextVectors has them
    …

A text that a crash cut short at the end is written over. A file of another model is replaced.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

import numpy as np

from indexer.engine.disk import lock, replace
from indexer.engine.utf8 import encoded
from indexer.meaning.vectors import TextVectors
from indexer.meaning.weights import DIMENSIONS

CACHE = "vectors.log"  # the file in its folder

_HEAD = struct.Struct("<8s72s")
_TEXT = struct.Struct("<16sII")
_MAGIC = b"KHIZVEC1"
_BYTES = 8 + 4 + DIMENSIONS  # of a passage


def text_digest(title: str, text: str) -> bytes:
    """The digest under which the vectors of a text are kept: 16 bytes."""
    digest = blake2b(encoded(title), digest_size=16)
    digest.update(b"\0" + encoded(text))
    return digest.digest()


@contextmanager
def vector_cache(folder: Path, model: str) -> Iterator[VectorCache]:
    """The cache in `folder` for `model`, held by this process alone as long as the block lasts.

    Raises IndexLocked when another process has it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with lock(folder), VectorCache(folder / CACHE, model) as cache:
        yield cache


class VectorCache:
    """digest → TextVectors, in the file at `path`; one for another model is replaced."""

    def __init__(self, path: Path, model: str) -> None:
        self._path, self._model = path, model
        self._places: dict[bytes, tuple[int, int]] = {}  # digest → (where it begins, passages)
        self._file, self._end = self._opened()

    def __enter__(self) -> VectorCache:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, digest: bytes) -> TextVectors:
        start, passages = self._places[digest]
        self._file.seek(start)
        return _unpacked(self._file.read(passages * _BYTES), passages)

    def add(self, digest: bytes, found: TextVectors) -> None:
        """Keeps the vectors of the text with this digest, from now on, whatever happens."""
        content = b"".join((found.spans.tobytes(), found.scales.tobytes(), found.vectors.tobytes()))
        head = _TEXT.pack(digest, len(found.scales), zlib.crc32(content))
        self._file.seek(self._end)
        self._file.write(head + content)
        self._file.flush()
        self._places[digest] = (self._end + len(head), len(found.scales))
        self._end += len(head) + len(content)

    def purge(self, used: Collection[bytes]) -> int:
        """Drops the texts whose digests are not `used`; the bytes freed."""
        before = self._end
        aside = self._path.with_suffix(".new")
        aside.unlink(missing_ok=True)
        with VectorCache(aside, self._model) as kept:
            for digest in filter(used.__contains__, self._places):
                kept.add(digest, self[digest])
        self._file.close()
        replace(aside, self._path)
        self._file, self._end = self._opened()
        return before - self._end

    def _opened(self) -> tuple[BinaryIO, int]:
        """The file, made if it is absent or another's, and where its texts, now known, end."""
        self._path.touch()
        file = self._path.open("r+b")
        whole = _HEAD.pack(_MAGIC, self._model.encode("ascii"))
        if file.read(_HEAD.size) != whole:
            file.truncate(0)
            file.seek(0)
            file.write(whole)
        self._places = {}
        end = _HEAD.size
        while len(head := file.read(_TEXT.size)) == _TEXT.size:
            digest, passages, crc = _TEXT.unpack(head)
            content = file.read(passages * _BYTES)
            if len(content) < passages * _BYTES or zlib.crc32(content) != crc:
                break
            self._places[digest] = (end + _TEXT.size, passages)
            end += _TEXT.size + len(content)
        file.truncate(end)
        return file, end


def _unpacked(content: bytes, passages: int) -> TextVectors:
    spans = np.frombuffer(content, "<u4", 2 * passages).reshape(-1, 2)
    scales = np.frombuffer(content, "<f4", passages, spans.nbytes)
    start = spans.nbytes + scales.nbytes
    vectors = np.frombuffer(content, "i1", passages * DIMENSIONS, start)
    return TextVectors(spans, scales, vectors.reshape(-1, DIMENSIONS))
