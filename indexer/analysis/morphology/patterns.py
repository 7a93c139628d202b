"""The roots that a word may have, by the patterns (أوزان) of Arabic.

A pattern is written with ف ع ل for the letters of the root, its other letters as they are. A root
has three letters, or four. A weak letter (و, ي, ء) that a pattern swallows is proposed as each of
those it may be: مدير may be of دور or of دير. Which it is, the archive tells (`roots.py`).

Words are given folded: ة is ه, أ and إ are ا, ى is ي, ئ and ؤ are ء.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyarabic import araby

_LETTERS = frozenset("ءابتثجحخدذرزسشصضطظعغفقكلمنهوي")
_OF_ROOT = "فعل"  # stand in a pattern for the letters of the root
_LONGEST = 12  # letters of a word that may have a root
# How the letters that a word shows make a root, and how likely each root is.
_Roots = tuple[tuple[str, float], ...]
_ALL: _Roots = (("{0}-{1}-{2}", 1.0),)
_TWICE: _Roots = (("{0}-{1}-{1}", 1.0),)
_HOLLOW_ROOTS: _Roots = (("{0}-و-{1}", 1.0), ("{0}-ي-{1}", 0.9))
_WAW_FIRST: _Roots = (("و-{0}-{1}", 1.0),)
_DEFECTIVE_ROOTS: _Roots = (("{0}-{1}-ي", 1.0), ("{0}-{1}-و", 0.8))
_SEEN = {"أ": "ء", "إ": "ء"}  # what is folded to an alef
_HAMZAS = frozenset(_SEEN)

# All letters of the root are there.
_STRONG = """
    فعل
    فاعل فعال فعيل فعول مفعل افعل تفعل يفعل
    فعلان افعال مفعول مفعال مفاعل تفاعل يفاعل تفعيل افتعل مفتعل يفتعل انفعل منفعل ينفعل متفعل يتفعل
    فواعل فعاءل فاعول فعلاء افعول تفعال
    افتعال انفعال متفاعل يتفاعل استفعل مستفعل يستفعل مفاعيل فواعيل تفاعيل افعلاء
    استفعال
"""
# The middle letter is a و or ي that may not show.
_HOLLOW = """
    فال فيل فاءل مفال مفيل افال افيل يفيل يفال فيال فواءل
    افتال مفتال يفتال انفال منفال ينفال افتيال انفيال استفال مستفال يستفال استفيل مستفيل يستفيل
"""
_HOLLOW_IN_WAW = "يفول مفول فول"
# The last is a و or ي that may not show.
_DEFECTIVE = """
    فعا فعي فعاء فاعي مفعي مفعا افعي افعاء يفعي يفعا تفعي فعاي فعايا فعاوي مفاعي مفاعا تفاعي
    افتعي افتعاء مفتعي يفتعي انفعي انفعاء منفعي ينفعي متفعي يتفعي متفاعي يتفاعي
    استفعي استفعاء مستفعي يستفعي
"""
_DEFECTIVE_IN_WAW = "فعو يفعو مفعو فعاو"
# The last is the middle one again.
_DOUBLED = """
    فع مفع افع يفع فاع مفاع فواع افعاء افتع مفتع يفتع انفع منفع ينفع استفع مستفع يستفع
"""
# The first is a و that does not show.
_IN_WAW = "يعل اتعال اتعل متعل يتعل ميعال ايعال استيعال"
_IN_WAW_BEFORE_HEH = "عل"  # صفة, ثقة
# The first is a hamza that does not show.
_IN_HAMZA = "ايعال اتعال اتعل"
# The ت of افتعال is another letter after the first.
_ASSIMILATED = {
    "ز": "ازدعال ازدعل مزدعل يزدعل",
    "ص": "اصطعال اصطعل مصطعل يصطعل",
    "ض": "اضطعال اضطعل مضطعل يضطعل",
    "ط": "اطعال اطعل مطعل يطعل",
}
_FOUR = "فعلل مفعلل تفعلل يفعلل متفعلل فعالل فعاليل فعلول فعلال فعليل"

# Patterns less likely than their kind; and those in which a و or ي in the middle becomes an alef.
_RARE = "فعلان فعلاء مفعال فاعول افعول تفعال فاع افعاء"
_NEVER_HOLLOW = """
    مفعل مفعول افتعل مفتعل يفتعل انفعل منفعل ينفعل استفعل مستفعل يستفعل استفعال انفعال
