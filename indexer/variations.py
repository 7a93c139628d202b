"""Questions with known answers, searched in several ways: `--widths`, `--ablate`, `--vary`.

Each table compares the ways of searching one collection with the first of them, the usual one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields

from indexer.evaluate import (
    USUAL,
    Collection,
    Values,
    Way,
    by_corpus,
    evaluate,
    overall,
    table,
    values,
)
from indexer.model import Width
from indexer.query.ranking import Weights
from indexer.settings import Settings

# The name of each way → the way; the first is the usual one.
WIDTHS = {width.value: Way(width) for width in sorted(Width, key=lambda of: of is not USUAL.width)}
ABLATIONS = {
    "all weights": USUAL,
    **{f"without {of.name}": Way(weights={of.name: 0.0}) for of in fields(Weights)},
    "family alone": Way(weights={of.name: 0.0 for of in fields(Weights) if of.name != "family"}),
}
VARIATIONS = {
    "all weights": USUAL,
    **{
        f"{name} {value * times:.3g}": Way(weights={name: value * times})
        for name, value in asdict(Weights()).items()
        for times in (0.75, 1.25)
    },
}
# The option of each kind of ways → the ways, and a sentence about them.
WAYS = {
    "--widths": (WIDTHS, "compare the widths"),
    "--ablate": (ABLATIONS, "compare with each kind of evidence left out"),
    "--vary": (VARIATIONS, "compare with each weight a quarter lower, and a quarter higher"),
}

Run = Mapping[str, Values]  # collection, or "collection, way" → the values of its queries
Found = Mapping[str, Mapping[str, Values]]  # collection → way → the values of its queries


def evaluated(
    chosen: Sequence[Collection], settings: Settings, ways: Mapping[str, Way], jobs: int = 1
) -> Found:
    """The values of every query in each of `ways`, by collection, in the order of `chosen`."""
    found = {
        asked.name: {name: values(there, asked, jobs, way) for name, way in ways.items()}
        for asked, there in by_corpus(chosen, settings)
    }
    return {collection.name: found[collection.name] for collection in chosen}


def tables(found: Found) -> Iterator[str]:
    """The lines of a table for each collection; then the means of all collections."""
    for name, of_way in found.items():
        usual = next(iter(of_way.values()))
        yield name
        head, *rows = table(of_way, dict.fromkeys(of_way, usual))
        yield from (head, *rows[: len(of_way)])
    if len(found) > 1:
        ways = list(next(iter(found.values())))
        width = max(map(len, [*ways, "collection"]))
        yield "mean"
        yield from (overall(way, width, [of[way] for of in found.values()]) for way in ways)


def compared(
    chosen: Sequence[Collection],
    settings: Settings,
    ways: Mapping[str, Way] | None,
    jobs: int,
    baseline: Run | None = None,
) -> tuple[Run, Iterator[str]]:
    """The run of `chosen`, as `write_run` writes it, and the lines to show of it.

    With `ways` each collection is searched in all of them; without, it is compared with `baseline`.
    """
    if ways is None:
        run = evaluate(chosen, settings, jobs)
        return run, table(run, baseline)
    found = evaluated(chosen, settings, ways, jobs)
    run = {f"{name}, {way}": of for name, ways in found.items() for way, of in ways.items()}
    return run, tables(found)
