"""BM25 is that of Whoosh, but for the inverse document frequency, which is Lucene's."""

from __future__ import annotations

import numpy as np
import pytest
from whoosh.util.numeric import byte_to_length, length_to_byte

from indexer.engine.scoring.bm25 import LENGTHS, inverse_frequency


def test_lengths_count_as_whoosh_rounds_them() -> None:
    assert LENGTHS.tolist() == [byte_to_length(byte) for byte in range(256)]
    lengths = [*range(2_000), 106_373, 106_374, 106_375, 1 << 30]
    rounded = LENGTHS[np.searchsorted(LENGTHS[:255], lengths)]
    assert rounded.tolist() == [byte_to_length(length_to_byte(length)) for length in lengths]


@pytest.mark.parametrize(
    ("holders", "idf"),
    [(1, 1.540445), (3, 0.693147), (6, 0.074107)],  # log(1 + (6 - n + 0.5) / (n + 0.5))
)
def test_common_words_count_for_little(holders: int, idf: float) -> None:
    assert inverse_frequency(np.array([holders]), 6)[0] == pytest.approx(idf, abs=1e-6)
