"""Columns and tables."""

from __future__ import annotations

from indexer.ingest.pdf.columns import Cell, Row, gutters, reading_order

EM = 12.0


def prose(left: float, right: float, letters: int = 40) -> Cell:
    return Cell(left, right, 0, 0, letters, 0)


def two_columns(rows: int) -> list[Row]:
    return [(prose(50, 280), prose(310, 540)) for _ in range(rows)]


def test_the_right_column_is_read_first_in_arabic() -> None:
    rows = [(prose(50, 540),), *two_columns(6), (prose(50, 540),)]
    order = [row for row, _ in reading_order(rows, EM, right_to_left=True)]
    left, right = (prose(50, 280),), (prose(310, 540),)
    assert order == [rows[0], *[right] * 6, *[left] * 6, rows[-1]]


def test_the_left_column_is_read_first_in_french() -> None:
    order = [row for row, _ in reading_order(two_columns(5), EM, right_to_left=False)]
    assert order == [(prose(50, 280),)] * 5 + [(prose(310, 540),)] * 5


def test_a_table_is_read_row_by_row() -> None:
    cells = [(Cell(50, 90, 0, 0, 4, 4), Cell(310, 400, 0, 0, 12, 0)) for _ in range(9)]
    assert [row for row, _ in reading_order(cells, EM, right_to_left=True)] == cells


def test_four_rows_are_no_column() -> None:
    rows = two_columns(4)
    assert [row for row, _ in reading_order(rows, EM, right_to_left=True)] == rows


def test_a_row_on_one_side_belongs_to_its_column() -> None:
    rows = [*two_columns(6), (prose(310, 540),)]
    order = [row for row, _ in reading_order(rows, EM, right_to_left=True)]
    assert order == [(prose(310, 540),)] * 7 + [(prose(50, 280),)] * 6


def test_gutters_are_found_in_one_pass_over_many_rows() -> None:
    rows: list[Row] = [
        tuple(Cell(x, x + 5, 0, 0, 1, 0) for x in range(number % 7, 600, 20))
        for number in range(3_000)
    ]
    assert max(found.both for found in gutters(rows, 10)) < 3_000
