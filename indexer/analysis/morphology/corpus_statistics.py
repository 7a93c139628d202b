"""Corpus statistics of words: their counts, bare and behind an article or a clitic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from indexer.analysis.morphology.affixes import ARTICLES, CLITICS, articles, clitics
from indexer.analysis.normalize import folded, spelled

_REMEMBERED = 1 << 16  # words whose evidence is kept at hand


@dataclass(frozen=True, slots=True)
class CorpusStatistics:
    """The counts of a folded word: bare, after an article, after letters that may be a clitic.

    `spelling` gives its usual spelling without marks; the word itself where that is not known.
    """

    count: Callable[[str], int]
    after_article: Callable[[str], int]
    after_clitic: Callable[[str], int]
    spelling: Callable[[str], str]

    @classmethod
    def from_lookups(
        cls, count: Callable[[str], int], spelling: Callable[[str], str] = str
    ) -> CorpusStatistics:
        """The evidence of an archive in which words can be looked up one at a time."""

        @lru_cache(_REMEMBERED)
        def after_article(word: str) -> int:
            return sum(count(article + word) for article in ARTICLES)

        @lru_cache(_REMEMBERED)
        def after_clitic(word: str) -> int:
            return sum(count(clitic + word) for clitic in CLITICS)

        return cls(count, after_article, after_clitic, spelling)

    @classmethod
    def from_counts(cls, counts: Mapping[str, int]) -> CorpusStatistics:
        """The evidence of an archive in which written or folded words occur so often."""
        words, spellings = folded_words(counts)
        after_article: dict[str, int] = {}
        after_clitic: dict[str, int] = {}
        for word, count in words.items():
            for article in articles(word):
                if word.startswith(article):
                    rest = word[len(article) :]
                    after_article[rest] = after_article.get(rest, 0) + count
            for clitic in clitics(word):
                if word.startswith(clitic):
                    rest = word[len(clitic) :]
                    after_clitic[rest] = after_clitic.get(rest, 0) + count

        def lookup(found: Mapping[str, int]) -> Callable[[str], int]:
            get = found.get
            return lambda word: get(word, 0)

        return cls(
            lookup(words),
            lookup(after_article),
            lookup(after_clitic),
            lambda word: spellings.get(word, word),
        )

    def alone(self, word: str) -> int:
        """The count of `word` bare or after an article: as a word of its own."""
        return self.count(word) + self.after_article(word)

    def others(self, word: str) -> int:
        """The count of `word` after an article or after letters that may be a clitic."""
        return self.after_article(word) + self.after_clitic(word)

    def usual_spelling(self, word: str) -> str:
        """The usual spelling of `word`, bare or after the article, whichever is more frequent."""
        definite = "ال" + word
        if self.count(definite) > self.count(word):
            return self.spelling(definite)[2:]
        return self.spelling(word)


def folded_words(counts: Mapping[str, int]) -> tuple[dict[str, int], dict[str, str]]:
    """Folded word → count, and folded word → most frequent spelling, from `counts` of words.

    The spelling is left out where it is the folded word.
    """
    by_spelling: dict[str, int] = {}
    for form, count in counts.items():
        plain = spelled(form)
        by_spelling[plain] = by_spelling.get(plain, 0) + count
    words: dict[str, int] = {}
    usual: dict[str, tuple[int, str]] = {}
    for plain, count in by_spelling.items():
        word = folded(plain)
        if word in words or word != plain:
            row = (-count, plain)
            before = usual.get(word, (-words.get(word, 0), word))
            usual[word] = min(row, before)
        words[word] = words.get(word, 0) + count
    return words, {word: plain for word, (_, plain) in usual.items() if plain != word}
