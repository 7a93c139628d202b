"""The patterns of broken plurals: the nouns that a word may be the plural of by its letters alone.

A pattern is written as a word is, with 1, 2, 3 … for the letters of its root. The same figure twice
is the same letter twice: 12و2 is حقوق, and not شروط. The signs of a pattern must be those of the
usual spelling: ة is not ه, ى is not ي, and أ is not إ.

Nearly every word has the letters of some pattern, so that these patterns alone decide nothing
(`plural_evidence.py`). `broken_plurals.py` has the few that do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from indexer.analysis.normalize import folded

# plural: its singulars, the usual ones | others | rare ones. The lists go from plurals that are
# often another word (كتب, he wrote) to plurals that hardly ever are.
_OFTEN_ANOTHER = """
    12ا3: 123 12ي3 1ا23 123ة
    1وا3: 1اء3
    1يا3: 1و3 1ا3
    12ا2: 1ا2 | 12ة
    123: 123ة | 12ي3ة 12ا3 12ي3 | 12و3 1ا23
    12ى: 12ة
    123ة: 1ا23
    1ا3ة: 1اء3 1ي3
    123ى: 12ي3
    1و3ى: 1ي3
    أ123: 123 | 12ا3
    أ12ة: 12ي2 12ا2
    أء1ة: إ1ا1
    123ان: 123 | 1ا23 12ي3 12ا3
    12ان: 1ا2
    1ي3ان: 1ا3 | 1و3 1اء3
"""
_SOMETIMES_ANOTHER = """
    12و3: 123 | 1ا23 123ي | 12ي3
    1ءو3: 1ا3
    1يو3: 1اء3
    12و2: 12 | 1ا2
    122: 12ة | 12ا2
    12اة: 1ا2ي | 1ا2ية
    أ1ا3: أ13
    أيا3: يو3
    أ1اء: أ1 1اي
    1وا3: 1ا3ة
    12ا34ة: 123و4 123ا4 123ي4 1234ي | 1234 1ي23و4
"""
_HARDLY_ANOTHER = """
    أ123ة: 12ا3 | 12ي3 12و3 | 1ا23 123
    أ12ية: 12اء | 1ا2ي
    أ12ا3: 123 | 123ة | 1ا23 12ي3 1ي23 12و3
    أ1وا3: 1و3 1ا3 | 1ي3
    أ1يا3: 1ي3
    أ12ا2: 12
    أ12اء: 12و 12ا ا12 12ء 12ي2 | 12
    أ123اء: 12ي3
    أ12ياء: 12ي | 12يء
    123اء: 12ي3 | 1ا23 12ي3ة
    12ا34: 1234 1234ة 12نا34 12و34 | 1234ي
    12ا3ي: 123ى | 123ي 123ية
    12ا1ي: 121ة
    أ2ا3ي: أ23 أ23ية
    12ا3ى: 123ى | 123ي 12ي3
    1وا34: 1ا34ة 1ا34 | 1ي3ا4
    1وا3ي: 1ا3ية | 1ا3ي
    أوا34: أ34
    12اء4: 12ي4ة | 12ا4ة 12ي4 | 12و4 1ا24ة
    12اء2: 12ي2ة | 1ا2ية
    أ2ا34: 23ي4 23ا4
    12ايا: 12ية | 12يءة
    1وايا: 1اوية 1ية
    12ا3ي5: 123و5 123ي5 123ا5 | 123و5ة 1235
    12ا2ي5: 1ي2ا5
    1وا3ي5: 1ا3و5 1ا3ي5 | 1ا3و5ة 1ي3ا5 1و35
