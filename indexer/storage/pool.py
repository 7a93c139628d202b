"""Searchers for the threads of one process, always of the newest whole generation."""

from __future__ import annotations

import logging
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import IndexBusy, IndexDamaged, IndexStale
from indexer.language import Lexicon
from indexer.storage import generations
from indexer.storage.generations import Generation
from indexer.storage.protocol import Searcher
from indexer.storage.whoosh_backend import WhooshSearcher

log = logging.getLogger(__name__)

_Stamp = tuple[int, int] | None
_DAMAGE = (zlib.error, struct.error, EOFError)  # of bytes that are not what was written

_WAIT_SECONDS = 2.0
_TRIES = 20  # a generation may vanish between reading its name and opening it


@dataclass(frozen=True, slots=True)
class Lent:
    """What one thread searches with, until it gives it back."""

    generation: Generation
    searcher: Searcher
    lexicon: Lexicon


class SearcherPool:
    """At most `size` searchers, each lent to one thread at a time and reopened when a new
    generation is put in place. A generation that proves damaged is refused and the one before it
    serves, with `degraded` saying why.
    """

    def __init__(self, index: Path, fingerprint: str, size: int) -> None:
        self._index = index
        self._fingerprint = fingerprint
        self._free = threading.BoundedSemaphore(size)
        self._guard = threading.Lock()
        self._idle: list[Lent] = []
        self._serving: tuple[_Stamp, Generation] | None = None  # what serves while current bears it
        self._refused: dict[Generation, str] = {}  # and why
        self.degraded: str | None = None

    @contextmanager
    def lent(self) -> Iterator[Lent]:
        """A searcher for the calling thread, with the generation it answers from and its lexicon.

        Raises IndexBusy when none comes free in time, and what `generation` raises.
        """
        if not self._free.acquire(timeout=_WAIT_SECONDS):
            raise IndexBusy("All searchers are in use; try again in a moment.")
        try:
            lent = self._opened()
            try:
                yield lent
            except _DAMAGE as error:  # met before the check in the background came to it
                folder = lent.generation.folder
                raise IndexDamaged(f"{folder} cannot be read: {error}") from error
            finally:
                with self._guard:
                    self._idle.append(lent)
        finally:
            self._free.release()

    def generation(self) -> Generation:
        """The generation that serves now; raises IndexMissing, IndexStale or IndexDamaged."""
        with self._guard:
            stamp = generations.current_stamp(self._index)
            if self._serving is None or self._serving[0] != stamp:
                serving = self._chosen()
                self._serving = (stamp, serving)
                self._verify_aside(serving)
            return self._serving[1]

    def close(self) -> None:
        """Closes the idle searchers."""
        with self._guard:
            while self._idle:
                self._idle.pop().searcher.close()

    def _opened(self) -> Lent:
        """An idle searcher of the serving generation, or a new one; closes outdated ones."""
        for _ in range(_TRIES):
            generation = self.generation()
            with self._guard:
                while self._idle:
                    kept = self._idle.pop()
                    if kept.generation == generation:
                        return kept
                    kept.searcher.close()
            try:
                lexicon = Lexicon(generation.folder)
                return Lent(generation, WhooshSearcher(generation.folder), lexicon)
            except (IndexDamaged, OSError) as error:
                if generation.folder.is_dir():
                    self._refuse(generation, str(error))
                else:  # replaced twice while it was being opened
                    with self._guard:
                        self._serving = None
        raise IndexDamaged(f"No generation in {self._index} can be opened.")

    def _chosen(self) -> Generation:
        """The generation in place, or the one before it when that one is damaged."""
        try:
            chosen = generations.current(self._index)
            if chosen in self._refused:
                raise IndexDamaged(self._refused[chosen])
            self.degraded = None
        except IndexDamaged as error:
            before = generations.previous(self._index)
            if before is None or before in self._refused:
                raise
            log.error("%s The generation before it serves instead.", error)
            self.degraded = str(error)
            chosen = before
        if not chosen.manifest.answers_to(self._fingerprint):
            raise IndexStale(
                "The index was built by another version of the analysis; "
                "rebuild it with: python -m indexer reindex"
            )
        return chosen

    def _verify_aside(self, generation: Generation) -> None:
        """Compares the contents of the files with the manifest, in the background."""

        def verify() -> None:
            damaged = generations.damaged_files(generation)
            if damaged and generation.folder.is_dir():
                names = ", ".join(damaged)
                self._refuse(generation, f"{generation.folder}: not as it was written: {names}.")

        threading.Thread(target=verify, name="verify-index", daemon=True).start()

    def _refuse(self, generation: Generation, reason: str) -> None:
        with self._guard:
            self._refused[generation] = reason
            self._serving = None
