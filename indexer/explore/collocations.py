"""Collocations: the words that stand near those of a request, and the years of these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from math import log

from indexer.analysis import Token
from indexer.explore.comparison import counted_words
from indexer.explore.concordance import Lines, lines_of
from indexer.explore.line_order import words_after, words_before
from indexer.lexicon import Lexicon
from indexer.model import SearchRequest, Sort
from indexer.model.answers import Collocate, NeighbourForm, TermReport
from indexer.model.basis import Lack
from indexer.search.session import Session

_NEIGHBOURS = 5  # words on either side that count as near
_LINES = 500  # between two looks at the clock
_LEAST = 2  # times that a collocate occurs
_MOST = 30
_JUDGED = 300  # of the most frequent neighbours


def term_report(
    session: Session, request: SearchRequest, form: NeighbourForm = NeighbourForm.BARE
) -> TermReport:
    """The collocates, counted in `form`, and the years of the words of `request`."""
    found = lines_of(session, request, Sort.RELEVANCE)
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    near: Counter[str] = Counter()
    basis = found.basis
    for number, line in enumerate(found.lines):
        if number % _LINES == 0 and number and session.deadline.over():
            basis = basis.lacking(Lack.TIME)
            break
        earlier = _keys(words_before(line, _NEIGHBOURS), session.lexicon)
        later = _keys(words_after(line, _NEIGHBOURS), session.lexicon)
        before.update(earlier[:1])
        after.update(later[:1])
        near.update(earlier)
        near.update(later)
    manifest = session.generation.manifest

    def scored(neighbours: Counter[str]) -> tuple[Collocate, ...]:
        return _collocates(neighbours, session, form, manifest.words)

    sides = scored(before), scored(after), scored(near)
    if session.deadline.struck:
        basis = basis.lacking(Lack.TIME)
    return TermReport(
        request=request,
        neighbours=form,
        words=found.done.asked.words,
        years=_years(session, request, found),
        before=sides[0],
        after=sides[1],
        near=sides[2],
        total=len(found.lines),
        documents=found.documents,
        basis=basis,
        notes=found.done.notes,
        generation=manifest.generation,
    )


def _keys(words: Iterable[Token], lexicon: Lexicon) -> list[str]:
    return [lexicon.key_of(word.written) for word in words]


def _collocates(
    neighbours: Counter[str], session: Session, form: NeighbourForm, archive_words: int
) -> tuple[Collocate, ...]:
    """The collocates among `neighbours`, counted by key: more frequent there than by chance.

    The words of one bare form count together, and are shown as the most frequent of them.
    """
    lexicon = session.lexicon
    families: dict[str, list[str]] = {}
    for word in neighbours:
        families.setdefault(lexicon.family(word), []).append(word)
    counts = Counter({name: sum(neighbours[word] for word in of) for name, of in families.items()})
    found: list[Collocate] = []
    for family, count in counts.most_common(_JUDGED):
        if count < _LEAST or session.deadline.over():
            break
        for alike in _GROUPS[form](lexicon, {*families[family], *lexicon.members(family)}):
            words = Counter({word: neighbours[word] for word in alike if word in neighbours})
            everywhere = sum(map(lexicon.count, alike))
            together = words.total()
            score = log_likelihood(together, neighbours.total(), everywhere, archive_words)
            if together >= _LEAST and score > 0:
                forms = _spelt(words, lexicon)
                found.append(Collocate(forms[0][0], together, round(score, 2), forms))
    found.sort(key=lambda collocate: (-collocate.score, collocate.word))
    return tuple(found[:_MOST])


def _bare(lexicon: Lexicon, words: Collection[str]) -> Collection[Collection[str]]:
    """The `words` of a family, those of one bare form together."""
    if len(words) < 2:
        return (words,)
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(lexicon.bare(word), []).append(word)
    return groups.values()


def _spelt(words: Counter[str], lexicon: Lexicon) -> tuple[tuple[str, int], ...]:
    """(word as it is usually spelt, count) of `words`, the most frequent first."""
    spelt: Counter[str] = Counter()
    for word, count in words.items():
        spelt[lexicon.spelling(word)] += count
    return tuple(sorted(spelt.items(), key=lambda row: (-row[1], row[0])))


# The words of a family → those that are counted together.
_GROUPS: dict[NeighbourForm, Callable[[Lexicon, Collection[str]], Collection[Collection[str]]]] = {
    NeighbourForm.BARE: _bare,
    NeighbourForm.WRITTEN: lambda _, words: [(word,) for word in words],
}


def log_likelihood(together: int, neighbours: int, everywhere: int, words: int) -> float:
    """The log-likelihood that a word is a neighbour more often than by chance; 0 if it is not.

    It is `together` of the `neighbours`, and `everywhere` among all `words`: G² of the two by two
    table of words that are it or are not, near or elsewhere (Dunning 1993, Computational
    Linguistics 19).
    """
    elsewhere = words - neighbours
    apart = min(max(everywhere - together, 0), elsewhere)
    if elsewhere <= 0 or together * elsewhere <= apart * neighbours:
        return 0.0
    table = ((together, neighbours - together), (apart, elsewhere - apart))
    total = neighbours + elsewhere
    score = 0.0
    for row in table:
        for column, cell in enumerate(row):
            expected = sum(row) * sum(line[column] for line in table) / total
            score += cell * log(cell / expected) if cell else 0.0
    return 2 * score


def _years(session: Session, request: SearchRequest, found: Lines) -> tuple[tuple[int, int], ...]:
    """(year, places that answer) in documents that have a date, ascending."""
    shown = found.done.shown
    years: Counter[int] = Counter()
    words = counted_words(session, shown)
    if words is None:
        years.update(line.document.date.year for line in found.lines if line.document.date)
    else:
        queries = [(shown.plan.node, request.filters, *words)]
        (tallies,), _ = session.searcher.tallies(queries, ("year",))
        years.update({int(year): of.occurrences for year, of in tallies["year"].items() if year})
    return tuple(sorted((+years).items()))
