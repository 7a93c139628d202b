"""Lucene's answers to questions with known answers, for `python -m indexer evaluate --baseline`.

Lucene 8 as it comes: its ArabicAnalyzer (light10 stems, its stop words), BM25 with k1 1.2 and b
0.75, any of the analysed words of the question. Title and text are one field, as the words of a
title are among those of the text in ours: it reads every word that we read.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from bench.speed import lucene
from indexer.errors import EvaluationError
from indexer.evaluate import (
    DEPTH,
    Collection,
    Values,
    collections,
    documents,
    measured,
    table,
    write_run,
)


def report(folder: Path, names: Sequence[str], file: Path | None) -> Iterator[str]:
    """The lines of the table of means; the values of every query are written to `file`.

    Raises EvaluationError where Lucene is not installed.
    """
    if not lucene.installed():
        raise EvaluationError(
            "Lucene",
            "cannot be run here; on Debian: apt install liblucene8-java default-jdk-headless",
        )
    chosen = collections(folder, names)
    found: dict[str, Values] = {}
    by_corpus = attrgetter("corpus")
    for corpus, group in groupby(sorted(chosen, key=by_corpus), by_corpus):
        found |= _values(corpus, tuple(group))
    run = {collection.name: found[collection.name] for collection in chosen}
    if file:
        write_run(file, run)
    yield from table(run)


def _values(corpus: Path, asked: Sequence[Collection]) -> dict[str, Values]:
    """The measures of Lucene for each collection of `asked`, all of them on `corpus`."""
    queries = [_line(query) for collection in asked for query in collection.queries.values()]
    with tempfile.TemporaryDirectory(prefix="khizana-") as folder:
        written = Path(folder, "documents.tsv")
        with written.open("w", encoding="utf-8", errors="replace") as file:
            for document in documents(corpus):
                text = f"{document.get('title') or ''} {document['text']}"
                file.write(f"{document['id']}\t{_line(text)}\n")
        done = subprocess.run(
            lucene.command("Ranked", written, DEPTH),
            input="".join(f"{query}\n" for query in queries),
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        )
    rankings = iter(line.split("\t") for line in done.stdout.removesuffix("\n").split("\n"))
    return {
        collection.name: measured(collection, [next(rankings) for _ in collection.queries])
        for collection in asked
    }


def _line(text: str) -> str:
    """`text` on one line, without a tab."""
    return " ".join(text.split())
