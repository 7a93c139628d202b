"""Expressions compared, as a page and as JSON."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, jsonify, render_template, request

from indexer import ComparedExpression, ComparedRow, Comparison, Count, SearchRequest, comparison
from webapp.http.params import choice, expressions_wanted, search_request
from webapp.present.comparison import Measure, comparison_view
from webapp.present.values import basis_values, suggestion_values, word_values
from webapp.site import LANGUAGE_RULE, site

blueprint = Blueprint("comparison", __name__)

_DIGITS = 4


@blueprint.get(f"/{LANGUAGE_RULE}/compare")
def compared(language: str) -> str:
    wanted, queries = search_request(request.args, site().settings), _queries()
    found = _found(wanted, queries) if queries else None
    measure = choice(request.args, "measure", Measure.RATE)
    page = comparison_view(wanted, queries, found, measure)
    return render_template("comparison.html", page=page)


@blueprint.get("/api/compare")
def api_compared() -> Response:
    """The comparison, with the rows of every field."""
    wanted, queries = search_request(request.args, site().settings), _queries()
    if not queries:
        return jsonify(expressions=[], complete=True)
    found = _found(wanted, queries)
    return jsonify(
        width=wanted.width,
        without=wanted.without,
        translate=wanted.translate,
        expressions=list(map(_expression, found.expressions)),
        total=_row(found.total),
        **{f"by_{field}": list(map(_row, rows)) for field, rows in found.rows},
        complete=found.complete,
    )


def _queries() -> list[str]:
    return expressions_wanted(request.args)


def _found(wanted: SearchRequest, queries: list[str]) -> Comparison:
    with site().archive.session(heavy=True) as session:
        return comparison(session, [replace(wanted, query=query) for query in queries])


def _expression(one: ComparedExpression) -> dict[str, object]:
    corrected = one.basis.corrected
    return {
        "query": one.request.query,
        "counted": one.counted.query,
        "words": list(map(word_values, one.words)),
        "notes": list(one.notes),
        "corrected": suggestion_values(corrected) if corrected else None,
        **basis_values(one.basis),
    }


def _row(row: ComparedRow) -> dict[str, object]:
    return {
        "value": row.value or None,
        "documents": row.documents,
        "words": row.words,
        "counts": [_count(count, row.words) for count in row.counts],
    }


def _count(count: Count, words: int) -> dict[str, object]:
    rate = count.per_thousand(words)
    return {
        "places": count.places,
        "documents": count.documents,
        "per_thousand_words": None if rate is None else round(rate, _DIGITS),
    }
