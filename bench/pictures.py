"""The time that the picture of a page takes: of the first one of a file, and of the next ones."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from indexer import Document, Page, load_settings
from indexer.drawing.page_drawer import PageDrawer
from indexer.ingest.cache import file_digest

_PAGES = 20  # at most, that are drawn
_TIMES = 5  # that the process is started
_DPI = 150


def report(file: Path) -> Iterator[str]:
    """The lines of the report on the pages of `file`, a PDF or an image."""
    folder = file.resolve().parent
    settings = load_settings().with_folders(folder, folder.with_name(f"{folder.name}-no-index"))
    pages = tuple(Page(0, number) for number in range(1, _PAGES + 1))
    document = Document("", "", "", path=file.name, digest=file_digest(file), pages=pages)
    first: list[float] = []
    following: list[float] = []
    for _ in range(_TIMES):
        drawer = PageDrawer(settings)
        for page in pages:
            started = time.perf_counter()
            picture = drawer.picture(document, page.number, _DPI)
            if picture is None:  # the file has no more pages
                break
            (following if page.number > 1 else first).append(time.perf_counter() - started)
        drawer.close()
    if not first:
        yield f"No page of {file} can be drawn."
        return
    yield f"first picture, with the start of its process: {median(first) * 1000:.0f} ms"
    if following:
        yield f"each of the next: {median(following) * 1000:.0f} ms"
