"""The words analysed a second of processor time, in one process."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import numpy as np

from indexer.analysis import families_of, roots_of, tokens
from indexer.analysis.batch_tokenizer import Vocabulary

_BATCH = 1_000
_PLAIN_TEXTS = 2_000  # for the plain path, which is slow


def report(texts: Iterable[str]) -> Iterator[str]:
    """The lines of a report on the analysis of `texts`."""
    given = list(texts)
    vocabulary = Vocabulary()
    vocabulary.batch([""])  # makes its tables
    counts = np.zeros(0, np.int64)

    def batches() -> int:
        nonlocal counts
        for start in range(0, len(given), _BATCH):
            ids, _ = vocabulary.batch(given[start : start + _BATCH])
            counts = np.pad(counts, (0, len(vocabulary.words) - len(counts)))
            counts += np.bincount(ids, minlength=len(counts))
        return int(counts.sum())

    def learning() -> None:
        writings = dict(zip(vocabulary.words, counts.tolist(), strict=True))
        roots_of(families_of(writings, {}), writings, {})

    words, cold = _timed(batches)
    learnt = _timed(learning)[1]
    warm = _timed(batches)[1]
    some = list(islice(given, _PLAIN_TEXTS))
    plain_words, plain = _timed(lambda: _plain(some))
    yield f"{words:,} words, {len(vocabulary.words):,} of them different"
    yield f"{'plain path, word by word':42}{plain_words / plain:12,.0f} words/s"
    yield f"{'in batches, all words new':42}{words / cold:12,.0f}"
    yield f"{'in batches, families and roots included':42}{words / (cold + learnt):12,.0f}"
    yield f"{'in batches, all words known':42}{words / warm:12,.0f}"


def _plain(texts: Sequence[str]) -> int:
    return sum(Counter(token.written for text in texts for token in tokens(text)).values())


Answer = TypeVar("Answer")


def _timed(work: Callable[[], Answer]) -> tuple[Answer, float]:
    """The result of `work`, and the seconds of processor time it takes."""
    before = time.process_time()
    return work(), time.process_time() - before
