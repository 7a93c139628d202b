"""The words of an archive → the names of persons, places and bodies that it attests.

1. `add` keeps each place where a name may begin with the words around it, as numbers in a file,
   and counts which words follow given names, titles and words for places.
2. `found` reads these places again with the counts of the whole archive: where each name ends, how
   often it stands so, and under which cues.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import spelled
from indexer.analysis.batch_tokenizer import Integers, word_bounds
from indexer.build.spool import TextWords
from indexer.engine.sealed_file import SealedFile, unsealed
from indexer.model.names import NameCue, NameKind
from indexer.names import words as listed
from indexer.names.listed import listed_names
from indexer.names.matching import first_spellings
from indexer.names.proper_words import is_known, is_nisba, is_proper
from indexer.names.rules import (
    MOST_OF_BODY,
    MOST_WORDS,
    body_ends,
    foreign_end,
    is_believed,
    name_key,
    name_start,
    person_end,
    place_end,
)

_BEFORE = 4  # words that are kept before the place where a name may begin
_WIDTH = _BEFORE + MOST_WORDS
_NONE = -1  # no word: the end of a text, or a sign between
_CHUNK = 100_000  # places that are read at once
_SHARE = 0.3  # of a word's places that follow names, for a word of names
_NISBA_SHARE = 0.08  # the same for العلوي and the like
_SURE_TIMES, _SURE_SHARE = 3, 0.6  # after names, for a word of which nothing else is known
_PLACE_SHARE = 0.1  # of a word's places that follow words for places
_MOST_NAMES = 300_000  # that are counted at once: then those that stand once are forgotten
_KEPT = 0.5  # of the places of a body's name that its longer form has
_ALWAYS = 0.8  # the same where what follows is no end: the name is not whole
_GLUED = frozenset("وب")  # letters that may be words of their own
_PERSON, _PLACE, _BODY, _TITLE, _ROLE = 1, 2, 4, 8, 16

Words = tuple[str, ...]


@dataclass(slots=True)
class Attested:
    """How often a name stands in an archive, and after which cues."""

    places: int = 0
    cues: Counter[NameCue] = field(default_factory=Counter)
    ended: bool = False  # a sign stood after the name of a body


Names = dict[tuple[NameKind, Words], Attested]


def _beginnings() -> dict[str, tuple[int, str]]:
    """Spelled word → (what may begin there, the word without what stands before it)."""
    kinds: Counter[str] = Counter()
    for words, kind in (
        (listed.GIVEN | listed.AMBIGUOUS | listed.SONS | listed.FATHERS, _PERSON),
        (listed.BEFORE_DIVINE - listed.GIVEN - listed.AMBIGUOUS, _PERSON),
        (listed.SERVANT, _PERSON),
        (listed.TITLES, _TITLE),
        (listed.ROLES, _ROLE),
        (listed.PLACE_CUES, _PLACE),
        (listed.BODY_HEADS | listed.THE_BODY_HEADS, _BODY),
    ):
        kinds.update(dict.fromkeys(words, kind))
    found: dict[str, tuple[int, str]] = {}
    for word, kind in kinds.items():
        for spelling in first_spellings(word):
            found.setdefault(spelling, (kind, word))
    found.update((word, (kind, word)) for word, kind in kinds.items())
    return found


class NameEvidence:
    """Gathers what an archive tells of names; a file in `folder` holds the places.

    `words` is the vocabulary: word id → written form.
    """

    def __init__(self, words: Sequence[str], folder: Path) -> None:
        self.spelled: list[str] = []
        number: dict[str, int] = {}
        self.numbers = np.fromiter(
            (number.setdefault(spelled(word), len(number)) for word in words), np.int32, len(words)
        )  # word id → the number of its spelled form
        self.spelled = list(number)
        self._number = number
        beginnings = _beginnings()
        kinds = np.zeros(len(number), np.uint8)
        self._bases: dict[int, str] = {}
        for at, word in enumerate(self.spelled):
            if found := beginnings.get(word):
                kinds[at], self._bases[at] = found
        self._kinds = kinds
        self._is_name = self._among(listed.GIVEN | listed.SONS | listed.TITLES)
        self._is_cue = self._among(listed.PLACE_CUES)
        self._is_first = self._among(listed.SERVANT | listed.FATHERS | listed.BEFORE_DIVINE)
        self._is_doubtful = self._among(listed.AMBIGUOUS)
        self._is_stop = self._exactly(listed.STOPS | listed.SAYING)
        self._is_scope = self._exactly(listed.SCOPES | listed.NATIONS)
        self._is_the_head = self._among(listed.THE_BODY_HEADS)
        self._has_article = np.fromiter(
            (word.startswith("ال") for word in self.spelled), bool, len(number)
        )
        self.joined: list[NDArray[np.uint8]] = []  # of the texts of each `add`, a bit a word
        self._total, self._after_name, self._after_doubtful, self._after_place = np.zeros(
            (4, len(number)), np.int64
        )
        self._path = folder / "names"
        self._file = SealedFile(self._path)
        self._rows = 0

    def _among(self, words: frozenset[str]) -> NDArray[np.bool_]:
        """Which spelled forms are `words`, also after letters that stand before them."""
        chosen = np.zeros(len(self.spelled), bool)
        chosen[[at for at, base in self._bases.items() if base in words]] = True
        return chosen

    def _exactly(self, words: frozenset[str]) -> NDArray[np.bool_]:
        """Which spelled forms are `words`."""
        chosen = np.zeros(len(self.spelled), bool)
        chosen[[self._number[word] for word in words if word in self._number]] = True
        return chosen

    def __enter__(self) -> NameEvidence:
        self._file.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.__exit__(kind, error, trace)

    def add(self, texts: Sequence[str], words: TextWords) -> None:
        """Adds `texts`, which have these `words`."""
        numbers = self.numbers[words.numbers]
        joined = joins(texts)
        size = len(self.spelled)
        self._total += np.bincount(numbers, minlength=size)
        follows = np.flatnonzero(joined) + 1
        before = numbers[follows - 1]
        second = follows[:-1][np.diff(follows) == 1]  # words after two that follow one another
        second = second[~self._is_name[numbers[second]]]
        after_two = second[self._is_first[numbers[second - 1]]] + 1
        self._after_name += np.bincount(numbers[after_two], minlength=size)
        for chosen, counts in (
            (self._is_name, self._after_name),
            (self._is_doubtful, self._after_doubtful),
            (self._is_cue, self._after_place),
        ):
            counts += np.bincount(numbers[follows[chosen[before]]], minlength=size)
        self.joined.append(np.packbits(joined))
        at = self._promising(numbers, joined)
        if not len(at):
            return
        runs: NDArray[np.int64] = (
            np.cumsum(~joined) - ~joined
        )  # words with no sign between have one number
        edge = np.full(_WIDTH, _NONE)
        around = at[:, None] + np.arange(_WIDTH) + _WIDTH - _BEFORE
        same = np.concatenate((edge, runs, edge))[around] == runs[at][:, None]
        rows = np.where(same, np.concatenate((edge, numbers, edge))[around], _NONE)
        gaps = np.diff(at, prepend=-_WIDTH)  # words since the place before
        rows = np.concatenate((rows, gaps[:, None]), axis=1).astype(np.int32)
        self._rows += len(rows)
        self._file.write(np.ascontiguousarray(rows).data)

    def _promising(self, numbers: NDArray[np.int32], joined: NDArray[np.bool_]) -> Integers:
        """The places in texts of these words where a name may begin, by the word after it."""
        at = np.flatnonzero((self._kinds[numbers] > 0) & joined)
        kinds, after = self._kinds[numbers[at]], numbers[at + 1]
        bodies = np.where(
            self._is_the_head[numbers[at]], self._is_scope[after], self._has_article[after]
        )
        promising: Integers = at[~self._is_stop[after] & (bodies | (kinds != _BODY))]
        return promising

    def follows_names(self, word: str) -> bool:
        """Whether `word` stands after given names and titles more than elsewhere."""
        number = self._number.get(word)
        if number is None:
            return False
        times, total = int(self._after_name[number]), int(self._total[number])
        if is_nisba(word):
            after_doubtful = int(self._after_doubtful[number])
            return times >= max(1, _NISBA_SHARE * total) or (
                after_doubtful >= max(1, _SHARE * total)
            )
        if word.startswith("ال"):
            return times >= max(1 if not is_known(word[2:]) else 2, _SHARE * total)
        if times >= max(_SURE_TIMES, _SURE_SHARE * total) and word[0] not in _GLUED:
            return True
        times += int(self._after_doubtful[number])
        return times >= max(1, _SHARE * total) and is_proper(word)

    def follows_places(self, word: str) -> bool:
        """Whether `word` stands after words for places more than elsewhere."""
        number = self._number.get(word)
        if number is None:
            return False
        times, total = int(self._after_place[number]), int(self._total[number])
        if word.startswith("ال"):
            return times >= max(2, _SHARE * total) and not is_known(word[2:])
        return times >= _PLACE_SHARE * total and min(times + 1, total) > 1 and is_proper(word)

    def is_proper(self, word: str) -> bool:
        """Whether `word` takes neither the article nor the endings of verbs."""
        return is_proper(word)

    def found(self) -> Names:
        """(kind, words) → how the archive attests it, for each name that is told by a cue."""
        names: Names = {}
        bodies: dict[Words, Attested] = {}
        prefixes: Counter[Words] = Counter()
        place = until = 0
        for row in self._places():
            place += row.pop()
            kind = self._kinds[row[_BEFORE]]
            before, words = self._around(row)
            if kind & _BODY:
                ends = tuple(body_ends(words, self))
                for end in ends:
                    _count(bodies, words[:end], NameCue.BODY_WORD)
                    if end == len(words) < MOST_WORDS and is_believed(words):
                        bodies[words[:end]].ended = True
                if ends:
                    longest = min(len(words), MOST_OF_BODY + 1)
                    prefixes.update(words[:end] for end in range(2, longest + 1))
            if kind & _PLACE and len(words) > 1 and (end := place_end(words[1:], self)):
                kept = 0 if words[0] in listed.KEPT_CUES else 1
                _count(names, (NameKind.PLACE, words[kept : 1 + end]), NameCue.PLACE_WORD)
            if place < until:
                continue
            if kind & _PERSON and (words[0] in listed.SONS or not self._is_son(before)):
                begun = self._given_before(words, before)
                titled = bool(before) and self._base(before[0]) in listed.TITLES
                if (words[0] != _SON or begun or titled or not before) and (
                    end := person_end(words, self, titled)
                ):
                    until = place + end
                    person = (*begun, *words[:end])
                    _count(names, (NameKind.PERSON, person), self._cue(before[len(begun) :]))
            elif kind & (_TITLE | _ROLE):
                start = name_start(words, kind & _ROLE > 0)
                if (
                    start < len(words)
                    and not self._kinds[row[_BEFORE + start]] & _PERSON
                    and (end := foreign_end(words[start:], self))
                ):
                    until = place + start + end
                    cue = NameCue.TITLE if kind & _TITLE else NameCue.ROLE
                    _count(names, (NameKind.PERSON, words[start : start + end]), cue)
            if len(names) > _MOST_NAMES:
                names = _repeated(names)
            if len(prefixes) > 4 * _MOST_NAMES:
                prefixes = Counter({key: times for key, times in prefixes.items() if times > 1})
                bodies = _repeated(bodies)
        for body, attested in _whole(bodies, prefixes):
            names[NameKind.BODY, body] = attested
        return names

    def _places(self) -> Iterator[list[int]]:
        """Each place as the numbers around it, and the words since the place before."""
        if not self._rows:
            return
        with unsealed(self._path):
            rows = np.memmap(self._path, np.int32, "r", shape=(self._rows, _WIDTH + 1))
        for first in range(0, self._rows, _CHUNK):
            yield from rows[first : first + _CHUNK].tolist()

    def _around(self, row: list[int]) -> tuple[Words, Words]:
        """The words before a place, the nearest first, and those from it on, up to a sign."""
        spelled = self.spelled
        before = [spelled[number] for number in row[_BEFORE - 1 :: -1] if number != _NONE]
        after = [spelled[number] for number in row[_BEFORE + 1 :] if number != _NONE]
        return tuple(before), (self._bases[row[_BEFORE]], *after)

    def _given_before(self, words: Words, before: Words) -> Words:
        """The word before بن, if it may be a given name that is not listed."""
        if words[0] != _SON or not before or self.spelled[self._number[before[0]]] in listed.STOPS:
            return ()
        return before[:1] if is_proper(before[0]) else ()

    def _is_son(self, before: Words) -> bool:
        """Whether a name that follows these words is the rest of another: بن stands before."""
        return bool(before) and before[0] in listed.SONS

    def _base(self, word: str) -> str:
        return self._bases.get(self._number[word], word)

    def _cue(self, before: Words) -> NameCue:
        """The kind of the words before a name that tell of it."""
        bases = [self._base(word) for word in before]
        if bases and bases[0] in listed.TITLES:
            return NameCue.TITLE
        if bases and bases[0] in listed.SAYING:
            return NameCue.SAID
        if any(word in listed.ROLES or word in listed.TITLES for word in bases[:3]):
            return NameCue.ROLE
        return NameCue.FORM


_SON = "بن"


def _whole(
    bodies: dict[Words, Attested], prefixes: Counter[Words]
) -> Iterator[tuple[Words, Attested]]:
    """Of the places where the name of a body may end, those that the archive has again."""
    longest: dict[Words, int] = {}  # beginning → places of the most frequent longer form
    for words, attested in bodies.items():
        for end in range(2, len(words)):
            longest[words[:end]] = max(longest.get(words[:end], 0), attested.places)
    goes_on: dict[Words, int] = {}
    for words, times in prefixes.items():
        if times > 1:
            goes_on[words[:-1]] = max(goes_on.get(words[:-1], 0), times)
    known = {name_key(name) for _, names in listed_names() for name in names}
    for words, attested in bodies.items():
        times = attested.places
        shorter = (
            bodies[words[:end]].places for end in range(2, len(words)) if words[:end] in bodies
        )
        if (
            (times > 1 or (attested.ended and longest.get(words, 0) == 0))
            and longest.get(words, 0) < _KEPT * times
            and times >= _KEPT * max(shorter, default=0)
            and goes_on.get(words, 0) < _ALWAYS * times
            and not any(name_key(" ".join(words[:end])) in known for end in range(2, len(words)))
        ):
            yield words, attested


_Key = TypeVar("_Key")


def _count(names: dict[_Key, Attested], key: _Key, cue: NameCue) -> None:
    attested = names.setdefault(key, Attested())
    attested.places += 1
    attested.cues[cue] += 1


def _repeated(names: dict[_Key, Attested]) -> dict[_Key, Attested]:
    return {key: attested for key, attested in names.items() if attested.places > 1}


def joins(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Whether one space alone stands after each word of `texts`, bool[words]."""
    joined = "\n".join(texts)
    starts, ends = word_bounds(joined)
    if not len(starts):
        return np.zeros(0, bool)
    letters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    spaced: NDArray[np.bool_] = np.append(starts[1:], len(joined) + 2) - ends == 1
    spaced[spaced] = letters[ends[spaced]] == ord(" ")
    return spaced
