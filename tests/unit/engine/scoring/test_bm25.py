"""BM25 counts as Lucene does."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.engine.scoring.bm25 import LENGTHS, inverse_frequency, length_step


def decoded(byte: int) -> int:
    """The length that Lucene stores as `byte`: `SmallFloat.byte4ToInt`, read plainly."""
    if byte < 24:
        return byte
    bits, shift = (byte - 24) & 7, ((byte - 24) >> 3) - 1
    return 24 + (bits if shift < 0 else (bits | 8) << shift)


def test_lengths_count_as_lucene_rounds_them() -> None:
    assert LENGTHS.tolist() == [decoded(byte) for byte in range(256)]
    assert LENGTHS[-1] > 2**30
    lengths = np.array([*range(2_000), 106_373, 106_374, 106_375, 1 << 30])
    rounded = LENGTHS[length_step(lengths)]
    assert rounded.tolist() == [
        max(length for length in LENGTHS if length <= given) for given in lengths
    ]


@pytest.mark.parametrize(
    ("holders", "idf"),
    [(1, 1.540445), (3, 0.693147), (6, 0.074107)],  # log(1 + (6 - n + 0.5) / (n + 0.5))
)
def test_common_words_count_for_little(holders: int, idf: float) -> None:
    assert inverse_frequency(np.array([holders]), 6)[0] == pytest.approx(idf, abs=1e-6)
