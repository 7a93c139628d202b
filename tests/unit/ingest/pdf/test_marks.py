"""Marks on their letters."""

from __future__ import annotations

import numpy as np

from indexer.ingest.pdf.glyphs import Glyphs
from indexer.ingest.pdf.marks import bearers, borne_marks


def test_a_mark_belongs_to_the_letter_below_its_centre() -> None:
    line = np.array([0, 0, 0])
    left, right = np.array([0.0, 10.0, 20.0]), np.array([10.0, 20.0, 30.0])
    marks = np.array([4.0, 14.0, 29.0, 90.0])
    assert bearers(np.zeros(4, int), marks, line, left, right, 5.0).tolist() == [0, 1, 2, -1]


def test_a_mark_belongs_to_the_letter_that_it_is_drawn_with() -> None:
    # lam, fatha, alef maqsura: the mark leans over the letter at the left
    code = np.array([0x644, 0x64E, 0x649])
    x, right = np.array([20.0, 14.0, 10.0]), np.array([26.0, 18.0, 20.0])
    y, em, at = np.full(3, 700.0), np.full(3, 12.0), np.arange(3)
    glyphs = Glyphs(code, x, y, x, right, x, right, y, y + 8, em, np.zeros(3), at, at)
    bases = np.array([2, 0])  # from left to right
    assert borne_marks(glyphs, bases, np.zeros(2, int), np.array([1])) == {1: [0x64E]}
