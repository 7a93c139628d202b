"""How much faster several processes build an index, and whether it is the same index."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.speed.passages import shared_texts, written_passages
from indexer import load_settings
from indexer.engine.registry import engine_of

_LEXICON = ("words.tsv", "families.tsv", "roots.tsv", "homographs.tsv", "decisions.tsv")


def report(shared: Path, passages: int, jobs: Sequence[int]) -> Iterator[str]:
    """The lines of a report on builds of an archive of `passages`, by each number of `jobs`."""
    with tempfile.TemporaryDirectory(prefix="khizana-jobs-") as work:
        corpus = Path(work, "corpus")
        corpus.mkdir()
        made = written_passages(shared_texts(shared), passages, corpus / "passages.jsonl")
        yield (
            f"{made.passages:,} passages ({made.real:,} real), {made.words:,} words; "
            f"{os.cpu_count()} processors, load average {os.getloadavg()[0]:.2f}"
        )
        yield f"{'jobs':>5}{'seconds':>10}{'of one':>8}{'CPU s':>8}  lexicon"
        first: tuple[float, list[bytes]] | None = None
        for number in jobs:
            index = Path(work, f"index-{number}")
            seconds, cpu = _built(corpus, index, number)
            files = _lexicon(corpus, index)
            first = first or (seconds, files)
            same = "the same" if files == first[1] else "ANOTHER"
            yield f"{number:>5}{seconds:>10.1f}{first[0] / seconds:>7.2f}×{cpu:>8.1f}  {same}"


def _built(corpus: Path, index: Path, jobs: int) -> tuple[float, float]:
    """(seconds, seconds of processor time) that a build by so many `jobs` takes."""
    folders = ("--corpus", str(corpus), "--index", str(index))
    before, started = _cpu(), time.monotonic()
    command = [sys.executable, "-m", "indexer", "reindex", *folders, "--jobs", str(jobs)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - started, _cpu() - before


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _lexicon(corpus: Path, index: Path) -> list[bytes]:
    """The bytes of the files of words, families and roots of the generation in `index`."""
    engine = engine_of(load_settings().with_folders(corpus, index).index)
    return [(engine.files(engine.current()) / name).read_bytes() for name in _LEXICON]
