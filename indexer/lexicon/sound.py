"""A name in Latin or Tifinagh letters → the words of the archive that are written as it sounds.

Bensouda: بنسودة, Khouribga: خريبكة, Youssoufi: اليوسفي, ⵟⴰⵏⵊⴰ: طنجة. A word that may be French or
English is looked for only where it stands as a name does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from indexer.analysis.normalize import folded
from indexer.lexicon.keyboards import arabic_spellings

Count = Callable[[str], int]

# What stands before a name as a word of its own, and is no name: ال and its forms.
_ARTICLES = "el al es as ech ach er ar ed ad et at ez az"
LATIN_ARTICLES = frozenset(_ARTICLES.split())
# Words before names → as Arabic writes them.
NAME_PARTICLES = {
    **dict.fromkeys(("ben", "bin", "ibn"), "بن"),
    **dict.fromkeys(("bou", "bu"), "بو"),
    **dict.fromkeys(("abou", "abu"), "أبو"),
    **dict.fromkeys(("abd", "abdel", "abdul"), "عبد"),
}
_JOINED = re.compile(r"(ben|bin|ibn|bou|abou|abu)(?=[a-z]{3})")
_BEGINNING = re.compile(r"(?:ben|bou|abd|abou|ould|ait)[a-z]{3}")
_LEAST_LETTERS = 4
_SPELLINGS = 800  # that are looked up for one name
_MOST_FOUND = 3
_FARTHEST, _NEAR = 0.6, 0.16  # cost of a spelling, and above that of the best
# Spellings of French and English that stand for one sound.
_SPELT = (("ph", "f"), ("mb", "nb"), ("mp", "nb"), ("ck", "k"), ("qu", "k"), ("sch", "ch"))

# The letters of Tifinagh (IRCAM) → as Arabic in Latin letters has them.
_LETTERS = "ⴰⴱⴳⴷⴹⴻⴼⴽⵀⵃⵄⵅⵇⵉⵊⵍⵎⵏⵓⵔⵕⵖⵙⵚⵛⵜⵟⵡⵢⵣⵥⵯ"
_SOUNDS = "a b g d d e f k h 7 3 kh q i j l m n ou r r gh s s ch t 6 w y z z w"
_TIFINAGH = dict(zip(_LETTERS, _SOUNDS.split(), strict=True))
_PLAIN = str.maketrans("637", "tah")  # digits of Arabic in Latin letters
_TO_TIFINAGH = {
    latin: letter for letter, latin in reversed(_TIFINAGH.items()) if latin not in ("7", "3", "6")
} | {"sh": "ⵛ", "u": "ⵓ", "o": "ⵓ", "x": "ⵅ", "c": "ⵛ", "v": "ⴼ", "p": "ⴱ"}


def is_tifinagh(word: str) -> bool:
    """True if `word` is written in letters of Tifinagh."""
    return bool(word) and all(letter in _TIFINAGH for letter in word)


def stands_as_name(word: str, *, first: bool) -> bool:
    """True if `word`, as it was typed, may be a name; a capital at the `first` word tells nothing.

    In small letters only a word that begins as names of the Maghreb do is taken for one.
    """
    if is_tifinagh(word):
        return True
    plain = folded(word)
    if len(plain) < _LEAST_LETTERS or not (plain.isascii() and plain.isalpha()):
        return False
    if word[0].isupper() and not (word.isupper() or first):
        return True
    return bool(_BEGINNING.match(plain))


def written_as_heard(word: str, count: Count) -> tuple[tuple[str, ...], ...]:
    """The words of the archive, each alone or after بن, that are written as `word` sounds.

    The likeliest come first; at most three. `count` tells how often a folded word occurs.
    """
    keys = "".join(_TIFINAGH.get(letter, letter) for letter in folded(word))
    found: list[tuple[str, ...]] = [(spelling,) for spelling in _attested(keys, count)]
    if joined := _JOINED.match(keys):
        particle = folded(NAME_PARTICLES[joined[1]])
        rests = _attested(keys[joined.end() :], count) if count(particle) else ()
        found += [(particle, rest) for rest in islice(rests, 1)]
    if is_tifinagh(folded(word)):
        latin = keys.translate(_PLAIN)
        found += [(form,) for form in (latin, latin.replace("ou", "u")) if count(form)]
    elif count(other := in_tifinagh(keys)):
        found.append((other,))
    return tuple(dict.fromkeys(found))[:_MOST_FOUND]


def in_tifinagh(latin: str) -> str:
    """The Latin word in letters of Tifinagh; empty where it has a sign that these have not."""
    letters: list[str] = []
    at = 0
    while at < len(latin):
        size = next((n for n in (2, 1) if latin[at : at + n] in _TO_TIFINAGH), 0)
        if not size:
            return ""
        letters.append(_TO_TIFINAGH[latin[at : at + size]])
        at += size
    return "".join(letters)


def _attested(keys: str, count: Count) -> Iterator[str]:
    """The spellings of `keys` that occur, with the article or without, nearest first."""
    best: float | None = None
    costs: dict[str, float] = {}
    for form in _forms(keys):
        for spelling, cost in arabic_spellings(form, _SPELLINGS):
            costs[spelling] = min(cost, costs.get(spelling, cost))
    for spelling, cost in sorted(costs.items(), key=lambda row: (row[1], row[0])):
        if cost > _FARTHEST or (best is not None and cost > best + _NEAR):
            return
        if len(spelling) > 2 and (count(spelling) or count(f"ال{spelling}")):
            best = cost if best is None else best
            yield spelling


def _forms(keys: str) -> Iterator[str]:
    """`keys`, and with spellings of French replaced by what Arabic in Latin letters has."""
    yield keys
    other = keys
    for spelt, sound in _SPELT:
        other = other.replace(spelt, sound)
    if other != keys:
        yield other
