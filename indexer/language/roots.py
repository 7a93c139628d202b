"""The roots of the families of an archive, agreed on by its own words.

Each family proposes the roots it may have by the patterns of Arabic (`patterns.py`), and the
families vote: a root that many have under different patterns wins over one that stands alone. So
مدير is of دور, with دورة and إدارة, and اعتقال of عقل, with معتقل. A few rounds settle it. A family
none of whose roots is shared, such as a name, has none.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from indexer.language.folding import folded
from indexer.language.patterns import analyses

_ROUNDS = 5
_SHARPNESS = 1.5  # how much more of a family goes to the stronger of its roots
_LEAST_PATTERNS = 1.3  # patterns that a root must be seen in, those seldom seen counting less
_LEAST_SHARE = 0.4  # of a family that its root must win
_BASE_LETTERS = 3  # of what is left of a nisba

# Words of the grammar, which have no root.
_PARTICLES = frozenset(
    map(
        folded,
        [
            "في",
            "من",
            "على",
            "إلى",
            "عن",
            "مع",
            "حتى",
            "منذ",
            "مذ",
            "أن",
            "إن",
            "أو",
            "أم",
            "ثم",
            "بل",
            "لكن",
            "لا",
            "ما",
            "لم",
            "لن",
            "لما",
            "قد",
            "سوف",
            "هل",
            "إذا",
            "إذ",
            "إذن",
            "لو",
            "لولا",
            "كي",
            "كل",
            "بعض",
            "غير",
            "سوى",
            "ليس",
            "لدى",
            "لدن",
            "عند",
            "حيث",
            "كيف",
            "أين",
            "متى",
            "أي",
            "أية",
            "أيها",
            "هو",
            "هي",
            "هما",
            "هم",
            "هن",
            "أنا",
            "نحن",
            "أنت",
            "أنتم",
            "هذا",
            "هذه",
            "هذان",
            "هاتان",
            "هؤلاء",
            "ذلك",
            "تلك",
            "أولئك",
            "ذا",
            "ذي",
            "الذي",
            "التي",
            "الذين",
            "اللذان",
            "اللتان",
            "اللواتي",
            "اللاتي",
            "كما",
            "كأن",
            "لعل",
            "ليت",
            "إما",
            "إنما",
            "كلا",
            "بلى",
            "نعم",
            "أما",
            "ألا",
            "إلا",
            "خلا",
            "عدا",
            "حاشا",
            "بين",
            "دون",
            "فوق",
            "تحت",
            "هنا",
            "هناك",
            "هنالك",
            "كذلك",
            "هكذا",
            "فقط",
            "أيضا",
            "الآن",
            "له",
            "لها",
            "لهم",
            "به",
            "بها",
            "بهم",
            "فيه",
            "فيها",
            "منه",
            "منها",
            "عنه",
            "عنها",
            "عليه",
            "عليها",
            "إليه",
            "إليها",
            "إياه",
            "ذات",
        ],
    )
)


def roots_of(
    families: Mapping[str, str], counts: Mapping[str, int], known: Mapping[str, str]
) -> dict[str, str]:
    """family → root key, for each family of `families` (folded word → family).

    The key is the letters of the root with "-" between them, or the family itself where there is no
    root. `counts` tells how often words occur, written or folded. Families in `known` keep the key
    it gives them: that is what they were indexed under.
    """
    uses = dict.fromkeys(families.values(), 0)
    for word, count in counts.items():
        uses[families[folded(word)]] += count
    found = _Vote(uses).roots()
    return {family: known.get(family) or found.get(family, family) for family in uses}


def shown_root(key: str) -> str | None:
    """The root of `key` as readers are shown it; None where it is no root."""
    letters = key.split("-")
    return " ".join(letters) if len(letters) > 2 and not key[0].isdigit() else None


class _Vote:
    """The roots that families may have, and how much of each family goes to each."""

    def __init__(self, uses: Mapping[str, int]) -> None:
        self._families = sorted(family for family in uses if family not in _PARTICLES)
        self._roots: dict[str, int] = {}
        patterns: dict[tuple[int, str], int] = {}  # a root under a pattern
        of_family: list[int] = []
        of_pattern: list[int] = []
        shares: list[float] = []
        for number, family in enumerate(self._families):
            for root, pattern, share in analyses(family):
                at = self._roots.setdefault(root, len(self._roots))
                of_family.append(number)
                of_pattern.append(patterns.setdefault((at, pattern), len(patterns)))
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
        strength, _ = self._strength(won)
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

    def _normalised(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """`shares`, those of one family adding up to 1."""
        sums = np.bincount(self._of_family, shares, len(self._families))
        return shares / np.maximum(sums, 1e-300)[self._of_family]

    def _strength(
        self, won: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Of each root, how much it is attested and in how many patterns."""
        rows = won * self._weights[self._of_family]
        by_pattern = np.bincount(self._of_pattern, rows, len(self._root_of_pattern))
        count = len(self._roots)
        strength = np.bincount(self._root_of_pattern, np.log1p(by_pattern), count)
        width = np.bincount(self._root_of_pattern, np.minimum(by_pattern, 1.0), count)
        return strength, width
