"""The words that answer a query, on the picture of their page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indexer.ingest.cache import ReadingCache
from indexer.model import DocumentView, WordPlace


def word_places(view: DocumentView, readings: Path) -> tuple[WordPlace, ...]:
    """The places of the matches on the one page that `view` shows.

    There are none where the cache in the folder `readings` does not have the page as it is indexed.
    """
    return tuple(_places(view, readings))


def _places(view: DocumentView, readings: Path) -> Iterator[WordPlace]:
    only = view.only
    if only is None or not only.places:
        return
    of_member = view.document.member is not None
    cache = ReadingCache(readings)
    reading = cache.page(view.document.digest, only.page.number, of_member=of_member)
    if reading is None or reading.text != only.text:
        return
    for hit, (start, end) in enumerate(only.places, start=view.before + 1):
        for box in reading.boxes:
            if box.start < end and start < box.end:
                confidence = box.confidence if box.confidence >= 0 else None
                word = only.text[box.start : box.end]
                edges = (box.x0, box.y0, box.x1, box.y1)
                yield WordPlace(hit, word, *edges, confidence, box.doubtful)
