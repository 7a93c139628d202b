"""Letters: a file of one (.eml), or a mailbox of many (.mbox), with their attachments."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from indexer.ingest.cleaning import clean_text
from indexer.ingest.events import FileEvent
from indexer.ingest.letters import (
    Attachment,
    Letter,
    header_fields,
    letter_of,
    message_id,
    parsed_letter,
)
from indexer.ingest.limits import SourceLimits
from indexer.ingest.members import Member, member_readings
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source

_PIECE_BYTES = 65_536
_MAX_LINE_BYTES = 1_000_000
_MAX_LETTER_BYTES = 60_000_000  # which take 10 times as much memory
_HEADER_BYTES = 65_536  # of a letter, in which its Message-ID is looked for
_MAX_KEY_CHARACTERS = 80
# The line before a letter: From, a sender and a date, which Thunderbird leaves out.
_SEPARATOR = re.compile(rb"From (?:-|\S*|\S+ .*\d\d:\d\d.*)\s*")
_HEADER_LINE = re.compile(rb"[!-9;-~]+:|>?From ")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_NOT_IN_A_KEY = re.compile(r"[^\w@.+=$-]+")


def eml_readings(source: Source, limits: SourceLimits) -> Iterator[FileEvent]:
    """The letter in an .eml, then its attachments, which cite it."""
    return one_letter_readings(source, limits, letter_of)


def one_letter_readings(
    source: Source, limits: SourceLimits, take_apart: Callable[[bytes], Letter]
) -> Iterator[FileEvent]:
    """The letter that a file is, as `take_apart` reads it, then its attachments, which cite it."""
    content = _letter_bytes(source, limits)
    letter = take_apart(content)
    yield letter_reading(letter, hashlib.sha256(content).hexdigest())
    if letter.attachments:
        members = attachment_members(letter)
        yield from member_readings(source, limits, members, are_attached=True)


def _letter_bytes(source: Source, limits: SourceLimits) -> bytes:
    """The bytes of a file of one letter; raises ValueError when it has too many to be taken apart.

    A letter is as large as the files that are attached to it, not as its text.
    """
    most = min(_MAX_LETTER_BYTES, limits.max_file_bytes)
    if source.bytes > most:
        raise ValueError(f"too large: a letter of more than {most / 1_000_000:,.0f} MB")
    return source.path.read_bytes()


def letter_reading(letter: Letter, digest: str) -> Reading:
    """The reading of `letter`; one without a text has its subject, or the names attached to it."""
    names = "\n".join(attachment.name for attachment in letter.attachments)
    text = letter.text or str(letter.fields["title"]) or names
    return Reading(letter.fields, clean_text(text), digest=digest)


def attachment_members(letter: Letter) -> Iterator[Member]:
    """The attachments of `letter` as members of it."""
    for attachment in letter.attachments:
        yield Member(attachment.name, partial(_content, attachment))


def eml_members(source: Source) -> Iterator[Member]:
    """The attachments of the letter in an .eml."""
    return attachment_members(letter_of(source.path.read_bytes()))


def mbox_readings(source: Source, limits: SourceLimits) -> Iterator[FileEvent]:
    """The letters in an .mbox with their attachments."""
    return member_readings(source, limits, mbox_members(source), is_series=True)


def mbox_members(source: Source) -> Iterator[Member]:
    """The letters in an .mbox.

    They are named by Message-ID, or by what their header says of sender, date and subject, so that
    the name of a letter stays the same when others are added or removed.
    """
    for span in _spans(source.path):
        with source.path.open("rb") as file:
            file.seek(span.offset)
            head = file.read(min(span.length, _HEADER_BYTES))
        yield Member(
            f"{_key(head)}.eml",
            partial(_pieces, source.path, span),
            place=(span.line, span.offset, span.length),
        )


@dataclass(frozen=True, slots=True)
class _Span:
    """The place of a letter in a mailbox, without the line that separates it from the last one."""

    line: int
    offset: int
    length: int


def _spans(path: Path) -> Iterator[_Span]:
    """The letters in the mailbox at `path`; raises ValueError when it does not begin with one."""
    begun: tuple[int, int] | None = None
    with path.open("rb") as file:
        offset, end, was_empty = 0, 0, True
        for number, (line, size) in enumerate(_lines(file), 1):
            if was_empty and _SEPARATOR.fullmatch(line) and _HEADER_LINE.match(_next(file)):
                if begun is not None:
                    yield _Span(*begun, end - begun[1])
                begun = number + 1, offset + size
            elif begun is None and line.strip():
                raise ValueError("is no mailbox: it does not begin with a line From …")
            offset += size
            was_empty = not line.strip(b"\r\n")
            end = end if was_empty else offset
        if begun is not None:
            yield _Span(*begun, max(end, begun[1]) - begun[1])


def _lines(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """(line, its bytes), with only the beginning of a very long one."""
    while line := file.readline(_MAX_LINE_BYTES):
        size, rest = len(line), line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(_MAX_LINE_BYTES)
            size += len(rest)
        yield line, size


def _next(file: BinaryIO) -> bytes:
    """The beginning of the line after the one that was read last, which stays to be read."""
    place = file.tell()
    line = file.readline(200)
    file.seek(place)
    return line


def _pieces(path: Path, span: _Span) -> Iterator[bytes]:
    """The bytes of a letter, in which lines that the mailbox quoted are as they were sent."""
    with path.open("rb") as file:
        file.seek(span.offset)
        left = span.length
        while left and (line := file.readline(min(left, _PIECE_BYTES))):
            left -= len(line)
            yield _QUOTED_FROM.sub(rb"\1", line)


def _content(attachment: Attachment) -> Iterator[bytes]:
    yield attachment.content()


def _key(head: bytes) -> str:
    """The name of the letter that begins with `head` among others."""
    try:
        letter = parsed_letter(head)
    except ValueError:
        return hashlib.sha256(head).hexdigest()[:16]
    key = _NOT_IN_A_KEY.sub("_", message_id(letter)).strip("._")
    if key and len(key) <= _MAX_KEY_CHARACTERS:
        return key
    fields = header_fields(letter)
    named = "\n".join((message_id(letter), *(str(fields[name]) for name in sorted(fields))))
    return hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:16]
