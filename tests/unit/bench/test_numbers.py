"""The bench of numbers, on one small document."""

from __future__ import annotations

import re
from pathlib import Path

from bench.numbers import report, writings


def test_every_writing_of_a_number_finds_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("القانونان 36.15 و113-14 ومنحة 1.200 درهم.", "utf-8")
    counts = [re.findall(r"(\d+)(?: numbers|;|$)", line) for line in report(tmp_path)]
    assert counts == [["1", "1", "1"], ["2", "2", "2"]]


def test_readers_write_a_number_in_many_ways() -> None:
    assert {"36.15", "36-15", "36/15", "36–15"} < {*writings("36/15")}
    assert {"1200", "1.200", "1,200", "1\u00a0200"} < {*writings("1.200")}
