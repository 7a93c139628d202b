"""Request arguments ↔ SearchRequest."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from werkzeug.datastructures import MultiDict

from indexer import ArchiveDate, Filters, QueryError, SearchRequest, Settings, Sort, Width
from webapp.http.params import address, search_arguments, search_request


def asked(settings: Settings, text: str) -> SearchRequest:
    return search_request(MultiDict(parse_qsl(text, keep_blank_values=True)), settings)


def test_every_argument_is_read(settings: Settings) -> None:
    text = (
        "q=أمن&width=exact&without=الأمن&without=أمني&without=الأمن&sort=oldest&page=3"
        "&kind=law&kind=news&place=x&from=2012&to=2019-04-30"
    )
    assert asked(settings, text) == SearchRequest(
        "أمن",
        Width.EXACT,
        Filters(
            (("kind", ("law", "news")), ("place", ("x",))),
            ArchiveDate(2012),
            ArchiveDate(2019, 4, 30),
        ),
        Sort.OLDEST,
        page=3,
        page_size=2,
        without=("الأمن", "أمني"),
    )


def test_absent_and_empty_arguments_are_defaults(settings: Settings) -> None:
    expected = SearchRequest("أمن", page_size=2)
    assert asked(settings, "q=أمن") == expected
    assert asked(settings, "q=أمن&width=&without=&sort=&page=&kind=&from=&to=&other=1") == expected


def test_an_empty_query_is_sorted_by_date(settings: Settings) -> None:
    assert asked(settings, "q=+").sort == Sort.NEWEST
    assert asked(settings, "sort=title").sort == Sort.TITLE


@pytest.mark.parametrize("two_thousand_and_eight", ["2008", "٢٠٠٨", "۲۰۰۸"])
def test_digits_of_any_script_are_read(settings: Settings, two_thousand_and_eight: str) -> None:
    year = two_thousand_and_eight
    request = asked(settings, f"from={year}&year={year}&page={year[1:2] + year[3:]}")
    assert request.filters == Filters((("year", ("2008",)),), ArchiveDate(2008))
    assert request.page == 8


@pytest.mark.parametrize(
    ("text", "parameter"),
    [
        ("width=stem", "width"),
        ("sort=random", "sort"),
        ("page=0", "page"),
        ("page=501", "page"),
        ("page=-1", "page"),
        ("page=1.5", "page"),
        ("page=²", "page"),
        ("page=" + "9" * 5000, "page"),
        ("year=x", "year"),
        ("from=2012-13", "from"),
        ("to=yesterday", "to"),
        ("from=2019&to=2012", "from"),
    ],
)
def test_a_bad_value_names_its_parameter(settings: Settings, text: str, parameter: str) -> None:
    with pytest.raises(QueryError) as caught:
        asked(settings, text)
    assert (caught.value.code, caught.value.parameter) == ("bad_parameter", parameter)


def test_a_year_may_start_and_end_a_period(settings: Settings) -> None:
    assert asked(settings, "from=2012-06&to=2012").filters.until == ArchiveDate(2012)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "q=a+%26+b%3D%22%23",
        "q=a&width=root&without=b&without=c&sort=title",
        "q=a&width=exact&kind=law&kind=x&topic=t&from=2012&to=2013-01&sort=title&page=2",
    ],
)
def test_an_address_comes_back_as_it_was(settings: Settings, text: str) -> None:
    assert urlsplit(address("/s", search_arguments(asked(settings, text)))).query == text


def test_defaults_are_left_out_of_an_address(settings: Settings) -> None:
    request = asked(settings, "page=1&sort=newest&width=word")
    assert address("/s", search_arguments(request)) == "/s"
