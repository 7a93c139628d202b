"""Numbers of a query that are written in several words → the rows they may be written as.

    1 200            (1, 200) and (1200)
    0522276000       (0522276000), (0522, 27, 60, 00), (05, 22, 27, 60, 00), …
    2014 - 2015      (2014, 2015) and (2014-2015), whichever of them has spaces around its sign

A row is looked for only where the archive has its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.analysis.numbers import number_family, number_in_words, words_of_number
from indexer.lexicon import Lexicon
from indexer.query.rows import Row, Slot, Unit

_MOST_WORDS = 6  # of one number
_PARTS_OF_DAY, _DIGITS_OF_YEAR = 3, 4


def number_unit(words: Sequence[str], at: int, lexicon: Lexicon) -> Unit | None:
    """The number that begins with the word `at` of `words`, folded, where it has several rows.

    The words of a telephone number are asked for side by side; those of another may be a list.
    """
    if not words[at][:1].isdecimal():
        return None
    after = words[at:]
    size, family = (
        longest_number(after) or _in_parts(after, lexicon) or (1, lexicon.family(words[at]))
    )
    typed = tuple(Slot(number) for number in range(at, at + size))
    rows = [typed]
    if size > 1 and lexicon.members(family):
        rows.append((Slot(words=(family,)),))
    as_typed = tuple(words[at : at + size])
    rows += (row for in_row, row in _rows(family, lexicon) if in_row != as_typed)
    is_telephone = size > 1 and family.isdecimal() and is_telephone_number(family)
    if len(rows) == 1 and not is_telephone:
        return None
    return Unit(at, size, tuple(rows), bound=is_telephone, vouched=len(rows) > 1)


def longest_number(words: Sequence[str]) -> tuple[int, str] | None:
    """The size and the family of the longest number of several words that `words` begin with."""
    for size in range(min(len(words), _MOST_WORDS), 1, -1):
        if (family := number_in_words(words[:size])) is not None:
            return size, family
    return None


def is_telephone_number(family: str) -> bool:
    """Whether the number of several words of this `family` is no sum: those begin with no 0."""
    return family.startswith("0")


def _in_parts(words: Sequence[str], lexicon: Lexicon) -> tuple[int, str] | None:
    """The same of a number of the archive whose parts `words` begin with: 36 and 15 of 36-15."""
    for size in range(min(len(words), _PARTS_OF_DAY), 1, -1):
        parts = tuple(words[:size])
        family = number_family("-".join(parts)) if all(map(str.isdecimal, parts)) else ""
        if family and lexicon.members(family) and parts in words_of_number(family):
            return size, family
    return None


def _rows(family: str, lexicon: Lexicon) -> Iterator[tuple[tuple[str, ...], Row]]:
    """The rows of several words that the archive has for the number of `family`."""
    for words in words_of_number(family):
        is_day = len(words) == _PARTS_OF_DAY and len(words[-1]) == _DIGITS_OF_YEAR
        slots = [
            _attested((word, f"0{word}") if is_day and len(word) == 1 else (word,), lexicon)
            for word in words
        ]
        if all(slots):
            yield words, tuple(Slot(words=of) for of in slots)


def _attested(words: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
    """The words of `words` that the archive has in some form, each once."""
    return tuple(word for word in dict.fromkeys(words) if lexicon.members(lexicon.family(word)))
