"""Files of named arrays: written once, mapped into memory, shared by threads and processes.

    KHIZARR2   where the table begins, as 8 bytes, lowest first
    the arrays, each from a multiple of 64 bytes
    {"name": [first byte, items, type], …}    the table, in JSON

Nothing in such a file is more than numbers: reading one runs no code.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexDamaged

Array = NDArray[Any]
_MAGIC = b"KHIZARR2"
_HEAD = struct.Struct("<8sQ")
_ALIGNMENT = 64
_TYPES = {name: np.dtype(name) for name in ("<u1", "<u2", "<u4", "<u8", "<i1", "<i4", "<f4")}


def write_arrays(path: Path, arrays: Iterable[tuple[str, Array]]) -> None:
    """Writes named `arrays`, any[n] each, into a new file at `path`, as soon as each comes."""
    table = {}
    with path.open("wb") as stream:
        stream.write(bytes(_ALIGNMENT))
        for name, array in arrays:
            table[name] = (stream.tell(), array.size, _type(array))
            stream.write(np.ascontiguousarray(array).data)
            stream.write(bytes(-stream.tell() % _ALIGNMENT))
        start = stream.tell()
        stream.write(json.dumps(table).encode())
        stream.seek(0)
        stream.write(_HEAD.pack(_MAGIC, start))


def _type(array: Array) -> str:
    return array.dtype.newbyteorder("<").str.replace("|", "<")


def mapped_arrays(path: Path) -> dict[str, Array]:
    """Name → array, any[n], of the file at `path`, mapped into memory.

    Raises IndexDamaged when it is no such file, or shorter than its table says.
    """
    try:
        content = mapped(path)
        magic, start = _HEAD.unpack_from(content)
        if magic != _MAGIC:
            raise ValueError("it does not begin as a file of arrays")
        return {
            str(name): np.frombuffer(content, _TYPES[kind], items, first)
            if items
            else np.zeros(0, _TYPES[kind])
            for name, (first, items, kind) in json.loads(content[start:]).items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, struct.error) as error:
        raise IndexDamaged(f"{path} cannot be read: {error}") from error


def mapped(path: Path) -> mmap.mmap:
    """The bytes of the file at `path`, which is not empty."""
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
