"""Named arrays in one file, read through a memory map: nothing is loaded before it is looked at.

    "KHZA" · length of the directory (8 bytes) · directory (JSON) · arrays, each at a multiple of 64

The directory maps each name to [type of its numbers, where it begins, how many]. Arrays are numbers
only: reading them runs no code. That the bytes are those written is the manifest's to say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexDamaged

Array = NDArray[Any]

_MAGIC: Final = b"KHZA"
_ALIGNED = 64
_TYPES = frozenset(["|u1", "<u2", "<u4", "<i4", "<u8", "<i8", "<f4"])


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Writes `arrays` to a new file at `path`."""
    directory: dict[str, tuple[str, int, int]] = {}
    at = 0
    for name, array in arrays.items():
        directory[name] = (array.dtype.str, at, len(array))
        at += _padded(array.nbytes)
    listed = json.dumps(directory).encode()
    with path.open("xb") as file:
        file.write(_MAGIC + len(listed).to_bytes(8, "little") + listed)
        file.write(bytes(_padded(file.tell()) - file.tell()))
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            file.write(bytes(_padded(array.nbytes) - array.nbytes))


class ArrayFile(Mapping[str, Array]):
    """The arrays in the file at `path`; raises IndexDamaged when it is not such a file."""

    def __init__(self, path: Path) -> None:
        try:
            mapped = np.memmap(path, np.uint8, mode="r")
            size = int.from_bytes(mapped[4:12].tobytes(), "little")
            if mapped[:4].tobytes() != _MAGIC or 12 + size > len(mapped):
                raise ValueError("no directory of arrays")
            self._directory = json.loads(mapped[12 : 12 + size].tobytes())
            self._first = _padded(12 + size)
            for kind, start, count in self._directory.values():
                if kind not in _TYPES or min(start, count) < 0 or start % _ALIGNED:
                    raise ValueError("not a directory of arrays")
                if self._first + start + count * np.dtype(kind).itemsize > len(mapped):
                    raise ValueError("an array goes past the end")
        except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
            raise IndexDamaged(f"{path} cannot be read: {error}") from error
        self._bytes = mapped.view(np.ndarray)

    def __getitem__(self, name: str) -> Array:
        kind, start, count = self._directory[name]
        begin = self._first + start
        return self._bytes[begin : begin + count * np.dtype(kind).itemsize].view(kind)

    def __iter__(self) -> Any:
        return iter(self._directory)

    def __len__(self) -> int:
        return len(self._directory)


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


class Texts:
    """Byte strings one after another: `blob`, and where each begins in it (one more at the end)."""

    __slots__ = ("blob", "starts")

    def __init__(self, blob: Array, starts: Array) -> None:
        self.blob = blob
        self.starts = starts

    @classmethod
    def of(cls, texts: list[bytes]) -> Texts:
        """`texts` joined."""
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        return cls(np.frombuffer(b"".join(texts), np.uint8), smallest(offsets(lengths)))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> bytes:
        return self.blob[self.starts[number] : self.starts[number + 1]].tobytes()

    def taken(self, numbers: Array) -> list[bytes]:
        """The texts of `numbers`."""
        blob = self.blob.data
        begins, ends = self.starts[:-1][numbers].tolist(), self.starts[1:][numbers].tolist()
        return [blob[begin:end].tobytes() for begin, end in zip(begins, ends, strict=True)]

    def arrays(self, name: str) -> dict[str, Array]:
        """Its arrays under names that begin with `name`."""
        return {f"{name}/blob": self.blob, f"{name}/starts": self.starts}

    @classmethod
    def read(cls, file: Mapping[str, Array], name: str) -> Texts:
        """What `arrays` gave, from a file."""
        return cls(file[f"{name}/blob"], file[f"{name}/starts"])


def offsets(lengths: Array) -> NDArray[np.int64]:
    """Where each of parts of these `lengths` begins, and the end of all."""
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def lengths_of(starts: Array) -> NDArray[np.int64]:
    """The lengths of parts that begin at `starts`, whose last is the end of all."""
    ends = np.asarray(starts, np.int64)
    return ends[1:] - ends[:-1]


def smallest(numbers: Array) -> Array:
    """`numbers`, none negative, in the narrowest unsigned type that holds them."""
    most = int(numbers.max()) if len(numbers) else 0
    kind = next(t for t in (np.uint8, np.uint16, np.uint32, np.uint64) if most <= np.iinfo(t).max)
    return numbers.astype(kind)


def ranges(starts: Array, lengths: Array) -> NDArray[np.int64]:
    """The numbers start … start + length - 1 of each pair, one after another."""
    ends = np.cumsum(lengths, dtype=np.int64)
    if not len(ends):
        return np.empty(0, np.int64)
    shift = np.asarray(starts, np.int64) - (ends - lengths)
    return np.arange(ends[-1], dtype=np.int64) + np.repeat(shift, lengths)
