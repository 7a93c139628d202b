"""A document laid out by its pages, and the words of one page on its picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import Archive, DocumentView, Page, Settings, reindex
from indexer.ingest.cleaning import CleanText
from indexer.ingest.reading import PageReading
from indexer.search import session

NAME = "a.pdf"
TEXTS = ("", "أرشيف أول", "", "أرشيف ثان\n\n## عنوان\n\nفيه أرشيف", "خاتمة", "")


@pytest.fixture
def archive(
    settings: Settings,
    write_pdf: Callable[[Path, int], Path],
    index_pages: Callable[..., None],
) -> Archive:
    write_pdf(settings.corpus.folder / NAME, 1)
    pages = [PageReading(n, CleanText(text)) for n, text in enumerate(TEXTS, start=1)]
    index_pages(settings, {NAME: pages})
    return Archive(settings)


def numbers(pages: tuple[Page, ...]) -> list[int]:
    return [page.number for page in pages]


def words(view: DocumentView) -> list[str]:
    return ["".join(piece.text for piece in block.pieces) for block in view.blocks]


def test_pages_begin_before_their_first_block_and_those_without_text_before_the_next(
    archive: Archive,
) -> None:
    view = archive.read(NAME)
    assert view
    assert [numbers(block.pages) for block in view.blocks] == [[1, 2], [3, 4], [], [], [5]]
    assert numbers(view.pages_after) == [6]


def test_each_page_has_its_text_its_numbers_and_its_matches(archive: Archive) -> None:
    views = [archive.read_page(NAME, "أرشيف", number=n) for n in range(1, 7)]
    shown = [view for view in views if view]
    assert [words(view) for view in shown] == [
        [],
        ["أرشيف أول"],
        [],
        ["أرشيف ثان", "عنوان", "فيه أرشيف"],
        ["خاتمة"],
        [],
    ]
    whole = archive.read(NAME)
    assert whole
    anchors = [block.anchor for view in shown for block in view.blocks]
    assert anchors == [block.anchor for block in whole.blocks]
    assert [view.before for view in shown] == [0, 0, 1, 1, 3, 3]
    assert {view.matches for view in shown} == {3}
    assert all(view.only and view.only.by_page == (0, 1, 0, 2, 0, 0) for view in shown)
    only = shown[3].only
    assert only
    assert [only.text[start:end] for start, end in only.places] == ["أرشيف", "أرشيف"]
    assert archive.read_page(NAME, "أرشيف", number=7) is None


def test_pages_are_the_same_in_a_text_that_is_not_held_in_memory(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [archive.read_page(NAME, "أرشيف", number=n) for n in range(1, 7)]
    monkeypatch.setattr(session, "IN_MEMORY", 5)
    monkeypatch.setattr("indexer.archive.IN_MEMORY", 5)
    after = [archive.read_page(NAME, "أرشيف", number=n) for n in range(1, 7)]
    assert [view and (view.blocks, view.only, view.before) for view in before] == [
        view and (view.blocks, view.only, view.before) for view in after
    ]


def test_without_a_number_it_is_the_page_of_the_match_asked_for(archive: Archive) -> None:
    for query, hit, number in (("أرشيف", None, 2), ("أرشيف", 3, 4), ("خاتمة", None, 5), ("", 1, 1)):
        view = archive.read_page(NAME, query, hit=hit)
        assert view
        assert view.only
        assert view.only.page.number == number


def test_the_matches_of_a_page_have_their_places_on_its_picture(settings: Settings) -> None:
    file = Path(__file__).parents[2] / "files" / "municipal-library.pdf"
    (settings.corpus.folder / file.name).write_bytes(file.read_bytes())
    reindex(settings)
    with Archive(settings) as archive:
        view = archive.read_page(file.name, "القارئ")
        assert view
        assert view.only
        places = archive.word_places(view)
        assert [place.hit for place in places] == [1]  # the other is on the next page
        assert (len(view.only.places), view.matches) == (1, 2)
        assert {place.text.strip(".،") for place in places} <= {"القارئ", "قارئ"}
        for place in places:
            assert 0 < place.x0 < place.x1 < 1000
            assert 0 < place.y0 < place.y1 < 1000
        nothing = archive.read_page(file.name, "زرافة", number=1)
        assert nothing
        assert archive.word_places(nothing) == ()
