"""The structures of a Word file of 1997 to 2003 (.doc): its characters and their properties.

The names and offsets are those of [MS-DOC], Word (.doc) Binary File Format, in brackets.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from indexer.ingest.office.package import LOCKED

DAMAGED = "is damaged or cut off: the structures of the Word file do not fit; copy it again"
_WORD_97 = 0x00C1  # the first version [nFib] with these structures
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200  # flags of the header
_PAGE = 512
_MAX_CHARACTERS = 50_000_000
_TEXTS = ("main", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")

# Sizes of operands by the upper three bits of a property [Sprm.spra]; 6 has its size in a byte.
_OPERAND = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_DELETED, _HIDDEN, _SPECIAL = 0x0800, 0x083C, 0x0855
_SIZE, _SIZE_RTL = 0x4A43, 0x4A61
_IN_TABLE, _ROW_END, _OUTLINE = 0x2416, 0x2417, 0x2640
_TITLE_STYLE = 62  # [sti] of the built-in style Title; 1 to 9 are the headings


class OldWordError(ValueError):
    """A Word file from before 1997, whose structures are others."""


@dataclass(frozen=True, slots=True)
class RunProperties:
    """The properties of some characters; a size is in points, 0: that of the style."""

    is_deleted: bool = False
    is_hidden: bool = False
    is_special: bool = False
    size: float = 0


@dataclass(frozen=True, slots=True)
class BlockProperties:
    """The properties of a paragraph: level of heading (0: none), title, place in a table."""

    level: int = 0
    is_title: bool = False
    in_table: bool = False
    ends_row: bool = False


# A page of properties → (file offset, properties) for each run of it.
_Entries = Callable[[bytes], Iterator[tuple[int, bytes]]]


@dataclass(slots=True)
class _Runs:
    """Properties by file offset: those at `starts[i]` hold up to `starts[i + 1]`."""

    starts: list[int] = field(default_factory=list)
    values: list[bytes] = field(default_factory=list)

    def at(self, offset: int) -> bytes:
        place = bisect_right(self.starts, offset) - 1
        return self.values[place] if place >= 0 else b""


class WordBinary:
    """A Word file by its streams; raises ValueError when it is damaged, locked or older.

    `texts` maps a name of _TEXTS → (first character, last + 1). Characters are counted from 0
    through all texts; `text` has them all.
    """

    def __init__(self, word: bytes, table_0: bytes, table_1: bytes) -> None:
        self._word = word
        try:
            self._read_header(table_0, table_1)
            self._pieces = list(self._read_pieces())
            self.text = "".join(text for _, text, _, _ in self._pieces)
            self._starts = [start for start, _, _, _ in self._pieces]
            self._runs = self._read_pages(12, self._run_pages)
            self._blocks = self._read_pages(13, self._block_pages)
            self._styles = self._read_styles()
        except (struct.error, IndexError) as error:
            raise ValueError(DAMAGED) from error

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int, RunProperties]]:
        """(first character, last + 1, their own properties) for the runs in a part of the text."""
        while start < end:
            at = bisect_right(self._starts, start) - 1
            first, text, place, width = self._pieces[at]
            offset = place + width * (start - first)
            run = bisect_right(self._runs.starts, offset) - 1
            stop = min(end, first + len(text))
            if run + 1 < len(self._runs.starts):
                stop = min(stop, start + -(-(self._runs.starts[run + 1] - offset) // width))
            if stop <= start:  # a piece without characters
                return
            yield start, stop, _run_properties(self._runs.at(offset))
            start = stop

    def block_at(self, character: int) -> BlockProperties:
        """The properties of the paragraph that the character is in."""
        found = self._blocks.at(self._offset(character))
        style = int.from_bytes(found[:2], "little") if len(found) >= 2 else 0
        level, is_title = self._styles.get(style, (0, False))
        ends_row = in_table = False
        for name, operand in _properties(found[2:]):
            if name == _ROW_END:
                ends_row = operand[:1] == b"\x01"
            elif name == _IN_TABLE:
                in_table = operand[:1] == b"\x01"
            elif name == _OUTLINE and operand:
                level = min(operand[0] + 1, 2) if operand[0] < 9 else 0
        return BlockProperties(level, is_title, in_table, ends_row)

    def places(self, index: int, size: int) -> list[tuple[int, bytes]]:
        """(character, structure of `size` bytes) for each entry of a list of the table stream.

        The last character has no structure.
        """
        content = self._structure(index)
        if len(content) < 4:
            return []
        number = (len(content) - 4) // (4 + size)
        starts = struct.unpack_from(f"<{number + 1}I", content)
        at = 4 * (number + 1)
        return [
            (start, content[at + size * i : at + size * (i + 1)]) for i, start in enumerate(starts)
        ]

    def _read_header(self, table_0: bytes, table_1: bytes) -> None:
        word = self._word
        magic, version = struct.unpack_from("<HH", word)
        if magic != 0xA5EC or version < _WORD_97:
            raise OldWordError("is a Word file from before 1997")
        (flags,) = struct.unpack_from("<H", word, 0x0A)
        if flags & _ENCRYPTED:
            raise ValueError(LOCKED)
        self._table = table_1 if flags & _TABLE_1 else table_0
        counts = struct.unpack_from("<8I", word, 0x4C)  # [ccpText] and those after it
        if sum(counts) > _MAX_CHARACTERS:
            raise ValueError(DAMAGED)
        ends = [sum(counts[: at + 1]) for at in range(len(counts))]
        self.texts = {
            name: (end - count, end) for name, count, end in zip(_TEXTS, counts, ends, strict=True)
        }

    def _structure(self, index: int) -> bytes:
        """The structure of the table stream that the header points at under `index`."""
        offset, size = struct.unpack_from("<II", self._word, 0x9A + 8 * index)
        return self._table[offset : offset + size]

    def _read_pieces(self) -> Iterator[tuple[int, str, int, int]]:
        """(first character, text, file offset, bytes a character) for each piece of the text."""
        clx = self._structure(33)
        at = 0
        while at < len(clx) and clx[at] == 1:
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        if at >= len(clx) or clx[at] != 2:
            raise ValueError(DAMAGED)
        (size,) = struct.unpack_from("<I", clx, at + 1)
        pieces = clx[at + 5 : at + 5 + size]
        number = (len(pieces) - 4) // 12
        starts = struct.unpack_from(f"<{number + 1}I", pieces)
        if starts[0]:
            raise ValueError(DAMAGED)
        for place, (start, end) in enumerate(pairwise(starts)):
            if not 0 <= end - start <= _MAX_CHARACTERS:
                raise ValueError(DAMAGED)
            (raw,) = struct.unpack_from("<I", pieces, 4 * (number + 1) + 8 * place + 2)
            offset = raw & 0x3FFFFFFF
            width = 2
            if raw & 0x40000000:
                offset, width = offset // 2, 1
            content = self._word[offset : offset + width * (end - start)]
            if len(content) < width * (end - start):
                raise ValueError(DAMAGED)
            yield start, _characters(content, width), offset, width

    def _offset(self, character: int) -> int:
        """The place of a character in the stream of the text."""
        start, _, offset, width = self._pieces[bisect_right(self._starts, character) - 1]
        return offset + width * (character - start)

    def _read_pages(self, index: int, entries: _Entries) -> _Runs:
        """The properties in the pages that a list points at."""
        runs = _Runs()
        for _, page in self.places(index, 4):
            if len(page) == 4:
                at = (int.from_bytes(page, "little") & 0x3FFFFF) * _PAGE
                content = self._word[at : at + _PAGE]
                if len(content) == _PAGE:
                    for start, value in entries(content):
                        runs.starts.append(start)
                        runs.values.append(value)
        order = sorted(range(len(runs.starts)), key=runs.starts.__getitem__)
        return _Runs([runs.starts[i] for i in order], [runs.values[i] for i in order])

    @staticmethod
    def _run_pages(page: bytes) -> Iterator[tuple[int, bytes]]:
        """(file offset, properties) for each run of a page [ChpxFkp]."""
        number = page[-1]
        for place in range(number):
            (start,) = struct.unpack_from("<I", page, 4 * place)
            at = 2 * page[4 * (number + 1) + place]
            yield start, page[at + 1 : at + 1 + page[at]] if at else b""

    @staticmethod
    def _block_pages(page: bytes) -> Iterator[tuple[int, bytes]]:
        """(file offset, style and properties) for each paragraph of a page [PapxFkp]."""
        number = page[-1]
        for place in range(number):
            (start,) = struct.unpack_from("<I", page, 4 * place)
            at = 2 * page[4 * (number + 1) + 13 * place]
            if not at:
                yield start, b""
            elif page[at]:
                yield start, page[at + 1 : at + 2 * page[at]]
            else:
                yield start, page[at + 2 : at + 2 + 2 * page[at + 1]]

    def _read_styles(self) -> dict[int, tuple[int, bool]]:
        """style → (level of heading, is it Title) for the styles that are one or based on one."""
        content = self._structure(1)
        if len(content) < 4:
            return {}
        (size,) = struct.unpack_from("<H", content)
        at = 2 + size
        kinds: list[tuple[int, int]] = []  # of each style, (its own kind [sti], its base)
        while at + 2 <= len(content):
            (length,) = struct.unpack_from("<H", content, at)
            if length >= 4:
                first, second = struct.unpack_from("<HH", content, at + 2)
                kinds.append((first & 0x0FFF, second >> 4))
            else:
                kinds.append((0, 0x0FFF))
            at += 2 + length + length % 2
        found = {}
        for style in range(len(kinds)):
            kind, base = kinds[style]
            for _ in range(10):
                if 1 <= kind <= 9 or kind == _TITLE_STYLE or base >= len(kinds):
                    break
                kind, base = kinds[base]
            if kind == _TITLE_STYLE:
                found[style] = (1, True)
            elif 1 <= kind <= 9:
                found[style] = (min(kind, 2), False)
        return found


def _characters(content: bytes, width: int) -> str:
    """The characters of a piece, one for each of its places."""
    if width == 1:
        return "".join(map(_ONE_BYTE.__getitem__, content))
    text = content.decode("utf-16-le", "replace")
    if len(text) == len(content) // 2:
        return text
    # A character beyond the first plane takes two places; the second stays empty.
    units = struct.unpack(f"<{len(content) // 2}H", content)
    return "".join(map(chr, units))


_ONE_BYTE = [bytes((code,)).decode("cp1252", "replace") for code in range(256)]


def _properties(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(name, operand) for each property in a list [grpprl]."""
    at = 0
    while at + 2 <= len(content):
        (name,) = struct.unpack_from("<H", content, at)
        at += 2
        size = _OPERAND.get(name >> 13)
        if size is None:
            if at >= len(content):
                return
            size = 1 + content[at]
            if name == 0xD608:  # the only one with a size of two bytes
                size = 1 + int.from_bytes(content[at : at + 2], "little")
        yield name, content[at : at + size]
        at += size


def _run_properties(content: bytes) -> RunProperties:
    deleted = hidden = special = False
    sizes = {_SIZE: 0, _SIZE_RTL: 0}
    for name, operand in _properties(content):
        if name == _DELETED:
            deleted = operand[:1] == b"\x01"
        elif name == _HIDDEN:
            hidden = operand[:1] == b"\x01"
        elif name == _SPECIAL:
            special = operand[:1] == b"\x01"
        elif name in sizes:
            sizes[name] = int.from_bytes(operand, "little")
    return RunProperties(deleted, hidden, special, max(sizes.values()) / 2)
