"""The bench of joined names, on one small document."""

from __future__ import annotations

from pathlib import Path

from bench.joined import report


def test_the_names_among_words_that_begin_alike(tmp_path: Path) -> None:
    text = "زار بنزيدون السوق. بن زيدون هو بنزيدون. البنود بنود. بو جود. بوجود الوجود وجود."
    (tmp_path / "a.txt").write_text(text, "utf-8")
    *lines, last = report(tmp_path, 9)
    assert [line.split() for line in lines] == [["بنزيدون", "2", "بن", "زيدون", "1"]]
    assert last.startswith("5 words; taken apart 1, of which 1 also stand in two words")
