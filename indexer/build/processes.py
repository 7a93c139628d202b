"""Processes that work for this one: spawned, deaf to Ctrl-C, and gone when it is gone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any


@contextmanager
def processes(
    number: int, start: Callable[..., None] | None = None, *given: Any
) -> Iterator[ProcessPoolExecutor]:
    """An executor of `number` processes, each of which first calls `start` with what is `given`.

    When the block fails, what they have not begun is dropped.
    """
    # spawned, because forking is unsafe where there are threads
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(number, spawn, _start, (start, given)) as executor:
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def processors() -> int:
    """The number of processors this process may use, as far as the system tells."""
    if hasattr(os, "sched_getaffinity"):  # of Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start(start: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and ends this process
    threading.Thread(target=_follow_parent, daemon=True).start()
    if start is not None:
        start(*given)


def _follow_parent() -> None:
    """Ends this process when its parent is gone, however that came."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
