"""All hits of a search, and all lines of a concordance, as files.

A file is written whole, aside, before it is sent: so that its headers and its name say what it is
and whether it is complete, and an index that cannot answer is told as an error.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import IO, cast
from urllib.parse import quote

from flask import Blueprint, Response, abort, request

from indexer import Basis, ConcordanceLine, SearchRequest, Translation, Why
from webapp.http.headers import to_save
from webapp.http.params import lines_wanted, search_request
from webapp.i18n import Messages
from webapp.present import formats
from webapp.present.formats import COLUMNS, cells
from webapp.present.status import COLUMNS as STATUS_COLUMNS
from webapp.present.status import status_rows
from webapp.present.tables import CsvTable, Table, Told, told_names
from webapp.site import language, names, site

blueprint = Blueprint("exports", __name__, url_prefix="/api")

LINE_COLUMNS = ("before", "match", "after", "paragraph", "hit", "marked", *COLUMNS, "page")
MOST_IN_MEMORY = 1_000_000  # bytes of a file; a longer one waits on disk
NAME_CHARACTERS = 40  # of a query, in the name of a file
Filling = Callable[[Table], Basis]


@blueprint.get("/export.<kind>")
def hits(kind: str) -> Response:
    if kind not in formats.FORMATS:
        abort(404)
    wanted = search_request(request.args, site().settings)
    row = formats.FORMATS[kind].row

    def filled(table: Table) -> Basis:
        return site().archive.export(wanted, lambda card: table.add(row(card)))

    return _file(kind, "khizana", COLUMNS, wanted, filled)


@blueprint.get("/concordance.<kind>")
def lines(kind: str) -> Response:
    if kind not in formats.of_lines():
        abort(404)
    wanted = search_request(request.args, site().settings)
    order, within = lines_wanted(request.args)

    def filled(table: Table) -> Basis:
        def take(line: ConcordanceLine) -> None:
            table.add(_line_cells(line))

        return site().archive.export_lines(wanted, order, within, take)

    return _file(kind, "khizana-context", LINE_COLUMNS, wanted, filled)


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
    form, words = formats.FORMATS[kind], _words()
    spooled = tempfile.SpooledTemporaryFile(MOST_IN_MEMORY)  # noqa: SIM115 (closed when it is sent)
    file = cast(IO[bytes], spooled)
    try:
        with closing(form.begun(file, columns, words)) as table:
            basis = filled(table)
            basis = basis.lacking(*table.lacks)
            table.end(_told(basis, wanted, words))
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    response = Response(_pieces(file), content_type=form.media_type)
    if size <= MOST_IN_MEMORY:
        response.set_data(file.read())
        file.close()
    else:
        response.call_on_close(file.close)
        response.content_length = size
    response.headers.update(_headers(basis))
    return to_save(response, f"{_named(name, basis)}.{kind}")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(1 << 16):
        yield piece


def _headers(basis: Basis) -> dict[str, str]:
    """The headers that tell programs about a file; queries are percent-encoded UTF-8."""
    headers = {
        "Khizana-Why": ", ".join(_reasons(basis)) or Why.AS_ASKED,
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


def _named(name: str, basis: Basis) -> str:
    """The name of a file of `basis`, without its ending."""
    query = "_".join(re.findall(r"\w+", basis.query))[:NAME_CHARACTERS].strip("_")
    parts = (name, query, *_reasons(basis), "" if basis.complete else "incomplete")
    return "-".join(filter(None, parts))


def _reasons(basis: Basis) -> list[str]:
    """Why the hits are not those asked for: both reasons, where a correction was widened."""
    widened = [str(Why.WIDENED)] if basis.widened else []
    return [str(Why.CORRECTED), *widened] if basis.corrected else widened


def _told(basis: Basis, wanted: SearchRequest, words: Messages) -> Told:
    """`basis` in words."""
    because = " ".join(str(words.entry(f"incomplete.{lack}")) for lack in basis.lacks)
    missing = f"{words.entry('note.partial.title')} {because}" if because else ""
    read = [
        str(words.entry(f"read_as.{part.kind}")).format(text=f"«{part.text}»")
        for part in basis.readings
    ]
    facts = {
        "archive": names().name,
        "asked": wanted.query,
        "why": " ".join(str(words.entry(f"why.{why}")) for why in _reasons(basis) or ["as_asked"]),
        "carried_out": basis.query,
        **({"read_as": " ".join(read)} if read else {}),
        **({"translated": told_names(basis)} if basis.translated else {}),
        "complete": missing or str(words.entry("sheet.whole")),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    labelled = [(str(words.entry(f"sheet.{name}")), how) for name, how in facts.items()]
    return Told(basis, missing, labelled, read)


def _words() -> Messages:
    """The words of a file: in the language it is asked for in, or that of the reader."""
    asked = site().languages.get(request.args.get("lang", ""))
    return asked or site().languages[language()]


def _line_cells(line: ConcordanceLine) -> list[object]:
    place = (line.before, line.match, line.after, line.paragraph, line.hit)
    page = line.page.name if line.page else None
    return [*place, " … ".join(line.marked), *cells(line.document), page]
