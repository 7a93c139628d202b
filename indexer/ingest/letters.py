"""The header, the text and the attachments of a letter, as RFC 5322 and MIME have them.

The policy of the parser is `compat32`, under which a header keeps the bytes that it was sent with:
old letters have Arabic in windows-1256 there without saying so, and the newer policies put U+FFFD
in its place.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from functools import partial
from itertools import islice
from mimetypes import guess_extension

from indexer.ingest.cleaning import clean_text, clean_value
from indexer.ingest.encoding import decoded_text
from indexer.ingest.html import html_text

_MAX_HEADER_CHARACTERS = 100_000
_MAX_ATTACHMENTS = 10_001  # one more than is read of any container
_MAX_DEPTH = 50  # of parts within parts; a letter of a person has five
_MESSAGE_ID = re.compile(r"<([^<>\s]+)>")
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_HIDDEN = re.compile(r"/(?:(?:x-)?pkcs7-signature|pgp-signature|pgp-encrypted|pgp-keys|calendar)$")
_NOT_SHOWN = frozenset({"message/delivery-status", "text/rfc822-headers", "text/x-amp-html"})
_PLAIN, _HTML, _LETTER = "text/plain", "text/html", "message/rfc822"
_DECLARED_UNASKED = frozenset({"us-ascii", "iso-8859-1", "windows-1252", "unknown-8bit"})
_MOST_BROKEN = 0.01  # of the characters of a text
_CID = re.compile(r"cid:([^\"'\s>)]+)", re.IGNORECASE)
# What the parser raises for letters that are not as they should be.
_BROKEN = (MessageError, ValueError, LookupError, AttributeError, TypeError)

Part = Message


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part of a letter that is a document of its own.

    `content` gives its bytes; it raises ValueError when they cannot be had.
    """

    name: str
    content: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: its fields, named as those of Document, its text, and its attachments."""

    fields: Mapping[str, object]
    text: str
    attachments: tuple[Attachment, ...]


_AS_IT_CAME = policy.compat32.clone(max_line_length=None, mangle_from_=False)


def parsed_letter(content: bytes) -> Part:
    """The parts of the letter; raises ValueError when they cannot be told apart."""
    try:
        letter = BytesParser(policy=policy.compat32).parsebytes(content)
    except RecursionError as error:
        raise ValueError("is a letter of parts nested too deeply") from error
    if not letter.keys():
        raise ValueError("is no letter: it has no header")
    return letter


def letter_of(content: bytes) -> Letter:
    """The letter in `content`; raises ValueError when it is none."""
    letter = parsed_letter(content)
    parts = _Parts()
    parts.take(letter)
    attachments = tuple(islice(parts.attachments(), _MAX_ATTACHMENTS))
    return Letter(header_fields(letter), parts.text(), attachments)


def header_fields(letter: Part) -> dict[str, object]:
    """Subject, sender, date and receivers of `letter`, as far as they can be read."""
    receivers = [
        f"{name}: {', '.join(_address(*address) for address in addresses)}"
        for name in ("To", "Cc")
        if (addresses := _addresses(letter, name))
    ]
    senders = [name or address for name, address in _addresses(letter, "From")]
    return {
        "title": header_text(letter, "Subject"),
        "author": senders,
        "date": _day(letter),
        "source": "; ".join(receivers),
    }


def message_id(letter: Part) -> str:
    """The Message-ID of `letter`, without its brackets; empty where it has none."""
    found = _MESSAGE_ID.search(header_text(letter, "Message-ID"))
    return found[1] if found else ""


def header_text(letter: Part, name: str) -> str:
    """The decoded text of a header on one line; empty where there is none."""
    return clean_value(" ".join(_decoded(str(_raw(letter, name))).split()))


def _raw(letter: Part, name: str) -> str:
    """The header as it was sent: bytes beyond ASCII are surrogates."""
    for key, value in letter.raw_items():
        if key.lower() == name.lower():
            return str(value)[:_MAX_HEADER_CHARACTERS]
    return ""


def _decoded(raw: str) -> str:
    """The text of a header or of a parameter: encoded words, and bytes of some encoding.

    Words of one charset are joined before they are decoded, for some programs cut letters in two.
    """
    pieces: list[tuple[bytes, str | None]] = []
    end = 0
    raw = raw.replace("\r", "").replace("\n", "")
    for word in _ENCODED_WORD.finditer(raw):
        between = raw[end : word.start()]
        if between.strip() or not (pieces and pieces[-1][1]):
            _add(pieces, between.encode("utf-8", "surrogateescape"), None)
        _add(pieces, _unpacked_word(word[2], word[3]), word[1].partition("*")[0].lower())
        end = word.end()
    _add(pieces, raw[end:].encode("utf-8", "surrogateescape"), None)
    return "".join(_decoded_bytes(content, charset) for content, charset in pieces)


def _add(pieces: list[tuple[bytes, str | None]], content: bytes, charset: str | None) -> None:
    """Adds a piece of a header to the last of `pieces`, where that has the same charset."""
    if pieces and pieces[-1][1] == charset:
        content = pieces.pop()[0] + content
    pieces.append((content, charset))


def _unpacked_word(encoding: str, packed: str) -> bytes:
    """The bytes of an encoded word (RFC 2047), as far as they can be had."""
    content = packed.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return binascii.a2b_qp(content, header=True)
    try:
        return binascii.a2b_base64(content.rstrip(b"=") + b"==")
    except binascii.Error:
        return content


def _decoded_bytes(content: bytes, charset: str | None) -> str:
    """The text of `content` in its declared `charset`, else in the one that fits best."""
    try:
        return decoded_body(content, charset)
    except ValueError:
        return content.decode("windows-1256", "replace")


def _addresses(letter: Part, name: str) -> list[tuple[str, str]]:
    """(name, address) of each person in the header."""
    raw = _raw(letter, name).replace("\r", "").replace("\n", "")
    found = getaddresses([raw]) if raw else []
    pairs = ((clean_value(_decoded(person)), clean_value(_decoded(at))) for person, at in found)
    return [(person, at) for person, at in pairs if person or at]


def _address(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and address else name or address


def _day(letter: Part) -> str | None:
    """The day of the Date header, where the sender was."""
    try:
        return parsedate_to_datetime(header_text(letter, "Date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


class _Parts:
    """The parts of one letter, sorted into texts and attachments."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._attached: list[Part] = []
        self._shown: set[str] = set()  # Content-IDs that an HTML text shows

    def text(self) -> str:
        """The texts one after another, an empty line between them."""
        return "\n\n".join(self._texts)

    def attachments(self) -> Iterator[Attachment]:
        """The parts that are documents: no pictures that the text shows, no signatures."""
        for number, part in enumerate(self._attached, 1):
            shown = str(part.get("Content-ID", "")).strip().strip("<>")
            if not (shown and shown in self._shown and part.get_content_maintype() == "image"):
                yield Attachment(_name(part, number), partial(_attached_bytes, part))

    def take(self, part: Part, depth: int = 0, related: bool = False) -> None:
        """Sorts `part` and the parts in it."""
        if depth > _MAX_DEPTH:
            raise ValueError("is a letter of parts nested too deeply")
        kind = part.get_content_type()
        if kind in _NOT_SHOWN or _HIDDEN.search(kind):
            return
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            self._take_parts(part, kind, depth)
        elif kind in (_PLAIN, _HTML) and not _is_attached(part):
            self._take_text(part, kind)
        elif not (related and part.get_content_maintype() == "image"):
            self._attached.append(part)

    def _take_parts(self, whole: Part, kind: str, depth: int) -> None:
        parts = [part for part in whole.get_payload() if isinstance(part, Message)]
        if kind == "multipart/alternative":
            parts = self._chosen(parts)
        for part in parts:
            self.take(part, depth + 1, kind == "multipart/related")

    def _chosen(self, parts: list[Part]) -> list[Part]:
        """The plain text among alternatives, else the HTML; and those that are neither."""
        for part in parts:
            if part.get_content_type() != _PLAIN:
                self._note_pictures(part)
        plain = [part for part in parts if part.get_content_type() == _PLAIN]
        best = next((part for part in plain if _text(part, _PLAIN).strip()), None)
        if best is None:
            return [part for part in parts if part not in plain]
        others = (part for part in parts if part.get_content_maintype() != "text")
        return [best, *(part for other in others for part in _beside_html(other))]

    def _note_pictures(self, part: Part) -> None:
        for inner in part.walk():
            if inner.get_content_type() == _HTML:
                self._shown.update(_CID.findall(_payload(inner).decode("latin-1")))

    def _take_text(self, part: Part, kind: str) -> None:
        if kind == _HTML:
            self._note_pictures(part)
        if text := clean_text(_text(part, kind)):
            self._texts.append(text)


