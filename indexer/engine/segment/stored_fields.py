"""A document as it is stored, and the values it has for each facet."""

from __future__ import annotations

import codecs
import json
import zlib
from dataclasses import fields
from typing import Any

from indexer.model import FACETS, ArchiveDate, Document

COLUMNS = frozenset(entry.name for entry in fields(Document))
_COLUMNS = tuple(entry.name for entry in fields(Document))
_KINDS = {  # column → what JSON makes of its values
    entry.name: list if "tuple" in str(entry.type) else int if "int" in str(entry.type) else str
    for entry in fields(Document)
}
# One byte for each character of this table, ASCII first: half of what UTF-8 takes for Arabic, and
# quicker to compress. All others stand as JSON's own \u escapes.
_TABLE = (
    "".join(map(chr, range(0x80)))
    + "".join(map(chr, (*range(0x621, 0x63B), *range(0x640, 0x656), *range(0x660, 0x66D))))
    + "،؛؟ٰٱپچڢڤژکڧڭگی"
    + "\u00a0\u200b\u200c\u200d\u200e\u200f«»“”‘’–—…•°×¬éèêëàâçîïôûùüœÉÈÀÇ"
)
_TABLE += "\ufffe" * (256 - len(_TABLE))  # which stands for no character
_BYTES = codecs.charmap_build(_TABLE)
_ESCAPED = "khizana.json"


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """The characters that could not be encoded, as JSON escapes them."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(_ESCAPED, _escaped)


def stored(document: Document) -> bytes:
    """`document` as the bytes that are stored: the fields that say something."""
    row = {name: value for name in _COLUMNS if (value := getattr(document, name)) not in (None, ())}
    if document.date is not None:
        row["date"] = str(document.date)
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(codecs.charmap_encode(text, _ESCAPED, _BYTES)[0], 1)


def row_of(content: bytes) -> dict[str, Any]:
    """The plain values of the document stored as `content`."""
    text, _ = codecs.charmap_decode(zlib.decompress(content), "strict", _TABLE)
    row: dict[str, Any] = json.loads(text)
    return row


def document_of(content: bytes) -> Document:
    """The document stored as `content`; raises ValueError, TypeError or KeyError if it is none."""
    return document_from(row_of(content))


def document_from(row: dict[str, Any]) -> Document:
    """The document whose plain values are those of `row`; raises as `document_of`."""
    for name, value in row.items():
        if not isinstance(value, _KINDS[name]):
            raise TypeError(f"{name} is {value!r}")
    for name in ("topics", "sources"):
        row[name] = tuple(row.get(name, ()))
    date = row.get("date")
    return Document(**{**row, "date": ArchiveDate.parse(date) if date else None})


def facet_values(document: Document) -> tuple[tuple[str, ...], ...]:
    """The values `document` has for each of FACETS."""
    single = {
        "kind": document.kind,
        "place": document.place,
        "author": document.author,
        "publisher": document.publisher,
        "language": document.language,
        "year": str(document.date.year) if document.date else None,
    }
    return tuple(
        tuple(dict.fromkeys(document.topics))
        if name == "topic"
        else tuple(filter(None, (single[name],)))
        for name in FACETS
    )
