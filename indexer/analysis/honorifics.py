"""Titles of persons, in full and abbreviated: الدكتور and د. before a name."""

from __future__ import annotations

from collections.abc import Callable

from indexer.analysis.normalize import folded

# A letter before a name, with or without a full stop → what it stands for there, in Morocco and in
# the East: ذ. is a teacher or a lawyer, أ. a teacher, أ.د. a professor.
_STANDS_FOR = {
    folded(letter): tuple(map(folded, words))
    for letter, words in {
        "د": ("دكتور", "دكتورة", "الدكتور", "الدكتورة"),
        "ذ": ("أستاذ", "أستاذة", "الأستاذ", "الأستاذة"),
        "أ": ("أستاذ", "أستاذة", "الأستاذ", "الأستاذة"),
        "م": ("مهندس", "مهندسة", "المهندس", "المهندسة"),
    }.items()
}


def honorific_variants(word: str, family: Callable[[str], str]) -> tuple[str, ...]:
    """The folded words that stand for the title `word` before a name; none if it is no title."""
    if word in _STANDS_FOR:
        return _STANDS_FOR[word]
    own = family(word)
    return tuple(letter for letter, words in _STANDS_FOR.items() if own in map(family, words))