def _beside_html(part: Part, depth: int = 0) -> Iterator[Part]:
    """The parts of an alternative to a plain text that are not its HTML text."""
    if depth <= _MAX_DEPTH and part.get_content_maintype() == "multipart":
        for inner in part.get_payload():
            if isinstance(inner, Message):
                yield from _beside_html(inner, depth + 1)
    elif part.get_content_type() not in (_PLAIN, _HTML) or _is_attached(part):
        yield part


def _is_attached(part: Part) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _inner_letter(part: Part) -> Part:
    """The letter in a message/rfc822 part; raises ValueError when there is none."""
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        return inner[0]
    raise ValueError("has no letter in it")


def _text(part: Part, kind: str) -> str:
    """The text of a part; raises ValueError when its encoding cannot be told."""
    text = decoded_body(_payload(part), part.get_content_charset())
    return html_text(text) if kind == _HTML else text


def decoded_body(content: bytes, charset: str | None) -> str:
    """The text of `content`: in its declared `charset`, unless programs declare it unasked.

    In a text of which nothing else is known, a few bytes that the charset lacks become U+FFFD.
    """
    if charset and charset not in _DECLARED_UNASKED:
        with suppress(UnicodeError, LookupError):
            return content.decode(charset)
    try:
        return decoded_text(content, charset)
    except ValueError:
        with suppress(UnicodeError, LookupError):
            text = content.decode(charset or "utf-8", "replace")
            if text.count("\ufffd") <= _MOST_BROKEN * len(text):
                return text
        raise


def _attached_bytes(part: Part) -> bytes:
    """The bytes of an attached part; raises ValueError when they cannot be had."""
    try:
        if part.get_content_type() == _LETTER:
            return _inner_letter(part).as_bytes(policy=_AS_IT_CAME)
        return _payload(part)
    except RecursionError as error:
        raise ValueError("is a letter of parts nested too deeply") from error
    except _BROKEN as error:
        raise ValueError("is no letter that can be read") from error


def _payload(part: Part) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _name(part: Part, number: int) -> str:
    """The file name that a part declares, else one made of its kind and its `number`."""
    if part.get_content_type() == _LETTER:
        subject = header_text(_inner_letter(part), "Subject") if part.is_multipart() else ""
        given = _declared_name(part) or subject.replace("/", " ") or f"attachment-{number}"
        return given if given.lower().endswith(".eml") else f"{given}.eml"
    guessed = guess_extension(part.get_content_type()) or ""
    return _declared_name(part).replace("/", " ") or f"attachment-{number}{guessed}"


def _declared_name(part: Part) -> str:
    return clean_value(_decoded(part.get_filename() or ""))
