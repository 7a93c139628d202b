"""The evidence that a word is the plural of another: counts of running text, and a dictionary.

Each possible singular of a word and "it is no plural" are given a score: the sum of its features,
each times its weight. The weights were fitted (by the greatest likelihood, drawn towards earlier
weights) to the DEV words of `bench/plural_list.py` and to joins of three archives that were judged
one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from operator import mul

from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.neighbours import Uses
from indexer.analysis.morphology.plural_patterns import LikelySingular

_TA = ("ه", "ة")  # of a key
_OF_FOUR = 4
_USUAL = 3  # uses of the rarer word from which neighbours and passages count half
# Patterns of plurals of persons, whose letters are often a name: قسام, of قاسم.
_OF_PERSONS = frozenset(("12ا3←1ا23", "123←1ا23", "123ه←1ا23"))

# What is counted for a singular, and its weight.
_FOR_SINGULAR = {
    "log of how alike the neighbours are": 0.75,
    "log of how often they share a passage, of what chance has": 0.21,
    "they share fewer passages than chance has": -0.94,
    "it is a less usual singular of the pattern": -1.16,
    "it is a rare singular of the pattern": -1.90,
    "the plural is often another word": -2.73,
    "log of its count beside that of the plural": 0.23,
    "log of the share after جميع, of the plural beside the singular": 0.05,
    "log of its share after كل or a number from eleven": 0.33,
    "share of the words beside it that agree with a singular": 0.67,
    "log of its share after هذا or هذه": 0.13,
    "log of the count of the rarer one": 0.42,
    "an أفعل that no number stands before": 0.39,
    "the patterns alone join it": 0.15,
    "the dictionary has the pair": 1.37,
    "the dictionary has the pair, and the plural as a noun": 0.72,
    "the dictionary has the pair, and the plural is often another word": 2.25,
    "the dictionary has the pair, of persons": 0.60,
    "the dictionary has the pair, which has no pattern": -1.04,
    "the dictionary has other singulars of the plural": -0.87,
}
# What is counted for no plural, and its weight.
_FOR_NONE = {
    "always": -2.03,
    "the plural is sometimes another word": 0.56,
    "the plural is hardly ever another word": -0.30,
    "log of its share in the dual and in sound plurals": 0.91,
    "log of how much likelier the words beside it are if it is a singular": 0.28,
    "log of its share after جميع, below 0": 0.09,
    "log of its share after كل or a number from eleven": 0.21,
    "it is like تبادل": 3.25,
    "log of its share with an article": -0.07,
    "log of its count": 0.91,
    "the patterns alone join it to none": 0.83,
    "log of how often its letters are a verb, of its count": 0.34,
    "log of its share after بين, كثرة and the like": -0.20,
    "log of its share before a word in ة, neither with an article": -0.50,
    "it ends in ة": 1.49,
    "the dictionary has it as a noun alone": 1.07,
    "the dictionary has it as a plural alone": -1.66,
    "the dictionary has it as a noun and as a plural": 1.16,
}


@dataclass(frozen=True, slots=True)
class FamilyUses:
    """The uses of one family."""

    count: int
    definite: int
    plural: int
    perhaps_plural: int
    singular: int
    after_he: int
    after_she: int
    before_masculine: int
    before_feminine: int
    before_persons: int
    among: int
    before_in_ta: int


def rows(uses: Uses) -> Iterable[FamilyUses]:
    """The `uses` of each family."""
    columns = [getattr(uses, name).tolist() for name in FamilyUses.__dataclass_fields__]
    return [FamilyUses(*values) for values in zip(*columns, strict=True)]


@dataclass(frozen=True, slots=True)
class PossibleSingular:
    """A singular that a word may have, and its evidence with it."""

    singular: LikelySingular
    company: float
    together: float
    uses: FamilyUses
    listed: bool  # by the dictionary


@dataclass(frozen=True, slots=True)
class PossiblePlural:
    """A word with the `singulars` that it may have; `is_noun` if the dictionary has it as one."""

    word: str
    uses: FamilyUses
    singulars: tuple[PossibleSingular, ...]
    is_noun: bool

    @property
    def listed(self) -> bool:
        """True if the dictionary has it as the plural of words of the archive."""
        return any(one.listed for one in self.singulars)


def _rate(times: float, of: int, usual: float) -> float:
    """log of `times` / `of`, drawn towards the `usual` share where there are few."""
    return log((times + 10 * usual) / (of + 10))


def pair_score(plural: PossiblePlural, one: PossibleSingular, by_rule: bool) -> float:
    """The score of `one` as the singular of `plural`.

    `by_rule` is true where the patterns alone give the same singular.
    """
    return sum(map(mul, _FOR_SINGULAR.values(), pair_features(plural, one, by_rule)), start=0.0)


def none_score(plural: PossiblePlural, evidence: CorpusStatistics, by_rule: bool) -> float:
    """The score of `plural` as a word that is none.

    `by_rule` is true where the patterns alone give a singular.
    """
    features = none_features(plural, evidence, by_rule)
    return sum(map(mul, _FOR_NONE.values(), features), start=0.0)


def pair_features(plural: PossiblePlural, one: PossibleSingular, by_rule: bool) -> list[float]:
    """The evidence that `one` is the singular of `plural`, in the order of _FOR_SINGULAR."""
    uses, its, pattern = plural.uses, one.uses, one.singular.pattern
    ends_in_ta = one.singular.word.endswith(_TA)
    n, m = uses.count, its.count
    seen = min(n, m) / (min(n, m) + _USUAL)
    masculine, feminine, persons = _agreements(its)
    agreeing = feminine if ends_in_ta else masculine
    pointed_at = its.after_she if ends_in_ta else its.after_he
    return [
        seen * log(min(max(one.company, 0.05), 50.0)),
        seen * max(-1.5, min(4.0, one.together)),
        float(one.together < 0),
        float(one.singular.rarity == 1),
        float(one.singular.rarity == 2),
        float(one.singular.sureness == 0),
        max(-2.0, min(2.0, log(m / n))),
        _rate(_plural(uses), n, 0.02) - _rate(_plural(its), m, 0.02),
        _rate(its.singular + its.after_he * (not ends_in_ta), m, 0.02),
        (agreeing + 0.5) / (feminine + masculine + persons + 1),
        _rate(pointed_at, m, 0.01),
        log(min(n, m)),
        min(0, uses.plural - 2) * float(pattern.startswith("أ123←")),
        float(by_rule),
        float(one.listed),
        float(one.listed and plural.is_noun),
        float(one.listed and one.singular.sureness == 0),
        float(one.listed and pattern in _OF_PERSONS),
        float(one.listed and not pattern),
        float(not one.listed and plural.listed),
    ]


def none_features(plural: PossiblePlural, evidence: CorpusStatistics, by_rule: bool) -> list[float]:
    """The evidence that `plural` is none, in the order of _FOR_NONE."""
    word, uses, n = plural.word, plural.uses, plural.uses.count
    sureness = max(one.singular.sureness for one in plural.singulars)
    in_ta = word.endswith(_TA)
    agreement = -_agreement(*_agreements(uses))
    return [
        1.0,
        float(sureness == 1),
        float(sureness == 2),
        max(-4.0, _rate(own_plurals(word, evidence), n, 0.01)),
        0.0 if in_ta else max(-4.0, min(4.0, agreement)),
        -_rate(uses.plural, n, 0.005),
        _rate(uses.singular, n, 0.02),
        float(word[0] == "ت" and len(word) == 5),
        _rate(uses.definite, n, 0.3),
        log(n),
        float(not by_rule),
        max(-4.0, _rate(_verbs(evidence.letters(word), evidence), n, 0.05)),
        _rate(uses.among, n, 0.01),
        0.0 if in_ta else _rate(uses.before_in_ta, n - uses.definite, 0.08),
        float(in_ta),
        float(plural.is_noun and not plural.listed),
        float(plural.listed and not plural.is_noun),
        float(plural.listed and plural.is_noun),
    ]


def _verbs(letters: str, evidence: CorpusStatistics) -> int:
    """The count of the imperfects whose noun a word of these `letters` may be: دخول of يدخل."""
    stems = {letters}
    if len(letters) == _OF_FOUR and letters[2] in "او":
        stems = {letters[:2] + letters[3]}
        if letters[2] == "ا":
            stems.add(f"{letters[0]}ا{letters[1]}{letters[3]}")  # قتال of يقاتل
    elif letters[0] in "متا":
        stems.add(letters[1:])
    return sum(evidence.count(person + stem) for stem in stems for person in "يت")


# The share of the words beside a noun that agree with it as a masculine, as a feminine, as persons.
_SINGULAR = (0.86, 0.12, 0.02)
_PLURALS = ((0.13, 0.85, 0.02), (0.45, 0.2, 0.35))  # of things, of persons


def _agreements(uses: FamilyUses) -> tuple[int, int, int]:
    """How many of the words beside a noun agree as with a masculine, a feminine, persons."""
    return (
        uses.after_he + uses.before_masculine,
        uses.after_she + uses.before_feminine,
        uses.before_persons,
    )


def _agreement(*times: int) -> float:
    """log of how much likelier the words beside a noun are if it is a plural, not a masculine."""
    single, *plural = (
        sum(count * log(share) for count, share in zip(times, shares, strict=True))
        for shares in (_SINGULAR, *_PLURALS)
    )
    return max(plural) - single


def _plural(uses: FamilyUses) -> float:
    return uses.plural + 0.3 * uses.perhaps_plural


def own_plurals(word: str, evidence: CorpusStatistics) -> int:
    """The count of `word` in the dual or a sound plural, which no broken plural has."""
    alone, word = evidence.alone, evidence.letters(word)
    if word.endswith("ه"):
        return sum(alone(word[:-1] + ending) for ending in ("ات", "تين", "تان"))
    own = alone(word + "ان") + alone(word + "ين") + alone(word + "ون")
    return own if feminine(word, evidence) else own + alone(word + "ات")


def feminine(word: str, evidence: CorpusStatistics) -> int:
    """The count of `word` with a ة."""
    if word.endswith("ه") or evidence.usual_spelling(word + "ه")[-1] != "ة":
        return 0
    return evidence.alone(word + "ه")
