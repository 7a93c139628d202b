"""The corpus → a new generation of the index: written aside, verified, then put in place."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

from indexer import reading
from indexer.errors import DocumentError, IndexDamaged, IndexMissing, SettingsError
from indexer.language import (
    FIELDS,
    Lexicon,
    document_spellings,
    document_terms,
    document_words,
    families_of,
    field_of,
    fingerprint,
    folded,
    title_key,
    write_lexicon,
)
from indexer.model import Document, Width
from indexer.reading import Source
from indexer.settings import Settings
from indexer.storage import generations
from indexer.storage.generations import Generation, Manifest
from indexer.storage.protocol import AllOf, Searcher, Term, Terms
from indexer.storage.whoosh_backend import WhooshSearcher, WhooshWriter

_BATCH = 500  # documents given to the writer at once
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
class _Run:
    """What one run has met so far."""

    accepted: dict[str, str] = field(default_factory=dict)  # id → path
    fresh: dict[str, str] = field(default_factory=dict)  # id → digest, of what is new or changed
    texts: dict[str, str] = field(default_factory=dict)  # id → SHA-256 of a text written now
    samples: list[tuple[str, str]] = field(default_factory=list)  # (id, a word of it)
    skipped: list[DocumentError] = field(default_factory=list)


def reindex(settings: Settings) -> Report:
    """Builds a new generation from the whole corpus and puts it in place.

    Documents that cannot be read are left out and reported. Until the last step the generation
    before goes on serving, and any failure leaves it there. Raises SettingsError when there is no
    corpus folder or it has been emptied, IndexLocked when another run is on, SearchIndexError when
    the disk is full.
    """
    return _indexed(settings, anew=True)


def update(settings: Settings) -> Report:
    """Brings the index up to date with the corpus: only sources whose bytes changed are analysed.

    Works on a copy of the present generation, and leaves that one in place when nothing changed.
    It finds what `reindex` would, as long as their families agree: a word already known keeps the
    family it is indexed under and new words join the families there are, while `reindex` learns all
    of them anew; after large changes, reindex. Scores still count the words of what was taken away,
    until the engine merges its files.
    Where no generation can be built on (none, damaged, of another analysis), this is `reindex`.
    """
    return _indexed(settings, anew=False)


def _indexed(settings: Settings, anew: bool) -> Report:
    started = time.monotonic()
    index = settings.index.folder
    run = _Run()
    with generations.writer_lock(index), _building(index) as (number, folder):
        base = None if anew else _base(index)
        before = _sources(base) if base else {}
        words = _Words(base)
        sources = reading.corpus_sources(settings.corpus.folder)
        for document in _documents(sources, settings, run):
            if before.get(document.id) != (document.path, document.digest):
                run.fresh[document.id] = document.digest
                words.add(document)
        if not run.accepted:
            _refuse_to_empty(settings)
        changed = before.keys() & run.fresh.keys()
        removed = before.keys() - run.accepted.keys()
        if base is None or run.fresh or removed:
            if base:
                _copy(base, folder)
                words.subtract(base, changed | removed)
            families = families_of(words.counts, words.known)
            with _writer(folder, settings, existing=base is not None) as writer:
                for document_id in changed | removed:
                    writer.delete(document_id)
                batch = _Batch(families)
                for document in _fresh_documents(sources, settings, run):
                    _write(document, batch, run)
                    if len(batch.documents) == _BATCH:
                        batch.write(writer)
                        batch = _Batch(families)
                batch.write(writer)
            write_lexicon(folder, words.counts, families, words.usual_spellings())
            base = _published(number, folder, run)
    return Report(
        generation=base.manifest.generation,
        documents=base.manifest.documents,
        words=base.manifest.words,
        added=len(run.fresh) - len(changed),
        changed=len(changed),
        removed=len(removed),
        skipped=tuple(run.skipped),
        seconds=time.monotonic() - started,
    )


class _Words:
    """The words of the archive: `counts`, and the families of those `known` before this run."""

    def __init__(self, base: Generation | None) -> None:
        self.counts: Counter[str] = Counter()
        self.known: dict[str, str] = {}
        self._spellings: Counter[str] = Counter()  # of the words added
        self._usual: dict[str, str] = {}  # word → spelling, of the words known before
        for word, count, family, spelling in Lexicon(base.folder) if base else ():
            self.counts[word] = count
            self.known[word] = family
            self._usual[word] = spelling

    def add(self, document: Document) -> None:
        """Counts the words of `document`."""
        for spelling, count in document_spellings(document).items():
            self._spellings[spelling] += count
            self.counts[folded(spelling)] += count

    def usual_spellings(self) -> dict[str, str]:
        """word → how it is most often written; words known before keep their spelling."""
        usual = dict(self._usual)
        for spelling, _ in self._spellings.most_common():
            usual.setdefault(folded(spelling), spelling)
        return usual

    def subtract(self, base: Generation, document_ids: set[str]) -> None:
        """Takes away the words of these documents of `base`."""
        with closing(WhooshSearcher(base.folder)) as searcher:
            for document_id in document_ids:
                document = searcher.document(document_id)
                if document is not None:
                    self.counts.subtract(document_words(document))
        self.counts = +self.counts


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


def _documents(sources: Sequence[Source], settings: Settings, run: _Run) -> Iterator[Document]:
    """The documents of `sources` that can be indexed; the others are noted in `run.skipped`."""
    for found in _read(sources, settings, "reading"):
        if isinstance(found, DocumentError):
            run.skipped.append(found)
        elif found.id in run.accepted:
            first = run.accepted[found.id]
            run.skipped.append(DocumentError(found.path, f"its id {found.id} is that of {first}"))
        else:
            run.accepted[found.id] = found.path
            yield found


def _fresh_documents(
    sources: Sequence[Source], settings: Settings, run: _Run
) -> Iterator[Document]:
    """The documents that are new or changed, read again now that all words are known.

    One that changed in the meantime is left to the verification, which misses it.
    """
    paths = {run.accepted[document_id] for document_id in run.fresh}
    again = [source for source in sources if source.name in paths]
    for found in _read(again, settings, "indexing"):
        if (
            isinstance(found, Document)
            and run.fresh.get(found.id) == found.digest
            and found.id not in run.texts
        ):
            yield found


def _read(
    sources: Sequence[Source], settings: Settings, doing: str
) -> Iterator[Document | DocumentError]:
    """What is in `sources`, with a progress bar that says what is being done."""
    max_bytes = int(settings.corpus.max_megabytes * 1_000_000)
    total = sum(source.bytes for source in sources)
    # disable=None: no bar where standard error is not a terminal
    with tqdm(total=total, desc=doing, unit="B", unit_scale=True, disable=None, leave=False) as bar:
        for source in sources:
            yield from reading.read_source(source, max_bytes)
            bar.update(source.bytes)


class _Batch:
    """Documents on their way to the writer, with their terms."""

    def __init__(self, families: Mapping[str, str]) -> None:
        self.documents: list[Document] = []
        self._families = families
        self._rows: dict[str, list[list[str]]] = {name: [] for name in FIELDS}

    def add(self, document: Document) -> dict[str, list[str]]:
        """Adds `document`; its terms."""
        terms = document_terms(document, self._families)
        self.documents.append(document)
        for name, row in terms.items():
            self._rows[name].append(row)
        return terms

    def write(self, writer: WhooshWriter) -> None:
        """Gives the documents to `writer`."""
        terms = {name: Terms.of(rows) for name, rows in self._rows.items()}
        writer.add(self.documents, terms, [title_key(found.title) for found in self.documents])


def _write(document: Document, batch: _Batch, run: _Run) -> None:
    terms = batch.add(document)
    run.texts[document.id] = _sha256(document.text)
    words = terms[field_of("text", Width.EXACT)]
    if len(run.samples) < _SAMPLES and words:
        run.samples.append((document.id, max(words, key=len)))


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


def _published(number: int, folder: Path, run: _Run) -> Generation:
    """The generation in `folder`, verified and put in place."""
    with closing(WhooshSearcher(folder)) as searcher:
        years = _verified_years(searcher, run)
        words = searcher.words()
    manifest = Manifest(
        generation=number,
        fingerprint=fingerprint(),
        readers=reading.fingerprint(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        documents=len(run.accepted),
        words=words,
        years=tuple(sorted(years.items())),
        files=generations.digests(folder),
    )
    return generations.publish(folder, manifest)


def _verified_years(searcher: Searcher, run: _Run) -> Counter[int]:
    """How many documents each year has, once every document is found to be there and unaltered.

    Raises IndexDamaged otherwise.
    """
    years: Counter[int] = Counter()
    stored: set[str] = set()
    for document in searcher.documents():
        stored.add(document.id)
        if document.id in run.texts and run.texts[document.id] != _sha256(document.text):
            raise IndexDamaged(f"The text of {document.id} came back altered from the new index.")
        if document.date:
            years[document.date.year] += 1
    if stored != run.accepted.keys():
        strays = ", ".join(sorted(stored ^ run.accepted.keys())[:3])
        raise IndexDamaged(f"The new index does not hold the documents of the corpus: {strays} …")
    for document_id, word in run.samples:
        held = AllOf((Term(field_of("text", Width.EXACT), word), Term("id", document_id)))
        if searcher.count(held) != 1:
            raise IndexDamaged(f"The new index does not find {word} in {document_id}.")
    return years


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
