"""The corpus → a new generation of the index: written aside, verified, then put in place."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from tqdm import tqdm

from indexer import ingest
from indexer.analysis import (
    MENTION,
    NO_LIST,
    PARTS,
    FamilyList,
    fingerprint,
    read_family_list,
    title_key,
)
from indexer.build.archive_names import archive_names, name_documents
from indexer.build.bridge_evidence import BridgeEvidence
from indexer.build.collector import collected_rarely
from indexer.build.healths import WordHealths
from indexer.build.holdings import Holdings, PreviousGeneration
from indexer.build.indexed_text import indexed_texts, words_about
from indexer.build.learn import learnt_terms
from indexer.build.passage_vectors import lacks_vectors, put_vectors, require_model
from indexer.build.previous import previous_generation
from indexer.build.reused_passages import KeyFile
from indexer.build.spool import Spool, TextWords, spooled
from indexer.build.verify import Expected
from indexer.engine.generations import Building, Generation, Manifest, writer_lock
from indexer.engine.protocol import Engine, Writer
from indexer.engine.records import write_records
from indexer.engine.registry import engine_of
from indexer.engine.requests import generation_before
from indexer.engine.survey_file import write_survey
from indexer.engine.term_batch import TermBatch
from indexer.errors import CorpusShrunk, DocumentError, IndexDamaged, IndexMissing, SettingsError
from indexer.ingest.cache import READINGS, ReadingCache, source_digest
from indexer.ingest.limits import source_limits
from indexer.lexicon import Lexicon
from indexer.lexicon.bridge import BridgeRow, archivist_rows, stored_rows, write_bridge
from indexer.lexicon.laws import Laws, stored_laws, write_laws
from indexer.mentions import OWN
from indexer.model import Document
from indexer.model.basis import BridgeOrigin
from indexer.model.failures import Failures
from indexer.names.file import write_names
from indexer.settings import Settings

# Fields of a document that its indexed texts are made of.
_INDEXED = ("title", "title_fr", "title_en", "title_origin", "text", "path", "member", "line")


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run. `generation` is the one now in place."""

    generation: int
    documents: int
    words: int
    added: int
    changed: int
    removed: int
    skipped: tuple[DocumentError, ...]
    kept: int  # documents that keep the text they last had, for their files cannot be read
    seconds: float
    dropped: tuple[str, ...] = ()  # a sentence for each field, of the documents that were read


def reindex(settings: Settings, jobs: int = 1, most_gone: float = 1.0) -> Report:
    """Builds a new generation from the whole corpus and puts it in place.

    Sources that cannot be read are reported; documents that came of them keep the text they last
    had. Until the last step the generation before goes on serving, and any failure leaves it there.
    `jobs` processes read and analyse the corpus (0: as many as pay), which changes nothing in the
    index. Raises CorpusShrunk when a larger share than `most_gone` of the documents in place is
    gone from the corpus, SettingsError when there is no corpus folder or it has been emptied,
    IndexLocked when another run is on, SearchIndexError when the disk is full.
    """
    return _indexed(settings, jobs, most_gone, anew=True)


def update(settings: Settings, jobs: int = 1, most_gone: float = 1.0) -> Report:
    """Brings the index up to date with the corpus: only sources whose bytes changed are analysed.

    Works on a copy of the present generation, and leaves that one in place when nothing changed.
    It finds what `reindex` would, as long as their families agree: a word already known keeps the
    family and root it is indexed under and new words join the families there are, while `reindex`
    learns all of them anew; after large changes, reindex.
    Where no generation can be built on (none, damaged, of another analysis), this is `reindex`.
    """
    return _indexed(settings, jobs, most_gone, anew=False)


