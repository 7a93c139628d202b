"""Are Arabic documents found by French and English queries?

`bridge_queries.tsv` has a query a line, with the documents of which one answers it. Queries whose
digest is odd are held out: the rows of the bridge and the rules were written without them.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer import Archive, SearchRequest, load_settings, reindex

QUERIES = Path(__file__).with_name("bridge_queries.tsv")
FIRST = 3  # hits of which one is to be right


@dataclass(frozen=True, slots=True)
class BridgeQuery:
    """A query of one `corpus` (shared or shipped); `answers` are numbers of documents."""

    corpus: str
    kind: str
    language: str
    text: str
    answers: frozenset[str]

    @property
    def is_held_out(self) -> bool:
        """True for about half of the queries, as their digests have it."""
        return hashlib.sha256(f"{self.corpus} {self.text}".encode()).digest()[0] % 2 == 1


@dataclass(frozen=True, slots=True)
class QueryOutcome:
    """The place of the first right document among ten, 0 for none, and how many were found."""

    query: BridgeQuery
    place: int
    total: int


def bridge_queries() -> tuple[BridgeQuery, ...]:
    """The queries of the list."""
    rows = (line.split("\t") for line in QUERIES.read_text("utf-8").splitlines())
    return tuple(
        BridgeQuery(corpus, kind, language, text, frozenset(answers.split()))
        for corpus, kind, language, text, answers in rows
        if corpus[0] != "#"
    )


def outcomes(archive: Archive, queries: tuple[BridgeQuery, ...]) -> Iterator[QueryOutcome]:
    """The outcome of each of `queries` in `archive`."""
    for query in queries:
        page = archive.search(SearchRequest(query.text, page_size=10))
        found = [hit.document.id[:3] for hit in page.hits]
        places = [place for place, name in enumerate(found, 1) if name in query.answers]
        yield QueryOutcome(query, min(places, default=0), page.total)


def report(shared: Path, show: bool) -> Iterator[str]:
    """The share of queries answered in the first three, by kind, DEV and HELD-OUT; the misses."""
    folders = {"shared": shared, "shipped": Path(__file__).parents[1] / "corpus"}
    found: list[QueryOutcome] = []
    for corpus, folder in folders.items():
        queries = tuple(query for query in bridge_queries() if query.corpus == corpus)
        with tempfile.TemporaryDirectory() as index:
            settings = load_settings().with_folders(folder, Path(index))
            reindex(settings)
            with Archive(settings) as archive:
                found += outcomes(archive, queries)
    for held_out, name in ((False, "DEV"), (True, "HELD-OUT")):
        of_part = [outcome for outcome in found if outcome.query.is_held_out is held_out]
        by_kind: defaultdict[str, list[QueryOutcome]] = defaultdict(list)
        for outcome in of_part:
            by_kind[outcome.query.kind].append(outcome)
        for kind, of_kind in (*sorted(by_kind.items()), ("all", of_part)):
            right = sum(1 <= outcome.place <= FIRST for outcome in of_kind)
            empty = sum(not outcome.total for outcome in of_kind)
            share = right / len(of_kind)
            yield f"{name:9}{kind:9}{right:3} of {len(of_kind):2} = {share:.3f}   empty {empty}"
        if show and not held_out:
            for outcome in of_part:
                if not 1 <= outcome.place <= FIRST:
                    query = outcome.query
                    place = outcome.place or "no"
                    yield f"  {query.corpus}: {query.text}: place {place} of {outcome.total}"
