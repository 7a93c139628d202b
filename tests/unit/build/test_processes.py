"""How many processors there are, on each system."""

from __future__ import annotations

import os

import pytest

from indexer.build.processes import processors


def test_those_this_process_may_use_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 3, 5}, raising=False)
    assert processors() == 3


@pytest.mark.parametrize(("told", "processes"), [(8, 8), (None, 1)])
def test_where_that_is_not_told_all_are(
    monkeypatch: pytest.MonkeyPatch, told: int | None, processes: int
) -> None:
    """As on macOS."""
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: told)
    assert processors() == processes
