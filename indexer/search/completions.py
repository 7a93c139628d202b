"""What a reader may be about to type: words of the archive by their families, and titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain

from indexer.answers import Completion, CompletionKind
from indexer.language import Lexicon, field_of, tokens
from indexer.language.folding import INVISIBLE
from indexer.model import Filters, Sort, Width
from indexer.search.collocates import log_likelihood
from indexer.search.session import Session
from indexer.storage.protocol import AllOf, OneOf, Term

_LEAST_LETTERS = 2
_MOST_LETTERS = 30
_MOST_WORDS = 12  # before the one that is typed
_MOST_FORMS, _MOST_AFTER_OTHERS = 60, 120  # that are looked at
_AL = "ال"
_UNSEEN = dict.fromkeys(INVISIBLE)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A text whose last word is not yet whole: what stands before it, and it, folded."""

    before: str
    words: tuple[str, ...]
    prefix: str


def completions(session: Session, text: str, most: int) -> tuple[Completion, ...]:
    """At most `most` queries, the likeliest first, then at most half as many titles."""
    typed = _typed(text)
    if typed is None:
        return ()
    families = _families(typed, session.lexicon)
    counted = _together(typed, families, session) if typed.words else _everywhere(families, session)
    return (
        *_words(typed, families, counted[:most], session.lexicon),
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


def _families(typed: _Typed, lexicon: Lexicon) -> dict[str, Counter[str]]:
    """family → its words that begin as is typed, with or without the article, counted.

    Of the most frequent words only: of more where others stand before it.
    """
    prefix, most = typed.prefix, _MOST_AFTER_OTHERS if typed.words else _MOST_FORMS
    bare = prefix.removeprefix(_AL)
    beginnings = {prefix, _AL + bare} | ({bare} if len(bare) >= _LEAST_LETTERS else set())
    found = chain.from_iterable(map(lexicon.words, beginnings))
    families: dict[str, Counter[str]] = {}
    for word, count in nlargest(most, found, key=lambda row: row[1]):
        families.setdefault(lexicon.family(word), Counter())[word] = count
    return families


def _everywhere(families: dict[str, Counter[str]], session: Session) -> list[tuple[str, int]]:
    """(family, occurrences of all its words) of each of `families`, the most frequent first."""
    lexicon = session.lexicon
    counted = ((family, sum(map(lexicon.count, lexicon.members(family)))) for family in families)
    return sorted(counted, key=lambda row: (-row[1], row[0]))


def _together(
    typed: _Typed, families: dict[str, Counter[str]], session: Session
) -> list[tuple[str, int]]:
    """(family, documents that hold it with the words before) of those that are together at all.

    The most closely bound come first: those that are together more often than by chance.
    """
    field, searcher = field_of("text", Width.WORD), session.searcher
    earlier = tuple(Term(field, session.lexicon.family(word)) for word in typed.words)
    holders, documents = searcher.count(AllOf(earlier)), session.generation.manifest.documents
    found = []
    for family in families:
        if together := searcher.count(AllOf((*earlier, Term(field, family)))):
            held = searcher.frequency(field, family)
            bond = log_likelihood(together, holders, held, documents)
            found.append((-bond, -together, family))
    return [(family, -together) for _, together, family in sorted(found)]


def _words(
    typed: _Typed,
    families: dict[str, Counter[str]],
    counted: Iterable[tuple[str, int]],
    lexicon: Lexicon,
) -> Iterator[Completion]:
    """Queries that end in a word of a family of `counted` each."""
    for family, count in counted:
        words = families[family]
        alike = [word for word in words if word.startswith(typed.prefix)] or list(words)
        usual = lexicon.spelling(max(alike, key=lambda word: (words[word], word)))
        yield Completion(typed.before + usual, CompletionKind.WORD, count)


def _titles(
    typed: _Typed, families: Iterable[str], session: Session, most: int
) -> Iterator[Completion]:
    """Titles that hold the words of `typed`, and one of `families` for the last of them."""
    field = field_of("title", Width.WORD)
    earlier = (Term(field, session.lexicon.family(word)) for word in typed.words)
    last = OneOf(field, tuple(families))
    ids = session.searcher.ids(AllOf((*earlier, last)), Filters(), Sort.RELEVANCE, most)
    for document in filter(None, map(session.searcher.document, ids)):
        yield Completion(document.title, CompletionKind.TITLE, 1, document.id)
