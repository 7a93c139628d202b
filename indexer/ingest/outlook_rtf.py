"""RTF as Outlook packs it in a .msg ([MS-OXRTFCP])."""

from __future__ import annotations

import struct

_HEADER = struct.Struct("<II4sI")  # packed bytes after the first four, unpacked bytes, kind, CRC
_WINDOW_BYTES = 4096
_MOST_BYTES = 100_000_000
# What the window begins with, as if it had been read before.
_BEGINNING = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def unpacked_rtf(content: bytes) -> bytes:
    """The RTF that is packed in `content`; raises ValueError when it is not packed so."""
    if len(content) < _HEADER.size:
        raise ValueError("has a packed text that is cut off")
    _, size, kind, _ = _HEADER.unpack_from(content)
    packed = content[_HEADER.size :]
    if kind == b"MELA":
        return packed[:size]
    if kind != b"LZFu":
        raise ValueError("has a text that is packed by a method that is not known")
    return _unpacked(packed, min(size, _MOST_BYTES))


def _unpacked(packed: bytes, size: int) -> bytes:
    """`size` bytes, or as many as `packed` gives: control bytes, each followed by 8 tokens."""
    window = bytearray(_BEGINNING.ljust(_WINDOW_BYTES, b"\0"))
    at = len(_BEGINNING)
    out = bytearray()
    place = 0
    while place < len(packed) and len(out) < size:
        control = packed[place]
        place += 1
        for bit in range(8):
            if place + (control >> bit & 1) >= len(packed):
                break
            if not control >> bit & 1:
                taken = packed[place : place + 1]
                place += 1
            else:
                reference = packed[place] << 8 | packed[place + 1]
                place += 2
                start, length = reference >> 4, (reference & 15) + 2
                if start == at:
                    return bytes(out[:size])
                # A run may repeat bytes that it has just written.
                taken = b""
                for offset in range(length):
                    byte = window[(start + offset) % _WINDOW_BYTES]
                    window[(at + offset) % _WINDOW_BYTES] = byte
                    taken += bytes((byte,))
            for offset, byte in enumerate(taken):
                window[(at + offset) % _WINDOW_BYTES] = byte
            at = (at + len(taken)) % _WINDOW_BYTES
            out += taken
    return bytes(out[:size])
