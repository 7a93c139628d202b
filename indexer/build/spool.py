"""The documents of a corpus, read and analysed once, and kept on disk until all words are known.

The family of a word depends on all the words of the archive. So documents wait here between being
read and being indexed, with their words as numbers.

The corpus is cut into parts, which are read by as many processes as wanted. Each has a vocabulary
of its own, and tells with each part the words that are new to it. As parts are taken in their
order, the numbers of words are the same whatever the number of processes.
"""

from __future__ import annotations

import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, compress
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indexer import ingest
from indexer.analysis import PARTS
from indexer.analysis.batch_tokenizer import Integers, Vocabulary
from indexer.build.batches import batches
from indexer.build.holdings import (
    Holdings,
    PreviousGeneration,
    ReadDocument,
    SourceEnd,
    SourceEvent,
)
from indexer.build.indexed_text import indexed_texts
from indexer.build.processes import processes, processors, stoppable
from indexer.build.progress import ReadingBar
from indexer.build.ranked_parts import pieces_of_parts, with_ranked_parts
from indexer.build.shared_titles import derived_title, retitled, shared
from indexer.build.sorting_out import Settled, sorted_out
from indexer.engine.checksums import CHECKSUM, Checksums, checksums_of, word_checksums
from indexer.engine.sealed_file import SealedFile, unsealed
from indexer.engine.utf8 import encoded
from indexer.errors import DocumentError
from indexer.ingest import Listing, Source, SourceLimits
from indexer.ingest.guarded import Progress, guarded_reader
from indexer.lexicon.laws import Laws
from indexer.mentions import Called, mentioned
from indexer.model import Document
from indexer.structure.tree import with_divisions

_PART_BYTES = 4_000_000
_ALONE_BYTES = 25 * _PART_BYTES  # a smaller corpus gains nothing by other processes


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of several texts in order: word ids int32[words], `lengths` int64[texts]."""

    numbers: NDArray[np.int32]
    lengths: Integers

    def of(self, kept: NDArray[np.bool_]) -> TextWords:
        """The words of the texts that `kept`, bool[texts], is true for."""
        return TextWords(self.numbers[np.repeat(kept, self.lengths)], self.lengths[kept])


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents of the spool, in order, as they were read and analysed once.

    `words` are those of their PARTS, `mentions` the keys of what each document mentions, and
    `checksums` those that were worked out when the documents were read.
    """

    documents: list[Document]
    words: dict[str, TextWords]
    mentions: list[tuple[str, ...]]
    checksums: Checksums


@dataclass(frozen=True, slots=True)
class _Part:
    """The report of a process on a part it read.

    `checksums` and `called`, the names of laws that a document tells, are of those of its documents
    that are in the spool.
    """

    reader: int  # the process
    found: tuple[SourceEvent, ...]
    new_words: tuple[str, ...]
    checksums: Checksums
    called: tuple[tuple[Called, ...], ...]


