"""Maps from glyphs to letters, and fonts that know better."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from indexer.ingest.files import readings_of
from indexer.ingest.limits import SourceLimits
from indexer.ingest.pdf.tounicode import corrected, glyph_characters, to_unicode
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source
from indexer.model import PageOrigin

WORD = "كتاب 1988"


def font(letters: str) -> bytes:
    """A TrueType font whose glyphs, from number 1, are squares for these letters."""
    names = [".notdef", *(f"g{at}" for at in range(len(letters)))]
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    pen.lineTo((50, 700))
    pen.lineTo((450, 700))
    pen.lineTo((450, 0))
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"g{at}" for at, letter in enumerate(letters)})
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def cmap(texts: dict[int, str]) -> bytes:
    lines = "\n".join(f"<{code:04x}> <{ord(text):04x}>" for code, text in texts.items())
    return (
        "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(texts)} beginbfchar\n{lines}\nendbfchar endcmap"
    ).encode()


def file(folder: Path, letters: str, texts: dict[int, str] | None) -> Path:
    """A page that shows WORD from right to left in a font of `letters`, with the map `texts`."""
    pdf = pikepdf.new()
    program = pdf.make_stream(font(letters))
    program.Length1 = len(font(letters))
    inner = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=pikepdf.Name.Squares,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        DW=500, CIDToGIDMap=pikepdf.Name.Identity,
        FontDescriptor=pdf.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name.Squares, Flags=4,
            FontBBox=[0, -200, 1000, 800], ItalicAngle=0, Ascent=800, Descent=-200, CapHeight=700,
            StemV=80, FontFile2=program,
        )),
    )  # fmt: skip
    outer = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name.Squares,
        Encoding=pikepdf.Name("/Identity-H"), DescendantFonts=[pdf.make_indirect(inner)],
    )  # fmt: skip
    if texts is not None:
        outer.ToUnicode = pdf.make_stream(cmap(texts))
    page = pdf.add_blank_page(page_size=(300, 100))
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(outer)))
    word, number = WORD.split()
    shown = "".join(f"{letters.index(letter) + 1:04x}" for letter in word[::-1])
    figures = "".join(f"{letters.index(letter) + 1:04x}" for letter in number)
    content = f"BT /F1 20 Tf 100 50 Td <{shown}> Tj -60 0 Td <{figures}> Tj ET"
    page.obj.Contents = pdf.make_stream(content.encode())
    path = folder / "squares.pdf"
    pdf.save(path)
    return path


LETTERS = "ابتثجحخدذك0123456789"
TRUE = {at + 1: letter for at, letter in enumerate(LETTERS)}
# Each letter is the next one, and each figure the third after it.
FALSE = {at: TRUE[(at % 10) + 1] if at <= 10 else TRUE[11 + (at - 8) % 10] for at in TRUE}


@pytest.mark.parametrize(
    ("texts", "origin"),
    [(TRUE, PageOrigin.TEXT), (FALSE, PageOrigin.REPAIRED), (None, PageOrigin.REPAIRED)],
)
def test_a_font_that_knows_its_letters_is_believed(
    tmp_path: Path, texts: dict[int, str] | None, origin: PageOrigin
) -> None:
    path = file(tmp_path, LETTERS, texts)
    source = Source(path, path.name, path.stat().st_size)
    (found,) = readings_of(source, SourceLimits(10**7, ocr_pages=0))
    assert isinstance(found, Reading)
    assert (found.pages[0].text, found.pages[0].origin) == (WORD, origin)


def test_forms_and_private_codes_of_a_font() -> None:
    found = glyph_characters(font("\ufe8d\ufedf\uf201ب"))
    assert found == {1: frozenset({"ا"}), 2: frozenset({"ل"}), 4: frozenset({"ب"})}


@pytest.mark.parametrize("damaged", [b"", b"\0\1\0\0", b"\0\1\0\0\xff\xff" + b"cmap" * 40])
def test_a_damaged_font_says_nothing(damaged: bytes) -> None:
    assert glyph_characters(damaged) == {}


def test_a_map_has_characters_and_ranges() -> None:
    given = (
        b"1 beginbfchar <0003> <0020> endbfchar 2 beginbfrange <0010> <0012> <0627> "
        b"<0020> <0021> [<06440627> <0628>] endbfrange"
    )
    assert to_unicode(given) == {3: " ", 16: "ا", 17: "ب", 18: "ة", 32: "لا", 33: "ب"}


@pytest.mark.parametrize(
    ("given", "font_texts"),
    [
        ({1: "1", 2: "2", 3: "3"}, {1: "١", 2: "٢", 3: "٣"}),  # the same figures, drawn otherwise
        ({1: "(", 2: ")", 3: "["}, {1: ")", 2: "(", 3: "]"}),  # mirrored
        ({1: "ي", 2: "ك", 3: "ه"}, {1: "ی", 2: "ک", 3: "ھ"}),  # forms that are drawn alike
        ({1: "ا", 2: "ب"}, {1: "ت", 2: "ث"}),  # two are too few to tell
    ],
)
def test_maps_that_are_not_false(given: dict[int, str], font_texts: dict[int, str]) -> None:
    assert corrected(given, {at: frozenset({one}) for at, one in font_texts.items()}) is None
