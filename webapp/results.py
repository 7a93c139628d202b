"""A ResultPage → the links around its hits: filters, orders, widths, pages, periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import url_for

from indexer import ArchiveDate, ResultPage, SearchRequest, Sort, Width
from webapp.drawing import Bar, Timeline, timeline
from webapp.i18n import shown
from webapp.params import address, search_arguments
from webapp.refine import during, toggled, unfiltered
from webapp.site import site

SHOWN_VALUES = 10  # of each facet; those selected are always shown


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another request; `current` when it is part of this one."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


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


def results_url(request: SearchRequest) -> str:
    """The address of the page that answers `request`."""
    return address(url_for("pages.search"), search_arguments(request))


def first_page(request: SearchRequest) -> str:
    """The address of the first page that answers `request`."""
    return results_url(replace(request, page=1))


def again(request: SearchRequest, query: str) -> str:
    """The address of the page that answers `query`, as wide as `request`, unfiltered."""
    return results_url(replace(unfiltered(request), query=query))


def chips(request: SearchRequest) -> Iterator[Link]:
    """A link for each filter, that removes it."""
    for facet, values in request.filters.values:
        for value in values:
            yield Link(_label(facet, value), results_url(toggled(request, facet, value)))
    if request.filters.since or request.filters.until:
        label = _period(request.filters.since, request.filters.until)
        yield Link(label, results_url(during(request, None, None)))


def facets(page: ResultPage) -> Iterator[tuple[str, list[Link]]]:
    """The facets worth showing, each with the links that add or remove its values."""
    for facet, counts in page.facets:
        chosen = page.request.filters.of(facet)
        says_nothing = len(counts) < 2 and all(entry.count == page.total for entry in counts)
        if facet == "year" or (says_nothing and not chosen):
            continue
        yield (
            facet,
            [
                Link(
                    _label(facet, entry.value),
                    results_url(toggled(page.request, facet, entry.value)),
                    entry.value in chosen,
                    entry.count,
                )
                for place, entry in enumerate(counts)
                if place < SHOWN_VALUES or entry.value in chosen
            ],
        )


def sorts(request: SearchRequest) -> list[Link]:
    """The orders that make sense for `request`."""
    message = site().messages.message
    return [
        Link(
            message(f"sort.{sort}"),
            results_url(replace(request, sort=sort, page=1)),
            sort == request.sort,
        )
        for sort in Sort
        if request.query.strip() or sort != Sort.RELEVANCE
    ]


def widths(request: SearchRequest) -> list[Link]:
    """The widths of search, the usual one first."""
    message = site().messages.message
    return [
        Link(
            message(f"width.{width}"),
            results_url(replace(request, width=width, page=1)),
            width == request.width,
        )
        for width in (Width.WORD, Width.EXACT)
    ]


def pager(page: ResultPage) -> Iterator[Link | None]:
    """Links to the first, the last and the neighbouring pages; None for a gap between them."""
    here = page.request.page
    last = min(page.pages, site().settings.search.max_page)
    before = 0
    for number in sorted({1, last, *range(max(1, here - 1), min(last, here + 1) + 1)}):
        if number > before + 1:
            yield None
        yield Link(str(number), results_url(replace(page.request, page=number)), number == here)
        before = number


def neighbours(page: ResultPage) -> tuple[SearchRequest | None, SearchRequest | None]:
    """The requests for the page before and the page after, where there are such."""
    here = page.request.page
    last = min(page.pages, site().settings.search.max_page)
    previous = replace(page.request, page=min(here - 1, last)) if here > 1 else None
    following = replace(page.request, page=here + 1) if here < last else None
    return previous, following


def chart(
    request: SearchRequest, years: Sequence[tuple[int, int]], width: int, most: int
) -> Chart | None:
    """The timeline of `years`, each bar a link to the documents of its time."""
    drawing = timeline(years, width, most)
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
    return Link(_period(since, until), results_url(target), _covers(request, bar))


def _covers(request: SearchRequest, bar: Bar) -> bool:
    """Whether `request` asks for the time of `bar`."""
    first = bar.first or 0
    since, until = request.filters.since, request.filters.until
    if since is None and until is None:
        return any(first <= int(year) <= bar.last for year in request.filters.of("year"))
    begun = since is None or since.year <= bar.last
    return begun and (until is None or first <= until.year)


def _period(since: ArchiveDate | None, until: ArchiveDate | None) -> str:
    """The time from `since` to `until` in words."""
    messages = site().messages
    first = messages.date(since) if since else ""
    last = messages.date(until) if until else ""
    if first and last:
        return first if first == last else f"{first}–{last}"
    key = "results.since" if first else "results.until"
    return messages.message(key, date=first or last)


def _label(facet: str, value: str) -> str:
    return shown(site().messages.label(facet, value))
