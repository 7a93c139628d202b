"""The corpus → a new generation of the index: written aside, verified, then put in place."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from tqdm import tqdm

from indexer import reading
from indexer.errors import DocumentError, IndexDamaged, IndexMissing, SettingsError
from indexer.language import Lexicon, field_of, fingerprint, title_key
from indexer.model import Document, Width
from indexer.settings import Settings
from indexer.spool import Known, Spool, Words, spooled
from indexer.storage import generations
from indexer.storage.generations import Generation, Manifest
from indexer.storage.protocol import AllOf, Searcher, Term
from indexer.storage.whoosh_backend import WhooshSearcher
from indexer.storage.writer import WhooshWriter
from indexer.terms import learnt

_SAMPLES = 3  # documents looked up by a word of theirs before a generation is trusted


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did. `generation` is the one now in place."""

    generation: int
    documents: int
    words: int
    added: int
    changed: int
    removed: int
    skipped: tuple[DocumentError, ...]
    seconds: float


@dataclass(slots=True)
class _Written:
    """What was written into a generation, to be verified against it."""

    words: int = 0  # of the texts of the whole generation
    texts: dict[str, bytes] = field(default_factory=dict)  # id → digest of a text
    samples: list[tuple[str, str]] = field(default_factory=list)  # (id, a written form in it)


def reindex(settings: Settings, jobs: int = 1) -> Report:
    """Builds a new generation from the whole corpus and puts it in place.

    Documents that cannot be read are left out and reported. Until the last step the generation
    before goes on serving, and any failure leaves it there. `jobs` processes read and analyse the
    corpus (0: as many as pay), which changes nothing in the index. Raises SettingsError when there
    is no corpus folder or it has been emptied, IndexLocked when another run is on, SearchIndexError
    when the disk is full.
    """
    return _indexed(settings, jobs, anew=True)


def update(settings: Settings, jobs: int = 1) -> Report:
    """Brings the index up to date with the corpus: only sources whose bytes changed are analysed.

    Works on a copy of the present generation, and leaves that one in place when nothing changed.
    It finds what `reindex` would, as long as their families agree: a word already known keeps the
    family and root it is indexed under and new words join the families there are, while `reindex`
    learns all of them anew; after large changes, reindex.
    Where no generation can be built on (none, damaged, of another analysis), this is `reindex`.
    """
    return _indexed(settings, jobs, anew=False)


def _indexed(settings: Settings, jobs: int, anew: bool) -> Report:
    started = time.monotonic()
    index = settings.index.folder
    max_bytes = int(settings.corpus.max_megabytes * 1_000_000)
    with generations.writer_lock(index), _building(index) as (number, folder):
        base = None if anew else _base(index)
        before = _sources(base) if base else {}
        sources = reading.corpus_sources(settings.corpus.folder)
        with tempfile.TemporaryDirectory(prefix="spool-", dir=folder) as aside:
            spool = spooled(Path(aside), sources, before, max_bytes, jobs)
            if not spool.accepted:
                _refuse_to_empty(settings)
            gone = before.keys() & spool.fresh | before.keys() - spool.accepted.keys()
            if base and not spool.fresh and not gone:
                return _report(base, spool, before, started)
            written = _write(folder, base, gone, spool, settings)
        present = _published(number, folder, written, spool.accepted.keys())
    return _report(present, spool, before, started)


def _report(present: Generation, spool: Spool, before: Known, started: float) -> Report:
    changed = before.keys() & spool.fresh
    return Report(
        generation=present.manifest.generation,
        documents=present.manifest.documents,
        words=present.manifest.words,
        added=len(spool.fresh) - len(changed),
        changed=len(changed),
        removed=len(before.keys() - spool.accepted.keys()),
        skipped=tuple(spool.skipped),
        seconds=time.monotonic() - started,
    )


def _write(
    folder: Path, base: Generation | None, gone: set[str], spool: Spool, settings: Settings
) -> _Written:
    """Writes the documents of `spool` into `folder`, after those of `base` that are not `gone`."""
    written = _Written()
    if base:
        _copy(base, folder)
        written.words = base.manifest.words - _count_base(base, gone, spool)
    terms = learnt(spool, base.folder if base else None, folder)
    total = len(spool.fresh)
    with (
        _writer(folder, settings, existing=base is not None) as writer,
        tqdm(total=total, desc="indexing", disable=None, leave=False) as bar,
    ):
        for document_id in gone:
            writer.delete(document_id)
        for documents, words in spool.batches():
            writer.add(documents, terms.of(words), [title_key(d.title) for d in documents])
            written.words += int(words["text"].lengths.sum())
            _note(documents, words["text"], spool.vocabulary.words, written)
            bar.update(len(documents))
    return written


