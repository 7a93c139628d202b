"""The suffix of a word: of a plural, a dual, an accusative, a nisba, a pronoun, a verb.

It is taken off only when the archive attests the base, and enough of it beside the whole.
"""

from __future__ import annotations

from pyarabic import araby

from indexer.analysis.morphology.affixes import INDEFINITE, VERBAL, bases
from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.step import Step
from indexer.analysis.morphology.verbs import Verbs

_ALEFS = frozenset("اأإ")
_SIGNED_ALEFS = frozenset("أإآ")
_SHORTEST = 2  # letters that must be left
_TWO_LETTERS = 3.0  # times the evidence, for so short a base
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
        if len(letters) < 3:
            return None
        uses = max(1, evidence.alone(word))
        definite = evidence.after_article(word) > _NEVER * uses
        feminine = evidence.usual_spelling(word)[-1] == araby.TEH_MARBUTA
        best: tuple[int, str, str] | None = None
        for bare, suffix, share in bases(letters):
            if (definite and suffix in INDEFINITE) or (feminine and suffix == araby.HEH):
                continue
            base = evidence.base(word, bare)
            if evidence.is_grammar(base):
                continue
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

    def _spelt_alike(self, word: str, base: str) -> bool:
        """True if the hamzas are the same: تأمين is no form of تام, nor آليات of إليه."""
        spelling = self._evidence.usual_spelling(word)
        if spelling == word:
            return True
        of_base = self._evidence.usual_spelling(base)
        first = {spelling[0], of_base[0]}
        if len(first) > 1 and first <= _SIGNED_ALEFS:
            return False
        letters = zip(spelling[1:], of_base[1:], strict=False)
        return not any(one != other and one in _ALEFS and other in _ALEFS for one, other in letters)
