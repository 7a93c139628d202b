"""Word families: the words of an archive that are one word with different affixes.

An affix is taken off only when the archive itself attests what is left, and attests it more than
the whole: so وبالأمن is أمن with وبال before it, while وزارة keeps its و (there is an الوزارة, and
no زارة). No dictionary is needed, every step can be explained, and each distinct word is analysed
once. What this finds and misses is measured in docs/relevance.md.

Words are given folded (`folding.py`), so ة is ه here, and أ is ا.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

# The article and what is glued before it, or the لل that stands for both; longest first.
ARTICLES = (
    "وبال", "فبال", "وكال", "فكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال",
)  # fmt: skip
# Conjunctions and prepositions glued to a word without article; longest first.
CLITICS = ("وب", "ول", "وك", "فب", "فل", "فك", "و", "ف", "ب", "ل", "ك")
PRONOUNS = ("هما", "ها", "هم", "هن", "نا", "كم", "ه")

# Words whose ال is their own: what would be left of them is another word (له, ان).
_WHOLE = {
    **dict.fromkeys(("الله", "والله", "فالله", "بالله", "وبالله", "تالله"), "الله"),
    **dict.fromkeys(("لله", "ولله", "فلله"), "الله"),
    **dict.fromkeys(("اللهم", "واللهم"), "اللهم"),
    **dict.fromkeys(("الان", "والان", "فالان"), "الان"),  # الآن, now
}

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
_REMEMBERED = 1 << 16  # words whose evidence is kept at hand


@dataclass(frozen=True, slots=True)
class Step:
    """One affix taken off: `before` is `prefix` + `after` + `suffix`.

    But for the ة (folded, ه) or ي that `after` has and `before` has not; and والله has no prefix.
    """

    before: str
    prefix: str
    suffix: str
    after: str

    def __str__(self) -> str:
        prefix = f"{self.prefix}- " if self.prefix else ""
        suffix = f"-{self.suffix} " if self.suffix else ""
        return f"{self.before} {prefix}{suffix}→ {self.after}"


class Families:
    """The families of a vocabulary; `count` tells how often a folded word occurs in it, or 0.

    `known` gives the family that a word has already, if any.
    """

    def __init__(
        self, count: Callable[[str], int], known: Callable[[str], str | None] = lambda _: None
    ) -> None:
        self._count = count
        self._known = known

        @lru_cache(_REMEMBERED)
        def after_article(word: str) -> int:
            return sum(count(article + word) for article in ARTICLES)

        @lru_cache(_REMEMBERED)
        def after_clitic(word: str) -> int:
            return sum(count(clitic + word) for clitic in CLITICS)

        self._after_article = after_article  # how often a word stands after an article
        self._after_clitic = after_clitic  # how often after something that may be a clitic

    def family(self, word: str) -> str:
        """The word under which `word` and its other forms are found: the barest of them.

        A word of known family keeps it, and so does one of which the steps make such a word.
        The family of a family is itself.
        """
        while (family := self._known(word)) is None and (step := self._step(word)) is not None:
            word = step.after
        return family or word

    def steps(self, word: str) -> tuple[Step, ...]:
        """How the bare word is reached from `word`: an affix at a time, each time a shorter word.

        A prefix goes before a suffix where both can. Unknown words follow the same rules.
        """
        taken: list[Step] = []
        while (step := self._step(word)) is not None:
            taken.append(step)
            word = step.after
        return tuple(taken)

    def _step(self, word: str) -> Step | None:
        """The next affix to take off `word`; None when it is bare."""
        if word.isascii() or len(word) > _LONGEST:
            return None
        if word in _WHOLE:
            return Step(word, "", "", _WHOLE[word]) if word != _WHOLE[word] else None
        return self._unprefixed(word) or self._unsuffixed(word)

    # Evidence

    def _alone(self, word: str) -> int:
        """How often `word` is seen bare or after an article: as a word of its own."""
        return self._count(word) + self._after_article(word)

    def _besides(self, word: str, prefix: str) -> int:
        """How often `word` is seen in any way but after `prefix`."""
        return self._alone(word) + self._after_clitic(word) - self._count(prefix + word)

    # Prefixes

    def _unprefixed(self, word: str) -> Step | None:
        article = next((found for found in ARTICLES if word.startswith(found)), "")
        if article and len(word) - len(article) >= _SHORTEST:
            rest = word[len(article) :]
            if not self._owns_start(word, rest, article):
                return self._article_off(word, article, rest)
        best: tuple[float, str] | None = None
        for clitic in CLITICS:
            rest = word.removeprefix(clitic)
            if rest != word and len(rest) >= _SHORTEST:
                evidence = self._clitic_evidence(word, clitic, rest)
                if evidence > 0 and (best is None or evidence > best[0]):
                    best = (evidence, clitic)
        if best is None:
            return None
        return Step(word, best[1], "", word.removeprefix(best[1]))

    def _owns_start(self, word: str, rest: str, article: str) -> bool:
        """Whether the `article` of `word` is its own: التزام, for there is an الالتزام."""
        return self._besides(rest, article) < self._after_article(word)

    def _article_off(self, word: str, article: str, rest: str) -> Step:
        """`word` without its article, or without what is before it where that is its own.

        For للجنة is ل before اللجنة, and والتزام is و before التزام.
        """
        if article.endswith("ال") and article != "ال" and self._owns_start("ال" + rest, rest, "ال"):
            return Step(word, article[:-2], "", "ال" + rest)
        if article.endswith("لل") and self._alone("ل" + rest) > self._besides(rest, article):
            return Step(word, article[:-1], "", "ل" + rest)
        return Step(word, article, "", rest)

    def _clitic_evidence(self, word: str, clitic: str, rest: str) -> float:
        """The evidence that `word` is `clitic` before `rest`; 0 when the whole has more."""
        if self._after_article(word) > _NEVER * self._alone(word):
            return 0
        if len(clitic) > 1 and self._alone(word[1:]):
            return 0  # وكانت: first the و, then whether كانت is ك and انت
        others = self._after_article(word) + self._after_clitic(word)
        needed = max(_BESIDE_WHOLE * others, _ALONE * self._count(word))
        if len(rest) == _SHORTEST:
            needed *= _TWO_LETTERS
        evidence: float = 0
        if self._alone(rest):
            evidence = self._besides(rest, clitic)
        elif len(rest) > _SHORTEST:  # بطلاقها: only its base is known
            bases = (base for base, _, _ in _bases(rest) if len(base) > _SHORTEST)
            evidence = _SUFFIXED * max(map(self._alone, bases), default=0)
        return evidence if evidence >= needed else 0

    # Suffixes

    def _unsuffixed(self, word: str) -> Step | None:
        """The step to the best attested base of `word`, if any is attested enough."""
        if len(word) < 3:
            return None
        uses = max(1, self._alone(word))
        definite = self._after_article(word) > _NEVER * uses
        best: tuple[int, str, str] | None = None
        for base, suffix, share in _bases(word):
            if definite and suffix in _INDEFINITE:
                continue
            evidence = self._alone(base)
            if len(base) == _SHORTEST:
                share *= _TWO_LETTERS
            if evidence and evidence >= share * uses and (best is None or evidence > best[0]):
                best = (evidence, base, suffix)
        return Step(word, "", best[2], best[1]) if best else None


def families_of(counts: Mapping[str, int], known: Mapping[str, str]) -> dict[str, str]:
    """word → family for each folded word of `counts`.

    Words in `known` keep the family it gives them: that is what they were indexed under. New words
    join the families there are.
    """
    kept = {family: family for family in known.values()} | dict(known)
    families = Families(lambda word: counts.get(word, 0), kept.get)
    return {word: families.family(word) for word in counts}


# Suffixes that no word with an article bears.
_INDEFINITE = frozenset((*PRONOUNS, "ا", *("ات" + pronoun for pronoun in PRONOUNS)))


def _bases(word: str) -> Iterator[tuple[str, str, float]]:
    """(base, suffix, share): what `word` may be without a suffix.

    `share` is how much of the evidence for `word` there must be for `base`. Where a ة would have
    become a ت or gone before the suffix, the base is proposed with it, as ه.
    """

    def rest(suffix: str, least: int) -> str | None:
        left = word.removesuffix(suffix)
        return left if left != word and len(left) >= least else None

    if left := rest("ات", 3):  # sound feminine plural
        yield left + "ه", "ات", 0.05
        yield left, "ات", 0.5
    for dual in ("تان", "تين"):
        if left := rest(dual, 3):
            yield left + "ه", dual, 0.3
    if left := rest("ان", 3):  # dual
        yield left, "ان", 0.5
    for ending in ("ين", "ون"):  # sound masculine plural, often the usual form
        if left := rest(ending, 3):
            yield left, ending, 0.1
    if left := rest("ا", 3):  # accusative
        yield left, "ا", 1.0
    for ending in ("يين", "يون", "يات", "يتين", "يتان", "يا", "يه"):  # forms of a nisba
        if left := rest(ending, 3):
            yield left + "ي", ending, 0.1
    for pronoun in PRONOUNS:
        if left := rest(pronoun, 2):
            if left.endswith("ات") and len(left) >= 5:
                yield left[:-2] + "ه", "ات" + pronoun, 0.05
                yield left[:-2], "ات" + pronoun, 0.5
            if left.endswith("ت") and len(left) >= 3:
                yield left[:-1] + "ه", pronoun, 0.5
            yield left, pronoun, 1.0
            if pronoun != "ه" and len(left) >= 4 and left[-1] in "يو":  # موظفوها
                yield left[:-1], pronoun, 1.0
