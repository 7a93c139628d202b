"""The filters of a page of results: those that are asked for, and those that may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer import ArchiveDate, ResultPage, SearchRequest
from webapp import facets
from webapp.http.params import search_arguments
from webapp.present.charts import period_text, published_years
from webapp.present.labels import value_label
from webapp.present.links import SOME_VALUE, Link, results_url, urls_of_value
from webapp.present.refine import during, mentioning, toggled, with_copies
from webapp.site import messages

SHOWN_VALUES = 8  # of each facet, before the rest is unfolded


@dataclass(frozen=True, slots=True)
class FacetLinks:
    """A facet and the links that add or remove its values; `more` are those unfolded on demand."""

    name: str
    label: str  # the key of its name
    links: list[Link]
    more: list[Link]


def chips(request: SearchRequest) -> Iterator[Link]:
    """A link for each filter, that removes it."""
    for facet, values in request.filters.values:
        for value in values:
            yield Link(
                value_label(messages(), facet, value), results_url(toggled(request, facet, value))
            )
    if request.filters.since or request.filters.until:
        label = period_text(request.filters.since, request.filters.until)
        yield Link(label, results_url(during(request, None, None)))
    if request.filters.mentions:
        period = period_text(request.filters.mentions_since, request.filters.mentions_until)
        label = messages().message("mentions.chip", period=period)
        yield Link(label, results_url(mentioning(request, None, None)))
    if request.filters.copies_hidden:
        yield Link(messages().message("copies.chip"), results_url(with_copies(request, False)))


def facet_links(page: ResultPage) -> Iterator[FacetLinks]:
    """The facets worth showing."""
    found = dict(page.facets)
    for row in facets.FACETS:
        facet, counts = row.name, found.get(row.name, ())
        chosen = page.request.filters.of(facet)
        says_nothing = len(counts) < 2 and all(entry.count == page.total for entry in counts)
        if not row.listed or (says_nothing and not chosen):
            continue
        with_value = urls_of_value(toggled(page.request, facet, SOME_VALUE))
        links = [
            Link(
                value_label(messages(), facet, entry.value, entry.title),
                results_url(toggled(page.request, facet, entry.value))
                if entry.value in chosen
                else with_value(entry.value),
                entry.value in chosen,
                entry.count,
            )
            for entry in counts
        ]
        first = [link for place, link in enumerate(links) if place < SHOWN_VALUES or link.current]
        yield FacetLinks(facet, row.label, first, [link for link in links if link not in first])
    decades = _decades(page)
    if len(decades) > 1:
        yield FacetLinks(
            facets.DECADE.name, facets.DECADE.label, decades[:SHOWN_VALUES], decades[SHOWN_VALUES:]
        )


def _decades(page: ResultPage) -> list[Link]:
    """The decades of the documents found, the newest first, as links that narrow to them."""
    counts: dict[int, int] = {}
    for year, count in published_years(page):
        counts[year // 10 * 10] = counts.get(year // 10 * 10, 0) + count
    links = []
    for first, count in sorted(counts.items(), reverse=True):
        since, until = ArchiveDate(max(first, 1)), ArchiveDate(first + 9)
        filters = page.request.filters
        chosen = (filters.since, filters.until) == (since, until)
        span = (None, None) if chosen else (since, until)
        url = results_url(during(page.request, *span))
        links.append(Link(f"{since.year}–{until.year}", url, chosen, count))
    return links


def kept_arguments(request: SearchRequest, period: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """The arguments of `request` but those that a new `period`, or one of dates, replaces."""
    years = [facet.parameter for facet in facets.FACETS if facet.numeric]
    replaced = ("page", *(period or ("from", "to", *years)))
    return (pair for pair in search_arguments(request) if pair[0] not in replaced)


def times(request: SearchRequest) -> Iterator[Link]:
    """The times that the timeline can show: of the documents, and those that texts mention."""
    for mentioned, key in ((False, "results.timeline"), (True, "results.mentioned")):
        url = results_url(replace(request, mentioned_years=mentioned, page=1))
        yield Link(messages().message(key), url, request.mentioned_years is mentioned)
