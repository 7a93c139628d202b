"""Documents that speak of the same things, and all hits of a search."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from indexer import Archive, Filters, IndexMissing, SearchRequest, Settings, Sort

TEXTS = {
    "prisons-1.txt": "سجن الرباط\n\nزار الوفد السجن والسجناء، وفي الزنازين مساجين من القاصرين.",
    "prisons-2.txt": "السجون\n\nسجن القاصرين غير سجن الراشدين، والسجناء في الزنازين سواء.",
    "fruits.txt": "الفواكه\n\nالبرتقال والتفاح والعنب في السوق. زار الوفد السوق.",
    "orchard.txt": "البستان\n\nشجر البرتقال وشجر التفاح، وعنب كثير.",
    "alone.txt": "وحيد\n\nلا شيء يشبهني هنا",
}


@pytest.fixture
def archive(archive_of: Callable[[Mapping[str, str]], Archive]) -> Archive:
    return archive_of(TEXTS)


@pytest.mark.parametrize(
    ("document", "first"),
    [
        ("prisons-1", "prisons-2"),
        ("prisons-2", "prisons-1"),
        ("fruits", "orchard"),
        ("orchard", "fruits"),
    ],
)
def test_the_nearest_comes_first(archive: Archive, document: str, first: str) -> None:
    near = archive.related(document)
    assert near is not None
    assert near[0].id == first
    assert document not in {card.id for card in near}


def test_no_more_than_asked_for(archive: Archive) -> None:
    assert len(archive.related("prisons-1", most=1) or ()) == 1


def test_what_is_like_no_other_has_none_and_what_is_not_there_is_none(archive: Archive) -> None:
    assert archive.related("alone") == ()
    assert archive.related("absent") is None


def test_every_hit_is_exported_in_order_whatever_the_page(archive: Archive) -> None:
    request = SearchRequest("", sort=Sort.TITLE, page=9, page_size=2)
    assert [hit.document.id for hit in archive.export(request)] == [
        *("orchard", "prisons-1", "prisons-2", "fruits", "alone")
    ]


def test_the_hits_of_an_export_are_those_of_the_pages(archive: Archive) -> None:
    for query in ("سجن", "الزنازين أو البرتقال", "البرتقالل", "برتقال سجن سوق"):
        page = archive.search(SearchRequest(query, page_size=100))
        assert tuple(archive.export(SearchRequest(query, page_size=1))) == page.hits
        assert page.hits
    filters = Filters((("language", ("fr",)),))
    assert list(archive.export(SearchRequest("سجن", filters=filters))) == []


def test_without_an_index_an_export_fails_before_its_first_hit(settings: Settings) -> None:
    with Archive(settings) as archive, pytest.raises(IndexMissing):
        archive.export(SearchRequest("سجن"))
