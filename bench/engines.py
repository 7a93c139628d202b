"""Does another engine answer as the embedded one does?

The same documents are indexed by Whoosh and by OpenSearch. Queries of thirteen kinds, drawn from
their words, are asked of both archives: totals, facets, widths, notes, hits and their order must be
the same, and scores within a hundred-thousandth.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from indexer import Archive, Filters, Settings, Sort, Width, load_settings, reindex
from indexer.model import ArchiveDate, SearchRequest
from indexer.model.results import ResultPage

TOLERANCE = 1e-5
_SEED = 15


def report(corpus: Path, hosts: Sequence[str], each: int) -> Iterator[str]:
    """The lines of the comparison over the documents in `corpus`, `each` queries of a kind."""
    with tempfile.TemporaryDirectory() as scratch:
        ours = settings_of(corpus, Path(scratch) / "whoosh", "whoosh")
        theirs = settings_of(corpus, Path(scratch) / "opensearch", "opensearch", hosts)
        for settings in (ours, theirs):
            started = time.monotonic()
            built = reindex(settings)
            seconds = time.monotonic() - started
            yield f"{settings.index.engine}: {built.documents:,} documents in {seconds:.1f} s"
        with closing(Archive(ours)) as mine, closing(Archive(theirs)) as other:
            yield from compared(mine, other, each)


def settings_of(corpus: Path, folder: Path, engine: str, hosts: Sequence[str] = ()) -> Settings:
    """The settings of an archive of the documents in `corpus`, its local files in `folder`."""
    settings = load_settings()
    index = replace(
        settings.index, engine=engine, folder=folder, hosts=tuple(hosts), name=f"bench-{_name()}"
    )
    limits = replace(settings.search, seconds=60.0)
    return replace(settings.with_folders(corpus=corpus), index=index, search=limits)


def _name() -> str:
    return f"{random.SystemRandom().randrange(1 << 32):x}"


def compared(mine: Archive, other: Archive, each: int) -> Iterator[str]:
    """The lines of the comparison of two archives of the same documents."""
    wrong: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    times = {"whoosh": 0.0, "opensearch": 0.0}
    worst = 0.0
    for kind, request in requests(mine, each, random.Random(_SEED)):
        pages: list[ResultPage] = []
        for name, archive in (("whoosh", mine), ("opensearch", other)):
            started = time.monotonic()
            pages.append(archive.search(request))
            times[name] += time.monotonic() - started
        asked[kind] += 1
        ours, theirs = pages
        worst = max(worst, _farthest(ours, theirs))
        if fault := difference(ours, theirs):
            wrong[kind] += 1
            if wrong[kind] == 1:
                yield f"{kind}: {request.query}: {fault}"
    total = asked.total()
    yield f"{total - wrong.total()} of {total} queries of {len(asked)} kinds have the same answer"
    yield f"scores differ by {worst:.1e} of themselves at most"
    for name, seconds in times.items():
        yield f"{name}: {seconds / total * 1000:.0f} ms a search"


def requests(
    archive: Archive, each: int, chance: random.Random
) -> Iterator[tuple[str, SearchRequest]]:
    """Queries of each kind, made of words that stand in a row in the texts."""
    names = chance.sample(archive.ids(), k=min(100, len(archive.ids())))
    texts = [document.text.split() for name in names if (document := archive.document(name))]
    texts = [words for words in texts if len(words) > 30]

    def words(most: int) -> list[str]:
        chosen = chance.choice(texts)
        at = chance.randrange(len(chosen) - most)
        return [word.strip("()[]«»\"'.,:;،؛-*/") or "و" for word in chosen[at : at + most]]

    for _ in range(each):
        one, two, three = words(1), words(2), words(3)
        yield "one word", SearchRequest(one[0])
        yield "two words", SearchRequest(" ".join(two))
        yield "five words", SearchRequest(" ".join(words(5)))
        yield "phrase", SearchRequest(f"«{' '.join(three)}»")
        yield "near", SearchRequest(f"{two[0]} NEAR/6 {two[1]}")
        yield "three near", SearchRequest(f"{three[0]} NEAR/4 {three[1]} NEAR/4 {three[2]}")
        yield "or", SearchRequest(f"{one[0]} OR {two[1]}")
        yield "not", SearchRequest(f"{one[0]} NOT {two[1]}")
        yield "wildcard", SearchRequest(f"{one[0][:4]}*")
        yield "root", SearchRequest(" ".join(two), width=Width.ROOT)
        yield "as written", SearchRequest(" ".join(two), width=Width.EXACT)
        since = Filters(since=ArchiveDate(chance.randrange(1900, 2020)))
        yield "since, newest", SearchRequest(one[0], filters=since, sort=Sort.NEWEST)
        yield "misspelt, by title", SearchRequest(one[0][:-1] + "ظ", sort=Sort.TITLE)


def difference(ours: ResultPage, theirs: ResultPage) -> str | None:
    """The first thing in which two answers differ."""
    for name in ("total", "all_words", "widths", "facets", "notes", "suggestions", "words"):
        mine, other = getattr(ours, name), getattr(theirs, name)
        if mine != other:
            return f"{name} {mine}, and {other}"
    rows, others = ([hit.document.id for hit in page.hits] for page in (ours, theirs))
    if rows != others:
        return f"hits {rows}, and {others}"
    if _farthest(ours, theirs) > TOLERANCE:
        return "scores"
    return None


def _farthest(ours: ResultPage, theirs: ResultPage) -> float:
    """The greatest difference of the scores of a hit, as a part of them."""
    pairs = zip(ours.hits, theirs.hits, strict=False)
    parts = (abs(a.score - b.score) / max(abs(a.score), 1e-9) for a, b in pairs)
    return max(parts, default=0.0)
