"""Questions with known answers → how well the search ranks: `python -m indexer evaluate DIR`.

A collection is a folder of DIR with `queries.tsv` (id TAB text), `qrels.tsv` (query id TAB document
id TAB grade) and `meta.json`, whose "corpus" names the folder of DIR that holds
`corpus.jsonl.gz`, if it is another. Each corpus is indexed once, in a temporary folder, and every
question is carried out as a reader's search would be: there is no ranking code here.
"""

from __future__ import annotations

import gzip
import json
import logging
import math
import random
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from operator import attrgetter, getitem
from pathlib import Path
from statistics import fmean
from typing import Any, TextIO

from indexer.archive import Archive
from indexer.build.processes import processes
from indexer.build.reindex import reindex
from indexer.errors import EvaluationError
from indexer.model import Note, SearchRequest, Width
from indexer.query.ranking import Weights
from indexer.search.mixing import found_hits
from indexer.search.outcome import Rows
from indexer.settings import Settings

_log = logging.getLogger(__name__)

Grades = Mapping[str, float]  # document id → how right it is; documents not named are wrong
Values = Mapping[str, Sequence[float]]  # query id → the value of each of MEASURES

DEPTH = 100  # hits asked for: as deep as the deepest measure looks
_PERMUTATIONS = 10_000
_SEED = 2007


@dataclass(frozen=True, slots=True)
class Collection:
    """Questions put to one corpus, and which of its documents answer each."""

    name: str
    corpus: Path  # corpus.jsonl.gz
    queries: Mapping[str, str]
    grades: Mapping[str, Grades]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to search: the width, and the weights of evidence that are other than usual.

    `weights` maps names of fields of Weights to their values.
    """

    width: Width = Width.WORD
    weights: Mapping[str, float] = field(default_factory=dict)


USUAL = Way()


# Measures of one ranking, the best document first. All are from 0 to 1.


def ndcg(ranking: Sequence[str], grades: Grades, depth: int) -> float:
    """The discounted cumulative gain of the first `depth`, as a share of the best there could be.

    Järvelin & Kekäläinen 2002, with the discount log2(rank + 1) that trec_eval uses.
    """
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(document, 0) for document in ranking[:depth]]) / best


def _gain(grades: Sequence[float]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def reciprocal_rank(ranking: Sequence[str], grades: Grades, depth: int) -> float:
    """1 / the rank of the first right document; 0 when none is among the first `depth`.

    Its mean over queries is MRR (Voorhees 1999, TREC-8 question answering).
    """
    right = (rank for rank, document in enumerate(ranking[:depth], start=1) if document in grades)
    return 1 / next(right, math.inf)


def success(ranking: Sequence[str], grades: Grades, depth: int) -> float:
    """1 when a right document is among the first `depth`, else 0."""
    return float(not grades.keys().isdisjoint(ranking[:depth]))


def recall(ranking: Sequence[str], grades: Grades, depth: int) -> float:
    """The share of the right documents that is among the first `depth`."""
    return len(grades.keys() & set(ranking[:depth])) / len(grades)


MEASURES: dict[str, tuple[Callable[[Sequence[str], Grades, int], float], int]] = {
    "nDCG@10": (ndcg, 10),
    "MRR@10": (reciprocal_rank, 10),
    "S@1": (success, 1),
    "Recall@10": (recall, 10),
    "Recall@100": (recall, DEPTH),
}


# A folder of collections


def collections(
    folder: Path, names: Sequence[str] = (), kind: str | None = None
) -> tuple[Collection, ...]:
    """The collections in `folder`, or those of `names`, with the questions of `kind` if given.

    Raises EvaluationError when there is none, or one of them is malformed.
    """
    found = {path.parent.name: path.parent for path in sorted(folder.glob("*/queries.tsv"))}
    if not found:
        raise EvaluationError(str(folder), "holds no folder with a queries.tsv")
    if unknown := [name for name in names if name not in found]:
        reason = f"has no collection {', '.join(unknown)}; there are {', '.join(found)}"
        raise EvaluationError(str(folder), reason)
    return tuple(_collection(found[name], kind) for name in (names or found))


def _collection(folder: Path, kind: str | None) -> Collection:
    path = folder / (f"queries.{kind}.tsv.gz" if kind else "queries.tsv")
    queries: dict[str, str] = {}
    for number, (query, text) in _rows(path, 2):
        if query in queries:
            raise EvaluationError(str(path), f"the id {query} is used twice", number)
        queries[query] = text
    if not queries:
        raise EvaluationError(str(path), "has no query")
    grades = _grades(folder / "qrels.tsv")
    if unanswered := next((query for query in queries if query not in grades), None):
        raise EvaluationError(str(folder / "qrels.tsv"), f"names no document for {unanswered}")
    return Collection(folder.name, _corpus(folder), queries, grades)


def _grades(path: Path) -> dict[str, dict[str, float]]:
    """query id → document id → grade, of the documents graded above 0."""
    grades: dict[str, dict[str, float]] = {}
    for number, (query, document, written) in _rows(path, 3):
        try:
            grade = float(written)
        except ValueError as error:
            raise EvaluationError(str(path), f"“{written}” is no grade", number) from error
        if not math.isfinite(grade):
            raise EvaluationError(str(path), f"“{written}” is no grade", number)
        if grade > 0:
            grades.setdefault(query, {})[document] = grade
    return grades


def _corpus(folder: Path) -> Path:
    path = folder / "meta.json"
    try:
        meta = json.loads("".join(_lines(path)))
    except (json.JSONDecodeError, RecursionError) as error:
        raise EvaluationError(str(path), "is not JSON") from error
    name = meta.get("corpus", folder.name) if isinstance(meta, dict) else None
    if not isinstance(name, str):
        raise EvaluationError(str(path), "must be an object whose corpus is the name of a folder")
    corpus = folder.parent / name / "corpus.jsonl.gz"
    if not corpus.is_file():
        raise EvaluationError(str(path), f"names the corpus {name}, but there is no {corpus}")
    return corpus


def _rows(path: Path, columns: int) -> Iterator[tuple[int, list[str]]]:
    """(line number, columns) of each line that is not empty; the last column may hold tabs."""
    for number, line in enumerate(_lines(path), start=1):
        if line.strip():
            row = line.rstrip("\n").split("\t", columns - 1)
            if len(row) < columns:
                raise EvaluationError(str(path), f"fewer than {columns} columns", number)
            yield number, row


def _lines(path: Path) -> Iterator[str]:
    """The lines of the text file at `path`, decompressed if it is a .gz."""
    try:
        with _opened(path) as file:
            yield from file
    except (OSError, EOFError, zlib.error) as error:
        raise EvaluationError(str(path), f"cannot be read: {error}") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(str(path), "is not UTF-8") from error


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


# Asking


@contextmanager
def indexed(corpus: Path, settings: Settings) -> Iterator[Settings]:
    """The settings of an archive of `corpus`, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="khizana-") as folder:
        written, index = Path(folder, "corpus"), Path(folder, "index")
        written.mkdir()
        with (written / "corpus.jsonl").open("w", encoding="utf-8") as file:
            for document in documents(corpus):
                file.write(json.dumps(document) + "\n")
        there = settings.with_folders(written, index)
        report = reindex(there)
        for skipped in report.skipped:
            _log.warning("%s: skipped %s", corpus, skipped)
        yield there


