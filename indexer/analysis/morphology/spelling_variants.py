"""The rules of spelling classes: a word → the other spellings that it may have.

A rule is a pure function from the folded word and its usual spelling to variants; the archive
decides in `spelling_classes.py` which of them are the same word. Folding has taken the seats of
hamzas away, so rules look at the usual spelling too. They look at words that have no affix left, so
that مسألة and والمسألة follow one rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pyarabic import araby

from indexer.analysis.morphology.loan_words import other_stems
from indexer.analysis.normalize import folded

_MAY_BE_CLITICS = frozenset("وفبكلس")
ALEF, HAMZA, HEH, _YEH = "ا", "ء", "ه", "ي"
ON_ALEF, _ELSEWHERE, _MADDA = "أ", "ئؤء", "آ"
_SIGNS = frozenset("أآؤئء")
# The ending that the hamza of هيأة stands before: ة, or the ت that it becomes before another.
_HEH = re.compile("ه|ت(?:ه|ها|هم|هما|هن|نا|كم|ك|ي|ين|ان)")
_OF_VERBS = re.compile("و(?:ن|ا|ه|ها|هم|هما|هن|نا)")  # يقرؤون, قرأوا, قرأوها
_PRONOUNS = re.compile("ه|ها|هم|هما|هن|نا|ك|كم")
DUAL = "ين"
VERB, INFLECTED, GENITIVE = "hamza of a verb", "hamza before a pronoun", "hamza of a genitive"
RULES_WITH_SUFFIX = frozenset((VERB, INFLECTED, GENITIVE))  # whose words have a suffix that goes
_TWO_WAWS = re.compile("(?<=.ا)وو(?=[^انه])")
_ONE_WAW = re.compile("(?<=.ا)و(?=[^انهوي]$)")

# Letters for a g, which is ك where they are folded, and the letters that others write for it.
GAFS = "\u06af\u06ad\u0763"  # گ ڭ ݣ
FOR_GAF = "قجغ"
SHORTEST_WITH_GAF = 5  # letters of a word that others write so: گيل is not قيل
DAGGER_ALEF = araby.MINI_ALEF
_TELLING = re.compile(f"[{GAFS}{DAGGER_ALEF}]")
# A dagger alef that stands on the letter it is read for (الصلوٰة, موسىٰ), and any other.
_FOR_WAW = re.compile(f"و{DAGGER_ALEF}")
_FOR_YEH = re.compile(f"(?<=[ىي]){DAGGER_ALEF}")

# مائة, مئة and مأة, the dual and the nisba of it, with a unit before it or none.
_UNITS = "ثلاث|ثلث|اربع|خمس|ست|سبع|ثمان|ثماني|تسع"
_HUNDRED = re.compile(f"([وف]?[بلك]?(?:ال|ل)?(?:{_UNITS})?)م(?:اء|ء|ا)(ه|تين|تان|تي|تا|ويه|وي|ات)")
_HUNDRED_SPELLED = re.compile("م(?:ائ|ئ)(?:[ةتهو]|ات)|مأ(?:ة|تين|تان)")
# Words that are written otherwise in old books, in the Quran or in haste; folded → usual, folded.
WHOLE_SPELLINGS = {
    folded(other): folded(usual)
    for usual, others in {
        "رحمن": "رحمان",
        "إسماعيل": "إسمعيل",
        "إبراهيم": "إبرهيم",
        "إسحاق": "إسحق",
        "هارون": "هرون",
        "سليمان": "سليمن",
        "عثمان": "عثمن",
        "لقمان": "لقمن",
        "يحيى": "يحي",
        "هذا": "هاذا",
        "هذه": "هاذه",
        "ذلك": "ذالك",
        "لكن": "لاكن",
        "هؤلاء": "هاؤلاء",
        "ملائكة": "ملئكة",
        "صلاة": "صلوة",
        "زكاة": "زكوة",
        "حياة": "حيوة",
        "مشكاة": "مشكوة",
        "سماوات": "سموات",
    }.items()
    for other in others.split()
}


@dataclass(frozen=True, slots=True)
class Variant:
    """Another spelling of a word, folded, and the rule that proposes it.

    The usual spelling of `word` has one of `signs` at the place `at`, if the rule is right.
    """

    word: str
    rule: str
    at: int = 0
    signs: str = ""


# What the rules propose


def hamza_variants(word: str, spelling: str) -> Iterator[Variant]:
    """The spellings of the folded `word` with the seat of a hamza changed.

    `spelling` is its usual spelling, letter by letter. The second letter is never changed: مؤمن is
    not مأمن, nor سئل سأل.
    """
    if len(spelling) != len(word) or _SIGNS.isdisjoint(spelling[1:]):
        return
    for at in range(2, len(word)):
        sign = spelling[at]
        if sign == ON_ALEF:
            yield from _off_alef(word, spelling, at)
        elif sign in _ELSEWHERE:
            yield from _on_alef(word, spelling, at)
        elif sign == _MADDA and at + 1 < len(word) and _is_inside(word, at):
            yield Variant(word[:at] + HAMZA + word[at:], "madda", at, _ELSEWHERE)
    yield from _final(word, spelling)


def seat_variants(word: str, spelling: str) -> Iterator[Variant]:
    """The spellings of `word` with a hamza on an alef for another seat, or the reverse."""
    for at, sign in enumerate(spelling if len(spelling) == len(word) else ""):
        if at > 1 and sign in _SIGNS:
            other = HAMZA if sign == ON_ALEF else ALEF
            yield Variant(word[:at] + other + word[at + 1 :], "seat")


def _off_alef(word: str, spelling: str, at: int) -> Iterator[Variant]:
    """The variants of a `word` that has أ at the place `at`."""
    before, after = word[:at], word[at + 1 :]
    other = before + HAMZA + after
    if _takes_either_seat(word, spelling, at):
        yield Variant(other, "hamza", at, "ئء")
    elif _OF_VERBS.fullmatch(after):
        yield Variant(other, VERB, at, "ؤء")
    elif after == DUAL:
        yield Variant(other, "hamza", at, "ئ")
    elif after[:1] == ALEF and len(after) > 1 and _is_inside(word, at):
        yield Variant(before + after, "madda", at, _MADDA)


def _on_alef(word: str, spelling: str, at: int) -> Iterator[Variant]:
    """The variants of a `word` that has ؤ, ئ or ء at the place `at`."""
    before, after = word[:at], word[at + 1 :]
    other = before + ALEF + after
    on_yeh, not_on_waw = spelling[at] == "ئ", spelling[at] != "ؤ"
    if (not_on_waw and _takes_either_seat(word, spelling, at)) or (after == DUAL and on_yeh):
        yield Variant(other, "hamza", at, ON_ALEF)
    elif _OF_VERBS.fullmatch(after) and not on_yeh:
        yield Variant(other, VERB, at, ON_ALEF)
    elif _PRONOUNS.fullmatch(after) and spelling[-1] != "ة":
        rule = GENITIVE if on_yeh else INFLECTED
        yield Variant(other, rule, at, ON_ALEF)
    elif after[:1] == ALEF and len(after) > 1 and _is_inside(word, at):
        yield Variant(before + after, "madda", at, _MADDA)


def _takes_either_seat(word: str, spelling: str, at: int) -> bool:
    """True if the hamza at the place `at` has the seat that its writer was taught.

    So it is between ي and ة (هيأة), between two consonants before ة (مسألة), and before the ة of a
    word of four letters (نشأة). The ة tells that this is a noun: استأنف is not استؤنف.
    """
    if ending := _HEH.fullmatch(word, at + 1):
        if ending[0] == "ه" and spelling[-1] != "ة":
            return False
        return (word[at - 1] == _YEH and word[0] != "م") or len(word) == 4
    inside = word[at + 1] if at + 1 < len(word) else ""
    return spelling[-1] == "ة" and at + 2 < len(word) and inside not in "اوي"


def _is_inside(word: str, at: int) -> bool:
    """True if the letter before the place `at` is not the first of a word after a clitic: ورآه."""
    return at > 2 or (word[0] not in _MAY_BE_CLITICS and not word.startswith("ال"))


def _final(word: str, spelling: str) -> Iterator[Variant]:
    """The variants of a `word` that ends with ئ, or with ىء for it: شاطئ, شاطىء."""
    if spelling[-1] == "ئ":
        yield Variant(word[:-1] + _YEH + HAMZA, "hamza", len(word), "ء")
    elif spelling[-1] == "ء" and word[-2] == _YEH:
        yield Variant(word[:-2] + HAMZA, "hamza", len(word) - 2, "ئ")


def waw_variants(word: str) -> Iterator[Variant]:
    """The spellings of `word` with one و after an alef for two, or two for one: داود, داوود."""
    if "او" in word[:-2]:
        yield from (
            Variant(pattern.sub(waws, word, count=1), "waw")
            for pattern, waws in ((_TWO_WAWS, "و"), (_ONE_WAW, "وو"))
            if pattern.search(word)
        )


def gaf_variants(word: str, spelling: str) -> Iterator[Variant]:
    """The spellings of `word` with other letters for the گ, ڭ or ݣ of its `spelling`."""
    if len(spelling) == len(word) >= SHORTEST_WITH_GAF:
        for at, sign in enumerate(spelling):
            if sign in GAFS:
                yield from (Variant(word[:at] + other + word[at + 1 :], "g") for other in FOR_GAF)


def written_out(form: str) -> str:
    """The written `form` folded, with its dagger alefs as letters: ٱلۡعَـٰلَمِينَ is العالمين."""
    marked = _FOR_YEH.sub("", _FOR_WAW.sub(ALEF, form))
    return folded(marked.replace(DAGGER_ALEF, ALEF))


def telling_writings(
    counts: Mapping[str, int], key_of: Callable[[str], str]
) -> dict[str, list[tuple[str, int]]]:
    """key → its written forms that have a dagger alef or a گ, with their counts."""
    found: dict[str, list[tuple[str, int]]] = {}
    for form in filter(_TELLING.search, counts):
        found.setdefault(key_of(form), []).append((form, counts[form]))
    return found


def stem_variants(word: str) -> Iterator[Variant]:
    """The other spellings of a loan word whose stem is listed: أميركا, أمريكا."""
    return (Variant(other, "loan word") for other in other_stems(word))


def whole_spelling(word: str, spelling: str) -> str | None:
    """The usual spelling of a numeral or a name that is written otherwise; folded.

    مائة and مأة are مئة, whatever stands before it in one word. None if `word` is no such word, or
    is written as usual.
    """
    other = WHOLE_SPELLINGS.get(word)
    if other is not None:
        return other if word[-1] != "ه" or spelling[-1] in "ةه" else None
    if "ما" in word and (found := _HUNDRED.fullmatch(word)) and _HUNDRED_SPELLED.search(spelling):
        usual = f"{found[1]}مء{found[2]}"
        return usual if usual != word else None
    return None
