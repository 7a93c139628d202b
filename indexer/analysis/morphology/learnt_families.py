"""The families of an archive that is built anew, learnt from its words and its running text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.decisions import Decided, Decision
from indexer.analysis.morphology.family_list import NO_LIST, FamilyList
from indexer.analysis.morphology.homographs import NO_HOMOGRAPHS, Homographs
from indexer.analysis.morphology.irregular_plurals import irregular_plurals
from indexer.analysis.morphology.neighbours import Integers, Numbers, RunningFamilies, kinds_of
from indexer.analysis.morphology.noun_dictionary import (
    ArchiveNouns,
    NounDictionary,
    noun_dictionary,
)
from indexer.analysis.morphology.plural_evidence import plural_decisions
from indexer.analysis.morphology.stemmer import Families

_WHOLE = Decision("", "dictionary Arramooz", listed=True)  # of a plural that has no affix


@dataclass(frozen=True, slots=True)
class RunningText:
    """Texts as word ids: `words`, int32[words], of texts of `lengths` words, int64[texts].

    Word id → written form: `forms`.
    """

    forms: Sequence[str]
    words: Numbers
    lengths: Integers


def learnt_families(
    counts: Mapping[str, int],
    text: RunningText,
    listed: FamilyList = NO_LIST,
    homographs: Homographs = NO_HOMOGRAPHS,
    evidence: CorpusStatistics | None = None,
    dictionary: NounDictionary | None = None,
) -> tuple[dict[str, str], dict[str, Decision]]:
    """Key → family, and the decisions that lead to them beside the rules.

    `counts` tells how often each written form occurs in the archive, of which `text` is a sample;
    `evidence` is that of `counts`, where it is at hand; `dictionary` is the one that is shipped,
    where none is given.
    First each word loses its affixes. Then the neighbours of what is left show which words are the
    broken plurals of others, and these join their families.
    """
    evidence = evidence or CorpusStatistics.from_counts(counts, homographs)
    rules = Families(evidence)
    decisions: dict[str, Decision] = {}
    bare: dict[str, str] = {}
    stripping = Families(evidence, bare.get, decisions.get)

    def way(word: str, decided: Decided) -> tuple[str, ...]:
        steps = Families(evidence, decided=decided).steps(word)
        return (word, *(step.after for step in steps))

    joins = listed.joins(homographs.key_of, way)
    led_to = {decision.after for decision in joins.values()}
    irregular = irregular_plurals(evidence)
    decisions |= {word: irregular[word] for word in irregular if word not in led_to} | joins
    nouns = ArchiveNouns(dictionary or noun_dictionary(), evidence)
    whole = {word for word in nouns.plurals_with_affixes() if rules.bare(word) != word}
    decisions |= dict.fromkeys(whole - decisions.keys(), _WHOLE)
    decisions |= listed.separations(homographs.key_of, way, decisions)
    words = dict.fromkeys(map(homographs.key_of, counts))
    for word in sorted(words, key=len):  # so that what is left of a word is found before it
        bare[word] = stripping.bare(word)
    numbered, of_words = _running(text, bare, homographs)
    plurals = plural_decisions(numbered, evidence, of_words, nouns, rules.singular)
    for word, found in plurals.items():
        if decisions.get(word) is _WHOLE and found.after:
            decisions[word] = replace(found, listed=True)
        else:
            decisions.setdefault(word, found)
    decisions |= listed.separations(homographs.key_of, way, decisions)
    joining = Families(evidence, decided=decisions.get)
    families = {word: joining.family_of_bare(word) for word in dict.fromkeys(bare.values())}
    return {word: families[bare[word]] for word in words}, decisions


def _running(
    text: RunningText, bare: Mapping[str, str], homographs: Homographs
) -> tuple[dict[str, int], RunningFamilies]:
    """Bare word → its number, and the running `text` of bare words."""
    numbers: dict[str, int] = {}
    words = (bare.get(homographs.key_of(form)) for form in text.forms)
    family = [-1 if word is None else numbers.setdefault(word, len(numbers)) for word in words]
    kinds = kinds_of(text.forms)
    return numbers, RunningFamilies(
        text.words, text.lengths, np.array(family, np.int32), len(numbers), kinds
    )
