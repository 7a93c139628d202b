"""A document as it is stored, and the values it has for each facet.

    row      JSON of the fields that say something; of a long text, the first piece, and in `rest`
             the bytes that each of the others takes
    piece    JSON of a string: the next 65,536 characters of the text, and as many more as it takes
             to cut it at an empty line, else a line, else a space
    …

The row and each piece are compressed by themselves, so that a long text is read piece by piece, and
its other fields without it.
"""

from __future__ import annotations

import codecs
import json
import zlib
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Any

from indexer.model import Document
from indexer.model.values import NAMES, document_of_values, plain_values

PIECE_CHARACTERS = 1 << 16
_MOST_CHARACTERS = PIECE_CHARACTERS * 3 // 2
COLUMNS = frozenset(NAMES)
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

Content = bytes | memoryview
_REQUIRED = {"id": "", "title": "", "text": ""}  # what a document is made with at the least


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """The characters that could not be encoded, as JSON escapes them."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(_ESCAPED, _escaped)


def stored(document: Document) -> bytes:
    """`document` as the bytes that are stored: the fields that say something."""
    row = plain_values(document)
    text = document.text
    cuts = [*_cuts(text), len(text)]
    pieces = [_packed(text[start:end]) for start, end in pairwise(cuts)]
    if pieces:
        row |= {"text": text[: cuts[0]], "rest": list(map(len, pieces))}
    return b"".join((_packed(row), *pieces))


def _cuts(text: str) -> Iterator[int]:
    """Where the pieces of `text` but the first begin."""
    at = 0
    while at + _MOST_CHARACTERS < len(text):
        least, at = at + PIECE_CHARACTERS, at + _MOST_CHARACTERS
        for sign in ("\n\n", "\n", " "):
            found = text.find(sign, least, at)
            if found >= 0:
                at = found + len(sign)
                break
        while at < len(text) and text[at].isspace():
            at += 1
        yield at


def _packed(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(codecs.charmap_encode(text, _ESCAPED, _BYTES)[0], 1)


def _unpacked(content: Content) -> Any:
    """The value at the beginning of `content`; what follows it is not looked at."""
    return json.loads(codecs.charmap_decode(zlib.decompress(content), "strict", _TABLE)[0])


class StoredDocument:
    """The document stored as `content`, of whose text as much is read as is asked for.

    Its methods raise the kinds of ValueError, TypeError, KeyError or zlib.error if it is none.
    """

    def __init__(self, content: Content) -> None:
        self._row: dict[str, Any] = dict(_unpacked(content))
        sizes = self._row.pop("rest", ())
        end = len(content)
        self._pieces: list[Content] = []
        for size in reversed(sizes):
            self._pieces.append(content[end - size : end])
            end -= size
        if end <= 0 or not all(sizes):
            raise ValueError(f"pieces of {sizes} bytes do not fit into {len(content)}")

    @property
    def pieces(self) -> int:
        """How many pieces the text is in."""
        return 1 + len(self._pieces)

    def text(self) -> Iterator[str]:
        """The text, piece by piece."""
        yield self._row["text"]
        for piece in reversed(self._pieces):
            yield _string(_unpacked(piece))

    def row(self, characters: int | None = None) -> dict[str, Any]:
        """The plain values; with `characters`, no more of the text than has so many of them."""
        if not self._pieces or characters == 0:
            return dict(self._row)
        text = ""
        for piece in self.text():
            text += piece  # which lengthens it where it is: the whole is in memory once
            if characters is not None and len(text) >= characters:
                break
        return self._row | {"text": text}


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a piece of text is {value!r}")
    return value


def row_of(content: Content) -> dict[str, Any]:
    """The plain values of the document stored as `content`."""
    return StoredDocument(content).row()


def document_in(
    content: Content, characters: int | None = None, fields: Collection[str] | None = None
) -> Document:
    """The document stored as `content`; raises ValueError, TypeError or KeyError if it is none.

    With `characters` it need not have more of a long text than so many of its first. With `fields`
    it has these alone.
    """
    if fields is None:
        return document_of_values(StoredDocument(content).row(characters))
    row = StoredDocument(content).row(characters if "text" in fields else 0)
    return document_of_values(_REQUIRED | {name: row[name] for name in fields if name in row})
