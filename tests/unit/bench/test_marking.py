"""The bench of marking, on the dozen documents of the tests."""

from __future__ import annotations

from pathlib import Path

from bench.marking import QUERIES, report

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def test_there_is_a_row_for_each_query() -> None:
    _, head, *rows = report(CORPUS)
    assert head.split() == ["page", "marks", "law", "first", "marks", "query"]
    assert [row.split("  ")[-1] for row in rows] == [f"{q} ({width})" for q, width in QUERIES]
    assert int(rows[0].split()[1]) > 0
