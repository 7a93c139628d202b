"""The archive as its readers meet it: search it, open a document, ask how it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType

from indexer.analysis import fingerprint, tokens
from indexer.deadline import Deadline
from indexer.drawing.page_drawer import PageDrawer
from indexer.engine.lane import Lane
from indexer.engine.pool import SearcherPool
from indexer.engine.records import failures_in
from indexer.engine.registry import engine_of
from indexer.engine.requests import hit_ids, stored_document
from indexer.engine.survey_file import survey_in
from indexer.explore.autocomplete import completions
from indexer.explore.citations import (
    SHOWN,
    citations,
    citations_of,
    references_in,
    references_shown,
)
from indexer.explore.collocations import term_report
from indexer.explore.concordance import concordance
from indexer.explore.export import export_hits, export_lines
from indexer.explore.layout import laid_out, page_laid_out
from indexer.explore.more_like_this import related
from indexer.explore.word_places import word_places
from indexer.ingest.cache import READINGS
from indexer.ingest.limits import source_limits
from indexer.ingest.originals import member_bytes
from indexer.lexicon.bridge import bridge_lines
from indexer.meaning.near import NearTexts
from indexer.model import (
    ArchiveStatus,
    Document,
    DocumentView,
    Filters,
    ResultPage,
    SearchRequest,
    Sort,
    Width,
    WordAnalysis,
    WordPlace,
)
from indexer.model.answers import (
    Completions,
    Concordance,
    ConcordanceLine,
    ConcordanceOrder,
    DocumentSummary,
    FullText,
    LineGroups,
    NeighbourForm,
    TermReport,
)
from indexer.model.basis import Basis
from indexer.model.citations import Citations, FoundReference
from indexer.model.failures import Failures
from indexer.model.identifiers import spelled_name
from indexer.model.survey import Survey
from indexer.query.corrections import SpellChecker
from indexer.query.plan import EVERYTHING
from indexer.query.planner import Planner
from indexer.query.ranking import Weights
from indexer.search.result_page import result_page
from indexer.search.session import IN_MEMORY, Session
from indexer.settings import Settings

_WAITING, _WAIT_SECONDS = 16, 10.0  # requests that wait for a container, and how long


class Archive:
    """Answers questions about the indexed documents. One object serves all threads of a process.

    Opens the index at the first question, and turns to a new generation as soon as there is one.
    Raises SettingsError when the settings name an engine that there is not.
    Every method raises the kinds of SearchIndexError when no generation can answer. The request of
    an answer has the values of its filters as they are usually spelt.
    With `weights` hits are ordered by these, whatever the settings say of titles.
    """

    def __init__(self, settings: Settings, weights: Weights | None = None) -> None:
        self._limits = settings.search
        self._weights = weights or Weights(title=settings.search.title_boost)
        self._engine = engine_of(settings.index)
        self._pool = SearcherPool(self._engine, fingerprint(), settings.search)
        self._drawer = PageDrawer(settings)
        self._corpus = settings.corpus.folder
        self._source_limits = source_limits(settings.corpus, settings.reading)
        self._unpacking = Lane(1, _WAITING)
        self._readings = settings.index.folder / READINGS
        self._near = NearTexts(settings.meaning) if settings.meaning.enabled else None

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the searchers that are idle, and ends the process that draws pages."""
        self._pool.close()
        self._drawer.close()

    @contextmanager
    def session(self, *, heavy: bool = False) -> Iterator[Session]:
        """A session with the generation that serves now, for what this class has no method for.

        What takes long is `heavy`: of that, fewer are on at a time.
        """
        with self._pool.lease(heavy=heavy) as lease:
            checker = SpellChecker(lease.lexicon)
            yield Session(
                lease.generation,
                lease.searcher,
                lease.lexicon,
                lease.values,
                lease.holders,
                self._limits,
                checker,
                Planner(lease.values, lease.lexicon, self._limits.max_expansions, checker),
                self._weights,
                Deadline(self._limits.seconds),
                self._near,
            )

    def search(self, request: SearchRequest) -> ResultPage:
        """One page of the documents that answer `request`, and what is known of all of them."""
        with self.session() as session:
            return result_page(session, session.usual(request))

    def document(self, document_id: str) -> Document | None:
        """The document stored under `document_id`; None if there is none."""
        with self.session() as session:
            return stored_document(session.searcher, document_id)

    def outline(self, document_id: str) -> Document | None:
        """The document with no more of a long text than its beginning; None if there is none."""
        with self.session() as session:
            return stored_document(session.searcher, document_id, characters=0)

    def full_text(self, document_id: str, take: Callable[[str], object]) -> FullText | None:
        """A document of which `take` was given all of the text, piece by piece; None if none.

        A piece that is damaged raises IndexDamaged, after those before it were given.
        """
        with self.session() as session:
            document = stored_document(session.searcher, document_id, characters=0)
            pieces = session.searcher.text(document_id)
            if document is None or pieces is None:
                return None
            for piece in pieces:
                take(piece)
            return FullText(document, session.generation.manifest.generation)

    def holds(self, ids: Sequence[str]) -> tuple[bool, ...]:
        """Whether there is a document of each of `ids`; no text is read."""
        with self.session() as session:
            return tuple(found is not None for found in session.searcher.read(ids, ("id",)))

    def named(self, name: str) -> tuple[str, ...]:
        """The ids of the documents that a short name, or a beginning of one, stands for."""
        with self.session() as session:
            return session.searcher.named(spelled_name(name)) if name else ()

    def read(
        self,
        document_id: str,
        query: str = "",
        width: Width = Width.WORD,
        without: tuple[str, ...] = (),
        translate: bool = True,
        *,
        part: int | None = None,
        at: str | None = None,
        hit: int | None = None,
        page: int | None = None,
        address: str | None = None,
    ) -> DocumentView | None:
        """The document laid out to be read, what answers `query` marked; None if there is none.

        Of a long document it is one part: that of the number `part`, else that with the passage
        whose anchor was `at` when a reader took it, with the beginning of the page number `page`
        or of the division at `address`, or with the place number `hit`; else the first.
        """
        request = SearchRequest(query, width, without=without, translate=translate)
        place = (part, at, hit, page, address)
        with self.session() as session:
            document = stored_document(session.searcher, document_id, characters=IN_MEMORY)
            if document is None:
                return None
            if len(document.text) < IN_MEMORY:
                return laid_out(session, document, request, *place)
        with self.session(heavy=True) as session:
            document = stored_document(session.searcher, document_id, characters=IN_MEMORY)
            return laid_out(session, document, request, *place) if document else None

    def read_page(
        self,
        document_id: str,
        query: str = "",
        width: Width = Width.WORD,
        without: tuple[str, ...] = (),
        translate: bool = True,
        *,
        number: int | None = None,
        hit: int | None = None,
    ) -> DocumentView | None:
        """One page of the document laid out, what answers `query` marked; None if there is none.

        It is page `number`, else that with the place number `hit`, else the first with a place,
        else the first.
        """
        request = SearchRequest(query, width, without=without, translate=translate)
        with self.session() as session:
            document = stored_document(session.searcher, document_id, characters=IN_MEMORY)
            if document is None:
                return None
            if len(document.text) < IN_MEMORY:
                return page_laid_out(session, document, request, number, hit)
        with self.session(heavy=True) as session:
            document = stored_document(session.searcher, document_id, characters=IN_MEMORY)
            return page_laid_out(session, document, request, number, hit) if document else None

    def word_places(self, view: DocumentView) -> tuple[WordPlace, ...]:
        """The words that answer, on the picture of the one page that `view` shows.

        There are none where the places of words are not known, as in a file that was not read by
        pages.
        """
        return word_places(view, self._readings)

    def has_pictures(self, document: Document) -> bool:
        """Whether the pages of `document` can be drawn: its file is there, and of such a format."""
        return self._drawer.offers(document)

    def picture(self, document: Document, number: int, dpi: int) -> bytes | None:
        """The picture of page `number` of `document`, a JPEG; None if there is none.

        Raises IndexBusy when too many are asked for.
        """
        return self._drawer.picture(document, number, dpi)

    def member_bytes(self, document: Document) -> bytes | None:
        """The bytes of `document`, a member of a container; None where they are not there now.

        Raises IndexBusy when too many are asked for.
        """
        with self._unpacking.turn(time.monotonic() + _WAIT_SECONDS):
            return member_bytes(self._corpus, document, self._source_limits)

    def concordance(
        self,
        request: SearchRequest,
        order: ConcordanceOrder = ConcordanceOrder.RELEVANCE,
        within: str | None = None,
        by: LineGroups = LineGroups.NONE,
    ) -> Concordance:
        """One page of the places in texts that answer `request`, each with the words around it.

        With the id of a document `within`, the places of that one alone; grouped `by` documents or
        speakers.
        """
        with self.session(heavy=True) as session:
            return concordance(session, session.usual(request), order, within, by)

    def terms(
        self, request: SearchRequest, neighbours: NeighbourForm = NeighbourForm.BARE
    ) -> TermReport:
        """How the words of `request` are used: the words they stand with, and their years.

        Their `neighbours` are counted in this form.
        """
        with self.session(heavy=True) as session:
            return term_report(session, session.usual(request), neighbours)

    def completions(self, text: str, most: int = 8) -> Completions:
        """The completions of `text`, which is being typed: at most `most` words, then titles.

        When time runs out some are missing, and it is not `complete`.
        """
        with self.session() as session:
            found = completions(session, text, most)
            return Completions(found, not session.deadline.struck)

    def related(self, document_id: str, most: int = 5) -> tuple[DocumentSummary, ...] | None:
        """The documents nearest to one, itself aside; None if there is no such document."""
        with self.session() as session:
            return related(session, document_id, most)

    def citations(self, text: str) -> Citations | None:
        """The law or article that `text` names (المادة 7 من القانون رقم 31.13), and what cites it.

        None where `text` is no reference.
        """
        with self.session() as session:
            return citations(session, text)

    def citations_of(self, document_id: str, most: int = SHOWN) -> Citations | None:
        """The places that cite the document, with the lines of `most` documents.

        None where it is no law, or is not there.
        """
        with self.session() as session:
            return citations_of(session, document_id, most)

    def references_in(self, document_id: str) -> tuple[FoundReference, ...] | None:
        """The references in the text of a document, in order; None if there is no such document."""
        with self.session(heavy=True) as session:
            return references_in(session, document_id)

    def references_shown(self, view: DocumentView) -> tuple[tuple[FoundReference, ...], ...]:
        """The references in each block of `view`, at their places in the text of the block."""
        with self.session() as session:
            return references_shown(session, view)

    def export(self, request: SearchRequest, take: Callable[[DocumentSummary], None]) -> Basis:
        """Gives `take` every hit of `request` in its order, whatever its page.

        Then says what they are hits of, and whether these are all of them.
        """
        with self.session(heavy=True) as session:
            return export_hits(session, request, take)

    def export_lines(
        self,
        request: SearchRequest,
        order: ConcordanceOrder,
        within: str | None,
        take: Callable[[ConcordanceLine], None],
        by: LineGroups = LineGroups.NONE,
    ) -> Basis:
        """Gives `take` every line of the concordance, whatever its page, as `export` gives hits."""
        with self.session(heavy=True) as session:
            return export_lines(session, request, order, within, take, by)

    def ids(self) -> tuple[str, ...]:
        """The ids of all documents, in the order of their titles; no document is read."""
        with self.session() as session:
            ids, _ = hit_ids(session.searcher, EVERYTHING.node, Filters(), Sort.TITLE)
            return ids

    def words(self, text: str) -> tuple[WordAnalysis, ...]:
        """The analysis of each word of `text` in this archive: its family, root, and why."""
        with self.session() as session:
            lexicon = session.lexicon
            return tuple(
                WordAnalysis(
                    written=text[token.start : token.end],
                    folded=token.surface,
                    occurrences=lexicon.count(key),
                    family=lexicon.family(key),
                    root=lexicon.known_root(key),
                    steps=tuple(map(str, lexicon.steps(key))),
                    derived=lexicon.derived(lexicon.family(key)),
                )
                for token in tokens(text)
                for key in lexicon.keys_of(token.written)
            )

    def bridge_lines(self) -> tuple[str, ...]:
        """The names that are searched for one another, as the lines of a bridge file."""
        with self.session() as session:
            return tuple(bridge_lines(session.lexicon.bridge.rows))

    def failures(self) -> Failures:
        """The files and lines of the corpus that could not be read."""
        return failures_in(self._engine.files(self._pool.generation()))

    def survey(self) -> Survey | None:
        """The survey of the generation that serves; None where it was built without one."""
        return survey_in(self._engine.files(self._pool.generation()))

    def status(self) -> ArchiveStatus:
        """The state of the archive: how much it holds, and whether it is whole."""
        manifest = self._pool.generation().manifest
        return ArchiveStatus(
            generation=manifest.generation,
            documents=manifest.documents,
            words=manifest.words,
            years=manifest.years,
            updated=manifest.created,
            failures=manifest.failures,
            kept=manifest.kept,
            unread=manifest.unread,
            degraded=self._pool.degraded,
        )
