"""The forms of French and English words: the singular or the masculine of a word, and its stem.

A form leads to another only where the archive attests that one and the Snowball stemmer of French
or of English agrees that they are one word. So a name stays itself: Rabat is no form of rabais. The
width ROOT joins the words of one stem.

Words are given folded, without accents and in small letters.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

_SHORTEST = 4  # letters of a word with an ending
_SHORTEST_BASE = 3
# ending → the endings that its singular or its masculine may have instead
_ENDINGS = {
    "aux": ("al", "ail", "au"),
    "eaux": ("eau",),
    "eux": ("eu",),
    "ies": ("y", "ie"),
    "ches": ("ch", "che"),
    "shes": ("sh",),
    "sses": ("ss", "sse"),
    "xes": ("x", "xe"),
    "s": ("",),
    "ale": ("al",),
    "elle": ("el",),
    "ienne": ("ien",),
    "enne": ("en",),
    "ive": ("if",),
    "euse": ("eux", "eur"),
    "trice": ("teur",),
    "iere": ("ier",),
    "aine": ("ain",),
    "aise": ("ais",),
    "oise": ("ois",),
}
# ending of a singular → that of its plural, for a word of which an archive has the plural alone
_PLURALS = {"y": "ies", "al": "aux", "ail": "aux", "au": "aux", "eu": "eux", "": "s"}
# Names and words that end like the plural of another word.
_NAMES = "paris news times lens mars gens sens texas naples states wales jones hamas abbas"
_NO_PLURALS = frozenset(_NAMES.split())
_LONGEST_ENDING = max(map(len, _ENDINGS))


@cache
def _stemmers() -> tuple[BaseStemmer, BaseStemmer]:
    """The stemmer of French and that of English."""
    from snowballstemmer import stemmer  # slow to import: it has those of forty languages

    return stemmer("french"), stemmer("english")


def is_latin_word(word: str) -> bool:
    """True if the folded `word` is of Latin letters and long enough to have an ending."""
    return len(word) >= _SHORTEST and word.isascii() and word.isalpha()


def nearer_form(word: str, count: Callable[[str], int]) -> tuple[str, str] | None:
    """(ending of `word`, the form it leads to) for a folded Latin word; None where it is bare.

    `count` tells how often a folded word occurs. A word that does not occur leads to its plural,
    where the archive has that alone.
    """
    if not is_latin_word(word) or word in _NO_PLURALS:
        return None
    for size in range(min(_LONGEST_ENDING, len(word) - 1), 0, -1):
        ending = word[-size:]
        for other in _ENDINGS.get(ending, ()):
            base = word[:-size] + other
            surely = other == "ail"  # travaux, travail: of other stems
            if len(base) >= _SHORTEST_BASE and count(base) and (surely or _are_alike(word, base)):
                return ending, base
    if count(word):
        return None
    for ending, other in _PLURALS.items():
        plural = word.removesuffix(ending) + other
        if word.endswith(ending) and count(plural) and _are_alike(word, plural):
            return ending, plural
    return None


@lru_cache(1 << 16)
def latin_stem(word: str) -> str:
    """The stem of a folded Latin word, French or English: nation of nations and nationale.

    The stemmers are applied one after the other, since nothing tells the language of a word.
    """
    if not is_latin_word(word):
        return word
    french, english = _stemmers()
    return str(english.stemWord(french.stemWord(word)))


def _are_alike(word: str, other: str) -> bool:
    """True if `word` and `other` are one word to a stemmer: that of French, or that of English."""
    return any(one.stemWord(word) == one.stemWord(other) for one in _stemmers()) or (
        latin_stem(word) == latin_stem(other)
    )
