"""A query → the query that also asks for what its words name in other languages.

    police de proximité      →  police de proximité, or «شرطة القرب»
    DGSN 2010                →  DGSN, or «المديرية العامة للأمن الوطني»; and 2010

The longest name comes first. Only names of which the archive has every word are added, and nothing
at the width EXACT. This module also takes off what French and English join to a word with an
apostrophe: l'article, women's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.analysis import folded, is_function_word, tokens
from indexer.lexicon import Lexicon
from indexer.lexicon.bridge import Bridge, BridgeRow
from indexer.lexicon.sound import (
    LATIN_ARTICLES,
    NAME_PARTICLES,
    stands_as_name,
    written_as_heard,
)
from indexer.model import Width
from indexer.model.basis import BridgeOrigin, Translation
from indexer.query.ast import (
    And,
    AtWidth,
    Named,
    Or,
    Phrase,
    Query,
    Titled,
    Valued,
    Word,
    is_latin_particle,
)

_MOST_NAMES = 6  # that are added for one
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’ʼ]\w+", re.I)
_POSSESSIVE = re.compile(r"\w+['’ʼ]s", re.I)


@dataclass(frozen=True, slots=True)
class _Item:
    """A word of a run of parts: the number of its part, and the word as it was typed."""

    part: int
    written: str
    shown: str


@dataclass(frozen=True, slots=True)
class Translator:
    """Adds to queries the names of other languages that one archive has."""

    lexicon: Lexicon
    bridge: Bridge

    def translated(self, query: Query) -> Query:
        """`query`, with a Named beside each run of words that names something."""
        match query:
            case Word() | Phrase():
                return self._run((query,))[0]
            case And(parts):
                return And(tuple(self._parts(parts)))
            case Or(parts):
                return Or(tuple(map(self.translated, parts)))
            case AtWidth(width, part) if width is not Width.EXACT:
                return AtWidth(width, self.translated(part))
            case Titled(part):
                return Titled(self.translated(part))
            case Valued(name, text):
                return self._value(query, name, text)
            case _:
                return query

    def _parts(self, parts: Sequence[Query]) -> Iterator[Query]:
        run: list[Word | Phrase] = []
        for part in parts:
            if isinstance(part, Word | Phrase) and not _is_quoted(part):
                run.append(part)
            else:
                yield from self._run(run)
                run = []
                yield self.translated(part)
        yield from self._run(run)

    def _run(self, parts: Sequence[Word | Phrase]) -> list[Query]:
        """`parts` that stand side by side; those that name something together are one."""
        items = [
            _Item(number, word, part.shown if isinstance(part, Word) else word)
            for number, part in enumerate(parts)
            for word in ((part.written,) if isinstance(part, Word) else part.words)
            if not is_function_word(word)
        ]
        keys = [self.bridge.key(item.written) for item in items]
        found: list[tuple[int, int, Named]] = []  # parts from, until, and what they name
        at = 0
        while at < len(items):
            end, named = self._named(parts, items, keys, at)
            if named is None:
                heard, named = self._heard(parts, items, at)
                end = heard if named else end
            if named:
                found.append((items[at].part, items[end - 1].part + 1, named))
            at = end
        return _joined(parts, found)

    def _named(
        self, parts: Sequence[Word | Phrase], items: Sequence[_Item], keys: Sequence[str], at: int
    ) -> tuple[int, Named | None]:
        """The end of the longest name that begins at the item `at`, and what it names."""
        first = items[at]
        if at and items[at - 1].part == first.part:
            return at + 1, None  # inside a part
        rows = [(end, of_name) for end, of_name in self.bridge.longest(keys, at)]
        if by_acronym := self.bridge.of_acronym(first.shown.strip('«»" ')):
            rows.append((at + 1, by_acronym))
        for end, of_name in rows:
            last = items[end - 1].part
            if end < len(items) and items[end].part == last:
                continue  # the part has more words
            asked = tuple(parts[first.part : last + 1])
            if named := self._of_rows(asked, of_name):
                return end, named
        return at + 1, None

    def _heard(
        self, parts: Sequence[Word | Phrase], items: Sequence[_Item], at: int
    ) -> tuple[int, Named | None]:
        """The end of a name at the item `at`, and the words that are written as it sounds.

        Before it may stand its article (El Hafidi), or a particle that belongs to it (Ben Barka).
        """
        first, last = items[at], at
        particle = folded(first.written)
        before = particle in LATIN_ARTICLES or particle in NAME_PARTICLES
        if before and at + 1 < len(items):
            last = at + 1
        item = items[last]
        of_part = [other for other in items if first.part <= other.part <= item.part]
        single = len(of_part) == last - at + 1
        if not (single and self._is_name(items, last)):
            return at + 1, None
        names: dict[tuple[str, ...], Word | Phrase] = {}
        count = self.lexicon.count
        for words in written_as_heard(item.shown, count):
            if last > at and (own := NAME_PARTICLES.get(particle)):
                words = (folded(own), *words)
            spelt = tuple(map(self.lexicon.spelling, words))
            names[words] = _literal(" ".join(spelt), spelt)
        if last > at and particle in NAME_PARTICLES:
            for words in written_as_heard(particle + folded(item.written), count):
                spelt = tuple(map(self.lexicon.spelling, words))
                names.setdefault(words, _literal(" ".join(spelt), spelt))
        if not names:
            return at + 1, None
        asked = tuple(parts[first.part : item.part + 1])
        query = asked[0] if len(asked) == 1 else And(asked)
        return last + 1, Named(query, tuple(names.values()), BridgeOrigin.SOUND)

    def _is_name(self, items: Sequence[_Item], at: int) -> bool:
        """True if the item `at` stands as a name, and is no word of French or English names."""
        item = items[at]
        if self.bridge.is_vocabulary(self.bridge.key(item.written)):
            return False
        beginning = at == 0 and any(other.shown.islower() for other in items[1:])
        if not stands_as_name(item.shown, first=beginning):
            return False
        return item.shown[0].isupper() or not self.lexicon.has(item.written)

    def _of_rows(self, asked: tuple[Word | Phrase, ...], rows: Iterable[BridgeRow]) -> Named | None:
        """The other names of `rows` that the archive has; None where there is none.

        An Arabic noun alone is not looked for in other languages.
        """
        words = [word for part in asked for word in _words(part)]
        own, latin = self.bridge.keys(words), _is_latin(words[0])
        names: dict[tuple[str, ...], Word | Phrase] = {}
        origin = BridgeOrigin.SHIPPED
        for row in rows:
            for name in row.names:
                written = tuple(token.written for token in tokens(name))
                keys = self.bridge.keys(written)
                if not latin and not _is_latin(written[0]):
                    continue  # another Arabic name
                if keys != own and keys not in names and all(map(self.lexicon.has, written)):
                    origin = row.origin if not names else origin
                    names[keys] = _literal(name, written)
        if not names:
            return None
        query = asked[0] if len(asked) == 1 else And(asked)
        if len(own) == 1 and not latin and all(map(_is_noun, names.values())):
            return None
        return Named(query, tuple(names.values())[:_MOST_NAMES], origin)

    def _value(self, query: Valued, name: str, text: str) -> Query:
        """The field `name` with `text`, or with its names in other languages."""
        words = tuple(token.written for token in tokens(text))
        if not words:
            return query
        keys = self.bridge.keys(words)
        rows = [of for end, of in self.bridge.longest(keys, 0) if end == len(keys)]
        names = [one for of in rows for row in of for one in row.names if one != text]
        return Or((query, *(Valued(name, one) for one in names))) if names else query


def translations_in(query: Query) -> Iterator[Named]:
    """The Named nodes of `query`."""
    match query:
        case Named():
            yield query
        case And(parts) | Or(parts):
            for part in parts:
                yield from translations_in(part)
        case Titled(part) | AtWidth(_, part):
            yield from translations_in(part)


def told(named: Named) -> Translation:
    """The translation, as readers are told of it."""
    names = (name.text if isinstance(name, Valued) else name.shown for name in named.names)
    return Translation(str(named.asked), tuple(names), named.origin)


def with_names(any_word: Query, named: Iterable[Named]) -> Query:
    """`any_word`, a query for any of its words, that also asks for any of `named`."""
    more = tuple(named)
    if not more:
        return any_word
    match any_word:
        case And((words, *left_out)):
            return And((with_names(words, more), *left_out))
        case Or(words):
            return Or((*words, *more))
        case _:
            return Or((any_word, *more))


def bare(query: Query) -> Query:
    """`query` without what is joined to single words with an apostrophe: l'article, women's."""
    match query:
        case Phrase((first, second), shown):
            if _ELIDED.fullmatch(shown):
                return Word(second, shown)
            return Word(first, shown) if _POSSESSIVE.fullmatch(shown) else query
        case And(parts):
            return And(tuple(map(bare, parts)))
        case Or(parts):
            return Or(tuple(map(bare, parts)))
        case AtWidth(width, part) if width is not Width.EXACT:
            return replace(query, part=bare(part))
        case Titled(part):
            return replace(query, part=bare(part))
        case Named(asked):
            return replace(query, asked=bare(asked))
        case _:
            return query


def _joined(parts: Sequence[Query], found: Sequence[tuple[int, int, Named]]) -> list[Query]:
    """`parts`, those that name something as one part, with the function words beside them.

    These are asked for with the words that they stand by.
    """
    joined: list[Query] = []
    at = 0
    for index, (start, end, named) in enumerate(found):
        before = list(parts[at:start])
        own: list[Query] = []
        while before and is_latin_particle(before[-1]):
            own.insert(0, before.pop())
        joined += before
        limit = found[index + 1][0] if index + 1 < len(found) else len(parts)
        until = end
        while until < limit and is_latin_particle(parts[until]):
            until += 1
        own += parts[start:until]
        joined.append(Or((own[0] if len(own) == 1 else And(tuple(own)), named)))
        at = until
    return [*joined, *parts[at:]]


def _is_quoted(part: Word | Phrase) -> bool:
    """True for a phrase in quotation marks; what is typed without a space is none."""
    return isinstance(part, Phrase) and " " in part.shown


def _is_latin(word: str) -> bool:
    return folded(word).isascii()


def _is_noun(name: Word | Phrase) -> bool:
    """True for a name in small letters: a word of the language, and of no one thing."""
    return name.shown.islower()


def _words(part: Word | Phrase) -> tuple[str, ...]:
    return (part.written,) if isinstance(part, Word) else part.words


def _literal(name: str, written: tuple[str, ...]) -> Word | Phrase:
    return Phrase(written, name) if len(written) > 1 else Word(written[0], name)
