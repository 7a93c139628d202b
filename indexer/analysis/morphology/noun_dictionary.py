"""The nouns of a dictionary of Arabic with their broken plurals, and which of them an archive has.

The list that is shipped is made of the dictionary Arramooz (nouns.NOTICE says by whom). It is read
when families are learnt, and never by a search. A dictionary knows no frequencies, and its words
have no vowels here: so its pairs are proposals, on which the archive decides
(`plural_evidence.py`).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.normalize import folded

NOUNS_FILE = "nouns.z"
# Its SHA-256. It stands here because the fingerprint of the analysis covers modules alone.
NOUNS_DIGEST = "e4d4c4a5db596e311cde93a1173fa1d1a62f820b61fa580e53104c93e9c0a18f"
ENCODING = "iso8859-6"  # of the list: each letter of Arabic is one byte

# The words of the list have no other letters that folding alters.
_FOLDED = bytes.maketrans("أإآةىؤئ".encode(ENCODING), "اااهيءء".encode(ENCODING))
_PREFIXED, _SUFFIXED = "وفبلك", "انهي"  # letters at which affixes begin, and end
_SIGNS = {"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي"}  # letter with a sign → without


@dataclass(frozen=True, slots=True)
class NounDictionary:
    """Nouns and broken plurals, spelled without vowels.

    `singulars`: broken plural → its nouns. `nouns`: those with broken plurals, and others that have
    the letters of one. `spellings`: folded → the words that are so folded and spelled otherwise.
    """

    singulars: Mapping[str, list[str]]
    nouns: frozenset[str]
    spellings: Mapping[str, list[str]]

    def spelled(self, letters: str) -> list[str]:
        """The words that are folded as `letters`."""
        plain = letters in self.nouns or letters in self.singulars
        return [*([letters] if plain else ()), *self.spellings.get(letters, ())]


NO_NOUNS = NounDictionary({}, frozenset(), {})


def noun_dictionary() -> NounDictionary:
    """The dictionary that is shipped."""
    packed = zlib.decompress((resources.files(__package__) / NOUNS_FILE).read_bytes())
    text, letters = packed.decode(ENCODING), packed.translate(_FOLDED).decode(ENCODING)
    with_plurals, _, others = text.partition("\n\n")
    singulars: dict[str, list[str]] = {}
    nouns = others.split("\n")
    for line in with_plurals.split("\n"):
        noun, *broken = line.split(" ")
        nouns.append(noun)
        for plural in broken:
            singulars.setdefault(plural, []).append(noun)
    spellings: dict[str, list[str]] = {}
    for word, its in zip(text.split(), letters.split(), strict=True):
        if word != its and word not in (known := spellings.setdefault(its, [])):
            known.append(word)
    return NounDictionary(singulars, frozenset(nouns), spellings)


class ArchiveNouns:
    """The words of a `dictionary` that an archive has, by their keys in its `evidence`."""

    def __init__(self, dictionary: NounDictionary, evidence: CorpusStatistics) -> None:
        self._dictionary = dictionary
        self._evidence = evidence
        # Key of a broken plural → the keys of its nouns, both being words of the archive.
        self.singulars: dict[str, frozenset[str]] = {}
        for plural, nouns in dictionary.singulars.items():
            for key in self._keys(plural):
                found = {one for noun in nouns for one in self._keys(noun)} - {key}
                if found:
                    self.singulars[key] = self.singulars.get(key, frozenset()) | found

    def is_noun(self, key: str) -> bool:
        """True if the dictionary has `key` as a noun, whether or not as a plural too."""
        return any(word in self._dictionary.nouns for word in self._words(key))

    def plurals_with_affixes(self) -> Iterator[str]:
        """The keys of plurals that begin or end as a word with an affix: مجانين is like a dual.

        They occur after an article. Words in ال may have it themselves: ألسنة is folded as السنة.
        """
        for key in self.singulars:
            letters = self._evidence.letters(key)
            ends = letters[-1] in _SUFFIXED and not letters.startswith("ال")
            if (ends or letters[0] in _PREFIXED) and self._evidence.after_article(key):
                yield key

    def _keys(self, word: str) -> Iterator[str]:
        """The keys of the archive that are the `word` of the dictionary."""
        evidence = self._evidence
        for key in evidence.homographs.keys_of_letters(folded(word)):
            if evidence.alone(key) and not evidence.is_grammar(key) and word in self._words(key):
                yield key

    def _words(self, key: str) -> list[str]:
        """The words of the dictionary that the archive mostly spells as it does `key`.

        One that lacks a sign of the spelling is none of them; one that has more signs than the
        spelling is, where no other word is spelled so: قوي is no قوى.
        """
        letters, spelling = self._evidence.letters(key), self._evidence.usual_spelling(key)
        words = self._dictionary.spelled(letters)
        same = [word for word in words if _same_signs(spelling, word)]
        return same or [word for word in words if _same_signs(spelling, word, unsigned=True)]


def _same_signs(spelling: str, word: str, unsigned: bool = False) -> bool:
    """True if `spelling`, folded as `word` is, has its signs; or, where `unsigned`, some."""
    if len(spelling) != len(word):
        return False
    return all(
        one == other
        or (one not in _SIGNS and other not in _SIGNS)  # ؤ and ء are folded alike
        or (unsigned and one == _SIGNS.get(other))
        for one, other in zip(spelling, word, strict=True)
    )
