"""The documents of a file with one JSON object on each line."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf

from indexer.errors import DocumentError
from indexer.ingest.cleaning import clean_text
from indexer.ingest.limits import SourceLimits
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source

_CHUNK_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a file: its number from 1, where it begins, its size, and what is in it.

    The size is that with its end. Of a line too large, `content` is only the beginning.
    """

    number: int
    start: int
    size: int
    content: bytes


def jsonl_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of each line, or why it is no document; empty lines are passed over.

    The file may be of any size, a line only `max_bytes`.
    """
    max_bytes = limits.max_bytes
    for line in _lines(source, max_bytes):
        try:
            if len(line.content) > max_bytes:
                limit = f"{max_bytes / 1_000_000:.2f} MB"
                raise ValueError(f"line too large: more than the limit of {limit}")
            yield _line_reading(line)
        except ValueError as error:
            digest = hashlib.sha256(line.content).hexdigest()
            yield DocumentError(source.name, str(error), line.number, digest)


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


def jsonl_lines(source: Source) -> Iterator[Source]:
    """Each line of `source` that is not empty, by itself."""
    for line in _lines(source, _CHUNK_BYTES):
        yield replace(source, start=line.start, bytes=line.size, line=line.number, last=False)


def _lines(source: Source, max_bytes: int) -> Iterator[_Line]:
    """The lines that begin in `source` and are not empty.

    Of one too large, only its first `max_bytes` + 1 bytes.
    """
    start, number = source.start, source.line
    stop = inf if source.last else start + source.bytes
    with source.path.open("rb") as file:
        file.seek(start)
        while start < stop and (line := file.readline(max_bytes + 2)):  # \r\n
            size, rest = len(line), line
            while rest and not rest.endswith(b"\n"):
                rest = file.readline(_CHUNK_BYTES)
                size += len(rest)
            if not line.isspace():
                yield _Line(number, start, size, line.rstrip(b"\r\n"))
            start += size
            number += 1


def _line_reading(line: _Line) -> Reading:
    """The content of one line; raises ValueError when it is not a document."""
    try:
        record = json.loads(line.content.decode("utf-8-sig"), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise ValueError("not UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg.lower()} (character {error.pos + 1})") from error
    except ValueError as error:
        if "digits" in str(error):  # Python's int takes no more than 4,300
            raise ValueError("not JSON of a document: a number is too long") from error
        raise
    except RecursionError as error:
        raise ValueError("not JSON of a document: nested too deeply") from error
    if not isinstance(record, dict):
        raise ValueError("must be a JSON object with id and text")
    if record.get("id") in (None, ""):
        raise ValueError("id: missing")
    if not isinstance(record.get("text"), str):
        raise ValueError("text: missing, or not a text")
    digest = hashlib.sha256(line.content).hexdigest()
    return Reading(
        record,
        clean_text(record["text"]),
        digest=digest,
        line=line.number,
        offset=line.start,
        length=len(line.content),
    )


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The JSON object of `pairs`; raises ValueError when a key is given twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        given = Counter(key for key, _ in pairs)
        raise ValueError(f"the key “{given.most_common(1)[0][0]}” is given twice")
    return found
