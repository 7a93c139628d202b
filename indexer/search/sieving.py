"""Where in a text a few written forms may stand, found without reading the other words.

A long text is looked through for the letters its answers have in common, which takes a hundredth of
the time of reading it word by word. Only what stands there is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np

# No word reaches over white space: the words of a chunk are the same wherever it stands.
CHUNK = re.compile(r"\S+")
_SPACE = re.compile(r"\s")

_MOST_CORES = 48  # beyond, reading every word is as fast
_DENSE = 24  # characters to a core; where more stand, reading every word is as fast
_SHORTEST = 2  # letters of a core: single ones stand everywhere
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
    *(*range(0x2010, 0x2028), *range(0x2030, 0x205F)),  # dashes, quotation marks
)


_MARK, _ODD = 1, 2
_KINDS = np.full(1 << 16, _ODD, np.uint8)  # of each character of the first plane; 0 is plain
_KINDS[list(_PLAIN)] = 0
_KINDS[_MARKS] = _MARK


class Sieve:
    """Finds the chunks of a text that may hold one of some written forms."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._cores = cores(forms)

    def chunks(self, text: str) -> Iterator[tuple[int, int]]:
        """The (start, end) of chunks, in order; every word that is one of the forms is in one."""
        odd = odd_places(text) if self._is_worth_it(text) else None
        if self._cores is None or odd is None:
            return (chunk.span() for chunk in CHUNK.finditer(text))
        found = dict(_around(text, odd))
        for core in self._cores:
            found |= _around(text, _places(text, core))
        return iter(sorted(found.items()))

    def _is_worth_it(self, text: str) -> bool:
        """Whether there are cores, and they stand in few words of `text`."""
        return self._cores is not None and sum(map(text.count, self._cores)) * _DENSE < len(text)


def cores(forms: Iterable[str]) -> tuple[str, ...] | None:
    """Strings one of which is in each of `forms`; None when they would not help to find them."""
    found: list[str] = []
    for form in sorted(forms, key=len):
        if not any(core in form for core in found):
            found.append(form)
        if len(found) > _MOST_CORES or len(found[0]) < _SHORTEST:
            return None
    return tuple(found)


def odd_places(text: str) -> Iterable[int] | None:
    """Where characters stand whose words may be written otherwise; None when that is too often.

    `written` changes no word without them.
    """
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    if len(codes) != len(text):
        return None  # with characters beyond the first plane, places are not those of `text`
    kinds = _KINDS[codes]
    marked = kinds == _MARK
    odd = kinds == _ODD
    odd[1:] |= marked[1:] & marked[:-1]
    places = np.flatnonzero(odd)
    return None if len(places) * 20 > len(text) else places.tolist()


def _places(text: str, core: str) -> Iterator[int]:
    at = text.find(core)
    while at >= 0:
        yield at
        at = text.find(core, at + 1)


def _around(text: str, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The chunks of `text` that hold `places`, given in order."""
    end = 0
    for place in places:
        if place < end or text[place].isspace():
            continue
        start = place
        while start > end and not text[start - 1].isspace():
            start -= 1
        after = _SPACE.search(text, place)
        end = after.start() if after else len(text)
        yield start, end
