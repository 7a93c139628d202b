"""Are the words that the width `derived` joins near derivatives, and how many forms does it add?

`derived_pairs.tsv` has 1,679 pairs of words of one root, drawn with seeds from two archives and
judged by hand: `near` where who asks for the first is served by the second (a verb, its noun and
its participles; a noun and its adjective in ي; a participle and its feminine), or `other`.

    ROOT    any two words of one root
    RULE    words that the rule joined, or an earlier and wider form of it
    DEV     the rule was made on these; the pairs of HELD were not read for it

    right   pairs that are near, of those joined
    found   pairs joined, of those that are near
    forms   forms of a word at each width, mean over the families that have near ones
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from random import Random
from typing import NamedTuple

from bench.running import running_text, written_counts
from bench.speed.passages import folder_texts
from bench.spellings import ARCHIVES, WITH_CORPUS, texts_of
from indexer.analysis import (
    CorpusStatistics,
    derivations_of,
    folded,
    joined_plurals,
    learnt_families,
    roots_of,
)

PAIRS = Path(__file__).with_name("derived_pairs.tsv")


class Judged(NamedTuple):
    """A line of the list: two words of an archive, how they were drawn, and what they are."""

    archive: str
    drawn: str
    half: str
    one: str
    other: str
    verdict: str


class _Joined(NamedTuple):
    """The families, roots and near families of the words of an archive."""

    families: Mapping[str, str]
    roots: Mapping[str, str]
    near: Mapping[str, list[str]]
    evidence: CorpusStatistics

    def has(self, row: Judged) -> bool:
        one, other = (self.families.get(folded(word)) for word in (row.one, row.other))
        return one is not None and other in self.near.get(one, ())


def judged_pairs() -> list[Judged]:
    """The lines of the list."""
    return [Judged(*line.split("\t")) for line in PAIRS.read_text("utf-8").splitlines()]


def report(corpus: Path, quality: Path, draw: int, seed: int) -> Iterator[str]:
    """The lines of the report; or, to be judged, `draw` pairs of each archive that are joined."""
    judged = judged_pairs()
    if not draw:
        yield "archive  drawn half  pairs   near  joined  right  found"
    every: list[tuple[Judged, bool]] = []
    gains: list[str] = []
    for name, collections in ARCHIVES.items():
        texts = chain(
            folder_texts(corpus) if name == WITH_CORPUS else (),
            *(texts_of(quality / collection / "corpus.jsonl.gz") for collection in collections),
        )
        joined = _joined(texts)
        if draw:
            known = {frozenset((row.one, row.other)) for row in judged if row.archive == name}
            yield from _drawn(name, joined, known, draw, seed)
            continue
        rows = [(row, joined.has(row)) for row in judged if row.archive == name]
        for drawn in ("ROOT", "RULE"):
            for half in ("DEV", "HELD"):
                yield _line(name, drawn, half, rows)
        every += rows
        gains.append(_gain(name, joined))
    if not draw:
        yield _line("both", "", "DEV", every)
        yield _line("both", "", "HELD", every)
        yield from gains


def _joined(texts: Iterable[str]) -> _Joined:
    text = running_text(texts)
    counts = written_counts(text)
    families, decisions = learnt_families(counts, text)
    roots = roots_of(families, counts, {}, plurals=joined_plurals(decisions, families))
    evidence = CorpusStatistics.from_counts(counts)
    return _Joined(families, roots, derivations_of(families, roots, evidence), evidence)


def _drawn(
    name: str, joined: _Joined, known: set[frozenset[str]], number: int, seed: int
) -> Iterator[str]:
    spelling = joined.evidence.usual_spelling
    pairs = sorted(
        (spelling(one), spelling(other))
        for one, others in joined.near.items()
        for other in others
        if one < other
    )
    fresh = [pair for pair in pairs if frozenset(pair) not in known]
    for one, other in Random(seed).sample(fresh, min(number, len(fresh))):
        yield f"{name}\tRULE\tHELD\t{one}\t{other}\t"


def _line(name: str, drawn: str, half: str, rows: Iterable[tuple[Judged, bool]]) -> str:
    chosen = [
        (row.verdict == "near", joined)
        for row, joined in rows
        if row.half == half and drawn in ("", row.drawn)
    ]
    near, joined = sum(near for near, _ in chosen), sum(joined for _, joined in chosen)
    right = sum(near and joined for near, joined in chosen)
    return (
        f"{name:8} {drawn:5} {half:5} {len(chosen):5,} {near:6,} {joined:7,}"
        f" {right / max(1, joined):6.3f} {right / max(1, near):6.3f}"
    )


def _gain(name: str, joined: _Joined) -> str:
    """How many forms words have at each width, as a line."""
    sizes = dict.fromkeys(joined.families.values(), 0)
    for family in joined.families.values():
        sizes[family] += 1
    of_root: dict[str, int] = {}
    for family, size in sizes.items():
        root = joined.roots[family]
        of_root[root] = of_root.get(root, 0) + size
    words = len(joined.near)
    alone = sum(sizes[one] for one in joined.near) / words
    near = sum(sizes[other] for others in joined.near.values() for other in others) / words
    akin = sum(of_root[joined.roots[one]] for one in joined.near) / words
    return (
        f"{name:8} {words:,} of {len(sizes):,} families have near ones; forms of a word:"
        f" {alone:.1f} word, {alone + near:.1f} derived, {akin:.1f} root"
    )
