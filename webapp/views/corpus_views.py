"""The concordance of a query, and the words beside its words."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from webapp.http.params import groups_wanted, lines_wanted, neighbours_wanted, search_request
from webapp.present.concordance import LINES, lines_view, terms_view
from webapp.present.links import first_page
from webapp.site import LANGUAGE_RULE, site

blueprint = Blueprint("corpus_views", __name__)


@blueprint.get(f"/{LANGUAGE_RULE}/kwic")
def kwic(language: str) -> str | Redirect:
    wanted = replace(search_request(request.args, site().settings), page_size=LINES)
    if not wanted.query.strip():
        return redirect(first_page(wanted))
    order, within = lines_wanted(request.args)
    found = site().archive.concordance(wanted, order, within, groups_wanted(request.args))
    return render_template("kwic.html", page=lines_view(found, order, within))


@blueprint.get(f"/{LANGUAGE_RULE}/terms")
def terms(language: str) -> str | Redirect:
    wanted = search_request(request.args, site().settings)
    if not wanted.query.strip():
        return redirect(first_page(wanted))
    report = site().archive.terms(wanted, neighbours_wanted(request.args))
    return render_template("terms.html", page=terms_view(report))
