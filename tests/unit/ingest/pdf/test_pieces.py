"""Letters in several pieces."""

from __future__ import annotations

import numpy as np

from indexer.ingest.pdf.glyphs import Glyphs
from indexer.ingest.pdf.pieces import small_pieces, without_foreign_pieces


def test_a_hamza_given_as_its_alef_is_a_piece_of_it() -> None:
    code = np.array([0x625, 0x625, 0x625])
    x, height = np.array([10.0, 11.0, 30.0]), np.array([9.0, 2.0, 2.0])
    found = small_pieces(np.zeros(3, int), code, x, height, np.full(3, 12.0))
    assert found.tolist() == [False, True, False]


def test_a_letter_from_nowhere_where_an_arabic_one_stands_is_a_piece_of_it() -> None:
    code = np.array([0x644, 0x183, 0x623, 0x62C])
    x, right = np.array([4.0, 10.0, 11.0, 16.0]), np.array([10.0, 14.0, 12.5, 22.0])
    y, em, at = np.full(4, 700.0), np.full(4, 12.0), np.arange(4)
    glyphs = Glyphs(code, x, y, x, right, x, right, y, y + 8, em, np.zeros(4), at, at)
    found, foreign = without_foreign_pieces(glyphs, at, np.zeros(4, int))
    assert foreign.tolist() == [False, True, False, False]
    assert (found.x[2], found.right[2]) == (10.0, 14.0)  # the alef that it stood for


def test_a_latin_letter_beside_an_arabic_one_is_none() -> None:
    code = np.array([0x110, 0x644])
    x, right = np.array([4.0, 10.0]), np.array([10.0, 14.0])
    y, em, at = np.full(2, 700.0), np.full(2, 12.0), np.arange(2)
    glyphs = Glyphs(code, x, y, x, right, x, right, y, y + 8, em, np.zeros(2), at, at)
    assert not without_foreign_pieces(glyphs, at, np.zeros(2, int))[1].any()
