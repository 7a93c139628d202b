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
    """Lets `size` requests on at a time, and at most `waiting` wait.

    A turn that ends goes on to the request that has waited longest.
    """

    def __init__(self, size: int, waiting: int) -> None:
        self._free = size
        self._most_waiting = waiting
        self._queue: deque[threading.Event] = deque()
        self._guard = threading.Lock()

    @contextmanager
    def turn(self, until: float) -> Iterator[None]:
        """A turn for as long as the block lasts.

        Raises IndexBusy when none comes `until` then, by the monotonic clock.
        """
        self._take(until)
        try:
            yield
        finally:
            self._give_back()

    def _take(self, until: float) -> None:
        with self._guard:
            if self._free and not self._queue:
                self._free -= 1
                return
            if len(self._queue) >= self._most_waiting:
                raise IndexBusy("Too many requests wait already; try again.", _COMES_BACK)
            mine = threading.Event()
            self._queue.append(mine)
        if mine.wait(max(0.0, until - time.monotonic())):
            return
        with self._guard:
            if mine.is_set():  # in the last moment
                return
            self._queue.remove(mine)
        raise IndexBusy("No turn came in time; try again.", _COMES_BACK)

    def _give_back(self) -> None:
        with self._guard:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._free += 1