def _indexed(settings: Settings, jobs: int, most_gone: float, anew: bool) -> Report:
    started = time.monotonic()
    require_model(settings)
    engine = engine_of(settings.index)
    limits = source_limits(settings.corpus, settings.reading)
    with collected_rarely(), engine.build() as building:
        folder = building.folder
        base = None if anew else _base(engine)
        readable = base or _readable(engine)
        before = previous_generation(settings.index, readable, anew=base is None)
        base = None if before.anew else base
        listed = NO_LIST if base else _family_list(settings)
        own = archivist_rows(Path(settings.corpus.bridge)) if settings.corpus.bridge else ()
        listing = ingest.corpus_listing(settings.corpus.folder)
        with tempfile.TemporaryDirectory(prefix="spool-", dir=folder) as aside:
            spool = spooled(Path(aside), listing, before, limits, jobs, _cache(settings))
            holdings = spool.holdings
            lost = before.documents.keys() - holdings.accepted.keys()
            if not holdings.accepted:
                _refuse_to_empty(engine, settings)
            if len(lost) > most_gone * len(before.documents):
                raise CorpusShrunk(len(lost), len(before.documents), settings.corpus.folder)
            gone = before.documents.keys() & holdings.fresh | lost if base else set()
            failures = holdings.failures()
            same = not holdings.fresh and not gone and before.recorded(failures, holdings.lines)
            same = same and base is not None and _own_rows(stored_rows(base.folder)) == own
            if base and same and not lacks_vectors(base.folder, settings):
                return _report(base, holdings, before, started)
            words, expected, dropped = _write(
                settings, engine, building, base, gone, spool, listed, own
            )
        write_records(folder, failures, holdings.lines, holdings.files())
        put_vectors(engine, building, settings, jobs)
        accepted = holdings.accepted.keys()
        earlier = readable.manifest if readable else None
        present = _published(engine, building, words, expected, accepted, failures, earlier)
    return replace(_report(present, holdings, before, started), dropped=tuple(dropped))


def purge_readings(settings: Settings) -> int:
    """Drops the readings that are kept of files the corpus no longer has; the bytes freed.

    Raises IndexLocked while another run is on.
    """
    digests: set[str] = set()
    with writer_lock(settings.index.folder):
        for source in ingest.corpus_listing(settings.corpus.folder).sources:
            with suppress(OSError):
                digests.add(source_digest(source))
        return ReadingCache(_cache(settings)).purge(digests)


def _own_rows(rows: Iterable[BridgeRow]) -> tuple[BridgeRow, ...]:
    """The rows of the archivist among `rows` of a generation."""
    return tuple(row for row in rows if row.origin is BridgeOrigin.ARCHIVIST)


def _family_list(settings: Settings) -> FamilyList:
    """The list of the archive; raises SettingsError when it has faults."""
    named = settings.corpus.families
    return read_family_list(Path(named)) if named else NO_LIST


def _cache(settings: Settings) -> Path:
    """The folder of the cache of readings."""
    return settings.index.folder / READINGS


def _report(
    present: Generation, holdings: Holdings, before: PreviousGeneration, started: float
) -> Report:
    known = set() if before.anew else before.documents.keys()
    changed = known & holdings.fresh
    return Report(
        generation=present.manifest.generation,
        documents=present.manifest.documents,
        words=present.manifest.words,
        added=len(holdings.fresh) - len(changed),
        changed=len(changed),
        removed=len(known - holdings.accepted.keys()),
        skipped=tuple(holdings.skipped),
        kept=len(holdings.kept),
        seconds=time.monotonic() - started,
    )


def _write(
    settings: Settings,
    engine: Engine,
    building: Building,
    base: Generation | None,
    gone: set[str],
    spool: Spool,
    listed: FamilyList,
    own: tuple[BridgeRow, ...],
) -> tuple[int, Expected, list[str]]:
    """Writes the documents of `spool` into `building`, after those of `base` that are not `gone`.

    Returns the number of words of all texts, the documents that the index must hold, and a
    sentence for each field that could not be read.
    """
    expected = Expected(len(spool.holdings.fresh))
    total_words = 0
    dropped: list[str] = []
    if base:
        total_words = base.manifest.words - _count_base(engine, base, gone, spool)
        with closing(engine.open(base)) as searcher:
            expected.keep(searcher)
    writer = engine.writer(building, base)
    total = len(spool.holdings.fresh)
    with (
        _committed(writer),
        KeyFile(spool.folder) as keys,
        tqdm(total=total, desc="indexing", disable=None, leave=False) as bar,
    ):
        terms = learnt_terms(spool, engine.files(base) if base else None, building.folder, listed)
        keys.compare_by(*terms.families)
        if base:
            with closing(engine.open(base)) as searcher:
                keys.add_kept(searcher, gone, spool.vocabulary)
        for document_id in gone:
            writer.delete(document_id)
        healths = WordHealths(spool.vocabulary.words)
        evidence = BridgeEvidence(stored_rows(engine.files(base)) if base else ())
        laws = stored_laws(engine.files(base)) if base else Laws()
        laws.add(spool.laws.told)
        names = archive_names(
            settings,
            spool.vocabulary.words,
            (
                (batch.documents, _without_words_about(batch.words["text"], batch.documents))
                for batch in spool.batches()
            ),
            spool.folder,
            engine.files(base) if base else None,
        )
        for batch in spool.batches():
            texts = _without_words_about(batch.words["text"], batch.documents)
            documents = healths.with_healths(batch.documents, texts)
            documents = [
                replace(document, cites=laws.cited(keys, OWN)) if keys else document
                for document, keys in zip(documents, batch.mentions, strict=True)
            ]
            documents = name_documents(documents, names.of(texts))
            evidence.read(documents)
            keys.add(documents, texts)
            fields = {**terms.of(batch.words), MENTION: TermBatch.of(batch.mentions)}
            writer.add(documents, fields, [title_key(d.title) for d in documents])
            dropped += (f"{one.path}: {told}" for one in documents for told in one.dropped)
            total_words += int(texts.lengths.sum())
            expected.read(batch, spool.vocabulary.words)
            bar.update(len(documents))
        write_bridge(building.folder, (*own, *evidence.rows()))
        write_laws(building.folder, laws)
        write_names(building.folder, names.rows())
    keys.put(engine, building)
    return total_words, expected, dropped


