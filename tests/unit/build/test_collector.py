import gc

import pytest

from indexer.build.collector import collected_rarely


def test_the_collector_looks_rarely_until_the_block_ends() -> None:
    before = gc.get_threshold()
    inside: list[int] = []

    def fails() -> None:
        with collected_rarely():
            inside.append(gc.get_threshold()[0])
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  (its own)
        fails()
    assert inside[0] > 10 * before[0]
    assert gc.get_threshold() == before


def test_a_collector_that_is_off_stays_off() -> None:
    before = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with collected_rarely():
            assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)
