"""Broken plurals joined to their singulars by the evidence of the archive and of a dictionary.

Patterns propose the singulars of a word (`plural_patterns.py`), and so does a dictionary
(`noun_dictionary.py`). Then the neighbours of both words and their grammar in the running text of
the archive decide (`neighbours.py`): each singular and "it is no plural" are given a score
(`plural_features.py`), and the chance of one of them is its share of the exponentials of all
(McFadden's conditional logit). docs/relevance.md says how right the joins are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import replace
from math import exp

import numpy as np

from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.decisions import Decision
from indexer.analysis.morphology.neighbours import RunningFamilies
from indexer.analysis.morphology.noun_dictionary import ArchiveNouns
from indexer.analysis.morphology.plural_features import (
    PossiblePlural,
    PossibleSingular,
    feminine,
    none_score,
    pair_score,
    rows,
)
from indexer.analysis.morphology.plural_patterns import (
    LikelySingular,
    likely_singulars,
    shown_pattern,
)

_FEWEST = 3  # uses of a plural and of its singular without which patterns propose none
_FEW = 10  # below which they are few
_LARGE = 100_000  # words of running text from which patterns alone join no plural
_LONGEST = 6  # letters of a broken plural that has a pattern
_SURE = 2  # of a pattern that is hardly ever another word
_RIVAL = 0.5  # the share of its uses from which another word shows that a word is no plural
# The chance from which a plural is joined. Of a pair of the dictionary, by the uses of its rarer
# word: one or two, few, or more; and where the plural is a noun of the dictionary too, or its
# pattern often another word.
_LISTED, _UNCLEAR = (0.8, 0.65, 0.5), (0.9, 0.85, 0.5)
# Of other pairs: at all; where the singular has a likelier plural; and, by the sureness of the
# pattern, where the uses of either are few.
_LIKELY, _SECOND, _SELDOM = 0.5, 0.8, (2.0, 0.9, 0.9)
_NEVER = 2.0  # a chance that none has
# The chance from which the likeliest of several nouns that the dictionary gives is the singular.
_AMONG_LISTED = 0.35
_ALIKE = 0.75  # how alike the neighbours of two words are, of those of any two
_TOGETHER = 0.1  # log of the passages that two words share, of what chance has


def plural_decisions(
    families: Mapping[str, int],
    evidence: CorpusStatistics,
    text: RunningFamilies,
    nouns: ArchiveNouns,
    by_pattern: Callable[[str], str | None],
) -> dict[str, Decision]:
    """Word → its singular, or none where `by_pattern`, which patterns alone give, is not right.

    `families` gives the number of each family in `text`; `nouns` are those of the dictionary. Words
    of which there is too little evidence are left to `by_pattern`.
    """
    found: dict[str, tuple[float, PossibleSingular, PossiblePlural]] = {}
    likeliest: dict[str, float] = {}  # singular → the chance of its likeliest plural
    none: dict[str, Decision] = {}
    for plural in possible_plurals(families, evidence, text, nouns):
        rule = by_pattern(plural.word)
        chance, one = _likeliest(plural, evidence, rule)
        if chance >= _needed(plural, one):
            found[plural.word] = (chance, one, plural)
            noun = one.singular.word
            likeliest[noun] = max(chance, likeliest.get(noun, 0.0))
        elif any(rule == candidate.singular.word for candidate in plural.singulars):
            none[plural.word] = Decision("", _told(chance, one, plural))
    for word, (chance, one, _) in list(found.items()):
        if not one.listed and chance < min(_SECOND, likeliest[one.singular.word]):
            del found[word]
    for word, (_, one, _) in list(found.items()):
        if word in found and one.singular.word in found:  # which would be a plural itself
            plural_of, singular = sorted((word, one.singular.word), key=lambda key: found[key][0])
            del found[plural_of if found[plural_of][0] < found[singular][0] else word]
    joined = {
        word: Decision(one.singular.word, _told(chance, one, plural))
        for word, (chance, one, plural) in found.items()
    }
    if len(text.words) >= _LARGE:  # evidence alone decides
        alone = (word for word in families if word not in joined and by_pattern(word) is not None)
        none |= {word: Decision("", "no evidence for a plural") for word in alone} | none
    return none | joined


def _likeliest(
    plural: PossiblePlural, evidence: CorpusStatistics, rule: str | None
) -> tuple[float, PossibleSingular]:
    """The likeliest singular of a `plural`, with its chance.

    Where the dictionary gives it several, the chance is that of any of them.
    """
    of = plural.singulars
    scores = [exp(pair_score(plural, one, rule == one.singular.word)) for one in of]
    total = sum(scores) + exp(none_score(plural, evidence, rule is not None))
    best = max(range(len(of)), key=lambda at: scores[at])
    chance = scores[best]
    if of[best].listed and chance >= _AMONG_LISTED * total:
        chance = sum(score for score, one in zip(scores, of, strict=True) if one.listed)
    return round(chance / total, 6), of[best]


def _needed(plural: PossiblePlural, one: PossibleSingular) -> float:
    """The chance that is needed to join a `plural` to `one`; above 1 where nothing joins them."""
    uses = min(plural.uses.count, one.uses.count)
    if one.listed:
        unclear = plural.is_noun or one.singular.sureness == 0
        return (_UNCLEAR if unclear else _LISTED)[(uses >= _FEWEST) + (uses >= _FEW)]
    if one.company < _ALIKE and one.together < _TOGETHER:
        return _NEVER  # they have less in common than any two words
    if uses < _FEW:
        return _SELDOM[one.singular.sureness] if one.together > _TOGETHER else _NEVER
    return _LIKELY


def _told(chance: float, one: PossibleSingular, plural: PossiblePlural) -> str:
    """The dictionary, the pattern and the evidence, as `analyze` shows them."""
    by = ["dictionary Arramooz"] if one.listed else []
    by += [shown_pattern(one.singular.pattern)] if one.singular.pattern else []
    return (
        f"{', '.join(by)} "
        f"(neighbours {one.company:.1f}, passages {exp(one.together):.1f}, "
        f"after numbers {plural.uses.plural}, chance {chance:.2f})"
    )


def possible_plurals(
    families: Mapping[str, int],
    evidence: CorpusStatistics,
    text: RunningFamilies,
    nouns: ArchiveNouns,
) -> Iterator[PossiblePlural]:
    """The words that patterns or the dictionary, whose `nouns` the archive has, propose plurals of.

    `families` gives the number of each family in `text`.
    """
    counts = text.counts()
    seen = {
        word
        for word, number in families.items()
        if counts[number] >= _FEWEST and not word.isascii() and not evidence.is_grammar(word)
    }
    found: dict[str, list[tuple[LikelySingular, bool]]] = {}
    there = {word for word, number in families.items() if counts[number]}
    for word in sorted(seen | (there & nouns.singulars.keys())):
        listed = nouns.singulars.get(word, frozenset()) & there
        if listed or (word in seen and 3 <= len(word) <= _LONGEST):
            found[word] = list(_proposed(word, listed, seen, evidence))
    pairs = [(word, *proposed) for word, of in found.items() for proposed in of]
    if not pairs:
        return
    numbers = np.array([(families[word], families[one.word]) for word, one, _ in pairs], np.int64)
    company, together = text.company(numbers).tolist(), text.together(numbers).tolist()
    of_all = np.unique(numbers)
    uses = dict(zip(of_all.tolist(), rows(text.uses(of_all)), strict=True))
    made: dict[str, list[PossibleSingular]] = {}
    for (word, one, is_listed), near, shared in zip(pairs, company, together, strict=True):
        possible = PossibleSingular(one, near, shared, uses[families[one.word]], is_listed)
        made.setdefault(word, []).append(possible)
    for word, singulars in made.items():
        yield PossiblePlural(word, uses[families[word]], tuple(singulars), nouns.is_noun(word))


def _proposed(
    word: str, listed: Set[str], seen: Set[str], evidence: CorpusStatistics
) -> Iterator[tuple[LikelySingular, bool]]:
    """The singulars of `word`, and if the dictionary has `listed` them; the others are `seen`."""
    by_pattern = {
        key: replace(one, word=key)
        for one in likely_singulars(evidence.letters(word), evidence.usual_spelling(word))
        for key in evidence.homographs.keys_of_letters(one.word)
    }
    for key in sorted(listed):
        yield by_pattern.get(key) or LikelySingular(key, "", 1, 1), True
    for key, one in by_pattern.items():
        if key not in seen or word not in seen or key in listed:
            continue
        if _are_nouns(word, key, one, evidence) and not _is_other(word, one, evidence):
            yield one, False


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
        nisbas = evidence.after_article(word[:-1]) + 5 * feminine(word, evidence)
        return nisbas > _RIVAL * uses
    if plural == "أ123ة" and word[2] == "ي":  # أخيرة is the feminine of أخير
        definite = evidence.after_article
        return definite(word[:-1]) > _RIVAL * definite(word)
    return False
