"""The chats in a `result.json`, as Telegram's program for computers exports them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from indexer.ingest.chats import ChatMessage, chat_text
from indexer.ingest.cleaning import clean_value
from indexer.ingest.encoding import decoded_text
from indexer.ingest.limits import SourceLimits
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source, source_bytes

_DAY, _MINUTE = slice(0, 10), slice(11, 16)  # of 2021-05-12T10:15:33


def telegram_readings(source: Source, limits: SourceLimits) -> Iterator[Reading]:
    """A reading for each chat; in an export of all, its id is that of the file and of the chat."""
    from indexer.ingest.formats import source_id

    content = source_bytes(source, limits.max_bytes)
    digest = hashlib.sha256(content).hexdigest()
    try:
        record = json.loads(decoded_text(content))
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON that can be read: {error.msg.lower()}") from error
    except RecursionError as error:
        raise ValueError("is JSON nested too deeply") from error
    if not isinstance(record, dict) or not (_is_chat(record) or _list(record)):
        raise ValueError("is JSON of a kind that is not read: no chats that Telegram exported")
    if _is_chat(record):
        yield _reading(record, "", digest)
    for chat in _list(record):
        yield _reading(chat, f"{source_id(source)}/{chat.get('id')}", digest)


def _is_chat(record: dict[str, Any]) -> bool:
    """True if `record` is one chat."""
    messages = record.get("messages")
    return (
        "type" in record
        and isinstance(messages, list)
        and all(isinstance(message, dict) for message in messages)
        and any("date" in message and "text" in message for message in messages)
    )


def _list(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The chats of an export of all of them."""
    chats = record.get("chats")
    found = chats.get("list") if isinstance(chats, dict) else None
    if not isinstance(found, list):
        return []
    return [chat for chat in found if isinstance(chat, dict) and _is_chat(chat)]


def _reading(chat: dict[str, Any], chat_id: str, digest: str) -> Reading:
    messages = list(_messages(chat["messages"]))
    name = chat.get("name")
    fields = {
        "title": name if isinstance(name, str) else "",
        "date": messages[0].day if messages else "",
    }
    return Reading(fields, chat_text(messages), digest=digest, id=chat_id)


def _messages(given: list[dict[str, Any]]) -> Iterator[ChatMessage]:
    """The messages that have words; those of the service, such as «joined the group», have none."""
    for message in given:
        date, words = message.get("date"), _words(message.get("text"))
        if message.get("type") == "message" and isinstance(date, str) and words.strip():
            sender = clean_value(str(message.get("from") or ""))
            lines = "\n".join(line for line in words.split("\n") if line.strip())
            text = f"{sender}: {lines}" if sender else lines
            yield ChatMessage(date[_DAY], date[_MINUTE], text)


def _words(text: object) -> str:
    """The words of a message: a text, or a list of texts and of links, names and the like."""
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(
            part if isinstance(part, str) else str(part.get("text") or "")
            for part in text
            if isinstance(part, str | dict)
        )
    return ""
