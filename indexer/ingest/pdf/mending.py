"""A copy of a PDF in which the letters of its fonts can be read as they are drawn."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from indexer.ingest.pdf.actual_text import NewCodes, without_spans

_MOST_CONTENT_BYTES = 30_000_000  # of a page, unfolded
_SAMPLE = 6  # pages that are looked at before all of them are
_SPANS = b"/ActualText"
_TWO_BYTES = 65_536


Mended = dict[int, dict[str, int]]  # page, from 0 → what was mended on it → how often


def mended_copy(path: Path, folder: Path, most_pages: int) -> tuple[Path | None, Mended]:
    """(copy, mended): a mended copy of the file at `path`, in `folder`, and what was mended in it.

    The copy is None where there is nothing to mend, or the file cannot be understood.
    """
    try:
        with pikepdf.open(path) as pdf:
            mended = _mended(pdf, most_pages)
            if not mended:
                return None, {}
            copy = folder / "mended.pdf"
            pdf.save(
                copy, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable
            )
            return copy, mended
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, {}


def _mended(pdf: pikepdf.Pdf, most_pages: int) -> Mended:
    count = min(len(pdf.pages), most_pages)
    step = max(1, count // _SAMPLE)
    if not any(_SPANS in _content(pdf.pages[at]) for at in range(0, count, step)):
        return {}
    fonts: dict[tuple[int, int], NewCodes | None] = {}
    mended: Mended = {}
    for number in range(count):
        page = pdf.pages[number]
        content = _content(page)
        if _SPANS not in content:
            continue
        names = {
            name[1:].encode(): codes
            for name, font in _fonts(page)
            if (codes := _new_codes(font, fonts)) is not None
        }
        content, found = without_spans(content, names)
        if found:
            page.obj.Contents = pdf.make_stream(content)
            mended[number] = {"actual_text": found}
    for (number_, generation), codes in fonts.items():
        if codes is not None and codes.codes:
            _give_codes(pdf, pdf.get_object(number_, generation), codes)
    return mended


def _content(page: pikepdf.Page) -> bytes:
    """The content of a page; empty where it is too long, or packed in another way than usual."""
    contents: Any = page.obj.get("/Contents")
    if contents is None:
        return b""
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    pieces: list[bytes] = []
    left = _MOST_CONTENT_BYTES
    for stream in streams:
        piece = _unfolded(stream, left)
        left -= len(piece)
        if left <= 0:
            return b""
        pieces.append(piece)
    return b"\n".join(pieces)


def _unfolded(stream: Any, most: int) -> bytes:
    """The bytes of a stream, `most` at most."""
    packed = stream.get("/Filter")
    if isinstance(packed, pikepdf.Array) and len(packed) == 1:
        packed = packed[0]
    if packed is None:
        return bytes(stream.read_raw_bytes())[:most]
    if packed != "/FlateDecode" or stream.get("/DecodeParms") is not None:
        return b""
    try:
        return zlib.decompressobj().decompress(stream.read_raw_bytes(), most)
    except zlib.error:
        return b""


def _fonts(page: pikepdf.Page) -> Iterator[tuple[str, Any]]:
    """The name and the object of each font of a page."""
    resources: Any = page.resources
    fonts = resources.get("/Font")
    if isinstance(fonts, pikepdf.Dictionary):
        yield from fonts.items()


def _new_codes(font: Any, known: dict[tuple[int, int], NewCodes | None]) -> NewCodes | None:
    """The new codes of a font; None for one that cannot be given any."""
    key = font.objgen
    if key not in known:
        known[key] = _codes_of(font) if key != (0, 0) else None
    return known[key]


def _codes_of(font: Any) -> NewCodes | None:
    if font.get("/Subtype") != "/Type0" or font.get("/Encoding") != "/Identity-H":
        return None
    inner = font.DescendantFonts[0]
    glyphs = inner.get("/CIDToGIDMap", pikepdf.Name.Identity)
    if inner.get("/Subtype") != "/CIDFontType2" or glyphs != "/Identity":
        return None
    usual = float(inner.get("/DW", 1000))
    widths = dict(_widths(inner.get("/W", pikepdf.Array([]))))
    return NewCodes(lambda glyph: widths.get(glyph, usual), max(widths, default=0) + 1)


def _widths(array: Any) -> Iterator[tuple[int, float]]:
    """(glyph, width) of each entry of the array of widths (ISO 32000, 9.7.4.3)."""
    items = list(array)
    at = 0
    while at + 1 < len(items):
        first = int(items[at])
        if isinstance(items[at + 1], pikepdf.Array):
            for step, width in enumerate(items[at + 1]):
                yield first + step, float(width)
            at += 2
        else:
            last = min(int(items[at + 1]), _TWO_BYTES)
            for glyph in range(first, last + 1):
                yield glyph, float(items[at + 2])
            at += 3


def _give_codes(pdf: pikepdf.Pdf, font: Any, codes: NewCodes) -> None:
    """Writes the new codes of a font into it: their glyphs, widths and texts."""
    inner = font.DescendantFonts[0]
    glyph_of = bytearray(b"".join(at.to_bytes(2, "big") for at in range(_TWO_BYTES)))
    widths = list(inner.get("/W", pikepdf.Array([])))
    lines: list[str] = []
    for (glyph, text), code in codes.codes.items():
        glyph_of[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
        widths += [code, pikepdf.Array([codes.width(glyph)])]
        lines.append(f"<{code:04X}> <{text.encode('utf-16-be', 'replace').hex()}>")
    inner.CIDToGIDMap = pdf.make_stream(bytes(glyph_of))
    inner.W = pikepdf.Array(widths)
    cmap = font.ToUnicode.read_bytes() if "/ToUnicode" in font else _EMPTY_CMAP
    more = "".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n"
        for part in _hundreds(lines)
    )
    at = cmap.rfind(b"endcmap")
    at = at if at >= 0 else len(cmap)
    font.ToUnicode = pdf.make_stream(cmap[:at] + more.encode() + cmap[at:])


def _hundreds(lines: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(lines), 100):
        yield lines[start : start + 100]


_EMPTY_CMAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Mended def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
endcmap end end
"""
