"""The filter of mentioned dates, and the years that texts mention."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from indexer import Archive, ArchiveDate, Filters, SearchRequest, load_settings, reindex

TEXTS = {
    "day": "تقرير عن السوق في 3 غشت 1999 وعن سنة 2004.",
    "month": "تقرير عن السوق في غشت 1999.",
    "range": "تقرير عن السوق من 2001 إلى 2003.",
    "none": "تقرير عن السوق بلا تاريخ.",
}


@pytest.fixture(scope="module", params=["whoosh", "memory"])
def archive(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("texts")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    settings = load_settings().with_folders(folder, tmp_path_factory.mktemp("index"))
    index = dataclasses.replace(settings.index, engine=request.param)
    settings = dataclasses.replace(settings, index=index)
    reindex(settings)
    with Archive(settings) as archive:
        yield archive


def found(archive: Archive, query: str, since: str, until: str) -> set[str]:
    first, last = (ArchiveDate.parse(text) if text else None for text in (since, until))
    filters = Filters(mentions_since=first, mentions_until=last)
    page = archive.search(SearchRequest(query, filters=filters))
    assert page.total == len(page.hits)
    return {hit.document.id for hit in page.hits}


@pytest.mark.parametrize("query", ["", "السوق", "تقرير عن السوق"])
def test_documents_are_filtered_by_the_dates_they_mention(archive: Archive, query: str) -> None:
    assert found(archive, query, "1999", "1999") == {"day", "month"}
    assert found(archive, query, "1999-08-01", "1999-08-05") == {"day"}
    assert found(archive, query, "2002", "") == {"range", "day"}
    assert found(archive, query, "", "1998") == set()


def test_the_years_that_texts_mention_are_counted_where_they_are_asked_for(
    archive: Archive,
) -> None:
    page = archive.search(SearchRequest("السوق", mentioned_years=True))
    counts = {entry.value: entry.count for entry in page.mentioned_years}
    assert counts == {"1999": 2, "2001": 1, "2002": 1, "2003": 1, "2004": 1}
    assert list(counts) == sorted(counts)
    assert archive.search(SearchRequest("السوق")).mentioned_years == ()


def test_without_words_the_date_that_was_found_is_marked(archive: Archive) -> None:
    filters = Filters(mentions_since=ArchiveDate(2001), mentions_until=ArchiveDate(2003))
    (hit,) = archive.search(SearchRequest("", filters=filters)).hits
    assert [p.text for p in hit.snippets[0] if p.match] == ["2001 إلى 2003"]
