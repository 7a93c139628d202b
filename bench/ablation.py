"""The worth of each kind of ranking evidence: each is left out in turn.

The weights are those of `indexer/query/ranking.py`, one of them set to nothing, and the questions
those of `python -m indexer evaluate`. The difference is that of nDCG@10 from the whole recipe, with
the p of a paired permutation test; evidence that is not worth its keep shows none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import fmean

from indexer import Settings, load_settings
from indexer.evaluate import Collection, Values, by_corpus, collections, mean, significance, values
from indexer.query import ranking

# Of each variant, the weights that are other than they are.
VARIANTS: Mapping[str, Mapping[str, float]] = {
    "the whole": {},
    "without the written form": {"written": 0.0},
    "without the root": {"root": 0.0},
    "without pairs": {"pair": 0.0},
    "without word lengths": {"length_power": 0.0},
    "without the title besides": {"title": 0.0},
    "the family alone": {
        "written": 0.0,
        "root": 0.0,
        "pair": 0.0,
        "length_power": 0.0,
    },
}


@contextmanager
def weighted(changed: Mapping[str, float]) -> Iterator[None]:
    """Ranks with some weights changed, in this process."""
    usual = ranking.WEIGHTS
    ranking.WEIGHTS = replace(usual, **changed)
    try:
        yield
    finally:
        ranking.WEIGHTS = usual


def report(folder: Path, names: Sequence[str]) -> Iterator[str]:
    """The lines of the table: nDCG@10 of each collection under each of VARIANTS."""
    chosen = collections(folder, names)
    width = max(map(len, VARIANTS))
    for collection, settings in by_corpus(chosen, load_settings()):
        yield f"{collection.name}, {len(collection.queries):,} queries"
        whole: Values | None = None
        for name, changed in VARIANTS.items():
            found = _values(settings, collection, changed)
            whole = whole or found
            pairs = [found[query][0] - whole[query][0] for query in whole]
            compared = f"{fmean(pairs):+9.4f}{significance(pairs):8.4f}" if changed else ""
            yield f"  {name:{width}}{mean(found, 0):9.4f}{compared}"


def _values(settings: Settings, asked: Collection, changed: Mapping[str, float]) -> Values:
    if "title" in changed:
        search = replace(settings.search, title_boost=changed["title"])
        settings = replace(settings, search=search)
    with weighted({name: weight for name, weight in changed.items() if name != "title"}):
        return values(settings, asked)
