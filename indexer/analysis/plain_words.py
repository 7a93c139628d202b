"""The characters of a text beside which a word differs from its written form.

Most words are their own written form, so that the text can be searched for it as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

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
_OFTEN = 20  # characters to an odd one
_MARK, _ODD = 1, 2
_KINDS = np.full(1 << 16, _ODD, np.uint8)  # of each character of the first plane; 0 is plain
_KINDS[list(_PLAIN)] = 0
_KINDS[_MARKS] = _MARK


def irregular_offsets(text: str) -> Sequence[int] | None:
    """The offsets of characters whose words `written` may change; None when there are too many.

    `written` changes no word without such a character.
    """
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    if len(codes) != len(text):
        return None  # with characters beyond the first plane, places are not those of `text`
    kinds = _KINDS.take(codes)
    if not kinds.any():
        return ()
    marked = kinds == _MARK
    odd = kinds == _ODD
    odd[1:] |= marked[1:] & marked[:-1]
    places = np.flatnonzero(odd)
    return None if len(places) * _OFTEN > len(text) else places.tolist()
