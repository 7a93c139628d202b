"""The day that a text bears, where its document states none."""

from __future__ import annotations

import pytest

from indexer import ArchiveDate
from indexer.ingest.metadata.written_dates import written_date


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("ظهير", "المادة 1\n\nوحرر بالرباط في 24 من رمضان 1410 (20 أبريل 1990).", "1990-04-20"),
        ("رسالة", "نص في 3 ماي 1980.\n\nحرر في 12/03/1975 بالبلدية.", "1975-03-12"),
        ("Arrêté", "Article 1\n\nFait à Rabat, le 1er juillet 2011.", "2011-07-01"),
        ("مرسوم صادر في 8 ربيع الأول 1431 (23 فبراير 2010) يتعلق بالأمن", "نص", "2010-02-23"),
    ],
)
def test_the_day_of_a_signature_or_of_the_title_is_taken(
    title: str, text: str, expected: str
) -> None:
    found = written_date(title, text)
    assert found is not None
    assert found.date == ArchiveDate.parse(expected)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("أحداث 16 ماي 2003", "نص عن أحداث 16 ماي 2003."),  # what it tells of
        ("نص", "صدر الظهير الذي حرر بالرباط في 20 أبريل 1990."),  # of another document
        ("نص", "حرر بفاس في 3 ماي 1980.\n\nحرر بالرباط في 4 ماي 1980."),  # two days
        ("نص", "حرر بالرباط في 25 من رجب 1423 (23 أكتوبر 2002)."),  # the calendars do not agree
        ("نص", "حرر بالرباط سنة 1980."),  # no day
        ("نص", "حرر بالرباط في 11 محرم 1331"),  # computed, and not written
    ],
)
def test_a_day_that_is_not_surely_that_of_the_document_is_not_taken(title: str, text: str) -> None:
    assert written_date(title, text) is None