@dataclass(slots=True)
class Spool:
    """The documents of a corpus that `holdings` accepts.

    `counts`, int64[word id], is the number of times each word of `vocabulary` occurs in them, and
    `laws` has the names of laws that they tell.
    """

    folder: Path
    holdings: Holdings
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    counts: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    shared_titles: frozenset[str] = frozenset()
    laws: Laws = field(default_factory=Laws)
    _kept: list[NDArray[np.bool_]] = field(default_factory=list)  # of a part: what is accepted
    _checksums: list[Checksums] = field(default_factory=list)  # of a part: those of its documents
    _readers: list[int] = field(default_factory=list)  # of a part: the process that read it
    _numbers: dict[int, NDArray[np.int32]] = field(
        default_factory=dict
    )  # of a process: its word id → word id

    def batches(self) -> Iterator[Batch]:
        """The documents of the spool in the order of the corpus.

        Raises SearchIndexError when the disk gives back other bytes than were
        written.
        """
        for number, checksums in enumerate(self._checksums):
            with unsealed(_path(self.folder, number, "documents")) as file:
                for kept, words in self._words(number):
                    documents, mentions = pickle.load(file)
                    here, checksums = checksums[: len(kept)], checksums[len(kept) :]
                    if kept.any():
                        places = np.flatnonzero(kept).tolist()
                        titled = [retitled(documents[at], self.shared_titles) for at in places]
                        yield Batch(titled, words, [mentions[at] for at in places], here[kept])

    def sample(self, most: int) -> TextWords:
        """The words of the texts of every nth document, some `most` words at most; none for 0."""
        parts = range(len(self._kept) if most else 0)
        words = [of["text"] for number in parts for _, of in self._words(number)]
        numbers, lengths = (
            np.concatenate([getattr(of, name) for of in words] or [np.zeros(0, kind)])
            for name, kind in (("numbers", np.int32), ("lengths", np.int64))
        )
        step = max(1, -(-len(numbers) // max(1, most)))
        return TextWords(numbers, lengths).of(np.arange(len(lengths)) % step == 0)

    def count(self, words: ArrayLike, times: ArrayLike = 1) -> None:
        """Adds `times`, one for all or one for each, to the counts of `words`."""
        if new := len(self.vocabulary.words) - len(self.counts):
            self.counts = np.pad(self.counts, (0, new))
        np.add.at(self.counts, np.asarray(words, np.int64), times)

    def take(self, part: _Part, settled: deque[Settled]) -> None:
        """Adds what was found in the next part of the corpus, and decides on sources before it.

        Of those `settled`, the ones before each source of the part are taken away.
        """
        found = _merged(part.found, settled)
        self._add(part, np.fromiter(self.holdings.decided(found), bool))

    def keep(self, part: _Part, ids: Iterable[str]) -> None:
        """Adds the documents of a part, which have these `ids` and are already accepted."""
        self.holdings.fresh.update(ids)
        self._add(part, np.ones(len(part.checksums), bool))

    def _add(self, part: _Part, kept: NDArray[np.bool_]) -> None:
        new = np.fromiter(map(self.vocabulary.id, part.new_words), np.int32)
        there = self._numbers.get(part.reader, new[:0])
        self._numbers[part.reader] = np.concatenate((there, new))
        self._readers.append(part.reader)
        self._kept.append(kept)
        self._checksums.append(part.checksums)
        for told in compress(part.called, kept.tolist()):
            self.laws.add(told)
        for _, words in self._words(len(self._kept) - 1):
            for of_part in words.values():
                self.count(of_part.numbers)

    def _words(self, number: int) -> Iterator[tuple[NDArray[np.bool_], dict[str, TextWords]]]:
        """(accepted, bool[documents]; their words by part of the document) for each batch."""
        kept, numbers = self._kept[number], self._numbers[self._readers[number]]
        done = 0
        with unsealed(_path(self.folder, number, "words")) as file:
            while done < len(kept):
                stored = [_read_words(file, numbers) for _ in PARTS]
                here = kept[done : done + len(stored[0].lengths)]
                done += len(here)
                if not here.all():
                    stored = [words.of(here) for words in stored]
                yield here, dict(zip(PARTS, stored, strict=True))


def spooled(
    folder: Path,
    listing: Listing,
    before: PreviousGeneration,
    limits: SourceLimits,
    jobs: int,
    cache: Path | None = None,
) -> Spool:
    """The documents of a corpus, put into `folder` by `jobs` processes; 0: as many as pay.

    Unless all is to be read `anew`, those indexed as they are and those that keep the text they
    last had are accepted, but neither analysed nor kept here. The folder `cache` is of readings.
    """
    corpus = sorted_out(listing, before)
    spool = Spool(folder, Holdings(before, listing, corpus.digests))
    total = sum(source.cost for source in corpus.to_read)
    if jobs == 0:
        jobs = processors() if total > _ALONE_BYTES else 1
    parts = list(ingest.corpus_parts(corpus.to_read, _PART_BYTES))
    reader = _Reader(folder, before, limits, cache, corpus.changed_about)
    settled = deque(corpus.settled)
    bar = ReadingBar(corpus.to_read)
    with bar, _read(parts, reader, min(jobs, len(parts)), bar) as read:
        for part, found in zip(parts, read, strict=True):
            spool.take(found, settled)
            bar.part(part)
    rest = chain.from_iterable(source.events for source in settled)
    deque(spool.holdings.decided(rest), maxlen=0)
    spool.holdings.finish()
    known = list(spool.holdings.known_titles())
    spool.shared_titles = shared(
        chain(spool.holdings.derived_titles.values(), (title for _, title, _ in known))
    )
    again = frozenset(spool.holdings.kept if before.anew else ()) | {
        name for name, title, was_shared in known if was_shared != (title in spool.shared_titles)
    }
    if again:
        texts = (document for document in before.texts() if document.id in again)
        spool.keep(reader.put(len(parts), texts), again)
    return spool


class _Reader:
    """Reads parts of a corpus into the spool. One for each process."""

    def __init__(
        self,
        folder: Path,
        before: PreviousGeneration,
        limits: SourceLimits,
        cache: Path | None,
        changed_about: frozenset[str],
    ) -> None:
        self.progress: Callable[[Progress], None] | None = None
        self._folder = folder
        self._cache = cache
        self._changed_about = changed_about
        self._known = before.documents
        self._now, self._anew = before.now, before.anew
        self._limits = limits
        self._vocabulary = Vocabulary()
        self._sums = word_checksums(())

    def read(self, number: int, sources: Sequence[Source]) -> _Part:
        """The report on `sources`, which are part `number` of the corpus."""
        found: list[SourceEvent] = []
        return replace(self.put(number, self._read(sources, found)), found=tuple(found))

    def put(self, number: int, documents: Iterable[Document]) -> _Part:
        """Puts `documents` into the spool as part `number`."""
        before = len(self._vocabulary.words)
        checksums = [np.zeros(0, CHECKSUM)]
        called: list[tuple[Called, ...]] = []
        with (
            SealedFile(_path(self._folder, number, "documents")) as file,
            SealedFile(_path(self._folder, number, "words")) as words,
        ):
            for batch in batches(map(self._dated, documents)):
                found = [mentioned(document) for document in batch]
                called += (one.called for one in found)
                mentions = [one.keys for one in found]
                texts = [indexed_texts(document) for document in batch]
                title = self._vocabulary.batch([of_document["title"] for of_document in texts])
                cut = [
                    pieces_of_parts(one, of["text"]) for one, of in zip(batch, texts, strict=True)
                ]
                counts = np.fromiter(map(len, cut), np.int64, len(cut))
                numbers, lengths = self._vocabulary.batch(list(chain.from_iterable(cut)))
                batch = with_ranked_parts(batch, title[1], counts, lengths)
                text = numbers, np.add.reduceat(lengths, np.cumsum(counts) - counts)
                pickle.dump((batch, mentions), file, pickle.HIGHEST_PROTOCOL)
                for array in (*title, *text):
                    _write_array(words, array)
                checksums.append(
                    checksums_of(
                        [document.text for document in batch], title, text, self._all_sums()
                    )
                )
        new_words = tuple(self._vocabulary.words[before:])
        return _Part(os.getpid(), (), new_words, np.concatenate(checksums), tuple(called))

    def _all_sums(self) -> NDArray[np.uint64]:
        """The sum of every word of the vocabulary."""
        new = map(encoded, self._vocabulary.words[len(self._sums) :])
        self._sums = np.concatenate((self._sums, word_checksums(new)))
        return self._sums

    def _read(self, sources: Sequence[Source], found: list[SourceEvent]) -> Iterator[Document]:
        """The documents of `sources` that are to be analysed; all is noted in `found`."""
        left = deque(sources)
        with guarded_reader(self._limits, self._cache) as guarded:
            guarded.progress = self.progress or guarded.progress
            for read in guarded.read(sources):
                found += _ended(left, read.path)
                if isinstance(read, DocumentError):
                    found.append(read)
                    continue
                old = self._known.get(read.id)
                fresh = (
                    self._anew
                    or old is None
                    or old[:2] != (read.path, read.digest)
                    or read.path in self._changed_about
                )
                found.append(
                    ReadDocument(read.id, read.path, read.line, fresh, derived_title(read))
                )
                if fresh:
                    yield read
        found += _ended(left)

    def _dated(self, document: Document) -> Document:
        """`document` with its parts, and the times when it came here and when it last changed."""
        document = with_divisions(document)
        old = self._known.get(document.id)
        if old is None:
            return replace(document, added=self._now, changed=self._now)
        changed = old.changed if old.digest == document.digest else self._now
        return replace(document, added=old.added, changed=changed)


def _merged(found: Iterable[SourceEvent], settled: deque[Settled]) -> Iterator[SourceEvent]:
    """The events `found`, and before those of each source those of the settled ones before it."""
    for event in found:
        while settled and settled[0].path < event.path:
            yield from settled.popleft().events
        yield event


def _ended(left: deque[Source], path: str | None = None) -> Iterator[SourceEnd]:
    """The ends of the sources `left` before the one at `path`, or of all; they are taken away."""
    while left and left[0].name != path:
        source = left.popleft()
        if source.last:
            yield SourceEnd(source.name)


@contextmanager
def _read(
    parts: Sequence[tuple[Source, ...]], reader: _Reader, jobs: int, bar: ReadingBar
) -> Iterator[Iterator[_Part]]:
    """The report on each of `parts`, in their order, read by `jobs` processes."""
    if jobs <= 1:
        reader.progress = bar.page
        yield map(reader.read, range(len(parts)), parts)
        return
    with (
        bar.from_processes() as tell,
        processes(jobs, _become, reader, tell) as executor,
    ):
        yield executor.map(_read_here, range(len(parts)), parts)


_here: _Reader  # of a process that reads for another


def _become(reader: _Reader, tell: Callable[[Progress], None]) -> None:
    """Makes `reader` the one of this process, which is to `tell` of its pages."""
    global _here
    _here = reader
    _here.progress = tell


def _read_here(number: int, sources: Sequence[Source]) -> _Part:
    part: _Part = stoppable(_here.read, number, sources)
    return part


def _path(folder: Path, number: int, kind: str) -> Path:
    """The file of part `number` for its `kind`: "documents" or "words"."""
    return folder / f"{number}.{kind}"


def _write_array(file: SealedFile, array: NDArray[np.int32] | Integers) -> None:
    file.write(len(array).to_bytes(8, "little"))
    file.write(array.data)


def _read_words(file: BinaryIO, numbers: NDArray[np.int32]) -> TextWords:
    """The next words of several texts, written as `numbers` has them at their places."""
    items = int.from_bytes(file.read(8), "little")
    places = np.frombuffer(file.read(items * 4), np.int32)
    items = int.from_bytes(file.read(8), "little")
    return TextWords(numbers[places], np.frombuffer(file.read(items * 8), np.int64))
