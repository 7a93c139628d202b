"""Bridge files: their rows, their faults, and whose rows come first."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import SettingsError
from indexer.lexicon.bridge import (
    BridgeRow,
    archivist_rows,
    bridge_rows,
    merged_rows,
    shipped_rows,
    simple_key,
    stored_rows,
    write_bridge,
)
from indexer.model.basis import BridgeOrigin

OWN, SHIPPED = BridgeOrigin.ARCHIVIST, BridgeOrigin.SHIPPED


def test_a_row_has_four_columns() -> None:
    (row,) = bridge_rows("# x\n\nأ ; ب؛ ج\tA\t\tAB ; CD\n", "f", OWN)
    assert row == BridgeRow(("أ", "ب", "ج"), ("A",), (), ("AB", "CD"), OWN)
    assert bridge_rows(str(row), "f", OWN) == (row,)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("a\tb\tc\td\te", "line 2: 5 columns instead of 4"),
        ("أ\t!!", "line 2: “!!” has no word"),
        ("\t\t;", "line 2: there is no name"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, line: str, fault: str) -> None:
    path = tmp_path / "bridge.tsv"
    path.write_text(f"# names\n{line}\n", "utf-8")
    with pytest.raises(SettingsError, match=fault):
        archivist_rows(path)


def test_the_archivist_may_have_no_file(tmp_path: Path) -> None:
    assert archivist_rows(tmp_path / "none.tsv") == ()


def test_a_name_of_the_archivist_leads_where_he_says() -> None:
    own = bridge_rows("وكالة\t\t\tCNP\n\t\t\tUN", "f", OWN)
    others = bridge_rows("المجلس\tConseil\t\tCNP\nالأمم\tNations\t\tUN", "g", SHIPPED)
    rows = merged_rows(own, others)
    assert [row.names for row in rows] == [
        ("وكالة", "CNP"),
        ("المجلس", "Conseil"),
        ("الأمم", "Nations"),
    ]


def test_rows_of_a_generation_come_back(tmp_path: Path) -> None:
    rows = (BridgeRow(("أ",), ("A",), (), (), OWN), BridgeRow(("ب",), (), ("B",), (), SHIPPED))
    write_bridge(tmp_path, rows)
    assert stored_rows(tmp_path) == rows


def test_the_shipped_rows_are_many_and_sound() -> None:
    rows = shipped_rows()
    assert len(rows) >= 300
    for row in rows:
        assert row.arabic, row
        assert len(row.names) > 1, row
        assert not any(name.isascii() for name in row.arabic), row
        assert all(name.isascii() for name in row.acronyms), row
    names = [name for row in rows for name in {*map(simple_key, row.arabic)}]
    assert len(names) == len(set(names))
