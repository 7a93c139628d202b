"""The documents of a JSON file: a list of objects, or one object; or the chats of Telegram."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from indexer.errors import DocumentError
from indexer.ingest.cleaning import clean_text
from indexer.ingest.encoding import decoded_text
from indexer.ingest.limits import SourceLimits
from indexer.ingest.metadata.field_names import TEXT, field_named
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source, source_bytes
from indexer.ingest.telegram import telegram_readings

_NOT_READ = (
    "is JSON of a kind that is not read: no objects with a text, and no chats that Telegram"
    " exported"
)


def json_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """A reading for each object that has a text.

    One without an id in a list is called after its file and its number. A list may be the only one
    in an object, which programs put around it: {"documents": […]}.
    """
    from indexer.ingest.formats import source_id

    content = source_bytes(source, limits.max_bytes)
    digest = hashlib.sha256(content).hexdigest()
    text = decoded_text(content)
    if not text.strip():
        raise ValueError("empty")
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON that can be read: {error.msg.lower()}") from error
    except RecursionError as error:
        raise ValueError("is JSON nested too deeply") from error
    if isinstance(found, dict) and ("chats" in found or {"type", "messages"} <= found.keys()):
        yield from telegram_readings(source, limits)
        return
    if isinstance(found, dict) and _text_name(found):
        yield _reading(found, digest)
        return
    records = _records(found)
    if not records:
        raise ValueError(_NOT_READ)
    for number, record in enumerate(records, 1):
        if isinstance(record, dict) and _text_name(record):
            given = any(field_named(name) == "id" and record[name] for name in record)
            own = "" if given else f"{source_id(source)}/{number}"
            yield _reading(record, digest, own, f"item-{number}")
        else:
            yield DocumentError(source.name, f"item {number}: has no text")


def _records(found: object) -> list[object]:
    """The list of documents in a JSON value; empty when there is none."""
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list) and value]
        found = lists[0] if len(lists) == 1 else None
    if isinstance(found, list) and any(isinstance(one, dict) and _text_name(one) for one in found):
        return found
    return []


def _text_name(record: dict[str, object]) -> str:
    """The name of the value that is the text of `record`; "" when it has none."""
    for name, value in record.items():
        if field_named(name) == TEXT and isinstance(value, str) and value.strip():
            return name
    return ""


def _reading(record: dict[str, object], digest: str, own_id: str = "", member: str = "") -> Reading:
    name = _text_name(record)
    text = clean_text(str(record[name]))
    fields = {key: value for key, value in record.items() if key != name}
    return Reading(fields, text, digest=digest, id=own_id, member=member)
