"""The report of a speed bench.

Every build and every round of queries runs in a process of its own. Rounds are interleaved: each
engine is measured once before any is measured again, and what is reported are medians.
"""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from statistics import fmean, median, quantiles

from bench.speed.engines import ENGINES
from bench.speed.given import KINDS, written_for
from bench.speed.measuring import WARMING, Asking, Build, ask, build, found
from bench.speed.passages import Passages, folder_texts, shared_texts, written_passages
from bench.speed.queries import queries


@dataclass(frozen=True, slots=True)
class Plan:
    """The engines, sizes and rounds to measure."""

    engines: Sequence[str]
    builds: int  # of each index
    rounds: int  # of queries
    each: int  # queries of each kind
    folder: Path | None  # of documents; None for the shared texts
    shared: Path


@dataclass(frozen=True, slots=True)
class Costs:
    """The cost of an engine: every build, and every round of queries.

    `found` is how many documents the queries of each kind found on average, where it was asked.
    """

    builds: Sequence[Build]
    rounds: Sequence[Asking]
    found: Mapping[str, float]

    def of_build(self, figure: str) -> float:
        """The median of a figure of Build."""
        return float(median(getattr(built, figure) for built in self.builds))

    def of_asking(self, figure: str) -> float:
        """The median of a figure of Asking."""
        return float(median(getattr(asked, figure) for asked in self.rounds))

    def percentiles(self, kind: str) -> tuple[float, ...]:
        """The medians over the rounds of the 50th and 95th percentile of milliseconds a query.

        Empty for what the engine cannot be asked.
        """
        if kind not in self.rounds[0].cpu_ms:
            return ()
        cuts = [quantiles(asked.cpu_ms[kind], n=20, method="inclusive") for asked in self.rounds]
        return median(cut[9] for cut in cuts), median(cut[18] for cut in cuts)


def report(plan: Plan, passages: int) -> Iterator[str]:
    """The lines of a report on an index of `passages` passages."""
    yield f"Python {platform.python_version()}, {os.cpu_count()} processors, {_versions(plan)}"
    with tempfile.TemporaryDirectory(prefix="khizana-speed-") as work:
        corpus = _corpus(plan, passages, Path(work))
        yield from _corpus_lines(corpus)
        yield _load("before")
        costs = _measured(plan, corpus, Path(work))
        yield from _build_lines(costs, corpus)
        yield from _asking_lines(costs)
        yield from _ratio_lines(costs)
        yield _load("after")


def growth(plan: Plan, sizes: Sequence[int]) -> Iterator[str]:
    """The lines of a report on how costs grow with the number of passages."""
    before: Mapping[str, Costs] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="khizana-speed-") as work:
            corpus = _corpus(plan, size, Path(work))
            yield from _corpus_lines(corpus)
            yield _load("before")
            costs = _measured(plan, corpus, Path(work))
        yield from _build_lines(costs, corpus)
        yield from _asking_lines(costs)
        yield from _growth_lines(before, costs)
        before = costs


def _corpus(plan: Plan, passages: int, work: Path) -> Passages:
    texts = folder_texts(plan.folder) if plan.folder else shared_texts(plan.shared)
    corpus = written_passages(texts, passages, work / "passages.jsonl")
    written_for(plan.engines, corpus.file)
    return corpus


def _measured(plan: Plan, corpus: Passages, work: Path) -> dict[str, Costs]:
    """The cost of each engine of the plan."""
    builds: dict[str, list[Build]] = {name: [] for name in plan.engines}
    rounds: dict[str, list[Asking]] = {name: [] for name in plan.engines}
    for _ in range(plan.builds):
        for name in plan.engines:
            folder = work / name
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            builds[name].append(build(name, corpus.file, folder))
    asked = queries(corpus.file, WARMING + plan.each)
    for _ in range(plan.rounds):
        for name in plan.engines:
            rounds[name].append(ask(name, work / name, asked))
    costs = {name: Costs(builds[name], rounds[name], {}) for name in plan.engines}
    telling = next((name for name in plan.engines if ENGINES[name].found), None)
    if telling:
        counts = found(telling, work / telling, asked)
        costs[telling] = replace(costs[telling], found={k: fmean(n) for k, n in counts.items()})
    return costs


