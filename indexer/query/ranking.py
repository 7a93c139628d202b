"""The words of a query → the evidence that orders the documents found.

Which documents are found is decided by the width; in what order, by everything known of the words.
Each figure is the best of a few tried on the development collections; what each kind of evidence is
worth is measured (docs/relevance.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise, product
from typing import TypeVar

from indexer.analysis import WIDTHS_OF_FIELDS, field_of
from indexer.engine.protocol import Expression, Pair, Ranking, Term
from indexer.lexicon import Lexicon, forms_as_written
from indexer.lexicon.spelling import candidates, respelt
from indexer.model import Width
from indexer.query.ast import (
    And,
    AtWidth,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Titled,
    Valued,
    Wildcard,
    Word,
)
from indexer.query.corrections import SpellChecker
from indexer.query.names import NameSpellings, OtherSpelling, other_spellings_of_names
from indexer.query.rows import Unit, choices

_Evidence = TypeVar("_Evidence", Term, Pair)

_WRITTEN, _FAMILY, _ROOT = (field_of("text", width) for width in WIDTHS_OF_FIELDS)
_TITLE_FAMILY, _TITLE_ROOT = field_of("title", Width.WORD), field_of("title", Width.ROOT)


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each kind of evidence, beside the family of a word in a document.

    A word counts by its length to the power `length_power`: longer words say more. `title_root` is
    of what the family in the title adds, which is `title`. A document that holds words of the query
    in a row has its score raised by so many times itself: `expression` for a few words in any form,
    `title_expression` where they stand in the title, `quotation` for many words, and `verbatim`
    where these are written as in the query. Pairs of a query that is quoted as a whole count
    `quoted` times more. `stretch` is the weight of the family in the best stretch of a long
    document.
    """

    family: float = 1.0
    root: float = 1.5
    written: float = 0.4
    pair: float = 1.2
    title: float = 0.7
    title_root: float = 0.6
    expression: float = 5.0
    title_expression: float = 1.0
    quotation: float = 5.0
    verbatim: float = 1.0
    quoted: float = 2.0
    stretch: float = 3.0
    length_power: float = 0.5


_USUAL_LENGTH, _LONGEST = 5, 9
_MOST_WRITINGS = 4  # written forms of a word that are looked up
# Words that may have been meant by one the archive does not have: the first counts so much of a
# word it has, the second half of that…
_MEANT = 0.8
_MOST_MEANT = 3
# For a form of a known word that nobody wrote, others count less; and one that sounds like a word
# (العلما: العلماء) must be more often written than it, by so much.
_UNSEEN = 0.5
_MORE_FREQUENT = 10
# For a number, others that it is a part of: 2011/2012 for 2012.
_OTHER_NUMBER = 0.5
_MOST_NUMBERS = 8
_PAIRED = 2  # of them, that may stand in a pair
# Words in a row: from so many, up to so many they are a name, from so many on a quotation.
_FEWEST, _NAME, _QUOTATION = 2, 4, 4
_MOST_SPELLED = 30  # written forms of a word in a quotation
# The other spelling of a name. In one word it is rare where two are usual, and so counts more than
# these by itself; of two, the last counts by itself and both as a pair.
_OTHER_SPELLING = 0.3
_SPLIT_NAME = 1.5
_MOST_ROWS = 4  # that words in a row are looked for in


@dataclass(frozen=True, slots=True)
class WeightedWord:
    """A word of the archive, by its key, that a word of the query may mean; 1 is surely."""

    word: str
    weight: float = 1.0


def ranking(
    query: Query, checker: SpellChecker, names: NameSpellings, weights: Weights
) -> Ranking | None:
    """The evidence for the words of `query`; None where it asks for none, as a wildcard alone."""
    lexicon = checker.lexicon
    terms: list[Term] = []
    pairs: list[Pair] = []
    expressions: list[Expression] = []
    for run in _runs(query):
        means = [meanings(word, checker) for word in run]
        for meaning in chain.from_iterable(means):
            terms += _terms(meaning, lexicon, weights)
        # Among other words quotation marks may be those of a sentence.
        quoted = all(word.quoted for word in run)
        for first, second in pairwise(means):
            pairs += _pairs(first, second, lexicon, weights.pair * (1 + quoted * weights.quoted))
        surfaces = [word.surface for word in run]
        units = names.units(surfaces, in_a_row=False)
        for row, meant in _rows(run, means, units, lexicon):
            expressions += _expressions(row, meant, lexicon, weights)
        for name in other_spellings_of_names(surfaces, units):
            if not name.is_split_number:
                last = WeightedWord(name.words[-1], _OTHER_SPELLING)
                terms += _terms(last, lexicon, weights)
            pairs += _pairs_of_name(name, lexicon, weights)
    told = tuple(of for of in expressions if of.factor != 1 and all(of.clauses))
    stretch = _stretch(terms, weights.stretch)
    return Ranking(_counting(terms), _counting(pairs), told, stretch) if terms else None


