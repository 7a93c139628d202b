"""The cost of building and asking, measured in a process of its own: this module, run by itself.

python -m bench.speed.measuring build ENGINE PASSAGES FOLDER
python -m bench.speed.measuring ask ENGINE FOLDER            # queries as JSON, on stdin
python -m bench.speed.measuring found ENGINE FOLDER          # the same
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench.speed.engines import ENGINES
from bench.speed.given import Ask, Query

WARMING = 5  # queries of each kind that are not measured


@dataclass(frozen=True, slots=True)
class Build:
    """The cost of building an index: processor seconds of all processes, `bytes` on disk."""

    cpu: float
    wall: float
    peak_megabytes: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Asking:
    """The cost of opening and asking an index: for each kind, the milliseconds of each query."""

    open_ms: float  # of processor time
    opened_megabytes: float  # of memory, added by opening and one query
    asked_megabytes: float  # added when all queries are asked
    cpu_ms: Mapping[str, Sequence[float]]


def build(engine: str, passages: Path, folder: Path) -> Build:
    """The cost of building the index of `engine` in `folder`."""
    return Build(**_apart("build", engine, str(passages), str(folder)))


def ask(engine: str, folder: Path, queries: Sequence[Query]) -> Asking:
    """The cost of opening the index of `engine` in `folder` and of putting `queries` to it.

    The first WARMING of each kind are not measured.
    """
    return Asking(**_apart("ask", engine, str(folder), given=_told(queries)))


def found(engine: str, folder: Path, queries: Sequence[Query]) -> Mapping[str, Sequence[int]]:
    """For each kind, how many documents each of `queries` finds, in the index of `engine`.

    The first WARMING of each kind are left out. Empty if `engine` cannot tell.
    """
    if not ENGINES[engine].found:
        return {}
    counts: Mapping[str, Sequence[int]] = _apart("found", engine, str(folder), given=_told(queries))
    return counts


def _told(queries: Sequence[Query]) -> str:
    return json.dumps([asdict(query) for query in queries])


def _apart(*arguments: str, given: str = "") -> Any:
    """The output of this module run with `arguments`."""
    command = [sys.executable, "-m", __name__, *arguments]
    ran = subprocess.run(command, input=given, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(ran.stdout)


def _built(engine: str, passages: Path, folder: Path) -> Build:
    for module in ENGINES[engine].modules:
        import_module(module)
    before, started = _cpu(), time.monotonic()
    ENGINES[engine].build(passages, folder)
    cpu, wall = _cpu() - before, time.monotonic() - started
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    files = (path for path in folder.rglob("*") if path.is_file() and path.stat().st_nlink == 1)
    size = sum(path.stat().st_size for path in files)
    return Build(cpu, wall, max(_megabytes("VmHWM"), children), size)


def _asked(engine: str, folder: Path, queries: Sequence[Query]) -> Asking:
    for module in ENGINES[engine].modules:
        import_module(module)
    clock = ENGINES[engine].clock
    memory, before = _megabytes("VmRSS"), clock()
    answer = ENGINES[engine].opened(folder)
    open_ms = (clock() - before) * 1000
    opened_megabytes = None
    measured = {}
    for kind, asked in _by_kind(engine, queries).items():
        for query in islice(cycle(asked[:WARMING]), ENGINES[engine].warm):
            answer(query)
            opened_megabytes = opened_megabytes or _megabytes("VmRSS") - memory
        measured[kind] = tuple(_ms(clock, answer, query) for query in asked[WARMING:])
    asked_megabytes = _megabytes("VmRSS") - memory
    return Asking(open_ms, opened_megabytes or 0, asked_megabytes, measured)


def _found(engine: str, folder: Path, queries: Sequence[Query]) -> Mapping[str, Sequence[int]]:
    opened = ENGINES[engine].found
    assert opened
    count = opened(folder)
    by_kind = _by_kind(engine, queries)
    return {kind: tuple(map(count, asked[WARMING:])) for kind, asked in by_kind.items()}


def _by_kind(engine: str, queries: Sequence[Query]) -> Mapping[str, Sequence[Query]]:
    """The `queries` that `engine` answers."""
    by_kind: dict[str, list[Query]] = defaultdict(list)
    for query in queries:
        if query.kind in ENGINES[engine].answers:
            by_kind[query.kind].append(query)
    return by_kind


def _ms(clock: Callable[[], float], answer: Ask, query: Query) -> float:
    """The milliseconds that `query` takes."""
    before = clock()
    answer(query)
    return (clock() - before) * 1000


def _cpu() -> float:
    """Processor seconds of this process and of those it has waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _megabytes(what: str) -> float:
    """A figure of this process's memory, as Linux tells it.

    Not getrusage's: a new process begins with the peak of the one that started it.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) / 1024
    raise ValueError(what)


def _main(task: str, engine: str, *paths: str) -> None:
    if task == "build":
        passages, folder = map(Path, paths)
        told: Any = asdict(_built(engine, passages, folder))
    else:
        queries = [
            Query(row["kind"], tuple(row["words"]), tuple(row["folded"]), tuple(row["stems"]))
            for row in json.load(sys.stdin)
        ]
        if task == "ask":
            told = asdict(_asked(engine, Path(*paths), queries))
        else:
            told = _found(engine, Path(*paths), queries)
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    _main(*sys.argv[1:])
