"""The time of completions, for beginnings of expressions cut from the documents of a folder.

Each is one to three words in a row and one to four letters of the next, drawn from a seed. With
`passages`, of that many made of the texts of the folder. Milliseconds as a reader waits them: the
first time each is asked, and again.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bench.speed.passages import folder_texts, written_passages
from indexer import Archive, load_settings, reindex
from indexer.analysis import tokens

_TYPED, _DOCUMENTS = 400, 3_000
_SEED = 5


def report(corpus: Path, passages: int | None) -> Iterator[str]:
    """The figures of the documents of `corpus`, line by line."""
    with tempfile.TemporaryDirectory() as folder:
        if passages:
            made = Path(folder, "corpus")
            made.mkdir()
            written_passages(folder_texts(corpus), passages, made / "passages.jsonl")
            corpus = made
        settings = load_settings().with_folders(corpus, Path(folder, "index"))
        reindex(settings)
        with Archive(settings) as archive:
            typed = _beginnings(archive)
            status = archive.status()
            yield f"{status.documents:,} documents, {status.words:,} words; {len(typed)} beginnings"
            for name in ("first", "again"):
                yield f"{name}: {_waited(archive, typed)}"


def _beginnings(archive: Archive) -> list[str]:
    """Beginnings of expressions that readers may type, from the texts of the archive."""
    draw = Random(_SEED)
    with archive.session() as session:
        documents = zip(range(_DOCUMENTS), session.searcher.scan(), strict=False)
        texts = [document.text for _, document in documents]
    typed: list[str] = []
    while len(typed) < _TYPED:
        text = draw.choice(texts)
        words = list(tokens(text[:5_000]))
        size, letters = draw.choice((1, 1, 1, 2, 2, 3)), draw.randint(1, 4)
        if len(words) > size + 1:
            at = draw.randrange(len(words) - size)
            last = words[at + size]
            typed.append(text[words[at].start : min(last.end, last.start + letters)])
    return typed


def _waited(archive: Archive, typed: list[str]) -> str:
    """How long the completions of `typed` took: the median, the 95th of a hundred, the longest."""
    waited = []
    for text in typed:
        started = time.perf_counter()
        archive.completions(text)
        waited.append((time.perf_counter() - started) * 1000)
    waited.sort()
    median, high = (waited[int(len(waited) * share) - 1] for share in (0.5, 0.95))
    return f"p50 {median:.1f} ms, p95 {high:.1f} ms, longest {waited[-1]:.1f} ms"
