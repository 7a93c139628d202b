"""Request arguments → SearchRequest, for pages and API alike; and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar
from urllib.parse import quote_plus

from werkzeug.datastructures import MultiDict

from indexer import (
    MOST_COMPARED,
    ArchiveDate,
    ConcordanceOrder,
    Filters,
    LineGroups,
    NeighbourForm,
    QueryError,
    SearchRequest,
    Settings,
    Sort,
    Width,
    hijri_days,
)
from webapp import facets

Arguments = MultiDict[str, str]
Choice = TypeVar("Choice", bound=StrEnum)


class Switch(StrEnum):
    """The values of an argument that switches something on or off."""

    ON = "on"
    OFF = "off"


class Duplicates(StrEnum):
    """Whether hits with the same text are all shown."""

    SHOW = "show"
    HIDE = "hide"  # all but the oldest


class Time(StrEnum):
    """The times that a timeline can show."""

    PUBLISHED = "published"  # of the documents
    MENTIONED = "mentioned"  # in their texts


FIRST_DAYS, LAST_DAYS = ("from", "mentions_from"), ("to", "mentions_to")  # of a period
_WESTERN = {  # ٠–٩ and ۰–۹ → 0–9
    zero + digit: str(digit)
    for zero in (ord("\N{ARABIC-INDIC DIGIT ZERO}"), ord("\N{EXTENDED ARABIC-INDIC DIGIT ZERO}"))
    for digit in range(10)
}
MOST_PAGES = 1_000_000  # of a document: a number that is read in an address
_NUMBER = re.compile(r"[0-9]{1,9}")
_YEAR = re.compile(r"[0-9]{1,4}")


def search_request(arguments: Arguments, settings: Settings) -> SearchRequest:
    """The request `arguments` make, with pages of the usual size; empty arguments count as absent.

    Raises QueryError with the code `bad_parameter`, naming the parameter.
    """
    query = arguments.get("q", "")
    since, until = _date(arguments, "from"), _date(arguments, "to")
    if since and until and since.first_day > until.last_day:
        raise _bad("from", "must not be later than “to”")
    mentions = _date(arguments, "mentions_from"), _date(arguments, "mentions_to")
    if mentions[0] and mentions[1] and mentions[0].first_day > mentions[1].last_day:
        raise _bad("mentions_from", "must not be later than “mentions_to”")
    by_meaning = choice(arguments, "meaning", Switch.ON)
    hidden = choice(arguments, "duplicates", Duplicates.SHOW) is Duplicates.HIDE
    return SearchRequest(
        query,
        width=choice(arguments, "width", Width.WORD),
        filters=Filters(tuple(_filters(arguments)), since, until, *mentions, hidden),
        sort=choice(arguments, "sort", default_sort(query)),
        page=whole_number(arguments, "page", 1, settings.search.max_page),
        page_size=settings.search.page_size,
        without=tuple(dict.fromkeys(filter(None, arguments.getlist("without")))),
        meaning=by_meaning is Switch.ON or not settings.meaning.enabled,
        translate=choice(arguments, "translate", Switch.ON) is Switch.ON,
        mentioned_years=choice(arguments, "timeline", Time.PUBLISHED) is Time.MENTIONED,
        widen=choice(arguments, "widen", Switch.ON) is Switch.ON,
    )


def default_sort(query: str) -> Sort:
    """The order of hits when none is asked for: an empty query has no relevance to go by."""
    return Sort.RELEVANCE if query.strip() else Sort.NEWEST


def whole_number(
    arguments: Arguments, name: str, default: int, maximum: int, least: int = 1
) -> int:
    """The number given as `name`, from `least` to `maximum`."""
    given = arguments.get(name, "").translate(_WESTERN)
    if not given:
        return default
    if not _NUMBER.fullmatch(given) or not least <= int(given) <= maximum:
        raise _bad(name, f"must be a whole number from {least} to {maximum}")
    return int(given)


def choice(arguments: Arguments, name: str, default: Choice) -> Choice:
    """The value given as `name`, one of those `default` is among."""
    values = type(default)
    given = arguments.get(name) or default
    if given not in list(values):
        raise _bad(name, f"must be one of {', '.join(values)}")
    return values(given)


def lines_wanted(arguments: Arguments) -> tuple[ConcordanceOrder, str | None]:
    """The order of the lines of a concordance, and the document they are of; None for all."""
    return choice(arguments, "order", ConcordanceOrder.RELEVANCE), arguments.get("in") or None


def groups_wanted(arguments: Arguments) -> LineGroups:
    """The groups of the lines of a concordance."""
    return choice(arguments, "group", LineGroups.NONE)


def lines_arguments(
    order: ConcordanceOrder, within: str | None, by: LineGroups = LineGroups.NONE
) -> dict[str, str]:
    """The arguments that `lines_wanted` and `groups_wanted` read so, without those at default."""
    chosen = {} if order == ConcordanceOrder.RELEVANCE else {"order": str(order)}
    grouped = {} if by is LineGroups.NONE else {"group": str(by)}
    return chosen | ({"in": within} if within is not None else {}) | grouped


def neighbours_wanted(arguments: Arguments) -> NeighbourForm:
    """The form in which the words beside a match are counted."""
    return choice(arguments, "neighbours", NeighbourForm.BARE)


def neighbours_arguments(form: NeighbourForm) -> dict[str, str]:
    """The arguments that `neighbours_wanted` reads so, without those at their default."""
    return {} if form is NeighbourForm.BARE else {"neighbours": str(form)}


def expressions_wanted(arguments: Arguments) -> list[str]:
    """The expressions that are to be compared: each `q` that says something, once.

    Raises QueryError where there are too many.
    """
    queries = [query.strip() for query in arguments.getlist("q")]
    found = list(dict.fromkeys(filter(None, queries)))
    if len(found) > MOST_COMPARED:
        raise _bad("q", f"must stand at most {MOST_COMPARED} times")
    return found


def search_arguments(request: SearchRequest) -> list[tuple[str, str]]:
    """The arguments that make `request`, in a fixed order, without those at their default.

    The size of pages is not among them.
    """
    filters = request.filters
    values = dict(filters.values)
    pairs = [
        ("q", request.query),
        ("width", request.width if request.width != Width.WORD else ""),
        *(("without", form) for form in request.without),
        ("translate", "" if request.translate else Switch.OFF),
        *(
            (facet.parameter, value)
            for facet in facets.FACETS
            for value in values.get(facet.name, ())
        ),
        ("from", str(filters.since or "")),
        ("to", str(filters.until or "")),
        ("mentions_from", str(filters.mentions_since or "")),
        ("mentions_to", str(filters.mentions_until or "")),
        ("duplicates", Duplicates.HIDE if filters.copies_hidden else ""),
        ("timeline", Time.MENTIONED if request.mentioned_years else ""),
        ("sort", request.sort if request.sort != default_sort(request.query) else ""),
        ("meaning", "" if request.meaning else Switch.OFF),
        ("widen", "" if request.widen else Switch.OFF),
        ("page", str(request.page) if request.page > 1 else ""),
    ]
    return [(name, value) for name, value in pairs if value]


def address(path: str, arguments: list[tuple[str, str]]) -> str:
    """The address of `path` with `arguments`."""
    pairs = "&".join(
        [f"{percent_encoded(name)}={percent_encoded(value)}" for name, value in arguments]
    )
    return f"{path}?{pairs}" if pairs else path


@lru_cache(maxsize=256)
def percent_encoded(text: str) -> str:
    """`text` as it stands in arguments; a page has a hundred addresses with the same words."""
    return quote_plus(text)


def _filters(arguments: Arguments) -> Iterator[tuple[str, tuple[str, ...]]]:
    for facet in facets.FACETS:
        values = dict.fromkeys(value for value in arguments.getlist(facet.parameter) if value)
        if facet.numeric:
            values = dict.fromkeys(value.translate(_WESTERN) for value in values)
            if not all(_YEAR.fullmatch(value) for value in values):
                raise _bad(facet.parameter, "must be a year")
        if values:
            yield facet.name, tuple(values)


def _date(arguments: Arguments, name: str) -> ArchiveDate | None:
    given = arguments.get(name)
    if not given:
        return None
    if days := hijri_days(given):
        return days[name in LAST_DAYS]
    try:
        return ArchiveDate.parse(given.translate(_WESTERN))
    except ValueError as error:
        rule = "must be YYYY, YYYY-MM or YYYY-MM-DD, or a Hijri year as 1375h"
        raise _bad(name, rule) from error


def _bad(name: str, rule: str) -> QueryError:
    return QueryError(f"“{name}” {rule}.", code="bad_parameter", parameter=name)
