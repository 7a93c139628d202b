"""Sources read in a process of their own, so that none takes more memory or time than it may.

    with guarded_reader(limits) as reader:
        for found in reader.read(sources):  # a Document or a DocumentError, in their order

Strangers' files are parsed in that process alone. It holds no secrets, its answers
are JSON, and it ends when this process does. One that dies of a source is started anew: the source
becomes a DocumentError, and the next one is read.
"""

from __future__ import annotations

import atexit
import json
import logging
import signal
import subprocess
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

from indexer.errors import DocumentError, FormatError
from indexer.ingest import (
    Source,
    SourceLimits,
    confinement,
    guarded_process,
    may_be_cached,
    source_lines,
)
from indexer.ingest.cache import ReadingCache, source_digest
from indexer.ingest.confined import confined_command, confined_options
from indexer.model import Document, PageOrigin
from indexer.model.values import document_of_values

log = logging.getLogger(__name__)

NO_LIMITS = (
    "This system cannot limit what reading a file takes: max_memory_megabytes and max_seconds "
    "under [corpus] in config.toml do not hold here."
)
_MOST_DEATHS = 3  # of one file, before none of its pages is read
_AHEAD = 16  # sources asked for before the first of them is answered
# Of the environment: where the program that reads pictures is.
_KEPT = {"PATH", "TESSDATA_PREFIX"}


class GuardedReader:
    """Reads sources in a process that is under `limits`, one for all sources it is given.

    What slow readers find is kept in `cache`, if there is one; `progress` is told of their pages.
    """

    def __init__(self, limits: SourceLimits, cache: ReadingCache | None = None) -> None:
        self.limits = limits
        self.cache = cache
        self.progress: Callable[[Progress], None] = _say_nothing
        self._process: _Process | None = None

    def read(self, sources: Iterable[Source]) -> Iterator[Document | DocumentError]:
        """The documents and errors that `read_source` finds in `sources`; too large is an error.

        The documents of a file of many come as they are read: only a line that is too large is left
        out, and of a container only the member that its reader does not survive.
        """
        try:
            yield from self._read(deque(map(self._prepared, sources)))
        except BaseException:
            self.close()  # it has answers that nobody waits for
            raise

    def close(self) -> None:
        """Ends the process, if there is one."""
        if self._process is not None:
            self._process.close()
            self._process = None

    def _prepared(self, source: Source) -> Source:
        """`source` with its digest and its folder in the cache, where its reading may be kept."""
        if self.cache is None or source.cache or not may_be_cached(source):
            return source
        try:
            digest = source.digest or source_digest(source)
        except OSError:  # which reading it reports
            return source
        return replace(source, digest=digest, cache=str(self.cache.of(digest)))

    def _read(self, left: deque[Source]) -> Iterator[Document | DocumentError]:
        asked = given = 0  # of `left`, those that were asked for; what was found in the first
        tried = ""  # the member of the first that its process did not survive, once
        while left:
            process = self._process = self._process or _Process(self.limits)
            process.ask(islice(left, asked, _AHEAD))
            asked = min(len(left), _AHEAD)
            try:
                for found in islice(self._answers(process, left[0]), given, None):
                    given += 1
                    yield found
            except _Died as death:
                self.close()
                asked = 0
                if death.code == guarded_process.RECYCLED:
                    continue
                if death.of_memory and process.answered:
                    continue  # not of this source alone: a new process tries again
                if process.begun is not None:
                    member = process.begun
                    if member and tried != member:
                        tried = member  # it may have suffered from the members before it
                        continue
                    given_up = left[0].given_up
                    again = [of for of, *_ in given_up].count(member) >= _MOST_DEATHS
                    page = 0 if again else process.page
                    given_up = (*given_up, (member, death.reason(self.limits), page))
                    left[0] = replace(left[0], given_up=given_up)
                    continue
                source = left.popleft()
                lines = source_lines(source)
                if len(lines) > 1:
                    yield from islice(self._read(deque(lines)), given, None)
                else:
                    line = source.line if lines else None
                    yield DocumentError(source.name, death.reason(self.limits), line)
                given, tried = 0, ""
            else:
                left.popleft()
                asked -= 1
                given, tried = 0, ""

    def _answers(self, process: _Process, source: Source) -> Iterator[Document | DocumentError]:
        """The documents and errors of `source`; what is to be kept of it is."""
        for answer in process.answers():
            if isinstance(answer, Document | DocumentError):
                yield answer
            elif self.cache is not None and source.digest and answer.get("name"):
                if "page" in answer:
                    self.cache.add_page(source.digest, answer["name"], answer["page"])
                else:
                    self.cache.keep(source.digest, answer["name"], answer["readings"])
            if isinstance(answer, dict):
                self._tell(source, answer)

    def _tell(self, source: Source, event: dict[str, Any]) -> None:
        """Tells `progress` of an event."""
        if "page" in event:
            page = event["page"]
            ocr = page.get("origin") == PageOrigin.OCR
            self.progress(Progress(source.name, int(page["number"]), int(event["total"]), ocr))
        elif "pages" in event:
            self.progress(Progress(source.name, 0, int(event["pages"])))


