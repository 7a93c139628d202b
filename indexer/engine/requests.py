"""Common uses of an engine: one document, all hits however many they are, what served before."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from math import inf

from indexer.engine.generations import Generation
from indexer.engine.protocol import Engine, Node, Ranking, SearchAnswer, Searcher
from indexer.errors import IndexDamaged, IndexMissing
from indexer.model import Document, Filters, Sort

PAGE_ROWS = 10_000  # as many as OpenSearch gives at once (index.max_result_window)


def stored_document(
    searcher: Searcher,
    document_id: str,
    fields: Collection[str] | None = None,
    characters: int | None = None,
) -> Document | None:
    """The document stored under `document_id`, as `Searcher.read`; raises IndexDamaged."""
    (document,) = searcher.read((document_id,), fields, characters)
    if isinstance(document, IndexDamaged):
        raise document
    return document


def hit_ids(
    searcher: Searcher,
    node: Node,
    filters: Filters,
    sort: Sort,
    most: float = inf,
    seconds: float = inf,
    ranking: Ranking | None = None,
    begun: SearchAnswer | None = None,
) -> tuple[tuple[str, ...], bool]:
    """The ids of the first `most` hits in the order of `sort`, and whether time ran out first.

    They are asked for page by page; each page may take `seconds`. `begun` is the first page, where
    it is known.
    """
    ids: list[str] = [*begun.ids] if begun else []
    page = begun
    while page is None or (page.after is not None and not page.partial and len(ids) < most):
        limit = int(min(PAGE_ROWS, most - len(ids)))
        after = page.after if page else None
        page = searcher.search(node, filters, sort, 0, limit, seconds, ranking, after=after)
        ids += page.ids
    return tuple(ids), page.partial


def generation_before(engine: Engine) -> Generation | None:
    """The newest whole generation besides the one in place."""
    present = None
    with suppress(IndexMissing, IndexDamaged):
        present = engine.current()
    return next((one for one in engine.generations() if one != present), None)
