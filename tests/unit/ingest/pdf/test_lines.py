"""Lines from baselines."""

from __future__ import annotations

import numpy as np

from indexer.ingest.pdf.lines import drawn_twice, line_numbers


def test_raised_letters_belong_to_the_line_below_them() -> None:
    y = np.array([700.0] * 8 + [705.5, 704.0] + [680.0] * 6)  # Amiri raises by half an em
    found = line_numbers(y, np.full(16, 12.0), np.full(16, 5.0))
    assert found.tolist() == [0] * 10 + [1] * 6


def test_a_small_line_close_below_a_heading_is_a_line() -> None:
    y = np.array([700.0] * 6 + [688.0] * 6)
    em = np.array([24.0] * 6 + [9.0] * 6)
    assert line_numbers(y, em, em / 2).tolist() == [0] * 6 + [1] * 6


def test_a_letter_drawn_twice_counts_once() -> None:
    line = np.array([0, 0, 0, 1])
    code = np.array([0x628, 0x628, 0x628, 0x628])
    found = drawn_twice(line, code, np.array([10.0, 10.4, 16.0, 16.1]), np.full(4, 12.0))
    assert found.tolist() == [False, True, False, False]
