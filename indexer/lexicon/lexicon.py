"""The words of one archive with their counts, families and roots, kept in seven sorted files.

    words.tsv       key TAB count TAB family TAB written form SPACE its count SPACE …
    families.tsv    family TAB root TAB key SPACE …, in which `~` stands for the family
    roots.tsv       root TAB family SPACE …
    homographs.tsv  folded word TAB spelling SPACE …
    numbers.tsv     part of numbers TAB family SPACE …, the most frequent first
    decisions.tsv   key TAB what goes before the rules of families (`Decision`)
    derived.tsv     family TAB family that is a near derivative of it SPACE …

A key stands for a word: its folded form nearly always (`analysis/morphology/homographs.py`).
Defaults are not written: a family that is the word itself, a root that is the family itself, and
the only written form where it is the word itself. The count of an only form is that of its word. A
family or a root that is one word alone has no line, and so has a part of few digits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from heapq import nsmallest
from pathlib import Path
from typing import NamedTuple

from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.decisions import Decision, decision_in
from indexer.analysis.morphology.homographs import Homographs
from indexer.analysis.morphology.roots import likely_root, shown_root
from indexer.analysis.morphology.stemmer import Families
from indexer.analysis.morphology.step import Step
from indexer.analysis.normalize import folded, spelled
from indexer.analysis.numbers import (
    in_two_parts,
    number_family,
    other_families,
    other_writings,
)
from indexer.damage import raising_index_damaged
from indexer.lexicon.bare_words import without_clitics
from indexer.lexicon.bridge import Bridge, names_in
from indexer.lexicon.laws import Laws, stored_laws
from indexer.lexicon.sorted_table import SortedTable

WORDS, FAMILIES, ROOTS = "words.tsv", "families.tsv", "roots.tsv"
HOMOGRAPHS, NUMBERS, DECISIONS = "homographs.tsv", "numbers.tsv", "decisions.tsv"
DERIVED = "derived.tsv"
_REMEMBERED = 1 << 16  # answers kept at hand, of each kind
_PREFIXES = 1 << 9  # that are being typed, of each of which the words are kept at hand
ITSELF = "~"  # stands for the name of a family in its line; no word has it

_Lookup = Callable[[str], str | None]


class OtherNumbers(NamedTuple):
    """The numbers of an archive that a number may be found in beside its own family.

    `families` are those it is also read as, and those it is a part of; `words` are single writings.
    """

    families: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Lexicon:
    """The words indexed in the generation whose files are in `folder`. Shared by threads safely.

    Words are given by their keys; `keys_of` gives those of a word as a reader writes it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._words = SortedTable(folder / WORDS)
        self._members = SortedTable(folder / FAMILIES)
        self._roots = SortedTable(folder / ROOTS)
        self._spellings = SortedTable(folder / HOMOGRAPHS)
        self._numbers = SortedTable(folder / NUMBERS)
        self._decisions = SortedTable(folder / DECISIONS)
        self._derived = SortedTable(folder / DERIVED)
        self._line: _Lookup = lru_cache(_REMEMBERED)(self._words.after)
        self._family_line: _Lookup = lru_cache(_REMEMBERED)(self._line_of_family)
        self._likely_root: Callable[[str], str] = lru_cache(_REMEMBERED)(self._guessed_root)
        self._root_line: _Lookup = lru_cache(_REMEMBERED)(self._line_of_root)
        self.count: Callable[[str], int] = lru_cache(_REMEMBERED)(self._occurrences)
        self.members: Callable[[str], tuple[str, ...]] = lru_cache(_REMEMBERED)(self._words_of)
        self.spelling: Callable[[str], str] = lru_cache(_REMEMBERED)(self._usual_spelling)
        self.frequent: Callable[[str, int], tuple[tuple[str, int], ...]]
        self.frequent = lru_cache(_PREFIXES)(self._most_frequent)
        self.family: Callable[[str], str] = lru_cache(_REMEMBERED)(self._family_of)
        self.bare: Callable[[str], str] = lru_cache(_REMEMBERED)(self._without_clitics)
        self.keys_of: Callable[[str], tuple[str, ...]] = lru_cache(_REMEMBERED)(self._keys_meant)
        self.other_numbers: Callable[[str], OtherNumbers]
        self.other_numbers = lru_cache(_REMEMBERED)(self._others_of_number)

    @cached_property
    def _families(self) -> Families:
        """The rules of families, as the archive's words are counted now."""
        evidence = CorpusStatistics.from_lookups(
            self.count, self.spelling, self.writings, self.homographs
        )
        return Families(evidence, self._stored, self._decided)

    @cached_property
    @raising_index_damaged
    def homographs(self) -> Homographs:
        """The words of the archive that only signs tell apart."""
        lines = (line.split("\t") for line in self._spellings.beginning(""))
        return Homographs({word: tuple(of.split(" ")) for word, of in lines})

    @cached_property
    @raising_index_damaged
    def bridge(self) -> Bridge:
        """The names of the archive in several languages: the archivist's, its own, the shipped."""
        listed = any(self._decisions.holding("="))
        return Bridge(
            names_in(self.folder), lambda form: self.family(folded(form)), ruled=not listed
        )

    @cached_property
    @raising_index_damaged
    def laws(self) -> Laws:
        """The laws that the texts of the archive name."""
        return stored_laws(self.folder)

    @raising_index_damaged
    def key_of(self, form: str) -> str:
        """The key of the written `form` in the texts of the archive."""
        return self.homographs.key_of(form)

    @raising_index_damaged
    def _keys_meant(self, form: str) -> tuple[str, ...]:
        """The keys of the words that may be meant by `form`, or by another spelling of it."""
        keys = self.homographs.keys_of(form)
        if any(self.members(self.family(key)) for key in keys):
            return keys
        other = self._families.classes.known_spelling(keys[0], spelled(form))
        return (other,) if other else keys

    @raising_index_damaged
    def near(self, form: str) -> tuple[str, ...]:
        """The words of the archive that may be other spellings of the written `form`, or are."""
        return tuple(self._families.classes.near(folded(form), spelled(form)))

    def has(self, form: str) -> bool:
        """Whether the archive has `form`, another of its family, or a number it is a part of."""
        known = any(self.members(self.family(key)) for key in self.keys_of(form))
        return known or any(self.other_numbers(folded(form)))

    @raising_index_damaged
    def _others_of_number(self, number: str) -> OtherNumbers:
        """The other numbers of the archive that `number` may be found in; none for other words."""
        if not number[:1].isdecimal():
            return OtherNumbers()
        family = number_family(number)
        others = other_families(number)
        if not self.members(family) and (parted := in_two_parts(number)):
            others = (*others, parted)
        line = self._numbers.after(family)
        families = (*filter(self.members, others), *(line or "").split())
        return OtherNumbers(families, tuple(filter(self.count, other_writings(number))))

    @raising_index_damaged
    def _occurrences(self, word: str) -> int:
        """The number of times `word` occurs in the archive."""
        line = self._line(word)
        return int(line.partition("\t")[0]) if line else 0

    @raising_index_damaged
    def writings(self, word: str) -> tuple[tuple[str, int], ...]:
        """The written forms of `word` with the occurrences of each, the most frequent first."""
        line = self._line(word)
        return _writings(word, line) if line else ()

    @raising_index_damaged
    def steps(self, word: str) -> tuple[Step, ...]:
        """Why `word` is of its family, from the archive's words as they are counted now."""
        return self._families.steps(word)

    @raising_index_damaged
    def _without_clitics(self, word: str) -> str:
        """`word` without what is joined to it: an article, the letters before it, a pronoun.

        It keeps its gender and number: وبالقوانين is قوانين, اختصاصاته is اختصاصات.
        """
        return without_clitics(word, self.steps(word), self.count)

    @raising_index_damaged
    def root(self, word: str) -> str:
        """The root key of `word`: that of its family, which may be the family itself."""
        family = self.family(word)
        line = self._family_line(family)
        return line.partition("\t")[0] or family if line else self._likely_root(family)

    def known_root(self, word: str) -> str | None:
        """The root of `word` as readers are shown it; None where none is known."""
        return shown_root(self.root(word))

    @raising_index_damaged
    def families_of(self, root: str) -> tuple[str, ...]:
        """The families whose root key is `root`."""
        line = self._root_line(root)
        return tuple(line.split(" ")) if line else ()

    @raising_index_damaged
    def derived(self, family: str) -> tuple[str, ...]:
        """The families that are near derivatives of `family`; all of them have its root key."""
        line = self._derived.after(family)
        return tuple(line.split(" ")) if line else ()

    @raising_index_damaged
    def words(self, prefix: str = "") -> Iterator[tuple[str, int]]:
        """The keys of words that begin with `prefix`, with the occurrences of each.

        They come in order, but for keys that are not folded forms, which come last.
        """
        for line in self._words.beginning(prefix):
            word, count, _ = line.split("\t", 2)
            if not prefix or word not in self._unfolded_keys:
                yield word, int(count)
        if prefix:
            yield from self._unfolded(lambda word: word.startswith(prefix))

    @raising_index_damaged
    def holding(self, letters: str) -> Iterator[tuple[str, int]]:
        """The keys of words that hold `letters`, with the occurrences of each.

        They come in order, but for keys that are not folded forms, which come last.
        """
        for line in self._words.holding(letters):
            word, count, _ = line.split("\t", 2)
            if letters in word and word not in self._unfolded_keys:
                yield word, int(count)
        yield from self._unfolded(lambda word: letters in word)

    @cached_property
    def _unfolded_keys(self) -> dict[str, str]:
        """key → folded form, of the keys that are not their folded forms."""
        return self.homographs.keys()

    def _unfolded(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
        """The keys that are not their folded forms, where those are `wanted`, with their counts."""
        for key, word in self._unfolded_keys.items():
            if wanted(word) and (count := self.count(key)):
                yield key, count

    # What it was written from

    @raising_index_damaged
    def all_writings(self) -> dict[str, int]:
        """written form → occurrences, of every word of the archive."""
        lines = (line.split("\t", 1) for line in self._words.beginning(""))
        return {form: count for word, line in lines for form, count in _writings(word, line)}

    @raising_index_damaged
    def all_families(self) -> dict[str, str]:
        """key → family, of every word of the archive."""
        lines = (line.split("\t") for line in self._words.beginning(""))
        return {word: family or word for word, _, family, _ in lines}

    @raising_index_damaged
    def all_decisions(self) -> dict[str, Decision]:
        """key → the decision that goes before the rules of families, of each that has one."""
        lines = (line.partition("\t") for line in self._decisions.beginning(""))
        return {word: decision_in(told) for word, _, told in lines}

    @raising_index_damaged
    def all_roots(self) -> dict[str, str]:
        """family → root key, of every family of the archive."""
        roots = {family: family for family in self.all_families().values()}
        lines = (line.split("\t") for line in self._members.beginning(""))
        roots.update((family, root) for family, root, _ in lines if root)
        return roots

    @raising_index_damaged
    def _line_of_family(self, family: str) -> str | None:
        """The line of `family`: its root TAB its words."""
        line = self._members.after(family)
        if line is None and (of_word := self._line(family)) and not of_word.split("\t")[1]:
            return f"\t{ITSELF}"
        return line

    @raising_index_damaged
    def _line_of_root(self, root: str) -> str | None:
        """The families of `root`, a space between them."""
        line = self._roots.after(root)
        if line is None and (of_family := self._family_line(root)) and of_family[0] == "\t":
            return root
        return line

    @raising_index_damaged
    def _family_of(self, word: str) -> str:
        """The family of `word`, indexed or not."""
        return self._families.family(word)

    @raising_index_damaged
    def _words_of(self, family: str) -> tuple[str, ...]:
        """The words of `family`; none when the archive has no such family."""
        line = self._family_line(family)
        if not line:
            return ()
        return tuple(line.split("\t")[1].replace(ITSELF, family).split(" "))

    @raising_index_damaged
    def _usual_spelling(self, word: str) -> str:
        """The usual spelling of `word` in the archive, without marks; `word` if it is not there."""
        forms = self.writings(word)
        if len(forms) == 1:
            return spelled(forms[0][0])
        counts: Counter[str] = Counter()
        for form, count in forms:
            counts[spelled(form)] += count
        return min(counts, key=lambda form: (-counts[form], form), default=word)

    @raising_index_damaged
    def _most_frequent(self, prefix: str, most: int) -> tuple[tuple[str, int], ...]:
        """The `most` frequent words that begin with `prefix`, the most frequent first."""
        return tuple(nsmallest(most, self.words(prefix), key=lambda row: (-row[1], row[0])))

    @raising_index_damaged
    def _guessed_root(self, family: str) -> str:
        """The root key of a family that the archive has not."""
        return likely_root(family, self.families_of) or family

    @raising_index_damaged
    def _decided(self, word: str) -> Decision | None:
        """The decision on `word` that goes before the rules of families, if there is one."""
        line = self._decisions.after(word)
        return None if line is None else decision_in(line)

    @raising_index_damaged
    def _stored(self, word: str) -> str | None:
        """The family under which `word` is indexed; a family's own is itself."""
        line = self._line(word)
        if line:
            return line.split("\t", 2)[1] or word
        return word if self._family_line(word) else None


def _writings(word: str, line: str) -> tuple[tuple[str, int], ...]:
    """(form, count) of each written form of `word`, after which `line` stands."""
    count, _, forms = line.split("\t")
    if " " not in forms:
        return ((forms or word, int(count)),)
    fields = forms.split(" ")
    return tuple(zip(fields[::2], map(int, fields[1::2]), strict=True))
