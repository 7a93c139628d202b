"""The process that parses strangers' files: sources in, their documents out, as lines of JSON.

`guarded` starts it. It reads no more than one source at a time under limits of memory and processor
time, which end it: by exit code OUT_OF_MEMORY, or by SIGPROF. Windows knows neither limit. It has
no network, where the system allows that. After a file that needs a process of its own it ends, by
exit code RECYCLED.

An answer is a document by its fields, a list of the parts of a DocumentError, the traceback of a
reader that failed, or an event: {"begun": member, "alone"}, {"pages": number of pages},
{"page_begun": number}, {"name", "total", "page"} or {"name", "readings"}.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

from indexer.errors import DocumentError, FormatError
from indexer.ingest import Source, SourceAnswer, SourceLimits, source_answers
from indexer.ingest.confinement import OUT_OF_MEMORY, leave_network, limit_memory, limits
from indexer.ingest.events import CacheEntry, PageBegun, PageCount, PageDone, ReadingBegun
from indexer.ingest.reading import page_values, reading_values
from indexer.model.values import plain_values

RECYCLED, TOO_LONG = 87, 88
_GATHERED, _GATHERED_CHARACTERS = 200, 100_000  # of the documents of a file, sent together
_SECONDS_A_PAGE = 2.0  # that each page adds to the time left, which never becomes more than all
_WALL = 6  # times the processor time, without any event
_JSON = json.JSONEncoder(ensure_ascii=False)

_Answer = dict[str, object] | tuple[str | int | bool | None, ...] | str


def serve(bounds: SourceLimits) -> None:
    """Reads the sources asked for on standard input, until it is closed."""
    limited = limits()
    clock = _Clock(bounds.max_seconds, limited)
    if limited:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        leave_network()
    sys.dont_write_bytecode = True
    asked: SimpleQueue[Source] = SimpleQueue()
    threading.Thread(target=_follow, args=(asked,), daemon=True).start()
    threading.Thread(target=clock.watch, daemon=True).start()
    if limited:
        limit_memory(bounds.max_memory_bytes)
    while True:
        source = asked.get()
        try:
            alone = _answer(source, bounds, clock)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except OSError:  # nobody takes the answers
            os._exit(1)
        if alone:
            os._exit(RECYCLED)


class _Clock:
    """The processor time that is left, of `seconds` at the most; where it is `limited`."""

    def __init__(self, seconds: float, limited: bool) -> None:
        self._seconds = seconds
        self._limited = limited
        self._until: float | None = None  # by the wall

    def start(self) -> None:
        """Lets the next answer take all the time."""
        self._until = time.monotonic() + _WALL * self._seconds
        if self._limited:
            signal.setitimer(signal.ITIMER_PROF, self._seconds)

    def add(self, seconds: float) -> None:
        """Adds `seconds` to the time left, up to all of it."""
        self._until = time.monotonic() + _WALL * self._seconds
        if self._limited:
            left = signal.getitimer(signal.ITIMER_PROF)[0] + seconds
            signal.setitimer(signal.ITIMER_PROF, min(left, self._seconds))

    def stop(self) -> None:
        """Lets the process wait for the next source."""
        self._until = None
        if self._limited:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def watch(self) -> None:
        """Ends the process when it does nothing for too long, as one that waits does."""
        while True:
            time.sleep(1)
            until = self._until
            if until is not None and time.monotonic() > until:
                os._exit(TOO_LONG)


def _follow(asked: SimpleQueue[Source]) -> None:
    """Puts the sources named on standard input into `asked`; ends the process at its end."""
    try:
        for line in sys.stdin.buffer:
            request = json.loads(line)
            given_up = tuple(map(tuple, request["given_up"]))
            asked.put(Source(**request | {"path": Path(request["path"]), "given_up": given_up}))
    finally:
        os._exit(OUT_OF_MEMORY)  # if not at the end of its input, for want of memory


def _answer(source: Source, bounds: SourceLimits, clock: _Clock) -> bool:
    """Writes the answers for `source` as lists, one a line, an empty list last.

    True if a reader was among them that needs a process of its own.
    """
    out = sys.stdout.buffer
    gathered: list[_Answer] = []
    characters = 0
    alone = False
    for answer, size in _answers(source, bounds, clock):
        gathered.append(answer)
        characters += size
        event = isinstance(answer, dict) and "id" not in answer
        alone = alone or (event and isinstance(answer, dict) and bool(answer.get("alone")))
        if event or characters >= _GATHERED_CHARACTERS or len(gathered) == _GATHERED:
            out.write(_line(gathered))
            out.flush()
            gathered, characters = [], 0
    if gathered:
        out.write(_line(gathered))
    out.write(_line([]))
    out.flush()
    return alone


def _answers(source: Source, bounds: SourceLimits, clock: _Clock) -> Iterator[tuple[_Answer, int]]:
    """(answer, its approximate length) for each thing that is found in `source`."""
    found = source_answers(source, bounds)
    clock.start()
    while True:
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
        if isinstance(read, PageBegun | PageDone):
            clock.add(_SECONDS_A_PAGE)
        elif not isinstance(read, PageCount):
            clock.start()
        yield _values(read)
    clock.stop()


def _values(answer: SourceAnswer) -> tuple[_Answer, int]:
    """(values that JSON can hold, their approximate length) of an answer."""
    if isinstance(answer, DocumentError):
        unread = isinstance(answer, FormatError)
        return (answer.path, answer.reason, answer.line, answer.digest, answer.member_id, unread), 0
    if isinstance(answer, ReadingBegun):
        return {"begun": answer.member, "alone": answer.alone}, 0
    if isinstance(answer, PageBegun):
        return {"page_begun": answer.number}, 0
    if isinstance(answer, PageCount):
        return {"pages": answer.pages}, 0
    if isinstance(answer, PageDone):
        row = page_values(answer.page)
        return {"name": answer.name, "total": answer.total, "page": row}, 0
    if isinstance(answer, CacheEntry):
        return {"name": answer.name, "readings": list(map(reading_values, answer.readings))}, 0
    return plain_values(answer), len(answer.text)


def _line(gathered: list[_Answer]) -> bytes:
    return _JSON.encode(gathered).encode("utf-8", "surrogatepass") + b"\n"
