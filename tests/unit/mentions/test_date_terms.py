"""The keys of dates, and those of periods."""

from __future__ import annotations

import pytest

from indexer.mentions import dates
from indexer.mentions.date_terms import period_keys
from indexer.model import ArchiveDate


def keys(text: str) -> set[str]:
    return {key for one in dates(text) for key in one.keys}


def test_a_day_has_the_keys_of_all_that_it_lies_in() -> None:
    expected = {"day 19990803", "month 199908", "year 1999", "decade 199"}
    assert keys("3 غشت 1999") == expected


def test_a_range_has_the_keys_of_its_days() -> None:
    assert {"day 20100503", "day 20100505", "day 20100507"} < keys("من 3 إلى 7 ماي 2010")


def test_the_computed_day_of_a_hijri_date_has_its_own_key() -> None:
    assert {"hijri 13400105", "computed 19210908", "month 192109"} < keys("5 محرم 1340هـ")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("1999", "1999", {"year 1999"}),
        ("1990", "1999", {"decade 199"}),
        ("1801", "1900", {"century 19", "decade 181", "year 1801", "year 1900"}),
        ("1999-02", "1999-02", {"month 199902"}),
        ("1999-08-03", "1999-08-03", {"day 19990803", "computed 19990803"}),
        ("1999-12-31", "2000-01", {"day 19991231", "month 200001"}),
        ("2001", "1999", set()),
    ],
)
def test_a_period_is_the_keys_of_the_units_in_it(first: str, last: str, expected: set[str]) -> None:
    found = period_keys(ArchiveDate.parse(first), ArchiveDate.parse(last))
    assert expected <= set(found)
    assert len(found) == len(set(found)) <= 21 + 210 + 18 + 22 + 60
    if expected and all(key.startswith(("year", "month")) for key in expected):
        assert set(found) == expected
