"""Collocations: the words that stand near those of a request, and the years of these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log

from indexer.analysis import Token, field_of
from indexer.explore.concordance import Lines, lines_of, words_after, words_before
from indexer.lexicon import Lexicon
from indexer.model import SearchRequest, Sort
from indexer.model.answers import Collocate, TermReport
from indexer.model.basis import Lack
from indexer.query.ast import may_stand_near
from indexer.search.session import Session

_NEIGHBOURS = 5  # words on either side that count as near
_LINES = 500  # between two looks at the clock
_LEAST = 2  # times that a collocate occurs
_MOST = 30
_JUDGED = 300  # of the most frequent neighbours


def term_report(session: Session, request: SearchRequest) -> TermReport:
    """The collocates and years of the words of `request`."""
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
        return _collocates(neighbours, session.lexicon, manifest.words)

    return TermReport(
        request=request,
        words=found.done.asked.words,
        years=_years(session, request, found),
        before=scored(before),
        after=scored(after),
        near=scored(near),
        total=len(found.lines),
        documents=found.documents,
        basis=basis,
        notes=found.done.notes,
        generation=manifest.generation,
    )


def _keys(words: Iterable[Token], lexicon: Lexicon) -> list[str]:
    return [lexicon.key_of(word.written) for word in words]


def _collocates(
    neighbours: Counter[str], lexicon: Lexicon, archive_words: int
) -> tuple[Collocate, ...]:
    """The collocates among `neighbours`, counted by key: more frequent there than by chance.

    The forms of a family count together, and are shown as the most frequent of them.
    """
    families: dict[str, Counter[str]] = {}
    for word, count in neighbours.items():
        families.setdefault(lexicon.family(word), Counter())[word] = count
    counts = Counter({family: forms.total() for family, forms in families.items()})
    found = []
    for family, count in counts.most_common(_JUDGED):
        if count < _LEAST:
            break
        everywhere = sum(map(lexicon.count, lexicon.members(family)))
        score = log_likelihood(count, neighbours.total(), everywhere, archive_words)
        if score > 0:
            ((usual, _),) = families[family].most_common(1)
            found.append(Collocate(lexicon.spelling(usual), count, round(score, 2)))
    found.sort(key=lambda collocate: (-collocate.score, collocate.word))
    return tuple(found[:_MOST])


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
    if shown.query is None or request.filters or not may_stand_near(shown.query):
        years.update(line.document.date.year for line in found.lines if line.document.date)
    else:
        words = [slot for highlight in shown.plan.highlights for slot in highlight.expansions]
        texts = [(field_of("text", word.width), word.terms) for word in words]
        titles = [(field_of("title", word.width), word.terms) for word in words]
        counted = session.searcher.occurrences((*texts, *titles))
        for in_text, in_title in zip(counted[: len(words)], counted[len(words) :], strict=True):
            years.update(in_text)
            years.subtract(in_title)  # the field of the text holds the title too
    return tuple(sorted((+years).items()))
