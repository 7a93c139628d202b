"""The families of a root that are near derivatives of each other: انتخب, انتخاب, منتخب.

Families of one root are near if both are parts of one form of the verb (يحقق, تحقيق and محقق of the
second, not استحقاق of the tenth), an adjective in ي and its noun (أمني, أمن), or a participle and
its feminine. Without vowels the letters of some patterns are those of others: مكتب is no participle
beside تكتيب, nor جمع the verb of جمعية. So the archive is asked how often a word has an article,
which of two verbal nouns is usual, and which words have a plural that only places have.

`python -m bench derived` measures the rule (docs/arabic.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from pyarabic import araby

from indexer.analysis.function_words import is_function_word
from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.patterns import patterns_of_root
from indexer.analysis.normalize import folded

_LEAST_USES = 3  # of a family
_LEAST_USES_OF_FIRST = 8  # where both are of the first form, whose patterns are those of any noun
_MOST_OF_VERB = 0.1  # share of the uses of a verb that have an article
_LEAST_OF_NOUN = 0.05  # and of those of a noun
_LEAST_OF_VERBAL_NOUN = 0.3  # of the uses of a verb in ي, those of تفعيل or إفعال, to be its noun
_MOST_OF_NISBA = 3  # times the uses of its noun
_LEAST_LETTERS = 3  # of the noun of a nisba
_LEAST_LETTERS_OF_IYA = 4  # and of that of one in ية: جمعية is not of جمع

VERB, NOUN, ACTIVE, PASSIVE = "verb", "verbal noun", "active participle", "passive participle"

# Form of the verb → its parts → their patterns, as those of patterns.py.
_FORMS: dict[str, dict[str, str]] = {
    "I": {
        VERB: "فعل يفعل فال يفول يفيل يفعي يفعو",
        NOUN: "فعل فعول فول فعاء",
        ACTIVE: "فاعل فاءل فاعي",
        PASSIVE: "مفعول",
    },
    "II": {VERB: "فعل يفعل فعي يفعي", NOUN: "تفعيل", ACTIVE: "مفعل مفعي"},
    "III": {VERB: "فاعل يفاعل", NOUN: "مفاعل مفاعي مفاعا"},
    "IV": {
        VERB: "افعل يفعل افعي يفعي افال يفيل افيل افع يفع",
        NOUN: "افعال افعاء ايعال",
        ACTIVE: "مفعل مفعي مفيل مفال مفع",
    },
    "V": {VERB: "يتفعل يتفعي", NOUN: "تفعل تفعي تفع", ACTIVE: "متفعل متفعي"},
    "VI": {VERB: "يتفاعل يتفاعي", NOUN: "تفاعل تفاعي", ACTIVE: "متفاعل متفاعي"},
    "VII": {
        VERB: "انفعل ينفعل انفعي ينفعي ينفال انفال ينفع انفع",
        NOUN: "انفعال انفعاء انفيال",
        ACTIVE: "منفعل منفعي منفال منفع",
    },
    "VIII": {
        VERB: "افتعل يفتعل افتعي يفتعي افتال يفتال افتع يفتع اتعل يتعل ازدعل يزدعل اصطعل"
        " يصطعل اضطعل يضطعل اطعل يطعل",
        NOUN: "افتعال افتعاء افتيال اتعال ازدعال اصطعال اضطعال اطعال",
        ACTIVE: "مفتعل مفتعي مفتال مفتع متعل مزدعل مصطعل مضطعل مطعل",
    },
    "X": {
        VERB: "استفعل يستفعل استفعي يستفعي استفال يستفيل استفيل يستفال يستفع استفع",
        NOUN: "استفعال استفعاء استفال استيعال",
        ACTIVE: "مستفعل مستفعي مستفيل مستفال مستفع",
    },
}
_CLEAR = frozenset({"V", "VI", "VII", "VIII", "X"})  # no other words have their letters
_HOLLOW_PATTERNS = """
    فال فاءل مفال مفيل افال افيل يفيل يفول فول
    افتال مفتال يفتال انفال منفال ينفال افتيال انفيال استفال مستفال يستفال استفيل مستفيل يستفيل
