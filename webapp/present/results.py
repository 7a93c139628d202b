"""A ResultPage → the links around its hits: filters, orders, widths, forms, pages, periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import g, url_for
from flask import request as current

from indexer import (
    ArchiveDate,
    Concordance,
    Lack,
    ResultPage,
    SearchRequest,
    Sort,
    TermReport,
    Width,
    WordForms,
    without,
)
from webapp import facets
from webapp.http.params import address, search_arguments
from webapp.i18n import shown
from webapp.present import formats
from webapp.present.drawing import Bar, Timeline, timeline
from webapp.present.refine import during, toggled, unfiltered, with_form
from webapp.site import language, messages, site

SHOWN_VALUES = 8  # of each facet, before the rest is unfolded
SHOWN_FORMS = 60  # of all words together, among those that can be switched off
FIRST_FORMS = 6  # of a word, before those are unfolded; fewer where there are many words
FEW_WORDS = 4  # more have their forms unfolded only


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
    return address_of(request, "pages.search")


def address_of(request: SearchRequest, endpoint: str, **more: str) -> str:
    """The address of the view `endpoint` for `request`, with `more` arguments."""
    paths: dict[str, str] = g.setdefault("paths", {})  # a page has a hundred links to few views
    path = paths.get(endpoint) or paths.setdefault(endpoint, url_for(endpoint))
    return address(path, [*search_arguments(request), *more.items()])


def shown_request(found: ResultPage | Concordance | TermReport) -> SearchRequest:
    """The request whose answers are `found`: the one made, or its correction."""
    corrected = found.basis.corrected
    return replace(found.request, query=corrected.query) if corrected else found.request


def told(found: ResultPage | Concordance | TermReport) -> list[Lack]:
    """What the page that shows `found` says it lacks.

    That there are more pages than are served concerns the reader of the last. Words that were not
    searched, and hits that cannot be shown, are told by notes of their own.
    """
    last = found.request.page >= site().settings.search.max_page
    untold = {Lack.WORDS} if last else {Lack.WORDS, Lack.PAGES}
    if isinstance(found, ResultPage):
        untold.add(Lack.DAMAGED)
    return [lack for lack in found.basis.lacks if lack not in untold]


def all_words(page: ResultPage) -> int:
    """How many of the documents of `page` hold all the words, of the correction if it is one."""
    return dict(page.widths).get(page.request.width, page.all_words)


def document_url(request: SearchRequest, document_id: str) -> str:
    """The address of a document, the places that answer `request` marked; it leads back to them."""
    path = url_for("pages.document", document_id=document_id)
    return address(path, search_arguments(request))


def lines_url(request: SearchRequest, document_id: str) -> str:
    """The address of the places of one document that answer `request`, in their context."""
    return address_of(replace(request, page=1), "corpus_views.kwic", **{"in": document_id})


def other_language(language: str) -> str:
    """The address of the current page in `language`; of its home where this is no page."""
    if current.endpoint and current.view_args and "language" in current.view_args:
        path = url_for(current.endpoint, **current.view_args | {"language": language})
        return address(path, list(current.args.items(multi=True)))
    return url_for("pages.home", language=language)


def first_page(request: SearchRequest, endpoint: str = "pages.search") -> str:
    """The address of the first page of the view `endpoint` that answers `request`."""
    return address_of(replace(request, page=1), endpoint)


def export_url(request: SearchRequest, kind: str) -> str:
    """The address of all hits of `request` as a file of `kind`."""
    return _file_url("exports.hits", request, kind, {})


def lines_file_url(request: SearchRequest, kind: str, more: Mapping[str, str]) -> str:
    """The address of all lines of `request` as a file of `kind`; `more` is their order."""
    return _file_url("exports.lines", request, kind, more)


def _file_url(view: str, request: SearchRequest, kind: str, more: Mapping[str, str]) -> str:
    pairs = [*search_arguments(replace(request, page=1)), *more.items()]
    if formats.FORMATS[kind].worded:
        pairs.append(("lang", language()))
    return address(url_for(view, kind=kind), pairs)


def again(request: SearchRequest, query: str) -> str:
    """The address of the page that answers `query`, as wide as `request`, unfiltered."""
    return results_url(replace(unfiltered(request), query=query))


def read_otherwise(request: SearchRequest, query: str) -> str:
    """The address of the current view for `query`, another reading of that of `request`."""
    return first_page(replace(request, query=query), current.endpoint or "pages.search")


def chips(request: SearchRequest) -> Iterator[Link]:
    """A link for each filter, that removes it."""
    for facet, values in request.filters.values:
        for value in values:
            yield Link(_label(facet, value), results_url(toggled(request, facet, value)))
    if request.filters.since or request.filters.until:
        label = _period(request.filters.since, request.filters.until)
        yield Link(label, results_url(during(request, None, None)))


@dataclass(frozen=True, slots=True)
class FacetLinks:
    """A facet and the links that add or remove its values; `more` are those unfolded on demand."""

    name: str
    label: str  # the key of its name
    links: list[Link]
    more: list[Link]


def facet_links(page: ResultPage) -> Iterator[FacetLinks]:
    """The facets worth showing."""
    found = dict(page.facets)
    for row in facets.FACETS:
        facet, counts = row.name, found.get(row.name, ())
        chosen = page.request.filters.of(facet)
        says_nothing = len(counts) < 2 and all(entry.count == page.total for entry in counts)
        if not row.listed or (says_nothing and not chosen):
            continue
        links = [
            Link(
                _label(facet, entry.value),
                results_url(toggled(page.request, facet, entry.value)),
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
    for year, count in result_years(page):
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


def sorts(request: SearchRequest) -> list[Link]:
    """The orders that make sense for `request`."""
    message = messages().message
    return [
        Link(
            message(f"sort.{sort}"),
            results_url(replace(request, sort=sort, page=1)),
            sort == request.sort,
        )
        for sort in Sort
        if request.query.strip() or sort != Sort.RELEVANCE
    ]


def widths(page: ResultPage) -> list[Link]:
    """The widths of search, each with the documents that hold all the words, where it is known."""
    message = messages().message
    asked, counts = shown_request(page), dict(page.widths)
    return [
        Link(
            message(f"width.{width}"),
            results_url(replace(asked, width=width, without=(), page=1)),
            width == asked.width,
            counts.get(width),
        )
        for width in Width
    ]


def forms(request: SearchRequest, word: WordForms, words: int = 1) -> list[Link]:
    """The forms of `word`, one of so many words, each a link that switches it off or on.

    `current` are those that are on. The most frequent come first, and all that are off are there.
    """
    most = SHOWN_FORMS // words
    return [
        Link(form.text, results_url(with_form(request, form.text)), form.on, form.count)
        for place, form in enumerate(word.forms)
        if place < most or not form.on
    ]


def first_forms(words: int) -> int:
    """How many forms are shown of each of so many words."""
    return min(FIRST_FORMS, 2 * FIRST_FORMS // words) if words <= FEW_WORDS else 0


def without_word(request: SearchRequest, word: str) -> str | None:
    """The address of `request` without `word`; None when nothing would be left, or it stays."""
    rest = without(request.query, word)
    return None if rest is None else results_url(replace(request, query=rest, page=1))


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


def _label(facet: str, value: str) -> str:
    return shown(messages().label(facet, value))
