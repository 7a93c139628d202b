"""Are long documents ranked better by the evidence of their parts than by stretches of 800 words?

Documents of a collection are put together as in `lengths`, each under a heading of its own, so that
every one is a part of the long one; and five words of an article, drawn from a seed, are asked of
the laws of the shared corpus: right is the law, among all documents. In the place of the best
stretch then counts

    parts of N words    the best part; parts in a row are one as long as they have fewer than N
                        words, and a long one is cut into pieces of 800; each in its own length
    as 800 words        the same, each in the length of a stretch
    a third of a part   the best stretch, and a third of what the best part of 100 words adds
    a third more        the best stretch with 4/3 of its weight, to compare the last one with
"""

from __future__ import annotations

import random
import tempfile
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

import numpy as np

from bench.lengths import put_together
from indexer import load_settings, reindex
from indexer.analysis import is_function_word, tokens
from indexer.build.indexed_text import indexed_texts
from indexer.engine.protocol import STRETCH
from indexer.engine.registry import engine_of
from indexer.engine.scoring import rescoring
from indexer.engine.scoring.rescoring import Rescoring
from indexer.engine.scoring.scorer import DocSet, Scorer
from indexer.engine.segment.array_file import Array
from indexer.evaluate import Collection, indexed, mean, significance, values
from indexer.model import Document
from indexer.model.divisions import divisions_of
from indexer.settings import Settings
from indexer.structure.tree import ARTICLES

_ARTICLES, _WORDS = 8, 5  # of a law, that are asked; of an article
_SEED = 14
_SHORTEST = 100  # words of a part that is evidence by itself
_BY_STRETCH = Rescoring._add_stretches
_Starts = Mapping[str, Sequence[int]]  # id of a document → the words at which its parts begin

# name → the least words of a part, None for stretches; the length that it counts by, None for its
# own; its weight; and the weight of the best stretch beside it. None: as the search does.
_WAYS: dict[str, tuple[int | None, int | None, float, float] | None] = {
    "stretches": (None, None, 0.0, 1.0),
    "as the search does": None,
    "parts of 100 words": (100, None, 1.0, 0.0),
    "parts of 300 words": (300, None, 1.0, 0.0),
    "parts of 800 words": (800, None, 1.0, 0.0),
    "of 300, as 800 words": (300, STRETCH, 1.0, 0.0),
    "a third of a part": (_SHORTEST, None, 1 / 3, 1.0),
    "a third more": (None, None, 0.0, 4 / 3),
}


def report(folder: Path, names: Sequence[str], corpus: Path) -> Iterator[str]:
    """nDCG@10 of each way, with its difference to stretches, for each collection."""
    with tempfile.TemporaryDirectory(prefix="khizana-") as made:
        settings = load_settings().with_folders(corpus, Path(made, "index"))
        reindex(settings)
        yield from _compared(article_words(settings), settings)
        for asked in put_together(folder, names, Path(made), headed=True):
            with indexed(asked.corpus, load_settings()) as there:
                yield from _compared(asked, there)


def article_words(settings: Settings) -> Collection:
    """Words of articles of the long documents in an archive, each answered by its document."""
    draw = random.Random(_SEED)
    queries: dict[str, str] = {}
    for document in _long_documents(settings):
        parts = divisions_of(document.divisions)
        ends = [part.start for part in parts[1:]] + [len(document.text)]
        articles = [
            document.text[part.start + len(part.title) : end]
            for part, end in zip(parts, ends, strict=True)
            if part.kind in ARTICLES
        ]
        for text in draw.sample(articles, min(_ARTICLES, len(articles))):
            words = dict.fromkeys(token.written for token in tokens(text))
            kept = [word for word in words if not is_function_word(word) and word.isalpha()]
            if len(kept) >= 2 * _WORDS:
                places = sorted(draw.sample(range(len(kept)), _WORDS))
                queries[f"{document.id} {len(queries)}"] = " ".join(kept[at] for at in places)
    grades = {query: {query.rpartition(" ")[0]: 1.0} for query in queries}
    return Collection("words of articles", settings.corpus.folder, queries, grades)


