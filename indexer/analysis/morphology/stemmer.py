"""Word families: the words of an archive that are one word with different affixes.

An affix is taken off only when the archive itself attests what is left, and attests it more than
the whole: so وبالأمن is أمن with وبال before it, while وزارة keeps its و (there is an الوزارة, and
no زارة). No dictionary is needed, every step can be explained, and each distinct word is analysed
once. Broken plurals go to their singular, and the persons of a verb to one of them, on the same
condition. What this finds and misses is measured in docs/relevance.md.

Words are given folded (`normalize.py`), so ة is ه here, and أ is ا.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from indexer.analysis.morphology.broken_plurals import Singular, singulars
from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.decisions import Decided, no_decision
from indexer.analysis.morphology.homographs import NO_HOMOGRAPHS, Homographs
from indexer.analysis.morphology.latin_forms import nearer_form
from indexer.analysis.morphology.prefixes import Prefixes
from indexer.analysis.morphology.spelling_classes import SpellingClasses
from indexer.analysis.morphology.step import Step
from indexer.analysis.morphology.suffixes import Suffixes
from indexer.analysis.morphology.verbs import Verbs
from indexer.analysis.numbers import number_family

# Words whose ال is their own: what would be left of them is another word (له, ان).
_WHOLE = {
    **dict.fromkeys(("الله", "والله", "فالله", "بالله", "وبالله", "تالله"), "الله"),
    **dict.fromkeys(("لله", "ولله", "فلله"), "الله"),
    **dict.fromkeys(("اللهم", "واللهم"), "اللهم"),
    **dict.fromkeys(("الان", "والان", "فالان"), "الان"),  # الآن, now
}
_LONGEST = 40  # letters of a word, affixes and all; longer runs are no words and are left whole
# Of a broken plural and its singular. An own plural is a sound one, or a dual.
_DEFINITE = 0.1  # share of the uses of either that are after an article, where it is not
_NOUN = 0.05  # the same of the singular, where it is, once left out
_OWN_PLURAL = 0.05  # of the plural: so often it would be a singular
_CLEARLY = 3.0  # times the evidence of the next singular


class Families:
    """The families of a vocabulary, as `evidence` has it.

    `known` gives the family that a word has already, if any; `decided` goes before the rules.
    """

    def __init__(
        self,
        evidence: CorpusStatistics,
        known: Callable[[str], str | None] = lambda _: None,
        decided: Decided = no_decision,
    ) -> None:
        self._evidence = evidence
        self._known = known
        self._decided = decided
        verbs = Verbs(evidence)
        self._prefix = Prefixes(evidence).step
        self._suffix = Suffixes(evidence, verbs).step
        self._person = verbs.step
        self.classes = SpellingClasses(
            evidence, self._affix_off, lambda word: known(word) is not None
        )

    def family(self, word: str) -> str:
        """The word under which `word` and its other forms are found: the barest of them.

        A word of known family keeps it, and so does one of which the steps make such a word.
        The family of a family is itself.
        """
        return self._end(word, self._step)

    def bare(self, word: str) -> str:
        """`word` without affixes, in the number and the person that it has."""
        return self._end(word, self._bare_step)

    def family_of_bare(self, word: str) -> str:
        """The family of `word`, which `bare` gave."""
        decision = self._decided(word)
        if decision is not None and decision.listed:
            return self.family(word)
        step = None if self._is_whole(word) else self._other_form(word)
        return word if step is None else self.family(step.after)

    def _end(self, word: str, next_step: Callable[[str], Step | None]) -> str:
        """The family of the first word of known family that steps lead to, or the last word."""
        for _ in range(_LONGEST):
            known = self._known(word)
            step = next_step(word) if known is None else None
            if step is None:
                return known or word
            word = step.after
        return word

    def singular(self, word: str) -> str | None:
        """The singular of the bare `word`, if it is a broken plural."""
        step = self._singular(word)
        return step.after if step is not None and step == self._other_form(word) else None

    def steps(self, word: str) -> tuple[Step, ...]:
        """The steps from `word` to its family: one affix at a time, then to another form.

        A prefix goes before a suffix where both can. Unknown words follow the same rules.
        """
        taken: list[Step] = []
        while len(taken) < _LONGEST and (step := self._step(word)) is not None:
            taken.append(step)
            word = step.after
        return tuple(taken)

    def _step(self, word: str) -> Step | None:
        """The next step from `word`; None when it is at its family."""
        step = self._bare_step(word)
        return step if step is not None or self._is_whole(word) else self._other_form(word)

    def _bare_step(self, word: str) -> Step | None:
        """The next step from `word` to the bare word that it is."""
        decision = self._decided(word)
        if decision is not None and decision.listed:
            return Step(word, "", "", decision.after, decision.why) if decision.after else None
        if len(word) > _LONGEST:
            return None
        if word[:1].isdecimal():
            plainest = number_family(word)
            return Step(word, "", "", plainest) if plainest != word else None
        if word.isascii():
            form = nearer_form(word, self._evidence.count)
            return Step(word, "", form[0], form[1]) if form else None
        if word in _WHOLE:
            return Step(word, "", "", _WHOLE[word]) if word != _WHOLE[word] else None
        family = self._evidence.grammar_family(word)
        if family is not None:
            return _grammar_step(word, family) if word != family else None
        return self.classes.whole(word) or self._affix_off(word) or self.classes.mate(word)

    def _is_whole(self, word: str) -> bool:
        """True if `word` has no form but those with its affixes."""
        decision = self._decided(word)
        if decision is not None and decision.listed:
            return True
        foreign = word.isascii() or word[:1].isdecimal() or len(word) > _LONGEST
        return foreign or word in _WHOLE or self._evidence.is_grammar(word)

    def _affix_off(self, word: str) -> Step | None:
        return self._prefix(word) or self._suffix(word)

    # Broken plurals and persons

    def _other_form(self, word: str) -> Step | None:
        """The step from a bare `word` to one that is bare too and not of the same letters."""
        step = self._singular(word) or self._person(word)
        if step is None or step.after in _WHOLE or self._evidence.is_grammar(step.after):
            return None
        return None if self._bare_step(step.after) or self._singular(step.after) else step

    def _singular(self, word: str) -> Step | None:
        """The step from a broken plural to its singular, where only one is well attested."""
        decision = self._decided(word)
        if decision is not None:
            return Step(word, "", "", decision.after, decision.why) if decision.after else None
        evidence = self._evidence
        definite = evidence.after_article(word)
        if not definite:
            return None
        uses = evidence.alone(word)
        found = singulars(evidence.letters(word), evidence.usual_spelling(word))
        found = [replace(one, word=evidence.noun(one.word)) for one in found]
        found = [one for one in found if not evidence.is_grammar(one.word)]
        if not found or self._own_plurals(word) > _OWN_PLURAL * uses:
            return None
        best: tuple[float, Singular | None] = (0, None)
        second: float = 0
        for singular in found:
            if not singular.sure and definite < _DEFINITE * uses:
                continue
            if any(self._is_rival(rival, share, word) for rival, share in singular.rivals):
                continue
            weight = singular.weight * self._as_singular(singular, uses)
            if abs(weight) > best[0]:
                best, second = (abs(weight), singular if weight > 0 else None), best[0]
            elif best[1] is None or singular.word != best[1].word:
                second = max(second, abs(weight))
        if best[1] is None or best[0] < _CLEARLY * second:
            return None
        return Step(word, "", "", best[1].word, best[1].pattern)

    def _as_singular(self, singular: Singular, plural_uses: int) -> int:
        """The evidence for `singular` with a plural of so many uses; 0 when it is not enough.

        Below 0 when it has a sound plural instead.
        """
        evidence, word = self._evidence, singular.word
        uses, definite = evidence.alone(word), evidence.after_article(word)
        sure = definite + 1 >= _NOUN * uses
        noun = sure if singular.sure else definite >= _DEFINITE * uses > 0
        if not noun or uses < singular.least * plural_uses:
            return 0
        if singular.ending and evidence.usual_spelling(word)[-1] != singular.ending:
            return 0
        if sum(map(evidence.count, singular.verbs)) > definite:
            return 0
        return uses if self._sound_plurals(word) <= plural_uses else -uses

    def _is_rival(self, word: str, share: float, plural: str) -> bool:
        """True if `word` is seen more than `share` times as often as `plural`.

        A word that ends with ه must be written with ة. A word that begins with ا may be a verb:
        only its uses after the article count.
        """
        evidence = self._evidence
        if word[0] == "ا":
            return evidence.after_article(word) > share * evidence.after_article(plural)
        if evidence.alone(word) <= share * evidence.alone(plural):
            return False
        return word[-1] != "ه" or evidence.usual_spelling(word)[-1] == "ة"

    def _own_plurals(self, word: str) -> int:
        """The count of `word` in the dual or a sound plural, which no broken plural has."""
        return self._sound_plurals(word) + self._evidence.alone(self._evidence.letters(word) + "ان")

    def _sound_plurals(self, word: str) -> int:
        alone, word = self._evidence.alone, self._evidence.letters(word)
        if word.endswith("ه"):
            return alone(word[:-1] + "ات")
        plurals = alone(word + "ين") + alone(word + "ون")
        if self._evidence.usual_spelling(word + "ه")[-1] != "ة":  # زوجات is of زوجة
            plurals += alone(word + "ات")
        return plurals


def _grammar_step(word: str, family: str) -> Step:
    """The step from a `word` of the grammar to its `family`, which it may hold."""
    prefix, found, suffix = word.partition(family)
    return Step(word, prefix, suffix, family) if found else Step(word, "", "", family)


def families_of(
    counts: Mapping[str, int],
    known: Mapping[str, str],
    homographs: Homographs = NO_HOMOGRAPHS,
    decided: Decided = no_decision,
    evidence: CorpusStatistics | None = None,
) -> dict[str, str]:
    """key → family, for each word that `counts` has, written or folded.

    `evidence` is that of `counts`, where it is at hand.

    Folded words tell less than written ones, in which أ is not إ, and ى not ي. Words in `known`
    keep the family it gives them: that is what they were indexed under. New words join the families
    there are.
    """
    found = {family: family for family in known.values()} | dict(known)
    evidence = evidence or CorpusStatistics.from_counts(counts, homographs)
    family = Families(evidence, found.get, decided).family
    words = dict.fromkeys(map(homographs.key_of, counts))
    for word in sorted(words, key=len):  # so that what is left of a word is found before it
        found[word] = family(word)
    return {word: found[word] for word in words}
