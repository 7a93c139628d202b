"""The health of many texts at once, from the numbers of their words.

`health_of` (indexer/ingest/health.py) looks at every word of a text. In the spool the words are
numbers, and each distinct word is looked up once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.batch_tokenizer import Integers
from indexer.build.spool import TextWords
from indexer.ingest.health import (
    ARABIC_WORD,
    PRIVATE_USE,
    REPLACEMENT,
    foreign_letters,
    has_health,
    health_of,
    health_score,
    is_shred,
    known_form,
    shipped_words,
    word_form,
)
from indexer.model import Document, Page

_COLUMNS = _LETTERS, _KNOWN, _WORD, _SHRED, _LATIN = range(5)


class WordHealths:
    """The health of texts whose words are numbers: their places in `words`, written forms."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._looked_up = np.zeros(len(words), np.bool_)
        # int32[_COLUMNS, word id]: the letters of a word of Arabic; these again where it is known;
        # 1 for a word of Arabic; 1 for one that is a letter alone; 1 for a word of other letters.
        self._counts = np.zeros((len(_COLUMNS), len(words)), np.int32)

    def with_healths(self, documents: Sequence[Document], texts: TextWords) -> list[Document]:
        """`documents` with their healths, those of their pages, and the number of their words.

        `texts` are these words.
        """
        self._look_up(texts.numbers)
        sums = [_sums(of_words[texts.numbers], texts.lengths).tolist() for of_words in self._counts]
        suspect = _has_meaningless([document.text for document in documents])
        found = []
        for document, (letters, known, words, shreds, latin), length in zip(
            documents, zip(*sums, strict=True), texts.lengths.tolist(), strict=True
        ):
            health = None
            if has_health(document.language):
                foreign = foreign_letters(document.text) if latin or suspect else 0
                health = health_score(letters, known, words, shreds, foreign)
            pages = _pages(document)
            found.append(replace(document, health=health, pages=pages, words=length))
        return found

    def _look_up(self, numbers: NDArray[np.int32]) -> None:
        """Fills in the counts of the words `numbers` that were not met before."""
        new = np.unique(numbers[~self._looked_up[numbers]])
        self._looked_up[new] = True
        words = [self._words[number] for number in new.tolist()]
        listed = np.fromiter(map(shipped_words().__contains__, words), np.bool_, len(words))
        lengths = np.fromiter(map(len, words), np.int32, len(words)) * listed
        self._counts[_LETTERS, new] = self._counts[_KNOWN, new] = lengths
        self._counts[_WORD, new] = listed
        for at in np.flatnonzero(~listed).tolist():
            self._counts[:, new[at]] = _counts(words[at])


def _pages(document: Document) -> tuple[Page, ...]:
    """The pages of `document`, each with its health; one that its reader gave it stays."""
    pages, language = document.pages, document.language
    ends = [page.start for page in pages[1:]] + [len(document.text)]
    return tuple(
        page
        if page.health is not None and has_health(language)
        else replace(page, health=health_of(document.text[page.start : end], language))
        for page, end in zip(pages, ends, strict=False)
    )


def _counts(word: str) -> tuple[int, int, int, int, int]:
    """The counts of a word that the list does not have, as the columns have them."""
    if ARABIC_WORD.match(word) is None:
        return 0, 0, 0, 0, word[:1].isalpha()
    form = word_form(word)
    return len(form), len(form) * known_form(form), 1, is_shred(form), 0


def _sums(values: NDArray[np.int32], lengths: Integers) -> Integers:
    """The sum of each run of `values`, int64[runs]; the runs have these `lengths`."""
    until = np.concatenate((np.zeros(1, np.int64), np.cumsum(values, dtype=np.int64)))
    ends = np.cumsum(lengths)
    sums: Integers = until[ends] - until[ends - lengths]
    return sums


def _has_meaningless(texts: Sequence[str]) -> bool:
    """Whether one of `texts` has a letter without a meaning."""
    letters = np.frombuffer("".join(texts).encode("utf-16-le", "surrogatepass"), np.uint16)
    private = letters - np.uint16(PRIVATE_USE[0]) < PRIVATE_USE[1] - PRIVATE_USE[0]
    return bool(private.any() or (letters == ord(REPLACEMENT)).any())
