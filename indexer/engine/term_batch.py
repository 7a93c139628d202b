"""A batch of terms, as documents are handed to the writer of an engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TermBatch:
    """The terms of one field for a batch of documents, those of each in order of position.

    dictionary: number → term, each once; it may grow between batches.
    tokens: int32[tokens], the number of each token: of its term in `dictionary`, or of its word.
    lengths: int64[documents], how many of the tokens each document has, one after the other.
    term_of_word: int32[words], word → number of its term, where tokens are numbered by words; so
        the fields of a text share their tokens.
    """

    dictionary: Sequence[str]
    tokens: NDArray[np.int32]
    lengths: NDArray[np.int64]
    term_of_word: NDArray[np.int32] | None = None

    @property
    def terms(self) -> NDArray[np.int32]:
        """The number of the term of each token in `dictionary`, int32[tokens]."""
        return self.tokens if self.term_of_word is None else self.term_of_word[self.tokens]

    def rows(self) -> Iterator[list[str]]:
        """The terms of each document, in order of position."""
        terms = [self.dictionary[number] for number in self.terms.tolist()]
        ends = [0, *self.lengths.cumsum().tolist()]
        return (terms[start:end] for start, end in pairwise(ends))

    @classmethod
    def of(cls, rows: Iterable[Sequence[str]]) -> TermBatch:
        """The batch of documents whose terms are `rows`, with a dictionary of their own."""
        rows = list(rows)
        dictionary = list(dict.fromkeys(chain.from_iterable(rows)))
        numbers = dict(zip(dictionary, range(len(dictionary)), strict=True))
        tokens = [numbers[text] for text in chain.from_iterable(rows)]
        lengths = [len(row) for row in rows]
        return cls(dictionary, np.array(tokens, np.int32), np.array(lengths, np.int64))
