"""A query → the nodes a storage engine answers, and what to mark in the documents it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from indexer.language import ARTICLES, PARTS, Lexicon, field_of, tokens
from indexer.model import Form, Note, Width, WordForms
from indexer.search.query import And, Not, Or, Phrase, Query, Titled, Valued, Wildcard, Word
from indexer.storage.protocol import (
    AllOf,
    AnyOf,
    Everything,
    Node,
    Searcher,
    Sequence,
    Term,
    Without,
)

_LEAST_LETTERS = 2  # of a word before its wildcard; after one that opens the word, one more
_YEARS = re.compile(r"(\d{4})?(?:\s*(\.\.|-|–)\s*(\d{4})?)?\W*")


@dataclass(frozen=True, slots=True)
class Mark:
    """What to mark in a document: runs of folded words, one of each slot after the other.

    `parts` are the parts of the document it applies to.
    """

    slots: tuple[frozenset[str], ...]
    parts: tuple[str, ...] = PARTS


@dataclass(frozen=True, slots=True)
class Plan:
    """How a query is carried out."""

    node: Node
    marks: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()
    words: tuple[WordForms, ...] = ()


class Planner:
    """Plans queries against the vocabulary of one searcher."""

    def __init__(
        self,
        searcher: Searcher,
        lexicon: Lexicon,
        width: Width,
        title_boost: float,
        max_expansions: int,
    ) -> None:
        self._searcher = searcher
        self._lexicon = lexicon
        self._width = width
        self._boosts = {"title": title_boost, "text": 1.0}
        self._max_expansions = max_expansions
        self._marks: list[Mark] = []
        self._notes: list[Note] = []
        self._words: dict[str, WordForms] = {}  # by the term they stand for

    def plan(self, query: Query) -> Plan:
        """The plan of `query`. A planner makes one plan."""
        node = self._node(query, PARTS, marked=True) or AnyOf(())
        notes = tuple(dict.fromkeys(self._notes))
        return Plan(node, tuple(self._marks), notes, tuple(self._words.values()))

    def _node(self, query: Query, parts: tuple[str, ...], marked: bool) -> Node | None:
        """The node of `query` within `parts` of documents; None when nothing of it can be asked."""
        match query:
            case Word(surface):
                return self._sequence((surface,), parts, marked)
            case Phrase(surfaces):
                return self._sequence(surfaces, parts, marked)
            case Wildcard(pattern):
                return self._wildcard(pattern, parts, marked)
            case Titled(part):
                return self._node(part, ("title",), marked)
            case Valued(name, text):
                return self._facet(name, text)
            case Not(part):
                left_out = self._node(part, parts, marked=False)
                return Without(Everything(), left_out) if left_out else None
            case Or(parts_of_query):
                nodes = self._nodes(parts_of_query, parts, marked)
                return AnyOf(tuple(nodes)) if nodes else None
            case And(parts_of_query):
                return self._all(parts_of_query, parts, marked)

    def _nodes(
        self, queries: tuple[Query, ...], parts: tuple[str, ...], marked: bool
    ) -> list[Node]:
        nodes = (self._node(query, parts, marked) for query in queries)
        return [node for node in nodes if node is not None]

    def _all(self, queries: tuple[Query, ...], parts: tuple[str, ...], marked: bool) -> Node | None:
        """All of `queries`; those that begin with NOT are taken away from the others."""
        wanted = self._nodes(tuple(q for q in queries if not isinstance(q, Not)), parts, marked)
        unwanted = self._nodes(tuple(q.part for q in queries if isinstance(q, Not)), parts, False)
        if not wanted and not unwanted:
            return None
        kept: Node = AllOf(tuple(wanted)) if wanted else Everything()
        return Without(kept, AnyOf(tuple(unwanted))) if unwanted else kept

    def _sequence(self, surfaces: tuple[str, ...], parts: tuple[str, ...], marked: bool) -> Node:
        terms = tuple(map(self._term, surfaces))
        if marked:
            slots = tuple(map(self._forms, terms))
            self._marks.append(Mark(slots, parts))
            for surface, term, slot in zip(surfaces, terms, slots, strict=True):
                self._words.setdefault(term, self._word_forms(surface, slot))
        return AnyOf(tuple(self._sequence_in(part, terms) for part in parts))

    def _term(self, surface: str) -> str:
        """The term under which the folded word `surface` is found at the width asked for."""
        return surface if self._width is Width.EXACT else self._lexicon.family(surface)

    def _forms(self, term: str) -> frozenset[str]:
        """The folded words of the archive that `term` stands for."""
        return frozenset((term,) if self._width is Width.EXACT else self._lexicon.members(term))

    def _word_forms(self, surface: str, forms: frozenset[str]) -> WordForms:
        """The forms that the folded word `surface` stands for, counted."""
        lexicon = self._lexicon
        counted = [Form(lexicon.spelling(form), lexicon.count(form)) for form in forms]
        counted = [form for form in counted if form.count]
        counted.sort(key=lambda form: (-form.count, form.text))
        return WordForms(lexicon.spelling(surface), self._width, tuple(counted))

    def _sequence_in(self, part: str, terms: tuple[str, ...]) -> Node:
        field, boost = field_of(part, self._width), self._boosts[part]
        if len(terms) == 1:
            return Term(field, terms[0], boost)
        return Sequence(field, tuple((term,) for term in terms), boost=boost)

    def _wildcard(self, pattern: str, parts: tuple[str, ...], marked: bool) -> Node | None:
        """The words of the archive written like `pattern`, at most as many as are allowed.

        At the width of words the article and what is glued before it may precede them.
        """
        head = re.split(r"[*?]", pattern)[0]
        letters = len(re.sub(r"[*?]", "", pattern))
        if letters < _LEAST_LETTERS + (not head):
            self._notes.append(Note.TOO_BROAD)
            return None
        articles = ("", *ARTICLES) if head and self._width is not Width.EXACT else ("",)
        nodes: list[Node] = []
        surfaces: set[str] = set()
        for part in parts:
            field = field_of(part, Width.EXACT)
            like = (
                term
                for article in articles
                for term in self._written(field, article, head, pattern)
            )
            found = set(islice(like, self._max_expansions + 1))
            if len(found) > self._max_expansions:
                self._notes.append(Note.EXPANSION_CAPPED)
            kept = sorted(found)[: self._max_expansions]
            nodes += [Term(field, term, self._boosts[part]) for term in kept]
            surfaces.update(kept)
        if marked:
            self._marks.append(Mark((frozenset(surfaces),), parts))
        return AnyOf(tuple(nodes))

    def _written(self, field: str, article: str, head: str, pattern: str) -> Iterator[str]:
        """The terms of `field` that are `article` followed by a word written like `pattern`."""
        signs = {"*": r"\w*", "?": r"\w"}
        like = re.compile(article + "".join(signs.get(sign, re.escape(sign)) for sign in pattern))
        return (t for t in self._searcher.terms(field, article + head) if like.fullmatch(t))

    def _facet(self, name: str, text: str) -> Node:
        """Documents whose facet has a value that holds every word of `text`."""
        if name == "year":
            accepted = _years(text)
        else:
            asked = self._families(text)

            def accepted(value: str) -> bool:
                return asked <= self._families(value)

        values = [value for value in self._searcher.terms(name) if accepted(value)]
        return AnyOf(tuple(Term(name, value, boost=0.0) for value in values))

    def _families(self, text: str) -> set[str]:
        """The families of the words of a facet's value, or of what is asked of it."""
        return {self._lexicon.family(token.surface) for token in tokens(text)}


def _years(text: str) -> Callable[[str], bool]:
    """Whether a year is the one written, or in the range written (2011..2018, ..1999, 2011-)."""
    written = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
    found = _YEARS.fullmatch(written)
    if found is None or not found[2]:
        return lambda value: found is not None and value == found[1]
    first, last = int(found[1] or 0), int(found[3] or 9999)
    return lambda value: first <= int(value) <= last
