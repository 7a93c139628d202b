"""The documents of a generation → the vectors of their passages, in its folder.

Only texts that the cache does not have are encoded, which takes long: about an hour for a million
words on one processor. Each is kept as soon as it is done, so that a run may be stopped.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from tqdm import tqdm

from indexer.meaning.cache import VectorCache, text_digest, vector_cache
from indexer.meaning.model import NAME, model
from indexer.meaning.passages import sections
from indexer.meaning.vectors import TextVectors, write_vectors
from indexer.model import Document

FIELDS = ("id", "title", "title_origin", "text")  # of a document: what its vectors are made of
TITLE_SHARE = 0.3  # of the vector of a title, which is added to those of its passages
_AT_ONCE = 20_000  # characters that are encoded before they are kept: some 3 seconds of work
_TOLD = 60  # seconds: what takes longer is told before
_BAR = "{desc}: {percentage:3.0f}% |{bar}| {elapsed} and {remaining} to go"

Texts = Sequence[tuple[str, str]]  # (title, a section of the text)


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """A section of the text of a document, as it is encoded."""

    start: int
    title: str
    text: str

    @property
    def digest(self) -> bytes:
        """The digest of all that its vectors depend on."""
        return text_digest(self.title, self.text)


def document_sections(document: Document) -> list[DocumentSection]:
    """The sections of `document`; each is encoded with the title, where one was given."""
    title = "" if document.title_origin else document.title
    text = document.text
    return [DocumentSection(start, title, text[start:end]) for start, end in sections(text)]


def encode_documents(
    documents: Callable[[], Iterable[Document]],
    folder: Path,
    cached: Path,
    workers: Executor | None = None,
    jobs: int = 1,
) -> None:
    """Writes the vectors of all `documents`, which are gone through twice, into `folder`.

    `cached` is the folder of the cache. `workers`, of which there are so many as `jobs`, encode if
    there are any. Raises ModelError where there is no model.
    """
    model()  # before anything is looked at
    with vector_cache(cached, NAME) as cache:
        places: list[tuple[str, list[tuple[int, bytes]]]] = []  # id, (start, digest) of sections
        missing: dict[bytes, int] = {}  # digest → characters
        for document in documents():
            found = [(section.start, section.digest) for section in document_sections(document)]
            lengths = [len(section.text) for section in document_sections(document)]
            places.append((document.id, found))
            for (_, digest), length in zip(found, lengths, strict=True):
                if digest not in cache:
                    missing[digest] = length
        if missing:
            new = _new_sections(documents(), set(missing))
            _encode(new, cache, sum(missing.values()), len(missing), workers, jobs)
        write_vectors(folder, NAME, _stored(places, cache))


def _stored(
    places: Iterable[tuple[str, list[tuple[int, bytes]]]], cache: VectorCache
) -> Iterator[tuple[str, TextVectors]]:
    for name, found in places:
        yield name, TextVectors.joined([(start, cache[digest]) for start, digest in found])


def _new_sections(documents: Iterable[Document], missing: set[bytes]) -> Iterator[DocumentSection]:
    """The sections of `documents` that are `missing`, each once."""
    for document in documents:
        for section in document_sections(document):
            if (digest := section.digest) in missing:
                missing.discard(digest)
                yield section


def _encode(
    sections: Iterable[DocumentSection],
    cache: VectorCache,
    characters: int,
    count: int,
    workers: Executor | None,
    jobs: int,
) -> None:
    """Puts the vectors of `sections` into `cache`, and shows how long the others will take."""
    started = time.monotonic()
    first = 0.0
    with tqdm(total=characters, desc="encoding", bar_format=_BAR, disable=None, leave=False) as bar:
        for batch, found in _encoded(_batches(sections), workers, 2 * jobs):
            for section, vectors in zip(batch, found, strict=True):
                cache.add(section.digest, vectors)
            bar.update(_characters(batch))
            if not first:  # the others will take as long as the first, character by character
                first = (time.monotonic() - started) / max(1, _characters(batch))
                _tell(count, first * characters / jobs)


def _characters(batch: Iterable[DocumentSection]) -> int:
    return sum(len(section.text) for section in batch)


def _tell(count: int, seconds: float) -> None:
    """Says how long it will take, where that is long."""
    if seconds < _TOLD:
        return
    minutes = round(seconds / 60)
    hours = f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"
    tqdm.write(
        f"search by meaning: {count:,} texts are new, and take about {hours} to encode. Ctrl-C "
        "stops it: what is done by then is kept, and the next run goes on from there.",
        file=sys.stderr,
    )


def _batches(sections: Iterable[DocumentSection]) -> Iterator[list[DocumentSection]]:
    """`sections` as they are encoded together."""
    batch: list[DocumentSection] = []
    for section in sections:
        batch.append(section)
        if _characters(batch) >= _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _encoded(
    batches: Iterable[list[DocumentSection]], workers: Executor | None, ahead: int
) -> Iterator[tuple[list[DocumentSection], list[TextVectors]]]:
    """Each batch with its vectors; with `workers` so many batches are on at a time."""
    if workers is None:
        for batch in batches:
            yield batch, text_vectors(_texts(batch))
        return
    on: deque[tuple[list[DocumentSection], Future[list[TextVectors]]]] = deque()
    for batch in batches:
        on.append((batch, workers.submit(text_vectors, _texts(batch))))
        if len(on) >= ahead:
            first, future = on.popleft()
            yield first, future.result()
    for batch, future in on:
        yield batch, future.result()


def _texts(batch: Iterable[DocumentSection]) -> Texts:
    return [(section.title, section.text) for section in batch]


def text_vectors(texts: Texts) -> list[TextVectors]:
    """The passages of each of `texts` and their vectors, by the model of this process.

    A text without words, whose title has some, has one passage, which is empty.
    """
    encoder = model()
    found = [encoder.passages(text) for _, text in texts]
    titles = [encoder.passages(title)[:1] for title, _ in texts]
    vectors = encoder.passage_vectors(chain.from_iterable((*found, *titles)))
    of_titles = vectors[sum(map(len, found)) :]
    of_texts = []
    for text, title in zip(found, titles, strict=True):
        own, vectors = vectors[: len(text)], vectors[len(text) :]
        named, of_titles = of_titles[: len(title)], of_titles[len(title) :]
        spans = [(one.start, one.end) for one in text]
        if title and not text:
            own, spans = named, [(0, 0)]
        elif title:
            own = own + np.float32(TITLE_SHARE) * named
            own /= np.linalg.norm(own, axis=1, keepdims=True)
        of_texts.append(TextVectors.of(spans, own))
    return of_texts
