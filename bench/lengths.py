"""The ranking of long documents among short ones: collections whose documents are put together.

Neighbouring documents of a corpus become one of 1 to 80 of them, most of them 1, drawn from a seed.
The questions stay, and are answered by the document that holds the right one. So laws of 20,000
words stand beside notices of 100, and the answer is a short stretch of them.
"""

from __future__ import annotations

import gzip
import json
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from indexer import load_settings
from indexer.evaluate import USUAL, Collection, Way, collections, documents
from indexer.variations import evaluated, tables

_SIZES = (1,) * 60 + (5,) * 10 + (20,) * 5 + (80,) * 2  # documents put together, likeliest first
_SEED = 5
_WAYS = {"all weights": USUAL, "without stretch": Way(weights={"stretch": 0.0})}


def report(folder: Path, names: Sequence[str], jobs: int) -> Iterator[str]:
    """The lines of a table for each collection, with and without the best stretch."""
    with tempfile.TemporaryDirectory(prefix="khizana-") as made:
        found = evaluated(put_together(folder, names, Path(made)), load_settings(), _WAYS, jobs)
        yield from tables(found)


def put_together(
    folder: Path, names: Sequence[str], made: Path, *, headed: bool = False
) -> Sequence[Collection]:
    """The collections, their documents put together in `made`: each under a heading if `headed`."""
    chosen = collections(folder, names)
    for corpus in {asked.corpus for asked in chosen}:
        whole_of = _written(corpus, Path(made, corpus.parent.name), headed)
        for asked in chosen:
            if asked.corpus == corpus:
                _write_questions(asked, whole_of, Path(made, asked.name))
    return collections(made)


def _written(corpus: Path, folder: Path, headed: bool) -> Mapping[str, str]:
    """id → id of the longer document; writes the corpus of longer documents into `folder`."""
    rows = list(documents(corpus))
    draw = random.Random(_SEED)
    whole_of: dict[str, str] = {}
    folder.mkdir(exist_ok=True)
    with gzip.open(folder / "corpus.jsonl.gz", "wt", encoding="utf-8") as file:
        at = 0
        while at < len(rows):
            some = rows[at : at + draw.choice(_SIZES)]
            name = f"{len(some)}-{at}"
            whole_of |= {row["id"]: name for row in some}
            title = some[0].get("title") if len(some) == 1 else None
            inner = [str(row.get("title") or "") for row in some if len(some) > 1]
            texts = [str(row["text"]) for row in some]
            if headed and inner:
                texts = [f"## {number}\n\n{text}" for number, text in enumerate(texts, start=1)]
            text = "\n\n".join([*inner, *texts])
            file.write(json.dumps({"id": name, "title": title, "text": text}) + "\n")
            at += len(some)
    return whole_of


def _write_questions(asked: Collection, whole_of: Mapping[str, str], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    lines = (f"{query}\t{text}\n" for query, text in asked.queries.items())
    (folder / "queries.tsv").write_text("".join(lines), "utf-8")
    grades: dict[tuple[str, str], float] = {}
    for query, right in asked.grades.items():
        for document, grade in right.items():
            row = query, whole_of[document]
            grades[row] = max(grade, grades.get(row, 0.0))
    lines = (f"{query}\t{name}\t{grade}\n" for (query, name), grade in grades.items())
    (folder / "qrels.tsv").write_text("".join(lines), "utf-8")
    corpus = json.dumps({"corpus": asked.corpus.parent.name})
    (folder / "meta.json").write_text(corpus, "utf-8")
