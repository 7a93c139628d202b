"""The engines that are measured, by name.

An engine is two functions, called in processes of their own:

    build(passages, folder)      indexes the passages, one JSON object a line, into `folder`
    opened(folder)               a function that answers a Query with its first ten documents

and, where it can tell how many documents there are, a third, which is not measured:

    found(folder)                a function that counts the documents of a Query

`stock` and `fts5` are given stems, whose making is not counted; the others read the text as it is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from bench.speed import lucene, others, ours
from bench.speed.given import KINDS, Ask, Count


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine to measure, under one name. `modules` are imported before the clock runs."""

    about: str
    modules: tuple[str, ...]
    build: Callable[[Path, Path], None]
    opened: Callable[[Path], Ask]
    found: Callable[[Path], Count] | None = None
    answers: Collection[str] = KINDS
    warm: int = 5  # times that queries of each kind are asked before the clock runs
    clock: Callable[[], float] = time.thread_time  # processor seconds of the thread that asks


ENGINES = {
    "archive": Engine(
        "Khizana, the whole index of an archive, by `reindex`",
        ("indexer",),
        ours.build_archive,
        ours.opened_archive,
        ours.found_archive,
    ),
    "ours": Engine(
        "Khizana's engine, one field of stems",
        ("indexer.analysis.batch_tokenizer", "indexer.engine.whoosh.searcher"),
        ours.build_ours,
        ours.opened_ours,
        ours.found_ours,
        answers=KINDS[:-1],
    ),
    "stock": Engine(
        "Whoosh 2.7.4 as it comes, one field of stems",
        ("whoosh.index", "whoosh.qparser", "whoosh.highlight"),
        others.build_stock,
        others.opened_stock,
        others.found_stock,
    ),
    "tantivy": Engine(
        "tantivy, its Arabic stemmer, one field",
        ("tantivy",),
        others.build_tantivy,
        others.opened_tantivy,
    ),
    "fts5": Engine(
        "SQLite FTS5, one field of stems",
        (),
        others.build_fts5,
        others.opened_fts5,
        others.found_fts5,
    ),
}
if lucene.installed():
    ENGINES["lucene"] = Engine(
        "Lucene 8, ArabicAnalyzer, one field",
        (),
        others.build_lucene,
        others.opened_lucene,
        answers=KINDS[:-1],
        warm=1_000,  # Java compiles what runs often
        clock=others.lucene_seconds,
    )
