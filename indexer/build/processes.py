"""Processes that work for this one: spawned, deaf to Ctrl-C, and gone when it is gone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.queues import SimpleQueue
from typing import Any

from indexer.errors import ProcessLost

_LOST = (
    "A process that worked for this one was ended before its work was done, most often because "
    "memory ran out. What was in place is still in place; --jobs 1 needs the least memory."
)


_told_to_stop = _at_work = False  # of a process that works for another


@contextmanager
def processes(
    number: int, start: Callable[..., None] | None = None, *given: Any
) -> Iterator[ProcessPoolExecutor]:
    """An executor of `number` processes, each of which first calls `start` with what is `given`.

    When the block fails, what they have not begun is dropped, and what is `stoppable` is stopped.
    Raises ProcessLost when one of them ends before its work is done.
    """
    # spawned, because forking is unsafe where there are threads
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.SimpleQueue()  # the processes that can be told to stop
    with ProcessPoolExecutor(number, spawn, _start, (ready, start, given)) as executor:
        try:
            yield executor
        except BrokenProcessPool as error:
            raise ProcessLost(_LOST) from error
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            while not ready.empty():
                with suppress(ProcessLookupError):
                    os.kill(ready.get(), signal.SIGTERM)
            raise


def stoppable(work: Callable[..., Any], *given: Any) -> Any:
    """The outcome of `work`, which is stopped by SystemExit when the block above it fails."""
    global _at_work
    if _told_to_stop:
        sys.exit(1)
    _at_work = True
    try:
        return work(*given)
    finally:
        _at_work = False


def processors() -> int:
    """The number of processors this process may use, as far as the system tells."""
    if hasattr(os, "sched_getaffinity"):  # of Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start(
    ready: SimpleQueue[int], start: Callable[..., None] | None, given: tuple[Any, ...]
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and stops this process
    threading.Thread(target=_follow_parent, daemon=True).start()
    if os.name == "posix":  # elsewhere a signal ends a process at once
        signal.signal(signal.SIGTERM, _stop)
        ready.put(os.getpid())
    if start is not None:
        start(*given)


def _stop(*_: object) -> None:
    global _told_to_stop
    _told_to_stop = True
    if _at_work:
        sys.exit(1)


def _follow_parent() -> None:
    """Ends this process when its parent is gone, however that came."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
