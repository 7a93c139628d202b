"""All hits of a search, and all lines of a concordance, as files.

A file is written whole, aside, before it is sent: so that its headers and its name say what it is
and whether it is complete, and an index that cannot answer is told as an error.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import IO
from urllib.parse import quote

from flask import Blueprint, Response, abort, request

from indexer import (
    Basis,
    Comparison,
    ConcordanceLine,
    SearchRequest,
    Translation,
    Why,
    export_comparison,
)
from webapp.http.headers import to_save
from webapp.http.params import (
    expressions_wanted,
    groups_wanted,
    lines_wanted,
    neighbours_wanted,
    search_request,
    whole_number,
)
from webapp.http.spooled import written_file
from webapp.i18n import Messages
from webapp.present import formats
from webapp.present.comparison import COLUMNS as COMPARED_COLUMNS
from webapp.present.comparison import TOTAL, comparison_rows
from webapp.present.formats import COLUMNS, cells
from webapp.present.status import COLUMNS as STATUS_COLUMNS
from webapp.present.status import status_rows
from webapp.present.tables import CsvTable, Table
from webapp.present.told import reasons, told_of
from webapp.site import messages, site

blueprint = Blueprint("exports", __name__, url_prefix="/api")

LINE_COLUMNS = (
    "before",
    "match",
    "after",
    "paragraph",
    "hit",
    "marked",
    *COLUMNS,
    "page",
    "speaker",
    "note",
)
NEIGHBOUR_COLUMNS = ("side", "word", "count", "score", "forms")
MOST_DRAWN, LONGEST_SEED = 50_000, 100  # lines of a sample; characters
NAME_CHARACTERS = 40  # of a query, in the name of a file
Filling = Callable[[Table], tuple[Basis, str]]  # and how its rows were drawn


@blueprint.get("/export.<kind>")
def hits(kind: str) -> Response:
    if kind not in formats.FORMATS:
        abort(404)
    wanted = search_request(request.args, site().settings)
    row = formats.FORMATS[kind].row

    def filled(table: Table) -> tuple[Basis, str]:
        return site().archive.export(wanted, lambda card: table.add(row(card))), ""

    return _file(kind, "khizana", COLUMNS, wanted, filled)


@blueprint.get("/concordance.<kind>")
def lines(kind: str) -> Response:
    if kind not in formats.of_lines():
        abort(404)
    wanted = search_request(request.args, site().settings)
    order, within = lines_wanted(request.args)
    drawn = "sample" in request.args
    number = whole_number(request.args, "sample", MOST_DRAWN, MOST_DRAWN)
    seed = request.args.get("seed", "")[:LONGEST_SEED]

    def filled(table: Table) -> tuple[Basis, str]:
        found: list[ConcordanceLine] = []
        by = groups_wanted(request.args)
        basis = site().archive.export_lines(wanted, order, within, found.append, by)
        for line in _sample(found, number, seed) if drawn else found:
            table.add(_line_cells(line))
        told = (
            messages()
            .entry("sheet.drawn")
            .format(number=min(number, len(found)), total=len(found), seed=f"«{seed}»")
        )
        return basis, str(told) if drawn else ""

    return _file(kind, "khizana-context", LINE_COLUMNS, wanted, filled)


def _sample(lines: Sequence[ConcordanceLine], number: int, seed: str) -> Iterator[ConcordanceLine]:
    """So many of `lines`, in their order: the same ones for the same `seed` and lines.

    Each line is drawn by a digest of the seed and its place, so that another order of the lines,
    or another program, draws the same.
    """

    def lot(line: ConcordanceLine) -> str:
        place = f"{seed}\n{line.document.id}\n{line.hit}"
        return hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()

    kept = set(sorted(map(lot, lines))[:number])
    return (line for line in lines if lot(line) in kept)


@blueprint.get("/terms.<kind>")
def neighbours(kind: str) -> Response:
    """The words that stand with those of a query."""
    if kind not in formats.of_lines():
        abort(404)
    wanted = search_request(request.args, site().settings)
    form = neighbours_wanted(request.args)

    def filled(table: Table) -> tuple[Basis, str]:
        report = site().archive.terms(wanted, form)
        for side in ("before", "near", "after"):
            named = str(messages().entry(f"terms.{side}")) if worded else side
            for word in getattr(report, side):
                forms = "; ".join(f"{written} {count}" for written, count in word.forms)
                table.add([named, word.word, word.count, word.score, forms])
        return report.basis, ""

    worded = formats.FORMATS[kind].worded
    return _file(kind, "khizana-terms", NEIGHBOUR_COLUMNS, wanted, filled)


@blueprint.get("/compare.<kind>")
def compared(kind: str) -> Response:
    """The rows of a comparison."""
    queries = expressions_wanted(request.args)
    if kind not in formats.of_lines() or not queries:
        abort(404)
    base = search_request(request.args, site().settings)
    wanted = replace(base, query=" | ".join(queries))
    words = messages()

    def filled(table: Table) -> tuple[Basis, str]:
        with site().archive.session(heavy=True) as session:
            found = export_comparison(session, [replace(base, query=query) for query in queries])
        for field, value, *counts in comparison_rows(found):
            named = [_field_name(words, str(field)), value and words.label(str(field), str(value))]
            table.add([*(named if formats.FORMATS[kind].worded else (field, value)), *counts])
        return _basis_of_all(found), ""

    return _file(kind, "khizana-comparison", COMPARED_COLUMNS, wanted, filled)


def _field_name(words: Messages, field: str) -> str:
    return str(words.entry("compare.all" if field == TOTAL else f"facet.{field}"))


def _basis_of_all(found: Comparison) -> Basis:
    """The basis of the expressions in one; the first that was corrected tells so."""
    bases = [one.basis for one in found.expressions]
    return Basis(
        query=" | ".join(one.counted.query for one in found.expressions),
        corrected=next((basis.corrected for basis in bases if basis.corrected), None),
        readings=tuple(reading for basis in bases for reading in basis.readings),
        translated=tuple(one for basis in bases for one in basis.translated),
    ).lacking(*(lack for basis in bases for lack in basis.lacks))


@blueprint.get("/status.csv")
def status_file() -> Response:
    """The failures and the findings as rows."""
    rows = io.BytesIO()
    with closing(CsvTable(rows, STATUS_COLUMNS)) as table:
        for row in status_rows(site().archive.failures(), site().archive.survey()):
            table.add(row)
    response = Response(rows.getvalue(), content_type=formats.FORMATS["csv"].media_type)
    return to_save(response, "khizana-status.csv")


def _file(
    kind: str, name: str, columns: tuple[str, ...], wanted: SearchRequest, filled: Filling
) -> Response:
    """The file of `kind` that `filled` fills, named after what is in it."""
    form, words = formats.FORMATS[kind], messages()

    def written(file: IO[bytes]) -> tuple[Basis, str]:
        with closing(form.begun(file, columns, words)) as table:
            basis, sample = filled(table)
            basis = basis.lacking(*table.lacks)
            table.end(told_of(basis, wanted, words, datetime.now(UTC), sample))
        return basis, sample

    response, (basis, sample) = written_file(written, form.media_type)
    response.headers.update(basis_headers(basis))
    ending = "-sample" if sample else ""
    return to_save(response, f"{name_of_file(name, basis)}{ending}.{kind}")


def basis_headers(basis: Basis) -> dict[str, str]:
    """The headers that tell programs about a file; queries are percent-encoded UTF-8."""
    headers = {
        "Khizana-Why": ", ".join(reasons(basis)) or Why.AS_ASKED,
        "Khizana-Query": quote(basis.query, safe=" "),
        "Khizana-Complete": "yes" if basis.complete else f"no: {', '.join(basis.lacks)}",
    }
    if basis.readings:
        readings = (f"{reading.kind} {quote(reading.text, safe='')}" for reading in basis.readings)
        headers["Khizana-Read-As"] = ", ".join(readings)
    if basis.translated:
        headers["Khizana-Translated"] = ", ".join(map(_header_of, basis.translated))
    return headers


def _header_of(one: Translation) -> str:
    """A translation, as a header has it."""
    also = "|".join(quote(name, safe="") for name in one.also)
    return f"{quote(one.asked, safe='')}={also}"


def name_of_file(name: str, basis: Basis) -> str:
    """The name of a file of `basis`, without its ending."""
    query = "_".join(re.findall(r"\w+", basis.query))[:NAME_CHARACTERS].strip("_")
    parts = (name, query, *reasons(basis), "" if basis.complete else "incomplete")
    return "-".join(filter(None, parts))


def _line_cells(line: ConcordanceLine) -> list[object]:
    place = (line.before, line.match, line.after, line.paragraph, line.hit)
    page = line.page.name if line.page else None
    return [*place, " … ".join(line.marked), *cells(line.document), page, line.speaker, None]