"""
# (last letter of a word, pattern) that no plural has: a noun and its pronoun, جزاء, نصارى
_NO_PLURALS = frozenset((("ه", "12ا34"), ("ء", "12ا3"), ("ى", "12ا3ي")))
_TELLING = frozenset("ةىأإ")  # signs of a pattern that the usual spelling must have


@dataclass(frozen=True, slots=True)
class LikelySingular:
    """A noun that a word may be the plural of.

    `sureness` of the plural: 0 is often another word, 2 hardly ever. `rarity` of the singular: 0 is
    usual, 2 rare. `ending` is the last letter of its usual spelling, where it must be that.
    """

    word: str
    pattern: str
    sureness: int
    rarity: int
    ending: str = ""


@dataclass(frozen=True, slots=True)
class _Pattern:
    fits: Callable[[str], re.Match[str] | None]  # a folded word, whole
    figures: tuple[str, ...]  # of the groups of its match
    signs: tuple[tuple[int, str], ...]  # place of a letter → the sign that it has in the spelling
    name: str
    sureness: int
    singulars: tuple[tuple[str, str, int], ...]  # (folded, ending, rarity)


def likely_singulars(word: str, spelling: str) -> list[LikelySingular]:
    """The nouns that the folded `word`, usually written `spelling`, may be the plural of."""
    found: dict[str, LikelySingular] = {}
    for pattern in _patterns().get(len(word), ()):
        match = pattern.fits(word)
        if match is None or not all(_has(spelling, at, sign) for at, sign in pattern.signs):
            continue
        root = dict(zip(pattern.figures, match.groups(), strict=True))
        if spelling[-1] in "ةي" and pattern.name[-1] not in "ةي":
            continue  # a feminine, or a nisba
        if (spelling[-1], pattern.name) in _NO_PLURALS:
            continue
        for letters, ending, rarity in pattern.singulars:
            singular = "".join(root.get(letter, letter) for letter in letters)
            new = LikelySingular(
                singular, f"{pattern.name}←{letters}", pattern.sureness, rarity, ending
            )
            old = found.get(singular, new)
            if singular != word and (old.sureness, -old.rarity) <= (new.sureness, -new.rarity):
                found[singular] = new
    return list(found.values())


def shown_pattern(pattern: str) -> str:
    """The `pattern` as grammars write it, with ف ع ل for the letters of the root: فعول←فعل."""
    figures = sorted(set(filter(str.isdigit, pattern)))
    letters = dict(zip(figures, "فعللل", strict=False))
    return "".join(letters.get(sign, sign) for sign in pattern)


def _has(spelling: str, at: int, sign: str) -> bool:
    """True if the letter `at` a place of `spelling` may be the `sign`: آ has an أ in it."""
    return spelling[at] in "أآ" if sign == "أ" else spelling[at] == sign


def _expression(pattern: str) -> re.Pattern[str]:
    """The words that have the `pattern`; a group for each figure, in the order of `_figures`.

    An alef is a letter of the root only where it bears a hamza: at the beginning.
    """
    groups: dict[str, int] = {}
    made = ""
    for at, sign in enumerate(pattern):
        if not sign.isdigit():
            made += sign
        elif sign in groups:
            made += f"(?:\\{groups[sign]})"
        else:
            groups[sign] = len(groups) + 1
            made += "([^ا])" if at else "(.)"
    return re.compile(made, re.DOTALL)


def _figures(pattern: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(str.isdigit, pattern)))


def _read(text: str, sureness: int) -> list[tuple[int, _Pattern]]:
    """The patterns of `text`, each with the number of its letters."""
    patterns = []
    for line in text.strip().splitlines():
        name, _, singulars = line.strip().partition(": ")
        signs = tuple((at, sign) for at, sign in enumerate(name) if sign in _TELLING)
        of = tuple(
            (folded(letters), letters[-1] if letters[-1] in _TELLING else "", rarity)
            for rarity, group in enumerate(singulars.split("|"))
            for letters in group.split()
        )
        letters = folded(name)
        fits = _expression(letters).fullmatch
        pattern = _Pattern(fits, _figures(letters), signs, name, sureness, of)
        patterns.append((len(letters), pattern))
    return patterns


@cache
def _patterns() -> dict[int, list[_Pattern]]:
    """Number of letters → the patterns of so many. Only learning asks, and compiles them."""
    found: dict[int, list[_Pattern]] = {}
    for sureness, text in enumerate((_OFTEN_ANOTHER, _SOMETIMES_ANOTHER, _HARDLY_ANOTHER)):
        for size, pattern in _read(text, sureness):
            found.setdefault(size, []).append(pattern)
    return found
