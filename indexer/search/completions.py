"""What a reader may be about to type: words of the archive by their families, and titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain

from indexer.language import Lexicon, field_of, tokens
from indexer.language.folding import INVISIBLE
from indexer.model import Completion, CompletionKind, Filters, Sort, Width
from indexer.search.session import Session
from indexer.storage.protocol import AllOf, AnyOf, Term

_LEAST_LETTERS = 2
_MOST_LETTERS = 30
_MOST_WORDS = 12  # before the one that is typed
_MOST_FORMS = 60  # that are looked at
_AL = "ال"
_UNSEEN = dict.fromkeys(INVISIBLE)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A text whose last word is not yet whole: what stands before it, and it, folded."""

    before: str
    words: tuple[str, ...]
    prefix: str


def completions(session: Session, text: str, most: int) -> tuple[Completion, ...]:
    """At most `most` words, the most frequent first, then at most half as many titles."""
    typed = _typed(text)
    if typed is None:
        return ()
    families = _families(typed.prefix, session.lexicon)
    return (
        *_words(typed, families, session.lexicon, most),
        *_titles(typed, families, session, max(1, most // 2)),
    )


def _typed(text: str) -> _Typed | None:
    """What is being typed at the end of `text`; None when it is no word of some letters."""
    text = text.translate(_UNSEEN)
    *earlier, last = [*tokens(text)] or (None,)
    if last is None or last.end < len(text):
        return None
    if not _LEAST_LETTERS <= len(last.surface) <= _MOST_LETTERS or last.surface == _AL:
        return None
    words = tuple(token.surface for token in earlier[-_MOST_WORDS:])
    return _Typed(text[: last.start], words, last.surface)


def _families(prefix: str, lexicon: Lexicon) -> dict[str, Counter[str]]:
    """family → its words that begin with `prefix`, with or without the article, counted.

    Of the most frequent words only; the families come by their most frequent one.
    """
    bare = prefix.removeprefix(_AL)
    beginnings = {prefix, _AL + bare} | ({bare} if len(bare) >= _LEAST_LETTERS else set())
    found = chain.from_iterable(map(lexicon.words, beginnings))
    families: dict[str, Counter[str]] = {}
    for word, count in nlargest(_MOST_FORMS, found, key=lambda row: row[1]):
        families.setdefault(lexicon.family(word), Counter())[word] = count
    return families


def _words(
    typed: _Typed, families: dict[str, Counter[str]], lexicon: Lexicon, most: int
) -> Iterator[Completion]:
    """Queries that end in a word of one of `families` each, counted with its whole family."""
    likeliest = nlargest(most, families, key=lambda family: families[family].total())
    totals = {family: sum(map(lexicon.count, lexicon.members(family))) for family in likeliest}
    for family in sorted(totals, key=lambda family: (-totals[family], family)):
        words = families[family]
        alike = [word for word in words if word.startswith(typed.prefix)] or list(words)
        usual = lexicon.spelling(max(alike, key=lambda word: (words[word], word)))
        yield Completion(typed.before + usual, CompletionKind.WORD, totals[family])


def _titles(
    typed: _Typed, families: Iterable[str], session: Session, most: int
) -> Iterator[Completion]:
    """Titles that hold the words of `typed`, and one of `families` for the last of them."""
    field = field_of("title", Width.WORD)
    earlier = (Term(field, session.lexicon.family(word)) for word in typed.words)
    last = AnyOf(tuple(Term(field, family) for family in families))
    ids = session.searcher.ids(AllOf((*earlier, last)), Filters(), Sort.RELEVANCE, most)
    for document in filter(None, map(session.searcher.document, ids)):
        yield Completion(document.title, CompletionKind.TITLE, 1, document.id)
