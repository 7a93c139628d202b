"""Spelling classes: the spellings of one word that good writers differ in (هيأة, هيئة).

Folding merges letters that nearly never tell two words apart. Spelling classes join more, and ask
the archive for evidence: both spellings must occur, and be written as the rule expects them.

    a rule proposes    هيأة → هيئة, because a hamza between ي and ة has either seat
    the archive says   هيئة occurs, and is usually written with ئ
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from indexer.analysis.morphology.affixes import ARTICLES, articles, clitics
from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.loan_words import (
    is_loan_word,
    with_vowel_less,
    with_vowel_more,
)
from indexer.analysis.morphology.spelling_variants import (
    ALEF,
    DAGGER_ALEF,
    DUAL,
    FOR_GAF,
    GAFS,
    GENITIVE,
    HAMZA,
    HEH,
    INFLECTED,
    ON_ALEF,
    RULES_WITH_SUFFIX,
    SHORTEST_WITH_GAF,
    WHOLE_SPELLINGS,
    Variant,
    gaf_variants,
    hamza_variants,
    seat_variants,
    stem_variants,
    waw_variants,
    whole_spelling,
    written_out,
)
from indexer.analysis.morphology.step import Step
from indexer.analysis.normalize import spelled


def _step(word: str, other: str, rule: str) -> Step:
    return Step(word, "", "", other, f"({rule})")


class SpellingClasses:
    """The spelling classes of the words that `evidence` counts.

    `affix_off` gives the step from a word to what is left of it without an affix, `is_known` tells
    whether a word has a family.
    """

    def __init__(
        self,
        evidence: CorpusStatistics,
        affix_off: Callable[[str], Step | None],
        is_known: Callable[[str], bool],
    ) -> None:
        self._evidence = evidence
        self._affix_off = affix_off
        self._is_known = is_known

    def whole(self, word: str) -> Step | None:
        """The step to the word that `word`, affixes and all, is another spelling of."""
        if "ما" in word or word in WHOLE_SPELLINGS:
            other = whole_spelling(word, self._evidence.spelling(word))
            return _step(word, other, "spelling") if other else None
        for form, count in self._evidence.writings(word):
            if DAGGER_ALEF in form and 2 * count > self._evidence.count(word):
                other = written_out(form)
                if other != word and self._evidence.count(other) and other not in WHOLE_SPELLINGS:
                    return _step(word, other, "dagger alef")
        return None

    def mate(self, word: str) -> Step | None:
        """The step to the spelling under which the bare `word` is found, where it is another."""
        found = self._counterpart(word) or self._with_vowel_less(word)
        return _step(word, found.word, found.rule) if found else None

    def _counterpart(self, word: str) -> Variant | None:
        """The more frequent spelling of a pair that `word` is of."""
        spelling = self._spelling(word)
        if spelling != word or HAMZA in word:
            for variant in hamza_variants(word, spelling):
                if self._is_attested(variant) and self._comes_first(variant, word):
                    return variant
        for variant in (*waw_variants(word), *stem_variants(word), *self._told(word)):
            if self._evidence.alone(variant.word) and self._comes_first(variant, word):
                return variant
        return None

    def _spelling(self, word: str) -> str:
        """The usual spelling of `word`, which may occur only after a clitic and the article."""
        evidence = self._evidence
        if evidence.count(word) or evidence.count("ال" + word):
            return evidence.usual_spelling(word)
        article = max(ARTICLES, key=lambda article: evidence.count(article + word))
        return evidence.spelling(article + word)[len(article) :]

    def _told(self, word: str) -> Iterator[Variant]:
        """The variants that the written forms of `word`, or of one for a g, tell of."""
        for form, _ in self._evidence.writings(word):
            yield from gaf_variants(word, spelled(form))
        for at, letter in enumerate(word if len(word) >= SHORTEST_WITH_GAF else ""):
            if letter in FOR_GAF:
                other = f"{word[:at]}ك{word[at + 1 :]}"
                if any(
                    spelled(form)[at : at + 1] in GAFS for form, _ in self._evidence.writings(other)
                ):
                    yield Variant(other, "g")

    def _with_vowel_less(self, word: str) -> Variant | None:
        """A shorter spelling of the loan word `word` that the archive has, and that has no mate."""
        for shorter in with_vowel_less(word, self._evidence.alone):
            if (
                is_loan_word(word)
                and is_loan_word(shorter)
                and not self.whole(shorter)
                and not self._affix_off(shorter)
                and not self._counterpart(shorter)
            ):
                return Variant(shorter, "long vowel")
        return None

    def _is_attested(self, variant: Variant) -> bool:
        """True if the archive has `variant` as its rule expects it, or the word that it is of."""
        evidence, word, at = self._evidence, variant.word, variant.at
        if variant.rule in (INFLECTED, GENITIVE) and not self._is_inflected(variant):
            return False
        if word.endswith(DUAL) and at == len(word) - 3 and not self._ends_on_line(word[:at]):
            return False
        if evidence.alone(word):
            spelling = self._spelling(word)
            if word[-1] == HEH and variant.rule == "hamza" and spelling[-1] != "ة":
                return False  # أسأله is not أسئلة
        elif step := self._affix_off(word):
            if step.suffix and variant.rule not in RULES_WITH_SUFFIX:
                return False
            at -= len(step.prefix)
            spelling = evidence.usual_spelling(step.after)
        else:
            return False
        return not variant.signs or spelling[at : at + 1] in tuple(variant.signs)

    def _is_inflected(self, variant: Variant) -> bool:
        """True if the hamza of `variant` ends a verb or noun in أ: يقرؤه is of يقرأ."""
        evidence, stem = self._evidence, variant.word[: variant.at]
        on_alef = stem + ALEF
        return (
            evidence.alone(on_alef) > 0
            and evidence.usual_spelling(on_alef)[-1] == ON_ALEF
            and not evidence.alone(stem + HAMZA)
            and (variant.rule == INFLECTED or evidence.after_article(on_alef) > 0)
        )

    def _ends_on_line(self, stem: str) -> bool:
        """True if `stem` with a hamza occurs, spelled جزء and not مبتدئ."""
        word = stem + HAMZA
        return self._evidence.alone(word) > 0 and self._evidence.usual_spelling(word)[-1] == HAMZA

    def _comes_first(self, variant: Variant, word: str) -> bool:
        """True if `word` is found under `variant`, and not the reverse."""
        if variant.rule in RULES_WITH_SUFFIX and self._affix_off(variant.word):
            return True
        if self._is_known(variant.word) != self._is_known(word):
            return self._is_known(variant.word)
        uses, others = self._evidence.alone(word), self._evidence.alone(variant.word)
        return not others or (others, word) > (uses, variant.word)

    def near(self, word: str, spelling: str) -> Iterator[str]:
        """The words of the archive that rules propose for `word`, whether they join them or not.

        `spelling` is how it is spelled. The seat of a hamza may be any but in the second letter.
        """
        proposed = [
            *hamza_variants(word, spelling),
            *seat_variants(word, spelling),
            *waw_variants(word),
            *stem_variants(word),
            *gaf_variants(word, spelling),
        ]
        whole = whole_spelling(word, spelling)
        others = [*(variant.word for variant in proposed), *([whole] if whole else ())]
        if is_loan_word(word):
            others += (*with_vowel_less(word, self._evidence.alone), *with_vowel_more(word))
        return filter(self._evidence.count, dict.fromkeys(others))

    # Words that the archive does not have

    def known_spelling(self, word: str, spelling: str) -> str | None:
        """The word of the archive that `word`, which it does not have, is another spelling of.

        `spelling` is how the reader spells it. An alef without a sign may be one with a hamza.
        """
        if other := whole_spelling(word, spelling):
            return other
        for affix in ("", *articles(word), *clitics(word)):
            if word.startswith(affix) and len(rest := word[len(affix) :]) > 1:
                for variant in self._of_unknown(rest, spelling[len(affix) :]):
                    if self._is_attested(variant):
                        return variant.word
        return None

    def _of_unknown(self, word: str, spelling: str) -> Iterator[Variant]:
        yield from hamza_variants(word, spelling)
        for at in range(2, len(word)):
            if spelling[at : at + 1] == ALEF:
                bearing = spelling[:at] + ON_ALEF + spelling[at + 1 :]
                yield from hamza_variants(word, bearing)
        yield from waw_variants(word)
        yield from stem_variants(word)
        yield from gaf_variants(word, spelling)
        if is_loan_word(word):
            for other in (*with_vowel_less(word, self._evidence.alone), *with_vowel_more(word)):
                if is_loan_word(other):
                    yield Variant(other, "long vowel")
