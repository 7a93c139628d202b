"""The suffix of a word: of a plural, a dual, an accusative, a nisba, a pronoun, a verb.

It is taken off only when the archive attests the base, and enough of it beside the whole.
"""

from __future__ import annotations

from pyarabic import araby

from indexer.analysis.morphology.affixes import INDEFINITE, PRONOUNS, VERBAL, bases
from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.step import Step
from indexer.analysis.morphology.verbs import Verbs

_ALEFS = frozenset("اأإ")
_SIGNED_ALEFS = frozenset("أإآ")
_SHORTEST = 2  # letters that must be left
_MAY_BE_OF_ROOT = ("ان", "ين", "ون")  # of بستان, مسكين
_FOUR_AND_VOWEL = 5
_TWO_LETTERS = 3.0  # times the evidence, for so short a base
_ALONE = 0.5  # of the uses of a plural, that its singular has; less if that is surely a noun
_SHORT = 0.1  # the same of a singular of two letters and ة
# Of a feminine nisba, by its uses. With a pronoun in so many of them it is a noun (مسؤوليته). With
# a masculine in less than _ADJECTIVE of them it must occur often, mostly with the article, and
# hardly ever with a pronoun, as adjectives do (حكومية).
_NOUN = 0.02
_ADJECTIVE = 0.1
_OFTEN = 20
_DEFINITE = 0.65
_DEFINITE_MASCULINE = 0.3
_BOUND = 0.005
_NEVER = 0.02  # share of uses after an article above which a word bears no pronoun


class Suffixes:
    """Takes the suffixes off the words of an archive, as `evidence` has it."""

    def __init__(self, evidence: CorpusStatistics, verbs: Verbs) -> None:
        self._evidence = evidence
        self._verbs = verbs

    def step(self, word: str) -> Step | None:
        """The step to the best attested base of `word`, if any is attested enough."""
        evidence = self._evidence
        letters = evidence.letters(word)
        possible = bases(letters) if len(letters) > _SHORTEST else ()
        if not possible:
            return None
        uses = max(1, evidence.alone(word))
        definite = evidence.after_article(word) > _NEVER * uses
        feminine = evidence.usual_spelling(word)[-1] == araby.TEH_MARBUTA
        best: tuple[int, str, str] | None = None
        for bare, suffix, share in possible:
            if (definite and suffix in INDEFINITE) or (feminine and suffix == araby.HEH):
                continue
            base = evidence.base(word, bare)
            if evidence.is_grammar(base) or not self._may_bear(word, base, suffix):
                continue
            if suffix in _MAY_BE_OF_ROOT and self._has_plural_in_alif(letters):
                continue  # بستان has بساتين
            if suffix in VERBAL and not self._verbs.may_be(base):
                continue
            if definite and self._verbs.is_surely(base):
                continue  # التضمين is no form of تضم
            found = evidence.alone(base)
            if len(bare) == _SHORTEST:
                share *= _TWO_LETTERS
            if (
                found
                and found >= share * uses
                and (best is None or found > best[0])
                and self._spelt_alike(word, base)
            ):
                best = (found, base, suffix)
        return Step(word, "", best[2], best[1]) if best else None

    def _may_bear(self, word: str, base: str, suffix: str) -> bool:
        """True unless `suffix` needs more of the `base` of `word` than that it is attested."""
        evidence = self._evidence
        if suffix == "ات":
            return self._may_be_plural(word, base)
        if suffix != "يه":
            return True
        uses, masculine = evidence.alone(word), evidence.alone(base)
        letters = evidence.letters(word)
        bound = sum(evidence.count(f"{letters[:-1]}ت{pronoun}") for pronoun in PRONOUNS)
        if bound > _NOUN * uses:
            return False  # مسؤوليته
        if masculine >= _ADJECTIVE * uses:
            return True
        return (
            uses >= _OFTEN
            and evidence.after_article(word) >= _DEFINITE * uses
            and evidence.after_article(base) >= _DEFINITE_MASCULINE * masculine
            and bound <= _BOUND * uses
        )

    def _has_plural_in_alif(self, letters: str) -> bool:
        """True if the archive has a plural فعالين of `letters`: its ن is a letter of its root."""
        return (
            len(letters) == _FOUR_AND_VOWEL
            and self._evidence.alone(f"{letters[:2]}ا{letters[2]}ين") > 0
        )

    def _may_be_plural(self, word: str, base: str) -> bool:
        """True unless ات needs another base: of لغات it is لغة, of محاكمات محاكمة."""
        evidence = self._evidence
        letters = evidence.letters(base)
        if evidence.letters(word).startswith(letters):
            participle = len(letters) == 5 and letters[0] == "م" and letters[2] == "ا"
            few = evidence.alone(base) < _ALONE * evidence.alone(word)
            noun = evidence.after_article(base) > 0 and not self._verbs.may_be(base)
            return (noun or not few) and not (
                participle and evidence.alone(evidence.base(word, letters + araby.HEH))
            )
        if len(letters) > _SHORTEST + 1:
            return True
        noun = min(evidence.after_article(word), evidence.after_article(base)) > 0
        enough = evidence.alone(base) >= _SHORT * evidence.alone(word)
        return noun and enough and evidence.usual_spelling(base)[-1] == araby.TEH_MARBUTA

    def _spelt_alike(self, word: str, base: str) -> bool:
        """True if the hamzas are the same: تأمين is no form of تام, nor آليات of إليه."""
        spelling = self._evidence.usual_spelling(word)
        if spelling == word:
            return True
        of_base = self._evidence.usual_spelling(base)
        first = {spelling[0], of_base[0]}
        if len(first) > 1 and first <= _SIGNED_ALEFS and not self._verbs.may_be(base):
            return False  # but إضربوا, written for اضربوا
        letters = zip(spelling[1:], of_base[1:], strict=False)
        return not any(one != other and one in _ALEFS and other in _ALEFS for one, other in letters)
