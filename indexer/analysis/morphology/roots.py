"""The roots of the families of an archive, agreed on by its own words.

Each family proposes the roots it may have by the patterns of Arabic (`patterns.py`), and the
families vote: a root that many have under different patterns wins over one that stands alone. So
مدير is of دور, with دورة and إدارة, and اعتقال of عقل, with معتقل. A few rounds settle it. A family
none of whose roots is shared, such as a name, has none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.grammar_words import ROOTLESS
from indexer.analysis.morphology.homographs import NO_HOMOGRAPHS, Homographs
from indexer.analysis.morphology.latin_forms import latin_stem
from indexer.analysis.morphology.patterns import analyses
from indexer.analysis.normalize import folded

_Floats = NDArray[Any]

_ROUNDS = 6
_SHARPNESS = 2.0  # how much more of a family goes to the stronger of its roots
_LEAST_PATTERNS = 2.0  # patterns that a root must be seen in, those seldom seen counting less
_SEEN_WELL = np.log1p(2.0)  # of a pattern that counts in full
_LEAST_SHARE = 0.3  # of a family that its root must win
_LEAST_OF_BEST = 0.2  # share of the root that wins, of that by the likeliest pattern
_LEAST_FAMILIES = 3  # of a root that a word unknown to the archive may have
_BASE_LETTERS = 3  # of what is left of a nisba
_BASE_SHARE = 0.2  # of its uses, that what is left must have

# Words of the grammar that take affixes like nouns; they have no root either.
_GRAMMAR = """
    الله اللهم بن ابن ال مذ أم بل بعض غير سوى حيث كيف أين متى ذا ذي بلى نعم ألا خلا
    عدا حاشا دون فوق تحت فقط الآن لها لهم ذات تي ليت إياه أيا يكون
