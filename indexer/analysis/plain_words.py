"""The characters of a text beside which a word differs from its written form.

Most words are their own written form, so that the text can be searched for it as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import whitespace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Classes: TypeAlias = NDArray[np.uint8]  # of each character, its class

_MARKS = range(0x064B, 0x0653)  # tashkeel, which no letter is composed with
# Words of these characters are written as they stand, but where two marks meet.
_PLAIN = (
    *range(0x41),  # ASCII, but for capital letters
    *range(0x5B, 0x7F),
    *(0xA0, 0xA9, 0xAB, 0xB0, 0xB7, 0xBB),  # signs that are of no word
    *(*range(0xE0, 0xF7), *range(0xF8, 0x100), 0x0153),  # small letters of French
    *(0x060C, 0x061B, 0x061F),  # ، ؛ ؟
    *(*range(0x0621, 0x063B), *range(0x0641, 0x064B)),  # Arabic letters
    *_MARKS,
    *(0x2010, *range(0x2012, 0x2028), *range(0x2030, 0x205F)),  # dashes, quotation marks
)
_IRREGULAR = re.compile(
    f"[^{re.escape(''.join(map(chr, _PLAIN)))}]|[{''.join(map(chr, _MARKS))}]{{2}}"
)
_SIGNS = (*range(0x21), 0xA0, *range(0x2000, 0x2100))  # those of them that share a class
_OFTEN = 20  # characters to an odd one
SIGN, ODD, SPACE = 0, 1, 2  # classes; each other plain character has a class of its own
_FIRST_MARK = 0x100 - len(_MARKS)


def _class_table() -> Classes:
    """The class of each character of the first plane."""
    table = np.full(1 << 16, ODD, np.uint8)
    own = [code for code in _PLAIN if code not in _SIGNS and code not in _MARKS]
    table[list(_PLAIN)] = SIGN
    table[own] = range(SPACE + 1, SPACE + 1 + len(own))
    table[list(map(ord, whitespace))] = SPACE
    table[_MARKS] = range(_FIRST_MARK, 0x100)
    return table


_CLASSES = _class_table()


def classes(text: str) -> Classes | None:
    """The class of each character of `text`; None where one is beyond the first plane."""
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    return _CLASSES.take(codes) if len(codes) == len(text) else None


def irregular(found: Classes) -> NDArray[np.intp] | None:
    """The offsets of characters, by their classes, whose words `written` may change.

    None when there are too many. `written` changes no word without such a character.
    """
    odd = found == ODD
    marks = found >= _FIRST_MARK
    odd[1:] |= marks[1:] & marks[:-1]
    offsets = np.flatnonzero(odd)
    return None if len(offsets) * _OFTEN > len(found) else offsets


def irregular_offsets(text: str) -> Sequence[int] | None:
    """The offsets of characters of `text` whose words `written` may change; None as `irregular`."""
    found = classes(text)
    offsets = None if found is None else irregular(found)
    return None if offsets is None else offsets.tolist()


def irregular_places(text: str) -> Iterator[int]:
    """The offsets that `irregular_offsets` gives, however many; quicker in a short text.

    Of two marks that meet, the first.
    """
    return (found.start() for found in _IRREGULAR.finditer(text))
