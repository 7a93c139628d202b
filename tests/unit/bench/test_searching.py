"""The bench of whole searches, on the dozen documents of the tests."""

from __future__ import annotations

import re
from pathlib import Path

from bench.searching import report

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
FIGURES = re.compile(r"(?:whole search|finding its hits): p50 [\d.]+ ms of CPU, p95 [\d.]+ ms")


def test_a_whole_search_is_timed_beside_finding_its_hits() -> None:
    head, whole, found, ratio = report(CORPUS)
    assert re.fullmatch(r"corpus: \d+ documents of \d+ words, 200 queries", head)
    assert FIGURES.fullmatch(whole)
    assert FIGURES.fullmatch(found)
    assert re.fullmatch(r"whole / finding: \d+\.\d\d", ratio)
