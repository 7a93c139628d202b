"""The letters of a word that all words of its family have, whatever rule leads to it.

Rules take off affixes and vowels, double letters, and write hamzas and letters for a g in other
ways. No rule takes away the other letters, adds one, or puts two of them in another order. So two
words of different lasting letters are of different families, unless a list says otherwise.
"""

from __future__ import annotations

import string
from itertools import groupby

_LASTING = frozenset("ثحخدذرزشصضطظع" + string.ascii_lowercase)


def lasting_letters(word: str) -> str:
    """The letters of the folded `word` that its family has too, each run of one letter once."""
    return "".join(letter for letter, _ in groupby(filter(_LASTING.__contains__, word)))
