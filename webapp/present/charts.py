"""Timelines: their bars as links to the documents of a time, and a time in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer import ArchiveDate, ResultPage, SearchRequest
from webapp.present.drawing import YEARS_DRAWN, Bar, Timeline, timeline
from webapp.present.links import SOME_DATE, Link, results_url, urls_of_period
from webapp.present.refine import during, mentioning
from webapp.site import messages

_YEARS_AHEAD = 10  # that are mentioned and drawn


@dataclass(frozen=True, slots=True)
class Period:
    """A bar of a timeline and the link it carries."""

    bar: Bar
    link: Link


@dataclass(frozen=True, slots=True)
class Chart:
    """A timeline as it is drawn."""

    drawing: Timeline
    periods: tuple[Period, ...]


def chart(
    request: SearchRequest, years: Sequence[tuple[int, int]], width: int, most: int
) -> Chart | None:
    """The timeline of `years`, each bar a link to the documents of its time.

    Where `request` counts the years that are mentioned, to those that mention its time.
    """
    least = 10 if request.mentioned_years and most < YEARS_DRAWN else 1
    drawing = timeline(years, width, most, messages().language.direction == "rtl", least)
    if drawing is None:
        return None
    return Chart(drawing, tuple(map(Period, drawing.bars, _links(request, drawing.bars))))


def published_years(page: ResultPage) -> list[tuple[int, int]]:
    """The years of all documents found, filters of time aside, with their counts."""
    counts = dict(page.facets).get("year", ())
    return [(int(entry.value), entry.count) for entry in counts]


def shown_years(page: ResultPage, most: int) -> list[tuple[int, int]]:
    """The years of a timeline of so many bars: of the documents, or of those that texts mention.

    A text that mentions several years of a bar must count once: where a year has no bar, the counts
    are those of decades, at their first years. Years that have no bar at all are left out.
    """
    if not page.request.mentioned_years:
        return published_years(page)
    by_year = most >= YEARS_DRAWN
    rows = page.mentioned_years if by_year else page.mentioned_decades
    last = datetime.date.today().year + _YEARS_AHEAD
    years = [(int(row.value) * (1 if by_year else 10), row.count) for row in rows]
    return [(year, count) for year, count in years if last - YEARS_DRAWN < year <= last]


def _links(request: SearchRequest, bars: Sequence[Bar]) -> Iterator[Link]:
    """Links that narrow `request` to the times of `bars`, or widen it again."""
    filters, mentioned = request.filters, request.mentioned_years
    if mentioned:
        changed, names = mentioning, ("mentions_from", "mentions_to")
        asked = filters.mentions_since, filters.mentions_until
    else:
        changed, names, asked = during, ("from", "to"), (filters.since, filters.until)
    url = urls_of_period(changed(request, SOME_DATE, SOME_DATE), *names)
    for bar in bars:
        since = None if bar.first is None else ArchiveDate(bar.first)
        until = ArchiveDate(bar.last)
        only = asked == (since, until)
        target = results_url(changed(request, None, None)) if only else url(since, until)
        yield Link(period_text(since, until), target, only if mentioned else _covers(request, bar))


def _covers(request: SearchRequest, bar: Bar) -> bool:
    """Whether `request` asks for the time of `bar`."""
    first = bar.first or 0
    since, until = request.filters.since, request.filters.until
    if since is None and until is None:
        return any(first <= int(year) <= bar.last for year in request.filters.of("year"))
    begun = since is None or since.year <= bar.last
    return begun and (until is None or first <= until.year)


def period_text(since: ArchiveDate | None, until: ArchiveDate | None) -> str:
    """The time from `since` to `until` in words."""
    words = messages()
    first = words.date(since) if since else ""
    last = words.date(until) if until else ""
    if first and last:
        if first == last:
            return first
        years = first.isdigit() and last.isdigit()
        return f"{first}–{last}" if years else words.message("results.span", first=first, last=last)
    key = "results.since" if first else "results.until"
    return words.message(key, date=first or last)
