"""Corpus statistics of words: their counts, bare and behind an article or a clitic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pyarabic import araby

from indexer.analysis.morphology.affixes import ARTICLES, CLITICS, articles, clitics
from indexer.analysis.morphology.grammar_words import grammar_family, is_listed
from indexer.analysis.morphology.homographs import NO_HOMOGRAPHS, Homographs
from indexer.analysis.morphology.spelling_variants import telling_writings
from indexer.analysis.normalize import folded, spelled

_REMEMBERED = 1 << 16  # words whose evidence is kept at hand
_HEH = araby.HEH
_AN = "ان"  # أن or إن: archives that write no hamza write it so


@dataclass(frozen=True, slots=True)
class CorpusStatistics:
    """The counts of a word, given by its key: bare, after an article, after letters of a clitic.

    `count`: key → count. `alone`: the count bare or after an article, as a word of its own.
    `spelling`: key → the usual spelling without marks; the folded word where that is not known.
    `usual_spelling`: that of the word bare or after ال, whichever is more frequent.
    `behind(prefix, key)`: the count of the word with `prefix` before it.
    `writings`: key → its written forms with their counts, at least those with a dagger alef or a گ.
    """

    count: Callable[[str], int]
    alone: Callable[[str], int]
    after_article: Callable[[str], int]
    after_clitic: Callable[[str], int]
    spelling: Callable[[str], str]
    usual_spelling: Callable[[str], str]
    behind: Callable[[str, str], int]
    homographs: Homographs = NO_HOMOGRAPHS
    _unfolded: Mapping[str, str] = field(default_factory=dict)  # key → folded form, if it is not
    writings: Callable[[str], Iterable[tuple[str, int]]] = lambda _: ()

    @classmethod
    def from_lookups(
        cls,
        count: Callable[[str], int],
        spelling: Callable[[str], str] = str,
        writings: Callable[[str], Iterable[tuple[str, int]]] = lambda _: (),
        homographs: Homographs = NO_HOMOGRAPHS,
    ) -> CorpusStatistics:
        """The evidence of an archive in which words can be looked up one at a time.

        `writings`: key → its written forms with their counts.
        """

        @lru_cache(_REMEMBERED)
        def behind(prefix: str, word: str) -> int:
            letters = folded(word)
            keys = homographs.keys_of_letters(prefix + letters)
            if letters not in homographs.spellings:
                return sum(map(count, keys))
            size = len(prefix)
            return sum(
                times
                for key in keys
                for form, times in writings(key)
                if homographs.key_of(spelled(form)[size:]) == word
            )

        @lru_cache(_REMEMBERED)
        def after_article(word: str) -> int:
            return sum(behind(article, word) for article in ARTICLES)

        @lru_cache(_REMEMBERED)
        def after_clitic(word: str) -> int:
            return sum(behind(clitic, word) for clitic in CLITICS)

        unfolded = homographs.keys()
        return cls(
            count,
            lambda word: count(word) + after_article(word),
            after_article,
            after_clitic,
            spelling,
            _usual_spelling(count, spelling, homographs, unfolded),
            behind,
            homographs,
            unfolded,
            writings,
        )

    @classmethod
    def from_counts(
        cls, counts: Mapping[str, int], homographs: Homographs = NO_HOMOGRAPHS
    ) -> CorpusStatistics:
        """The evidence of an archive in which written or folded words occur so often."""
        words, spellings = folded_words(counts, homographs)
        split = homographs.spellings
        after_article: dict[str, int] = {}
        after_clitic: dict[str, int] = {}
        before_split: dict[tuple[str, str], int] = {}  # (prefix, key of a homograph) → count

        def add(word: str, count: int, spelling: str | None = None) -> None:
            """Counts `word` for its rests; of homographs, where the `spelling` is given."""
            for affixes, total in ((articles(word), after_article), (clitics(word), after_clitic)):
                for prefix in affixes:
                    if not word.startswith(prefix):
                        continue
                    rest = word[len(prefix) :]
                    if (rest in split) is not (spelling is not None):
                        continue
                    if spelling is not None:
                        rest = homographs.key_of(spelling[len(prefix) :])
                        before_split[prefix, rest] = before_split.get((prefix, rest), 0) + count
                    total[rest] = total.get(rest, 0) + count

        telling = telling_writings(counts, homographs.key_of)
        unfolded = homographs.keys()
        for word, count in words.items():
            add(unfolded.get(word, word), count)
        prefixed = {prefix + word for word in split for prefix in (*ARTICLES, *CLITICS)}
        for form, count in counts.items() if split else ():
            if (word := folded(form)) in prefixed:
                add(word, count, spelled(form))

        alone = dict(words)
        for word, count in after_article.items():
            alone[word] = alone.get(word, 0) + count

        def spelling(word: str) -> str:
            return spellings.get(word, word)

        def lookup(found: Mapping[str, int]) -> Callable[[str], int]:
            get = found.get
            return lambda word: get(word, 0)

        def behind(prefix: str, word: str) -> int:
            if folded(word) in split:
                return before_split.get((prefix, word), 0)
            return sum(words.get(key, 0) for key in homographs.keys_of_letters(prefix + word))

        return cls(
            lookup(words),
            lookup(alone),
            lookup(after_article),
            lookup(after_clitic),
            spelling,
            _usual_spelling(lookup(words), spelling, homographs, unfolded),
            behind,
            homographs,
            unfolded,
            lambda word: telling.get(word, ()),
        )

    def others(self, word: str) -> int:
        """The count of `word` after an article or after letters that may be a clitic."""
        return self.after_article(word) + self.after_clitic(word)

    # Parts of words

    def letters(self, word: str) -> str:
        """The folded letters of the key `word`."""
        return self._unfolded.get(word, word)

    def within(self, word: str, start: int) -> str:
        """The key of the letters of `word` from `start` on."""
        rest = self.letters(word)[start:]
        if rest not in self.homographs.spellings:
            return rest
        return self.homographs.key_of(self.usual_spelling(word)[start:])

    def base(self, word: str, letters: str) -> str:
        """The key of the folded `letters`, a base of `word`, with the signs that `word` has."""
        if letters not in self.homographs.spellings:
            return letters
        whole = self.letters(word)
        size = len(letters) if whole.startswith(letters) else len(letters) - 1
        ending = letters[size:].replace(_HEH, araby.TEH_MARBUTA)
        return self.homographs.key_of(self.usual_spelling(word)[:size] + ending)

    def noun(self, letters: str) -> str:
        """The key of a noun of the folded `letters`, in which ه is ة at the end."""
        if letters not in self.homographs.spellings or letters[-1] != _HEH:
            return letters
        return self.homographs.key_of(letters[:-1] + araby.TEH_MARBUTA)

    def grammar_family(self, word: str) -> str | None:
        """The family of the word of the grammar that `word` is; None where it is another."""
        letters = self.letters(word)
        if not is_listed(letters):
            return None
        has_signs = self.count(word) > 0 and self.spelling(_AN) != _AN
        return grammar_family(letters, self.usual_spelling(word), has_signs=has_signs)

    def is_grammar(self, word: str) -> bool:
        """True if `word` is a word of the grammar."""
        return self.grammar_family(word) is not None


def _usual_spelling(
    count: Callable[[str], int],
    spelling: Callable[[str], str],
    homographs: Homographs,
    unfolded: Mapping[str, str],
) -> Callable[[str], str]:
    """Key of a word → its usual spelling, bare or after ال; for a homograph, bare.

    `unfolded` has the keys of homographs that are not their folded forms.
    """

    @lru_cache(_REMEMBERED)
    def usual_spelling(word: str) -> str:
        if word in unfolded or word in homographs.spellings:
            return spelling(word)
        definite = f"ال{word}"
        if count(definite) > count(word):
            return spelling(definite)[2:]
        return spelling(word)

    return usual_spelling


def folded_words(
    counts: Mapping[str, int], homographs: Homographs = NO_HOMOGRAPHS
) -> tuple[dict[str, int], dict[str, str]]:
    """Key → count, and key → most frequent spelling, from `counts` of words.

    The spelling is left out where it is the key.
    """
    by_spelling: dict[str, int] = {}
    for form, count in counts.items():
        plain = spelled(form)
        by_spelling[plain] = by_spelling.get(plain, 0) + count
    key_of = homographs.key_of if homographs.spellings else folded
    words: dict[str, int] = {}
    usual: dict[str, tuple[int, str]] = {}
    for plain, count in by_spelling.items():
        word = key_of(plain)
        if word in words or word != plain:
            row = (-count, plain)
            before = usual.get(word, (-words.get(word, 0), word))
            usual[word] = min(row, before)
        words[word] = words.get(word, 0) + count
    return words, {word: plain for word, (_, plain) in usual.items() if plain != word}
