"""The bench of completions, on the dozen documents of the tests."""

from __future__ import annotations

import re
from pathlib import Path

from bench.completing import report

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
FIGURES = re.compile(r"(?:first|again): p50 [\d.]+ ms, p95 [\d.]+ ms, longest [\d.]+ ms")


def test_each_beginning_is_completed_twice() -> None:
    head, *rows = report(CORPUS, None)
    assert head.endswith("; 400 beginnings")
    assert len(rows) == 2
    assert all(map(FIGURES.fullmatch, rows))