def _compared(asked: Collection, settings: Settings) -> Iterator[str]:
    starts = _starts(settings)
    own = sum(map(len, starts.values()))
    yield f"{asked.name}: {len(asked.queries)} questions, {len(starts)} long, {own} parts"
    usual: dict[str, float] = {}
    for name, way in _WAYS.items():
        with _ranked_by(starts, *way) if way else nullcontext():
            found = values(settings, asked)
        usual = usual or {query: row[0] for query, row in found.items()}
        differences = [row[0] - usual[query] for query, row in found.items()]
        told = f"{sum(differences) / len(differences):+.4f} ({significance(differences):.4f})"
        yield f"  {name:22} {mean(found, 0):.4f}  {told if any(differences) else ''}"


def _long_documents(settings: Settings) -> Iterator[Document]:
    """The documents of more than a stretch that have parts."""
    engine = engine_of(settings.index)
    with closing(engine.open(engine.current())) as searcher:
        for document in searcher.scan():
            if document.divisions and sum(1 for _ in tokens(document.text)) > STRETCH:
                yield document


def _starts(settings: Settings) -> _Starts:
    """The parts of each long document, as the words of its field begin them: title, then text."""
    starts: dict[str, list[int]] = {}
    for document in _long_documents(settings):
        words = [token.start for token in tokens(document.text)]
        before = 1 + sum(1 for _ in tokens(indexed_texts(document)["title"]))
        places = (part.start for part in divisions_of(document.divisions))
        found = {before + bisect_left(words, place) for place in places}
        starts[document.id] = sorted(found | {0})
    return starts


@contextmanager
def _ranked_by(
    starts: _Starts, least: int | None, length: int | None, weight: float, by_stretch: float
) -> Iterator[None]:
    """Ranks by parts of `least` words while it lasts."""

    def added(
        self: Rescoring,
        scorer: Scorer,
        among: DocSet,
        found: Mapping[tuple[str, str], Array],
        scores: Array,
    ) -> None:
        before = scores.copy()
        _BY_STRETCH(self, scorer, among, found, scores)
        scores[:] = before + np.float32(by_stretch or 1.0) * (scores - before)
        if least is None:
            return
        for number in among.numbers.tolist():
            places = starts.get(scorer.segment.document_id(number))
            if places:
                kept = scores[number] if by_stretch else before[number]
                more = _best_part(self, scorer, number, found, _grouped(places, least), length)
                scores[number] = kept + np.float32(weight * more)

    put_best = rescoring._Parts.put_best
    Rescoring._add_stretches = added  # type: ignore[method-assign]
    rescoring._Parts.put_best = _put_nothing  # type: ignore[method-assign]
    try:
        yield
    finally:
        Rescoring._add_stretches = _BY_STRETCH  # type: ignore[method-assign]
        rescoring._Parts.put_best = put_best  # type: ignore[method-assign]


def _put_nothing(
    self: object, best: Array, placed: Array, positions: Array, weights: Array
) -> None:
    """Stands in the place of what ranks by parts."""


def _grouped(places: Sequence[int], least: int) -> Array:
    """The words at which groups of parts begin, that have `least` words or more."""
    kept = [0]
    for place in places:
        if place - kept[-1] >= least:
            kept += range(kept[-1] + STRETCH, place - STRETCH // 2, STRETCH)
            kept.append(place)
    return np.array(kept, np.int64)


def _best_part(
    self: Rescoring,
    scorer: Scorer,
    number: int,
    found: Mapping[tuple[str, str], Array],
    begins: Array,
    length: int | None,
) -> float:
    """The score that the best part adds: what it has above the whole, by its share."""
    field = self._stretch[0][0].field if self._stretch else ""
    if not field:
        return 0.0
    words = int(scorer.segment.fields[field].lengths[np.array([number])][0])
    sizes = np.diff(np.append(begins, max(words, begins[-1] + 1)))
    different, at = np.unique(sizes, return_inverse=True)
    norms = np.array([scorer.statistics.norm(field, length or int(size)) for size in different])[at]
    whole_norm = float(scorer.statistics.norms(scorer.at, field)[number])
    sums, whole = np.zeros(len(begins)), 0.0
    for term, of_term in self._stretch:
        places = found[of_term]
        first, last = np.searchsorted(places, [number << 32, (number + 1) << 32])
        positions = places[first:last] & 0xFFFFFFFF
        gain = term.boost * float(self._terms[of_term].term_weights[0])
        held = np.bincount(begins.searchsorted(positions, "right") - 1, minlength=len(begins))
        sums += gain * held / (held + norms)
        whole += gain * len(positions) / (len(positions) + whole_norm)
    return (1 - STRETCH / words) * (float(sums.max()) - whole)
