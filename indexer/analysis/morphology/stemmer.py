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
from dataclasses import dataclass

from indexer.analysis.morphology.affixes import (
    INDEFINITE,
    PERSONS,
    VERBAL,
    WILL,
    articles,
    bases,
    clitics,
)
from indexer.analysis.morphology.broken_plurals import Singular, singulars
from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.latin_forms import nearer_form
from indexer.analysis.normalize import folded
from indexer.analysis.numbers import number_family

# Words whose ال is their own: what would be left of them is another word (له, ان).
_WHOLE = {
    **dict.fromkeys(("الله", "والله", "فالله", "بالله", "وبالله", "تالله"), "الله"),
    **dict.fromkeys(("لله", "ولله", "فلله"), "الله"),
    **dict.fromkeys(("اللهم", "واللهم"), "اللهم"),
    **dict.fromkeys(("الان", "والان", "فالان"), "الان"),  # الآن, now
}

# Words of the grammar that no article stands before: the ال of الهي (إلهي) and الهم is another's.
_GRAMMAR = "في من على عن أن إن هو هي هم هن هما لا ما لم لن قد"
_NEVER_DEFINITE = frozenset(map(folded, _GRAMMAR.split()))

_ALEFS = frozenset("اأإ")
_SHORTEST = 2  # letters that must be left
_LONGEST = 40  # letters of a word, affixes and all; longer runs are no words and are left whole
# How much of the evidence for the whole word the rest must have. Each figure is the best of a few
# tried on the development lemmas of `python -m bench forms`.
_BESIDE_WHOLE = 1.0  # where the whole is also seen after other clitics
_ALONE = 0.3  # where it is not
_TWO_LETTERS = 3.0  # times that, for so short a rest
_SUFFIXED = 0.2  # what a base under a suffix counts as evidence for the rest
# Share of uses after an article above which a word bears neither clitic nor pronoun: there is an
# الواحد, so the و of واحد is its own.
_NEVER = 0.02
# Of a broken plural and its singular. An own plural is a sound one, or a dual.
_DEFINITE = 0.1  # share of the uses of either that are after an article, where it is not
_NOUN = 0.05  # the same of the singular, where it is, once left out
_OWN_PLURAL = 0.05  # of the plural: so often it would be a singular
_CLEARLY = 3.0  # times the evidence of the next singular
# Of a verb and the form its other persons are counted under.
_OTHER_PERSON = 0.1
_BEFORE_VERBS = frozenset((WILL, *PERSONS)) - {"ي"}
_AS_WELL = 0.2  # يتقدم, as a share of يقدم: so often تقدم would be either


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a word to a barer one.

    An affix taken off: `before` is `prefix` + `after` + `suffix`, but for the ة (folded, ه) or ي
    that `after` has and `before` has not; and والله has no prefix. Or, with a `pattern`, the
    singular of a broken plural, or the person under which a verb is found. Or the plainest writing
    of a number, without any of these.
    """

    before: str
    prefix: str
    suffix: str
    after: str
    pattern: str = ""

    def __str__(self) -> str:
        signs = (f"{self.prefix}-" * bool(self.prefix), f"-{self.suffix}" * bool(self.suffix))
        why = " ".join(sign for sign in (*signs, self.pattern) if sign)
        return " ".join(filter(None, (self.before, why, "→", self.after)))


class Families:
    """The families of a vocabulary, as `evidence` has it.

    `known` gives the family that a word has already, if any.
    """

    def __init__(
        self, evidence: CorpusStatistics, known: Callable[[str], str | None] = lambda _: None
    ) -> None:
        self._evidence = evidence
        self._known = known

    def family(self, word: str) -> str:
        """The word under which `word` and its other forms are found: the barest of them.

        A word of known family keeps it, and so does one of which the steps make such a word.
        The family of a family is itself.
        """
        while (family := self._known(word)) is None and (step := self._step(word)) is not None:
            word = step.after
        return family or word

    def steps(self, word: str) -> tuple[Step, ...]:
        """The steps from `word` to its family: one affix at a time, then to another form.

        A prefix goes before a suffix where both can. Unknown words follow the same rules.
        """
        taken: list[Step] = []
        while (step := self._step(word)) is not None:
            taken.append(step)
            word = step.after
        return tuple(taken)

    def _step(self, word: str) -> Step | None:
        """The next step from `word`; None when it is bare."""
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
        return self._affix_off(word) or self._other_form(word)

    def _affix_off(self, word: str) -> Step | None:
        return self._unprefixed(word) or self._unsuffixed(word)

    def _besides(self, word: str, prefix: str) -> int:
        """The count of `word` bare or after anything other than `prefix`."""
        evidence = self._evidence
        return evidence.count(word) + evidence.others(word) - evidence.count(prefix + word)

    # Prefixes

    def _unprefixed(self, word: str) -> Step | None:
        article = next((found for found in articles(word) if word.startswith(found)), "")
        if article and len(word) - len(article) >= _SHORTEST:
            rest = word[len(article) :]
            if not self._owns_start(word, rest, article):
                return self._article_off(word, article, rest)
        best: tuple[float, str] | None = None
        for clitic in clitics(word):
            rest = word.removeprefix(clitic)
            if rest != word and len(rest) >= _SHORTEST:
                evidence = self._clitic_evidence(word, clitic, rest)
                if evidence > 0 and (best is None or evidence > best[0]):
                    best = (evidence, clitic)
        if best is None:
            return None
        return Step(word, best[1], "", word.removeprefix(best[1]))

    def _owns_start(self, word: str, rest: str, article: str) -> bool:
        """True if the `article` of `word` is its own: of التزام, for there is an الالتزام."""
        own = self._besides(rest, article) < self._evidence.after_article(word)
        return own or rest in _NEVER_DEFINITE

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
        if self._evidence.after_article(word) > _NEVER * self._evidence.alone(word):
            return 0
        if len(clitic) > 1 and self._evidence.alone(word[1:]):
            return 0  # وكانت: first the و, then whether كانت is ك and انت
        others = self._evidence.after_article(word) + self._evidence.after_clitic(word)
        needed = max(_BESIDE_WHOLE * others, _ALONE * self._evidence.count(word))
        if len(rest) == _SHORTEST:
            needed *= _TWO_LETTERS
        evidence: float = 0
        if self._evidence.alone(rest):
            evidence = self._besides(rest, clitic)
        elif len(rest) > _SHORTEST:  # بطلاقها: only its base is known
            found = (base for base, _, _ in bases(rest) if len(base) > _SHORTEST)
            evidence = _SUFFIXED * max(map(self._evidence.alone, found), default=0)
        return evidence if evidence >= needed else 0

    # Suffixes

    def _unsuffixed(self, word: str) -> Step | None:
        """The step to the best attested base of `word`, if any is attested enough."""
        if len(word) < 3:
            return None
        uses = max(1, self._evidence.alone(word))
        definite = self._evidence.after_article(word) > _NEVER * uses
        best: tuple[int, str, str] | None = None
        for base, suffix, share in bases(word):
            if definite and suffix in INDEFINITE:
                continue
            if suffix in VERBAL and not self._is_verb(base):
                continue
            if definite and self._is_surely_verb(base):
                continue  # التضمين is no form of تضم
            evidence = self._evidence.alone(base)
            if len(base) == _SHORTEST:
                share *= _TWO_LETTERS
            if (
                evidence
                and evidence >= share * uses
                and (best is None or evidence > best[0])
                and self._spelt_alike(word, base)
            ):
                best = (evidence, base, suffix)
        return Step(word, "", best[2], best[1]) if best else None

    def _spelt_alike(self, word: str, base: str) -> bool:
        """True if the hamzas inside are the same: تأمين is no form of تام."""
        spelling = self._evidence.usual_spelling(word)
        if spelling == word:
            return True
        letters = zip(spelling[1:], self._evidence.usual_spelling(base)[1:], strict=False)
        return not any(one != other and one in _ALEFS and other in _ALEFS for one, other in letters)

    # Broken plurals and persons

    def _other_form(self, word: str) -> Step | None:
        """The step from a bare `word` to one that is bare too and not of the same letters."""
        step = self._singular(word) or self._person(word)
        if step is None or step.after in _WHOLE:
            return None
        return None if self._affix_off(step.after) or self._singular(step.after) else step

    def _singular(self, word: str) -> Step | None:
        """The step from a broken plural to its singular, where only one is well attested."""
        evidence = self._evidence
        definite, uses = evidence.after_article(word), evidence.alone(word)
        if not definite:
            return None
        found = singulars(word, evidence.usual_spelling(word))
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
        return self._sound_plurals(word) + self._evidence.alone(word + "ان")

    def _sound_plurals(self, word: str) -> int:
        alone = self._evidence.alone
        if word.endswith("ه"):
            return alone(word[:-1] + "ات")
        plurals = alone(word + "ين") + alone(word + "ون")
        if self._evidence.usual_spelling(word + "ه")[-1] != "ة":  # زوجات is of زوجة
            plurals += alone(word + "ات")
        return plurals

    def _person(self, word: str) -> Step | None:
        """The step from a verb to the form its persons are found under, the imperfect with ي.

        سيعتقل is س before يعتقل; نعتقل, تعتقل and اعتقل, he arrested, are found under يعتقل.
        """
        if len(word) < 4 or word[0] not in _BEFORE_VERBS or not self._is_verb(word):
            return None
        if word[0] == WILL:
            return self._present(word)
        evidence = self._evidence
        rest, spelling = word[1:], evidence.usual_spelling(word)
        if spelling[0] == "إ" or spelling[-1] == "ة":
            return None
        he = evidence.count("ي" + rest)
        if not he or he < _OTHER_PERSON * evidence.count(word) or not self._is_verb("ي" + rest):
            return None
        if evidence.count("ي" + word) > _AS_WELL * he:
            return None
        return Step(word, word[0], "", "ي" + rest, "ي")

    def _present(self, word: str) -> Step | None:
        """The step from `word`, if it is a future, to the present."""
        rest, evidence = word[1:], self._evidence
        uses = evidence.count(rest)
        if rest[0] not in PERSONS or len(rest) < 4 or not uses or not self._is_verb(rest):
            return None
        return Step(word, WILL, "", rest) if uses >= _OTHER_PERSON * evidence.count(word) else None

    def _is_surely_verb(self, word: str) -> bool:
        """True if `word` is seen often, and never with an article."""
        evidence = self._evidence
        return evidence.after_article(word) + 1 <= _NEVER * evidence.alone(word)

    def _is_verb(self, word: str) -> bool:
        """True if `word` may be a verb, which has no article, and no ب before it."""
        evidence = self._evidence
        noun = evidence.after_article(word) + evidence.count("ب" + word)
        return noun <= _NEVER * evidence.alone(word)


def families_of(counts: Mapping[str, int], known: Mapping[str, str]) -> dict[str, str]:
    """folded word → family, for each word that `counts` has, written or folded.

    Folded words tell less than written ones, in which أ is not إ, and ى not ي. Words in `known`
    keep the family it gives them: that is what they were indexed under. New words join the families
    there are.
    """
    found = {family: family for family in known.values()} | dict(known)
    family = Families(CorpusStatistics.from_counts(counts), found.get).family
    words = dict.fromkeys(map(folded, counts))
    for word in sorted(words, key=len):  # so that what is left of a word is found before it
        found[word] = family(word)
    return {word: found[word] for word in words}
