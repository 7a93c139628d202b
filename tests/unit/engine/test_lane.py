"""Lanes: how many are on, who is next, who is turned away."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from indexer import IndexBusy
from indexer.engine.lane import Lane

LATER = time.monotonic() + 3600


def until(what: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not what():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_no_more_are_on_than_it_lets() -> None:
    lane = Lane(3, waiting=100)
    guard, on, most = threading.Lock(), 0, 0

    def visit() -> None:
        nonlocal on, most
        with lane.turn(LATER):
            with guard:
                on += 1
                most = max(most, on)
            time.sleep(0.002)
            with guard:
                on -= 1

    with ThreadPoolExecutor(20) as threads:
        for visited in [threads.submit(visit) for _ in range(100)]:
            visited.result()
    assert most == 3


def test_turns_come_in_the_order_they_were_asked_for() -> None:
    lane = Lane(1, waiting=100)
    order: list[int] = []

    def visit(number: int) -> None:
        with lane.turn(LATER):
            order.append(number)

    with ThreadPoolExecutor(10) as threads, lane.turn(LATER):
        for number in range(10):
            threads.submit(visit, number)
            until(lambda waiting=number + 1: len(lane._queue) == waiting)
    assert order == list(range(10))


def test_who_waits_too_long_is_turned_away_and_leaves_the_queue() -> None:
    lane = Lane(1, waiting=1)
    with lane.turn(LATER):
        for _ in range(3):
            with pytest.raises(IndexBusy, match="came in time"), lane.turn(time.monotonic() + 0.01):
                pass
    with lane.turn(LATER):
        pass


def test_one_too_many_to_wait_is_turned_away_at_once() -> None:
    lane = Lane(1, waiting=2)

    def visit() -> None:
        with lane.turn(LATER):
            pass

    with ThreadPoolExecutor(2) as threads:
        with lane.turn(LATER):
            waiting = [threads.submit(visit) for _ in range(2)]
            until(lambda: len(lane._queue) == 2)
            with pytest.raises(IndexBusy, match="wait already") as caught, lane.turn(LATER):
                pass
            assert caught.value.retry_after > 0
        for visited in waiting:
            visited.result()


def test_a_turn_ends_when_the_block_fails() -> None:
    lane = Lane(1, waiting=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), lane.turn(LATER):
            raise ZeroDivisionError
