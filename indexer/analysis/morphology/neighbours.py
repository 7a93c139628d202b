"""The neighbours of words in running text, counted with numpy: evidence that two words are one.

A plural keeps the company of its singular: the same words stand beside both, and both occur in the
same passages. Its grammar differs: جميع, عدة and the numbers from three to ten stand before
plurals, هذا and كل before singulars, and an adjective after the plural of a thing has ة. Words are
counted by family, whatever article or clitic they bear.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from pyarabic import araby

from indexer.analysis.morphology.affixes import ARTICLES
from indexer.analysis.normalize import folded

Integers = NDArray[np.int64]
Numbers = NDArray[np.int32]
Shares = NDArray[np.float64]

_NEAR = 3  # words on each side that are neighbours
_BESIDE = (-1, 1)  # each place beside the word is counted apart, the others together
_FARTHER = (-3, -2, 2, 3)
_COMPANY = 4_000  # families that are counted as neighbours: the most frequent
_SMOOTHED = 0.75  # power of the counts of neighbours, as of word2vec (Mikolov et al. 2013)
_PASSAGE = 100  # words of a passage
_BLOCK = 1_000  # pairs whose products are worked out together

# Words by what stands after them; with و, ف or a preposition before them too.
_KINDS = (
    "جميع كافة مختلف عدة سائر هؤلاء معظم أغلب شتى أولئك",  # plurals
    "أحد إحدى",  # of plurals, one
    "بعض",
    "ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية ثماني تسعة تسع عشرة عشر بضعة بضع",
    "من",
    "عدد العديد الكثير مجموعة كثير عددا",  # and من: plurals
    "كل أي أية",
    "هذا ذلك",  # masculine singulars
    "هذه تلك",  # feminine singulars, and plurals of things
    "عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين"
    " تسعون تسعين مئة مائة ألف عشر مليون",  # counted singulars
    "بين تعدد تنوع كثرة تبادل",  # of more than one
)
_ALL, _ONE_OF, _SOME, _FEW, _OF, _NUMBER, _EACH, _HE, _SHE, _MANY, _AMONG = (
    1 << at for at in range(len(_KINDS))
)
_DEFINITE = 1 << len(_KINDS)  # with an article
# Words by what stands before them: a masculine singular, a feminine or things, persons.
_MASCULINE, _FEMININE, _PERSONS = (_DEFINITE << at for at in (1, 2, 3))
_IN_TA = _DEFINITE << 4  # a word in ة without an article
_AGREEING = {
    _MASCULINE: "الذي كان هو وهو ليس يكون",
    _FEMININE: "التي كانت هي وهي ليست تكون",
    _PERSONS: "الذين كانوا هم وهم ليسوا يكونون",
}
# Participles that agree with what follows: الشروط المنصوص عليها.
_IMPERSONAL = "المنصوص المشار المعمول المتفق المسموح المرغوب المعترف المأذون المرخص الواجب اللازم"
_BEFORE = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول")


@dataclass(frozen=True, slots=True)
class Uses:
    """How often each family stands where plurals do, or singulars: each int64[families]."""

    count: Integers
    definite: Integers  # with an article
    plural: Integers  # after جميع or a number from three to ten, or one of a number
    perhaps_plural: Integers  # after بعض, or after كل with an article
    singular: Integers  # after كل, أي or a number from eleven, without an article
    after_he: Integers  # with an article after هذا
    after_she: Integers  # with an article after هذه
    # with an article before a word that agrees with it:
    before_masculine: Integers  # الجديد, الذي, كان
    before_feminine: Integers  # الجديدة, التي, كانت
    before_persons: Integers  # الجديدون, الذين, كانوا
    among: Integers  # after بين, كثرة and the like
    before_in_ta: Integers  # without an article, before a word in ة without one: شروط جديدة


@dataclass(frozen=True, slots=True)
class RunningFamilies:
    """Running text, of whose words some belong to families of interest.

    `words` are word ids, int32[words], `lengths` the words of each text, int64[texts]. `family`,
    int32[word ids], is the number of the family of each word id, the `families` being numbered from
    0. `kinds`, int32[word ids], is that of `kinds_of`.
    """

    words: Numbers
    lengths: Integers
    family: Numbers
    families: int
    kinds: Numbers

    def counts(self) -> list[int]:
        """Family number → how often it occurs."""
        found = np.bincount(self.family[self.words] + 1, minlength=self.families + 1)[1:]
        return [int(count) for count in found]

    def uses(self, of: Integers) -> Uses:
        """The uses of the families `of`, int64[n], in their order."""
        family = self._rows(of)[self._spaced(self.family[self.words], -1)]
        kinds = self._spaced(self.kinds[self.words], 0)

        def times(where: NDArray[np.bool_]) -> Integers:
            return np.bincount(family[where & (family >= 0)], minlength=len(of))

        def after(kind: int, words: int = 1) -> NDArray[np.bool_]:
            found = np.zeros(len(kinds), bool)
            found[words:] = (kinds[:-words] & kind) != 0
            return found

        following = np.append(kinds[1:], 0)
        definite = (kinds & _DEFINITE) != 0
        numbered = after(_ALL | _FEW) | (after(_ONE_OF) & definite)
        return Uses(
            count=times(np.ones(len(kinds), bool)),
            definite=times(definite),
            plural=times(numbered | (after(_OF) & after(_NUMBER, 2))),
            perhaps_plural=times(after(_SOME) | (after(_EACH) & definite)),
            singular=times(after(_EACH | _MANY) & ~definite),
            after_he=times(after(_HE) & definite),
            after_she=times(after(_SHE) & definite),
            before_masculine=times(definite & ((following & _MASCULINE) != 0)),
            before_feminine=times(definite & ((following & _FEMININE) != 0)),
            before_persons=times(definite & ((following & _PERSONS) != 0)),
            among=times(after(_AMONG)),
            before_in_ta=times(~definite & ((following & _IN_TA) != 0)),
        )

    def company(self, pairs: NDArray[np.int64]) -> Shares:
        """How like the neighbours of both families of each of `pairs` are, float64[pairs].

        `pairs` is int64[pairs, 2]. 1 is as like as any two families are. The neighbours of a family
        are a vector of positive pointwise mutual information, one part for each place beside it;
        vectors are compared by their cosine, and that is divided by the mean cosine of either with
        all (Levy, Goldberg & Dagan 2015 on the vectors).
        """
        of, where = np.unique(pairs, return_inverse=True)
        first, second = where.reshape(-1, 2).T
        rows, columns, values = self._vectors(of)
        size = np.sqrt(np.bincount(rows, values * values, len(of)))
        values = values / size[rows]
        mean = np.bincount(columns, values) / max(1, len(of))
        usual = np.bincount(rows, values * mean[columns], len(of))
        cosines = _products(rows, columns, values, first, second, len(of))
        alike: Shares = cosines / np.sqrt(np.maximum(usual[first] * usual[second], 1e-12))
        return alike

    def together(self, pairs: NDArray[np.int64]) -> Shares:
        """log of how often both families of each of `pairs` share a passage, float64[pairs].

        0 is as often as chance has it.
        """
        of, where = np.unique(pairs, return_inverse=True)
        first, second = where.reshape(-1, 2).T
        ends = np.cumsum(self.lengths)
        inside = np.arange(len(self.words)) - np.repeat(ends - self.lengths, self.lengths)
        starts = np.cumsum(inside % _PASSAGE == 0) - 1
        passages = int(starts[-1]) + 1 if len(starts) else 1
        row = self._rows(of)[self.family[self.words]]
        there = row >= 0
        keys = np.unique(row[there].astype(np.int64) * passages + starts[there])
        rows, columns = keys // passages, keys % passages
        both = _products(rows, columns, np.ones(len(rows)), first, second, len(of))
        times = np.bincount(rows, minlength=len(of))
        expected = times[first] * (times[second] / passages)
        lift: Shares = np.log((both + 0.5) / (expected + 0.5))
        return lift

    def _vectors(self, of: Integers) -> tuple[Integers, Integers, Shares]:
        """The rows, columns and values of the vectors of the families `of`, sorted by row."""
        family = self._spaced(self.family[self.words], -1)
        counts = np.bincount(family[family >= 0], minlength=self.families)
        company = np.argsort(-counts, kind="stable")[:_COMPANY]
        column = np.full(self.families + 1, -1, np.int64)
        column[company] = np.arange(len(company))
        row, column = self._rows(of)[family].astype(np.int64), column[family]
        size = len(company)
        keys, times = [], []
        for part, places in enumerate(((_BESIDE[0],), (_BESIDE[1],), _FARTHER)):
            found = [_pairs(row, column, place, size) for place in places]
            here, counted = np.unique(np.concatenate(found), return_counts=True)
            keys.append((here // size) * (3 * size) + part * size + here % size)
            times.append(counted)
        key, count = np.concatenate(keys), np.concatenate(times)
        order = np.argsort(key, kind="stable")
        key, count = key[order], count[order]
        rows, columns = key // (3 * size), key % (3 * size)
        part_of = rows * 3 + columns // size
        total = np.bincount(part_of, count, 3 * len(of))
        expected = counts[company].astype(np.float64) ** _SMOOTHED
        expected /= expected.sum()
        values = np.log(count / total[part_of]) - np.log(expected[columns % size])
        kept = values > 0
        return rows[kept], columns[kept], values[kept]

    def _rows(self, of: Integers) -> Numbers:
        """Family number → its place in `of`, or -1; the last is for no family."""
        rows = np.full(self.families + 1, -1, np.int32)
        rows[of] = np.arange(len(of))
        return rows

    def _spaced(self, values: Numbers, blank: int) -> Numbers:
        """`values` of words, with `blank` between texts, so that they are no neighbours."""
        texts = np.repeat(np.arange(len(self.lengths)), self.lengths)
        spaced = np.full(len(values) + _NEAR * len(self.lengths), blank, np.int32)
        spaced[np.arange(len(values)) + _NEAR * texts] = values
        return spaced


def kinds_of(forms: Iterable[str]) -> Numbers:
    """The kinds of the written `forms` by the grammar of the words beside them, int32[forms]."""
    kinds: dict[str, int] = {str(number): _FEW for number in range(3, 11)}
    kinds.update((str(number), _MANY) for number in range(11, 100))
    for at, words in enumerate(_KINDS):
        for before, word in product(_BEFORE, words.split()):
            form = folded(before + word)
            kinds[form] = kinds.get(form, 0) | 1 << at
    kinds.update((folded(word), _DEFINITE) for word in _IMPERSONAL.split())
    for kind, words in _AGREEING.items():
        kinds.update((folded(word), kinds.get(folded(word), 0) | kind) for word in words.split())
    spelt = ((folded(form), araby.TEH_MARBUTA in form) for form in forms)
    return np.array([kinds.get(word) or _by_letters(word, ta) for word, ta in spelt], np.int32)


def _by_letters(word: str, has_ta: bool) -> int:
    """The kind of a folded `word` that no list has; true where it is written with ة."""
    definite = _DEFINITE if word.startswith(ARTICLES) else 0
    if word.endswith(("ون", "وا")):  # and the verbs of persons
        return definite | _PERSONS
    if not definite:
        return _IN_TA if has_ta and word.endswith("ه") else 0
    if word.endswith("ين"):
        return definite | _PERSONS
    return definite | (_FEMININE if has_ta and word.endswith("ه") else _MASCULINE)


def _pairs(row: Integers, column: Integers, place: int, size: int) -> Integers:
    """row * `size` + column for each word of a row that has a column at `place` from it."""
    if place > 0:
        row, column = row[:-place], column[place:]
    else:
        row, column = row[-place:], column[:place]
    there = (row >= 0) & (column >= 0)
    return row[there] * size + column[there]


def _products(
    rows: Integers,
    columns: Integers,
    values: Shares,
    first: Integers,
    second: Integers,
    size: int,
) -> Shares:
    """The inner product of rows `first[i]` and `second[i]` of a sparse matrix of `size` rows.

    Its entries are sorted by row, then by column.
    """
    bounds = np.searchsorted(rows, np.arange(size + 1))
    length = np.diff(bounds)
    swapped = length[first] > length[second]  # the shorter row is looked up in the longer
    short, long = np.where(swapped, second, first), np.where(swapped, first, second)
    width = int(columns.max()) + 1 if len(columns) else 1
    keys = rows * width + columns
    products = np.zeros(len(first))
    for begin in range(0, len(first), _BLOCK):
        here, there = short[begin : begin + _BLOCK], long[begin : begin + _BLOCK]
        times = length[here]
        pair = np.repeat(np.arange(len(here)), times)
        inside = np.arange(len(pair)) - np.repeat(np.cumsum(times) - times, times)
        entry = bounds[here][pair] + inside
        wanted = there[pair] * width + columns[entry]
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        found = keys[at] == wanted if len(keys) else np.zeros(0, bool)
        product_of = values[entry[found]] * values[at[found]]
        products[begin : begin + _BLOCK] = np.bincount(pair[found], product_of, len(here))
    return products
