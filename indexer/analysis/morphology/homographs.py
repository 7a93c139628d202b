"""Homographs: words that only a sign tells apart, which folding takes away (آلية, إليه).

Words are counted and joined in families by their *keys*. The key of a word is its folded form. Two
words of one folded form have two keys: the more frequent one has the folded form, and the key of
the other is its spelling, which no folded form is like.

    اليه    إليه, the folded form
    آلية    آلية, as it is spelled
    مكتبـه  مكتبه beside مكتبة: its spelling is the folded form, so a tatweel is put into it
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pyarabic import araby

from indexer.analysis.normalize import folded, spelled

# The letters that may tell two words apart; every other letter counts as it is folded.
_TELLING = frozenset(
    (
        araby.ALEF_MADDA,  # آ
        araby.ALEF_HAMZA_ABOVE,  # أ
        araby.ALEF_HAMZA_BELOW,  # إ
        araby.TEH_MARBUTA,  # ة
    )
)


@dataclass(frozen=True, slots=True)
class Homographs:
    """The homographs of an archive.

    `spellings`: folded form → the usual spellings of its words, the most frequent word first. It
    has no folded forms of one word alone.
    """

    spellings: Mapping[str, tuple[str, ...]]
    _keys: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def with_keys(self, forms: Iterable[str]) -> Homographs:
        """These homographs, with the keys of `forms` at hand, which a build asks for often."""
        return replace(self, _keys={form: self.key_of(form) for form in forms})

    def key_of(self, form: str) -> str:
        """The key that the written `form` has in the texts.

        A form without the signs may be any of the homographs, and counts as the most frequent.
        """
        known = self._keys.get(form)
        if known is not None:
            return known
        word = folded(form)
        found = self.spellings.get(word)
        if found is None:
            return word
        letters = telling(form)
        for spelling in found:
            if telling(spelling) == letters:
                return _key(word, spelling, found)
        return next((_key(word, one, found) for one in found if may_be(letters, one)), word)

    def keys_of(self, form: str) -> tuple[str, ...]:
        """The keys of the words that a reader may mean by the written `form`, one nearly always.

        A letter without a sign stands for those with one too: اليه is إليه or آلية, and آليه is
        آلية. A form that is like none of the homographs may be each of them.
        """
        word = folded(form)
        found = self.spellings.get(word)
        if found is None:
            return (word,)
        letters = telling(form)
        meant = [one for one in found if may_be(letters, one)] or found
        return tuple(_key(word, spelling, found) for spelling in meant)

    def keys_of_letters(self, word: str) -> tuple[str, ...]:
        """The keys of every word whose folded form is `word`."""
        found = self.spellings.get(word)
        return tuple(_key(word, one, found) for one in found) if found else (word,)

    def keys(self) -> dict[str, str]:
        """key → folded form, for each key that is not its folded form."""
        return {
            _key(word, spelling, found): word
            for word, found in self.spellings.items()
            for spelling in found[1:]
        }


NO_HOMOGRAPHS = Homographs({})


def _key(word: str, spelling: str, spellings: tuple[str, ...]) -> str:
    if spelling == spellings[0]:
        return word
    return spelling if spelling != word else f"{word[:-1]}{araby.TATWEEL}{word[-1]}"


def telling(form: str) -> str:
    """The letters of `form`, folded but for those that may tell two words apart."""
    plain = spelled(form)
    word = folded(plain)
    if _TELLING.isdisjoint(plain) or len(plain) != len(word):
        return word
    return "".join(
        sign if sign in _TELLING else letter for sign, letter in zip(plain, word, strict=True)
    )


def may_be(letters: str, spelling: str) -> bool:
    """True if `letters`, as `telling` gives them, are those of `spelling` or lack signs of it."""
    signs = telling(spelling)
    return len(letters) == len(signs) and all(
        one == other or (one not in _TELLING and one == folded(other))
        for one, other in zip(letters, signs, strict=True)
    )
