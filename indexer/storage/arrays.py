"""Files of named arrays: written once, mapped into memory, shared by threads and processes.

    KHIZARR1   the length of the table, as 8 bytes, lowest first
    {"name": [first byte after the table, items, type], …}    in JSON
    the arrays, each from a multiple of 64 bytes

Nothing in such a file is more than numbers: reading one runs no code.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexDamaged

Array = NDArray[Any]
_MAGIC = b"KHIZARR1"
_HEAD = struct.Struct("<8sQ")
_ALIGNMENT = 64
_TYPES = {name: np.dtype(name) for name in ("<u1", "<u2", "<u4", "<u8", "<i4")}


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Writes `arrays` into a new file at `path`."""
    table, end = {}, 0
    for name, array in arrays.items():
        table[name] = (end, array.size, array.dtype.newbyteorder("<").str.replace("|", "<"))
        end += _padded(array.nbytes)
    written = json.dumps(table).encode()
    with path.open("wb") as stream:
        stream.write(_HEAD.pack(_MAGIC, len(written)) + written)
        stream.write(bytes(_padded(stream.tell()) - stream.tell()))
        for array in arrays.values():
            stream.write(np.ascontiguousarray(array).data)
            stream.write(bytes(_padded(array.nbytes) - array.nbytes))


def mapped_arrays(path: Path) -> dict[str, Array]:
    """The arrays in the file at `path`, read from it as they are used.

    Raises IndexDamaged when it is no such file, or shorter than its table says.
    """
    try:
        content = mapped(path)
        magic, length = _HEAD.unpack_from(content)
        if magic != _MAGIC:
            raise ValueError("it does not begin as a file of arrays")
        table = json.loads(content[_HEAD.size : _HEAD.size + length])
        start = _padded(_HEAD.size + length)
        return {
            str(name): np.frombuffer(content, _TYPES[kind], items, start + first)
            if items
            else np.zeros(0, _TYPES[kind])
            for name, (first, items, kind) in table.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, struct.error) as error:
        raise IndexDamaged(f"{path} cannot be read: {error}") from error


def mapped(path: Path) -> mmap.mmap:
    """The bytes of the file at `path`, which is not empty."""
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def _padded(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT
