"""Query → Query: the queries that stand in for one that finds few documents, or none.

Each function here is pure: it asks no engine. A `Rewrite` is one such query with the request that
it is carried out for; `search/executor.py` counts them, and shows the first that finds something.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from indexer.model import Filters, SearchRequest, Width
from indexer.query.ast import (
    And,
    AtWidth,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Titled,
    Word,
    all_of,
    is_latin_particle,
    words_of,
)
from indexer.query.corrections import SpellChecker, corrected_queries
from indexer.query.names import compounds

LEAST_WIDENED = 2  # words of a query that is widened


class RewriteName(StrEnum):
    """How a rewrite differs from the request it was made of."""

    AS_ASKED = "as_asked"  # not at all
    WIDENED = "widened"  # any of its words
    CORRECTED = "corrected"  # words that the archive does not have replaced
    LOOSENED = "loosened"  # phrases undone, or a part of it left out
    WIDTH = "width"  # at another width
    FORMS = "forms"  # with the forms that were switched off
    WORDS = "words"  # with the words of its phrases anywhere
    FILTERS = "filters"  # without filters


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A query made of that of a request; its width, forms and filters are those of `request`.

    Two that ask the same are equal, whatever they are called.
    """

    name: RewriteName = field(compare=False)
    query: Query
    request: SearchRequest

    def __hash__(self) -> int:
        return hash((self.query, self.request.width))  # in which the rewrites of a request differ


# Lists of rewrites, the one to be preferred first


def corrections(query: Query, request: SearchRequest, checker: SpellChecker) -> Iterator[Rewrite]:
    """The rewrites that may be shown where `query` finds nothing."""
    for meant in corrected_queries(query, checker):
        yield Rewrite(RewriteName.CORRECTED, meant, request)


def suggestions(
    query: Query, request: SearchRequest, checker: SpellChecker, *, looser: bool
) -> Iterator[Rewrite]:
    """The rewrites that are offered instead of `query`, in the whole archive; each text once.

    `looser` ones, which ask for less, come after its corrections.
    """
    whole = replace(request, filters=Filters())
    every = [corrections(query, whole, checker)]
    if looser:
        loose = unbound(query)
        every.append(corrections(loose, whole, checker))
        less = looser_queries(query if isinstance(query, And) else loose)
        every.append(Rewrite(RewriteName.LOOSENED, other, whole) for other in less)
    met: set[str] = set()
    for rewrites in every:
        for rewrite in rewrites:
            if (text := str(rewrite.query)) not in met:
                met.add(text)
                yield rewrite


def other_widths(
    query: Query, request: SearchRequest, *, derived: bool = True
) -> dict[Width, Rewrite]:
    """Each width that `request` does not ask for, the narrowest first → `query` at that width.

    Where no word is `derived`, that is, has near derivatives, the widths WORD and DERIVED find the
    same, and one rewrite stands for both.
    """
    found = {
        width: Rewrite(RewriteName.WIDTH, query, replace(request, width=width))
        for width in Width
        if width is not request.width
    }
    if not derived:
        own = Rewrite(RewriteName.WIDTH, query, request)
        if request.width is Width.DERIVED:
            found[Width.WORD] = own
        else:
            found[Width.DERIVED] = found.get(Width.WORD, own)
    return found


def alternatives(query: Query, request: SearchRequest) -> Iterator[Rewrite]:
    """The requests that ask less than `request`, which finds nothing, with the same words."""
    first = replace(request, page=1)
    loose = unbound(query)
    yield from other_widths(query, first).values()
    others = (
        Rewrite(RewriteName.FORMS, query, replace(first, without=())),
        Rewrite(RewriteName.WORDS, loose, replace(first, query=str(loose))),
        Rewrite(RewriteName.FILTERS, query, replace(first, filters=Filters())),
    )
    yield from (rewrite for rewrite in others if rewrite.request != first)


# Asking less


def looser_queries(query: Query) -> Iterator[Query]:
    """Queries that ask less than `query`: each part left out in turn, then any of the parts.

    None asks only for what is not there, and not all of them find something.
    """
    parts = conjuncts(query)
    for at in range(len(parts)):
        kept = parts[:at] + parts[at + 1 :]
        if not all(isinstance(part, Not) for part in kept):
            yield all_of(kept)
    wanted = tuple(part for part in parts if not isinstance(part, Not))
    if len(wanted) > 1:
        yield Or(wanted)


def unbound(query: Query) -> Query:
    """`query` with the words of its phrases, and those that are to be near, anywhere."""
    match query:
        case Phrase(words):
            return And(tuple(map(_word, words)))
        case Near(parts, _):
            return And(parts)
        case And(parts):
            return all_of(tuple(map(unbound, parts)))
        case Or(parts):
            return Or(tuple(map(unbound, parts)))
        case Not(part) | Titled(part) | AtWidth(_, part):
            return replace(query, part=unbound(part))
        case _:
            return query


# Any of the words


