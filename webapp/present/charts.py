"""Timelines: their bars as links to the documents of a time, and a time in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer import ArchiveDate, ResultPage, SearchRequest
from webapp.present.drawing import Bar, Timeline, timeline
from webapp.present.links import Link, results_url
from webapp.present.refine import during
from webapp.site import messages


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
    """The timeline of `years`, each bar a link to the documents of its time."""
    drawing = timeline(years, width, most, messages().language.direction == "rtl")
    if drawing is None:
        return None
    return Chart(drawing, tuple(Period(bar, _bar_link(request, bar)) for bar in drawing.bars))


def result_years(page: ResultPage) -> list[tuple[int, int]]:
    """The years of all documents found, filters of time aside, with their counts."""
    counts = dict(page.facets).get("year", ())
    return [(int(entry.value), entry.count) for entry in counts]


def _bar_link(request: SearchRequest, bar: Bar) -> Link:
    """A link that narrows `request` to the time of `bar`, or widens it again."""
    since = None if bar.first is None else ArchiveDate(bar.first)
    until = ArchiveDate(bar.last)
    only = (request.filters.since, request.filters.until) == (since, until)
    target = during(request, None, None) if only else during(request, since, until)
    return Link(period_text(since, until), results_url(target), _covers(request, bar))


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
