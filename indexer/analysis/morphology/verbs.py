"""The persons and tenses of a verb that have the same letters: one of them stands for all."""

from __future__ import annotations

from indexer.analysis.morphology.affixes import PERSONS, WILL
from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.step import Step

_NEVER = 0.02  # share of uses as a noun below which a word may be a verb
_OTHER_PERSON = 0.1  # uses of a verb, as a share of those of the form it is counted under
_BEFORE_VERBS = frozenset((WILL, *PERSONS)) - {"ي"}
_AS_WELL = 0.2  # يتقدم, as a share of يقدم: so often تقدم would be either


class Verbs:
    """Tells verbs among the words of an archive, and counts them under one person."""

    def __init__(self, evidence: CorpusStatistics) -> None:
        self._evidence = evidence

    def may_be(self, word: str) -> bool:
        """True if `word` may be a verb, which has no article, and no ب before it."""
        evidence = self._evidence
        noun = evidence.after_article(word) + evidence.behind("ب", word)
        return noun <= _NEVER * evidence.alone(word)

    def is_surely(self, word: str) -> bool:
        """True if `word` is seen often, and never with an article."""
        evidence = self._evidence
        return evidence.after_article(word) + 1 <= _NEVER * evidence.alone(word)

    def step(self, word: str) -> Step | None:
        """The step from a verb to the form its persons are found under, the imperfect with ي.

        سيعتقل is س before يعتقل; نعتقل, تعتقل and اعتقل, he arrested, are found under يعتقل.
        """
        letters = self._evidence.letters(word)
        if len(letters) < 4 or letters[0] not in _BEFORE_VERBS or not self.may_be(word):
            return None
        if letters[0] == WILL:
            return self._present(word)
        evidence = self._evidence
        rest, spelling = letters[1:], evidence.usual_spelling(word)
        if spelling[0] == "إ" or spelling[-1] == "ة":
            return None
        he = evidence.count("ي" + rest)
        if not he or he < _OTHER_PERSON * evidence.count(word) or not self.may_be("ي" + rest):
            return None
        if evidence.count("ي" + letters) > _AS_WELL * he:
            return None
        return Step(word, letters[0], "", "ي" + rest, "ي")

    def _present(self, word: str) -> Step | None:
        """The step from `word`, if it is a future, to the present."""
        evidence = self._evidence
        rest = evidence.within(word, 1)
        uses = evidence.count(rest)
        if rest[0] not in PERSONS or len(rest) < 4 or not uses or not self.may_be(rest):
            return None
        return Step(word, WILL, "", rest) if uses >= _OTHER_PERSON * evidence.count(word) else None