def _stretch(terms: Iterable[Term], weight: float) -> tuple[Term, ...]:
    """The families among `terms`, each once, as evidence of the best stretch."""
    boosts: dict[str, float] = {}
    for term in terms:
        if term.field == _FAMILY:
            boosts[term.text] = boosts.get(term.text, 0.0) + weight * term.boost
    return _counting([Term(_FAMILY, text, boost) for text, boost in boosts.items()])


def _rows(
    run: Sequence[Word],
    means: Sequence[tuple[WeightedWord, ...]],
    units: Sequence[Unit],
    lexicon: Lexicon,
) -> Iterator[tuple[list[Word], list[tuple[WeightedWord, ...]]]]:
    """The words of `run`, and of the rows they may be written as, with what each may mean.

    Numbers stand as they were typed.
    """
    names = [
        replace(unit, rows=unit.rows[:1]) if run[unit.first].surface[0].isdecimal() else unit
        for unit in units
    ]
    for rows in choices(names)[:_MOST_ROWS]:
        words: list[Word] = []
        meant: list[tuple[WeightedWord, ...]] = []
        for slot in chain.from_iterable(rows):
            if slot.typed is None:
                spelling = lexicon.spelling(slot.words[0])
                words.append(Word(spelling, spelling))
                meant.append(tuple(map(WeightedWord, slot.words)))
            else:
                words.append(run[slot.typed])
                meant.append(means[slot.typed])
        yield words, meant


def _expressions(
    run: Sequence[Word], means: Sequence[Sequence[WeightedWord]], lexicon: Lexicon, weights: Weights
) -> Iterator[Expression]:
    """The words of `run` in a row; `means` are the words that each of them may mean.

    Few words are a name or a term: it counts in any form, and in the title once more. Many words
    are a quotation: it counts as it is spelled, and once more where it is written as in the query.
    """
    if len(run) < _FEWEST or not all(means):
        return
    meant = [[meaning.word for meaning in of[:_PAIRED]] for of in means]
    if len(run) <= _NAME:
        families = _clauses([lexicon.family(word) for word in words] for words in meant)
        yield Expression(_FAMILY, families, 1 + weights.expression)
        yield Expression(_TITLE_FAMILY, families, 1 + weights.title_expression)
    if len(run) >= _QUOTATION:
        writings = (map(lexicon.writings, words) for words in meant)
        spelled = _clauses(
            [form for of_word in of for form, _ in of_word[:_MOST_SPELLED]] for of in writings
        )
        yield Expression(_WRITTEN, spelled, 1 + weights.quotation)
        written = _clauses(forms_as_written(lexicon, word.written) for word in run)
        yield Expression(_WRITTEN, written, 1 + weights.verbatim)


