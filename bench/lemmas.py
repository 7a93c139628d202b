"""Words of an archive in citation form, and the forms a grammar makes of each.

They are written for the bench: nouns with their broken plurals, and verbs. Two lemmas in three are
held out: rules are never tuned on them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from bench.lemma_lists import BROKEN, FEMININE, MORE, OTHERS, PERSONS, PLURAL_IN_AT, VERBS
from indexer.analysis import folded
from indexer.analysis.morphology.homographs import telling

_DEFECTIVE = ("قاضي", "محامي")  # they lose the ي where indefinite, and before ون

_CONJUNCTIONS = ("", "و", "ف")
_PREPOSITIONS = ("ب", "ل", "ك")
_PRONOUNS = ("ه", "ها", "هما", "هم", "هن", "نا", "ك", "كما", "كم", "كن")
# Forms that are as a rule another word: owner, perfection, inject, to join, to be allowed, artist,
# Bahrain, Catherine, to act in turn, all of it.
_HOMOGRAPHS = """
    مالك ومالك كمال وكمال حقن لحق فحق فنان الفنان والفنان للفنان البحرين والبحرين بالبحرين للبحرين
    كاثرين بدوره وبدوره باسره
"""


@dataclass(frozen=True, slots=True)
class Lemma:
    """A word in citation form and the spellings that are its forms; `unclear` may be forms.

    `plurals` are those of `forms` that have a broken plural in them. What is `ignored` is neither
    right nor wrong.
    """

    word: str
    forms: frozenset[str]
    unclear: frozenset[str]
    plurals: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()


def nouns() -> tuple[Lemma, ...]:
    """Every noun of the bench, in the order of the lists above.

    A spelling that several claim is a form of the longest: وكيل is not و before كيل.
    """
    made = tuple(
        Lemma(
            lemma.word,
            frozenset(map(_compared, lemma.forms)),
            frozenset(map(_compared, lemma.unclear)),
            frozenset(map(_compared, lemma.plurals)),
        )
        for lemma in _made()
    )
    longest: dict[str, int] = {}
    for lemma in made:
        for form in lemma.forms:
            longest[form] = max(longest.get(form, 0), _claim(lemma, form))
    return tuple(_without(lemma, longest) for lemma in made)


@cache
def _made() -> tuple[Lemma, ...]:
    """The lemma of each noun, its forms with their signs."""
    feminine, persons = FEMININE.split(), PERSONS.split()
    in_at, others = PLURAL_IN_AT.split(), (*OTHERS.split(), *MORE.split())
    return (
        *(_lemma(word, in_at=True) for word in feminine),
        *(_lemma(word, person=True) for word in persons),
        *(_lemma(word, in_at=True) for word in in_at),
        *(_lemma(word, in_at=word.endswith("ة")) for word in others),
    )


def _claim(lemma: Lemma, form: str) -> int:
    """How strongly `lemma` claims `form`: its length, and 0 where its ة is written ه."""
    return 0 if form.endswith("ه") and form[:-1] + "ة" in lemma.forms else len(lemma.word)


def _without(lemma: Lemma, longest: Mapping[str, int]) -> Lemma:
    """`lemma` with the forms that a longer lemma claims among the unclear."""
    claimed = {form for form in lemma.forms if longest[form] > _claim(lemma, form)}
    plurals = lemma.plurals - claimed
    return Lemma(lemma.word, lemma.forms - claimed, lemma.unclear | claimed, plurals)


def without_plurals(noun: Lemma) -> Lemma:
    """`noun` as if it had no broken plural."""
    return Lemma(noun.word, noun.forms - noun.plurals, noun.unclear, ignored=noun.plurals)


def verbs() -> tuple[Lemma, ...]:
    """Every verb of the bench, in the order of the list above."""
    return tuple(_verb(*entry.split()) for entry in VERBS.split("."))


def is_held_out(word: str) -> bool:
    """True if rules must not be tuned on this lemma: two in three, by a digest of the word."""
    return int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest(), 16) % 3 != 0


def spelling(written: str) -> str:
    """`written` folded, but for its ة, and for the signs that tell two of the nouns apart.

    So كتابة is no form of كتاب, and كتابه, his book, is; nor is إعمال one of أعمال.
    """
    return _compared(telling(written))


def _compared(signed: str) -> str:
    """`signed` without the signs on its alefs, unless it is another noun's with other signs."""
    without = bare(signed)
    return signed if without in _contested() else without


