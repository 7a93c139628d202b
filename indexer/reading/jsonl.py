"""The documents of a file with one JSON object on each line."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
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
        file.seek(source.start)
        stop = None if source.last else source.start + source.bytes
        for number, line in enumerate(_lines(file, max_bytes, stop), source.line):
            if not line.strip():
                continue
            try:
                if len(line) > max_bytes:
                    limit = f"{max_bytes / 1_000_000:.2f} MB"
                    raise ValueError(f"line too large: more than the limit of {limit}")
                yield replace(_line_document(line, source), line=number)
            except ValueError as error:
                yield DocumentError(source.name, str(error), number)


def jsonl_parts(source: Source, part_bytes: int) -> Iterator[Source]:
    """`source`, a whole file, in parts of whole lines, each of about `part_bytes`."""
    part = source
    with source.path.open("rb") as file:
        while source.bytes - part.start > part_bytes and (block := file.read(part_bytes)):
            lines = block.count(b"\n")
            while (rest := file.readline(_CHUNK_BYTES)) and not rest.endswith(b"\n"):
                pass
            yield replace(part, bytes=file.tell() - part.start, last=False)
            line = part.line + lines + rest.endswith(b"\n")
            part = replace(part, start=file.tell(), line=line)
    yield replace(part, bytes=max(0, source.bytes - part.start))


def _lines(file: BinaryIO, max_bytes: int, stop: int | None) -> Iterator[bytes]:
    """The lines that begin before `stop`, without their ends.

    Of one too large, only its first `max_bytes` + 1 bytes.
    """
    while (stop is None or file.tell() < stop) and (line := file.readline(max_bytes + 2)):  # \r\n
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(_CHUNK_BYTES)
        yield line.rstrip(b"\r\n")


def _line_document(line: bytes, source: Source) -> Document:
    """The document of one line; raises ValueError when it is not one."""
    try:
        record = json.loads(line.decode("utf-8-sig"), object_pairs_hook=_object)
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


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The JSON object of `pairs`; raises ValueError when a key is given twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        given = Counter(key for key, _ in pairs)
        raise ValueError(f"the key “{given.most_common(1)[0][0]}” is given twice")
    return found
