"""Completions of a query that is being typed: expressions, words and titles of the archive."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain, islice

from indexer.analysis import SEPARATORS, beginnings_of_number, field_of, folded, tokens
from indexer.analysis.normalize import INVISIBLE
from indexer.engine.protocol import AllOf, Node, OneOf, Term
from indexer.explore.collocations import log_likelihood
from indexer.lexicon import Lexicon
from indexer.model import Filters, Sort, Width
from indexer.model.answers import Completion, CompletionKind, CountUnit
from indexer.search.session import Documents, Session

_LEAST_LETTERS = 2  # of a word that stands alone
_MOST_LETTERS = 30
_MOST_WORDS = 12  # before the one that is typed
_MOST_FORMS, _MOST_AFTER_OTHERS = 60, 120  # that are looked at
_MOST_NEXT = 1_500  # words that are looked for right after others
_AL = "ال"
_UNSEEN = dict.fromkeys(INVISIBLE)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A text whose last word is not yet whole: the words before it, written, and it, folded."""

    before: str
    words: tuple[str, ...]
    prefix: str

    @property
    def is_short(self) -> bool:
        """Whether it tells little of the word: one letter, or the article."""
        return len(self.prefix) < _LEAST_LETTERS or self.prefix == _AL

    @property
    def beginnings(self) -> tuple[str, ...]:
        """The prefixes of the word: the letters typed, with or without the article.

        Those of a number have any of the usual signs between its parts.
        """
        if self.prefix[0].isdecimal():
            return beginnings_of_number(self.prefix)
        bare = self.prefix.removeprefix(_AL)
        without = (bare,) if len(bare) >= _LEAST_LETTERS else ()
        return tuple(dict.fromkeys((self.prefix, *without, _AL + bare)))

    def loses_article(self, word: str) -> bool:
        """Whether the reader typed the article, and `word` does not have it."""
        return self.prefix.startswith(_AL) and not folded(word).startswith(self.prefix)


