"""The running text of an archive, from which families are learnt."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import numpy as np

from indexer.analysis import RunningText
from indexer.analysis.batch_tokenizer import Vocabulary

_TOGETHER = 500  # texts that are read together


def running_text(texts: Iterable[str]) -> RunningText:
    """All `texts` as running text."""
    vocabulary = Vocabulary()
    words, lengths = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
    batch: list[str] = []
    for text in chain(texts, (None,)):
        if text is not None:
            batch.append(text)
        if batch and (text is None or len(batch) == _TOGETHER):
            numbers, sizes = vocabulary.batch(batch)
            words.append(numbers)
            lengths.append(sizes)
            batch = []
    return RunningText(vocabulary.words, np.concatenate(words), np.concatenate(lengths))


def written_counts(text: RunningText) -> dict[str, int]:
    """Written form → its count in the running `text`."""
    times = np.bincount(text.words, minlength=len(text.forms)).tolist()
    return dict(zip(text.forms, times, strict=True))