def any_word_of(query: Query) -> Query | None:
    """`query` asking for any of its words, when it asks for two or more; else None.

    It finds all that `query` finds. The parts that `query` leaves out stay left out. A query of
    anything else than words and phrases is not widened. A name is one word: عبد الله is asked for
    as a phrase, بن كيران as a phrase and as كيران, for بن tells nothing.
    """
    parts = conjuncts(query)
    left_out = tuple(part for part in parts if isinstance(part, Not))
    words = [_words(part) for part, _ in _with_names(parts) if part not in left_out]
    every = tuple(dict.fromkeys(word for part in words if part for word in part))
    if len(every) < LEAST_WIDENED or None in words:
        return None
    every = tuple(word for word in every if not is_latin_particle(word)) or every
    return And((Or(every), *left_out)) if left_out else Or(every)


def with_words_of(any_word: Query, phrases: Collection[Phrase]) -> Query:
    """`any_word` with the words of some of its `phrases` in their place."""
    match any_word:
        case And((words, *left_out)):
            return And((with_words_of(words, phrases), *left_out))
        case Or(parts):
            every: dict[Query, None] = {}
            for part in parts:
                if isinstance(part, Phrase) and part in phrases:
                    every |= dict.fromkeys(map(_word, part.words))
                else:
                    every[part] = None
            return Or(tuple(every))
        case _:
            return any_word


def phrases_of(any_word: Query) -> tuple[Phrase, ...]:
    """The phrases among the words that `any_word` asks for."""
    words = conjuncts(any_word)[0]
    parts = words.parts if isinstance(words, Or) else (words,)
    return tuple(part for part in parts if isinstance(part, Phrase))


def rare_words(any_word: Query, is_common: Callable[[Query], bool]) -> Query:
    """`any_word` without the words that are common, unless all are."""
    match any_word:
        case And((words, *left_out)):
            return And((rare_words(words, is_common), *left_out))
        case Or(words):
            rare = tuple(word for word in words if not is_common(word))
            return Or(rare) if rare else any_word
        case _:
            return any_word


def meant_words(any_word: Query, meant: Mapping[str, tuple[str, ...]], width: Width) -> Query:
    """`any_word` with words replaced by those they were `meant` for (word → words of the archive).

    The replacements stand with their families, whatever the `width`.
    """
    match any_word:
        case And((words, *left_out)):
            return And((meant_words(words, meant, width), *left_out))
        case Or(words):
            every: dict[Query, None] = {}
            for word in words:
                near = meant.get(word.bare, ()) if isinstance(word, Word) else ()
                others: list[Query] = [Word(text, text) for text in near]
                if width is not Width.WORD:
                    others = [AtWidth(Width.WORD, other) for other in others]
                every |= dict.fromkeys(others or [word])
            return Or(tuple(every)) if len(every) > 1 else next(iter(every))
        case _:
            return any_word


def either(query: Query, other: Query) -> Query:
    """Documents that answer `query` or `other`, both without what is left out."""
    left_out = tuple(part for part in conjuncts(query) if isinstance(part, Not))
    wanted = tuple(part for part in conjuncts(query) if part not in left_out)
    words = conjuncts(other)[0] if left_out else other
    both = Or((And(wanted) if len(wanted) > 1 else wanted[0], words))
    return And((both, *left_out)) if left_out else both


def has_alternatives(query: Query) -> bool:
    """Whether a part of `query` is itself answered by one of several."""
    return any(isinstance(part, Or) for part in conjuncts(query))


def numbered_words(query: Query) -> dict[Query, int]:
    """word or phrase → the number of the part of `query` that it is in, from 1."""
    numbers: dict[Query, int] = {}
    for part, number in _with_names(conjuncts(query)):
        for word in _words(part) or ():
            numbers.setdefault(word, number)
    return numbers


def conjuncts(query: Query) -> tuple[Query, ...]:
    """The parts of `query` that must all be answered."""
    return query.parts if isinstance(query, And) else (query,)


def _words(part: Query) -> tuple[Query, ...] | None:
    """The words and phrases that `part` consists of; None when there is something else in it."""
    match part:
        case Word() | Phrase():
            return (part,)
        case And(parts) | Or(parts):
            every = [_words(inner) for inner in parts]
            return None if None in every else tuple(word for of in every if of for word in of)
        case _:
            return None


def _word(written: str) -> Word:
    return Word(written, written)


def _with_names(parts: tuple[Query, ...]) -> Iterator[tuple[Query, int]]:
    """Each of `parts` with its number, from 1; names as phrases, with the number of their first."""
    surfaces = [
        part.surface if isinstance(part, Word) and not part.quoted else "" for part in parts
    ]
    at = 0
    for name in compounds(surfaces):
        for number in range(at, name.first):
            yield parts[number], number + 1
        yield _phrase_of(parts[name.first : name.last + 1]), name.first + 1
        bound = name.last + 1 if name.bound is None else name.bound
        for number in range(name.first + 1, bound):
            yield parts[number], name.first + 1
        if name.first < bound < name.last:
            yield _phrase_of(parts[bound : name.last + 1]), name.first + 1
        at = name.last + 1
    for number in range(at, len(parts)):
        yield parts[number], number + 1


def _phrase_of(parts: tuple[Query, ...]) -> Phrase:
    words = [word for part in parts for word in words_of(part)]
    return Phrase(tuple(word.written for word in words), " ".join(word.bare for word in words))
