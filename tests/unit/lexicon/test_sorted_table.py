"""Sorted lines: each is found by its key, and by what keys begin with."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest

from indexer import IndexDamaged
from indexer.lexicon.sorted_table import SortedTable

ROWS = {f"{number}": f"{number:x}" for number in range(0, 6_000, 2)}  # more than one stretch
ROWS |= {"كتاب": "ك" * 9_000, "كتب": "", "گل": "é"}  # a line longer than one
ROWS |= {"ʕ": "𐤀 ʕ"}  # of more than one byte a letter


@pytest.fixture
def lines(tmp_path: Path) -> SortedTable:
    SortedTable.write(tmp_path / "lines", (f"{key}\t{rest}" for key, rest in ROWS.items()))
    return SortedTable(tmp_path / "lines")


def test_what_stands_after_each_key_is_found(lines: SortedTable) -> None:
    assert {key: lines.after(key) for key in ROWS} == ROWS


def test_what_is_no_key_is_not_found(lines: SortedTable) -> None:
    numbers = (f"{number}" for number in range(1, 6_000, 2))
    for key in ("", "00", "كتا", "كتابا", "ي", "\uffff", *numbers):
        assert lines.after(key) is None


@pytest.mark.parametrize("key", ["&#661;", "&", "2\t1", "0\n", "\n", "\udc80"])
def test_signs_that_no_key_has_are_found_nowhere(lines: SortedTable, key: str) -> None:
    assert lines.after(key) is None
    assert list(lines.beginning(key)) == list(lines.holding(key)) == []


@pytest.mark.parametrize(
    "prefix", ["1", "11", "119", "5998", "7777", "9", "ك", "كتاب", "كتابا", "گ", "ʕ"]
)
def test_lines_that_begin_so_come_in_order(lines: SortedTable, prefix: str) -> None:
    wanted = [f"{key}\t{rest}" for key, rest in ROWS.items() if key.startswith(prefix)]
    assert list(lines.beginning(prefix)) == sorted(wanted)


def test_all_lines_begin_with_nothing(lines: SortedTable) -> None:
    assert sorted(lines.beginning("")) == sorted(f"{key}\t{rest}" for key, rest in ROWS.items())


def test_lines_that_hold_a_text_come_once(lines: SortedTable) -> None:
    assert list(lines.holding("كك")) == [f"كتاب\t{ROWS['كتاب']}"]
    assert list(lines.holding("ʕ")) == ["ʕ\t𐤀 ʕ"]
    assert len(list(lines.holding(""))) == len(ROWS)


def test_a_file_may_be_empty(tmp_path: Path) -> None:
    SortedTable.write(tmp_path / "lines", ())
    lines = SortedTable(tmp_path / "lines")
    assert lines.after("") is lines.after("ك") is None
    assert list(lines.beginning("")) == list(lines.holding("ك")) == []


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"a", b"a\n", b"\t\t\n", b"\xff\t\xff\n", b"\xff", b"a\tb"]
)
def test_a_file_of_other_bytes_is_damage_or_has_no_such_line(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "lines").write_bytes(content)
    lines = SortedTable(tmp_path / "lines")
    for key in ("", "a", "b", "é", "كتاب"):
        with suppress(IndexDamaged):
            lines.after(key)
        with suppress(IndexDamaged):
            list(lines.beginning(key))
        with suppress(IndexDamaged):
            list(lines.holding(key))


def test_a_line_without_an_end_is_damage(tmp_path: Path) -> None:
    (tmp_path / "lines").write_bytes(b"a\tb\nc\td")
    with pytest.raises(IndexDamaged, match="cannot be read"):
        list(SortedTable(tmp_path / "lines").holding("d"))


def test_a_sign_that_is_none_is_damage(tmp_path: Path) -> None:
    (tmp_path / "lines").write_bytes(b"a\t\xfa\n")
    with pytest.raises(IndexDamaged, match="cannot be read"):
        SortedTable(tmp_path / "lines").after("a")


def test_looking_for_letters_copies_no_more_than_the_lines_that_hold_them(tmp_path: Path) -> None:
    rows = (f"{number:07}\t{'كتب' if number == 77_777 else 'درس'}" for number in range(100_000))
    SortedTable.write(tmp_path / "lines", rows)
    lines = SortedTable(tmp_path / "lines")
    tracemalloc.start()
    try:
        assert list(lines.holding("كتب")) == ["0077777\tكتب"]
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < (tmp_path / "lines").stat().st_size / 100