def _without_words_about(words: TextWords, documents: Sequence[Document]) -> TextWords:
    """The `words` of the texts of `documents` without the words about them."""
    about = np.fromiter(map(words_about, documents), np.int64, len(documents))
    places = np.arange(words.lengths.sum())
    of_text = places < np.repeat(words.lengths.cumsum() - about, words.lengths)
    return TextWords(words.numbers[of_text], words.lengths - about)


def _count_base(engine: Engine, base: Generation, gone: set[str], spool: Spool) -> int:
    """Counts the words of `base` too, but for those of the documents that are `gone`.

    Returns the number of words of the documents that are gone.
    """
    words = 0
    writings = Lexicon(engine.files(base)).all_writings()
    spool.count([spool.vocabulary.id(form) for form in writings], list(writings.values()))
    with closing(engine.open(base)) as searcher:
        for document in searcher.read(tuple(gone), _INDEXED):
            if isinstance(document, IndexDamaged):
                raise document
            if document is not None:
                texts = indexed_texts(document)
                numbers, lengths = spool.vocabulary.batch([texts[part] for part in PARTS])
                spool.count(numbers, -1)
                words += int(lengths[1]) - words_about(document)
    return words


def _refuse_to_empty(engine: Engine, settings: Settings) -> None:
    """Raises SettingsError when there are documents in place that no document would replace."""
    try:
        there = engine.current().manifest.documents
    except (IndexMissing, IndexDamaged):
        return
    if there:
        raise SettingsError(
            (
                f"No document could be read in {settings.corpus.folder}, and the index in place "
                f"has {there:,}: it is kept. Delete {engine.location} to do without it.",
            )
        )


def _base(engine: Engine) -> Generation | None:
    """The generation in place, if it is whole and the present code would read and analyse so."""
    try:
        base = engine.current()
    except (IndexMissing, IndexDamaged):
        return None
    manifest = base.manifest
    if not manifest.answers_to(fingerprint()) or not ingest.readers_fingerprint().answers(
        manifest.readers
    ):
        return None
    if manifest.engine != engine.name:
        return None
    return None if engine.damaged(base) else base


def _readable(engine: Engine) -> Generation | None:
    """The newest generation whose documents are as they were written, whatever their analysis."""
    with suppress(IndexMissing, IndexDamaged):
        present = engine.current()
        if not engine.damaged(present):
            return present
    before = generation_before(engine)
    return before if before and not engine.damaged(before) else None


@contextmanager
def _committed(writer: Writer) -> Iterator[None]:
    """Commits `writer` at the end, or cancels it when the block fails."""
    try:
        yield
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _published(
    engine: Engine,
    building: Building,
    words: int,
    expected: Expected,
    accepted: Set[str],
    failures: Failures,
    earlier: Manifest | None,
) -> Generation:
    """`building` put in place, once it is found to hold the `accepted` documents.

    `earlier` is the manifest of the generation before.
    """
    with closing(engine.open(building)) as searcher:
        years, survey = expected.years(searcher, accepted)
    write_survey(building.folder, survey)
    manifest = Manifest(
        generation=building.number,
        fingerprint=fingerprint().text(earlier.fingerprint if earlier else ""),
        readers=ingest.readers_fingerprint().text(earlier.readers if earlier else ""),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        documents=len(accepted),
        words=words,
        years=tuple(sorted(years.items())),
        failures=len(failures.failures),
        kept=len(failures.kept_since),
        unread=sum(count for _, count in failures.unread),
    )
    return engine.publish(building, manifest)
