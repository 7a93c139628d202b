"""The letter in a .msg of Outlook: a compound file with a stream for each property.

The numbers are those of [MS-OXPROPS] and [MS-OXMSG].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from indexer.ingest.cleaning import clean_text, clean_value
from indexer.ingest.events import FileEvent
from indexer.ingest.html import html_text
from indexer.ingest.letters import Attachment, Letter, decoded_body
from indexer.ingest.limits import SourceLimits
from indexer.ingest.mail import attachment_members, one_letter_readings
from indexer.ingest.members import Member
from indexer.ingest.office.rtf import rtf_text
from indexer.ingest.outlook_rtf import unpacked_rtf
from indexer.ingest.sources import Source

if TYPE_CHECKING:
    from olefile import OleFileIO

_SUBJECT, _SENDER, _ADDRESS, _SMTP = "0037", "0C1A", "0C1F", "5D01"
_BODY, _HTML, _RTF, _TO, _CC = "1000", "1013", "1009", "0E04", "0E03"
_DATA, _LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _CONTENT_ID = "3701", "3707", "3704", "3001", "3712"
_CODE_PAGES = (0x3FDE, 0x3FFD)  # of the letter as it came, of its properties
_TIMES = (0x0039, 0x0E06)  # sent, received
_LONG, _TIME = 0x0003, 0x0040  # types of values in the table of properties
_ATTACHMENT = "__attach_version1.0_#"
_TABLE = "__properties_version1.0"
_MOST_ATTACHMENTS = 10_000
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

Folder = tuple[str, ...]


def msg_readings(source: Source, limits: SourceLimits) -> Iterator[FileEvent]:
    """The letter in a .msg, then its attachments, which cite it."""
    return one_letter_readings(source, limits, outlook_letter)


def msg_members(source: Source) -> Iterator[Member]:
    """The attachments of the letter in a .msg."""
    return attachment_members(outlook_letter(source.path.read_bytes()))


def outlook_letter(content: bytes) -> Letter:
    """The letter in the .msg that has these bytes; raises ValueError when it is none."""
    with _told():
        message = _Message(_opened(content), ())
        receivers = (f"{name}: {people}" for name, people in message.receivers().items())
        sender, sent = message.sender(), message.sent()
        fields: dict[str, object] = {
            "title": message.subject(),
            "author": [sender] if sender else [],
            "date": sent.date().isoformat() if sent else None,
            "source": "; ".join(receivers),
        }
        return Letter(fields, clean_text(message.body()), tuple(message.attachments()))


def _opened(content: bytes) -> OleFileIO:
    from olefile import OleFileIO

    return OleFileIO(BytesIO(content))


@contextmanager
def _told() -> Iterator[None]:
    """Faults of the compound file are told as a ValueError."""
    try:
        yield
    except (OSError, IndexError, KeyError, struct.error, TypeError, RecursionError) as error:
        raise ValueError("is no .msg of Outlook that can be read") from error


class _Storage:
    """The properties in the storage `folder` of a compound file.

    A text without a charset of its own is in `charset`.
    """

    header_bytes = 8  # of the table of properties

    def __init__(self, file: OleFileIO, folder: Folder, charset: str | None = None) -> None:
        self.file = file
        self.folder = folder
        self.charset = charset
        if not file.exists([*folder, _TABLE]):
            raise ValueError("is no .msg of Outlook: it has no table of properties")
        self.values = dict(_values(self.stream(_TABLE)[self.header_bytes :]))

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; none where it is absent."""
        path = [*self.folder, name]
        if not self.file.exists(path):
            return b""
        found: bytes = self.file.openstream(path).read()
        return found

    def text(self, tag: str) -> str:
        """The text of a property on as many lines as it has."""
        if content := self.stream(f"__substg1.0_{tag}001F"):
            return content.decode("utf-16-le", "replace").rstrip("\0")
        if content := self.stream(f"__substg1.0_{tag}001E").rstrip(b"\0"):
            return decoded_body(content, self.charset)
        return ""

    def line(self, tag: str) -> str:
        """The text of a property on one line."""
        return clean_value(self.text(tag))

    def binary(self, tag: str) -> bytes:
        """The bytes of a property."""
        return self.stream(f"__substg1.0_{tag}0102")


