"""ActualText spans of a content stream → characters of their own, at the place of their letter.

A browser prints a vowelled letter as several glyphs (the letter without dots, the dots, the mark)
in a span that says which letters they are. PDFium gives these letters boxes of its own invention,
so that their order is lost. Here each span becomes one glyph, the one that has a width, shown by a
new character code, and the code is given the letters of the span.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

_SPAN = re.compile(
    rb"/(?P<font>[^\s/<>\[\](){}%]+)\s+-?[\d.]+\s+Tf\b"
    rb"|/Span\s*<<\s*/ActualText\s*<(?P<text>[0-9A-Fa-f\s]*)>\s*>>\s*BDC(?P<body>.*?)\bEMC\b",
    re.DOTALL,
)
_FONT = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+-?[\d.]+\s+Tf\b")
_SHOWN = re.compile(rb"<([0-9A-Fa-f\s]*)>\s*Tj\b")
_OTHER_TEXT = re.compile(rb"\bTJ\b|\)\s*Tj\b|\bBDC\b|\bBMC\b|\bBT\b|\bET\b|\bDo\b")
STROKE = chr(0xF0640)  # a part of a letter that is no letter, in the text of a new code
FIRST_CODE = 0xFFFE  # new codes are given downwards from here


@dataclass(slots=True)
class NewCodes:
    """The new character codes of a font: `codes` is (glyph, its text) → code.

    `width` says how wide the glyph of a code is; None where the font is not one that can be given
    new codes.
    """

    width: Callable[[int], float]
    lowest_free: int  # the last code that the font uses, and one more
    codes: dict[tuple[int, str], int] = field(default_factory=dict)

    def code(self, glyph: int, text: str) -> int | None:
        """The code that shows `glyph` and reads `text`; None when there is none left."""
        key = (glyph, text)
        if key not in self.codes:
            new = FIRST_CODE - len(self.codes)
            if new < self.lowest_free:
                return None
            self.codes[key] = new
        return self.codes[key]


def without_spans(content: bytes, fonts: dict[bytes, NewCodes]) -> tuple[bytes, int]:
    """(content, count): `content` with its ActualText spans as single glyphs, and how many.

    `fonts` is the name of a font → its new codes, which are added to. Spans of other fonts, and
    those that hold more than glyphs and moves, stay as they are.
    """
    count = 0
    font: bytes = b""

    def plain(found: re.Match[bytes]) -> bytes:
        nonlocal count, font
        if found["font"] is not None:
            font = found["font"]
            return found[0]
        body = found["body"]
        inner = _FONT.findall(body)
        if inner:
            font = inner[-1]
        if len(set(inner)) > 1 or font not in fonts or _OTHER_TEXT.search(body):
            return found[0]
        replaced = _shown_once(body, _text(found["text"]), fonts[font])
        if replaced is None:
            return found[0]
        count += 1
        return replaced

    return _SPAN.sub(plain, content), count


def _text(digits: bytes) -> str:
    raw = bytes.fromhex(re.sub(rb"\s", b"", digits).decode())
    return raw.decode("utf-16", "replace").removeprefix("\ufeff")


def letter_groups(text: str) -> list[str]:
    """The letters of `text`, each with the marks that follow it."""
    groups: list[str] = []
    for letter in text:
        if groups and unicodedata.combining(letter):
            groups[-1] += letter
        else:
            groups.append(letter)
    return groups


def _shown_once(body: bytes, text: str, font: NewCodes) -> bytes | None:
    """`body`, the inside of a span, with one glyph for each of its letters, or for all of them."""
    shown = [
        (found.span(), int(code, 16))
        for found in _SHOWN.finditer(body)
        if len(code := found[1].replace(b"\n", b"").replace(b" ", b"")) == 4
    ]
    if not text or len(shown) != len(_SHOWN.findall(body)) or not shown:
        return None
    wide = [at for at, (_, glyph) in enumerate(shown) if font.width(glyph) > 0]
    if not wide:
        wide = [len(shown) - 1]
    groups = letter_groups(text)
    if len(wide) == len(groups):
        texts = dict(zip(wide, reversed(groups), strict=True))  # drawn from left to right
    else:  # the letter begins at the right; what is left of it are strokes
        texts = dict.fromkeys(wide, STROKE) | {wide[-1]: text}
    pieces: list[bytes] = []
    end = 0
    for at, ((start, stop), glyph) in enumerate(shown):
        pieces.append(body[end:start])
        if at in texts:
            code = font.code(glyph, texts[at])
            if code is None:
                return None
            pieces.append(b"<%04X> Tj" % code)
        end = stop
    return b"".join((*pieces, body[end:]))
