"""Dates in a query: read in every writing, found however texts write them, and marked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer import Archive, Hit, SearchRequest, Width, load_settings, reindex
from indexer.model.basis import BridgeOrigin
from indexer.query.dates import keys_of, with_dates
from indexer.query.parser import Limits, parsed

LIMITS = Limits(500, 50, 10)
TEXTS = {
    "morocco": "انعقد الجمع في 3 غشت 1999 بالرباط.",
    "levant": "انعقد في 3 آب 1999.",
    "french": "Réunion du 3 août 1999.",
    "digits": "حرر في 03/08/1999.",
    "range": "من 1 إلى 5 غشت 1999",
    "hijri": "حرر يوم 20 ربيع الآخر 1420 هـ",
    "other": "انعقد في 4 شتنبر 1999 وحضره 3 أعضاء.",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("dates")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    settings = load_settings().with_folders(folder, tmp_path_factory.mktemp("index"))
    reindex(settings)
    with Archive(settings) as archive:
        yield archive


def marked(hit: Hit) -> list[str]:
    return [piece.text for snippet in hit.snippets for piece in snippet if piece.match]


@pytest.mark.parametrize("query", ["3 أغسطس 1999", "3 août 1999", "03/08/1999", "3 آب 1999"])
def test_a_day_finds_every_writing_of_it(archive: Archive, query: str) -> None:
    page = archive.search(SearchRequest(query))
    found = {hit.document.id: marked(hit) for hit in page.hits}
    assert page.all_words == len(TEXTS) - 1
    assert {found[id_][0] for id_ in ("morocco", "levant", "french", "digits")} == {
        *("3 غشت 1999", "3 آب 1999", "3 août 1999", "03/08/1999")
    }
    assert found["range"] == ["1 إلى 5 غشت 1999"]
    ((asked, also, origin),) = [(t.asked, t.also, t.origin) for t in page.basis.translated]
    assert (asked, also, origin) == (query, ("1999-08-03",), BridgeOrigin.DATE)


def test_a_date_is_its_words_at_the_width_exact_and_where_it_is_switched_off(
    archive: Archive,
) -> None:
    for request in (
        SearchRequest("03/08/1999", width=Width.EXACT),
        SearchRequest("03/08/1999", translate=False),
    ):
        page = archive.search(request)
        assert [hit.document.id for hit in page.hits] == ["digits"]
        assert page.basis.translated == ()


def test_the_query_that_was_carried_out_finds_the_same(archive: Archive) -> None:
    page = archive.search(SearchRequest("الجمع 3 أغسطس 1999"))
    again = archive.search(SearchRequest(page.basis.query, translate=False))
    assert {hit.document.id for hit in again.hits} == {hit.document.id for hit in page.hits}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("يذكر:1999-08-03", {"morocco", "levant", "french", "digits", "range", "hijri"}),
        ("mentions:«3 août 1999»", {"morocco", "levant", "french", "digits", "range", "hijri"}),
        ("mentions:1999-09", {"other"}),
        ("mentions:1999", {*TEXTS}),
        ("mentions:1999-08-04..1999-09", {"range", "other"}),
        ("mentions:1420هـ", {*TEXTS}),
        ("mentions:..1998", set()),
    ],
)
def test_documents_are_asked_for_by_the_dates_they_mention(
    archive: Archive, query: str, expected: set[str]
) -> None:
    page = archive.search(SearchRequest(query))
    assert {hit.document.id for hit in page.hits} == expected
    assert all(map(marked, page.hits))


def test_what_is_no_date_is_read_as_words(archive: Archive) -> None:
    page = archive.search(SearchRequest("يذكر:الجمع"))
    assert [hit.document.id for hit in page.hits] == ["morocco"]


@pytest.mark.parametrize(
    "text", ["القانون 31.13", "سنة 1956", "1999", "«3 غشت 1999»", "التسعينيات", "3 غشت"]
)
def test_years_and_numbers_stay_words(text: str) -> None:
    query = parsed(text, LIMITS).query
    assert query is not None
    assert with_dates(query) == query


def test_a_hijri_day_asks_for_the_days_beside_it() -> None:
    assert keys_of("9 رمضان 1432") == (
        *("hijri 14320909", "day 20110808", "day 20110809", "day 20110810"),
    )
