"""A word that was typed → the words of the archive that may have been meant.

Candidates are made from the typed word, one change at a time, and kept when the archive has them.
The counts of the archive's words are all the data this needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import combinations
from math import log2
from operator import itemgetter
from typing import NamedTuple

from indexer.analysis.morphology.affixes import ARTICLES, CLITICS
from indexer.analysis.normalize import folded
from indexer.lexicon.keyboards import (
    ARABIC_LETTERS,
    TAKEN_FOR,
    alphabet,
    arabic_spellings,
    other_layouts,
)
from indexer.lexicon.latin import is_hardly_arabic, may_be_french_or_english

MOST_LETTERS = 30  # of a word that is looked at
MOST_COUNTS = 3000  # words that are counted for one that was typed
_MOST_SIGNS = 4 * MOST_LETTERS  # letters and marks

Count = Callable[[str], int]

_AL = "ال"
_WILL = "س"
_HAMZA = "ء"
_LONG_VOWELS = "اوي"
_WEAK = frozenset("اويaeiouyh")  # letters most often forgotten or put in
# Letters that stand for a hamza whose sign is left out, and the other way about.
_SEATS = {"ا": "ء", "و": "ء", "ي": "ء", "ء": "اوي"}
_ENDINGS = {
    "ه": ("ت", "ا"),  # ة as it is heard
    "ت": ("ه",),
    "ا": ("ي", "ه", "وا"),  # ى as it is heard
    "ي": ("ا",),
    "و": ("وا",),  # the alef of the plural
    "وا": ("و",),
    "ن": ("ا",),  # tanwin as it is heard
}
_REPEATED = re.compile(r"(.)\1{2,}")
_SHORTEST = 2  # letters of what is left or cut off
_LONG = 6  # letters from which on two slips are looked for
_MOST_EDITS = 100  # the likeliest, that are paired
_MOST_SPELLINGS = 800  # of a word in Latin letters

# What each change costs: of a few figures tried, those that put the right word first most often
# for slips made at random in words of the shared corpus (tests/unit/lexicon/test_spelling.py).
_LAYOUT_SURELY = 0.4
_LAYOUT = {2: 1.4, 3: 0.8}  # short words are found by chance
_SURE = 6  # letters that no word gives by chance on another layout
_ARABIZI = 0.3
_FAR_FETCHED = 1.5  # the most that readings add: below two slips
_SPELLING = 0.5
_ARTICLE = 0.6
_CLITIC = 0.75
_DOUBLED = 0.6  # a letter twice instead of once, or once instead of twice
_SWAPPED = 0.6
_LIKELY = 0.7
_OMITTED = 0.7
_OMITTED_WEAK = 0.6
_ADDED = 0.9
_REPLACED = 1.0
_FIRST = 0.1  # more when it is the first letter
_SPLIT = 1.0
_SPLIT_SHORT = 1.3
_SECOND = 1.5
_BROKEN = 1.0
_BROKEN_SURELY = 0.5
_RARE = 0.7


class Kind(StrEnum):
    """The kinds of change between the typed word and a candidate."""

    ARTICLE = "article"  # added or taken off
    LETTERS = "letters"  # hamza, final ة and ى
    CLITIC = "clitic"  # taken off: و ف ب ل ك س
    TYPING = "typing"  # a slip or two
    LAYOUT = "layout"  # typed on another keyboard layout
    ARABIZI = "arabizi"  # Arabic in Latin letters
    SPLIT = "split"  # two words run together
    JOINED = "joined"  # one word broken in two


class Candidate(NamedTuple):
    """A word of the archive, folded, that may have been meant; of SPLIT two, with a space between.

    `cost` is how unlikely it is: what was changed, and how rare the word is. About 0.5 for another
    keyboard, 1 for a slip, 2 for two.
    """

    text: str
    kind: Kind
    cost: float


class _Edit(NamedTuple):
    """`letters` in place of those from `start` to `end`."""

    start: int
    end: int
    letters: str
    kind: Kind
    cost: float

    def applied(self, word: str) -> str:
        return word[: self.start] + self.letters + word[self.end :]


def candidates(word: str, count: Count) -> Iterator[Candidate]:
    """The words that may have been meant by `word`, best first, each once, never `word` itself.

    `word` is what stood between two spaces, as it was typed: for another layout its signs are
    letters too (av'm is شرطة), for Arabic in Latin letters its digits (7okouma). `count` tells how
    often a folded word occurs, 0 if never. It is asked MOST_COUNTS times at most, and for two
    slips only once the candidates of one change are all taken.
    """
    if len(word) > _MOST_SIGNS:
        return
    plain = folded(word)
    if not _SHORTEST <= len(plain) <= MOST_LETTERS or len(plain.split()) != 1:
        return
    edits = tuple(_edits(plain))
    once = [
        *_layouts(word),
        *_spelt_out(word),
        *_affixes(plain),
        *_drawn_out(plain),
        *(Candidate(edit.applied(plain), edit.kind, edit.cost) for edit in edits),
        *_splits(plain),
    ]
    met = {plain}
    yield from _attested(once, count, met)
    if len(plain) >= _LONG:
        left = MOST_COUNTS - sum(len(candidate.text.split()) for candidate in once)
        yield from _attested(_twice(plain, edits, left), count, met)


def respelt(word: str, count: Count) -> Iterator[Candidate]:
    """The words of the archive that sound like the folded `word`, likeliest first: LETTERS only.

    They have a hamza more or less than it, or another ending that is heard alike.
    """
    if len(word) > MOST_LETTERS:
        return
    texts = {edit.applied(word) for edit in _letter_edits(word)} - {word}
    counts = [(count(text), text) for text in texts if len(text) >= _SHORTEST]
    for occurrences, text in sorted(counts, key=lambda row: (-row[0], row[1])):
        if occurrences:
            yield Candidate(text, Kind.LETTERS, _SPELLING + _rarity(occurrences))


def joined(first: str, second: str, count: Count) -> Candidate | None:
    """The word of the archive that `first` and `second` make without the space between them.

    It costs less when one of the two does not occur by itself.
    """
    halves = folded(first), folded(second)
    found = count("".join(halves))
    if not found or not all(halves):
        return None
    cost = _BROKEN if all(map(count, halves)) else _BROKEN_SURELY
    return Candidate("".join(halves), Kind.JOINED, cost + _rarity(found))


def _attested(candidates: Iterable[Candidate], count: Count, met: set[str]) -> Iterator[Candidate]:
    """The `candidates` that occur and are not in `met`, best first; all are then added to it."""
    found: list[tuple[float, int, Candidate]] = []
    for candidate in sorted(candidates, key=lambda candidate: candidate.cost):
        text = candidate.text
        if text in met or len(text) < _SHORTEST:
            continue
        met.add(text)
        if occurrences := min(map(count, text.split())) if " " in text else count(text):
            cost = candidate.cost + _rarity(occurrences)
            found.append((cost, -occurrences, Candidate(text, candidate.kind, cost)))
    found.sort(key=lambda row: (row[0], row[1], row[2].text))
    return (candidate for _, _, candidate in found)


def _rarity(occurrences: int) -> float:
    """The cost of a rare word: _RARE if it occurs once, less and less if more often."""
    return _RARE / (1 + log2(occurrences))


# One change


def _layouts(word: str) -> Iterator[Candidate]:
    least = _SURE if may_be_french_or_english(word) else 1
    for text in other_layouts(word):
        if text.isalpha() and len(text) >= least:
            yield Candidate(text, Kind.LAYOUT, _LAYOUT.get(len(text), _LAYOUT_SURELY))


def _spelt_out(word: str) -> Iterator[Candidate]:
    if is_hardly_arabic(word):
        return
    for text, cost in arabic_spellings(word, _MOST_SPELLINGS):
        yield Candidate(text, Kind.ARABIZI, _ARABIZI + min(cost, _FAR_FETCHED))


def _drawn_out(word: str) -> Iterator[Candidate]:
    """`word` with what is written three times or more written once, or twice: الحكااامه."""
    for times in (1, 2):
        if (shorter := _REPEATED.sub(r"\1" * times, word)) != word:
            yield Candidate(shorter, Kind.TYPING, _DOUBLED)


def _affixes(word: str) -> Iterator[Candidate]:
    """`word` with the article or without it, and without what may be glued before it."""
    if alphabet(word) != ARABIC_LETTERS:
        return
    for article in ARTICLES:
        rest = word.removeprefix(article)
        if rest != word and len(rest) >= _SHORTEST:
            yield Candidate(rest, Kind.ARTICLE, _ARTICLE)
            if article != _AL:
                yield Candidate(_AL + rest, Kind.CLITIC, _CLITIC)
            break
    else:
        yield Candidate(_AL + word, Kind.ARTICLE, _ARTICLE)
    for clitic in (*CLITICS, _WILL):
        rest = word.removeprefix(clitic)
        if rest != word and len(rest) > _SHORTEST:
            yield Candidate(rest, Kind.CLITIC, _CLITIC)


def _splits(word: str) -> Iterator[Candidate]:
    """`word` cut in two, each half of two letters at least."""
    if not alphabet(word):
        return
    for at in range(_SHORTEST, len(word) - _SHORTEST + 1):
        short = min(at, len(word) - at) == _SHORTEST
        text = f"{word[:at]} {word[at:]}"
        yield Candidate(text, Kind.SPLIT, _SPLIT_SHORT if short else _SPLIT)


def _edits(word: str) -> Iterator[_Edit]:
    """Every change of one letter, or of two that stand in each other's place."""
    letters = alphabet(word)
    if not letters:
        return
    yield from _letter_edits(word)
    for at, letter in enumerate(word):
        first = _FIRST if at == 0 else 0
        before, after = word[at - 1 : at], word[at + 1 : at + 2]
        if after and after != letter:
            yield _Edit(at, at + 2, after + letter, Kind.TYPING, _SWAPPED + first)
        cost = _ADDED
        if letter in (before, after):
            cost = _DOUBLED
        elif _close(letter, before) or _close(letter, after):
            cost = _LIKELY
        yield _Edit(at, at + 1, "", Kind.TYPING, cost + first)
        for other in letters:
            if other != letter:
                cost = _LIKELY if _close(letter, other) else _REPLACED
                yield _Edit(at, at + 1, other, Kind.TYPING, cost + first)
    for at in range(len(word) + 1):
        first = _FIRST if at == 0 else 0
        for letter in letters:
            cost = _OMITTED
            if letter in word[max(at - 1, 0) : at + 1]:
                cost = _DOUBLED
            elif letter in _WEAK:
                cost = _OMITTED_WEAK
            yield _Edit(at, at, letter, Kind.TYPING, cost + first)


def _letter_edits(word: str) -> Iterator[_Edit]:
    """Changes between spellings of one sound, of those that folding leaves apart."""
    if alphabet(word) != ARABIC_LETTERS:
        return
    for at, letter in enumerate(word):
        for other in _SEATS.get(letter, ""):
            yield _Edit(at, at + 1, other, Kind.LETTERS, _SPELLING)
        if letter == _HAMZA:
            yield _Edit(at, at + 1, "", Kind.LETTERS, _SPELLING)
        if letter in _LONG_VOWELS:
            yield _Edit(at + 1, at + 1, _HAMZA, Kind.LETTERS, _SPELLING)
    for ending, others in _ENDINGS.items():
        if word.endswith(ending):
            for other in others:
                start = len(word) - len(ending)
                yield _Edit(start, len(word), other, Kind.LETTERS, _SPELLING)


def _close(letter: str, other: str) -> bool:
    return other in TAKEN_FOR.get(letter, ())


# Two changes


def _twice(word: str, edits: Iterable[_Edit], most: int) -> Iterator[Candidate]:
    """`word` with two of `edits`: `most` of them, of the least unlikely."""
    likely = sorted(edits, key=lambda edit: edit.cost)[:_MOST_EDITS]
    pairs = [
        (one.cost + other.cost, *((one, other) if one.end <= other.start else (other, one)))
        for one, other in combinations(likely, 2)
        if one.end <= other.start or other.end <= one.start
    ]
    pairs.sort(key=itemgetter(0))
    for _, one, other in pairs[:most]:
        text = (
            f"{word[: one.start]}{one.letters}"
            f"{word[one.end : other.start]}{other.letters}{word[other.end :]}"
        )
        yield Candidate(text, Kind.TYPING, _SECOND + one.cost + other.cost)
