"""Documents that speak of the same things, and all hits of a search."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from indexer import Archive

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