"""

# How likely a kind of pattern is before the archive is asked.
_STRONG_SHARE, _HOLLOW_SHARE, _DEFECTIVE_SHARE, _DOUBLED_SHARE = 1.0, 0.5, 0.4, 0.4
_IN_WAW_SHARE, _IN_HAMZA_SHARE, _ASSIMILATED_SHARE, _FOUR_SHARE = 0.5, 0.2, 0.6, 0.15
_RARE_SHARE = 0.3
_NEVER_HOLLOW_SHARE = 0.1
_AFTER_ALEF_SHARE = 0.5  # of a hamza at the end after an alef, which is most often a و or ي
_MAKSURA_SHARE = 0.5  # of an ending in ى instead of ي: شكوى
_INNER_SHARE = 0.15  # of an alef as the first letter of the root after others: تاجر is of تجر
_PLAIN_SHARE = 0.3  # of an alef in the root that is not seen to bear a hamza: راس, رأس

# What a stem may bear after it, and the share of the stem without it.
_ENDINGS = (
    ("", 1.0), ("ه", 1.0), ("ي", 0.6), ("يه", 0.6), ("ات", 0.8), ("ان", 0.3), ("ون", 0.3),
    ("ين", 0.3), ("اني", 0.2), ("انيه", 0.2), ("وي", 0.3), ("ويه", 0.3), ("ا", 0.3), ("ت", 0.3),
    ("نا", 0.2),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Pattern:
    name: str
    slots: tuple[int, ...]  # where the letters of the root are
    roots: _Roots
    share: float
    strong: bool  # whether it shows every letter of the root
    doubled: bool  # whether the second letter of the root is the last too
    hollow: bool  # whether the second may be a و or ي
    apart: bool  # whether the first letters shown are the first of the root, which differ


def _pattern(name: str, roots: _Roots, share: float) -> _Pattern:
    slots = tuple(at for at, sign in enumerate(name) if sign in _OF_ROOT)
    if name in _RARE.split():
        share *= _RARE_SHARE
    hollow = roots != _ALL or name not in _NEVER_HOLLOW.split()
    return _Pattern(
        name,
        slots,
        roots,
        share,
        roots == _ALL,
        roots == _TWICE,
        hollow,
        "-و-" not in roots[0][0],
    )


def _patterns() -> list[_Pattern]:
    kinds: tuple[tuple[str, _Roots, float], ...] = (
        (_STRONG, _ALL, _STRONG_SHARE),
        (_HOLLOW, _HOLLOW_ROOTS, _HOLLOW_SHARE),
        (_HOLLOW_IN_WAW, _HOLLOW_ROOTS[:1], _HOLLOW_SHARE),
        (_DEFECTIVE, _DEFECTIVE_ROOTS, _DEFECTIVE_SHARE),
        (_DEFECTIVE_IN_WAW, (("{0}-{1}-و", 1.0),), _DEFECTIVE_SHARE),
        (_DOUBLED, _TWICE, _DOUBLED_SHARE),
        (_IN_WAW, _WAW_FIRST, _IN_WAW_SHARE),
        (_IN_HAMZA, (("ء-{0}-{1}", 1.0),), _IN_HAMZA_SHARE),
        (_FOUR, (("{0}-{1}-{2}-{3}", 1.0),), _FOUR_SHARE),
    )
    made = [_pattern(name, roots, share) for names, roots, share in kinds for name in names.split()]
    for first, names in _ASSIMILATED.items():
        roots = ((first + "-{0}-{1}", 1.0),)
        made += [_pattern(name, roots, _ASSIMILATED_SHARE) for name in names.split()]
    return made


class _Patterns:
    """Patterns of one length, found by the letters that are not of the root."""

    def __init__(self, patterns: list[_Pattern]) -> None:
        self._patterns = patterns
        # Of each place, letter → the patterns that may have it there, a bit for each.
        self._places = [
            {letter: self._having(at, letter) for letter in _LETTERS}
            for at in range(len(patterns[0].name))
        ]

    def _having(self, at: int, letter: str) -> int:
        signs = _OF_ROOT + letter
        return sum(1 << n for n, pattern in enumerate(self._patterns) if pattern.name[at] in signs)

    def of(self, stem: str) -> Iterator[_Pattern]:
        """The patterns that `stem` has the letters of, in their order."""
        left = -1
        for letter, having in zip(stem, self._places, strict=True):
            left &= having[letter]
        while left:
            yield self._patterns[(left & -left).bit_length() - 1]
            left &= left - 1


def _by_length() -> dict[int, _Patterns]:
    found: dict[int, list[_Pattern]] = {}
    for pattern in _patterns():
        found.setdefault(len(pattern.name), []).append(pattern)
    return {length: _Patterns(patterns) for length, patterns in found.items()}


_PATTERNS = _by_length()
_BEFORE_HEH = _pattern(_IN_WAW_BEFORE_HEH, _WAW_FIRST, _IN_WAW_SHARE)


def analyses(word: str, spelling: str) -> list[tuple[str, str, float]]:
    """(root, pattern, share) for each root that the folded `word` may have by each pattern.

    A root is its letters with "-" between them. The shares of a word do not add up to 1. `spelling`
    is how it is usually written.
    """
    found: dict[tuple[str, str], float] = {}
    for stem, ending, share in _stems(word, spelling):
        _put_stem(stem, ending, share, found)
    return [(root, name, share) for (root, name), share in found.items()]


def patterns_of_root(word: str, spelling: str, root: str) -> list[tuple[str, str]]:
    """(pattern, ending) for each pattern by which the folded `word` may be of `root`."""
    ways: list[tuple[str, str]] = []
    for stem, ending, share in _stems(word, spelling):
        found: dict[tuple[str, str], float] = {}
        _put_stem(stem, ending, share, found)
        ways += [(name, ending) for by, name in found if by == root]
    return ways


def _stems(word: str, spelling: str) -> Iterator[tuple[str, str, float]]:
    """(stem, ending, share of the ending) for each ending that the folded `word` may have."""
    if len(word) > _LONGEST or not _LETTERS.issuperset(word):
        return
    if len(spelling) == len(word) and not _HAMZAS.isdisjoint(spelling[1:]):  # رأس: رءس
        seen = (
            _SEEN.get(sign, letter) for letter, sign in zip(word[1:], spelling[1:], strict=True)
        )
        word = word[0] + "".join(seen)
    for ending, share in _ENDINGS:
        if not word.endswith(ending) or (not ending and spelling[-1:] == araby.TEH_MARBUTA):
            continue
        if ending[-1:] == araby.YEH and spelling[-1:] == araby.ALEF_MAKSURA:
            share *= _MAKSURA_SHARE
        yield word[: len(word) - len(ending)], ending, share


def _put_stem(stem: str, ending: str, share: float, found: dict[tuple[str, str], float]) -> None:
    """Puts the roots that `stem` has before `ending` into `found`."""
    if len(stem) in _PATTERNS:
        for pattern in _PATTERNS[len(stem)].of(stem):
            _put_roots(stem, pattern, share, found)
    if ending == "ه" and len(stem) == 2:
        _put_roots(stem, _BEFORE_HEH, share, found)


def _put_roots(
    stem: str, pattern: _Pattern, share: float, found: dict[tuple[str, str], float]
) -> None:
    """Puts the roots that `stem` has by `pattern` into `found`."""
    letters = [stem[at] for at in pattern.slots]
    first, second = letters[0], letters[1]
    if (first == second and pattern.apart) or (second in "اويء" and pattern.doubled):
        return
    share *= pattern.share
    if "ا" in letters:  # a hamza, for sure where it is the first
        if first == "ا":
            letters[0] = "ء"
            share *= _INNER_SHARE if pattern.slots[0] else 1.0
        if "ا" in letters:
            share *= _PLAIN_SHARE
            letters = ["ء" if letter == "ا" else letter for letter in letters]
    if pattern.strong:
        if second in "وي" and not pattern.hollow:
            share *= _NEVER_HOLLOW_SHARE
        if letters[2] == "ي" == stem[-1] and len(stem) > 3:
            return  # as a weak letter it is proposed by other patterns
        if letters[2] == "ء" and stem.endswith("اء"):
            share *= _AFTER_ALEF_SHARE
    for form, likely in pattern.roots:
        key = form.format(*letters), pattern.name
        if found.get(key, 0) < share * likely:
            found[key] = share * likely
