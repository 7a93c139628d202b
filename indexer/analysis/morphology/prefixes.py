"""The prefix of a word: an article with the letters before it, or a clitic.

It is taken off only when the archive attests the rest, and attests it more than the whole.
"""

from __future__ import annotations

from indexer.analysis.morphology.affixes import articles, bases, clitics
from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.step import Step

_SHORTEST = 2  # letters that must be left
# How much of the evidence for the whole word the rest must have. Each figure is the best of a few
# tried on the development lemmas of `python -m bench forms`.
_BESIDE_WHOLE = 1.0  # where the whole is also seen after other clitics
_ALONE = 0.3  # where it is not
_TWO_LETTERS = 3.0  # times that, for so short a rest
_SUFFIXED = 0.2  # what a base under a suffix counts as evidence for the rest
# Share of uses after an article above which a word bears no clitic: there is an الواحد, so the و of
# واحد is its own.
_NEVER = 0.02
_ALEFS_OF_ARTICLE = frozenset("اٱ")  # أ, إ and آ are letters of the word: آلات, إلهي


class Prefixes:
    """Takes the prefixes off the words of an archive, as `evidence` has it."""

    def __init__(self, evidence: CorpusStatistics) -> None:
        self._evidence = evidence

    def step(self, word: str) -> Step | None:
        """The step from `word` to the word without its prefix; None when it has none."""
        letters = self._evidence.letters(word)
        article = next((found for found in articles(letters) if letters.startswith(found)), "")
        if article and len(letters) - len(article) >= _SHORTEST and self._is_article(word, article):
            rest = self._evidence.within(word, len(article))
            if not self._owns_start(word, rest, article):
                return self._article_off(word, article, rest)
        best: tuple[float, str, str] | None = None
        for clitic in clitics(letters):
            if not letters.startswith(clitic) or len(letters) - len(clitic) < _SHORTEST:
                continue
            rest = self._evidence.within(word, len(clitic))
            evidence = self._clitic_evidence(word, clitic, rest)
            if evidence > 0 and (best is None or evidence > best[0]):
                best = (evidence, clitic, rest)
        return Step(word, best[1], "", best[2]) if best else None

    def _is_article(self, word: str, article: str) -> bool:
        """True unless the ا of the `article` is written with a hamza or a madda."""
        at = article.find("ا")
        return at < 0 or self._evidence.usual_spelling(word)[at] in _ALEFS_OF_ARTICLE

    def _besides(self, word: str, prefix: str) -> int:
        """The count of `word` bare or after anything other than `prefix`."""
        evidence = self._evidence
        return evidence.count(word) + evidence.others(word) - evidence.behind(prefix, word)

    def _owns_start(self, word: str, rest: str, article: str) -> bool:
        """True if the `article` of `word` is its own: of التزام, for there is an الالتزام."""
        own = self._besides(rest, article) < self._evidence.after_article(word)
        return own or self._evidence.is_grammar(rest)

    def _article_off(self, word: str, article: str, rest: str) -> Step:
        """`word` without its article, or without what is before it where that is its own.

        For للجنة is ل before اللجنة, and والتزام is و before التزام.
        """
        if article.endswith("ال") and article != "ال" and self._owns_start("ال" + rest, rest, "ال"):
            return Step(word, article[:-2], "", "ال" + rest)
        if article.endswith("لل") and self._evidence.alone("ل" + rest) > self._besides(
            rest, article
        ):
            return Step(word, article[:-1], "", "ل" + rest)
        return Step(word, article, "", rest)

    def _clitic_evidence(self, word: str, clitic: str, rest: str) -> float:
        """The evidence that `word` is `clitic` before `rest`; 0 when the whole has more."""
        evidence = self._evidence
        if evidence.is_grammar(rest):
            return 0
        if evidence.after_article(word) > _NEVER * evidence.alone(word):
            return 0
        if len(clitic) > 1 and evidence.alone(evidence.within(word, 1)):
            return 0  # وكانت: first the و, then whether كانت is ك and انت
        others = evidence.after_article(word) + evidence.after_clitic(word)
        needed = max(_BESIDE_WHOLE * others, _ALONE * evidence.count(word))
        letters = evidence.letters(rest)
        if len(letters) == _SHORTEST:
            needed *= _TWO_LETTERS
        found: float = 0
        if evidence.alone(rest):
            found = self._besides(rest, clitic)
        elif len(letters) > _SHORTEST:  # بطلاقها: only its base is known
            longer = (
                base
                for base, suffix, _ in bases(letters)
                if len(base) > (_SHORTEST + 1 if suffix == "ات" else _SHORTEST)
            )
            known = (base for base in longer if not evidence.is_grammar(base))
            found = _SUFFIXED * max(map(evidence.alone, known), default=0)
        return found if found >= needed else 0
