"""A copy of a PDF in which the letters of its fonts can be read as they are drawn."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
import pikepdf

from indexer.ingest.pdf.actual_text import NewCodes, without_spans
from indexer.ingest.pdf.tounicode import corrected, glyph_characters, to_unicode

MOST_CONTENT_BYTES = 100_000_000  # of a page, unfolded
_SUSPECT_BYTES = 90_000  # a stream shorter than this cannot unfold to as much
_MOST_FONT_BYTES = 10_000_000  # of a font
_MOST_CHECKED_BYTES = 200_000_000  # of all fonts of a file
_SAMPLE = 6  # pages that are looked at before all of them are
_SPANS = b"/ActualText"
_TWO_BYTES = 65_536


Mended = dict[int, dict[str, int]]  # page, from 0 → what was mended on it → how often


class MendedCopy(NamedTuple):
    """A mended copy of a file: its `path`, None where there is nothing to mend, and its pages.

    `too_long` has the pages, from 0, whose content unfolds to more than can be read.
    """

    path: Path | None
    mended: Mended
    too_long: frozenset[int] = frozenset()


@contextmanager
def mended_copy(path: Path, most_pages: int) -> Iterator[MendedCopy]:
    """A copy of the file at `path` with its letters mended, which is gone afterwards.

    A file that cannot be understood is not mended.
    """
    with ExitStack() as stack:
        try:
            copy = _copy(path, stack, most_pages)
        except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            copy = MendedCopy(None, {})
        yield copy


def _copy(path: Path, stack: ExitStack, most_pages: int) -> MendedCopy:
    """The copy, in a folder that `stack` takes away; without one where nothing is to be mended."""
    with pikepdf.open(path) as pdf:
        too_long = frozenset(_too_long(pdf, most_pages))
        mended = _mended(pdf, most_pages, too_long)
        if not mended:
            return MendedCopy(None, {}, too_long)
        copy = Path(stack.enter_context(TemporaryDirectory())) / "mended.pdf"
        plain = pikepdf.ObjectStreamMode.disable
        pdf.save(copy, compress_streams=False, object_stream_mode=plain)
        return MendedCopy(copy, mended, too_long)


def _too_long(pdf: pikepdf.Pdf, most_pages: int) -> Iterator[int]:
    """The pages, from 0, with a stream that unfolds to more than MOST_CONTENT_BYTES."""
    known: dict[tuple[int, int], bool] = {}
    for number in range(min(len(pdf.pages), most_pages)):
        contents: Any = pdf.pages[number].obj.get("/Contents")
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        for stream in streams:
            if not isinstance(stream, pikepdf.Stream) or int(stream.Length) < _SUSPECT_BYTES:
                continue
            key = stream.objgen
            if key not in known:
                known[key] = len(_unfolded(stream, MOST_CONTENT_BYTES)) >= MOST_CONTENT_BYTES
            if known[key]:
                yield number
                break


def _mended(pdf: pikepdf.Pdf, most_pages: int, too_long: frozenset[int]) -> Mended:
    count = min(len(pdf.pages), most_pages)
    fonts = _Fonts(pdf)
    step = max(1, count // _SAMPLE)
    sample = (at for at in range(0, count, step) if at not in too_long)
    spans = any(_SPANS in _content(pdf.pages[at]) for at in sample)
    mended: Mended = {}
    for number in range(count):
        if number in too_long:
            continue
        page = pdf.pages[number]
        on_page = list(_fonts(page))
        found: dict[str, int] = {}
        if false := sum(fonts.is_corrected(font) for _, font in on_page):
            found["tounicode"] = false
        if spans and _SPANS in (content := _content(page)):
            names = {
                name[1:].encode(): codes
                for name, font in on_page
                if (codes := fonts.new_codes(font)) is not None
            }
            content, replaced = without_spans(content, names)
            if replaced:
                page.obj.Contents = pdf.make_stream(content)
                found["actual_text"] = replaced
        if found:
            mended[number] = found
    fonts.write()
    return mended


def _content(page: pikepdf.Page) -> bytes:
    """The content of a page; empty where it is too long, or packed in another way than usual."""
    contents: Any = page.obj.get("/Contents")
    if contents is None:
        return b""
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    pieces: list[bytes] = []
    left = MOST_CONTENT_BYTES
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


class _Fonts:
    """The fonts of a file that are mended, by the number of their object."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._codes: dict[tuple[int, int], NewCodes | None] = {}
        self._corrected: dict[tuple[int, int], bool] = {}
        self._checked_bytes = 0

    def is_corrected(self, font: Any) -> bool:
        """Whether the map of this font was false; it is mended when it is asked for first."""
        key = font.objgen
        if key not in self._corrected:
            self._corrected[key] = key != (0, 0) and self._correct(font)
        return self._corrected[key]

    def _correct(self, font: Any) -> bool:
        if font.get("/Subtype") != "/Type0" or font.get("/Encoding") != "/Identity-H":
            return False
        inner = font.DescendantFonts[0]
        file = inner.FontDescriptor.get("/FontFile2")
        if inner.get("/CIDToGIDMap", pikepdf.Name.Identity) != "/Identity" or file is None:
            return False
        program = _unfolded(file, _MOST_FONT_BYTES)
        self._checked_bytes += len(program)
        if self._checked_bytes > _MOST_CHECKED_BYTES:
            return False
        given = to_unicode(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else {}
        texts = corrected(given, glyph_characters(program))
        if texts is None:
            return False
        font.ToUnicode = self._pdf.make_stream(_with_texts(_EMPTY_CMAP, texts))
        return True

    def new_codes(self, font: Any) -> NewCodes | None:
        """The new codes of this font; None for one that cannot be given any."""
        key = font.objgen
        if key not in self._codes:
            self._codes[key] = _codes_of(font) if key != (0, 0) else None
        return self._codes[key]

    def write(self) -> None:
        """Writes the new codes into the fonts that they are of."""
        for key, codes in self._codes.items():
            if codes is not None and codes.codes:
                _give_codes(self._pdf, self._pdf.get_object(*key), codes)


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
    glyph_of = bytearray(np.arange(_TWO_BYTES, dtype=">u2").tobytes())
    widths = list(inner.get("/W", pikepdf.Array([])))
    for (glyph, _), code in codes.codes.items():
        glyph_of[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
        widths += [code, pikepdf.Array([codes.width(glyph)])]
    inner.CIDToGIDMap = pdf.make_stream(bytes(glyph_of))
    inner.W = pikepdf.Array(widths)
    cmap = font.ToUnicode.read_bytes() if "/ToUnicode" in font else _EMPTY_CMAP
    texts = {code: text for (_, text), code in codes.codes.items()}
    font.ToUnicode = pdf.make_stream(_with_texts(cmap, texts))


def _with_texts(cmap: bytes, texts: Mapping[int, str]) -> bytes:
    """A ToUnicode map with the texts of more character codes."""
    lines = [
        f"<{code:04X}> <{text.encode('utf-16-be', 'replace').hex()}>"
        for code, text in texts.items()
    ]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    more = "".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks
    )
    at = cmap.rfind(b"endcmap")
    at = at if at >= 0 else len(cmap)
    return cmap[:at] + more.encode() + cmap[at:]


_EMPTY_CMAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Mended def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
endcmap end end
"""
