"""How words are used: each place in its context (concordance), and with what words and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from indexer import (
    Concordance,
    ConcordanceLine,
    ConcordanceOrder,
    Piece,
    SearchRequest,
    TermReport,
    with_word,
)
from webapp.http.params import lines_arguments, lines_wanted, search_request
from webapp.i18n import direction, shown
from webapp.present import formats, results
from webapp.present.drawing import NARROW, WIDE
from webapp.present.results import Link, address_of
from webapp.site import LANGUAGE_RULE, messages, site

blueprint = Blueprint("corpus_views", __name__)

LINES = 50  # on a page
CONTEXT = 90  # characters before a place; what does not fit fades
SHOWN_COLLOCATES = 15

_LAST_WORD = re.compile(r"^(.*?)(\w[\w\u064b-\u065f]*)(\W*)$", re.S)
_FIRST_WORD = re.compile(r"^(\W*)(\w[\w\u064b-\u065f]*)(.*)$", re.S)


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it is shown: each side in runs, one of which may be the key of the order."""

    number: int
    line: ConcordanceLine
    before: tuple[Run, ...]
    after: tuple[Run, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a line; `key` when lines are sorted by it, `match` when it answers the query."""

    text: str
    key: bool = False
    match: bool = False


@blueprint.get(f"/{LANGUAGE_RULE}/kwic")
def kwic(language: str) -> str | Redirect:
    wanted = replace(search_request(request.args, site().settings), page_size=LINES)
    if not wanted.query.strip():
        return redirect(results.first_page(wanted))
    order, within = lines_wanted(request.args)
    found = site().archive.concordance(wanted, order, within)
    wanted = found.request
    more = lines_arguments(order, within)
    asked = results.shown_request(found)
    rows = list(_rows(asked, order, found.lines))
    here = wanted.page
    last = min(found.pages, site().settings.search.max_page)
    return render_template(
        "kwic.html",
        found=found,
        wanted=wanted,
        asked=asked,
        tables=_by_direction(rows),
        chips=[*results.chips(wanted), *_within(wanted, order, found, within)],
        orders=_orders(wanted, order, within),
        pages=[_page(wanted, more, number, number == here) for number in _numbers(here, last)],
        previous=_page(wanted, more, here - 1).url if here > 1 else None,
        following=_page(wanted, more, here + 1).url if here < last else None,
        files=[(kind, results.lines_file_url(wanted, kind, more)) for kind in formats.of_lines()],
        results=results,
    )


@blueprint.get(f"/{LANGUAGE_RULE}/terms")
def terms(language: str) -> str | Redirect:
    wanted = search_request(request.args, site().settings)
    if not wanted.query.strip():
        return redirect(results.first_page(wanted))
    report = site().archive.terms(wanted)
    wanted = report.request
    asked = results.shown_request(report)
    return render_template(
        "terms.html",
        report=report,
        wanted=wanted,
        asked=asked,
        wide=results.chart(asked, report.years, *WIDE),
        narrow=results.chart(asked, report.years, *NARROW),
        collocates=_collocates(asked, report),
        results=results,
    )


def _rows(
    wanted: SearchRequest, order: ConcordanceOrder, lines: tuple[ConcordanceLine, ...]
) -> Iterator[Row]:
    first = (wanted.page - 1) * LINES
    for number, line in enumerate(lines, start=first + 1):
        before, after = (Piece(line.before[-CONTEXT:]),), line.after_pieces
        url = results.document_url(replace(wanted, page=1), line.document.id)
        yield Row(
            number,
            line,
            tuple(_runs(before, _LAST_WORD if order == ConcordanceOrder.PREVIOUS else None)),
            tuple(_runs(after, _FIRST_WORD if order == ConcordanceOrder.NEXT else None)),
            f"{url}&h={line.hit}#h{line.hit}",
        )


def _runs(pieces: Iterable[Piece], key: re.Pattern[str] | None) -> Iterator[Run]:
    """`pieces` as runs; the first word that `key` finds is one of its own."""
    for piece in pieces:
        found = None if piece.match or key is None else key.match(piece.text)
        if found is None:
            yield Run(piece.text, match=piece.match)
        else:
            before, word, after = found.groups()
            yield from (Run(before), Run(word, key=True), Run(after))
            key = None


def _by_direction(rows: list[Row]) -> list[tuple[str, str, list[Row]]]:
    """(direction, language, rows): texts of one direction share a table, Arabic first."""
    tables = []
    for way, language in (("rtl", "ar"), ("ltr", "fr")):
        some = [row for row in rows if direction(row.line.document.language) == way]
        if some:
            tables.append((way, language, some))
    return tables


def _within(
    wanted: SearchRequest, order: ConcordanceOrder, found: Concordance, within: str | None
) -> Iterator[Link]:
    """A link that leaves the one document the lines are of."""
    if within is not None:
        title = found.lines[0].document.title if found.lines else within
        everywhere = address_of(
            replace(wanted, page=1), "corpus_views.kwic", **lines_arguments(order, None)
        )
        yield Link(shown(title), everywhere)


def _orders(wanted: SearchRequest, chosen: ConcordanceOrder, within: str | None) -> list[Link]:
    message = messages().message
    return [
        Link(
            message(f"kwic.order.{order}"),
            address_of(
                replace(wanted, page=1), "corpus_views.kwic", **lines_arguments(order, within)
            ),
            order == chosen,
        )
        for order in ConcordanceOrder
    ]


def _page(wanted: SearchRequest, more: dict[str, str], number: int, current: bool = False) -> Link:
    url = address_of(replace(wanted, page=number), "corpus_views.kwic", **more)
    return Link(str(number), url, current)


def _numbers(here: int, last: int) -> list[int]:
    return sorted({1, last, *range(max(1, here - 1), min(last, here + 1) + 1)})


def _collocates(wanted: SearchRequest, report: TermReport) -> list[tuple[str, list[Link]]]:
    """The words that stand with those of `wanted`, each a link to the documents with both."""
    named = [("before", report.before), ("near", report.near), ("after", report.after)]
    return [
        (
            name,
            [
                Link(
                    word.word,
                    results.results_url(
                        replace(wanted, query=with_word(wanted.query, word.word), page=1)
                    ),
                    count=word.count,
                )
                for word in words[:SHOWN_COLLOCATES]
            ],
        )
        for name, words in named
    ]
