"""A document as it is stored, and the values it has for each facet.

    row      JSON of the fields that say something; of a long text, in place of it, `rest`: the
             bytes that each piece takes
    piece    the next 65,536 characters of a long text, and as many more as it takes to cut it at an
             empty line, else a line, else a space
    …

The row is compressed. A piece is not, so that it is read in a third of the time; it begins with its
checksum. A piece with characters that are not in the table is JSON, compressed.
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
LONG_TEXT = 8_192  # characters; a shorter text is in the row
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
_AS_IT_IS = b"="  # a piece that is not compressed; what zlib makes begins otherwise
_CHECKSUM = 4  # bytes, after this sign

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
    if len(text) < LONG_TEXT:
        return _packed(row)
    del row["text"]
    cuts = [0, *_cuts(text), len(text)]
    pieces = [_piece(text[start:end]) for start, end in pairwise(cuts)]
    return b"".join((_packed(row | {"rest": list(map(len, pieces))}), *pieces))


def _cuts(text: str) -> Iterator[int]:
    """Where the pieces of `text` begin, but for the first."""
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


def _piece(text: str) -> bytes:
    try:
        letters = codecs.charmap_encode(text, "strict", _BYTES)[0]
    except UnicodeEncodeError:
        return _packed(text)
    return _AS_IT_IS + zlib.adler32(letters).to_bytes(_CHECKSUM) + letters


def _text_of(piece: Content) -> str:
    """The text of which `_piece` made `piece`; raises ValueError if it did not."""
    if piece[:1] != _AS_IT_IS:
        return _string(_unpacked(piece))
    checksum, letters = piece[1 : 1 + _CHECKSUM], piece[1 + _CHECKSUM :]
    if zlib.adler32(letters) != int.from_bytes(checksum):
        raise ValueError("a piece of text is not what was written")
    return codecs.charmap_decode(letters, "strict", _TABLE)[0]


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
        self._pieces: list[Content] = []  # the last one first
        for size in reversed(sizes):
            self._pieces.append(content[end - size : end])
            end -= size
        if end <= 0 or not all(sizes):
            raise ValueError(f"pieces of {sizes} bytes do not fit into {len(content)}")

    @property
    def pieces(self) -> int:
        """How many pieces the text is in."""
        return ("text" in self._row) + len(self._pieces)

    def text(self) -> Iterator[str]:
        """The text, piece by piece."""
        if "text" in self._row:  # a short one; or the first piece, as it was stored before
            yield self._row["text"]
        for piece in reversed(self._pieces):
            yield _text_of(piece)

    def row(self, characters: int | None = None) -> dict[str, Any]:
        """The plain values; with `characters`, no more of the text than has so many of them."""
        if not self._pieces:
            return dict(self._row)
        if characters == 0:
            return {"text": ""} | self._row
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
