"""The keys by which words are compared: equal for a word with clitics, misspelt, or misread.

وبالمحكمة → family محكمة → key حكم     clitics and endings go with the family
القضاء, القضا → key ڡص                 weak letters and hamza do not count
ثقافي, تقافي → key ٮڡڡ                 nor do dots, which OCR loses first
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import is_function_word
from indexer.engine.utf8 import encoded

_SHAPES = {  # letters of one shape → the sign that stands for all of them
    "بتثن": "ٮ",
    "جحخ": "ح",
    "دذ": "د",
    "رز": "ر",
    "سش": "س",
    "صض": "ص",
    "طظ": "ط",
    "عغ": "ع",
    "فق": "ڡ",
    "كگک": "ك",
}
_WEAK = "اأإآٱويىئؤءةه"
_TABLE = str.maketrans(
    {letter: shape for letters, shape in _SHAPES.items() for letter in letters}
    | dict.fromkeys(_WEAK, "")
)
_SEPARATOR = "\0"  # between words, none of which has it
_LEAST = 2  # letters of a key; a word with fewer is its own key


_LONGEST = 7  # letters of a function word
# Function words that stand in chains of narrators and in blessings, too.
_OF_CHAINS = frozenset(("عن", "علي"))


def word_keys(words: Sequence[str]) -> list[str]:
    """The key of each of `words`, which are folded; of a function word it is the word."""
    keys = _SEPARATOR.join(words).translate(_TABLE).split(_SEPARATOR) if words else []
    return [
        word if len(key) < _LEAST or _is_function_word(word) else key
        for key, word in zip(keys, words, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class KeyKinds:
    """Which keys join, and which are numbers, bool[keys]; a hash of each, uint32[keys].

    A key joins if it is that of a function word that makes sentences of words: a title or a chain
    of names has none. The hash is of its letters: the same in every archive.
    """

    joins: NDArray[np.bool_]
    numeric: NDArray[np.bool_]
    hashes: NDArray[np.uint32]


def key_numbers(words: Sequence[str]) -> tuple[NDArray[np.int32], KeyKinds]:
    """(int32[words], equal numbers for `words` with equal keys; what these keys are)."""
    numbers: dict[str, int] = {}
    of_words = [numbers.setdefault(key, len(numbers)) for key in word_keys(words)]
    joins = [key not in _OF_CHAINS and _is_function_word(key) for key in numbers]
    numeric = [any(map(str.isdigit, key)) for key in numbers]
    hashes = [crc32(encoded(key)) for key in numbers]
    kinds = np.array(joins, bool), np.array(numeric, bool), np.array(hashes, np.uint32)
    return np.array(of_words, np.int32), KeyKinds(*kinds)


def _is_function_word(word: str) -> bool:
    """True if the folded `word` is a function word; folding made its alef maksura a yeh."""
    if len(word) > _LONGEST:
        return False
    return is_function_word(word) or (word[-1:] == "ي" and is_function_word(f"{word[:-1]}ى"))
