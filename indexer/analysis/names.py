"""The words that names begin with, which many writers join to the next: عبد, بن, أبو and others.

    عبد الله, عبدالله        بن كيران, بنكيران        أبو بكر, أبي بكر, أبوبكر        بو عزة, بوعزة

This module knows no archive. Words are given folded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyarabic import araby

from indexer.analysis.normalize import folded

_AL = folded("ال")
WAW = araby.WAW


def _folded(words: str) -> tuple[str, ...]:
    return tuple(map(folded, words.split()))


@dataclass(frozen=True, slots=True)
class Particle:
    """The first word of a name of two words.

    `forms` are its forms by grammar, `joins` those that are written in one word with the next, the
    usual ones first. The next word is one of `after`, or has the article where `articled`; where
    neither is asked for, it has `least` letters at least. A particle that is `bound` is no name
    without the next word: عبد alone is nobody. `common` are those whose letters many other words
    begin with. A joined word is taken apart where it `splits`.
    """

    forms: tuple[str, ...]
    joins: tuple[str, ...]
    after: frozenset[str] = frozenset()
    articled: bool = False
    least: int = 3
    bound: bool = False
    common: bool = True
    splits: bool = True

    def precedes(self, word: str) -> bool:
        """Whether `word` may be the next word of a name."""
        if word in self.after:
            return True
        if self.articled:
            return word.startswith(_AL) and len(word) > self.least
        return not self.after and len(word) >= self.least


# After عبد stand the names of God with their article, and these words without it.
_SERVANT = Particle(
    _folded("عبد"),
    _folded("عبد"),
    frozenset(_folded("رب ربه رحمن رحمان مناف شمس يغوث")),
    articled=True,
    bound=True,
    common=False,
)
_SON = Particle(_folded("بن ابن"), _folded("بن"))
_FATHER = Particle(_folded("أبو أبي أبا"), _folded("أبو أبي أبا"))
_BU = Particle(_folded("بو"), _folded("بو"))
# الخليفة and الثاني are words of their own: only families whose name is no other word.
_HOUSE = Particle(
    _folded("آل"), _folded("آل"), frozenset(_folded("سعود نهيان مكتوم")), common=False
)
_PARTICLES = (
    _SERVANT,
    _SON,
    _FATHER,
    _BU,
    _HOUSE,
    Particle(_folded("أم"), _folded("أم"), least=4),
    Particle(_folded("ذو ذي ذا"), _folded("ذو ذي"), articled=True),
    Particle(
        _folded("أمة"), _folded("أمة"), frozenset(_folded("الله الرحمن الرحمان")), splits=False
    ),
    # In one word these are rare, and are looked for only where two words are asked for.
    *(
        Particle(_folded(forms), _folded(forms), splits=False)
        for forms in ("بنت", "سيدي", "سي", "لالة للا", "مولاي", "ولد", "آيت")
    ),
)
_JOINED_IN_KEYS = (_SERVANT, _SON, _FATHER, _BU)

_PROCLITICS = ("", *_folded("و ف ل ب ك ول فل وب فب"))
# Other words that a letter before a particle makes: milk, papa, therefore, Buddha.
_OTHER_WORDS = frozenset(_folded("لبن ولبن بابا وبابا لذا ولذا فلذا بوذا كذا وكذا"))
_PARTICLE_OF = {
    clitic + form: particle
    for particle in reversed(_PARTICLES)
    for form in particle.forms
    for clitic in _PROCLITICS
    if clitic + form not in _OTHER_WORDS
}
_FIRST_WORDS = frozenset(
    clitic + form for particle in _PARTICLES for form in particle.joins for clitic in _PROCLITICS
)
_LONGEST = max(map(len, _FIRST_WORDS))
_NEVER_ALONE = frozenset(
    clitic + form
    for form in _folded("بن بو آل")
    for clitic in _PROCLITICS
    if clitic + form in _PARTICLE_OF
)


def particle_before(word: str, after: str) -> Particle | None:
    """The particle that `word` is, where it makes a name with `after`; with or without و ف ل ب ك.

    None if it makes none.
    """
    particle = _PARTICLE_OF.get(word)
    return particle if particle and particle.precedes(after) else None


def words_of_particle(particle: Particle) -> Iterator[str]:
    """The forms of `particle`, each with the letters that may stand before it."""
    words = (word for form in particle.forms for word in with_proclitics(form))
    return (word for word in words if word not in _OTHER_WORDS)


def taken_apart(word: str) -> Iterator[tuple[str, str, Particle]]:
    """(first word, rest, particle) for each name that `word` may be, written in one word."""
    for start in range(2, min(_LONGEST, len(word) - 2) + 1):
        first, rest = word[:start], word[start:]
        particle = particle_before(first, rest) if first in _FIRST_WORDS else None
        if particle and particle.splits:
            yield first, rest, particle


def is_never_alone(word: str) -> bool:
    """Whether `word` is بن, بو or آل, which are words of names only."""
    return word in _NEVER_ALONE


def with_proclitics(word: str) -> Iterator[str]:
    """`word` itself, and with each of the letters that may stand before it."""
    return (clitic + word for clitic in _PROCLITICS)


def in_one_spelling(words: Sequence[str], *, as_one_name: bool = False) -> list[str]:
    """`words` with each name, and each و that stands alone, joined to the word after it.

    With `as_one_name` also the forms of a particle are one: ابن is بن, أبي is أبو.
    """
    joined: list[str] = []
    for word in reversed(words):
        after = joined[-1] if joined else ""
        particle = _PARTICLE_OF.get(word)
        if word == WAW and after:
            joined[-1] = word + after
        elif particle in _JOINED_IN_KEYS and word in particle.forms and particle.precedes(after):
            first = particle.joins[0] if as_one_name else word
            if first in particle.joins:
                joined[-1] = first + after
            else:
                joined.append(word)
        else:
            joined.append(word)
    joined.reverse()
    return joined