def _clauses(words: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """The alternatives for each of some words in a row, each once."""
    return tuple(tuple(dict.fromkeys(of)) for of in words)


def meanings(word: Word, checker: SpellChecker) -> tuple[WeightedWord, ...]:
    """The words that `word` may mean: itself and those it may be a slip for, likeliest first.

    Where the archive has none of its family, only others like it; none where it has no such word.
    """
    lexicon = checker.lexicon
    if not lexicon.has(word.written):
        parts = chain.from_iterable(found.text.split() for found in checker.near(word.bare))
        return _weighted(parts, _MEANT)
    if word.surface[:1].isdecimal():
        return (WeightedWord(word.surface), *_other_numbers(word.surface, lexicon))
    others: list[WeightedWord] = []
    keys = lexicon.keys_of(word.written)
    if not any(map(lexicon.count, keys)):  # a form nobody wrote, of this family by the rules alone
        near = candidates(word.bare, lexicon.count)
        others += _weighted((found.text for found in near if " " not in found.text), _UNSEEN)
    others += _respelt(word.surface, lexicon)
    return (*map(WeightedWord, keys), *_of_other_families(keys, others, lexicon))


def _other_numbers(number: str, lexicon: Lexicon) -> Iterator[WeightedWord]:
    """The most frequent numbers that `number` is also read as, or is a part of."""
    families, words = lexicon.other_numbers(number)
    for other in (*words, *families)[:_MOST_NUMBERS]:
        yield WeightedWord(other, _OTHER_NUMBER)


def _weighted(words: Iterable[str], weight: float) -> tuple[WeightedWord, ...]:
    """The first of `words`: the first of them counts `weight`, the second half of that…"""
    meant = enumerate(islice(words, _MOST_MEANT), start=1)
    return tuple(WeightedWord(word, weight / rank) for rank, word in meant)


def _respelt(word: str, lexicon: Lexicon) -> Iterator[WeightedWord]:
    """The likeliest word that sounds like `word`, where it is so much more frequent."""
    least = _MORE_FREQUENT * max(1, lexicon.count(word))
    found = (candidate.text for candidate in respelt(word, lexicon.count))
    frequent = (text for text in found if lexicon.count(text) >= least)
    return (WeightedWord(text, _MEANT) for text in islice(frequent, 1))


def _of_other_families(
    keys: Iterable[str], others: list[WeightedWord], lexicon: Lexicon
) -> Iterator[WeightedWord]:
    """The `others` that are of none of the families of `keys`, one of each family."""
    met = set(map(lexicon.family, keys))
    for meaning in sorted(others, key=lambda meaning: -meaning.weight):
        if (family := lexicon.family(meaning.word)) not in met:
            met.add(family)
            yield meaning


def _counting(found: list[_Evidence]) -> tuple[_Evidence, ...]:
    """The evidence that counts anything; the rest need not be looked up."""
    return tuple(evidence for evidence in found if evidence.boost)


def _runs(query: Query) -> Iterator[tuple[Word, ...]]:
    """The words that `query` asks for, those that stand side by side in it together."""
    match query:
        case Word():
            yield (query,)
        case Phrase(words):
            yield tuple(Word(word, word, quoted=True) for word in words)
        case And(parts):
            together: tuple[Word, ...] = ()
            for part in parts:
                if isinstance(part, Word | Phrase):
                    together += next(_runs(part))
                else:
                    yield together
                    together = ()
                    yield from _runs(part)
            yield together
        case Or(parts) | Near(parts):
            for part in parts:
                yield from _runs(part)
        case AtWidth(_, part) | Titled(part):
            yield from _runs(part)
        case Wildcard() | Valued() | Not():
            return


def _terms(meaning: WeightedWord, lexicon: Lexicon, weights: Weights) -> Iterator[Term]:
    word = meaning.word
    boost = meaning.weight * _length_weight(word, weights.length_power)
    family, root = lexicon.family(word), lexicon.root(word)
    yield Term(_FAMILY, family, weights.family * boost)
    yield Term(_ROOT, root, weights.root * boost)
    yield Term(_TITLE_FAMILY, family, weights.title * boost)
    yield Term(_TITLE_ROOT, root, weights.title * weights.title_root * boost)
    for written, _ in lexicon.writings(word)[:_MOST_WRITINGS]:
        yield Term(_WRITTEN, written, weights.written * boost)


def _pairs(
    first: Sequence[WeightedWord], second: Sequence[WeightedWord], lexicon: Lexicon, boost: float
) -> Iterator[Pair]:
    for one, other in product(first[:_PAIRED], second[:_PAIRED]):
        families = lexicon.family(one.word), lexicon.family(other.word)
        yield Pair(_FAMILY, *families, boost * one.weight * other.weight)


def _pairs_of_name(name: OtherSpelling, lexicon: Lexicon, weights: Weights) -> Iterator[Pair]:
    """The words of `name` in a row, and its first and last beside the words of the query."""
    in_a_row = _OTHER_NUMBER if name.is_split_number else _SPLIT_NAME
    as_one = in_a_row * _length_weight("".join(name.words), weights.length_power)
    beside = _OTHER_SPELLING * weights.pair
    rows = (
        (name.words, as_one),
        ((*name.before, name.words[0]), beside),
        ((name.words[-1], *name.after), beside),
    )
    for words, boost in rows:
        for one, other in pairwise(map(lexicon.family, words)):
            yield Pair(_FAMILY, one, other, boost)


def _length_weight(word: str, power: float) -> float:
    share = min(len(word), _LONGEST) / _USUAL_LENGTH
    return float(share**power)
