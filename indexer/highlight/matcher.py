"""Where a text answers a query: whole words and phrases as their author wrote them, in pieces."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from indexer.analysis import folded, is_plain_word, last_word_break, word_break, word_spans
from indexer.deadline import Deadline
from indexer.highlight.prefilter import CHUNK, Prefilter, is_single, stands_everywhere
from indexer.mentions import mentions
from indexer.model import Piece, Snippet, Width
from indexer.query.plan import Highlight

_MOST_LOOKED_UP = 200  # words whose written forms are
_FAR = 50  # words; where some may stand further apart, every word is counted
_STRETCH = 100_000  # characters that are read between two looks at the clock
_LONGEST = 2 * _STRETCH  # characters; a chunk of more holds no word that is looked for
_KEPT = 200  # characters of a chunk; the words of a longer one are read each time
_WORDS_OF_MENTION = 3  # day, month and year stand in a row
_MOST_OCCURRENCES = 50_000  # of a text; beyond, its reader is told that there are more

Writings = Callable[[str], Iterable[tuple[str, int]]]  # of a key, with their counts


class Span(NamedTuple):
    """A run of characters to highlight: `text[start:end]`.

    `highlight` is the number of the Highlight of the query that it answers. `word` is the same for
    spans that are alternatives, or answer the same word of the query. `words` counts those of the
    query that it answers by itself.
    """

    start: int
    end: int
    highlight: int
    word: tuple[int, int] = (0, 0)
    words: int = 1


class Highlighter:
    """Finds the spans of texts that answer one query.

    `writings` gives the written forms that the texts of the archive have of a key of the lexicon;
    without it every word is read, which takes longer. `key_of` gives the key of a written form.
    After the `deadline` no more spans are looked for.
    """

    def __init__(
        self,
        highlights: tuple[Highlight, ...],
        writings: Writings | None = None,
        deadline: Deadline | None = None,
        key_of: Callable[[str], str] = folded,
    ) -> None:
        self._highlights = highlights
        self._deadline = deadline or Deadline()
        self._parts = frozenset(part for highlight in highlights for part in highlight.parts)
        self._mentioned = [number for number, one in enumerate(highlights) if one.keys]
        self._judged = _Judged(highlights, key_of)
        # number of a highlight of one word → the word of the query that its spans answer
        self._words = {
            number: (highlight.clause, 0)
            for number, highlight in enumerate(highlights)
            if len(highlight.expansions) == 1
        }
        runs = [highlight for highlight in highlights if len(highlight.expansions) > 1]
        self._reach = max((highlight.reach or 1 for highlight in runs), default=0)
        self._prefilter = None
        if writings and len(self._judged.keys_wanted) <= _MOST_LOOKED_UP and self._reach <= _FAR:
            self._judged.look_up(writings)
            self._prefilter = _prefilter(highlights, self._judged)

    def spans(self, text: str, part: str) -> list[Span]:
        """The spans of `text` to highlight, in order and apart. `part` is "title" or "text"."""
        return self.spans_of(((0, text),), part)

    def spans_of(self, pieces: Iterable[tuple[int, str]], part: str) -> list[Span]:
        """The spans of a text that comes in pieces, each with where it begins: between words."""
        if part not in self._parts:
            return []
        if self._mentioned:
            pieces = list(pieces)
        spans = self._spans(pieces, part)
        spans += self._mentions(pieces, part)
        if self._reach or self._mentioned:  # else they are in order, as the words of the text are
            spans.sort(key=lambda span: (span.start, -span.end))
        return list(_apart(spans))

    def _mentions(self, pieces: Iterable[tuple[int, str]], part: str) -> Iterator[Span]:
        """The mentions in `pieces` that a highlight of `part` looks for."""
        wanted = [number for number in self._mentioned if part in self._highlights[number].parts]
        for begun, text in pieces if wanted else ():
            if begun and self._deadline.over():
                return
            for one in mentions(text):
                for number in wanted:
                    highlight = self._highlights[number]
                    if not highlight.keys.isdisjoint(one.keys):
                        start, end = begun + one.start, begun + one.end
                        yield Span(start, end, number, (highlight.clause, 0), _WORDS_OF_MENTION)

    def _spans(self, pieces: Iterable[tuple[int, str]], part: str) -> list[Span]:
        """The spans that answer a highlight of `part`: of single words in order, then of runs."""
        spans: list[Span] = []
        runs: dict[int, list[list[_Occurrence]]] = {}
        here = [part in highlight.parts for highlight in self._highlights]
        for found, (position, start, end, roles) in enumerate(self._answers(pieces)):
            if found == _MOST_OCCURRENCES:
                self._deadline.struck = True
                break
            for number, place in roles:
                if not here[number]:
                    continue
                if word := self._words.get(number):
                    spans.append(Span(start, end, number, word))
                else:
                    expansions = self._highlights[number].expansions
                    columns = runs.setdefault(number, [[] for _ in expansions])
                    columns[place].append(_Occurrence(position, start, end))
        for number, columns in runs.items():
            spans += _run_spans(columns, self._highlights[number], number)
        return spans

    def _answers(self, pieces: Iterable[tuple[int, str]]) -> Iterator[_Answer]:
        """The words that answer an expansion, in order; as far as time allows."""
        judged = self._judged
        counting = self._reach and self._prefilter  # the words of chunks that are not read
        position = 0
        for begun, text in _stretches(pieces):
            if begun and self._deadline.over():
                return
            reached = 0
            for start, end in self._chunks(text):
                if counting:
                    position += self._words_between(text, reached, start)
                count, answers = judged[text[start:end]]
                for number, first, last, roles in answers:
                    at = begun + start
                    yield position + number, at + first, at + last, roles
                position += count
                reached = end
            if counting:
                position += self._words_between(text, reached, len(text))

    def _chunks(self, text: str) -> Iterable[tuple[int, int]]:
        """The (start, end) of chunks that may answer."""
        if self._prefilter:
            return self._prefilter.chunks(text)
        return (chunk.span() for chunk in CHUNK.finditer(text))

    def _words_between(self, text: str, start: int, end: int) -> int:
        """The words of `text[start:end]`, or more than any two may stand apart."""
        count = 0
        for chunk in CHUNK.finditer(text, start, end):
            count += self._judged[chunk[0]][0]
            if count > self._reach:
                break
        return count


def _stretches(pieces: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """`pieces` cut between words where they are long, each stretch with the offset of its start."""
    for first, text in pieces:
        at = 0
        while at < len(text):
            end = word_break(text, at + _STRETCH)
            if end - at > _LONGEST:  # up to where what is no word begins
                end = last_word_break(text, at + 1, at + _STRETCH) or end
            yield first + at, text[at:end]
            at = end


class _Occurrence(NamedTuple):
    """A word of a text: its position among the words, and its start and end in characters."""

    position: int
    start: int
    end: int


_Role = tuple[int, int]  # a highlight, and one of its expansions, by their numbers
_Roles = tuple[_Role, ...]
_Answer = tuple[int, int, int, _Roles]  # a word: its number among the words, start, end and roles
_Judgement = tuple[int, tuple[_Answer, ...]]  # of a chunk: how many words, and those that answer


_ONE_WORD: _Judgement = 1, ()  # that answers nothing


class _Judged(dict[str, _Judgement]):
    """chunk → its judgement, made when it is first asked for."""

    def __init__(self, highlights: Iterable[Highlight], key_of: Callable[[str], str]) -> None:
        self.written: dict[str, _Roles] = {}  # by written form
        self.keys_wanted: dict[str, _Roles] = {}  # by key in the lexicon
        self.counts: dict[str, int] = {}  # of written forms, once they are looked up
        self._key_of = key_of
        for number, highlight in enumerate(highlights):
            for place, expansion in enumerate(highlight.expansions):
                roles = self.written if expansion.width is Width.EXACT else self.keys_wanted
                for form in expansion.forms:
                    roles[form] = (*roles.get(form, ()), (number, place))

    def look_up(self, writings: Writings) -> None:
        """Puts the written forms of the words in their place, and counts them in the archive."""
        for form in self.written:
            self.counts[form] = dict(writings(self._key_of(form))).get(form, 0)
        for key, roles in self.keys_wanted.items():
            for form, count in writings(key):
                self.written[form] = self.written.get(form, ()) + roles
                self.counts[form] = count
        self.keys_wanted = {}

    def frequency(self, forms: Sequence[str]) -> tuple[bool, int]:
        """Orders lists of written forms, the one that is to be looked for first.

        It is the rarest, unless letters of it stand everywhere.
        """
        return any(map(stands_everywhere, forms)), sum(map(self.counts.__getitem__, forms))

    def __missing__(self, chunk: str) -> _Judgement:
        if len(chunk) > _LONGEST:
            return _ONE_WORD
        if len(chunk) > _KEPT:
            words = tuple(word_spans(chunk))
            return len(words), tuple(self._answers(words))
        if is_plain_word(chunk) and not self.keys_wanted:
            roles = self.written.get(chunk)
            judged = self[chunk] = (1, ((0, 0, len(chunk), roles),)) if roles else _ONE_WORD
            return judged
        words = _read(chunk)
        judged = self[chunk] = len(words), tuple(self._answers(words))
        return judged

    def _answers(self, words: _Words) -> Iterator[_Answer]:
        for number, (start, end, form) in enumerate(words):
            roles = self.written.get(form, ())
            if self.keys_wanted:
                roles += self.keys_wanted.get(self._key_of(form), ())
            if roles:
                yield number, start, end, roles


def _prefilter(highlights: Sequence[Highlight], judged: _Judged) -> Prefilter:
    """The prefilter for the written forms of `judged`.

    Of words in a row one may be looked for, and its neighbours read: so it is where a word of them
    has a form of one letter, which stands in many words, or where the forms of all are too many.
    """
    every = Prefilter(*_looked_for(highlights, judged, rows_apart=False))
    return every if every.helps else Prefilter(*_looked_for(highlights, judged, rows_apart=True))


def _looked_for(
    highlights: Sequence[Highlight], judged: _Judged, *, rows_apart: bool
) -> tuple[list[str], int]:
    """Written forms, one of which stands where anything answers, or so many words from it.

    With `rows_apart`, those of the rarest word of each row.
    """
    forms: dict[_Role, list[str]] = {}
    for form, roles in judged.written.items():
        for role in roles:
            forms.setdefault(role, []).append(form)
    found: dict[str, None] = {}
    around = 0
    for number, highlight in enumerate(highlights):
        of_places = [forms.get((number, at), []) for at in range(len(highlight.expansions))]
        apart = rows_apart or any(map(is_single, chain.from_iterable(of_places)))
        if len(of_places) > 1 and not highlight.reach and apart:
            around = max(around, len(of_places) - 1)
            of_places = [min(of_places, key=judged.frequency)]
        found |= dict.fromkeys(chain.from_iterable(of_places))
    return list(found), around


_Words = tuple[tuple[int, int, str], ...]  # start, end and written form of each


@lru_cache(maxsize=1 << 15)
def _read(chunk: str) -> _Words:
    """The words of `chunk`."""
    return tuple(word_spans(chunk))


def _run_spans(
    columns: Sequence[list[_Occurrence]], highlight: Highlight, number: int
) -> Iterator[Span]:
    """The spans of the run `highlight`, which has this `number`: as a whole, or of each word."""
    if highlight.reach:
        for place, near in enumerate(_near(columns, highlight.reach)):
            for word in near:
                yield Span(word.start, word.end, number, (highlight.clause, place))
    else:
        for first, last in _after(columns):
            yield Span(first.start, last.end, number, (highlight.clause, 0))


def _after(columns: Sequence[list[_Occurrence]]) -> Iterator[tuple[_Occurrence, _Occurrence]]:
    """The first and last word of each run of neighbours, one of each column in their order."""
    later = [{word.position: word for word in column} for column in columns[1:]]
    for first in columns[0]:
        run = [column.get(first.position + step) for step, column in enumerate(later, start=1)]
        last = run[-1]
        if last is not None and None not in run:
            yield first, last


def _near(columns: Sequence[list[_Occurrence]], reach: int) -> list[list[_Occurrence]]:
    """The occurrences of each column that stand in a run, at most `reach` words from the last."""
    kept = [list(columns[0])]
    for column in columns[1:]:
        kept.append([word for word in column if _beside(word, kept[-1], reach)])
    for number in range(len(kept) - 2, -1, -1):
        kept[number] = [p for p in kept[number] if _beside(p, kept[number + 1], reach)]
    return kept


def _beside(word: _Occurrence, others: list[_Occurrence], reach: int) -> bool:
    """Whether one of `others` is at most `reach` words from `word` and not that word."""
    first = bisect_left(others, (word.position - reach,))
    beyond = bisect_left(others, (word.position + reach + 1,))
    return any(other.position != word.position for other in others[first:beyond])


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """`spans`, in order of their starts, those that overlap the one before left out."""
    end = 0
    for span in spans:
        if span.start >= end:
            yield span
            end = span.end


def pieces(text: str, start: int, end: int, spans: Iterable[Span]) -> Snippet:
    """`text[start:end]` cut at `spans`, given in order and apart; the pieces join to it again.

    Of a span that reaches out of it, a phrase over two paragraphs, the part inside is marked.
    """
    cut: list[Piece] = []
    at = start
    for span in spans:
        first, last = max(span.start, start), min(span.end, end)
        if first >= last:
            continue
        if first > at:
            cut.append(Piece(text[at:first]))
        cut.append(Piece(text[first:last], match=True))
        at = last
    if at < end:
        cut.append(Piece(text[at:end]))
    return tuple(cut)