"""
_HOLLOW = frozenset(_HOLLOW_PATTERNS.split())
# Patterns of the first form that may be two parts of one verb; و or ي is the middle of its root.
_OF_FIRST: dict[frozenset[str], str] = {
    frozenset({"فعل", "يفعل"}): "",
    frozenset({"فال", "يفول"}): "و",
    frozenset({"فال", "يفيل"}): "ي",
    frozenset({"فاعل", "يفعل"}): "",
    frozenset({"فاعل", "فعل"}): "",
    frozenset({"فاعل", "فعول"}): "",
    frozenset({"فاءل", "يفول"}): "و",
    frozenset({"فاءل", "يفيل"}): "ي",
    frozenset({"فاعي", "يفعي"}): "",
    frozenset({"فاعي", "يفعو"}): "",
    frozenset({"مفعول", "يفعل"}): "",
    frozenset({"فول", "يفول"}): "و",
    frozenset({"فعاء", "يفعي"}): "",
}
_NISBA = frozenset({"ي", "يه", "وي", "ويه"})
_ENDINGS = frozenset({"", "ه", "ات", "ان", "ون", "ين", "ا"}) | _NISBA
# Words of one form that have grown apart: a meeting and society, a reception and the future.
_GROWN_APART = tuple(
    tuple(map(folded, words.split()))
    for words in (
        "اجتماع مجتمع",
        "استقبال مستقبل",
        "استواء مستوى",
        "ائتمار مؤتمر",
        "انتداء منتدى",
    )
)

_Reading = tuple[str, str, str, str]  # form, part, pattern, ending


def _parts_of_patterns() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for form, parts in _FORMS.items():
        for part, patterns in parts.items():
            for pattern in patterns.split():
                found.setdefault(pattern, []).append((form, part))
    return found


_PARTS = _parts_of_patterns()


def derivations_of(
    families: Mapping[str, str], roots: Mapping[str, str], evidence: CorpusStatistics
) -> dict[str, list[str]]:
    """family → the families near to it, for those that have any.

    `families`: key of a word → its family; `roots`: family → its root key. Near families have one
    root key, and each is near to the other.
    """
    uses = dict.fromkeys(families.values(), 0)
    of_places: set[str] = set()
    for word, family in families.items():
        uses[family] += evidence.count(word)
        if _is_plural_of_place(word) and family != word:
            of_places.add(family)
    akin: dict[str, list[str]] = {}
    for family, count in uses.items():
        if count >= _LEAST_USES:
            akin.setdefault(roots[family], []).append(family)
    near: dict[str, list[str]] = {}
    for root, members in akin.items():
        if len(members) > 1:
            words = [_Word(family, root, uses[family], evidence) for family in sorted(members)]
            for one, other in _Root(root, words, of_places, evidence).pairs():
                near.setdefault(one, []).append(other)
                near.setdefault(other, []).append(one)
    return near


def _is_plural_of_place(word: str) -> bool:
    """True if the letters of `word` are those of مواقع or مفاتيح, which no participle has."""
    return word[:1] == "م" and word[2:3] == "ا" and len(word) in (5, 6)


class _Word:
    """A family of `root` by the word it is named after."""

    def __init__(self, family: str, root: str, uses: int, evidence: CorpusStatistics) -> None:
        self.family = family
        self.uses = uses
        self.letters = evidence.letters(family)
        self.spelling = evidence.usual_spelling(family)
        self._root = root
        self._evidence = evidence

    @cached_property
    def _definite(self) -> float:
        """The share of its uses as a word of its own that have an article."""
        definite = self._evidence.after_article(self.family)
        return definite / max(1, definite + self._evidence.alone(self.family))

    @cached_property
    def is_noun(self) -> bool:
        return self._definite >= _LEAST_OF_NOUN

    @cached_property
    def is_verb(self) -> bool:
        return self._definite < _MOST_OF_VERB and not is_function_word(self.spelling)

    @cached_property
    def is_imperfect(self) -> bool:
        return self.letters[0] == "ي"

    @cached_property
    def has_ta(self) -> bool:
        return self.spelling.endswith(araby.TEH_MARBUTA)

    @cached_property
    def readings(self) -> tuple[_Reading, ...]:
        """The parts of forms of the verb that it may be."""
        ways = patterns_of_root(self.letters, self.spelling, self._root)
        return tuple(
            (form, part, pattern, ending)
            for pattern, ending in ways
            for form, part in self._parts(pattern, ending)
        )

    def _parts(self, pattern: str, ending: str) -> Iterator[tuple[str, str]]:
        if ending == "ه" and pattern in ("تفعي", "تفعل"):
            yield from [("II", NOUN)] if self.has_ta else []  # تسوية, توسعة
            return
        for form, part in _PARTS.get(pattern, ()):
            if part is VERB:
                fits = not ending and self.is_verb and not (form == "I" and self._is_of_fourth)
            else:
                fits = self._may_end(ending) and not (
                    ending in _NISBA and (form == "I" or (form in ("II", "IV") and part is ACTIVE))
                )
            if fits and not (form == "IV" and part is NOUN and self.spelling[0] != "إ"):
                yield form, part

    @property
    def _is_of_fourth(self) -> bool:
        """True if it is no verb of the first form: يوقع of وقع, يؤهل."""
        return self.spelling[:2] == "يؤ" or (self.letters[:2] == "يو" and self._root[0] == "و")

    def _may_end(self, ending: str) -> bool:
        if ending in _NISBA:
            return self.spelling.endswith(("ي", "ية"))
        if ending == "ه":
            return self.has_ta
        return ending in _ENDINGS and not (ending == "ا" and len(self.letters) < 5)


@dataclass(frozen=True)
class _Root:
    """The `words` of one root, and which of them are near."""

    root: str
    words: list[_Word]
    of_places: Collection[str]
    evidence: CorpusStatistics

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The families that are near, each pair once."""
        for one, other in combinations(self.words, 2):
            if self._are_near(one, other):
                yield one.family, other.family

    def _are_near(self, one: _Word, other: _Word) -> bool:
        shorter, longer = sorted((one, other), key=lambda word: len(word.letters))
        if longer.letters[:_LEAST_LETTERS] == shorter.letters[:_LEAST_LETTERS] and (
            self._is_nisba(shorter, longer) or self._is_nisba(longer, shorter)
        ):
            return True
        return any(
            self._are_of_one_verb(one, first, other, second)
            for first in one.readings
            for second in other.readings
            if first[0] == second[0]
        ) and not _have_grown_apart(one.letters, other.letters)

    # Adjectives in ي

    @cached_property
    def _by_letters(self) -> dict[str, _Word]:
        return {word.letters: word for word in self.words}

    def _is_nisba(self, noun: _Word, nisba: _Word) -> bool:
        """True if `nisba` is the adjective in ي of `noun`, and used as one: with ية too."""
        for ending, spelt, least in (
            ("يه", "ية", _LEAST_LETTERS_OF_IYA),
            ("ي", "ي", _LEAST_LETTERS),
        ):
            base = nisba.letters.removesuffix(ending)
            if base == nisba.letters or len(base) < least or not nisba.spelling.endswith(spelt):
                continue
            if noun.letters == base:
                rival = self._by_letters.get(base + "ه")
                rival = rival if rival is not None and rival.has_ta else None
            elif noun.letters == base + "ه" and noun.has_ta:
                rival = self._by_letters.get(base)
            else:
                continue
            if not noun.is_noun or nisba.uses > _MOST_OF_NISBA * noun.uses:
                continue
            if rival is not None and rival.is_noun and rival.uses > noun.uses:
                continue  # خيري is of خير, not of خيرة
            feminine = base + "يه"
            spelling = self.evidence.usual_spelling(feminine)
            if spelling.endswith(araby.TEH_MARBUTA) and self.evidence.alone(feminine):
                return True
        return False

    # Forms of the verb

    def _are_of_one_verb(self, one: _Word, first: _Reading, other: _Word, second: _Reading) -> bool:
        """True if the words are two parts of one form of the verb by these readings."""
        form, part, pattern, ending = first
        _, other_part, other_pattern, other_ending = second
        if part == other_part:
            if part is VERB:
                if one.is_imperfect is other.is_imperfect:
                    return False
            elif part is NOUN:
                return False
            else:  # a participle and its feminine
                is_feminine = pattern == other_pattern and {ending, other_ending} == {"", "ه"}
                return is_feminine and self._is_participle(one, first)
        alike = (pattern in _HOLLOW) is (other_pattern in _HOLLOW)
        if form in _CLEAR:
            return alike
        parts = {part: (one, first), other_part: (other, second)}
        if form == "I":
            return self._are_of_first_form(parts, frozenset({pattern, other_pattern}))
        return NOUN in parts and alike and self._has_verbal_noun(parts, form)

    def _are_of_first_form(
        self, parts: Mapping[str, tuple[_Word, _Reading]], patterns: frozenset[str]
    ) -> bool:
        middle = _OF_FIRST.get(patterns)
        if middle is None or (middle and self.root[2] != middle):
            return False
        words = [word for word, _ in parts.values()]
        if any(word.uses < _LEAST_USES_OF_FIRST for word in words):
            return False
        if any(
            not word.is_noun or (part is NOUN and reading[3])
            for part, (word, reading) in parts.items()
            if part in (NOUN, ACTIVE)
        ):
            return False
        if NOUN in parts and ACTIVE in parts:
            is_plain = not parts[ACTIVE][1][3] or parts[NOUN][1][2] != "فعل"
            return is_plain and self._has_verb
        return True

    @cached_property
    def _has_verb(self) -> bool:
        """True if some word is the imperfect of a verb of the first form."""
        return any(
            reading[:3] == ("I", VERB, "يفعل") and word.is_imperfect
            for word in self.words
            for reading in word.readings
        )

    def _has_verbal_noun(self, parts: Mapping[str, tuple[_Word, _Reading]], form: str) -> bool:
        """True if the verbal noun among `parts` is that of the verb, or participle, beside it."""
        noun, reading = parts[NOUN]
        if form == "III":
            return reading[3] == "ه" and VERB in parts
        rival = "IV" if form == "II" else "II"
        if self._uses_of_verbal_noun[rival] > self._uses_of_verbal_noun[form]:
            return False
        if VERB not in parts:
            return self._is_participle(*parts[ACTIVE])
        verb = parts[VERB][0]
        if form == "II" and not verb.is_imperfect:
            return not reading[3]
        return noun.uses >= _LEAST_OF_VERBAL_NOUN * verb.uses

    @cached_property
    def _uses_of_verbal_noun(self) -> dict[str, int]:
        """Form → the uses of its verbal noun; 0 where the archive has none."""
        found = dict.fromkeys(_FORMS, 0)
        for word in self.words:
            for form, part, _, ending in word.readings:
                if part is NOUN and ending in ("", "ه"):
                    found[form] = max(found[form], word.uses)
        return found

    def _is_participle(self, word: _Word, reading: _Reading) -> bool:
        """False if `word` names a place by its plural (مواقع), or its masculine does."""
        form, _, _, ending = reading
        if form not in ("II", "IV"):
            return True
        masculine = self._by_letters.get(word.letters[:-1]) if ending == "ه" else None
        return word.family not in self.of_places and (
            masculine is None or masculine.family not in self.of_places
        )


def _have_grown_apart(one: str, other: str) -> bool:
    return any(
        (one.startswith(first) and other.startswith(second))
        or (other.startswith(first) and one.startswith(second))
        for first, second in _GROWN_APART
    )
