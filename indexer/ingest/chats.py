"""The text of a chat that WhatsApp exports: the messages of each day under its date.

Its lines depend on the telephone and on its language:

    12/05/2021, 10:15 - ليلى: نص             Android
    12‏/5‏/2021، 10:15 م - ليلى: نص            Android in Arabic, with direction marks
    [12/05/2021 à 10:15:33] Leïla : texte     iPhone in French
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import PurePosixPath

from indexer.ingest.cleaning import CleanText, clean_text
from indexer.ingest.sources import Source

_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile("[\u00a0\u202f\u2009]")
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_DATE = r"(\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4})"
_HALF = r"[AaPp]\.? ?[Mm]\.?|[صم]|صباحا|صباحًا|مساء|مساءً"
_TIME = rf"(\d{{1,2}}[:.h]\d{{2}}(?:[:.]\d{{2}})?(?: ?(?:{_HALF}))?)"
_STAMP = rf"{_DATE}[,،]? (?:(?:à|at|في) )?{_TIME}"
_HEAD = re.compile(rf"(?:\[{_STAMP}\]|{_STAMP} [-–])[ ]*(.*)")
_SENT = re.compile(r"([^:]{1,80}?) ?: (.*)", re.DOTALL)
_MEDIA = "(?:الوسائط|الصورة|الفيديو|المقطع الصوتي|مقطع|المستند|الملصق|الصوت|التسجيل|بطاقة الاتصال)"
_LEFT_OUT = re.compile(
    r"<[^<>]*\b(?:omitted|omis|omise|omises|absents?|exclus?)\b[^<>]*>"
    r"|(?:image|photo|video|vidéo|audio|sticker|gif|document|contact card|fiche contact)"
    r" (?:omitted|omis|omise|absente?|manquante?|exclue?)"
    r"|<[^<>]*(?:استبعاد|حذف|محذوف|غير مدرج|مستبعد)[^<>]*>"
    rf"|(?:تم )?استبعاد {_MEDIA}[^\n]{{0,20}}"
    rf"|{_MEDIA} (?:غير مدرجة?|محذوفة?|مستبعدة?)",
    re.IGNORECASE,
)
_FEWEST, _LOOKED_AT = 2, 40  # messages, among the first lines, that make a chat


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message: its day and time as the telephone wrote them, and its words."""

    day: str
    time: str
    text: str


def is_chat(text: str) -> bool:
    """True if `text` begins with a message, and has several among its first lines."""
    lines = [line for line in islice(text.split("\n"), _LOOKED_AT) if line.strip()]
    found = [head for line in lines if (head := _head(line))]
    return (
        len(found) >= _FEWEST
        and _head(lines[0]) is not None
        and any(_SENT.fullmatch(head.text) for head in found)
    )


def chat_content(text: str, source: Source) -> tuple[dict[str, object], CleanText]:
    """The fields of the chat in `text`, which is that of `source`, and its messages by day."""
    messages = list(chat_messages(text))
    return {"title": chat_title(source), "date": chat_date(messages)}, chat_text(messages)


def chat_messages(text: str) -> Iterator[ChatMessage]:
    """The messages in `text`; one that stands for a picture that was left out is none."""
    begun: ChatMessage | None = None
    lines: list[str] = []
    for line in text.split("\n"):
        head = _head(line)
        if head is None:
            lines.append(line)
            continue
        if begun is not None:
            yield from _message(begun, lines)
        begun, lines = head, [head.text]
    if begun is not None:
        yield from _message(begun, lines)


def chat_text(messages: Iterable[ChatMessage]) -> CleanText:
    """The `messages` as text: under the date of each day, a line for each begins with its time."""
    days = (
        f"## {day}\n\n" + "\n".join(f"{message.time} {message.text}" for message in sent)
        for day, sent in groupby(messages, lambda message: message.day)
    )
    return clean_text("\n\n".join(days))


def chat_date(messages: Sequence[ChatMessage]) -> str | None:
    """The day of the first message, YYYY-MM-DD; None when days and months cannot be told apart."""
    dates = [[int(part) for part in re.split("[/.-]", message.day)] for message in messages]
    if not dates:
        return None
    first, second, third = dates[0]
    if first > 31:
        year, month, day = first, second, third
    elif any(date[0] > 12 for date in dates) and all(date[1] <= 12 for date in dates):
        year, month, day = third, second, first
    elif any(date[1] > 12 for date in dates) and all(date[0] <= 12 for date in dates):
        year, month, day = third, first, second
    else:
        return None
    with suppress(ValueError):
        return datetime.date(year + 2000 * (year < 100), month, day).isoformat()
    return None


def chat_title(source: Source) -> str:
    """The name of the file, or that of its archive, for an iPhone calls every chat `_chat.txt`."""
    stem = PurePosixPath(source.file_name).stem
    if stem.strip("_") == "chat" and source.member:
        parent = PurePosixPath(source.member).parent.name
        return PurePosixPath(parent or source.name).stem
    return stem


def _head(line: str) -> ChatMessage | None:
    """The message that begins on `line`, with its first line; None where none does."""
    plain = _SPACES.sub(" ", _MARKS.sub("", line[:200])).strip()
    found = _HEAD.match(plain.translate(_WESTERN))
    if found is None:
        return None
    which = 1 if found[1] else 3
    day, time = (plain[slice(*found.span(which + at))] for at in (0, 1))
    whole = _SPACES.sub(" ", _MARKS.sub("", line)).strip()
    return ChatMessage(day, time, whole[found.start(5) :])


def _message(head: ChatMessage, lines: list[str]) -> Iterator[ChatMessage]:
    """The message of these lines, unless it stands for something that was left out."""
    text = "\n".join(line for line in lines if line.strip())
    sent = _SENT.fullmatch(text)
    words = _MARKS.sub("", sent[2] if sent else text).strip()
    if words and not _LEFT_OUT.fullmatch(words):
        yield ChatMessage(head.day, head.time, f"{sent[1]}: {sent[2]}" if sent else text)
