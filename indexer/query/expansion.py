"""One word of a query → its expansion: the terms searched, and the forms highlighted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from indexer.analysis import ARTICLES, GROUPERS, SEPARATORS, folded, spelled, written
from indexer.lexicon import Lexicon, forms_as_written
from indexer.model import Note, Width, WordForm, WordForms
from indexer.query.ast import Wildcard, Word
from indexer.query.near_spellings import near_words, other_spellings, reversed_writings

_SIGNS = SEPARATORS + GROUPERS  # in a number
_NUMBER = re.compile(rf"[\d*?{_SIGNS}]*\d[\d*?{_SIGNS}]*")
_LEAST_LETTERS = 2  # of a word before its wildcard; after one that opens the word, one more


@dataclass(frozen=True)
class Expansion:
    """The terms that a word stands for in the fields of `width`, and the `forms` that have them.

    `looked_up` gives the forms, and is called only for what is highlighted: to count documents, the
    terms are enough.
    """

    width: Width
    terms: tuple[str, ...]
    looked_up: Callable[[], Iterable[str]] = field(repr=False, compare=False)

    @cached_property
    def forms(self) -> frozenset[str]:
        """The forms: as written at the width EXACT, otherwise keys of words in the lexicon."""
        return frozenset(self.looked_up())

    def __bool__(self) -> bool:
        return bool(self.forms)


class Wildcards:
    """The words of an archive that are written like a pattern, at most `most` of each."""

    def __init__(self, lexicon: Lexicon, most: int) -> None:
        self._lexicon = lexicon
        self.most = most
        self._known: dict[tuple[str, Width], tuple[frozenset[str], bool]] = {}

    def like(self, pattern: str, width: Width) -> tuple[frozenset[str], bool]:
        """The keys of the most frequent words written like `pattern`; whether there are more."""
        if (pattern, width) not in self._known:
            counted = list(dict(self._written_like(pattern, width)).items())
            capped = len(counted) > self.most
            if capped:
                counted.sort(key=lambda row: (-row[1], row[0]))
            words = frozenset(word for word, _ in counted[: self.most])
            self._known[pattern, width] = words, capped
        return self._known[pattern, width]

    def _written_like(self, pattern: str, width: Width) -> Iterator[tuple[str, int]]:
        """(key, occurrences) of the words that are written like `pattern`."""
        signs, parted = {"*": r"\w*", "?": r"\w"}, r"[*?]"
        literal = width is Width.EXACT
        if _NUMBER.fullmatch(pattern):  # whatever signs stand between its digits
            signs["*"] = rf"[\w{_SIGNS}]*"
            if not literal:
                signs |= {sign: f"[{_SIGNS}]" for sign in pattern if re.match(f"[{_SIGNS}]", sign)}
                parted = rf"[*?{_SIGNS}]"
        like = "".join(signs.get(sign, re.escape(sign)) for sign in pattern)
        runs = re.split(parted, pattern)
        articles = ("", *ARTICLES) if runs[0] and not literal else ("",)
        written_like = re.compile(f"(?:{'|'.join(articles)}){like}").fullmatch
        longest = max(runs, key=len)
        found: Iterator[tuple[str, int]]
        if longest == runs[0]:
            found = chain.from_iterable(self._lexicon.words(start + longest) for start in articles)
        else:
            found = self._lexicon.holding(longest)
        return (row for row in found if written_like(folded(row[0])))


class Expander:
    """Expands words into the terms of one archive, less the forms that are switched off.

    An expansion has at most `wildcards.most` written forms; `notes` say where that mattered.
    """

    def __init__(self, lexicon: Lexicon, without: Iterable[str], wildcards: Wildcards) -> None:
        self._lexicon = lexicon
        self._off = frozenset(map(written, without))
        self._off_keys = frozenset(map(lexicon.key_of, without))
        self._most = wildcards.most
        self._wildcards = wildcards
        self.notes: list[Note] = []

    # A word

    def of_word(self, word: Word, width: Width) -> Expansion:
        """The expansion of `word` at `width`."""
        if width is Width.EXACT:
            forms = forms_as_written(self._lexicon, word.written)
            return self._written(form for form in forms if form not in self._off)
        terms, alone = self._terms(word, width), self._alone(word)
        if self._off_keys or alone:
            every = self._members(terms, width) | alone
            kept = every - self._off_keys
            if alone or len(kept) < len(every):
                return self._writings(kept)
        field = Width.ROOT if width is Width.ROOT else Width.WORD  # near derivatives are families
        return Expansion(field, terms, lambda: self._members(terms, width))

    def of_words(self, keys: Iterable[str]) -> Expansion:
        """The expansion of any of the words `keys` of the lexicon, each with its family."""
        families = tuple(dict.fromkeys(map(self._lexicon.family, keys)))
        if self._off_keys:
            every = self._of_families(families)
            if every & self._off_keys:
                return self._writings(every - self._off_keys)
        return Expansion(Width.WORD, families, lambda: self._of_families(families))

    def of_forms(self, keys: Iterable[str]) -> Expansion:
        """The expansion of any of the words `keys` of the lexicon, none with its family."""
        return self._writings(frozenset(keys) - self._off_keys)

    def is_known(self, word: Word) -> bool:
        """Whether the archive has `word` in some form."""
        return self._lexicon.has(word.written)

    def _terms(self, word: Word, width: Width) -> tuple[str, ...]:
        """The families of the words that `word` may be, with those near to them, or their roots.

        Those of a number may be of others that it is a part of: the most frequent of them.
        """
        of_key = self._lexicon.root if width is Width.ROOT else self._lexicon.family
        others = self._lexicon.other_numbers(word.surface).families
        if len(others) >= self._most:
            self.notes.append(Note.EXPANSION_CAPPED)
        keys = (*self._lexicon.keys_of(word.written), *others[: self._most - 1])
        terms = tuple(dict.fromkeys(map(of_key, keys)))
        if width is Width.DERIVED:
            near = chain.from_iterable(map(self._lexicon.derived, terms))
            return tuple(dict.fromkeys((*terms, *near)))
        return terms

    def _alone(self, word: Word) -> frozenset[str]:
        """The keys of words that `word` stands for without the others of their families."""
        return frozenset(self._lexicon.other_numbers(word.surface).words)

    def _members(self, terms: tuple[str, ...], width: Width) -> frozenset[str]:
        """The keys of the words found by `terms`, which are families or roots."""
        if width is not Width.ROOT:
            return self._of_families(terms)
        return self._of_families(chain.from_iterable(map(self._lexicon.families_of, terms)))

    def _of_families(self, families: Iterable[str]) -> frozenset[str]:
        return frozenset(chain.from_iterable(map(self._lexicon.members, families)))

    def _writings(self, keys: Iterable[str]) -> Expansion:
        """The expansion of any of the words `keys`, as they are written."""
        lexicon = self._lexicon
        counted = [row for key in sorted(keys) for row in lexicon.writings(key)]
        if len(counted) > self._most:
            counted.sort(key=lambda row: (-row[1], row[0]))
        return self._written(form for form, _ in counted)

    def _written(self, forms: Iterable[str]) -> Expansion:
        """The expansion of any of the written `forms`, or of the first of them if they are many."""
        terms = tuple(forms)
        if len(terms) > self._most:
            self.notes.append(Note.EXPANSION_CAPPED)
            terms = terms[: self._most]
        return Expansion(Width.EXACT, terms, lambda: terms)

    # A wildcard

    def of_wildcard(self, wildcard: Wildcard, width: Width) -> Expansion | None:
        """The expansion of `wildcard`; None when it has too few letters to be searched for.

        The article, and letters glued to the article, may precede it, except at the width EXACT.
        """
        if self._too_broad(wildcard.pattern):
            self.notes.append(Note.TOO_BROAD)
            return None
        return self._writings(self._like(wildcard.pattern, width) - self._off_keys)

    def _like(self, pattern: str, width: Width) -> frozenset[str]:
        """The keys of the most frequent words that are written like `pattern`."""
        words, capped = self._wildcards.like(pattern, width)
        if capped:
            self.notes.append(Note.EXPANSION_CAPPED)
        return words

    @staticmethod
    def _too_broad(pattern: str) -> bool:
        opens = pattern[0] in "*?"
        return len(re.sub(r"[*?]", "", pattern)) < _LEAST_LETTERS + opens

    # Told to readers

    def forms_of(self, word: Word | Wildcard, width: Width) -> WordForms:
        """The forms `word` stands for at `width`, those that are switched off among them."""
        lexicon = self._lexicon
        if isinstance(word, Wildcard):
            broad = self._too_broad(word.pattern)
            like = frozenset[str]() if broad else self._like(word.pattern, width)
            forms = self._counted(like)
            return WordForms(word.shown, width, forms, searched=not broad)
        keys = lexicon.keys_of(word.written)
        root = next(filter(None, map(lexicon.known_root, keys)), None)
        if width is not Width.EXACT:
            every = self._members(self._terms(word, width), width) | self._alone(word)
            also = reversed_writings(lexicon, word.surface) or near_words(
                lexicon, word.written, frozenset(every)
            )
            return WordForms(word.bare, width, self._counted(every), root, also=also)
        counts = dict(chain.from_iterable(map(lexicon.writings, keys)))
        written_so = forms_as_written(lexicon, word.written)
        exact = (WordForm(form, counts.get(form, 0), form not in self._off) for form in written_so)
        also = other_spellings(lexicon, word.written)
        return WordForms(word.bare, width, tuple(exact), root, also=also)

    def _counted(self, keys: Iterable[str]) -> tuple[WordForm, ...]:
        """The forms of the words `keys`, the most frequent first."""
        forms = [WordForm(*self._usual(key), key not in self._off_keys) for key in keys]
        return tuple(sorted(forms, key=lambda form: (-form.count, form.text)))

    def _usual(self, key: str) -> tuple[str, int]:
        """How the word `key` is usually spelled, and how often it occurs."""
        writings = self._lexicon.writings(key)
        if len(writings) == 1:
            ((form, count),) = writings
            return spelled(form), count
        return self._lexicon.spelling(key), sum(count for _, count in writings)

    # Several

    def any_of(self, expansions: Iterable[Expansion]) -> Expansion:
        """The expansion of whatever any of `expansions` stands for."""
        alike = self.alike(tuple(expansions))
        terms = dict.fromkeys(term for expansion in alike for term in expansion.terms)
        width = alike[0].width if alike else Width.EXACT
        every = chain.from_iterable
        return Expansion(width, tuple(terms), lambda: every(expansion.forms for expansion in alike))

    def alike(self, expansions: tuple[Expansion, ...]) -> tuple[Expansion, ...]:
        """`expansions` in one field that has positions: that of families, else of written forms."""
        widths = {expansion.width for expansion in expansions}
        if Width.EXACT in widths:
            return tuple(map(self._as_written, expansions))
        return tuple(map(self._as_families, expansions))

    def _as_written(self, expansion: Expansion) -> Expansion:
        return expansion if expansion.width is Width.EXACT else self._writings(expansion.forms)

    def _as_families(self, expansion: Expansion) -> Expansion:
        if expansion.width is Width.WORD:
            return expansion
        families = (
            family for root in expansion.terms for family in self._lexicon.families_of(root)
        )
        return Expansion(Width.WORD, tuple(families), lambda: expansion.forms)
