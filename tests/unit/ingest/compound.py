"""Writes a compound file (OLE2), as Outlook's .msg is one, of storages and streams: [MS-CFB]."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

Tree = Mapping[str, "bytes | Tree"]


@dataclass
class _Entry:
    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    content: bytes = b""
    child: int = _FREE
    following: int = _FREE
    start: int = _END
    size: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBBIII16sIQQIII",
            name, len(name), self.kind, 1, _FREE, self.following, self.child,
            b"", 0, 0, 0, self.start, self.size, 0,
        )  # fmt: skip


def compound(tree: Tree) -> bytes:
    """The bytes of a compound file with the storages and streams of `tree`."""
    entries = [_Entry("Root Entry", 5)]
    _add(entries, 0, tree)
    sectors: list[bytes] = []
    fat: list[int] = []

    def put(content: bytes) -> int:
        """Writes sectors; the number of the first of them."""
        if not content:
            return _END
        first = len(sectors)
        pieces = [content[at : at + _SECTOR] for at in range(0, len(content), _SECTOR)]
        sectors.extend(piece.ljust(_SECTOR, b"\0") for piece in pieces)
        fat.extend([*range(first + 1, first + len(pieces)), _END])
        return first

    mini, mini_fat = bytearray(), []
    for entry in entries:
        entry.size = len(entry.content)
        if entry.size >= _CUTOFF:
            entry.start = put(entry.content)
        elif entry.content:
            entry.start = len(mini_fat)
            count = -(-entry.size // _MINI)
            mini += entry.content.ljust(count * _MINI, b"\0")
            mini_fat += [*range(entry.start + 1, entry.start + count), _END]
    entries[0].start, entries[0].size = put(bytes(mini)), len(mini)
    mini_start = put(struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(_SECTOR, b"\xff"))
    directory = put(b"".join(entry.packed() for entry in entries))
    fat_start = len(sectors)
    count = 1
    while (len(fat) + count) * 4 > count * _SECTOR:
        count += 1
    fat += [_FAT] * count
    fat += [_FREE] * (count * _SECTOR // 4 - len(fat))
    table = struct.pack(f"<{len(fat)}I", *fat)
    places = [*range(fat_start, fat_start + count)]
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, count, directory, 0,
        _CUTOFF, mini_start, -(-len(mini_fat) * 4 // _SECTOR) or 1, _END, 0,
        *places, *[_FREE] * (109 - count),
    )  # fmt: skip
    return header + b"".join(sectors) + table


def _add(entries: list[_Entry], parent: int, tree: Tree) -> None:
    """Adds what is in `tree` below the entry `parent`, each one the right neighbour of the last."""
    last = None
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        inner = tree[name]
        number = len(entries)
        if isinstance(inner, bytes):
            entries.append(_Entry(name, 2, inner))
        else:
            entries.append(_Entry(name, 1))
            _add(entries, number, inner)
        if last is None:
            entries[parent].child = number
        else:
            entries[last].following = number
        last = number
