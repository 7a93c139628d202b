"""A light stem: the word without the article, prepositions and endings glued to it.

The rules are those of light10 (Larkey, Ballesteros & Connell 2007), mended where that stemmer is
measured to fail on archive words: the longest prefix goes first, a bare و or ف goes only before the
article or a preposition that carries it, and endings are taken one row at a time, leaving three
letters or four. Words are given folded.
"""

from __future__ import annotations

from functools import lru_cache

# The article and what is glued before it, or the لل that stands for both; longest first. At least
# two letters must remain.
ARTICLES = (
    "وبال",  # and with the
    "فبال",
    "وكال",
    "ولل",  # and for the
    "فلل",
    "وال",
    "فال",
    "بال",
    "كال",
    "لل",
    "ال",
)
# Words whose ال is no article: what would be left of them is another word (له, ان).
_WHOLE = {
    **dict.fromkeys(("الله", "والله", "فالله", "بالله", "وبالله", "تالله"), "الله"),
    **dict.fromkeys(("لله", "ولله", "فلله"), "الله"),
    **dict.fromkeys(("اللهم", "واللهم"), "اللهم"),
    **dict.fromkeys(("الان", "والان", "فالان"), "الان"),  # الآن, now
}
# Endings: one of each row at most, in this order, while so many letters remain.
_SUFFIXES = (
    (3, ("هما", "ها", "هم", "هن", "نا", "كم")),  # possessives
    (4, ("ون", "ين", "ان")),  # sound plurals and the dual; قانون, إنسان and سجون keep theirs
    (3, ("ات",)),  # sound feminine plural
    (3, ("يه", "يت")),  # feminine nisba, and the same before a possessive
    (3, ("ه", "ي")),  # teh marbuta or a possessive, nisba
)
_SHORTEST = 3


@lru_cache(maxsize=1 << 18)
def stem(word: str) -> str:
    """The stem of the folded `word`; the word itself when it is short or not Arabic."""
    if word in _WHOLE:
        return _WHOLE[word]
    if word.isascii() or len(word) <= _SHORTEST:
        return word
    for prefix in ARTICLES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            word = word[len(prefix) :]
            break
    for shortest, endings in _SUFFIXES:
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= shortest:
                word = word[: -len(ending)]
                break
    return word