# Reporting


def _corpus_lines(corpus: Passages) -> Iterator[str]:
    made = corpus.passages - corpus.real
    yield (
        f"{corpus.passages:,} passages, {corpus.words:,} words, {corpus.bytes / 1e6:.1f} MB of text"
    )
    if made:
        yield (
            f"{corpus.real:,} of them are real. {made:,} are halves of two real ones, with rare "
            "words made into new ones, so that the vocabulary grows as that of the real texts "
            f"does: with exponent {corpus.heaps:.2f}"
        )


def _load(when: str) -> str:
    return f"load average {when}: " + ", ".join(f"{load:.2f}" for load in os.getloadavg())


def _versions(plan: Plan) -> str:
    packages = {"stock": "whoosh", "tantivy": "tantivy", "ours": "numpy"}
    named = (packages[name] for name in plan.engines if name in packages)
    return ", ".join(f"{package} {metadata.version(package)}" for package in named)


def _build_lines(costs: Mapping[str, Costs], corpus: Passages) -> Iterator[str]:
    yield ""
    yield "| engine | CPU s | wall s | M words / CPU s | peak MB | index MB | of the text |"
    yield "|---|---|---|---|---|---|---|"
    for name, cost in costs.items():
        cpu, size = cost.of_build("cpu"), cost.of_build("bytes")
        yield (
            f"| {name}: {ENGINES[name].about} | {cpu:.1f} | {cost.of_build('wall'):.1f} "
            f"| {corpus.words / cpu / 1e6:.2f} | {cost.of_build('peak_megabytes'):.0f} "
            f"| {size / 1e6:.0f} | {size / corpus.bytes:.2f} |"
        )


def _asking_lines(costs: Mapping[str, Costs]) -> Iterator[str]:
    yield ""
    yield f"| CPU ms, p50 / p95 | {' | '.join(KINDS)} | open | MB opened | MB asked |"
    yield "|---" * (len(KINDS) + 4) + "|"
    for name, cost in costs.items():
        cells = [" / ".join(map(_figure, cost.percentiles(kind))) for kind in KINDS]
        cells.append(_figure(cost.of_asking("open_ms")))
        cells += [f"{cost.of_asking(f'{when}_megabytes'):.0f}" for when in ("opened", "asked")]
        yield f"| {name} | {' | '.join(cells)} |"
    for name, cost in costs.items():
        if cost.found:
            told = ", ".join(f"{kind} {_figure(mean)}" for kind, mean in cost.found.items())
            yield ""
            yield f"documents found on average, by {name}: {told}"


def _figure(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def _ratio_lines(costs: Mapping[str, Costs]) -> Iterator[str]:
    """How many times the cost of each of our engines the others cost."""
    for ours in ("archive", "ours"):
        others = [name for name in costs if name not in ("archive", "ours")]
        if ours in costs and others:
            yield from _heading(f"times the cost of {ours}")
            yield from (_times(name, costs[name], costs[ours]) for name in others)


def _growth_lines(before: Mapping[str, Costs], costs: Mapping[str, Costs]) -> Iterator[str]:
    """How many times more each engine costs than for the size before."""
    if before:
        yield from _heading("times the cost for the size before")
        yield from (_times(name, costs[name], before[name]) for name in costs)


def _heading(what: str) -> Iterator[str]:
    yield ""
    yield f"| {what}, p50 / p95 | {' | '.join(KINDS)} | build CPU | size |"
    yield "|---" * (len(KINDS) + 3) + "|"


def _times(name: str, above: Costs, below: Costs) -> str:
    cells = []
    for kind in KINDS:
        pairs = zip(above.percentiles(kind), below.percentiles(kind), strict=False)
        cells.append(" / ".join(_figure(more / less) for more, less in pairs))
    figures = ("cpu", "bytes")
    cells += [_figure(above.of_build(figure) / below.of_build(figure)) for figure in figures]
    return f"| {name} | {' | '.join(cells)} |"
