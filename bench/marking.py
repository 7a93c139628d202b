"""The CPU time of highlighting, for a page of results and for a long document.

A page is ten passages of 175 words, marked and cut into snippets; a law has 20,000 words. Both are
made of the documents of a folder, which is indexed once; queries are planned by the real search.
The first time a process meets a word it is read; the figures are of later times, as `first` is not.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from indexer import Archive, SearchRequest, Width, load_settings, reindex
from indexer.highlight.matcher import pieces
from indexer.highlight.sections import Text
from indexer.highlight.snippets import snippets
from indexer.query.plan import Plan

QUERIES = (
    ("الأمن", Width.WORD),
    ("الأمن", Width.ROOT),
    ("الأمن", Width.EXACT),
    ("حقوق الإنسان", Width.WORD),
    ("«حقوق الإنسان»", Width.WORD),
    ("القانون ضمن 5 كلمات في", Width.WORD),
    ("مح*", Width.WORD),
)
_PASSAGES, _PASSAGE, _LAW = 10, 175, 20_000  # words
_ROUNDS = 10


def report(corpus: Path) -> Iterator[str]:
    """The table of the documents of `corpus`, line by line."""
    with tempfile.TemporaryDirectory() as index:
        settings = load_settings().with_folders(corpus, Path(index))
        reindex(settings)
        with Archive(settings) as archive, archive.session() as session:
            words = [word for document in session.searcher.scan() for word in document.text.split()]
            step = max(_PASSAGE, len(words) // _PASSAGES)
            page = [" ".join(words[at : at + _PASSAGE]) for at in range(0, len(words), step)]
            law = " ".join(words[:_LAW])
            limits = session.limits

            def marked_page(plan: Plan) -> int:
                highlighter, total = session.highlighter(plan), 0
                for text in page[:_PASSAGES]:
                    spans = highlighter.spans(text, "text")
                    snippets(Text.of(text), spans, limits.snippets, limits.snippet_characters)
                    total += len(spans)
                return total

            def marked_law(plan: Plan) -> int:
                spans = session.highlighter(plan).spans(law, "text")
                pieces(law, 0, len(law), spans)
                return len(spans)

            yield f"{len(words):,} words; CPU milliseconds"
            yield f"{'page':>8}{'marks':>7}{'law':>8}{'first':>8}{'marks':>7}  query"
            for query, width in QUERIES:
                plan = session.plan(SearchRequest(query, width))
                on_page, _, page_ms = _timed(partial(marked_page, plan))
                in_law, first_ms, law_ms = _timed(partial(marked_law, plan))
                figures = f"{page_ms:8.2f}{on_page:7}{law_ms:8.2f}{first_ms:8.2f}{in_law:7}"
                yield f"{figures}  {query} ({width})"


def _timed(run: Callable[[], int]) -> tuple[int, float, float]:
    """The result of `run`, and its CPU time in milliseconds the first time and later."""
    started = time.process_time()
    result = run()
    first = time.process_time() - started
    started = time.process_time()
    for _ in range(_ROUNDS):
        run()
    later = (time.process_time() - started) / _ROUNDS
    return result, first * 1000, later * 1000
