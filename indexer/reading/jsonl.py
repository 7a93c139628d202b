"""The documents of a file with one JSON object on each line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import BinaryIO

from indexer.errors import DocumentError
from indexer.model import Document
from indexer.reading.corpus import Source
from indexer.reading.fields import document

_CHUNK_BYTES = 65_536


def jsonl_documents(source: Source, max_bytes: int) -> Iterator[Document | DocumentError]:
    """The document of each line, or why it is none; empty lines are passed over.

    The file may be of any size, a line only `max_bytes`.
    """
    with source.path.open("rb") as file:
        for number, line in enumerate(_lines(file, max_bytes), 1):
            if not line.strip():
                continue
            try:
                if len(line) > max_bytes:
                    limit = f"{max_bytes / 1_000_000:.2f} MB"
                    raise ValueError(f"line too large: more than the limit of {limit}")
                yield _line_document(line, source)
            except ValueError as error:
                yield DocumentError(source.name, str(error), number)


def _lines(file: BinaryIO, max_bytes: int) -> Iterator[bytes]:
    """The lines without their ends; of one too large, only its first `max_bytes` + 1 bytes."""
    while line := file.readline(max_bytes + 2):  # room for \r\n
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(_CHUNK_BYTES)
        yield line.rstrip(b"\r\n")


def _line_document(line: bytes, source: Source) -> Document:
    """The document of one line; raises ValueError when it is not one."""
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError("not UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg.lower()} (character {error.pos + 1})") from error
    except RecursionError as error:
        raise ValueError("not JSON of a document: nested too deeply") from error
    if not isinstance(record, dict):
        raise ValueError("must be a JSON object with id and text")
    if record.get("id") in (None, ""):
        raise ValueError("id: missing")
    if not isinstance(record.get("text"), str):
        raise ValueError("text: missing, or not a text")
    return document(record, record["text"], source, hashlib.sha256(line).hexdigest())