"""
_PARTICLES = ROOTLESS | frozenset(map(folded, _GRAMMAR.split()))


def roots_of(
    families: Mapping[str, str],
    counts: Mapping[str, int],
    known: Mapping[str, str],
    homographs: Homographs = NO_HOMOGRAPHS,
    evidence: CorpusStatistics | None = None,
    plurals: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """family → root key, for each family of `families` (key of a word → family).

    The key is the letters of the root with "-" between them, or the family itself where there is no
    root. `counts` tells how often words occur, written or folded; `evidence` is that of `counts`,
    where it is at hand. `plurals`: broken plural → its family. Families in `known` keep the key it
    gives them: that is what they were indexed under.
    """
    uses = dict.fromkeys(families.values(), 0)
    evidence = evidence or CorpusStatistics.from_counts(counts, homographs)
    for word, family in families.items():
        uses[family] += evidence.count(word)
    bases = {family: base for family in uses if (base := _base(family, uses)) is not None}
    of_plurals = {
        plural: (family, evidence.alone(plural))
        for plural, family in (plurals or {}).items()
        if family in uses and plural not in uses
    }
    found = _Vote(uses, evidence.spelling, bases, of_plurals).roots()

    def key(family: str) -> str:
        while family not in found and family in bases:
            family = bases[family]
        return found.get(family) or latin_stem(family)

    return {family: known.get(family) or key(family) for family in uses}


def _base(family: str, uses: Mapping[str, int]) -> str | None:
    """The family of which `family` is the nisba: إنسان of إنساني."""
    for ending in ("يه", "ي"):
        base = family.removesuffix(ending)
        if base != family and len(base) >= _BASE_LETTERS:
            return base if uses.get(base, 0) >= _BASE_SHARE * uses[family] else None
    return None


def likely_root(family: str, families_of: Callable[[str], tuple[str, ...]]) -> str | None:
    """The likeliest of the archive's roots for a `family` that it has not; None if there is none.

    `families_of` gives the families of a root.
    """
    if family in _PARTICLES:
        return None
    if family.isascii():
        return latin_stem(family)
    found = analyses(folded(family), family)
    best = max((share for _, _, share in found), default=0)
    weights: dict[str, float] = {}
    for root, _, share in found:
        if share >= _LEAST_OF_BEST * best:
            weights[root] = max(weights.get(root, 0), share)
    rated = (
        (share * log1p(number) ** _SHARPNESS, root)
        for root, share in weights.items()
        if (number := len(families_of(root))) >= _LEAST_FAMILIES
    )
    return max(rated, default=(0.0, None))[1]


def shown_root(key: str) -> str | None:
    """The root of `key` as readers are shown it; None where it is no root."""
    letters = key.split("-")
    return " ".join(letters) if len(letters) > 2 and not key[0].isdigit() else None


class _Vote:
    """The roots that families may have, and how much of each family goes to each."""

    def __init__(
        self,
        uses: Mapping[str, int],
        spelling: Callable[[str], str],
        bases: Mapping[str, str],
        plurals: Mapping[str, tuple[str, int]],
    ) -> None:
        """`plurals`: broken plural → its family, and its uses. It votes beside its family."""
        self._families = sorted(family for family in uses if family not in _PARTICLES)
        self._families += sorted(plural for plural in plurals if plural not in _PARTICLES)
        uses = {**uses, **{plural: times for plural, (_, times) in plurals.items()}}
        self._roots: dict[str, int] = {}
        patterns: dict[tuple[int, str], int] = {}  # a root under a pattern
        of_family: list[int] = []
        of_pattern: list[int] = []
        shares: list[float] = []
        for number, family in enumerate(self._families):
            base = bases.get(family, family)
            found = analyses(folded(base), spelling(base))
            best = max((share for _, _, share in found), default=0)
            feminine = "ه" if base.endswith("ه") else ""  # فرصة and فرص are of two patterns
            for root, pattern, share in found:
                if share < _LEAST_OF_BEST * best:
                    continue
                at = self._roots.setdefault(root, len(self._roots))
                of_family.append(number)
                of_pattern.append(patterns.setdefault((at, pattern + feminine), len(patterns)))
                shares.append(share)
        self._of_family = np.array(of_family, np.int64)
        self._of_pattern = np.array(of_pattern, np.int64)
        self._root_of_pattern = np.array([root for root, _ in patterns], np.int64)
        self._shares = np.array(shares)
        self._weights = np.log1p(np.array([uses[family] for family in self._families], float))

    def roots(self) -> dict[str, str]:
        """family → its root, for those that have one."""
        if not len(self._shares):
            return {}
        won = self._normalised(self._shares)
        strength, width = self._strength(won)
        for _ in range(_ROUNDS):
            won = self._normalised(self._shares * strength[self._root_of_row()] ** _SHARPNESS)
            strength, width = self._strength(won)
        names = list(self._roots)
        best: dict[int, tuple[float, int]] = {}
        by_root: dict[tuple[int, int], float] = {}
        roots = self._root_of_row()
        for family, root, share in zip(
            self._of_family.tolist(), roots.tolist(), won.tolist(), strict=True
        ):
            key = family, root
            by_root[key] = by_root.get(key, 0) + share
        for (family, root), share in by_root.items():
            if share > best.get(family, (0.0, 0))[0]:
                best[family] = share, root
        return {
            self._families[family]: names[root]
            for family, (share, root) in best.items()
            if share >= _LEAST_SHARE and width[root] >= _LEAST_PATTERNS
        }

    def _root_of_row(self) -> NDArray[np.int64]:
        return self._root_of_pattern[self._of_pattern]

    def _normalised(self, shares: _Floats) -> _Floats:
        """`shares`, those of one family adding up to 1."""
        sums = np.bincount(self._of_family, shares, len(self._families))
        return shares / np.maximum(sums, 1e-300)[self._of_family]

    def _strength(self, won: _Floats) -> tuple[_Floats, _Floats]:
        """The weight of each root and the number of its patterns, float[roots] each."""
        rows = won * self._weights[self._of_family]
        by_pattern = np.bincount(self._of_pattern, rows, len(self._root_of_pattern))
        count = len(self._roots)
        strength = np.bincount(self._root_of_pattern, np.log1p(by_pattern), count)
        width = np.bincount(self._root_of_pattern, np.minimum(by_pattern / _SEEN_WELL, 1.0), count)
        return strength, width