@cache
def _contested() -> frozenset[str]:
    """The spellings, without signs, that nouns have with different signs: احداث."""
    signed: dict[str, set[str]] = {}
    for lemma in _made():
        for form in lemma.forms:
            signed.setdefault(bare(form), set()).add(form)
    return frozenset(form for form, of in signed.items() if len(of) > 1)


def surface(spelt: str) -> str:
    """The folded word of a spelling."""
    return folded(spelt)


def bare(spelt: str) -> str:
    """`spelt` as it is written without a sign on its alefs."""
    return "".join("ا" if letter in "أإآ" else letter for letter in spelt)


def _dotless(spelt: str) -> str:
    return spelt.replace("ة", "ه")


def _lemma(word: str, *, person: bool = False, in_at: bool = False) -> Lemma:
    """The lemma `word`, a `person` or with a plural `in_at`, and its forms:

        conjunction  preposition  article  word, its plurals or its dual
        conjunction  preposition  word, its plurals or its dual  possessive

    After a preposition only what is not nominative stands, and the alef of the accusative not.
    """
    spelt = _spelt(word, _free(word, person, in_at), _bound(word, person, in_at))
    plurals = set()
    for plural in _broken().get(word, ()):
        plurals |= _spelt(plural, {plural}, _possessed(plural)) - spelt
    unclear = set(map(telling, _unclear(word, person))) - spelt - plurals
    other_words = set(_HOMOGRAPHS.split())
    homographs = {form for form in spelt | plurals if bare(form) in other_words}
    return Lemma(
        word,
        frozenset((spelt | plurals) - homographs),
        frozenset(unclear | homographs),
        frozenset(plurals - homographs),
    )


def _spelt(word: str, free: set[str], bound: set[str]) -> set[str]:
    """The spellings of `word` in its forms: those that stand `free`, and those that are `bound`."""
    forms = {conjunction + form for conjunction in _CONJUNCTIONS for form in free | bound}
    for form in free:
        forms |= {conjunction + "ال" + form for conjunction in _CONJUNCTIONS}
    forms |= _after_preposition(free, bound) | _indefinite(word)
    spelt = set(map(telling, forms))
    if word.endswith("ة"):  # often written so
        spelt |= set(map(_dotless, spelt))
    return spelt


@cache
def _broken() -> dict[str, list[str]]:
    """noun → its broken plurals."""
    entries = (entry.split() for entry in BROKEN.split("."))
    return {noun: plurals for noun, *plurals in entries}


def _verb(did: str, does: str) -> Lemma:
    """The lemma of the verb `did`, `does`, in the imperfect, with its forms:

        conjunction  will  does  ending  object

    And those of the perfect where it has the letters of the imperfect (اعتقل, يعتقل). Elsewhere it
    is ignored: تدخل is "he intervened" or "intervention".
    """
    objects = ("", *_PRONOUNS, "ني")
    imperfect: set[str] = set()
    for person in "يتنأ":
        form = person + does[1:]
        imperfect |= {form + ending for ending in ("ون", "ان", "ا", "ن", "وا")}
        imperfect |= {form + ending for ending in objects}
        imperfect |= {form + end + pronoun for end in ("و", "ون") for pronoun in objects[1:]}
    imperfect |= {will + form for will in "سل" for form in imperfect}
    perfect = {did + ending for ending in ("وا", "تا")}
    perfect |= {
        did + ending + pronoun for ending in ("", "ت", "نا", "ا", "ن") for pronoun in objects
    }
    perfect |= {did + "و" + pronoun for pronoun in objects[1:]}
    does_forms, did_forms = (
        frozenset(spelling(conjunction + form) for conjunction in _CONJUNCTIONS for form in forms)
        for forms in (imperfect, perfect)
    )
    if folded(did) == "ا" + does[1:]:
        return Lemma(does, does_forms | did_forms, frozenset())
    return Lemma(does, does_forms, frozenset(), ignored=did_forms - does_forms)


