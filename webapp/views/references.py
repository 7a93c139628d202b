"""Citations of a law or an article, and the references of a document: as a page, as JSON."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from indexer import Citations, CitedPart, ConcordanceLine, FoundReference
from webapp.present.calendars import hijri_value
from webapp.present.references import cited_part_path, cited_view, passage_path
from webapp.site import LANGUAGE_RULE, site

blueprint = Blueprint("references", __name__)


@blueprint.get(f"/{LANGUAGE_RULE}/references")
def citing(language: str) -> str | Redirect:
    asked = request.args.get("of", "").strip()
    if not asked:
        return redirect(url_for("pages.home"))
    found = _citations(asked)
    if found is None:
        abort(404)
    page = cited_view(found, asked)
    return render_template("references.html", page=page, asked=_name(found, asked))


@blueprint.get("/api/references")
def references() -> Response:
    """The citations of `of`, or the references that stand `in` a document."""
    document_id = request.args.get("in", "")
    if document_id:
        inside = site().archive.references_in(document_id)
        if inside is None:
            abort(404)
        return jsonify(id=document_id, total=len(inside), references=list(map(_found, inside)))
    asked = request.args.get("of", "").strip()
    found = _citations(asked) if asked else None
    if found is None:
        abort(404)
    reverse = found.reverse
    return jsonify(
        of=asked,
        kind=found.kind,
        keys=found.keys,
        articles=found.articles,
        doubtful=found.doubtful,
        several=found.several,
        targets=list(map(_target, found.targets)),
        documents=found.documents,
        complete=found.complete,
        lines=list(map(line_values, found.lines)),
        reverse=reverse
        and {
            "key": reverse.key,
            "documents": reverse.documents,
            "lines": list(map(line_values, reverse.lines)),
        },
    )


def _citations(asked: str) -> Citations | None:
    """The answer to the reference `asked`, or to the id of a document that is a law."""
    archive = site().archive
    return archive.citations(asked) or archive.citations_of(asked)


def _name(found: Citations, asked: str) -> str:
    """`asked`, or the title of the one document that it is the id of."""
    only = found.targets[0].document if len(found.targets) == 1 else None
    return only.title if only and only.id == asked else asked


def _target(part: CitedPart) -> dict[str, object]:
    return {
        "id": part.document.id,
        "title": part.document.title,
        "part": part.part or None,
        "heading": part.heading or None,
        "url": cited_part_path(part),
    }


def line_values(line: ConcordanceLine) -> dict[str, object]:
    """A place in a text with the words around it, as JSON has it."""
    path = url_for("pages.permanent", document_id=line.document.id)
    return {
        "id": line.document.id,
        "title": line.document.title,
        "date": str(line.document.date) if line.document.date else None,
        "date_hijri": hijri_value(line.document.date),
        "before": line.before,
        "match": line.match,
        "after": line.after,
        "paragraph": line.paragraph,
        "url": passage_path(path, line.anchor),
    }


def _found(reference: FoundReference) -> dict[str, object]:
    return {
        "text": reference.text,
        "start": reference.start,
        "end": reference.end,
        "kind": reference.kind,
        "key": reference.key or None,
        "articles": reference.articles,
        "doubtful": reference.doubtful,
        "reverse": reference.reverse,
        "targets": list(map(_target, reference.targets)),
    }
