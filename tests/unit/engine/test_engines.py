"""Any engine serves an archive, and the same one: on the dozen documents of tests/corpus."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer import (
    Archive,
    ConcordanceOrder,
    Filters,
    IndexStale,
    SearchRequest,
    Settings,
    Sort,
    Width,
    load_settings,
    reindex,
    update,
)
from indexer.engine.check import checked
from indexer.engine.registry import engine_of

ROOT = Path(__file__).resolve().parents[3]
REQUESTS = (
    SearchRequest(""),
    SearchRequest("الشرطة"),
    SearchRequest("الشرطة", Width.EXACT, sort=Sort.OLDEST),
    SearchRequest("القانون الأمن", Width.ROOT, page_size=3, page=2),
    SearchRequest('"الأمن الوطني" -تقرير', sort=Sort.TITLE),
    SearchRequest("شرطة ~5 قانون", sort=Sort.NEWEST),
    SearchRequest("عنوان:قانون OR نوع:تقرير"),
    SearchRequest("سنة:1950..1970", sort=Sort.ADDED),
    SearchRequest("أمن*", filters=Filters((("kind", ("law", "report")),))),
    SearchRequest("الشرظة"),
    SearchRequest("حق كل سجين في الزيارة والعلاج"),
    SearchRequest("police"),
)


def settings_of(folder: Path, name: str) -> Settings:
    settings = load_settings(ROOT / "config.toml")
    settings = settings.with_folders(folder / "corpus", folder / name)
    return replace(settings, index=replace(settings.index, engine=name))


def told(archive: Archive, request: SearchRequest) -> Iterator[Any]:
    """All that the archive answers to `request`, but for the last digits of scores."""
    page = archive.search(request)
    yield replace(page, hits=tuple(replace(hit, score=round(hit.score, 3)) for hit in page.hits))
    for order in (ConcordanceOrder.RELEVANCE, ConcordanceOrder.DATE, ConcordanceOrder.NEXT):
        yield archive.concordance(request, order)
    yield archive.terms(request)
    exported: list[Any] = []
    yield archive.export(request, exported.append)
    yield exported
    yield archive.completions(request.query)
    for hit in page.hits[:2]:
        document = hit.document.id
        yield archive.read(document, request.query, hit=1)
        yield archive.related(document)
        yield archive.document(document)


def test_the_engine_in_memory_serves_the_same_archive(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests/corpus", tmp_path / "corpus")
    both = [settings_of(tmp_path, name) for name in ("whoosh", "memory")]
    first, second = (Archive(settings) for settings in both)
    with first, second:
        for change in ("none", "some"):
            if change == "some":
                (tmp_path / "corpus" / "prisons.md").unlink()
                (tmp_path / "corpus" / "new.txt").write_text("شرطة جديدة\n\nقانون جديد", "utf-8")
            reports = [(update if change == "some" else reindex)(settings) for settings in both]
            assert replace(reports[0], seconds=0) == replace(reports[1], seconds=0)
            assert first.ids() == second.ids()
            for name in ("", "0", "3"):
                assert first.named(name) == second.named(name)
            for request in REQUESTS if change == "none" else REQUESTS[:3]:
                for ours, theirs in zip(told(first, request), told(second, request), strict=True):
                    assert ours == theirs, request
            assert replace(first.status(), updated="") == replace(second.status(), updated="")
        for settings in both:
            assert checked(engine_of(settings.index)).whole


def test_an_index_of_another_engine_is_refused_and_rebuilt_with_what_it_kept(
    settings: Settings,
) -> None:
    path = settings.corpus.folder / "a.txt"
    path.write_text("قانون قديم\n\nنص", "utf-8")
    reindex(settings)
    other = replace(settings, index=replace(settings.index, engine="memory"))
    with Archive(other) as archive:
        with pytest.raises(IndexStale, match="by the engine whoosh, not memory"):
            archive.search(SearchRequest("قانون"))
        assert not checked(engine_of(other.index)).whole
        path.write_bytes(b"")  # it cannot be read any more: its last text is kept
        (settings.corpus.folder / "b.txt").write_text("قانون جديد", "utf-8")
        report = update(other)
        assert (report.documents, report.kept) == (2, 1)
        found = archive.search(SearchRequest("قانون"))
        assert {hit.document.id: bool(hit.document.kept_since) for hit in found.hits} == {
            "a": True,
            "b": False,
        }
    assert checked(engine_of(other.index)).whole
