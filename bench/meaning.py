"""Search by meaning: how fast it is, and whether it finds Arabic texts by English and French.

The documents of a corpus are indexed by their texts alone. Their titles in English and French, if
they have such, and `meaning_queries.tsv`, questions of our own in other words, are to find them.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

import numpy as np

from indexer import (
    Archive,
    Document,
    DocumentError,
    SearchRequest,
    Settings,
    load_settings,
    reindex,
)
from indexer.build.passage_vectors import searched_by_meaning
from indexer.evaluate import ndcg, reciprocal_rank
from indexer.ingest import corpus_listing
from indexer.ingest.guarded import guarded_reader
from indexer.ingest.limits import source_limits
from indexer.meaning.model import model
from indexer.meaning.vectors import PassageVectors, TextVectors, write_vectors
from indexer.meaning.weights import DIMENSIONS

QUERIES = Path(__file__).with_name("meaning_queries.tsv")
DEPTH = 10
_PASSAGE, _QUESTION = 250, 12  # piece ids: a usual passage, a usual question
_TIMES = 5


@dataclass(frozen=True, slots=True)
class ForeignQuestion:
    """A question of one kind, and the ids of the documents of which any answers it."""

    kind: str
    text: str
    answers: frozenset[str]


def own_questions() -> Iterator[ForeignQuestion]:
    """The questions of our own."""
    for line in QUERIES.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            language, text, answers = line.split("\t")
            yield ForeignQuestion(f"own, {language}", text, frozenset(answers.split(",")))


def title_questions(documents: list[Document]) -> Iterator[ForeignQuestion]:
    """The titles in other languages, each a question for its document."""
    for document in documents:
        for language, title in (("en", document.title_en), ("fr", document.title_fr)):
            if title:
                yield ForeignQuestion(f"titles, {language}", title, frozenset((document.id,)))


def speeds() -> Iterator[str]:
    """The time of a passage and of a question in the encoder, in processor time."""
    encoder = model().encoder
    rng = np.random.default_rng(1)
    for name, size, count in (("passage", _PASSAGE, 16), ("question", _QUESTION, 1)):
        texts = [rng.integers(10, 200_000, size).tolist() for _ in range(count)]
        encoder.vectors(texts)
        seconds = min(_timed(lambda texts=texts: encoder.vectors(texts)) for _ in range(_TIMES))
        yield f"{1000 * seconds / count:8.1f} ms  a {name} of {size} pieces of words"


def search_speed(passages: int) -> Iterator[str]:
    """The time of a search among so many made-up passages, in processor time."""
    rng = np.random.default_rng(2)
    with tempfile.TemporaryDirectory() as folder:
        empty = [(0, 1)]
        vectors = rng.standard_normal((passages, DIMENSIONS)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        texts = (
            (f"d{number}", TextVectors.of(empty, vectors[number : number + 1]))
            for number in range(passages)
        )
        write_vectors(Path(folder), "bench", texts)
        found = PassageVectors(Path(folder))
        query = vectors[0]
        found.nearest(query, 200)
        seconds = min(_timed(lambda: found.nearest(query, 200)) for _ in range(_TIMES))
    yield f"{1000 * seconds:8.1f} ms  the 200 nearest of {passages:,} documents of one passage"


def _timed(run: object) -> float:
    started = time.process_time()
    run()  # type: ignore[operator]
    return time.process_time() - started


def report(corpus: Path, passages: int) -> Iterator[str]:
    """All of it, as lines."""
    settings = searched_by_meaning(load_settings())
    yield from speeds()
    yield from search_speed(passages)
    if not corpus.is_dir():
        yield f"{corpus} is absent: no questions were asked"
        return
    documents = list(_documents(settings.with_folders(corpus)))
    questions = [*title_questions(documents), *own_questions()]
    with tempfile.TemporaryDirectory() as folder:
        there = settings.with_folders(Path(folder, "corpus"), Path(folder, "index"))
        _write(there.corpus.folder, documents)
        reindex(there)
        by_words = replace(there, meaning=replace(there.meaning, enabled=False))
        yield f"{'':14}{'questions':>10}{'nDCG@10':>20}{'MRR@10':>20}"
        yield f"{'':24}{'words':>10}{'meaning':>10}{'words':>10}{'meaning':>10}"
        with Archive(by_words) as plain, Archive(there) as archive:
            rows = [_of_kinds(one, questions) for one in (plain, archive)]
        for kind, values in rows[0].items():
            pairs = zip(values, rows[1][kind], strict=True)
            figures = "".join(f"{value:10.3f}" for pair in pairs for value in pair)
            yield f"{kind:14}{sum(one.kind == kind for one in questions):10}{figures}"


def _documents(settings: Settings) -> Iterator[Document]:
    limits = source_limits(settings.corpus, settings.reading)
    with guarded_reader(limits) as reader:
        for read in reader.read(corpus_listing(settings.corpus.folder).sources):
            if not isinstance(read, DocumentError):
                yield read


def _write(folder: Path, documents: list[Document]) -> None:
    """Writes the texts of `documents`, without any title, as a corpus."""
    folder.mkdir()
    with (folder / "corpus.jsonl").open("w", encoding="utf-8") as file:
        for document in documents:
            file.write(json.dumps({"id": document.id, "text": document.text}) + "\n")


def _of_kinds(
    archive: Archive, questions: list[ForeignQuestion]
) -> Mapping[str, tuple[float, float]]:
    """kind → (nDCG, MRR) of its questions."""
    values: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for question in questions:
        page = archive.search(SearchRequest(question.text, page_size=DEPTH))
        found = [hit.document.id for hit in page.hits]
        right = [name for name in found if name in question.answers][:1]
        grades = dict.fromkeys(right or question.answers, 1.0)  # any of them will do
        grades = dict(list(grades.items())[:1])
        values[question.kind].append(
            (ndcg(found, grades, DEPTH), reciprocal_rank(found, grades, DEPTH))
        )
    return {
        kind: (fmean(row[0] for row in rows), fmean(row[1] for row in rows))
        for kind, rows in values.items()
    }
