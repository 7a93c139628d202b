"""The letters that the glyphs of a font are, from the font itself.

The ToUnicode map of a PDF is false in many files: that of Word is spoilt when a file is saved anew,
so that the digit 3 reads 5. The font in the file often still has its own table of characters, which
says what each glyph is.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping

from indexer.ingest.pdf.order import MIRRORED

Texts = dict[int, str]  # glyph or character code → its text

_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(
    rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:\[(.*?)\]|<([0-9A-Fa-f\s]*)>)", re.DOTALL
)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_LAST_CODE = 0xFFFF
_FEWEST_FALSE = 3  # letters that must contradict the font before its map is called false
_SHARE_FALSE = 0.15  # of the letters that can be compared
_UNICODE_TABLES = {(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (3, 1), (3, 10)}  # platform, encoding
_MOST_TABLES = 64


def to_unicode(cmap: bytes) -> Texts:
    """The texts of character codes that a ToUnicode map gives."""
    texts: Texts = {}
    for block in _CHARS.findall(cmap):
        for code, text in _CHAR.findall(block):
            texts[_number(code)] = _text(text)
    for block in _RANGES.findall(cmap):
        for first, last, several, text in _RANGE.findall(block):
            start, stop = _number(first), min(_number(last), _LAST_CODE)
            if several:
                found = _HEX.findall(several)[: max(0, stop - start + 1)]
                texts |= {start + at: _text(one) for at, one in enumerate(found)}
            elif begin := _text(text):
                for at in range(max(0, stop - start + 1)):
                    last_letter = min(ord(begin[-1]) + at, 0x10FFFF)
                    texts[start + at] = begin[:-1] + chr(last_letter)
    return {code: text for code, text in texts.items() if 0 <= code <= _LAST_CODE}


def _number(digits: bytes) -> int:
    return int(re.sub(rb"\s", b"", digits) or b"0", 16)


def _text(digits: bytes) -> str:
    plain = re.sub(rb"\s", b"", digits).decode()
    return bytes.fromhex(plain + "0" * (len(plain) % 2)).decode("utf-16-be", "replace")


def glyph_characters(font: bytes) -> dict[int, frozenset[str]]:
    """glyph → the characters that the table of a TrueType font gives it; forms as letters.

    Reads the table `cmap` in its formats 4 and 12 (OpenType 1.9). Characters without a meaning
    (private use) are left out. Empty where the font has no such table.
    """
    found: dict[int, set[str]] = {}
    for code, glyph in _entries(font):
        if (
            glyph
            and not 0xE000 <= code <= 0xF8FF
            and code <= 0x10FFFF
            and not 0xD800 <= code < 0xE000
        ):
            text = unicodedata.normalize("NFKC", chr(code)).strip() if code > 0xFB4F else chr(code)
            found.setdefault(glyph, set()).add(text or chr(code))
    return {glyph: frozenset(texts) for glyph, texts in found.items()}


def _entries(font: bytes) -> Iterator[tuple[int, int]]:
    """(code point, glyph) of the tables of characters of a font."""
    try:
        (count,) = struct.unpack_from(">H", font, 4)
        tables = {
            font[at : at + 4]: struct.unpack_from(">II", font, at + 8)
            for at in range(12, 12 + 16 * min(count, _MOST_TABLES), 16)
        }
        if b"cmap" not in tables:
            return
        start, length = tables[b"cmap"]
        table = font[start : start + length]
        (count,) = struct.unpack_from(">H", table, 2)
        places = set()
        for at in range(4, 4 + 8 * min(count, _MOST_TABLES), 8):
            platform, encoding, place = struct.unpack_from(">HHI", table, at)
            if (platform, encoding) in _UNICODE_TABLES:
                places.add(place)
        for place in sorted(places):
            (form,) = struct.unpack_from(">H", table, place)
            if form == 4:
                yield from _format_4(table[place:])
            elif form == 12:
                yield from _format_12(table[place:])
    except struct.error:
        return


def _format_4(table: bytes) -> Iterator[tuple[int, int]]:
    (double,) = struct.unpack_from(">H", table, 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + double)
    deltas = struct.unpack_from(f">{count}H", table, 16 + 2 * double)
    at_offsets = 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", table, at_offsets)
    for segment in range(count):
        for code in range(starts[segment], min(ends[segment], 0xFFFE) + 1):
            glyph = code
            if offsets[segment]:
                at = at_offsets + 2 * segment + offsets[segment] + 2 * (code - starts[segment])
                if at + 2 > len(table):
                    break
                (glyph,) = struct.unpack_from(">H", table, at)
                if not glyph:
                    continue
            yield code, (glyph + deltas[segment]) & 0xFFFF


def _format_12(table: bytes) -> Iterator[tuple[int, int]]:
    (groups,) = struct.unpack_from(">I", table, 12)
    for group in range(min(groups, 0xFFFF)):
        first, last, glyph = struct.unpack_from(">III", table, 16 + 12 * group)
        for step in range(min(last - first + 1, 0x10000)):
            yield first + step, glyph + step


def corrected(given: Mapping[int, str], font: Mapping[int, frozenset[str]]) -> Texts | None:
    """The texts of glyphs as the font has them, where `given` is false; None where it is not.

    `given` is the ToUnicode map, `font` the characters of the font. Digits of the other script
    and brackets of the other side are not false: programs draw the one and mean the other. Letters
    are false when several of them contradict the font, and so are figures; what the font does not
    say is kept.
    """
    false: dict[bool, Texts] = {True: {}, False: {}}  # of letters, of figures and signs
    compared = {True: 0, False: 0}
    for glyph, texts in font.items():
        text = min(texts, key=lambda one: (len(one), one))
        kind = unicodedata.category(text[0])[0]
        if kind not in "LMNP" or (kind == "P" and not given.get(glyph, "")[:1].isalnum()):
            continue
        letter = kind in "LM"
        compared[letter] += glyph in given
        if not any(_agree(given.get(glyph, ""), one) for one in texts):
            false[letter][glyph] = text
    found: Texts = {}
    for letter, share in ((True, _SHARE_FALSE), (False, 0.0)):
        contradicted = sum(glyph in given for glyph in false[letter])
        if not given or contradicted >= max(_FEWEST_FALSE, share * compared[letter]):
            found |= false[letter]
    return {**given, **found} if found else None


# Letters of Persian and Urdu that are drawn like those of Arabic in some of their forms.
_ALIKE = str.maketrans(
    "\u06cc\u0649\u06a9\u06be\u06c1\u06c3", "\u064a\u064a\u0643\u0647\u0647\u0629"
)


def _agree(given: str, text: str) -> bool:
    """Whether a map that gives `given` for the character `text` may be right."""
    given = unicodedata.normalize("NFKC", given).strip("\u0640 ").translate(_ALIKE)
    text = text.strip("\u0640 ").translate(_ALIKE)
    if given == text or given.translate(MIRRORED) == text or sorted(given) == sorted(text):
        return True
    return (
        len(given) == len(text) == 1
        and given.isdigit()
        and text.isdigit()
        and unicodedata.digit(given) == unicodedata.digit(text)
    )
