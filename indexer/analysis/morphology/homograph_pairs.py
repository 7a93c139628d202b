"""The homographs of an archive: which spellings of a folded word are two words, and which one.

Writers leave out a hamza, a madda or the dots of ة, and a spelling without a sign may be any word:
it decides nothing. Two spellings with different signs are two words where grammar has both:

    آ, إ    always: آلية, إليه
    آ, أ    آمر, أمر; but أسيا beside a more frequent آسيا lacks its madda
    أ, إ    in nouns of the patterns أفعال, إفعال (أعمال, إعمال), and of three or four letters
    ة, ه    where the word without it bears other pronouns (مكتبه, مكتبها; مكتبة), and its ه is
            more frequent than ه for ة is under the article, which no pronoun follows

A spelling is counted with its articles too: الآمر tells that there is an آمر.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from pyarabic import araby

from indexer.analysis.morphology.affixes import articles, clitics
from indexer.analysis.morphology.grammar_words import grammar_family
from indexer.analysis.morphology.homographs import Homographs, telling
from indexer.analysis.normalize import folded

_ABOVE, _BELOW, _MADDA = araby.ALEF_HAMZA_ABOVE, araby.ALEF_HAMZA_BELOW, araby.ALEF_MADDA
_TEH, _HEH, _ALEF = araby.TEH_MARBUTA, araby.HEH, araby.ALEF
_LEAST = 2  # occurrences of the rarer word
# The rarer of two words: its least share of the other. What is rarer still is mostly careless.
_LEAST_SHARE = 0.025  # of أ and إ, unless it occurs _SURELY times
_SURELY = 8
_LEAST_MADDA = 0.0105  # of آ
_LACKS_MADDA = 0.35  # of أ: below, it is آ without its madda
_LONGEST_WITH_MADDA = 4  # letters after آ
_OFTENER = 10.0  # times, that ه must be as frequent as where it can only be ة
_LEAST_HEH = 3
_DEFINITE = 0.005  # uses after an article, as a share of all
_PRONOUNS_BESIDE = 0.25  # other pronouns, as a share of ه
_OTHER_PRONOUNS = ("ها", "هم", "هما")
# What may follow أفعال and إفعال; more would be another pattern (إسبانيا).
_AFTER_PATTERN = frozenset(("", "ه", "ها", "هم", "هما", "نا", "كم", "ا", "ات", "اته", "اتها"))
_SHORTEST = 3  # letters of either
_LETTERS_WITH_SIGNS = frozenset((_ALEF, _HEH))  # without one of these a word has one variant

_Variants = dict[str, int]  # telling letters → count


def homographs_of(
    counts: Mapping[str, int], known: Homographs, settled: Collection[str]
) -> Homographs:
    """The homographs among words written so often.

    The folded words `settled` were indexed before: they stay as `known` has them.
    """
    spellings = _spellings(counts)
    found = _Pairs(spellings).words()
    return Homographs(
        {**{word: of for word, of in found.items() if word not in settled}, **known.spellings}
    )


def _spellings(counts: Mapping[str, int]) -> dict[str, _Variants]:
    """Folded word → the variants of it that have different signs."""
    found: dict[str, _Variants] = {}
    for form, count in counts.items():
        if not form.isascii():
            of_word = found.setdefault(folded(form), {})
            letters = telling(form)
            of_word[letters] = of_word.get(letters, 0) + count
    return found


class _Pairs:
    """Decides which variants of a folded word are two words."""

    def __init__(self, spellings: Mapping[str, _Variants]) -> None:
        self._spellings = spellings
        self._heh_for_teh = self._careless_heh()
        self._definite: dict[str, _Variants] = {}  # of a stem: its variants after an article

    def words(self) -> dict[str, tuple[str, ...]]:
        """Folded word → the spellings of its words, the most frequent first, where it has two."""
        stems = {
            stem: groups
            for stem, variants in self._stems().items()
            if len(groups := self._groups(stem, variants)) > 1
        }
        split = dict(stems)
        several = ((word, of) for word, of in self._spellings.items() if len(of) > 1)
        for word, variants in several:
            for prefix, is_article in _prefixes(word):
                stem = word[len(prefix) :]
                if stem not in stems or word in split:
                    continue
                if is_article and {letters[-1] for letters in stems[stem]} == {_TEH, _HEH}:
                    continue  # المكتبه can only be المكتبة
                if is_article and _is_grammar(stem):
                    continue
                of_word = Homographs({stem: stems[stem]})
                by_key: dict[str, tuple[int, str]] = {}
                for letters, count in variants.items():
                    if letters[len(prefix) :] not in stems[stem]:
                        continue  # it lacks a sign
                    key = of_word.key_of(letters[len(prefix) :])
                    by_key[key] = max(by_key.get(key, (0, "")), (count, letters))
                rows = sorted(by_key.values(), key=lambda row: (-row[0], row[1]))
                if len(rows) > 1 and not _lacks_madda(rows[0], rows[1]):
                    split[word] = tuple(letters for _, letters in rows)
        return split

    def _stems(self) -> dict[str, _Variants]:
        """Folded word → its variants, those with an article before them included."""
        found: dict[str, _Variants] = {}
        for word, variants in self._spellings.items():
            for article in ("", *_articles(word)):
                stem = word[len(article) :]
                if _LETTERS_WITH_SIGNS.isdisjoint(stem) or stem not in self._spellings:
                    continue
                of_stem = found.setdefault(stem, {})
                definite = self._definite.setdefault(stem, {})
                for letters, count in variants.items():
                    rest = letters[len(article) :]
                    if letters[: len(article)] != article:
                        continue
                    if article and rest[-1] == _HEH:
                        continue  # no pronoun follows an article
                    of_stem[rest] = of_stem.get(rest, 0) + count
                    if article:
                        definite[rest] = definite.get(rest, 0) + count
        return {stem: variants for stem, variants in found.items() if len(variants) > 1}

    def _groups(self, stem: str, variants: _Variants) -> tuple[str, ...]:
        """The variants of `stem` that are words of their own, the most frequent first."""
        if len(stem) < _SHORTEST or _has_article(stem, variants):
            return ()
        rows = sorted(variants.items(), key=lambda row: (-row[1], row[0]))
        found: list[tuple[str, int]] = []
        for letters, count in rows:
            if count >= _LEAST and all(
                self._are_two(stem, one, many, letters, count) for one, many in found
            ):
                found.append((letters, count))
        return tuple(letters for letters, _ in found)

    def _are_two(self, stem: str, one: str, many: int, other: str, few: int) -> bool:
        """True if the variant `one`, so many times, and the rarer `other` are two words."""
        return any(
            self._tell(stem, at, (a, many), (b, few))
            for at, (a, b) in enumerate(zip(one, other, strict=True))
            if a != b
        )

    def _tell(self, stem: str, at: int, usual: tuple[str, int], rare: tuple[str, int]) -> bool:
        """True if two letters, each with its count, tell two words apart at a place of `stem`."""
        (one, many), (other, few) = usual, rare
        signs = {one, other}
        if signs == {_TEH, _HEH}:
            return self._are_teh_and_pronoun(stem, dict((usual, rare)))
        if _MADDA in signs and stem[at + 1 : at + 2] == araby.YEH and len(stem) > _SHORTEST:
            return False  # names of other languages: آيرلندا, إيرلندا
        if sum(self._definite.get(stem, {}).values()) < _DEFINITE * (many + few):
            return False  # names of other languages: إكس, أكس
        if signs == {_MADDA, _BELOW}:
            return True
        if signs == {_MADDA, _ABOVE}:
            if stem[at + 2 : at + 3] == _ALEF:
                return False  # أداء, written آداء
            least = _LEAST_MADDA if other == _MADDA else _LACKS_MADDA
            return len(stem) - at - 1 <= _LONGEST_WITH_MADDA and few >= least * many
        if signs == {_ABOVE, _BELOW}:
            careless = few < _LEAST_SHARE * many and few < _SURELY
            if at or careless or _is_grammar(stem):
                return False
            if len(stem) <= 4:
                return len(stem) == 3 or stem[2] == _ALEF  # أثر, إثر; أمام, إمام
            return stem[3] == _ALEF and stem[5:] in _AFTER_PATTERN
        return False

    def _are_teh_and_pronoun(self, stem: str, counts: Mapping[str, int]) -> bool:
        rest = stem[:-1]
        beside = sum(sum(self._spellings.get(rest + one, {}).values()) for one in _OTHER_PRONOUNS)
        heh, teh = counts[_HEH], counts[_TEH]
        if not any(letters[-1] == _TEH for letters in self._definite.get(stem, {})):
            return False
        if _is_grammar(stem) or rest not in self._spellings:
            return False
        if heh < _LEAST_HEH or heh <= _OFTENER * self._heh_for_teh * teh:
            return False
        return beside >= _PRONOUNS_BESIDE * heh

    def _careless_heh(self) -> float:
        """ه for ة under the article, as a share of ة there."""
        counts = {_TEH: 1, _HEH: 0}
        for word, variants in self._spellings.items():
            if word.startswith("ال") and word[-1] == _HEH:
                by_ending = {_TEH: 0, _HEH: 0}
                for letters, count in variants.items():
                    by_ending[letters[-1]] += count
                if by_ending[_TEH] > by_ending[_HEH]:
                    counts = {sign: counts[sign] + by_ending[sign] for sign in counts}
        return counts[_HEH] / counts[_TEH]


def _prefixes(word: str) -> Iterator[tuple[str, bool]]:
    """("", False), then each article and clitic that `word` begins with; True for an article."""
    yield "", False
    for found, is_article in ((_articles(word), True), (_before(word, clitics(word)), False)):
        for prefix in found:
            yield prefix, is_article


def _articles(word: str) -> list[str]:
    """The articles that `word` begins with."""
    return _before(word, articles(word))


def _before(word: str, prefixes: Iterable[str]) -> list[str]:
    """The ones of `prefixes` that `word` begins with, before two letters at least."""
    return [one for one in prefixes if word.startswith(one) and len(word) - len(one) > 1]


def _has_article(stem: str, variants: _Variants) -> bool:
    """True if `stem` begins with an article, whose alef has no sign."""
    return any(stem.startswith(one) for one in articles(stem)) and all(
        letters.startswith(stem[:2]) for letters in variants
    )


def _lacks_madda(usual: tuple[int, str], rare: tuple[int, str]) -> bool:
    """True if the `rare` spelling may be the usual one without its madda."""
    (many, one), (few, other) = usual, rare
    return one.replace(_MADDA, _ABOVE) == other and few < _LACKS_MADDA * many


def _is_grammar(stem: str) -> bool:
    return grammar_family(stem, stem, has_signs=False) is not None