class _Message(_Storage):
    """A message; the outermost one is in no storage."""

    def __init__(self, file: OleFileIO, folder: Folder) -> None:
        self.header_bytes = 24 if folder else 32
        super().__init__(file, folder)
        pages = (self.values.get((number, _LONG), b"\0") for number in _CODE_PAGES)
        numbers = (int.from_bytes(page[:4], "little") for page in pages)
        self.charset = next((_charset(number) for number in numbers if number), None)

    def subject(self) -> str:
        return self.line(_SUBJECT)

    def sender(self) -> str:
        return self.line(_SENDER) or self.line(_SMTP) or self.line(_ADDRESS)

    def receivers(self) -> dict[str, str]:
        """To and Cc → the names that the sender saw, where there are any."""
        found = {"To": self.line(_TO), "Cc": self.line(_CC)}
        return {name: people for name, people in found.items() if people}

    def sent(self) -> datetime | None:
        """The time when it was sent, else received; UTC."""
        for number in _TIMES:
            if content := self.values.get((number, _TIME)):
                with suppress(OverflowError):
                    return _EPOCH + timedelta(microseconds=int.from_bytes(content, "little") // 10)
        return None

    def body(self) -> str:
        """The plain text, else the text of the web page, else that of the RTF."""
        text = self.text(_BODY)
        if text.strip():
            return text
        page = self.text(_HTML)
        if not page and (content := self.binary(_HTML)):
            page = decoded_body(content, self.charset)
        if page and (found := html_text(page)):
            return found
        packed = self.binary(_RTF)
        return rtf_text(unpacked_rtf(packed)).text if packed else ""

    def attachments(self) -> Iterator[Attachment]:
        """The attached files and letters; pictures that the text shows are neither."""
        depth = len(self.folder)
        paths = self.file.listdir(streams=False, storages=True)
        inner = (path[depth] for path in paths if tuple(path[:-1]) == self.folder)
        names = [name for name in dict.fromkeys(inner) if name.startswith(_ATTACHMENT)]
        page = self.text(_HTML) or self.binary(_HTML).decode("latin-1")
        for number, name in enumerate(names[:_MOST_ATTACHMENTS], 1):
            part = _Storage(self.file, (*self.folder, name), self.charset)
            shown = part.line(_CONTENT_ID)
            if shown and f"cid:{shown}" in page:
                continue
            given = part.line(_LONG_NAME) or part.line(_SHORT_NAME)
            letter = (*part.folder, f"__substg1.0_{_DATA}000D")
            if self.file.exists([*letter, _TABLE]):
                given = given or part.line(_DISPLAY_NAME) or f"attachment-{number}"
                yield Attachment(f"{given}.eml", partial(_letter_bytes, self.file, letter))
            else:
                yield Attachment(given or f"attachment-{number}", partial(_bytes, part))


def _bytes(part: _Storage) -> bytes:
    with _told():
        return part.binary(_DATA)


def _letter_bytes(file: OleFileIO, folder: Folder) -> bytes:
    """An attached letter as an .eml, for in a .msg it has no bytes of its own."""
    with _told():
        message = _Message(file, folder)
        letter = EmailMessage()
        letter["Subject"] = message.subject()
        for name, people in {"From": message.sender(), **message.receivers()}.items():
            letter[name] = Address(display_name=people)
        if sent := message.sent():
            letter["Date"] = sent
        letter.set_content(message.body(), cte="base64")
        for attachment in message.attachments():
            letter.add_attachment(
                attachment.content(), "application", "octet-stream", filename=attachment.name
            )
        if letter.is_multipart():
            letter.set_boundary("part-of-an-attached-letter")
        return letter.as_bytes()


def _values(table: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """(number, type) → value of eight bytes, for each property of a table."""
    for kind, number, _, value in struct.iter_unpack("<HHI8s", table[: len(table) // 16 * 16]):
        yield (number, kind), value


def _charset(page: int) -> str:
    """The name of a code page of Windows."""
    return {65001: "utf-8", 20127: "us-ascii", 28596: "iso-8859-6"}.get(page, f"cp{page}")