def documents(corpus: Path) -> Iterator[Mapping[str, Any]]:
    """The documents of `corpus`, as they stand there: "title" may be missing, or nothing."""
    for number, line in enumerate(_lines(corpus), start=1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise EvaluationError(str(corpus), "is not JSON", number) from error
        if not isinstance(document, dict):
            raise EvaluationError(str(corpus), "must be a JSON object", number)
        yield document


def values(settings: Settings, asked: Collection, jobs: int = 1, way: Way = USUAL) -> Values:
    """The measures of each query of `asked` in the archive of `settings`, by `jobs` processes."""
    texts = tuple(asked.queries.values())
    if jobs == 1:
        answers = _answers(settings, texts, way)
    else:
        slices = [texts[at::jobs] for at in range(jobs)]
        with processes(jobs) as pool:
            parts = list(pool.map(_answers, [settings] * jobs, slices, [way] * jobs))
        answers = [parts[at % jobs][at // jobs] for at in range(len(texts))]
    if partial := sum(cut for _, cut in answers):
        _log.warning("%s: the time limit cut %d answers short", asked.name, partial)
    return measured(asked, [ranking for ranking, _ in answers])


def measured(asked: Collection, rankings: Sequence[Sequence[str]]) -> Values:
    """The measures of `rankings`: the ids of the documents found for each query of `asked`."""
    return {
        query: tuple(measure(ranking, asked.grades[query], n) for measure, n in MEASURES.values())
        for query, ranking in zip(asked.queries, rankings, strict=True)
    }


def _answers(
    settings: Settings, queries: Sequence[str], way: Way
) -> list[tuple[tuple[str, ...], bool]]:
    """The ids of the documents found for each query, and whether the time limit was reached."""
    answers = []
    weights = replace(Weights(title=settings.search.title_boost), **way.weights)
    with Archive(settings, weights) as archive:
        for query in queries:
            with archive.session() as session:  # passages, which nobody reads, would take longer
                request = SearchRequest(query, way.width)
                found = found_hits(session, request, Rows(request.sort, 0, DEPTH))
            ids = tuple(document_id for document_id, _ in found.rows)
            answers.append((ids, Note.PARTIAL in found.by_words.notes))
    return answers


def by_corpus(
    chosen: Sequence[Collection], settings: Settings
) -> Iterator[tuple[Collection, Settings]]:
    """Each collection with the settings of an archive that holds its corpus."""
    corpus_of = attrgetter("corpus")
    for corpus, group in groupby(sorted(chosen, key=corpus_of), corpus_of):
        with indexed(corpus, settings) as there:
            for collection in group:
                yield collection, there


def evaluate(chosen: Sequence[Collection], settings: Settings, jobs: int = 1) -> dict[str, Values]:
    """The values of every query, by collection, in the order of `chosen`."""
    run = {asked.name: values(there, asked, jobs) for asked, there in by_corpus(chosen, settings)}
    return {collection.name: run[collection.name] for collection in chosen}


# Comparing


def mean(found: Values, at: int) -> float:
    """The mean over queries of the measure at `at` in MEASURES."""
    return fmean(row[at] for row in found.values())


def significance(differences: Sequence[float]) -> float:
    """The p of these paired differences: two-sided, by 10,000 random permutations, seeded.

    A permutation swaps the two systems on a random half of the queries; p is the share of them
    whose mean is as far from 0 (Fisher's randomization test, as Smucker, Allan & Carterette 2007),
    the observed one counted as one of them.
    """
    tables = [
        _signed_sums(differences[start : start + 8]) for start in range(0, len(differences), 8)
    ]
    least = abs(sum(differences)) - 1e-9  # sums in another order differ in the last digits
    draw = random.Random(_SEED).randbytes  # noqa: S311 - nothing is kept secret
    extreme = sum(
        abs(sum(map(getitem, tables, draw(len(tables))))) >= least for _ in range(_PERMUTATIONS)
    )
    return (extreme + 1) / (_PERMUTATIONS + 1)


def _signed_sums(differences: Sequence[float]) -> list[float]:
    """For each byte, the sum of up to 8 differences, those whose bit is 0 negated.

    Eight signs are then drawn and added up at a time.
    """
    sums = [0.0]
    for difference in differences:
        sums = [total + sign * difference for sign in (-1, 1) for total in sums]
    return sums * (256 // len(sums))


# Reporting


def table(run: Mapping[str, Values], baseline: Mapping[str, Values] | None = None) -> Iterator[str]:
    """The lines of a table of means; with a baseline, of how nDCG@10 differs from it and the p.

    The difference is over the queries that both runs have.
    """
    width = max(map(len, [*run, "collection"]))
    compared = f"{'difference':>12}{'p':>9}" if baseline is not None else ""
    yield f"{'collection':{width}}{'queries':>9}" + "".join(f"{m:>12}" for m in MEASURES) + compared
    for name, found in run.items():
        means = "".join(f"{mean(found, at):12.4f}" for at in range(len(MEASURES)))
        earlier = (baseline or {}).get(name, {})
        pairs = [found[query][0] - earlier[query][0] for query in found if query in earlier]
        difference = f"{fmean(pairs):+12.4f}{significance(pairs):9.4f}" if pairs else ""
        yield f"{name:{width}}{len(found):9,}{means}{difference}"
    if len(run) > 1:
        yield overall("mean", width, tuple(run.values()))


def overall(name: str, width: int, runs: Sequence[Values]) -> str:
    """The line `name` of a table: the means of the means of `runs`."""
    means = (fmean(mean(found, at) for found in runs) for at in range(len(MEASURES)))
    return f"{name:{width}}{'':9}" + "".join(f"{value:12.4f}" for value in means)


def write_run(path: Path, run: Mapping[str, Values]) -> None:
    """Writes the values of every query to `path`, for `read_run`."""
    try:
        path.write_text(json.dumps({"measures": list(MEASURES), "collections": run}), "utf-8")
    except OSError as error:
        raise EvaluationError(str(path), f"cannot be written: {error.strerror}") from error


def read_run(path: Path) -> dict[str, Values]:
    """The values that `write_run` wrote; raises EvaluationError when it is something else."""
    try:
        written = json.loads("".join(_lines(path)))
        run: dict[str, Values] = written["collections"]
        rows = chain.from_iterable(found.values() for found in run.values())
        whole = written["measures"] == list(MEASURES) and all(
            len(row) == len(MEASURES) and all(isinstance(value, float | int) for value in row)
            for row in rows
        )
    except (json.JSONDecodeError, RecursionError, KeyError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise EvaluationError(str(path), "is not a run that --json wrote")
    return run
