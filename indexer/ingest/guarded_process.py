"""The process that parses strangers' files: sources in, their documents out, as lines of JSON.

`guarded` starts it. It reads no more than one source at a time under limits of memory and processor
time, which end it: by exit code OUT_OF_MEMORY, or by SIGPROF. Windows knows neither limit.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue

from indexer.errors import DocumentError, FormatError
from indexer.ingest import Source, SourceLimits, read_source
from indexer.model.values import plain_values

OUT_OF_MEMORY = 86
_GATHERED, _GATHERED_CHARACTERS = 200, 100_000  # of the documents of a file, sent together
_JSON = json.JSONEncoder(ensure_ascii=False)

# A document by its fields, what a DocumentError is made of, or where a reader failed.
_Answer = dict[str, object] | tuple[str | int | bool | None, ...] | str


def limits() -> bool:
    """Whether this system can limit the memory and the processor time of a process."""
    return find_spec("resource") is not None and hasattr(signal, "setitimer")


def serve(bounds: SourceLimits) -> None:
    """Reads the sources asked for on standard input, until it is closed."""
    limited = limits()
    if limited:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
    sys.dont_write_bytecode = True
    asked: SimpleQueue[Source] = SimpleQueue()
    threading.Thread(target=_follow, args=(asked,), daemon=True).start()
    if limited:
        limit_memory(bounds.max_memory_bytes)
    while True:
        source = asked.get()
        try:
            _answer(source, bounds, limited)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except OSError:  # nobody takes the answers
            os._exit(1)


def _follow(asked: SimpleQueue[Source]) -> None:
    """Puts the sources named on standard input into `asked`; ends the process at its end."""
    try:
        for line in sys.stdin.buffer:
            request = json.loads(line)
            asked.put(Source(**request | {"path": Path(request["path"])}))
    finally:
        os._exit(OUT_OF_MEMORY)  # if not at the end of its input, for want of memory


def limit_memory(max_bytes: int) -> None:
    """Lets the process have `max_bytes` beyond what it has, where the system can tell and limit."""
    import resource  # Windows has none

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + max_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _answer(source: Source, bounds: SourceLimits, limited: bool) -> None:
    """Writes the documents and errors of `source` as lists, one a line, an empty list last."""
    out = sys.stdout.buffer
    gathered: list[_Answer] = []
    characters = 0
    for answer, size in _answers(source, bounds, limited):
        gathered.append(answer)
        characters += size
        if characters >= _GATHERED_CHARACTERS or len(gathered) == _GATHERED:
            out.write(_line(gathered))
            out.flush()
            gathered, characters = [], 0
    if gathered:
        out.write(_line(gathered))
    out.write(_line([]))
    out.flush()


def _answers(source: Source, bounds: SourceLimits, limited: bool) -> Iterator[tuple[_Answer, int]]:
    """(document or error, its approximate length) for each one in `source`.

    Up to each of them the process may take `max_seconds` of processor time, where it is `limited`.
    """
    found = read_source(source, bounds)
    while True:
        if limited:
            signal.setitimer(signal.ITIMER_PROF, bounds.max_seconds)
        try:
            read = next(found, None)
        except MemoryError:
            raise
        except Exception as error:  # a fault of the reader: the other sources are not to suffer
            yield "".join(traceback.format_tb(error.__traceback__)), 0
            yield (source.name, f"cannot be read: its reader failed ({type(error).__name__})"), 0
            break
        if read is None:
            break
        if isinstance(read, DocumentError):
            unread = isinstance(read, FormatError)
            yield (read.path, read.reason, read.line, read.digest, read.member_id, unread), 0
        else:
            yield plain_values(read), len(read.text)
    if limited:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _line(gathered: list[_Answer]) -> bytes:
    return _JSON.encode(gathered).encode("utf-8", "surrogatepass") + b"\n"