def _stems(word: str) -> tuple[str, str, tuple[str, ...]]:
    """The stem before the plural in ات, the dual and a possessive.

    ة becomes ت, or goes before ات; ى becomes ي, or ا before a possessive (مستشفاه); a final أ
    changes its seat with the case (مبدؤه, مبدئه).
    """
    if word.endswith("ة"):
        return word[:-1], word[:-1] + "ت", (word[:-1] + "ت",)
    if word.endswith("ى"):
        return word[:-1] + "ي", word[:-1] + "ي", (word[:-1] + "ا",)
    if word.endswith("أ"):
        return word, word, tuple(word[:-1] + seat for seat in "أؤئ")
    return word, word, (word,)


def _person_stem(word: str) -> str:
    return word[:-1] if word in _DEFECTIVE else word


def _free(word: str, person: bool, in_at: bool) -> set[str]:
    """The forms that may stand after the article."""
    before_at, before_dual, _ = _stems(word)
    free = {word, before_dual + "ين", (before_dual + "ان").replace("أا", "آ")}
    if in_at:
        free.add(before_at + "ات")
    if person:
        free |= {_person_stem(word) + "ون", _person_stem(word) + "ين"}
    return free


def _possessed(word: str) -> set[str]:
    """`word` with each possessive but ي: قانوني is "my law" or "legal" (`_unclear`)."""
    return {stem + pronoun for stem in _stems(word)[2] for pronoun in _PRONOUNS}


def _bound(word: str, person: bool, in_at: bool) -> set[str]:
    """The forms that another noun or a possessive determines."""
    before_at, before_dual, _ = _stems(word)
    bound = _possessed(word)
    bound |= {before_dual + "ا" + pronoun for pronoun in _PRONOUNS}
    if in_at:
        bound |= {before_at + "ات" + pronoun for pronoun in (*_PRONOUNS, "ي")}
    endings = ("ا", "ي") if word.endswith("ة") else ()
    bound |= {before_dual + ending for ending in endings}
    bound |= {before_dual + "ي" + pronoun for pronoun in _PRONOUNS if endings}
    if person:
        stem = _person_stem(word)
        bound |= {stem + ending + more for ending in "وي" for more in ("", *_PRONOUNS)}
    return bound


def _after_preposition(free: set[str], bound: set[str]) -> set[str]:
    """Forms behind a preposition. ل and the article are لل, but only ل before a ل: للجنة."""
    after = set()
    for conjunction, preposition in product(_CONJUNCTIONS, _PREPOSITIONS):
        before = conjunction + preposition
        after |= {before + form for form in free | bound}
        if preposition == "ل":
            after |= {before + ("" if form[0] == "ل" else "ل") + form for form in free}
        else:
            after |= {before + "ال" + form for form in free}
    return after


def _indefinite(word: str) -> set[str]:
    """The forms of the indefinite alone: the alef of the accusative, and قاض for قاضي."""
    accusative = set() if word.endswith(("ة", "ى", "أ", "اء")) else {word + "ا"}
    defective = {word[:-1]} if word in _DEFECTIVE else set()
    return {
        conjunction + form for conjunction in _CONJUNCTIONS for form in accusative | defective
    } | {
        conjunction + preposition + form
        for conjunction, preposition in product(_CONJUNCTIONS, _PREPOSITIONS)
        for form in defective
    }


def _unclear(word: str, person: bool) -> set[str]:
    """Spellings that are a form or another word, as the reader takes them.

    Of a masculine, ي is "my", the dual or the nisba; of a person, the feminine (موظفة) is the same
    word or another.
    """
    if word.endswith("ة"):
        return set()
    unclear = {word + "ي" + pronoun for pronoun in ("", *_PRONOUNS)}
    if person:
        feminine = _free(word + "ة", person=False, in_at=True)
        unclear = feminine | _bound(word + "ة", person=False, in_at=True)
    free = {"ال" + form for form in unclear} if person else set()
    return {
        conjunction + preposition + form
        for conjunction, preposition in product(_CONJUNCTIONS, ("", *_PREPOSITIONS))
        for form in unclear | free
    } | {conjunction + "لل" + form for conjunction in _CONJUNCTIONS for form in unclear if person}
