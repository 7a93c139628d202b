"""The searcher that the threads of a process share, always of the newest whole generation."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from indexer.engine.generations import Generation
from indexer.engine.lane import Lane
from indexer.engine.protocol import Engine, Searcher
from indexer.engine.requests import generation_before
from indexer.engine.value_spellings import ValueSpellings
from indexer.engine.verified import damaged_once
from indexer.errors import IndexDamaged, IndexStale
from indexer.fingerprint import Fingerprint
from indexer.lexicon import Lexicon
from indexer.release import command
from indexer.settings import SearchSettings

log = logging.getLogger(__name__)

_COMPARED_FIRST = 200_000_000  # bytes of a generation, up to which it is compared before it serves

_TRIES = 20  # a generation may vanish between reading its name and opening it


@dataclass(frozen=True, slots=True)
class Lease:
    """A generation opened for searching. All requests that are on at a time share it."""

    generation: Generation
    searcher: Searcher
    lexicon: Lexicon
    values: ValueSpellings
    # family → documents that hold it, as far as the engine was asked: only of families so frequent
    # that half of the documents may hold them, which are few
    holders: dict[str, int] = field(default_factory=dict)


class SearcherPool:
    """One searcher for all threads, and another as soon as a new generation is put in place.

    At most `searchers` requests use it at once, and of these `heavy` ones of a kind that takes
    long, so that load is bounded and others still get their turn; a few more wait. A generation
    that is no longer served is closed when the last request that uses it is done. One that proves
    damaged is refused and the one before it serves, with `degraded` saying why.
    """

    def __init__(self, engine: Engine, fingerprint: Fingerprint, limits: SearchSettings) -> None:
        self._engine = engine
        self._fingerprint = fingerprint
        self._lane = Lane(limits.searchers, limits.waiting)
        self._heavy_lane = Lane(limits.heavy, limits.waiting)
        self._wait_seconds = limits.wait_seconds
        self._guard = threading.Lock()
        self._opening = threading.Lock()
        self._open: Lease | None = None
        # the stamp of the index, and what serves as long as it bears that
        self._serving: tuple[Hashable, Generation] | None = None
        self._refused: dict[Generation, str] = {}  # and why
        self.degraded: str | None = None

    @contextmanager
    def lease(self, *, heavy: bool = False) -> Iterator[Lease]:
        """A lease of the generation that serves now, for as long as the block lasts.

        A `heavy` request waits among its like first. Raises IndexBusy when too many are on already,
        and what `generation` raises.
        """
        until = time.monotonic() + self._wait_seconds
        with ExitStack() as turns:
            if heavy:
                turns.enter_context(self._heavy_lane.turn(until))
            turns.enter_context(self._lane.turn(until))
            yield self._opened()

    def generation(self) -> Generation:
        """The generation that serves now; raises IndexMissing, IndexStale or IndexDamaged."""
        with self._guard:
            found = self._engine.stamp()
            if self._serving is None or self._serving[0] != found:
                serving = self._chosen()
                self._serving = (found, serving)
                if not _is_small(serving):
                    self._verify_aside(serving)
            return self._serving[1]

    def close(self) -> None:
        """Lets go of the searcher; requests that use it finish."""
        with self._opening:
            self._open = None

    def _opened(self) -> Lease:
        """The lease of the generation that serves now, which is opened if it is not yet.

        Nothing closes what served before: its files are let go of when nobody holds it.
        """
        with self._opening:
            for _ in range(_TRIES):
                generation = self.generation()
                if self._open is not None and self._open.generation == generation:
                    return self._open
                self._open = None
                try:
                    lexicon = Lexicon(self._engine.files(generation))
                    searcher = self._engine.open(generation)
                    self._open = Lease(generation, searcher, lexicon, ValueSpellings(searcher))
                except (IndexDamaged, OSError) as error:
                    if self._engine.has(generation):
                        self._refuse(generation, str(error))
                    else:  # replaced twice while it was being opened
                        with self._guard:
                            self._serving = None
        raise IndexDamaged(f"No generation in {self._engine.location} can be opened.")

    def _chosen(self) -> Generation:
        """The generation in place, or the one before it when that one is damaged."""
        try:
            chosen = self._trusted(self._engine.current)
            self.degraded = None
        except IndexDamaged as error:
            before = generation_before(self._engine)
            if before is None:
                raise
            try:
                chosen = self._trusted(lambda: before)
            except IndexDamaged:
                raise error from None
            log.error("%s The generation before it serves instead.", error)
            self.degraded = str(error)
        manifest = chosen.manifest
        other = None
        if manifest.engine != self._engine.name:
            other = f"the engine {manifest.engine}, not {self._engine.name}"
        elif not manifest.answers_to(self._fingerprint):
            other = "another version of the analysis"
        if other:
            raise IndexStale(
                f"The index was built by {other}; rebuild it with: {command('reindex')}"
            )
        return chosen

    def _trusted(self, found: Callable[[], Generation]) -> Generation:
        """The generation that is `found`; raises IndexDamaged if it is known not to be whole.

        The contents of a small one are compared here, before it answers anything.
        """
        for _ in range(_TRIES):
            generation = found()
            if generation in self._refused:
                raise IndexDamaged(self._refused[generation])
            if not (_is_small(generation) and (damaged := self._damaged(generation))):
                return generation
            if self._engine.has(generation):
                self._refused[generation] = _reason(generation, damaged)
        raise IndexDamaged(f"{generation.folder} is not there.")

    def _damaged(self, generation: Generation) -> Sequence[str]:
        """The damaged files of `generation`; no process of this host but one reads all of them."""
        return damaged_once(generation, self._engine.damaged)

    def _verify_aside(self, generation: Generation) -> None:
        """Compares the contents of the files with the manifest, in the background."""

        def verify() -> None:
            damaged = self._damaged(generation)
            if damaged and self._engine.has(generation):
                self._refuse(generation, _reason(generation, damaged))

        threading.Thread(target=verify, name="verify-index", daemon=True).start()

    def _refuse(self, generation: Generation, reason: str) -> None:
        with self._guard:
            self._refused[generation] = reason
            self._serving = None


def _is_small(generation: Generation) -> bool:
    return sum(size for _, size, _ in generation.manifest.files) <= _COMPARED_FIRST


def _reason(generation: Generation, damaged: Sequence[str]) -> str:
    return f"{generation.folder}: not as it was written: {', '.join(damaged)}."