def completions(session: Session, text: str, most: int) -> tuple[Completion, ...]:
    """At most `most` queries, the likeliest first, then at most half as many titles.

    After other words come those that stand right after them somewhere. Where none does, those of
    documents that hold them all.
    """
    typed = _typed(text)
    if typed is None:
        return ()
    expressions = tuple(islice(_in_a_row(typed, session), most)) if typed.words else ()
    if typed.is_short:
        return expressions
    families = _families(typed, session.lexicon)
    words: Iterable[Completion] = expressions
    if not typed.words:
        words = _words(
            typed, families, _everywhere(typed, families, session), CountUnit.PLACES, session
        )
    elif not expressions:
        words = _words(
            typed, families, _together(typed, families, session), CountUnit.DOCUMENTS, session
        )
    return (*islice(words, most), *_titles(typed, families, session, max(1, most // 2)))


def _typed(text: str) -> _Typed | None:
    """The word being typed at the end of `text`; None when it is no word of some letters.

    After other words one letter is enough, or the article.
    """
    text = text.translate(_UNSEEN)
    *earlier, last = [*tokens(text)] or (None,)
    if last is None or not 1 <= len(last.surface) <= _MOST_LETTERS:
        return None
    prefix = last.surface
    if rest := text[last.end :]:
        if not prefix[0].isdecimal() or re.fullmatch(f"[{SEPARATORS}]", rest) is None:
            return None
        prefix += rest  # a number of which the next part is still to come
    words = tuple(token.written for token in earlier[-_MOST_WORDS:])
    typed = _Typed(text[: last.start], words, prefix)
    return None if typed.is_short and not words else typed


def _frequent(typed: _Typed, lexicon: Lexicon, most: int) -> list[tuple[str, int]]:
    """The `most` frequent words that begin as is typed, with the occurrences of each."""
    found = chain.from_iterable(lexicon.frequent(start, most) for start in typed.beginnings)
    return nsmallest(most, dict(found).items(), key=lambda row: (-row[1], row[0]))


# Expressions


def _in_a_row(typed: _Typed, session: Session) -> Iterator[Completion]:
    """The words of `typed` with the next, as they stand in a row, the most frequent first.

    Words that lose the article come where none keeps it.
    """
    if session.deadline.over():
        return
    lexicon = session.lexicon
    phrase = [
        [form for key in lexicon.keys_of(word) for form, _ in lexicon.writings(key)]
        for word in typed.words
    ]
    if not all(phrase):
        return
    words = [word for word, _ in _frequent(typed, lexicon, _MOST_NEXT)]
    word_of = {form: word for word in words for form, _ in lexicon.writings(word)}
    field = field_of("text", Width.EXACT)  # which holds the title too
    counts: Counter[str] = Counter()
    for form, count in session.searcher.following(field, phrase, tuple(word_of)).items():
        counts[word_of[form]] += count
    kept = [word for word in counts if not typed.loses_article(word)] or list(counts)
    for word in sorted(kept, key=lambda word: (-counts[word], word)):
        text = typed.before + lexicon.spelling(word)
        yield Completion(text, CompletionKind.WORD, counts[word], CountUnit.PLACES)


# Words by their families


def _earlier(typed: _Typed, field: str, lexicon: Lexicon) -> tuple[Node, ...]:
    """A node for each word before the one that is typed."""
    families = (dict.fromkeys(map(lexicon.family, lexicon.keys_of(word))) for word in typed.words)
    return tuple(OneOf(field, tuple(of_word)) for of_word in families)


def _families(typed: _Typed, lexicon: Lexicon) -> dict[str, Counter[str]]:
    """family → its words that begin as is typed, with or without the article, counted.

    Of the most frequent words only: of more where others stand before it.
    """
    most = _MOST_AFTER_OTHERS if typed.words else _MOST_FORMS
    families: dict[str, Counter[str]] = {}
    for word, count in _frequent(typed, lexicon, most):
        families.setdefault(lexicon.family(word), Counter())[word] = count
    return families


def _everywhere(
    typed: _Typed, families: dict[str, Counter[str]], session: Session
) -> Iterator[tuple[str, int]]:
    """(family, occurrences of all its words) of each of `families`, the most frequent first.

    Those that lose the article come last.
    """
    lexicon = session.lexicon
    rows = []
    for family, words in families.items():
        count = sum(map(lexicon.count, lexicon.members(family)))
        rows.append((all(map(typed.loses_article, words)), -count, family))
    return ((family, -count) for _, count, family in sorted(rows))


def _together(
    typed: _Typed, families: dict[str, Counter[str]], session: Session
) -> Iterator[tuple[str, int]]:
    """(family, documents that hold it with the words before) of those that are together at all.

    The most closely bound come first: those that are together more often than by chance.
    """
    field, searcher = field_of("text", Width.WORD), session.searcher
    earlier = _earlier(typed, field, session.lexicon)
    terms = [Term(field, family) for family in families]
    nodes: tuple[Node, ...] = (AllOf(earlier), *(AllOf((*earlier, term)) for term in terms), *terms)
    queries = [(node, Filters()) for node in nodes]
    with_earlier, *counts = searcher.counts(queries, session.deadline.left)
    if None in (with_earlier, *counts):
        session.deadline.struck = True
    documents = session.generation.manifest.documents
    ranked = []
    for (family, words), together, everywhere in zip(
        families.items(), counts[: len(terms)], counts[len(terms) :], strict=True
    ):
        if together and with_earlier and everywhere:
            bond = log_likelihood(together, with_earlier, everywhere, documents)
            ranked.append((all(map(typed.loses_article, words)), -bond, -together, family))
    return ((family, -together) for _, _, together, family in sorted(ranked))


def _words(
    typed: _Typed,
    families: dict[str, Counter[str]],
    found: Iterable[tuple[str, int]],
    counted: CountUnit,
    session: Session,
) -> Iterator[Completion]:
    """Queries that end in a word of each family that is `found`."""
    for family, count in found:
        words = families[family]
        alike = [word for word in words if folded(word).startswith(typed.prefix)] or list(words)
        usual = session.lexicon.spelling(max(alike, key=lambda word: (words[word], word)))
        yield Completion(typed.before + usual, CompletionKind.WORD, count, counted)


def _titles(
    typed: _Typed, families: Iterable[str], session: Session, most: int
) -> Iterator[Completion]:
    """Titles that hold the words of `typed`, and one of `families` for the last of them."""
    field = field_of("title", Width.WORD)
    earlier = _earlier(typed, field, session.lexicon)
    last = OneOf(field, tuple(families))
    if session.deadline.over():
        return
    answer = session.searcher.search(
        AllOf((*earlier, last)),
        Filters(),
        Sort.RELEVANCE,
        0,
        most,
        session.deadline.left,
        fields=("id", "title"),
    )
    session.deadline.struck |= answer.partial
    for document in Documents(answer.ids, answer.documents, optional=True):
        yield Completion(document.title, CompletionKind.TITLE, 1, CountUnit.DOCUMENTS, document.id)
