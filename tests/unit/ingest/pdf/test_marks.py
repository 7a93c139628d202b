"""Marks on their letters."""

from __future__ import annotations

import numpy as np

from indexer.ingest.pdf.marks import bearers


def test_a_mark_belongs_to_the_letter_below_its_centre() -> None:
    line = np.array([0, 0, 0])
    left, right = np.array([0.0, 10.0, 20.0]), np.array([10.0, 20.0, 30.0])
    marks = np.array([4.0, 14.0, 29.0, 90.0])
    assert bearers(np.zeros(4, int), marks, line, left, right, 5.0).tolist() == [0, 1, 2, -1]
