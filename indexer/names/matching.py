"""Where names stand in a text: the longest name at each place, under each of its spellings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from indexer.analysis import folded, spelled, tokens
from indexer.model.names import ArchiveName, NameKind
from indexer.names import words as listed
from indexer.names.proper_words import is_common
from indexer.names.rules import turned_round

_PROCLITICS = ("و", "ف", "ب", "ل", "ك", "ول", "وب", "فل")
_ARTICLE, _FOR, _BY = "ال", "ل", "ب"
_OF_NAMES = listed.GIVEN | listed.AMBIGUOUS | listed.SERVANT


def first_spellings(word: str) -> Iterator[str]:
    """`word`, and its spellings with the letters that may stand before it if they are no words."""
    yield word
    for clitic in _PROCLITICS:
        if clitic.endswith(_FOR) and word.startswith(_ARTICLE):
            yield f"{clitic}{_FOR}{word[len(_ARTICLE) :]}"
        elif word.startswith(_ARTICLE) or not is_common(f"{clitic}{word}"):
            yield f"{clitic}{word}"


def form(word: str) -> str:
    """The form by which the spelled words of names are compared; على is not علي."""
    return word if word in listed.STOPS else folded(word)


def is_place(name: str, word: str, before: str | None) -> bool:
    """Whether `name`, written as `word` after the word `before`, is told to be a place there."""
    if name in listed.COMMON_PLACES:
        return before in listed.PLACE_CUES
    if name in listed.DOUBTFUL_PLACES:
        told = before in listed.PLACE_BEFORE or before in listed.PLACE_CUES
        return told or word.startswith(_BY)
    return True


def is_whole(kind: NameKind, name: str, before: str | None, after: str | None) -> bool:
    """Whether the words beside the `name` are no parts of it: بن, the nation of a ministry."""
    if kind is NameKind.PERSON:
        return after not in listed.SONS and (
            before not in listed.SONS or name.split()[0] in listed.SONS
        )
    return kind is not NameKind.BODY or after not in listed.NATIONS


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling of the name `key`: how it is written, and the number of its words.

    One that is `turned` round is none where the next word goes on with a name: in
    السلطان العلوي محمد الخامس there is no العلوي محمد.
    """

    written: str
    size: int
    key: str
    kind: NameKind
    turned: bool  # the family name first


@dataclass(slots=True)
class Spellings:
    """The spellings of names: form of the first word → forms of the others → spelling.

    `firsts` has the forms of first words under each spelling that these may have in a text.
    """

    names: defaultdict[str, dict[tuple[str, ...], Spelling]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    firsts: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sizes: dict[str, list[int]] = field(default_factory=dict)  # of a first word, the longest first

    @classmethod
    def of(cls, names: Iterable[tuple[str, NameKind, Iterable[str]]]) -> Spellings:
        """Of (key, kind, spellings) of `names`."""
        found = cls()
        for key, kind, spellings in names:
            every = dict.fromkeys(spellings, False)
            if kind is NameKind.PERSON:
                turned = filter(None, [turned_round(spelling) for spelling in every])
                every |= dict.fromkeys(turned, True)
            for spelling, is_turned in every.items():
                first, *rest = map(form, spelling.split())
                one = Spelling(spelling, 1 + len(rest), key, kind, is_turned)
                found.names[first].setdefault(tuple(rest), one)
        for first, rows in found.names.items():
            found.sizes[first] = sorted({len(rest) for rest in rows}, reverse=True)
            for written in first_spellings(first):
                found.firsts[written].append(first)
        return found


@dataclass(frozen=True, slots=True)
class NumberedWords:
    """The words of texts as numbers, and whether one space alone is after each.

    `spelled` and `forms` have the spelled word and its form of each number.
    """

    numbers: Sequence[int]
    spelled: Sequence[str]
    forms: Sequence[str]
    joined: Sequence[int]

    def beside(self, place: int, end: int) -> tuple[str | None, str | None]:
        """The words before `place` and at `end`, None where a sign stands between."""
        before = self._at(place - 1) if place and self.joined[place - 1] else None
        return before, self._at(end) if end < len(self.numbers) and self.joined[end - 1] else None

    def _at(self, place: int) -> str:
        return self.spelled[self.numbers[place]]

    def following(self, place: int, most: int) -> tuple[str, ...]:
        """The forms of the words after `place`, up to a sign and `most` of them."""
        end = place
        while end - place < most and self.joined[end]:
            end += 1
        return tuple(self.forms[number] for number in self.numbers[place + 1 : end + 1])


def longest(spellings: Spellings, words: NumberedWords, place: int) -> Spelling | None:
    """The longest name at `place` of `words`."""
    number = words.numbers[place]
    for first in spellings.firsts[words.forms[number]]:
        sizes, names = spellings.sizes[first], spellings.names[first]
        after_first = words.following(place, sizes[0])
        for size in sizes:
            spelling = names.get(after_first[:size]) if size <= len(after_first) else None
            if spelling:
                before, after = words.beside(place, place + 1 + size)
                if spelling.turned and after and (after[:2] == _ARTICLE or after in _OF_NAMES):
                    continue
                if is_whole(spelling.kind, spelling.written, before, after) and (
                    size or is_place(spelling.written, words.spelled[number], before)
                ):
                    return spelling
    return None


def name_places(text: str, names: Iterable[ArchiveName]) -> Iterator[tuple[int, int, str]]:
    """(start, end, key of the name) of each place in `text` where one of `names` stands."""
    spellings = Spellings.of(
        (name.key, name.kind, [written for written, _ in name.spellings]) for name in names
    )
    found = list(tokens(text))
    every = [spelled(token.written) for token in found]
    joined = [
        after.start == token.end + 1 and text[token.end] == " " for token, after in pairwise(found)
    ]
    words = NumberedWords(range(len(every)), every, list(map(form, every)), [*joined, False])
    until = 0
    for place, written in enumerate(words.forms):
        if place >= until and written in spellings.firsts:
            here = longest(spellings, words, place)
            if here:
                until = place + here.size
                yield found[place].start, found[until - 1].end, here.key
