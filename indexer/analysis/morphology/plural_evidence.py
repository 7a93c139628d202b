"""Broken plurals joined to their singulars by pattern and evidence.

Patterns propose the singulars of a word (`plural_patterns.py`). Then its neighbours and its grammar
in the running text of the archive decide (`neighbours.py`): each singular and "it is no plural" are
given a score, and the chance of one of them is its share of the exponentials of all (McFadden's
conditional logit). The weights were fitted to the DEV words of `bench/plural_list.py` and to words
judged beside them; docs/relevance.md says how right the joins are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import exp, log
from operator import mul

import numpy as np

from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.decisions import Decision
from indexer.analysis.morphology.neighbours import RunningFamilies, Uses
from indexer.analysis.morphology.plural_patterns import (
    LikelySingular,
    likely_singulars,
    shown_pattern,
)

_FEWEST = 3  # uses of a plural and of its singular without which there is no evidence
_FEW = 10  # below which they are few
_LARGE = 100_000  # words of running text from which patterns alone join no plural
_TA = ("ه", "ة")  # of a key
_LONGEST = 6  # letters of a broken plural
_OF_FOUR = 4
_SURE = 2  # of a pattern that is hardly ever another word
_RIVAL = 0.5  # the share of its uses from which another word shows that a word is no plural
# The chance from which a plural is joined: at all; where its singular has a likelier plural; and,
# by the sureness of the pattern, where its uses or those of its singular are few.
_LIKELY, _SECOND, _SELDOM = 0.55, 0.8, (2.0, 0.97, 0.85)
_NEVER = 2.0  # a chance that none has
_ALIKE = 0.75  # how alike the neighbours of two words are, of those of any two
_TOGETHER = 0.1  # log of the passages that two words share, of what chance has

# What is counted for a singular, and its weight.
_FOR_SINGULAR = {
    "log of how alike the neighbours are": 0.56,
    "log of how often they share a passage, of what chance has": 0.55,
    "they share fewer passages than chance has": -0.48,
    "it is a less usual singular of the pattern": -1.89,
    "it is a rare singular of the pattern": -2.73,
    "the plural is often another word": -2.14,
    "log of its count beside that of the plural": 0.51,
    "log of the share after جميع, of the plural beside the singular": 0.12,
    "log of its share after كل or a number from eleven": 0.29,
    "share of the words beside it that agree with a singular": 0.87,
    "log of its share after هذا or هذه": 0.14,
    "log of the count of the rarer one": 0.18,
    "an أفعل that no number stands before": 0.47,
    "the patterns alone join it": 0.66,
}
# What is counted for no plural, and its weight.
_FOR_NONE = {
    "always": -2.04,
    "the plural is sometimes another word": 1.41,
    "the plural is hardly ever another word": -0.63,
    "log of its share in the dual and in sound plurals": 0.91,
    "log of how much likelier the words beside it are if it is a singular": 0.29,
    "log of its share after جميع, below 0": 0.17,
    "log of its share after كل or a number from eleven": 0.20,
    "it is like تبادل": 3.65,
    "log of its share with an article": -0.19,
    "log of its count": 0.55,
    "the patterns alone join it to none": 1.05,
    "log of how often its letters are a verb, of its count": 0.27,
    "log of its share after بين, كثرة and the like": -0.19,
    "log of its share before a word in ة, neither with an article": -0.46,
    "it ends in ة": 2.12,
}


@dataclass(frozen=True, slots=True)
class _Row:
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


@dataclass(frozen=True, slots=True)
class PossibleSingular:
    """A singular that a word may have, and its evidence with it."""

    singular: LikelySingular
    company: float
    together: float
    uses: _Row


def plural_decisions(
    families: Mapping[str, int],
    evidence: CorpusStatistics,
    text: RunningFamilies,
    by_pattern: Callable[[str], str | None],
) -> dict[str, Decision]:
    """Word → its singular, or none where `by_pattern`, which patterns alone give, is not right.

    `families` gives the number of each family in `text`. Words of which there is too little
    evidence are left to `by_pattern`.
    """
    found: dict[str, tuple[float, PossibleSingular, _Row]] = {}
    likeliest: dict[str, float] = {}  # singular → the chance of its likeliest plural
    none: dict[str, Decision] = {}
    for word, (uses, of) in possible_singulars(families, evidence, text).items():
        rule = by_pattern(word)
        chance, one = _likeliest(word, uses, of, evidence, rule)
        if chance >= _needed(uses, one):
            found[word] = (chance, one, uses)
            noun = one.singular.word
            likeliest[noun] = max(chance, likeliest.get(noun, 0.0))
        elif any(rule == candidate.singular.word for candidate in of):
            none[word] = Decision("", _told(chance, one, uses))
    for word, (chance, one, _) in list(found.items()):
        if chance < min(_SECOND, likeliest[one.singular.word]):
            del found[word]
    for word, (_, one, _) in list(found.items()):
        if one.singular.word in found:  # which would be a plural itself
            plural, singular = sorted((word, one.singular.word), key=lambda key: found[key][0])
            del found[plural if found[plural][0] < found[singular][0] else word]
    joined = {
        word: Decision(one.singular.word, _told(chance, one, uses))
        for word, (chance, one, uses) in found.items()
    }
    if len(text.words) >= _LARGE:  # evidence alone decides
        alone = (word for word in families if word not in joined and by_pattern(word) is not None)
        none |= {word: Decision("", "no evidence for a plural") for word in alone} | none
    return none | joined


def _likeliest(
    word: str, uses: _Row, of: list[PossibleSingular], evidence: CorpusStatistics, rule: str | None
) -> tuple[float, PossibleSingular]:
    """The likeliest of the singulars `of` a word, with its chance."""
    weights = _FOR_SINGULAR.values()
    scores = [
        exp(_sum_of_products(weights, pair_features(word, uses, one, rule == one.singular.word)))
        for one in of
    ]
    sureness = max(one.singular.sureness for one in of)
    none = exp(
        _sum_of_products(
            _FOR_NONE.values(), none_features(word, uses, sureness, evidence, rule is not None)
        )
    )
    best = max(range(len(of)), key=lambda at: scores[at])
    return round(scores[best] / (sum(scores) + none), 6), of[best]


def _sum_of_products(weights: Iterable[float], features: Iterable[float]) -> float:
    return sum(map(mul, weights, features), start=0.0)


def _needed(uses: _Row, one: PossibleSingular) -> float:
    """The chance that is needed to join a word to `one`; above 1 where nothing joins them."""
    if one.company < _ALIKE and one.together < _TOGETHER:
        return _NEVER  # they have less in common than any two words
    if min(uses.count, one.uses.count) < _FEW:
        return _SELDOM[one.singular.sureness] if one.together > _TOGETHER else _NEVER
    return _LIKELY


def _told(chance: float, one: PossibleSingular, uses: _Row) -> str:
    """The pattern and the evidence, as `analyze` shows them."""
    return (
        f"{shown_pattern(one.singular.pattern)} "
        f"(neighbours {one.company:.1f}, passages {exp(one.together):.1f}, "
        f"after numbers {uses.plural}, chance {chance:.2f})"
    )


def possible_singulars(
    families: Mapping[str, int], evidence: CorpusStatistics, text: RunningFamilies
) -> dict[str, tuple[_Row, list[PossibleSingular]]]:
    """Word → its uses and the singulars it may have, of the words that patterns propose any for.

    `families` gives the number of each family in `text`.
    """
    counts = text.counts()
    nouns = {
        word
        for word, number in families.items()
        if counts[number] >= _FEWEST and not word.isascii() and not evidence.is_grammar(word)
    }
    found: list[tuple[str, LikelySingular]] = []
    for word in sorted(nouns):
        if 3 <= len(word) <= _LONGEST:
            found += [
                (word, replace(one, word=key))
                for one in likely_singulars(evidence.letters(word), evidence.usual_spelling(word))
                for key in evidence.homographs.keys_of_letters(one.word)
                if key in nouns and _are_nouns(word, key, one, evidence)
            ]
    found = [(word, one) for word, one in found if not _is_other(word, one, evidence)]
    if not found:
        return {}
    pairs = np.array([(families[word], families[one.word]) for word, one in found], np.int64)
    company, together = text.company(pairs).tolist(), text.together(pairs).tolist()
    of = np.unique(pairs)
    rows = dict(zip(of.tolist(), _rows(text.uses(of)), strict=True))
    made: dict[str, tuple[_Row, list[PossibleSingular]]] = {}
    for (word, one), near, shared in zip(found, company, together, strict=True):
        made.setdefault(word, (rows[families[word]], []))[1].append(
            PossibleSingular(one, near, shared, rows[families[one.word]])
        )
    return made


def _are_nouns(word: str, noun: str, one: LikelySingular, evidence: CorpusStatistics) -> bool:
    """True if `word` and `noun`, which has the letters of `one`, have articles as nouns do.

    One of both is enough where the pattern is hardly ever another word.
    """
    if one.ending and evidence.usual_spelling(noun)[-1] != one.ending:
        return False
    definite = [evidence.after_article(either) > 0 for either in (word, noun)]
    return any(definite) if one.sureness == _SURE else all(definite)


def _is_other(word: str, one: LikelySingular, evidence: CorpusStatistics) -> bool:
    """True if `word` is surely no plural of the pattern."""
    plural, uses, word = one.pattern.partition("←")[0], evidence.alone(word), evidence.letters(word)
    if plural == "123ى":  # كبرى is the feminine of أكبر
        return evidence.alone("ا" + word[:3]) > 0.1 * _RIVAL * uses
    if plural == "123اء":  # سوداء is the feminine of أسود
        return evidence.alone("ا" + word[:3]) > _RIVAL * uses
    if plural in ("12ا3ي", "أ2ا3ي"):  # سكاني is the nisba of سكان
        nisbas = evidence.after_article(word[:-1]) + 5 * _feminine(word, evidence)
        return nisbas > _RIVAL * uses
    if plural == "أ123ة" and word[2] == "ي":  # أخيرة is the feminine of أخير
        definite = evidence.after_article
        return definite(word[:-1]) > _RIVAL * definite(word)
    return False


def _rows(uses: Uses) -> Iterable[_Row]:
    columns = [getattr(uses, name).tolist() for name in _Row.__dataclass_fields__]
    return [_Row(*values) for values in zip(*columns, strict=True)]


def _rate(times: float, of: int, usual: float) -> float:
    """log of `times` / `of`, drawn towards the `usual` share where there are few."""
    return log((times + 10 * usual) / (of + 10))


def pair_features(word: str, uses: _Row, one: PossibleSingular, by_rule: bool) -> list[float]:
    """The evidence that `one` is the singular of `word`, in the order of _FOR_SINGULAR.

    `by_rule` is true where the patterns alone give the same singular.
    """
    its, ends_in_ta = one.uses, one.singular.word.endswith(_TA)
    n, m = uses.count, its.count
    masculine, feminine, persons = _agreements(its)
    agreeing = feminine if ends_in_ta else masculine
    pointed_at = its.after_she if ends_in_ta else its.after_he
    return [
        log(min(max(one.company, 0.05), 50.0)),
        max(-1.5, min(4.0, one.together)),
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
        min(0, uses.plural - 2) * float(one.singular.pattern.startswith("أ123←")),
        float(by_rule),
    ]


def none_features(
    word: str, uses: _Row, sureness: int, evidence: CorpusStatistics, by_rule: bool
) -> list[float]:
    """The evidence that `word` is no plural, in the order of _FOR_NONE.

    `by_rule` is true where the patterns alone give a singular.
    """
    n = uses.count
    in_ta = word.endswith(_TA)
    agreement = -_agreement(*_agreements(uses))
    return [
        1.0,
        float(sureness == 1),
        float(sureness == 2),
        max(-4.0, _rate(_own_plurals(word, evidence), n, 0.01)),
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


def _agreements(uses: _Row) -> tuple[int, int, int]:
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


def _plural(uses: _Row) -> float:
    return uses.plural + 0.3 * uses.perhaps_plural


def _own_plurals(word: str, evidence: CorpusStatistics) -> int:
    """The count of `word` in the dual or a sound plural, which no broken plural has."""
    alone, word = evidence.alone, evidence.letters(word)
    if word.endswith("ه"):
        return sum(alone(word[:-1] + ending) for ending in ("ات", "تين", "تان"))
    own = alone(word + "ان") + alone(word + "ين") + alone(word + "ون")
    return own if _feminine(word, evidence) else own + alone(word + "ات")


def _feminine(word: str, evidence: CorpusStatistics) -> int:
    """The count of `word` with a ة."""
    if word.endswith("ه") or evidence.usual_spelling(word + "ه")[-1] != "ة":
        return 0
    return evidence.alone(word + "ه")
