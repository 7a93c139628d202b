"""The page that compares expressions, as a view model, and its rows for files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from flask import url_for

from indexer import (
    MOST_COMPARED,
    ComparedExpression,
    ComparedRow,
    Comparison,
    Count,
    SearchRequest,
)
from webapp import facets
from webapp.http.params import address, default_sort, search_arguments
from webapp.i18n import shown
from webapp.present import formats
from webapp.present.answer import Answer, shown_answer
from webapp.present.concordance import TOLD
from webapp.present.controls import plain_words
from webapp.present.line_chart import NARROW, WIDE, LineChart, line_chart, mark_of, step_of
from webapp.present.links import Link, address_of, results_url
from webapp.site import absolute, language, messages

COLUMNS = (
    *("field", "value", "expression", "counted", "places", "documents", "per_thousand"),
    *("words", "all_documents", "url"),
)
TOTAL = "total"  # the field of rows for all documents
_VIEW, _SEARCH, _LINES = "comparison.compared", "pages.search", "corpus_views.kwic"
_DIGITS = 2  # after the point, of places per 1,000 words


class Measure(StrEnum):
    """The figures that the chart of a comparison draws."""

    RATE = "rate"  # places per 1,000 words
    PLACES = "places"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """The counts of an expression in the documents of a row, with links to just these."""

    places: Link
    documents: Link
    rate: str | None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """The documents of one value; without one they have no link, for no filter asks for them."""

    label: str
    documents: int
    words: int
    cells: tuple[ComparedCell, ...]


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """The rows of one field; `heading` is the key of its name."""

    field: str
    heading: str
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """An expression, its mark in the chart, and what is to be said of it."""

    query: str
    number: int
    mark: str
    answer: Answer
    quoted: str | None  # the address of the comparison with it as a phrase


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """The page of a comparison; without expressions, its form alone."""

    fields: tuple[str, ...]  # the texts of the form
    kept: tuple[tuple[str, str], ...]  # arguments that the form keeps
    expressions: tuple[Compared, ...] = ()
    total: ShownRow | None = None
    undated: int = 0
    years: tuple[int, int] | None = None  # the first and the last that a document has
    parts: tuple[ComparedPart, ...] = ()
    wide: LineChart | None = None
    narrow: LineChart | None = None
    measures: tuple[Link, ...] = ()
    measure: Measure = Measure.RATE
    files: tuple[Link, ...] = ()
    complete: bool = True


def comparison_view(
    wanted: SearchRequest, queries: Sequence[str], found: Comparison | None, measure: Measure
) -> ComparisonView:
    """The page that shows `found`, the comparison of `queries` within the filters of `wanted`."""
    kept = tuple(_kept(wanted, measure))
    fields = (*queries, *("",) * (MOST_COMPARED - len(queries)))
    if found is None:
        return ComparisonView(fields, kept)
    dated = [row for row in found.by("year") if row.value]
    rtl = messages().language.direction == "rtl"
    return ComparisonView(
        fields,
        kept,
        tuple(_compared(found, wanted, queries, measure)),
        _shown(found, found.total, ""),
        sum(row.documents for row in found.by("year") if not row.value),
        (int(dated[0].value), int(dated[-1].value)) if dated else None,
        tuple(_parts(found)),
        _chart(dated, measure, *WIDE, rtl),
        _chart(dated, measure, *NARROW, rtl),
        tuple(
            Link(
                messages().message(f"compare.measure.{one}"),
                comparison_url(wanted, queries, one),
                one is measure,
            )
            for one in Measure
        ),
        measure,
        tuple(Link(kind.upper(), _file_url(wanted, queries, kind)) for kind in formats.of_lines()),
        found.complete,
    )


def comparison_url(
    wanted: SearchRequest, queries: Sequence[str], measure: Measure = Measure.RATE
) -> str:
    """The address of the comparison of `queries` within the filters of `wanted`."""
    return address(url_for(_VIEW), [*_asked(queries), *_kept(wanted, measure)])


def comparison_rows(found: Comparison) -> Iterator[list[object]]:
    """The values of COLUMNS: for all documents, then by each field; a row for each expression."""
    for field, rows in ((TOTAL, (found.total,)), *found.rows):
        for row in rows:
            for expression, count in zip(found.expressions, row.counts, strict=True):
                url = _documents_url(expression, row, "" if field == TOTAL else field)
                rate = count.per_thousand(row.words)
                yield [
                    field,
                    row.value or None,
                    expression.request.query,
                    expression.counted.query,
                    count.places,
                    count.documents,
                    None if rate is None else round(rate, 4),
                    row.words,
                    row.documents,
                    absolute(url) if url else None,
                ]


def with_value(request: SearchRequest, field: str, value: str) -> SearchRequest:
    """`request` for the documents with this one value of `field`."""
    values = dict(request.filters.values) | {field: (value,)}
    names = [row.name for row in facets.FACETS]
    kept = tuple((name, values[name]) for name in names if values.get(name))
    return replace(request, filters=replace(request.filters, values=kept), page=1)


def _asked(queries: Sequence[str]) -> list[tuple[str, str]]:
    return [("q", query) for query in queries]


def _kept(wanted: SearchRequest, measure: Measure) -> Iterator[tuple[str, str]]:
    """The arguments besides the expressions."""
    filters = replace(wanted.filters, copies_hidden=False)
    sort = default_sort("")
    yield from search_arguments(replace(wanted, query="", filters=filters, sort=sort, page=1))
    if measure is not Measure.RATE:
        yield "measure", str(measure)


def _file_url(wanted: SearchRequest, queries: Sequence[str], kind: str) -> str:
    pairs = [*_asked(queries), *_kept(wanted, Measure.RATE)]
    if formats.FORMATS[kind].worded:
        pairs.append(("lang", language()))
    return address(url_for("exports.compared", kind=kind), pairs)


def _compared(
    found: Comparison, wanted: SearchRequest, queries: Sequence[str], measure: Measure
) -> Iterator[Compared]:
    for number, one in enumerate(found.expressions):
        answer = shown_answer(one, _SEARCH, results_url(one.counted), TOLD)
        words = plain_words(one.request.query).split()
        quoted = None
        if len(words) > 1 and len(one.words) >= len(words) and not answer.readings:
            others = [*queries]
            others[number] = f"«{' '.join(words)}»"
            quoted = comparison_url(wanted, others, measure)
        yield Compared(one.counted.query, number + 1, mark_of(number), answer, quoted)


def _parts(found: Comparison) -> Iterator[ComparedPart]:
    headings = {row.name: row.label for row in facets.FACETS}
    for field, rows in found.rows:
        if len(rows) > 1 or (rows and rows[0].value):
            yield ComparedPart(
                field, headings[field], tuple(_shown(found, row, field) for row in rows)
            )


def _shown(found: Comparison, row: ComparedRow, field: str) -> ShownRow:
    """`row` of `field`; of all documents, where `field` is empty."""
    key = "compare.all" if not field else "compare.undated" if field == "year" else "compare.none"
    label = shown(messages().label(field, row.value)) if row.value else messages().message(key)
    cells = (
        _cell(expression, count, row, field)
        for expression, count in zip(found.expressions, row.counts, strict=True)
    )
    return ShownRow(label, row.documents, row.words, tuple(cells))


def _cell(
    expression: ComparedExpression, count: Count, row: ComparedRow, field: str
) -> ComparedCell:
    documents_url = _documents_url(expression, row, field)
    places_url = _url(expression, row, field, _LINES) if documents_url else ""
    rate = count.per_thousand(row.words)
    return ComparedCell(
        Link("", places_url if count.places else "", count=count.places),
        Link("", documents_url if count.documents else "", count=count.documents),
        None if rate is None else figure_text(rate),
    )


def _documents_url(expression: ComparedExpression, row: ComparedRow, field: str) -> str:
    """The address of the documents of `row` that answer; empty where no filter asks for them."""
    return _url(expression, row, field, _SEARCH) if row.value or not field else ""


def _url(expression: ComparedExpression, row: ComparedRow, field: str, view: str) -> str:
    request = expression.counted
    if request.query.isalpha():  # one word is never widened
        request = replace(request, widen=True)
    return address_of(with_value(request, field, row.value) if field else request, view)


def figure_text(figure: float) -> str:
    """`figure` in the language of the page, to two places."""
    whole, _, part = f"{figure:.{_DIGITS}f}".partition(".")
    return f"{messages().number(int(whole))}{messages().entry('compare.point')}{part}"


def _chart(
    rows: Sequence[ComparedRow], measure: Measure, width: int, most: int, rtl: bool
) -> LineChart | None:
    """The chart of `rows`, which have years, in at most `most` marks."""
    if len(rows) < 2:
        return None
    step, first = step_of([int(row.value) for row in rows], most)
    times: dict[int, list[ComparedRow]] = {}
    for row in rows:
        if (year := int(row.value)) >= first:
            times.setdefault(year - year % step, []).append(row)
    values = [
        (time, tuple(_figure(some, at, measure) for at in range(len(rows[0].counts))))
        for time, some in times.items()
    ]
    return line_chart(values, step, width, rtl)


def _figure(rows: Sequence[ComparedRow], at: int, measure: Measure) -> float | None:
    """The figure of one expression in the documents of `rows`; None where there are no words."""
    if measure is Measure.DOCUMENTS:
        return sum(row.counts[at].documents for row in rows)
    places = sum(row.counts[at].places for row in rows)
    if measure is Measure.PLACES:
        return places
    return Count(places, 0).per_thousand(sum(row.words for row in rows))
