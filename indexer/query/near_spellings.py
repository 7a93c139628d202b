"""A word of a query → words of the archive that are written nearly like it and are not searched."""

from __future__ import annotations

from collections import Counter

from indexer.analysis import folded, reversed_number, spelled
from indexer.lexicon import Lexicon
from indexer.model import WordForm

_MOST = 4  # that are named of a word


def other_spellings(lexicon: Lexicon, written: str) -> tuple[WordForm, ...]:
    """The other spellings of the word that is `written`, the most frequent first.

    The width EXACT searches one spelling: أحمد is not احمد there, nor هيأة هيئة.
    """
    counts: Counter[str] = Counter()
    for word in (folded(written), *lexicon.near(written)):
        for form, count in lexicon.writings(word):
            counts[spelled(form)] += count
    del counts[spelled(written)]
    return tuple(WordForm(form, count, on=False) for form, count in most_frequent(counts))


def near_words(lexicon: Lexicon, written: str, searched: frozenset[str]) -> tuple[WordForm, ...]:
    """The words spelled nearly like the word that is `written`, none of them `searched`.

    A rule of spelling leads to them, and the archive does not attest that they are the same word:
    منشئ beside منشأ. They are counted with their forms, the most frequent first.
    """
    counts: Counter[str] = Counter()
    for word in lexicon.near(written):
        members = lexicon.members(lexicon.family(word))
        if searched.isdisjoint(members):
            counts[lexicon.spelling(word)] = sum(map(lexicon.count, members))
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
