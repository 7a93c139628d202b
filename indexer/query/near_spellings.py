"""A word of a query → words of the archive that are written nearly like it and are not searched."""

from __future__ import annotations

from collections import Counter

from indexer.analysis import folded, reversed_number, spelled
from indexer.lexicon import Lexicon
from indexer.model import WordForm

_MOST = 4  # that are named of a word


def other_spellings(lexicon: Lexicon, written: str) -> tuple[WordForm, ...]:
    """The spellings that fold to the same word as `written` does, the most frequent first.

    The width EXACT searches one spelling: أحمد is not احمد there.
    """
    counts: Counter[str] = Counter()
    for form, count in lexicon.writings(folded(written)):
        counts[spelled(form)] += count
    del counts[spelled(written)]
    return tuple(WordForm(form, count, on=False) for form, count in most_frequent(counts))


def reversed_writings(lexicon: Lexicon, word: str) -> tuple[WordForm, ...]:
    """The writings of the number whose parts stand in the other order: 113.14 for 14-113.

    None where `word`, which is folded, is no such number, or where that is the same day.
    """
    family = lexicon.family(word)
    turned = reversed_number(family)
    if turned is None or lexicon.family(turned) == family:
        return ()
    counts = Counter({key: lexicon.count(key) for key in lexicon.members(turned)})
    return tuple(
        WordForm(lexicon.spelling(key), count, on=False) for key, count in most_frequent(counts)
    )


def most_frequent(counts: Counter[str]) -> list[tuple[str, int]]:
    """The rows of `counts` that are named, the most frequent first."""
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:_MOST]
