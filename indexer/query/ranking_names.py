"""The evidence of a query's words, and of the names that are searched beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from indexer.analysis import folded
from indexer.engine.protocol import Pair, Ranking, Term
from indexer.query.ast import And, Named, Query, Valued, Word, is_latin_particle, words_of
from indexer.query.bridge import translations_in
from indexer.query.corrections import SpellChecker
from indexer.query.names import NameSpellings
from indexer.query.ranking import Weights, ranking

# A name in another language counts so much of the words that name the same in the query, so that
# documents with what was asked come first. A French or English name of Arabic words counts nothing
# beside them: an archive has few words of these languages, which would outweigh all others.
_NAME = 0.4
_MOST_RANKED = 3  # names of one thing that rank


def ranking_with_names(
    read: Query, asked: Query, checker: SpellChecker, names: NameSpellings, weights: Weights
) -> Ranking | None:
    """The evidence for the words `asked`, and for the names of the query as it is `read`.

    Words that the archive does not have, but by another name, count nothing.
    """
    named = tuple(translations_in(read))
    own = ranking(_telling(asked, named, checker), checker, names, weights)
    if not named:
        return own
    own = own or Ranking((), ())
    telling = [one for one in named if not own.terms or _is_latin(one)]
    others = list(_of_names(telling, checker, names, weights))
    terms = (*own.terms, *(term for other in others for term in other.terms))
    pairs = (*own.pairs, *(pair for other in others for pair in other.pairs))
    return replace(own, terms=terms, pairs=pairs) if terms else None


def _of_names(
    named: Iterable[Named], checker: SpellChecker, names: NameSpellings, weights: Weights
) -> Iterator[Ranking]:
    """The evidence for the names of `named`, weaker than that of words of the query."""
    for one in named:
        terms: dict[tuple[str, str], Term] = {}
        pairs: dict[Pair, Pair] = {}
        words = words_of(one.asked)
        for name in one.names[:_MOST_RANKED]:
            if isinstance(name, Valued):
                continue  # a date: what is mentioned once tells as much as what is often
            share = _NAME * min(1.0, len(words) / len(words_of(name)))
            found = ranking(name, checker, names, weights) or Ranking((), ())
            for term in found.terms:
                weaker = replace(term, boost=share * term.boost)
                key = (term.field, term.text)
                if key not in terms or terms[key].boost < weaker.boost:
                    terms[key] = weaker
            for pair in found.pairs:
                weaker_pair = replace(pair, boost=share * pair.boost)
                pairs.setdefault(replace(pair, boost=0.0), weaker_pair)
        yield Ranking(tuple(terms.values()), tuple(pairs.values()))


def _is_latin(named: Named) -> bool:
    return folded(words_of(named.asked)[0].written).isascii()


def _telling(asked: Query, named: tuple[Named, ...], checker: SpellChecker) -> Query:
    """`asked` without the words that the archive has by another name only, and without la, of."""
    if not isinstance(asked, And | Word):
        return asked
    words = {word.written for one in named for word in words_of(one.asked)}
    unknown = {word for word in words if not checker.lexicon.has(word)}
    parts = asked.parts if isinstance(asked, And) else (asked,)
    known = [p for p in parts if not (isinstance(p, Word) and p.written in unknown)]
    telling = tuple(part for part in known if not is_latin_particle(part))
    return And(telling) if telling or unknown else asked
