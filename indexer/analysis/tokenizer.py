"""The words of a text, with the offsets of each in the original."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.analysis.normalize import INVISIBLE, MARKS, folded, written
from indexer.analysis.numbers import COMMA, GROUPERS, NUMBER, SEPARATORS
from indexer.analysis.signs import HONORIFICS, SIGNS


def _class(codes: Iterable[int]) -> str:
    """`codes` as runs of a character class; one by one, those of the upper planes are slow."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in runs)


# What may stand in a character class of a pattern. LETTERS are those of the Arabic script and its
# presentation forms, but for ligatures of several words.
LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef"
    "\u06fa-\u06fc\u06ff\u0750-\u077f\u0860-\u0887\u0889-\u088e\u08a0-\u08c8"
    "\ufb50-\ufbb1\ufbd3-\ufc5d\ufc64-\ufcf1\ufcf5-\ufd3d\ufd50-\ufdc7\ufdf0-\ufdf9\ufe80-\ufefc"
)
ACCENTS = "\u0300-\u036f"
_MARKS = _class(MARKS)
_UNLETTERED = _MARKS + _class(INVISIBLE)
# After its last letter, a mark that stands for words is no part of a word.
_LAST_MARKS = _class(mark for mark in MARKS if chr(mark) not in HONORIFICS)
_ARABIC = f"[{LETTERS}](?:[{_UNLETTERED}]*[{LETTERS}])*[{_LAST_MARKS}]*"
# Digits of one number, date or law stay together: 1.11.91, 31.13, 2018-04, 12/5/1956, 10,405; so
# do those that a space which no line breaks at parts into thousands.
_BETWEEN_THOUSANDS = GROUPERS + COMMA
# Raised digits count as letters in Unicode's \w, but are the numbers of notes: حقوق الطفل¹ has two
# words, and is found as a phrase whatever follows.
_RAISED = "⁰¹²³⁴-⁹"
# Letters of any other script, with their combining marks; a mark alone is no word.
OTHER_LETTERS = rf"[^\W\d_{LETTERS}{_MARKS}{_RAISED}{_class(map(ord, HONORIFICS))}]"
_OTHER = rf"{OTHER_LETTERS}(?:[{ACCENTS}{_class(INVISIBLE)}]*{OTHER_LETTERS})*[{ACCENTS}]*"
_SIGN = f"[{_class(map(ord, (*SIGNS, *HONORIFICS)))}]"
_WORD = re.compile(f"{_ARABIC}|{NUMBER}|{_OTHER}|{_SIGN}")
# Before a character that is of no word, or is one by itself; and between letters and digits.
_BREAK = re.compile(
    rf"[^\w{_UNLETTERED}{ACCENTS}{SEPARATORS}{_BETWEEN_THOUSANDS}]|_"
    rf"|[{SEPARATORS}{_BETWEEN_THOUSANDS}](?!\d)|(?<!\d)[{_BETWEEN_THOUSANDS}]"
    r"|(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `text[start:end]` is what its author wrote, `written` the same in one encoding.

    `position` counts the words of the text from 0. The words of a sign like ﷺ all stand where it
    does.
    """

    written: str
    position: int
    start: int
    end: int

    @property
    def surface(self) -> str:
        """The folded word."""
        return folded(self.written)


def word_spans(text: str) -> Iterator[tuple[int, int, str]]:
    """The start, end and written form of each word of `text`, in order.

    A word ends where letters meet digits.
    """
    for found in _WORD.finditer(text):
        start, end = found.span()
        word = found[0]
        if end - start == 1 and word in HONORIFICS:
            yield from ((start, end, read) for read in HONORIFICS[word])
        else:
            yield start, end, written(word)


def word_break(text: str, start: int) -> int:
    """The first offset of `text` from `start` on that is surely inside no word; else its length.

    The words of the text before this offset and of the text after it are the words of `text`.
    """
    found = _BREAK.search(text, start)
    return found.start() if found else len(text)


def last_word_break(text: str, start: int, end: int) -> int | None:
    """The last offset of this kind from `start` on and before `end`; None if there is none."""
    last = None
    for found in _BREAK.finditer(text, start):
        if found.start() >= end:
            break
        last = found.start()
    return last


def tokens(text: str) -> Iterator[Token]:
    """The words of `text` in order."""
    for position, (start, end, form) in enumerate(word_spans(text)):
        yield Token(form, position, start, end)
