"""The format of a file as its first bytes tell it: the name of a row of the table of formats.

    known_by_bytes(path)  # "pdf", "docx", "openiti", …; "" when they tell nothing

Nothing is parsed here, and at most a few kilobytes are read, whatever the size of the file.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from pathlib import Path

from indexer.ingest.encoding import decoded_text

HEAD_BYTES = 4_096
_TAIL_BYTES = 65_536  # where a zip file lists its members

# First bytes → name of a format. Those that are not in the table are known, and are not read.
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n", "png"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"WARC/", "warc"),
)
_PDF_WITHIN = 1_024  # readers look for its first bytes as far as that
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Name of a member → the format of the zip file that has it.
_MEMBERS = (
    (b"word/document", "docx"),
    (b"ppt/presentation", "pptx"),
    (b"xl/workbook", "xlsx"),
    (b"META-INF/container.xml", "epub"),
)
_MEDIA_TYPES = (
    (b"application/epub+zip", "epub"),
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.presentation", "odp"),
)
# Name of a stream, which the file has in UTF-16 → the format of the OLE file that has it.
_STREAMS = (
    ("WordDocument", "doc"),
    ("__properties_version1.0", "msg"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
)
# The formats that bytes tell for certain.
BINARY = frozenset(
    {"zip", "tar", "webp", "ole"}.union(
        *({name for _, name in table} for table in (_MAGIC, _MEMBERS, _MEDIA_TYPES, _STREAMS))
    )
)
_OPENITI = "######OpenITI#"
_MBOX = re.compile(r"From \S+ +\w{3} \w{3} [ \d]\d ")
_LETTER = re.compile(
    r"(?:(?:Return-Path|Received|Delivered-To|Message-ID|Date|From|To|Subject|MIME-Version|X-[\w-]+"
    r"|Reply-To|DKIM-Signature|Authentication-Results):[^\n]*\n(?:[ \t][^\n]*\n)*){3}",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"\s*(?:<\?xml[^>]*>|<!--.*?-->|<!doctype[^>]*>|\s+)*<([\w:.-]+)", re.I | re.S)
_DOCTYPE_HTML = re.compile(r"\s*<!doctype html", re.IGNORECASE)
_FIELDS = re.compile(r"(?:---|\+\+\+)[ \t]*\r?\n[^\n:=]{1,60}[:=]")
_OBJECT = re.compile(r'\s*\{\s*"')
_ARABIC = re.compile(r"[\u0621-\u064a\u066e-\u06d3]")
_LEAST_LETTERS = 10
# Of the characters of a text without suffix, letters and spaces: programs and tables have fewer.
_PROSE = 0.85


def known_by_bytes(path: Path) -> str:
    """The name of the format that the first bytes of a file are of; "" when they do not tell.

    It is "text" only where nothing else would be, and is a guess: see `is_prose`. Raises OSError.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if head.startswith(_ZIP):
            file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            return _zip_format(head, file.read(_TAIL_BYTES))
        if head.startswith(_OLE):
            file.seek(_ole_directory(head))
            return _ole_format(file.read(HEAD_BYTES))
    return _binary_format(head) or _text_format(head_text(head))


def _binary_format(head: bytes) -> str:
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    if head[257:262] == b"ustar":
        return "tar"
    return "webp" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else ""


def _zip_format(head: bytes, tail: bytes) -> str:
    if head[30:38] == b"mimetype":
        for media_type, name in _MEDIA_TYPES:
            if head.startswith(media_type, 38):
                return name
    if b"[Content_Types].xml" in head or b"[Content_Types].xml" in tail or b"META-INF/" in head:
        for member, name in _MEMBERS:
            if member in head or member in tail:
                return name
    return "zip"


def _ole_directory(head: bytes) -> int:
    """Where the names of the streams of an OLE file begin; its start when the head is damaged."""
    size = {9: 512, 12: 4_096}.get(int.from_bytes(head[30:32], "little"), 0)
    return (int.from_bytes(head[48:52], "little") + 1) * size


def _ole_format(directory: bytes) -> str:
    for stream, name in _STREAMS:
        if stream.encode("utf-16-le") in directory:
            return name
    return "ole"


def head_text(head: bytes) -> str:
    """The text that the first bytes of a file are; "" when they are none."""
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    for cut in dict.fromkeys((_cut_bytes(head), *range(4))):  # the last character may be cut
        try:
            return decoded_text(head[: len(head) - cut] if cut else head).removeprefix("\ufeff")
        except ValueError:
            if len(head) < HEAD_BYTES:
                break
    return ""


def _cut_bytes(head: bytes) -> int:
    """How many bytes at the end of `head` begin a character of UTF-8 that goes on behind it."""
    decoder = getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)
    except UnicodeDecodeError:
        return 0
    return len(decoder.getstate()[0])


def _text_format(text: str) -> str:
    """The format of a text that says what it is by its first characters."""
    start = text.lstrip()
    if start.startswith(_OPENITI):
        return "openiti"
    if start.startswith("WEBVTT"):
        return "subtitles"
    if start.startswith("<"):
        found = _MARKUP.match(text)
        root = found[1].rpartition(":")[2].lower() if found else ""
        if _DOCTYPE_HTML.match(text) or root in ("html", "head", "body"):
            return "html"
        return "xml" if start.startswith("<?xml") or root in ("tei", "mediawiki") else ""
    if _MBOX.match(text):
        return "mbox"
    if _LETTER.match(start):
        return "eml"
    if _FIELDS.match(start):
        return "markdown"
    if _OBJECT.match(text):
        return "jsonl" if re.search(r"\}\s*\n\s*\{", text) else "json"
    return ""


def is_prose(path: Path, any_language: bool) -> bool:
    """True if a file that says nothing of itself is a text for readers, in Arabic or any language.

    Programs, settings and tables in Latin letters are none. Raises OSError.
    """
    with path.open("rb") as file:
        text = head_text(file.read(HEAD_BYTES))
    letters = sum(map(str.isalpha, text))
    if letters < _LEAST_LETTERS or any(sign < " " and sign not in "\t\n\r\f" for sign in text):
        return False
    if len(_ARABIC.findall(text)) * 2 > letters:
        return True
    return any_language and letters + sum(map(str.isspace, text)) > _PROSE * len(text)
