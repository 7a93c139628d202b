"""How far the reading of a corpus has come, as a bar on a terminal."""

from __future__ import annotations

import multiprocessing
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from tqdm import tqdm

from indexer.ingest import Source
from indexer.ingest.guarded import Progress

_FORM = "{desc}: {percentage:3.0f}% |{bar}| {elapsed} and {remaining} to go{postfix}"


class ReadingBar:
    """A bar for the reading of `sources`, each of which has a part as long as it takes to read.

    There is no bar where standard error is not a terminal.
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        self._costs: defaultdict[str, float] = defaultdict(float)
        for source in sources:
            self._costs[source.name] += source.cost
        self._shown: defaultdict[str, float] = defaultdict(float)  # name → what the bar has of it
        self._by_ocr = 0
        total = sum(self._costs.values())
        self._bar = tqdm(total=total, desc="reading", bar_format=_FORM, disable=None, leave=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.close()

    def page(self, progress: Progress) -> None:
        """Shows that a page was read."""
        self._by_ocr += progress.ocr
        so_far = self._costs[progress.name] * progress.page / max(1, progress.pages)
        self._bar.update(max(0.0, so_far - self._shown[progress.name]))
        self._shown[progress.name] = max(so_far, self._shown[progress.name])
        pictures = f", {self._by_ocr:,} pages by OCR" if self._by_ocr else ""
        self._bar.set_postfix_str(f"{progress}{pictures}")

    def part(self, sources: Iterable[Source]) -> None:
        """Shows that `sources` were read, or a part of a source."""
        for source in sources:
            shown = self._shown.pop(source.name, 0.0)
            self._bar.update(max(0.0, source.cost - shown))

    @contextmanager
    def from_processes(self) -> Iterator[Callable[[Progress], None]]:
        """A function by which other processes tell of their pages, as long as the block lasts."""
        told = multiprocessing.get_context("spawn").SimpleQueue()

        def show() -> None:
            while (progress := told.get()) is not None:
                self.page(progress)

        shower = threading.Thread(target=show, daemon=True)
        shower.start()
        try:
            yield told.put
        finally:
            told.put(None)
            shower.join(timeout=5)
            told.close()
