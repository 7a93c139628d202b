"""All hits of a search, and all lines of a concordance, as files: streamed as they are read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from flask import Blueprint, Response, abort, request, stream_with_context

from indexer import Card, LineOrder, SearchRequest
from webapp.citation import permanent_url, ris
from webapp.downloads import SANDBOX, disposition
from webapp.params import lines_wanted, search_request
from webapp.site import site

blueprint = Blueprint("exports", __name__, url_prefix="/api")

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # by which spreadsheets know that a file is UTF-8
COLUMNS = ("id", "title", "date", "kind", "author", "publisher", "place", "language", "url")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ris": "application/x-research-info-systems; charset=utf-8",
}
MOST_LINES = 10_000  # of a concordance, asked for at once


@blueprint.get("/export.<kind>")
def hits(kind: str) -> Response:
    if kind not in KINDS:
        abort(404)
    wanted = search_request(request.args, site().settings)
    cards = _begun(Card.of(hit.document) for hit in site().archive.export(wanted))
    match kind:
        case "csv":
            rows = ([_row(card)[name] for name in COLUMNS] for card in cards)
            pieces = table(chain([COLUMNS], rows))
        case "json":
            pieces = _json(cards)
        case _:
            pieces = (ris(card) for card in cards)
    return _file(pieces, kind, "khizana." + kind)


@blueprint.get("/concordance.csv")
def lines() -> Response:
    wanted = search_request(request.args, site().settings)
    names = ("before", "match", "after", "paragraph", "hit", *COLUMNS)
    rows = _lines(wanted, *lines_wanted(request.args))
    return _file(table(chain([names], rows)), "csv", "khizana-context.csv")


def table(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """`rows` as CSV (RFC 4180), a line at a time."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    line.write(BOM)
    for row in rows:
        writer.writerow([cell(value) for value in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def cell(value: object) -> str:
    """`value` as a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip()[:1] in "=+-@\t\r|%" and text.strip() else text


def _lines(wanted: SearchRequest, order: LineOrder, within: str | None) -> Iterator[list[object]]:
    """A row for each line of the concordance of `wanted`."""
    page = 1
    while True:
        of_page = replace(wanted, page=page, page_size=MOST_LINES)
        found = site().archive.concordance(of_page, order, within)
        for line in found.lines:
            card = _row(line.document)
            place = [line.before, line.match, line.after, line.paragraph, line.hit]
            yield [*place, *(card[name] for name in COLUMNS)]
        if page >= found.pages:
            return
        page += 1


def _begun(cards: Iterator[Card]) -> Iterator[Card]:
    """`cards`, the first of them read: an index that cannot answer says so before a file begins."""
    first = next(cards, None)
    return chain([first], cards) if first is not None else iter(())


def _row(card: Card) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(card, name) for name in COLUMNS[:-1]}
    row["date"] = str(card.date) if card.date else None
    return row | {"url": permanent_url(card.id)}


def _json(cards: Iterable[Card]) -> Iterator[str]:
    """`cards` as one JSON array, a line for each."""
    between = "[\n"
    for card in cards:
        yield between + json.dumps(_row(card), ensure_ascii=False)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def _file(pieces: Iterator[str], kind: str, name: str) -> Response:
    response = Response(stream_with_context(pieces), content_type=KINDS[kind])
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
