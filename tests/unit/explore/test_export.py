"""All hits and all lines of a request, one by one: whole, or told that they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import (
    Archive,
    Basis,
    ConcordanceLine,
    ConcordanceOrder,
    DocumentSummary,
    Filters,
    IndexDamaged,
    IndexMissing,
    Lack,
    SearchRequest,
    Settings,
    Sort,
    Why,
    Width,
    reindex,
)
from indexer.explore import concordance
from indexer.explore.concordance import Bounds

Damage = Callable[[Settings, int], None]  # the fixture of that name

LINES = [f'{{"id": "d{n}", "title": "وثيقة {n}", "text": "شرطة القرب {n}"}}' for n in range(6)]


@pytest.fixture
def archive(settings: Settings, write: Callable[..., Path]) -> Iterator[Archive]:
    write("some.jsonl", "\n".join(LINES))
    write("prison.md", "---\ntitle: السجون\nlanguage: fr\n---\n\nسجن المدينة وسوقها\n")
    reindex(settings)
    with Archive(settings) as opened:
        yield opened


def exported(archive: Archive, request: SearchRequest) -> tuple[list[str], Basis]:
    cards: list[DocumentSummary] = []
    basis = archive.export(request, cards.append)
    return [card.id for card in cards], basis


def lines_of(
    archive: Archive, query: str, order: ConcordanceOrder = ConcordanceOrder.RELEVANCE
) -> list[ConcordanceLine]:
    lines: list[ConcordanceLine] = []
    assert archive.export_lines(SearchRequest(query), order, None, lines.append).complete
    return lines


@pytest.mark.parametrize("query", ["", "شرطة", "شرتة", "شرطة سجن برتقال", "سوق أو القرب"])
@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.TITLE])
@pytest.mark.parametrize("width", Width)
def test_an_export_is_all_pages_in_their_order_with_their_basis(
    archive: Archive, query: str, sort: Sort, width: Width
) -> None:
    request = SearchRequest(query, width, sort=sort, page_size=100)
    page = archive.search(request)
    found = exported(archive, replace(request, page=9, page_size=1))
    assert found == ([hit.document.id for hit in page.hits], page.basis)
    assert page.hits


def test_filters_hold_in_an_export(archive: Archive) -> None:
    filters = Filters((("language", ("fr",)),))
    assert exported(archive, SearchRequest("شرطة أو سجن", filters=filters))[0] == ["prison"]


@pytest.mark.parametrize("order", ConcordanceOrder)
def test_exported_lines_are_those_of_all_pages(archive: Archive, order: ConcordanceOrder) -> None:
    page = archive.concordance(SearchRequest("شرطة أو سجن", page_size=100), order)
    assert lines_of(archive, "شرطة أو سجن", order) == list(page.lines)


def test_without_an_index_an_export_fails_before_its_first_hit(settings: Settings) -> None:
    with Archive(settings) as archive:
        with pytest.raises(IndexMissing):
            archive.export(SearchRequest("سجن"), print)
        with pytest.raises(IndexMissing):
            archive.export_lines(SearchRequest("سجن"), ConcordanceOrder.DATE, None, print)


def test_an_export_has_a_time_limit_of_its_own(archive: Archive, settings: Settings) -> None:
    hurried = replace(settings.search, seconds=0.0)
    with Archive(replace(settings, search=hurried)) as other:
        assert exported(other, SearchRequest("شرطة"))[1].complete
    short = replace(settings.search, export_seconds=0.0)
    with Archive(replace(settings, search=short)) as other:
        ids, basis = exported(other, SearchRequest("شرطة"))
        assert (len(ids) < len(LINES), basis.lacks) == (True, (Lack.TIME,))
        found = other.export_lines(SearchRequest("شرطة"), ConcordanceOrder.DATE, None, print)
        assert found.lacks == (Lack.TIME,)


@pytest.mark.parametrize(
    ("most", "lack", "kept"),
    [
        (Bounds(documents=2, lines=9), Lack.DOCUMENTS, 2),
        (Bounds(documents=9, lines=4), Lack.LINES, 4),
    ],
)
def test_lines_left_out_of_a_file_are_told(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, most: Bounds, lack: Lack, kept: int
) -> None:
    monkeypatch.setattr("indexer.explore.export.OF_A_FILE", most)
    lines: list[ConcordanceLine] = []
    basis = archive.export_lines(SearchRequest("شرطة"), ConcordanceOrder.DATE, None, lines.append)
    assert (len(lines), basis.lacks) == (kept, (lack,))


def test_a_file_has_more_lines_than_pages_have() -> None:
    assert concordance.OF_A_FILE.lines > concordance.OF_A_PAGE.lines
    assert concordance.OF_A_FILE.documents > concordance.OF_A_PAGE.documents


def test_a_document_that_cannot_be_read_is_left_out_and_told(
    archive: Archive, settings: Settings, damage: Damage
) -> None:
    whole, _ = exported(archive, SearchRequest(""))
    damage(settings, -10)
    ids, basis = exported(archive, SearchRequest(""))
    assert (len(ids), basis.lacks, basis.why) == (len(whole) - 1, (Lack.DAMAGED,), Why.AS_ASKED)
    lines: list[ConcordanceLine] = []
    request = SearchRequest("شرطة أو سجن")
    basis = archive.export_lines(request, ConcordanceOrder.DATE, None, lines.append)
    assert (len(lines), basis.lacks) == (len(whole) - 1, (Lack.DAMAGED,))
    assert archive.concordance(request).basis.lacks == (Lack.DAMAGED,)
    assert archive.terms(request).basis.lacks == (Lack.DAMAGED,)


def test_a_page_of_results_shows_the_hits_beside_a_damaged_one(
    archive: Archive, settings: Settings, damage: Damage
) -> None:
    request = SearchRequest("شرطة أو سجن", page_size=100)
    whole = archive.search(request)
    damage(settings, -10)
    page = archive.search(request)
    (lost,) = page.unreadable
    assert page.hits == tuple(hit for hit in whole.hits if hit.document.id != lost)
    assert page.basis.lacks == (Lack.DAMAGED,)
    assert (page.total, page.facets, page.widths) == (whole.total, whole.facets, whole.widths)
    others = archive.search(replace(request, filters=Filters((("language", ("fr",)),))))
    assert (others.unreadable, others.basis.complete) == ((), True) or lost == "prison"


def test_a_long_document_damaged_near_its_end_is_left_out_and_told(
    settings: Settings, write: Callable[..., Path], damage: Damage
) -> None:
    write("some.jsonl", "\n".join(LINES))
    write("z.txt", "شرطة القرب\n\n" * 20_000)  # in pieces, of which the last is damaged
    reindex(settings)
    request = SearchRequest("شرطة", page_size=100)
    with Archive(settings) as archive:
        assert archive.search(request).unreadable == ()
        damage(settings, -10)
        assert archive.search(request).unreadable == ("z",)
        found = archive.concordance(request)
        assert (found.documents, found.basis.lacks) == (len(LINES), (Lack.DAMAGED,))
        with pytest.raises(IndexDamaged):
            archive.read("z")
        with pytest.raises(IndexDamaged):
            archive.full_text("z", lambda piece: None)


def test_documents_alike_and_completions_leave_out_a_damaged_one(
    archive: Archive, settings: Settings, damage: Damage
) -> None:
    assert archive.search(SearchRequest("")).unreadable == ()
    damage(settings, -10)
    (lost,) = archive.search(SearchRequest("", page_size=100)).unreadable
    assert lost not in {card.id for card in archive.related("d0", 9) or ()}
    assert lost not in {found.document_id for found in archive.completions("وثيق", 20).found}


def test_an_index_of_which_nothing_can_be_read_is_damaged(
    archive: Archive, settings: Settings, damage: Damage
) -> None:
    exported(archive, SearchRequest(""))
    damage(settings, 0)
    with pytest.raises(IndexDamaged):
        archive.export(SearchRequest(""), print)
    with pytest.raises(IndexDamaged):
        archive.concordance(SearchRequest("شرطة"))
    with pytest.raises(IndexDamaged):
        archive.search(SearchRequest("شرطة"))
