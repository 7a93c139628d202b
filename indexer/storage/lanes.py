"""A lane: a few requests at a time, the others one after another in the order they came."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from indexer.errors import IndexBusy

_COMES_BACK = 2  # seconds after which one who was turned away may try again


class Lane:
    """Lets `size` requests on at a time, and at most `waiting` wait, each at most `seconds`.

    A place that is given back goes to the request that has waited longest.
    """

    def __init__(self, size: int, waiting: int, seconds: float) -> None:
        self._free = size
        self._most_waiting = waiting
        self._seconds = seconds
        self._queue: deque[threading.Event] = deque()
        self._guard = threading.Lock()

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place for as long as the block lasts; raises IndexBusy when none comes free in time."""
        self._take()
        try:
            yield
        finally:
            self._give_back()

    def _take(self) -> None:
        with self._guard:
            if self._free and not self._queue:
                self._free -= 1
                return
            if len(self._queue) >= self._most_waiting:
                raise IndexBusy("Too many requests wait already; try again.", _COMES_BACK)
            mine = threading.Event()
            self._queue.append(mine)
        started = time.monotonic()
        if mine.wait(self._seconds):
            return
        with self._guard:
            if mine.is_set():  # in the last moment
                return
            self._queue.remove(mine)
        waited = time.monotonic() - started
        raise IndexBusy(f"No place came free in {waited:.1f} s; try again.", _COMES_BACK)

    def _give_back(self) -> None:
        with self._guard:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._free += 1
