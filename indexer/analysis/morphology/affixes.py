"""The prefixes and suffixes of Arabic, and the bases that a word may have without them."""

from __future__ import annotations

# The article and what is glued before it, or the لل that stands for both; longest first.
ARTICLES = (
    "وبال", "فبال", "وكال", "فكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال",
)  # fmt: skip
# Conjunctions and prepositions glued to a word without article; longest first.
CLITICS = ("وب", "ول", "وك", "فب", "فل", "فك", "و", "ف", "ب", "ل", "ك")
PRONOUNS = ("هما", "ها", "هم", "هن", "نا", "كم", "ه")
WILL = "س"  # before the imperfect
PERSONS = "يتنا"  # what the imperfect begins with; ا is also what "he arrested" begins with
VERBAL = frozenset(("وا", "ت", "تا"))  # suffixes that only verbs bear

# Suffixes that no word with an article bears.
INDEFINITE = frozenset((*PRONOUNS, "ا", "وا", "ت", "تا", *("ات" + pronoun for pronoun in PRONOUNS)))

_ARTICLES_FROM = {letter: tuple(a for a in ARTICLES if a[0] == letter) for letter in "وفبكلا"}
_CLITICS_FROM = {letter: tuple(c for c in CLITICS if c[0] == letter) for letter in "وفبكل"}

# ending → (its ending in a base, least letters before, share): the share of the evidence for the
# word that there must be for its base. Where a ة would have become a ت or gone before the suffix,
# the base is proposed with it, as ه.
_ENDINGS = {
    # sound feminine plural, of words in ة and of others
    "ات": (("ه", 2, 0.05), ("", 3, 0.25)),
    # dual
    "تان": (("ه", 3, 0.3),),
    "تين": (("ه", 3, 0.3),),
    "ان": (("", 3, 0.5),),
    # sound masculine plural, often the usual form; of verbs too
    "ين": (("", 3, 0.1),),
    "ون": (("", 3, 0.1),),
    "وا": (("", 3, 0.1),),
    # accusative
    "ا": (("", 3, 1.0),),
    # feminine and first person of the perfect
    "ت": (("", 3, 0.3),),
    "تا": (("", 3, 0.3),),
    # forms of a nisba
    **dict.fromkeys(("يين", "يون", "يتين", "يتان", "يا"), (("ي", 3, 0.1),)),
    "يات": (("ي", 3, 0.07),),
    "يه": (("ي", 3, 0.02),),
}
_LAST = frozenset("تناهم")  # letters that suffixes end with


def articles(word: str) -> tuple[str, ...]:
    """The ARTICLES that `word` begins with and that leave a base."""
    return _ARTICLES_FROM.get(word[0], ())


def clitics(word: str) -> tuple[str, ...]:
    """The CLITICS that `word` begins with and that leave a base."""
    return _CLITICS_FROM.get(word[0], ())


def bases(word: str) -> list[tuple[str, str, float]]:
    """(base, suffix, share) for each suffix that `word` may have, in order of preference."""
    found: list[tuple[str, str, float]] = []
    if word[-1] not in _LAST:
        return found
    for size in (3, 2, 1, 4):
        rules = _ENDINGS.get(word[-size:], ())
        if rules:
            left = word[:-size]
            found += [
                (left + ending, word[-size:], share)
                for ending, least, share in rules
                if len(left) >= least
            ]
    for pronoun in PRONOUNS:
        if word.endswith(pronoun):
            left = word[: -len(pronoun)]
            if len(left) >= 2:
                found += _possessed(left, pronoun)
    return found


def _possessed(left: str, pronoun: str) -> list[tuple[str, str, float]]:
    found: list[tuple[str, str, float]] = []
    if left.endswith("ات") and len(left) >= 5:
        found.append((left[:-2] + "ه", "ات" + pronoun, 0.05))
        found.append((left[:-2], "ات" + pronoun, 0.5))
    if left.endswith("ت") and len(left) >= 3:
        found.append((left[:-1] + "ه", pronoun, 0.5))
    found.append((left, pronoun, 1.0))
    if pronoun != "ه" and len(left) >= 4 and left[-1] in "يو":  # موظفوها
        found.append((left[:-1], pronoun, 1.0))
    return found
