"""Dates, filters and pages of results."""

from __future__ import annotations

import pytest

from indexer.model import ArchiveDate, Filters, ResultPage, SearchRequest
from indexer.model.basis import Basis


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1956", ArchiveDate(1956)),
        ("1956-05", ArchiveDate(1956, 5)),
        ("1956-05-16", ArchiveDate(1956, 5, 16)),
        ("2000-02-29", ArchiveDate(2000, 2, 29)),  # a leap year: divisible by 400
        ("0622", ArchiveDate(622)),
    ],
)
def test_a_date_is_read_and_written_alike(text: str, date: ArchiveDate) -> None:
    assert ArchiveDate.parse(text) == date
    assert str(date) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "56", "1956-5", "1956/05", "16-05-1956", " 1956", "1956\n"),  # of another form
        *("0000", "1956-00", "1956-13", "1956-05-00", "1956-04-31"),  # of no calendar
        *("1900-02-29", "2023-02-29"),  # 1900 was no leap year
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        ArchiveDate.parse(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1956", 19560101, 19561231),
        ("1956-02", 19560201, 19560231),  # every month counts 31 days
        ("1956-05-16", 19560516, 19560516),
    ],
)
def test_a_date_spans_the_days_it_can_mean(text: str, first: int, last: int) -> None:
    date = ArchiveDate.parse(text)
    assert (date.first_day, date.last_day) == (first, last)


def test_filters_know_what_is_asked_of_each_facet() -> None:
    filters = Filters((("kind", ("law", "report")),))
    assert filters.of("kind") == ("law", "report")
    assert filters.of("place") == ()


@pytest.mark.parametrize(
    ("filters", "filtering"),
    [
        (Filters(), False),
        (Filters((("kind", ("law",)),)), True),
        (Filters(since=ArchiveDate(1956)), True),
        (Filters(until=ArchiveDate(1956)), True),
    ],
)
def test_filters_are_true_when_they_ask_for_something(filters: Filters, filtering: bool) -> None:
    assert bool(filters) is filtering


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (10, 1), (11, 2), (20, 2)])
def test_pages_are_enough_for_all_hits(total: int, pages: int) -> None:
    request = SearchRequest("", page_size=10)
    page = ResultPage(request, total, total, (), (), (), (), (), total, 1, Basis())
    assert page.pages == pages
