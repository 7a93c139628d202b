"""Words that stand side by side in a query → the rows of words that they may be written as.

    نبيل | بنعبد الله | العدل      بنعبد الله, بن عبد الله, بن عبدالله, بنعبدالله

Names and their particles, و that stands alone, small words that are joined, initials, and the
letters before names. A row is looked for only where the archive has its words. Which of them stand
side by side the archive itself decides: بنود is looked for as بن ود too, and so finds nothing more
unless somebody is called so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise, product

from indexer.analysis import ARTICLES
from indexer.analysis.names import (
    WAW,
    Particle,
    is_never_alone,
    particle_before,
    taken_apart,
    with_proclitics,
    words_of_particle,
)
from indexer.lexicon import Lexicon
from indexer.query.joined_words import glued, has_content, joined_or_apart
from indexer.query.number_rows import is_telephone_number, longest_number, number_unit
from indexer.query.rows import Row, Slot, Unit

_MOST_OF_UNIT = 8
_MOST_PARTS = 5  # of one name: more are not looked at together
_RARELY = 5  # an article before a name is at least so many times rarer than the name
_SHORTEST_AFTER_WAW = 3
_REMEMBERED = 1 << 10  # words in a row, whose units are kept at hand
_PAIR = 2
_AL, _BU = "ال", "بو"
_BEFORE_NAMES = frozenset("دذم")  # letters that stand for a title: docteur, maître, ingénieur
_PROFESSOR = ("ا", "د")
_LATIN_INITIALS = range(3, 7)  # letters of an acronym


@dataclass(frozen=True, slots=True)
class _Part:
    """A word as it would stand alone, of the typed word of the number `typed`.

    `particle` where it makes a name with the next part.
    """

    word: str
    typed: int
    particle: Particle | None = None


class NameSpellings:
    """Finds how the words of a query may be written in the archive of `lexicon`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._found: Callable[[tuple[str, ...], bool], tuple[Unit, ...]]
        self._found = lru_cache(_REMEMBERED)(self._units)  # a query has several plans
        self._forms: Callable[[Particle], tuple[str, ...]] = cache(self._attested_forms)

    def units(self, words: Sequence[str], *, in_a_row: bool) -> tuple[Unit, ...]:
        """The units of `words`, folded, in their order.

        Words that are `in_a_row`, a phrase, are also taken as they are with و alone, with small
        words joined, and without the letters before names.
        """
        return self._found(tuple(words), in_a_row)

    def _units(self, words: tuple[str, ...], in_a_row: bool) -> tuple[Unit, ...]:
        found: list[Unit] = []
        at = 0
        while at < len(words):
            unit = self._unit(words, at, in_a_row)
            found.append(unit)
            at += unit.size
        return tuple(found)

    def _unit(self, words: Sequence[str], at: int, in_a_row: bool) -> Unit:
        return (
            number_unit(words, at, self._lexicon)
            or self._small_words(words, at, in_a_row)
            or self._initials(words, at)
            or (self._letter_before_name(words, at) if in_a_row else None)
            or self._name(words, at, in_a_row)
        )

    # Small words

    def _small_words(self, words: Sequence[str], at: int, in_a_row: bool) -> Unit | None:
        spelling, others = joined_or_apart(words[at:])
        size = len(spelling)
        if not size or not (in_a_row or has_content(words[at : at + size])):
            return None
        first = self._attested(glued(spelling[0]))
        also = first if first != (words[at],) else ()
        rows = [(Slot(at, also), *map(Slot, range(at + 1, at + size)))]
        for other in others:
            first = self._attested(glued(other[0]))
            if first and all(map(self._lexicon.count, other[1:])):
                rows.append((Slot(words=first), *(Slot(words=(word,)) for word in other[1:])))
        return Unit(at, size, tuple(rows), vouched=len(rows) > 1)

    # Letters

    def _initials(self, words: Sequence[str], at: int) -> Unit | None:
        """Letters in a row, as an acronym is written; in Latin letters also as one word."""
        end = at
        while end < len(words) and _is_letter(words[end]):
            end += 1
        row = tuple(Slot(number) for number in range(at, end))
        if len(row) > 1:
            if end < len(words) and set(words[at:end]) <= {*_BEFORE_NAMES, *_PROFESSOR}:
                return None
            acronym = "".join(words[at:end])
            joined = acronym.isascii() and self._lexicon.count(acronym)
            rows = (row, (Slot(words=(acronym,)),)) if joined else (row,)
            return Unit(at, len(row), rows, bound=True, vouched=bool(joined))
        word = words[at]
        is_latin = len(word) in _LATIN_INITIALS and word.isascii() and word.isalpha()
        if is_latin and all(map(self._lexicon.count, word)):
            letters = tuple(Slot(words=(letter,)) for letter in word)
            return Unit(at, 1, ((Slot(at),), letters), vouched=True)
        return None

    @staticmethod
    def _letter_before_name(words: Sequence[str], at: int) -> Unit | None:
        """A letter for a title before two words or more: it may be left out."""
        size = 2 if tuple(words[at : at + 2]) == _PROFESSOR else 1
        after = words[at + size :]
        if words[at + size - 1] not in _BEFORE_NAMES or len(after) < 2 or len(after[0]) == 1:
            return None
        if not after[0].isalpha():
            return None
        row = tuple(Slot(number) for number in range(at, at + size))
        return Unit(at, size, (row, ()))

    # Names

    def _name(self, words: Sequence[str], at: int, in_a_row: bool) -> Unit:
        """The name that begins with the word `at`, or that word alone."""
        parts = self._parts(words[at], at, in_a_row and at > 0)
        end = at + 1
        while end < len(words) and len(parts) < _MOST_PARTS:
            last, after = parts[-1], words[end]
            if in_a_row and last.word == WAW:
                parts += self._parts(after, end, False)
            elif particle := particle_before(last.word, after):
                parts[-1] = _Part(last.word, last.typed, particle)
                parts += self._parts(after, end, False)
            else:
                break
            end += 1
        if len(parts) == 1:
            return Unit.plain(at)
        bound = end - at > 1 and any(
            part.particle and (part.particle.bound or is_never_alone(part.word)) for part in parts
        )
        first = tuple(self._slot(group, parts) for group in _typed_groups(parts))
        rows = [row for row in self._rows(parts) if row != first][: _MOST_OF_UNIT - 1]
        typed = tuple(filter(None, first))
        return Unit(at, end - at, (typed, *rows), bound, vouched=bool(rows))

    def _parts(self, word: str, typed: int, detached: bool) -> list[_Part]:
        """`word` taken apart as far as the archive bears it out; و as well where `detached`."""
        if detached and word.startswith(WAW) and self._is_and(word):
            return [_Part(WAW, typed), *self._parts(word[1:], typed, False)]
        for first, rest, particle in taken_apart(word):
            if self._is_name(first, rest, particle):
                return [_Part(first, typed, particle), *self._parts(rest, typed, False)]
        return [_Part(word, typed)]

    def _is_and(self, word: str) -> bool:
        """Whether `word` is و and another word, and the archive has a و that stands alone."""
        rest, lexicon = word[1:], self._lexicon
        return (
            len(rest) >= _SHORTEST_AFTER_WAW
            and bool(lexicon.count(rest) and lexicon.count(WAW))
            and lexicon.family(word) == lexicon.family(rest)
        )

    def _is_name(self, first: str, rest: str, particle: Particle) -> bool:
        """Whether `first` and `rest` in one word are a name, as far as the archive tells."""
        lexicon = self._lexicon
        if not any(map(lexicon.count, words_of_particle(particle))) or not self._is_known(rest):
            return False
        if not particle.common:
            return True
        form = next(form for form in particle.forms if first.endswith(form))
        base = form + rest
        return self._is_like_name(base) and (form == first or bool(lexicon.count(base)))

    def _is_known(self, rest: str) -> bool:
        if self._lexicon.count(rest):
            return True
        if rest.startswith(_AL) and self._lexicon.members(self._lexicon.family(rest)):
            return True
        return any(self._is_name(*names) for names in taken_apart(rest))

    def _is_like_name(self, word: str) -> bool:
        """Whether `word` is no other word: a noun, which has an article, or a form of one."""
        lexicon = self._lexicon
        articles = sum(lexicon.count(article + word) for article in ARTICLES)
        if articles and articles * _RARELY >= lexicon.count(word):
            return False
        if lexicon.family(word) == word:
            return True
        # ب never stands before و, and: بوعزة is no ب and وعزة; but بوجود is ب and وجود.
        after = lexicon.family(word[1:])
        return word.startswith(_BU) and not (after.startswith(WAW) and lexicon.members(after))

    # Rows of parts

    def _rows(self, parts: Sequence[_Part]) -> Iterator[Row]:
        """The rows that `parts` may be written as."""
        gaps = [part.particle is not None or part.word == WAW for part in parts[:-1]]
        for joined in product(*((False, True) if gap else (False,) for gap in gaps)):
            row = [self._slot(group, parts) for group in _groups(parts, joined)]
            if None not in row:
                yield tuple(filter(None, row))

    def _slot(self, group: Sequence[_Part], parts: Sequence[_Part]) -> Slot | None:
        """The slot of `group`, in one word; None where the archive has no such word."""
        whole = [part for part in parts if part.typed == group[0].typed]
        typed = group[0].typed if whole == list(group) else None
        if len(group) == 1:
            word, particle = group[0].word, group[0].particle
            forms = self._forms(particle) if particle else ()
            if typed is None:
                return Slot(words=self._attested(dict.fromkeys((word, *forms))) or (word,))
            families = set(map(self._lexicon.family, (word, *forms)))
            return Slot(typed, forms if len(families) > 1 else ())
        bases = self._joined(group)
        words = self._attested(
            form
            for base in bases
            for form in ((base,) if base.startswith(WAW) else with_proclitics(base))
        )
        literal = group[0].word != WAW and any(self._lexicon.family(base) != base for base in bases)
        if typed is not None:
            return Slot(typed, () if literal else words)
        return Slot(words=words, literal=literal) if words else None

    def _joined(self, group: Sequence[_Part]) -> list[str]:
        """The words that `group` makes in one word, without letters before it."""
        *before, last = group
        words = [last.word]
        if before and (particle := before[-1].particle) and particle.bound:
            alike = self._lexicon.members(self._lexicon.family(last.word))
            words += [word for word in alike if word.startswith(_AL) and word != last.word]
        for part in reversed(before):
            if part.particle is None:  # و
                with_it = (part.word + word for word in words)
                words = [word for word in with_it if len(group) > _PAIR or self._is_and(word)]
            else:
                joined = [form + word for form in part.particle.joins for word in words]
                common = part.particle.common
                words = [w for w in joined if not common or self._is_like_name(w)]
        return words

    def _attested_forms(self, particle: Particle) -> tuple[str, ...]:
        """The words of the archive that `particle` is, one of each family."""
        words = self._attested(words_of_particle(particle))
        return tuple({self._lexicon.family(word): word for word in reversed(words)}.values())[::-1]

    def _attested(self, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(filter(self._lexicon.count, words))


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def _groups(parts: Sequence[_Part], joined: Sequence[bool]) -> Iterator[list[_Part]]:
    """`parts` in groups: those with a `joined` gap between them together."""
    group = [parts[0]]
    for together, part in zip(joined, parts[1:], strict=True):
        if together:
            group.append(part)
        else:
            yield group
            group = [part]
    yield group


def _typed_groups(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """`parts` in groups as they were typed."""
    joined = [one.typed == other.typed for one, other in pairwise(parts)]
    return _groups(parts, joined)


@dataclass(frozen=True, slots=True)
class OtherSpelling:
    """A name of a query as others write it: in one of `words`, or in several in a row.

    `before` and `after` are the words of the query beside it, none or one. All are folded.
    """

    words: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def is_split_number(self) -> bool:
        """Whether it is a number in several words, of which none says anything by itself."""
        return len(self.words) > 1 and self.words[0].isdecimal()


def other_spellings_of_names(
    words: Sequence[str], units: Sequence[Unit]
) -> Iterator[OtherSpelling]:
    """The other spellings of names, the `units` of `words`: عبدالله of عبد الله, and the reverse.

    Of a row that is partly as it was typed, the words that are new.
    """
    for unit in units:
        before = tuple(words[: unit.first][-1:])
        after = tuple(words[unit.first + unit.size :][:1])
        for row in unit.rows[1:]:
            new = [slot.words[0] for slot in row if slot.typed is None]
            if len(row) > unit.size:
                yield OtherSpelling(tuple(new), before, after)
            else:
                yield from (OtherSpelling((word,), before, after) for word in new)


@dataclass(frozen=True, slots=True)
class Compound:
    """The typed words from number `first` to `last` that may be written as one, in any archive.

    Those from `bound` on are nothing without each other; None where each is a word by itself.
    """

    first: int
    last: int
    bound: int | None = None


def compounds(words: Sequence[str]) -> Iterator[Compound]:
    """The compounds among `words`, folded, in their order: names, initials, numbers, others."""
    at = 0
    while at < len(words):
        end, bound = at + 1, None
        if number := longest_number(words[at:]):
            end = at + number[0]
            bound = at if is_telephone_number(number[1]) else None
        elif _is_letter(words[at]):
            while end < len(words) and _is_letter(words[end]):
                end += 1
            bound = at
        elif spelling := joined_or_apart(words[at:])[0]:
            end = at + len(spelling)
        else:
            while end < len(words) and (particle := particle_before(words[end - 1], words[end])):
                bound = end - 1 if particle.bound and bound is None else bound
                end += 1
        if end - at > 1:
            yield Compound(at, end - 1, bound)
        at = end