def _count_base(base: Generation, gone: set[str], spool: Spool) -> int:
    """Counts the words of `base` too, but for those of the documents that are `gone`.

    How many words the texts of these have.
    """
    words = 0
    writings = Lexicon(base.folder).all_writings()
    spool.count([spool.vocabulary.id(form) for form in writings], list(writings.values()))
    with closing(WhooshSearcher(base.folder)) as searcher:
        for document_id in gone:
            document = searcher.document(document_id)
            if document is not None:
                numbers, lengths = spool.vocabulary.batch([document.title, document.text])
                spool.count(numbers, -1)
                words += int(lengths[1])
    return words


def _refuse_to_empty(settings: Settings) -> None:
    """Raises SettingsError when there are documents in place that no document would replace."""
    try:
        there = generations.current(settings.index.folder).manifest.documents
    except (IndexMissing, IndexDamaged):
        return
    if there:
        raise SettingsError(
            (
                f"No document could be read in {settings.corpus.folder}, and the index in place "
                f"has {there:,}: it is kept. Delete {settings.index.folder} to do without it.",
            )
        )


def _base(index: Path) -> Generation | None:
    """The generation in place, if it is whole and the present code would read and analyse so."""
    try:
        base = generations.current(index)
    except (IndexMissing, IndexDamaged):
        return None
    manifest = base.manifest
    if not manifest.answers_to(fingerprint()) or manifest.readers != reading.fingerprint():
        return None
    return None if generations.damaged_files(base) else base


def _note(
    documents: Sequence[Document], texts: Words, words: Sequence[str], written: _Written
) -> None:
    """Notes what `documents`, whose texts have these words, must be found by."""
    ends = np.cumsum(texts.lengths)
    for document, length, end in zip(documents, texts.lengths, ends, strict=True):
        written.texts[document.id] = _digest(document.text)
        if len(written.samples) < _SAMPLES and length:
            of_text = {words[number] for number in texts.numbers[end - length : end]}
            written.samples.append((document.id, max(sorted(of_text), key=len)))


@contextmanager
def _building(index: Path) -> Iterator[tuple[int, Path]]:
    """The number and folder of the next generation; whatever is left of the folder goes after."""
    number, folder = generations.new_building(index)
    try:
        yield number, folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _writer(folder: Path, settings: Settings, existing: bool) -> Iterator[WhooshWriter]:
    """A writer into `folder`, committed at the end or cancelled when the block fails."""
    writer = WhooshWriter(folder, settings.index.memory_megabytes, existing)
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _copy(generation: Generation, folder: Path) -> None:
    """Copies the files of `generation` into `folder`: linked, they would be damaged together."""
    for name, _, _ in generation.manifest.files:
        shutil.copyfile(generation.folder / name, folder / name)


def _sources(generation: Generation) -> dict[str, tuple[str, str]]:
    """id → (path, digest) of what each document of `generation` was read from."""
    with closing(WhooshSearcher(generation.folder)) as searcher:
        return {found.id: (found.path, found.digest) for found in searcher.documents()}


def _published(number: int, folder: Path, written: _Written, accepted: Set[str]) -> Generation:
    """The generation in `folder`, verified to hold the `accepted` documents, and put in place."""
    with closing(WhooshSearcher(folder)) as searcher:
        years = _verified_years(searcher, written, accepted)
    manifest = Manifest(
        generation=number,
        fingerprint=fingerprint(),
        readers=reading.fingerprint(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        documents=len(accepted),
        words=written.words,
        years=tuple(sorted(years.items())),
        files=generations.digests(folder),
    )
    return generations.publish(folder, manifest)


def _verified_years(searcher: Searcher, written: _Written, accepted: Set[str]) -> Counter[int]:
    """How many documents each year has, once every document is found to be there and unaltered.

    Raises IndexDamaged otherwise.
    """
    years: Counter[int] = Counter()
    stored: set[str] = set()
    for document in searcher.documents():
        stored.add(document.id)
        text = written.texts.get(document.id)
        if text is not None and text != _digest(document.text):
            raise IndexDamaged(f"The text of {document.id} came back altered from the new index.")
        if document.date:
            years[document.date.year] += 1
    if stored != accepted:
        strays = ", ".join(sorted(stored ^ accepted)[:3])
        raise IndexDamaged(f"The new index does not hold the documents of the corpus: {strays} …")
    for document_id, word in written.samples:
        held = AllOf((Term(field_of("text", Width.EXACT), word), Term("id", document_id)))
        if searcher.count(held) != 1:
            raise IndexDamaged(f"The new index does not find {word} in {document_id}.")
    return years


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
