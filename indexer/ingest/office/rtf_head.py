"""The head of an RTF file: its code page, fonts, styles and properties."""

from __future__ import annotations

import codecs
import re

TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)"
)
_HEAD_BYTES = 2_000_000  # where fonts, styles and properties are looked for
_CHARSETS = {  # \fcharset → code page; 0 and 1 are that of the file
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250",
}  # fmt: skip
ARABIC = _CHARSETS[178]
_SYMBOLS = 2  # the charset of fonts that are pictures
_PAGES = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
_UNKNOWN_PAGES = {708: "cp720", 709: "cp720", 710: "cp720"}  # Arabic; 720 is like ASMO 708
_HEADING = re.compile(r"(?:heading|titre|عنوان) ?(\d)", re.IGNORECASE)
_FONT = re.compile(rb"\\f(\d{1,5})(?!\d)[^;{}]*?\\fcharset(\d{1,3})")
_PROPERTIES = {b"title": "title", b"author": "authors"}
_CREATED = re.compile(rb"\\creatim\\yr(\d{4})(?:\\mo(\d{1,2})(?:\\dy(\d{1,2}))?)?")


class RtfHead:
    """The head of the RTF file.

    `code_page` is that of characters in fonts without one of their own; `fonts` maps a font → its
    code page, None for a font of pictures; `styles` maps a style → (level of heading, is it Title).
    """

    def __init__(self, content: bytes) -> None:
        head = content[:_HEAD_BYTES]
        self.code_page = _code_page(head)
        self.fonts: dict[int, str | None] = {}
        for font, charset in _FONT.findall(_group(head, rb"{\fonttbl")):
            if int(charset) == _SYMBOLS:
                self.fonts[int(font)] = None
            elif int(charset) in _CHARSETS:
                self.fonts[int(font)] = _CHARSETS[int(charset)]
        self.styles = dict(self._styles(_group(head, rb"{\stylesheet")))
        self.fields = self._fields(_group(head, rb"{\info"))

    def _styles(self, sheet: bytes) -> list[tuple[int, tuple[int, bool]]]:
        found = []
        for style in re.findall(rb"\{\\s(\d{1,5})(?!\d)([^{}]*)", sheet):
            name = _plain(style[1], self.code_page).strip(" ;")
            outline = re.search(rb"\\outlinelevel(\d)", style[1])
            heading = _HEADING.match(name)
            level = int(outline[1]) + 1 if outline else int(heading[1]) if heading else 0
            is_title = name.lower() == "title"
            if 0 < level <= 9 or is_title:
                found.append((int(style[0]), (1 if is_title else min(level, 2), is_title)))
        return found

    def _fields(self, info: bytes) -> dict[str, object]:
        found: dict[str, object] = {}
        for word, name in _PROPERTIES.items():
            group = _group(info, rb"{\*\ud{\%s" % word) or _group(info, rb"{\%s" % word)
            value = " ".join(_plain(group, self.code_page).split())
            if value:
                found[name] = [value] if name == "authors" else value
        created = _CREATED.search(info)
        if created and int(created[1]):
            parts = [part.decode().zfill(2) for part in created.groups() if part]
            found["date"] = "-".join(parts)
        return found


def _code_page(head: bytes) -> str:
    """The code page that the file declares, windows-1252 if none."""
    found = re.search(rb"\\ansicpg(\d{1,5})", head)
    number = int(found[1]) if found else 0
    if number == 65_001:
        return "utf-8"
    name = _UNKNOWN_PAGES.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        declared = re.match(rb"\s*\{\\rtf\d?\s?\\(mac|pca|pc)(?![a-z])", head)
        return _PAGES[declared[1]] if declared else "cp1252"
    return name


def _group(content: bytes, beginning: bytes) -> bytes:
    """The first group that begins so, without its braces; empty when there is none."""
    start = content.find(beginning)
    if start < 0:
        return b""
    depth = 0
    for found in TOKEN.finditer(content, start):
        if found[5] == b"{":
            depth += 1
        elif found[5] == b"}":
            depth -= 1
            if not depth:
                return content[start + 1 : found.start()]
    return content[start + 1 :]


def _plain(content: bytes, code_page: str) -> str:
    """The text of a group of the head."""
    pieces: list[str] = []
    coded = bytearray()
    to_skip = 0
    for word, number, code, _, _, text in (found.groups() for found in TOKEN.finditer(content)):
        if code is not None or text is not None:
            piece = bytes((int(code, 16),)) if code is not None else text
            coded += piece[min(to_skip, len(piece)) :]
            to_skip = 0
            continue
        pieces.append(coded.decode(code_page, "replace"))
        coded.clear()
        if word == b"u" and number:
            pieces.append(chr(int(number) % 65_536))
            to_skip = 1
    return "".join((*pieces, coded.decode(code_page, "replace")))