@dataclass(frozen=True, slots=True)
class Progress:
    """Page `page` of `pages` of the file `name` was read, by its picture if `ocr`."""

    name: str
    page: int
    pages: int
    ocr: bool = False

    def __str__(self) -> str:
        """The file and how far it is read."""
        by_picture = ", OCR" if self.ocr else ""
        return f"{self.name[-40:]} {self.page}/{self.pages}{by_picture}"


def _say_nothing(progress: Progress) -> None:
    pass


_idle: list[GuardedReader] = []


@contextmanager
def guarded_reader(limits: SourceLimits, cache: Path | None = None) -> Iterator[GuardedReader]:
    """A reader under `limits`: one that is idle, if there is one, for they take time to start.

    What slow readers find is kept in the folder `cache`.
    """
    reader = next((idle for idle in _idle if idle.limits == limits), None)
    if reader is None:
        reader = GuardedReader(limits)
    else:
        _idle.remove(reader)
    reader.cache = None if cache is None else ReadingCache(cache)
    try:
        yield reader
    except BaseException:
        reader.close()
        raise
    finally:
        reader.progress = _say_nothing
    _idle.append(reader)


@atexit.register
def close_idle() -> None:
    """Ends the processes of readers that are idle."""
    while _idle:
        _idle.pop().close()


class _Died(Exception):
    """The process ended, with `code`, before it had answered."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code

    @property
    def of_memory(self) -> bool:
        """True if memory was what it lacked: its own limit was met, or the machine's."""
        return self.code in (confinement.OUT_OF_MEMORY, _ended_by("SIGKILL"))

    def reason(self, limits: SourceLimits) -> str:
        """Why the source it was reading cannot be read."""
        if self.of_memory:
            most = f"{limits.max_memory_bytes / 1_000_000:,.0f} MB"
            setting = "max_memory_megabytes"
            told = f"takes too much memory to read: the limit is {most}"
        elif self.code in (guarded_process.TOO_LONG, _ended_by("SIGPROF")):
            setting = "max_seconds"
            told = f"takes too long to read: the limit is {limits.max_seconds:g} s"
        else:
            return f"cannot be read: what reads it broke down ({_cause(self.code)})"
        return f"{told} ({setting} under [corpus] in config.toml)"


def _ended_by(name: str) -> int | None:
    """The exit code of a process that the signal `name` ended; None where there is no such."""
    number = getattr(signal, name, None)
    return None if number is None else -number


def _cause(code: int) -> str:
    with suppress(ValueError):
        return signal.Signals(-code).name
    return f"exit code {code}"


class _Process:
    """The process that reads; `answered` how many sources.

    `begun` is the member of the source, or the source itself (""), that is being read, where the
    others may be read without it; `page` the page of it that was begun last.
    """

    def __init__(self, limits: SourceLimits) -> None:
        self.answered = 0
        self.begun: str | None = None
        self.page = 0
        self._temporary = tempfile.TemporaryDirectory(prefix="khizana-")
        if not confinement.limits():
            log.warning(NO_LIMITS)
        own = {"TMPDIR": self._temporary.name, "TEMP": self._temporary.name}
        self._running = subprocess.Popen(  # noqa: S603  (this Python, and nothing from outside)
            confined_command(
                "indexer.ingest.guarded_process",
                "serve",
                limits,
                packages=("indexer", "indexer.mentions"),
            ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            **confined_options(_KEPT, own),
        )

    def ask(self, sources: Iterable[Source]) -> None:
        """Asks for `sources`, which are answered one after another."""
        asked = cast(IO[bytes], self._running.stdin)
        with suppress(BrokenPipeError):  # it died, as will be seen where its answers are read
            for source in sources:
                request = asdict(source) | {"path": str(source.path)}
                asked.write(json.dumps(request).encode() + b"\n")
            asked.flush()

    def answers(self) -> Iterator[Document | DocumentError | dict[str, Any]]:
        """The documents, errors and events of the next source in turn; raises _Died."""
        self.begun = None
        for line in cast(IO[bytes], self._running.stdout):
            if not line.endswith(b"\n"):
                break
            gathered = json.loads(line)
            if not gathered:
                self.answered += 1
                return
            for answer in gathered:
                if isinstance(answer, str):
                    log.error("A reader failed:\n%s", answer)
                elif isinstance(answer, list):
                    self.begun = None
                    yield _error(*answer)
                elif "id" in answer:
                    self.begun = None
                    yield document_of_values(answer)
                else:
                    self._follow(answer)
                    yield answer
        raise _Died(self._running.wait())

    def _follow(self, event: dict[str, Any]) -> None:
        """Notes what is being read."""
        if "begun" in event:
            self.begun, self.page = event["begun"], 0
        if "page" in event:
            self.page = int(event["page"]["number"]) + 1
        self.page = event.get("page_begun", self.page)

    def close(self) -> None:
        """Ends it, whatever it is doing."""
        self._running.kill()
        self._running.wait()
        for pipe in (self._running.stdin, self._running.stdout):
            with suppress(BrokenPipeError):
                cast(IO[bytes], pipe).close()
        self._temporary.cleanup()


def _error(
    path: str,
    reason: str,
    line: int | None = None,
    digest: str | None = None,
    member_id: str | None = None,
    unread: bool = False,
) -> DocumentError:
    return (FormatError if unread else DocumentError)(path, reason, line, digest, member_id)
