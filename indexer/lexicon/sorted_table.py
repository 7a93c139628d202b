"""A sorted table in a mapped file: each line a key, a tab and a value, found by its key.

ASCII and the letters of Arabic and French take one byte each; any other sign stands as `&#NUMBER;`.
Lines are in the order of their bytes, which is that of code points but for such signs. Opening
costs nothing, processes share the pages, and the first look-up notes a key for each stretch of the
file.
"""

from __future__ import annotations

import codecs
import html
import mmap
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from indexer.damage import raising_index_damaged

# The signs of one byte, by code point.
_TABLE = (
    "".join(map(chr, (*range(0x80), *range(0xDF, 0x100), *range(0x621, 0x656), 0x670, 0x671)))
    + "پچژڤڧڨکڭگی"
)
_BYTES = codecs.charmap_build(_TABLE)
_AFTER_ALL = b"\xff"  # no sign
_STRETCH = 1024  # bytes that are looked through at once


class SortedTable:
    """The lines of the file at `path`. Shared by threads safely.

    Raises IndexDamaged where the file is not what was written.
    """

    def __init__(self, path: Path) -> None:
        self.folder = path.parent
        with path.open("rb") as stream:
            empty = path.stat().st_size == 0  # which cannot be mapped
            self._bytes = b"" if empty else mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)

    @staticmethod
    def write(path: Path, lines: Iterable[str]) -> None:
        """Writes `lines`, in whatever order they come."""
        path.write_bytes(b"".join(sorted(_encoded(f"{line}\n") for line in lines)))

    @raising_index_damaged
    def beginning(self, prefix: str) -> Iterator[str]:
        """The lines whose keys begin with `prefix`, in order."""
        wanted = _key(prefix)
        if wanted is None or not self._bytes:
            return
        heads, starts = self._stretches
        first = max(1, bisect_left(heads, wanted)) - 1
        after = bisect_left(heads, wanted + _AFTER_ALL)
        for line in _decoded(self._bytes[starts[first] : starts[after] - 1]).split("\n"):
            if line.startswith(prefix):
                yield line

    @raising_index_damaged
    def holding(self, text: str) -> Iterator[str]:
        """The lines in which `text` stands, in their keys or after."""
        wanted = _key(text)
        if wanted is None:
            return
        lines = self._bytes  # looked through where it is: not copied
        at = lines.find(wanted)
        while 0 <= at < len(lines):
            end = lines.find(b"\n", at)
            if end < 0:
                raise ValueError("its last line is cut off")
            yield _decoded(lines[lines.rfind(b"\n", 0, at) + 1 : end])
            at = lines.find(wanted, end + 1)

    @raising_index_damaged
    def after(self, key: str) -> str | None:
        """The value of `key`; None when no line has the key."""
        wanted = _key(key)
        if wanted is None:
            return None
        heads, starts = self._stretches
        number = bisect_right(heads, wanted)
        lines = b"\n" + self._bytes[starts[number - 1] : starts[number]]
        at = lines.find(b"\n" + wanted + b"\t")
        if at < 0:
            return None
        start = at + len(wanted) + 2
        return _decoded(lines[start : lines.find(b"\n", start)])

    @cached_property
    def _stretches(self) -> tuple[list[bytes], list[int]]:
        """The first key of each stretch, where each starts, and where the last one ends.

        The lines before the second key belong to the first stretch, whose key is left empty.
        """
        lines, size, starts = self._bytes, len(self._bytes), [0]
        while 0 < (start := lines.find(b"\n", starts[-1] + _STRETCH) + 1) < size:
            starts.append(start)
        heads = [b"", *(lines[start : lines.find(b"\t", start)] for start in starts[1:])]
        return heads, [*starts, size]


def _key(text: str) -> bytes | None:
    """`text` as the beginning of a line; None when no key has such signs."""
    return None if "\t" in text or "\n" in text or "&" in text else _encoded(text)


def _encoded(text: str) -> bytes:
    return codecs.charmap_encode(text, "xmlcharrefreplace", _BYTES)[0]


def _decoded(line: bytes) -> str:
    return html.unescape(codecs.charmap_decode(line, "strict", _TABLE)[0])
