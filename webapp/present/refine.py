"""A SearchRequest changed by one click: a value added or removed, another period, no filters.

Every change goes back to the first page.
"""

from __future__ import annotations

from dataclasses import replace

from indexer import ArchiveDate, Filters, SearchRequest
from webapp import facets


def toggled(request: SearchRequest, facet: str, value: str) -> SearchRequest:
    """`request` with `value` of `facet` accepted too, or no longer."""
    values = dict(request.filters.values)
    chosen = values.get(facet, ())
    rest = tuple(other for other in chosen if other != value)
    values[facet] = rest if value in chosen else (*chosen, value)
    names = [row.name for row in facets.FACETS]
    kept = tuple((name, values[name]) for name in names if values.get(name))
    return replace(request, filters=replace(request.filters, values=kept), page=1)


def during(
    request: SearchRequest, since: ArchiveDate | None, until: ArchiveDate | None
) -> SearchRequest:
    """`request` for the documents from `since` to `until` only, whatever years it asked for."""
    values = tuple(entry for entry in request.filters.values if entry[0] != "year")
    filters = replace(request.filters, values=values, since=since, until=until)
    return replace(request, filters=filters, page=1)


def mentioning(
    request: SearchRequest, since: ArchiveDate | None, until: ArchiveDate | None
) -> SearchRequest:
    """`request` for the documents that mention a date from `since` to `until` only."""
    filters = replace(request.filters, mentions_since=since, mentions_until=until)
    return replace(request, filters=filters, page=1)


def with_copies(request: SearchRequest, hidden: bool) -> SearchRequest:
    """`request` with hits of the same text `hidden` but for the oldest, or all shown."""
    return replace(request, filters=replace(request.filters, copies_hidden=hidden), page=1)


def unfiltered(request: SearchRequest) -> SearchRequest:
    """`request` without any filter."""
    return replace(request, filters=Filters(), page=1)


def with_form(request: SearchRequest, form: str) -> SearchRequest:
    """`request` with `form` switched off, or on again when it was."""
    off = request.without
    rest = tuple(other for other in off if other != form)
    return replace(request, without=rest if form in off else (*off, form), page=1)
