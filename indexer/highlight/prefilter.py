"""Where in a text a few written forms may stand, found without reading the other words.

A long text is looked through for the letters its answers have in common, which takes a hundredth of
the time of reading it word by word. Only what stands there is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from indexer.analysis import GROUPERS, ChunkSearch, irregular_places

# No word reaches over white space, but a number over a space that parts its thousands: the words of
# a chunk are the same wherever it stands.
CHUNK = re.compile(rf"\S+(?:(?<=\d)[{GROUPERS}](?=\d)\S+)*")

_MOST_CORES = 48  # beyond, reading every word is as fast
_MOST_SHARED = 6
_SHORT = 200  # characters of a text, as titles are, that arrays would not find faster in
_LETTER = re.compile(r"[^\W_]")  # a chunk without one may have no word
_SHORTEST_CORE = 2  # letters of a core in Arabic: single ones stand everywhere


class Prefilter:
    """Finds the chunks of a text that may hold one of some written forms.

    With `around`, also the chunks of so many words before and after them, and at both ends of the
    text: words of a row may stand in two pieces of a text.
    """

    def __init__(self, forms: Iterable[str], around: int = 0) -> None:
        self._cores = cores(forms)
        self._search = None if self._cores is None else ChunkSearch(self._cores)
        self._words_around = around

    @property
    def helps(self) -> bool:
        """Whether it looks for anything: if not, every word is read."""
        return self._cores is not None

    def chunks(self, text: str) -> Iterable[tuple[int, int]]:
        """The (start, end) of chunks, in order; every word that is one of the forms is in one."""
        if self._cores is None or self._search is None:
            return _every_chunk(text)
        if len(text) <= _SHORT and not self._words_around:
            return _around(text, self._cores)
        ends: tuple[int, ...] = ()
        if self._words_around and (until := len(text.rstrip())):
            ends = (len(text) - len(text.lstrip()), until - 1)
        chunks = self._search.chunks(text, *ends)
        if chunks is None:
            return _every_chunk(text)
        return _with_neighbours(text, chunks, self._words_around) if self._words_around else chunks


def _every_chunk(text: str) -> Iterator[tuple[int, int]]:
    return (chunk.span() for chunk in CHUNK.finditer(text))


def cores(forms: Iterable[str]) -> tuple[str, ...] | None:
    """Strings one of which is in each of `forms`; None when they would not help to find them.

    They are the forms that hold no other, unless these are many: then letters that many share.
    """
    shortest_first = sorted(forms, key=len)
    if any(map(stands_everywhere, shortest_first)):
        return None
    found: list[str] = []
    for form in shortest_first:
        if not any(map(form.__contains__, found)):
            found.append(form)
        if len(found) > _MOST_CORES:
            return _shared_letters(shortest_first)
    return tuple(found)


def is_single(form: str) -> bool:
    """Whether `form` is of one letter or digit, or of none."""
    return len(form) < _SHORTEST_CORE


def stands_everywhere(form: str) -> bool:
    """Whether `form` is a letter that stands everywhere in Arabic."""
    return is_single(form) and not (form.isascii() and form.isalnum())


def _shared_letters(forms: list[str]) -> tuple[str, ...] | None:
    """A few pairs of letters one of which is in each of `forms`; None when few do not do."""
    found = list(filter(is_single, forms))
    forms = forms[len(found) :]
    while forms and len(found) < _MOST_SHARED:
        pairs = Counter(pair for form in forms for pair in set(map(str.__add__, form, form[1:])))
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        found.append(best)
        forms = [form for form in forms if best not in form]
    return None if forms else tuple(found)


def _around(text: str, some: Iterable[str]) -> list[tuple[int, int]]:
    """The (start, end) of what stands between spaces and may hold one of `some`, in order."""
    starts = {text.rfind(" ", 0, at) + 1 for at in irregular_places(text)}
    for core in some:
        at = text.find(core)
        while at >= 0:
            starts.add(text.rfind(" ", 0, at) + 1)
            at = text.find(core, at + 1)
    return [(start, _space(text, start)) for start in sorted(starts)]


def _space(text: str, at: int) -> int:
    """Where the first space of `text` from `at` on stands; its end if there is none."""
    found = text.find(" ", at)
    return len(text) if found < 0 else found


def _with_neighbours(
    text: str, chunks: Iterable[tuple[int, int]], words: int
) -> Iterator[tuple[int, int]]:
    """`chunks` and those of so many `words` before and after each, in order, each once."""
    end = 0
    for start, after in chunks:
        left, right, before, behind = start, after, words, words
        while before and left > end:
            reached = left
            while left > end and _parts_chunks(text, left - 1):
                left -= 1
            while left > end and not _parts_chunks(text, left - 1):
                left -= 1
            before -= _LETTER.search(text, left, reached) is not None
        while behind and (following := CHUNK.search(text, right)):
            right = following.end()
            behind -= _LETTER.search(text, *following.span()) is not None
        for chunk in CHUNK.finditer(text, max(left, end), right):
            yield chunk.span()
        end = max(end, right)


def _parts_chunks(text: str, at: int) -> bool:
    """Whether `text[at]` is a space that stands between chunks."""
    if not text[at].isspace():
        return False
    digits = text[at - 1 : at].isdecimal() and text[at + 1 : at + 2].isdecimal()
    return not (digits and text[at] in GROUPERS)
