"""The time of a whole search as a page of results makes it: ten hits with their passages.

The queries are one to three words of Arabic in a row, drawn from the documents by a seed. Beside it
stands the time of finding and reading the same hits, without marks and passages: so their share is
known, whatever else the machine does.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random

from indexer import Archive, SearchRequest, load_settings, reindex
from indexer.evaluate import collections, indexed
from indexer.search.mixing import found_hits
from indexer.search.outcome import Rows

_ARABIC = re.compile(r"[\u0621-\u064a]{4,}")
_QUERIES, _DOCUMENTS, _SEED = 200, 3_000, 7
_ROUNDS = 3  # of which the fastest of each query counts


def report(corpus: Path, quality: Path | None = None) -> Iterator[str]:
    """The figures of the documents of `corpus`, and of the articles of snn_dev in `quality`."""
    settings = load_settings()
    with tempfile.TemporaryDirectory() as index:
        of_corpus = settings.with_folders(corpus, Path(index))
        reindex(of_corpus)
        with Archive(of_corpus) as archive:
            yield from _figures(corpus.name, archive)
    for collection in collections(quality, ["snn_dev"]) if quality else ():
        with indexed(collection.corpus, settings) as there, Archive(there) as archive:
            yield from _figures(collection.name, archive)


def _figures(name: str, archive: Archive) -> Iterator[str]:
    """The figures of `archive`, line by line."""
    status, queries = archive.status(), _queries(archive)
    whole = _milliseconds(archive.search, queries)
    found = _milliseconds(partial(_found, archive), queries)
    words = status.words // status.documents
    yield f"{name}: {status.documents:,} documents of {words:,} words, {len(queries)} queries"
    yield f"whole search: p50 {_at(whole, 0.5):.2f} ms of CPU, p95 {_at(whole, 0.95):.2f} ms"
    yield f"finding its hits: p50 {_at(found, 0.5):.2f} ms of CPU, p95 {_at(found, 0.95):.2f} ms"
    yield f"whole / finding: {_at(whole, 0.5) / _at(found, 0.5):.2f}"


def _found(archive: Archive, request: SearchRequest) -> None:
    """Finds the hits of `request`, with their facets, and reads their documents."""
    with archive.session() as session:
        found_hits(session, request, Rows.of_page(request), compared=True)


def _queries(archive: Archive) -> list[SearchRequest]:
    """Requests for one to three words that stand in a row in a document."""
    draw = Random(_SEED)
    with archive.session() as session:
        documents = zip(range(_DOCUMENTS), session.searcher.scan(), strict=False)
        texts = [_ARABIC.findall(document.text) for _, document in documents]
    texts = [words for words in texts if len(words) > 3]
    asked = []
    for _ in range(_QUERIES):
        words, size = draw.choice(texts), draw.choice((1, 2, 2, 3))
        at = draw.randrange(len(words) - size)
        asked.append(SearchRequest(" ".join(words[at : at + size])))
    return asked


def _milliseconds(
    ask: Callable[[SearchRequest], object], requests: Sequence[SearchRequest]
) -> list[float]:
    """The CPU time of each of `requests`, ascending; every word was met before."""
    least = [float("inf")] * len(requests)
    for round_ in range(_ROUNDS + 1):
        for at, request in enumerate(requests):
            started = time.thread_time()
            ask(request)
            if round_:
                least[at] = min(least[at], (time.thread_time() - started) * 1000)
    return sorted(least)


def _at(ascending: Sequence[float], share: float) -> float:
    return ascending[int(len(ascending) * share)]
